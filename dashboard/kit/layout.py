"""The frame around every page, and the small pieces of HTML that pages are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import data
from dashboard.words import explanations, quantities
from dashboard.words.say import language, say, term

STYLE = Path(__file__).parent / "style.css"
CARRIED = ("snapshot",)  # parts of the address that stay when the reader moves on
STATE_SIGNS = {
    "complete": "●",
    "partial": "◐",
    "not_collected": "○",
    "impossible": "✕",
    "quarantined": "!",
    "known": "●",
    "none_known": "○",
    "ok": "●",
    "not_modified": "＝",
    "gone": "✕",
    "skipped": "○",
    "failed": "!",
    "forbidden": "!",
    "rate_limited": "!",
    "unreachable": "!",
    "no_token": "!",
    "no_registry": "○",
}


def put(html: str) -> None:
    """Show a piece of HTML in the page's own type and colours."""
    st.html(f'<div class="sy">{html}</div>')


def style() -> None:
    """Load the style sheet into the page."""
    st.html(STYLE)


def carried() -> dict[str, str]:
    """Give the parts of the address that every link keeps: the language and a pinned snapshot."""
    kept = {name: st.query_params[name] for name in CARRIED if name in st.query_params}
    return kept | ({"lang": "en"} if language() == "en" else {})


def href(page: str, **parameters: str) -> str:
    """Make a link to a page that keeps the language, ready for an attribute."""
    return escape(f"{page or '.'}?{urlencode(carried() | parameters)}", quote=True)


def link(page: str, text: str, **parameters: str) -> str:
    """Make a link in the same window."""
    return f'<a href="{href(page, **parameters)}" target="_self">{escape(text)}</a>'


def masthead(title: str, lead: str) -> None:
    """Show the page's title and question, and what every figure below rests on."""
    explanations.begin()
    snapshot = data.snapshot()
    source = source_line(snapshot) if snapshot else ""
    put(f'<div class="sy-masthead"><h1>{escape(title)}</h1><p class="lead">{escape(lead)}</p></div>{source}')


def source_line(snapshot: data.Snapshot) -> str:
    """Say which snapshot, as of when, how complete and how far its claims are reviewed."""
    reviewed = data.rows(
        "select count(*) as n, count(*) filter (review_status != 'unreviewed') as done from marts.claims"
    )
    n, done = reviewed[0]["n"], reviewed[0]["done"]
    parts = [
        explanations.explained(say("快照", "Snapshot")) + f" <b>{escape(snapshot.name)}</b>",
        say("数据截至", "As of") + f" <b>{quantities.minute(snapshot.as_of)}</b>",
        explanations.explained(say("采集完整度", "Completeness"))
        + f" <b>{quantities.percent(snapshot.coverage_ratio)}</b>",
        explanations.explained(say("归属主张已复核", "Claims reviewed")) + f" <b>{done} / {n}</b>",
    ]
    if "snapshot" in st.query_params:
        latest = f'<a href="?lang={language()}" target="_self">{say("查看最新", "see the newest")}</a>'
        parts.append(say("固定于此快照 · ", "Pinned to this snapshot · ") + latest)
    if snapshot.is_demonstration:
        parts.append(mark(say("演示数据", "Demonstration data"), "demo"))
    return '<div class="sy-source">' + "".join(f"<span>{part}</span>" for part in parts) + "</div>"


def watermark() -> None:
    """Lay the words 演示数据 over a page whose figures are of a made-up world."""
    words = "演示数据 DEMO"
    tile = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='340' height='220'>"
        "<text x='30' y='150' font-size='34' fill='#808080' "
        f"font-family='sans-serif' transform='rotate(-24 170 110)'>{words}</text></svg>"
    )
    url = "data:image/svg+xml," + tile.replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
    st.html(f'<div class="sy-demo" aria-hidden="true" style="background-image:url(&quot;{url}&quot;)"></div>')


def section(title: str, note: str = "") -> None:
    """Open a section with its heading and one sentence."""
    below = f"<p>{explanations.explained(note)}</p>" if note else ""
    put(f'<div class="sy-section"><h2>{escape(title)}</h2>{below}</div>')


def note(text: str) -> None:
    """Say something in the small voice of a footnote."""
    put(f'<p class="sy-note small">{explanations.explained(text)}</p>')


def mark(text: str, kind: str = "quiet") -> str:
    """Make a small framed mark, such as 未经复核."""
    return f'<span class="sy-mark {kind}">{escape(text)}</span>'


def state(code: str | None) -> str:
    """Make a state: a shape, a colour and its word, so that none of them stands alone."""
    sign = STATE_SIGNS.get(code or "", "·")
    return f'<span class="sy-state {escape(code or "")}"><i>{sign}</i>{escape(term(code))}</span>'


def figure(value: float | None, unit: str = "count") -> str:
    """Make a number in short units that gives every digit on hover."""
    exact = quantities.exact_in_unit(value, unit)
    shown = quantities.in_unit(value, unit)
    return f'<span title="{exact}">{shown}</span>' if exact != shown else shown


def value(row: Mapping[str, Any], unit: str = "count") -> str:
    """Make a row's value; one that is withheld says so, and is neither missing nor zero."""
    return withheld() if row["is_suppressed"] else figure(row["value"], unit)


def not_held() -> str:
    """Make the short word for what was not collected, which is no zero."""
    return f'<span class="sy-faint">{say("未采集", "not collected")}</span>'


def withheld() -> str:
    """Make the short word for what concerns too few people to be shown; hovering says why."""
    why, word = escape(quantities.withheld(), quote=True), say("不公布", "withheld")
    return f'<abbr class="sy-mark quiet" title="{why}">{word}</abbr>'


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Show pairs of a name and a piece of HTML side by side."""
    items = "".join(
        f"<div><dt>{explanations.explained(name)}</dt><dd>{html}</dd></div>" for name, html in pairs
    )
    put(f'<dl class="sy-facts">{items}</dl>')


def empty(title: str, *paragraphs: str) -> None:
    """Say with care that there is nothing here, and what would change that. Paragraphs are HTML."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    put(f'<div class="sy-empty"><h2>{escape(title)}</h2>{body}</div>')


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, the class of its cells and the hint on the heading."""

    title: str
    kind: str = ""  # num: right-aligned figures; nowrap
    hint: str = ""


def table(columns: Sequence[Column], lines: Iterable[Sequence[str]], caption: str = "") -> None:
    """Show a three-line table. Cells are HTML, the first names its line; a line of one cell is a group."""
    heads = "".join(_head(column) for column in columns)
    body = "".join(_line(columns, line) for line in lines)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    made = f'<table class="sy-table">{title}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    put(scrolling(made, caption))


def scrolling(html: str, name: str = "") -> str:
    """Let a wide piece scroll within its place, by keyboard too."""
    label = escape(name or say("表格，可左右滚动", "Table, scrolls sideways"), quote=True)
    return f'<div class="sy-scroll" tabindex="0" role="group" aria-label="{label}">{html}</div>'


def _head(column: Column) -> str:
    if not column.title:
        return f'<td class="{column.kind}"></td>'  # a heading without words heads nothing
    hint = f' title="{escape(column.hint, quote=True)}"' if column.hint else ""
    return f'<th scope="col" class="{column.kind}"{hint}>{explanations.explained(column.title)}</th>'


def _line(columns: Sequence[Column], line: Sequence[str]) -> str:
    if len(line) == 1:
        return f'<tr class="group"><th scope="rowgroup" colspan="{len(columns)}">{line[0]}</th></tr>'
    first = f'<th scope="row" class="{columns[0].kind}">{line[0]}</th>'
    rest = (f'<td class="{c.kind}">{cell}</td>' for c, cell in zip(columns[1:], line[1:], strict=True))
    return f"<tr>{first}{''.join(rest)}</tr>"


def bar(ratio: float) -> str:
    """Make a horizontal bar of a share of 0-1."""
    shown = quantities.percent(ratio)
    return f'<span class="sy-bar" title="{shown}"><span style="width:{ratio * 100:.1f}%"></span></span>'
