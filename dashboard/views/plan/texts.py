"""The plan's words in the reader's language: the Chinese source, or beside it our unofficial translation."""

from collections.abc import Callable, Sequence
from html import escape

from dashboard import data
from dashboard.kit import layout
from dashboard.words.say import say

Write = Callable[[data.Row, str], str]
"""Makes HTML of a phrase: its row, and its words, escaped."""


def language(row: data.Row, name: str) -> str:
    """Tell in which language the text ``name`` of a row is shown: the reader's, else the source's."""
    return say("zh", "en") if row.get(f"{name}_en") else "zh"


def plain(row: data.Row, name: str) -> str:
    """Give the text ``name`` of a row as it is shown; empty where there is none."""
    return row[f"{name}_{language(row, name)}"] or ""


def marked(row: data.Row, name: str) -> str:
    """Make the text ``name`` of a row, with the language that it is in."""
    return f'<span lang="{language(row, name)}">{escape(plain(row, name))}</span>'


def clause(row: data.Row, phrases: Sequence[data.Row], write: Write) -> str:
    """Write a clause with each phrase in a manner of its own, and what stands between them as it is."""
    code = language(row, "text")
    html, text = "", row[f"text_{code}"]
    for phrase in phrases:
        words = phrase[f"phrase_{code}"] or ""
        before, _, after = text.partition(words) if words and words in text else ("", "", text)
        html, text = html + escape(before) + write(phrase, escape(words)), after
    return f'<span lang="{code}">{html}{escape(text.rstrip("。."))}</span>'


def task(row: data.Row) -> str:
    """Name the task of a clause, and say where its text is not the published one, or a translation."""
    marks = [] if row["is_verbatim"] else [say("条款要点（非原文）", "key terms, not verbatim")]
    if language(row, "text") != "zh":
        marks.append("unofficial translation")
    return f"{marked(row, 'task')} {' '.join(map(layout.mark, marks))}"
