"""A report on the page: its own sections, with the footnotes of each section below it."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.kit import charts, layout
from dashboard.report.model import Figure, Note, Paragraph, Report, Section, Table, Text
from dashboard.words.say import language, say


class _Notes:
    """The footnotes of a report, numbered through; those that wait stand below the section."""

    def __init__(self) -> None:
        self.count = 0
        self.waiting: list[tuple[int, str]] = []

    def mark(self, note: Note) -> str:
        """Take a footnote and give its mark, which tells it on hover and leads to it."""
        self.count += 1
        self.waiting.append((self.count, note.text))
        words = escape(note.text, quote=True)
        return (
            f'<sup class="sy-mark-note"><a href="#note-{self.count}" id="mark-{self.count}" title="{words}" '
            f'aria-label="{say("脚注", "footnote")} {self.count}">{self.count}</a></sup>'
        )

    def flush(self) -> str:
        """Give the footnotes that wait as HTML."""
        lines = "".join(f'<li value="{n}" id="note-{n}">{escape(text)}</li>' for n, text in self.waiting)
        self.waiting = []
        return f'<ol class="sy-notes">{lines}</ol>' if lines else ""


def show(report: Report) -> None:
    """Show the report as it will be on paper. It is in Chinese; an English reader is told so instead."""
    layout.section(say("预览", "Preview"))
    if language() != "zh":
        layout.note(
            "The report is written in Chinese, the language of the bureau: choose 中文 to read it here."
        )
        return
    notes, counts = _Notes(), {"表": 0, "图": 0}
    with st.container(key="report-paper"):
        _head(report)
        for section in report.sections:
            _section(section, notes, counts)


def _head(report: Report) -> None:
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in report.facts
    )
    contents = "".join(f"<li>{escape(s.title)}</li>" for s in report.sections if s.level == 1)
    layout.put(
        f'<div class="sy-paper-head"><h2>{escape(report.title)}</h2><p>{escape(report.subtitle)}</p></div>'
        f'<dl class="sy-facts">{facts}</dl><ul class="sy-contents">{contents}</ul>'
    )


def _section(section: Section, notes: _Notes, counts: dict[str, int]) -> None:
    level = section.level + 2  # the page's own title is the first, 预览 the second
    html = f'<h{level} class="sy-paper-{section.level}">{escape(section.title)}</h{level}>'
    for block in section.blocks:
        if isinstance(block, Paragraph):
            html += f'<p class="sy-{block.kind}">{_text(block.text, notes)}</p>'
        elif isinstance(block, Table):
            counts["表"] += 1
            html += _table(block, f"表 {counts['表']}", notes)
        else:
            counts["图"] += 1
            layout.put(f'<div class="sy-paper">{html}</div>')
            html = _figure(block, f"图 {counts['图']}")
    layout.put(f'<div class="sy-paper">{html}{notes.flush()}</div>')


def _text(text: Text, notes: _Notes) -> str:
    return "".join(notes.mark(part) if isinstance(part, Note) else escape(part) for part in text)


def _table(table: Table, number: str, notes: _Notes) -> str:
    kinds = ["num" if table.is_figure(place) else "" for place in range(len(table.columns))]
    heads = "".join(
        f'<th scope="col" class="{kind}">{escape(name)}</th>'
        for name, kind in zip(table.columns, kinds, strict=True)
    )
    body = "".join(_row(row, kinds) for row in table.rows)
    note = notes.mark(table.note) if table.note else ""
    made = (
        f'<table class="sy-table"><caption>{number}　{escape(table.caption)}{note}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )
    return layout.scrolling(made, table.caption)


def _row(row: Sequence[str], kinds: Sequence[str]) -> str:
    cells = zip(row[1:], kinds[1:], strict=True)
    rest = "".join(f'<td class="{kind}">{escape(cell)}</td>' for cell, kind in cells)
    return f'<tr><th scope="row" class="{kinds[0]}">{escape(row[0])}</th>{rest}</tr>'


def _figure(figure: Figure, number: str) -> str:
    """Draw the chart and give its caption, which stands below it."""
    charts.show_made(figure.chart, alt_text=figure.alt_text)
    return f'<p class="sy-caption">{number}　{escape(figure.caption)}</p>'
