"""The report as PDF by typst: numbered pages, footnotes, and Noto Sans CJK SC embedded."""

import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import typst

from dashboard.report.formats import pictures
from dashboard.report.model import Figure, Note, Paragraph, Report, Section, Table, Text

LAYOUT = """
#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2.6cm, top: 2.8cm, bottom: 2.6cm), numbering: "— 1 —", number-align: center
  {background})
#set text(font: "Noto Sans CJK SC", size: 11pt, lang: "zh", region: "cn", fill: rgb("#1d2733"))
#set par(leading: 0.95em, spacing: 1.15em, justify: true, first-line-indent: (amount: 2em, all: true))
#set footnote.entry(separator: line(length: 30%, stroke: 0.4pt + rgb("#4a5663")))
#show footnote.entry: set text(size: 8pt, fill: rgb("#4a5663"))
#show footnote.entry: set par(leading: 0.6em, first-line-indent: 0em)
#set heading(numbering: none)
#show heading: set par(first-line-indent: 0em)
#show heading.where(level: 1): it => block(above: 1.9em, below: 1em,
  text(size: 15pt, fill: rgb("#1f4e79"), it.body))
#show heading.where(level: 2): it => block(above: 1.5em, below: 0.9em, text(size: 12.5pt, it.body))
#show figure.caption: set text(size: 9.5pt, weight: "bold")
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.where(kind: table): set block(breakable: true)
#show table: set text(size: 8.8pt)
#show table: set par(leading: 0.55em, justify: false, first-line-indent: 0em)
#set figure(gap: 0.8em)
#let rule = 0.9pt + rgb("#1d2733")
#let thin = 0.35pt + rgb("#b8b2a4")
"""
SPLIT_FROM = 8  # a table of fewer lines stays on one page
BACKGROUND = (
    ', background: rotate(-32deg, text(64pt, fill: rgb("#e6e1d6"))[演示数据])'
    ', header: align(center, text(9pt, fill: rgb("#b3261e"), weight: "bold")[演示数据，不得引用])'
)


def pdf(report: Report) -> bytes:
    """Make the PDF."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.typ"
        source.write_text(_document(report, Path(folder)), encoding="utf-8")
        made_at = datetime(*report.made_at_day, tzinfo=UTC)
        return typst.compile(str(source), root=folder, timestamp=made_at)


def _document(report: Report, folder: Path) -> str:
    background = BACKGROUND if report.is_demonstration else ""
    parts = [
        LAYOUT.replace("{title}", _quoted(report.title)).replace("{background}", background),
        _title(report),
        *(_section(section, folder) for section in report.sections),
        _sign_off(report.sign_off),
    ]
    return "\n\n".join(parts)


def _title(report: Report) -> str:
    facts = ", ".join(
        f'text(fill: rgb("#4a5663"), {_quoted(name)}), {_quoted(text)}' for name, text in report.facts
    )
    mark = (
        ' #text(fill: rgb("#b3261e"), weight: "bold")[演示数据，不得引用]' if report.is_demonstration else ""
    )
    return f"""#align(center)[#set par(first-line-indent: 0em)
#v(0.6cm) #text(22pt, weight: "bold", fill: rgb("#1f4e79"), {_quoted(report.title)})
#v(-0.2cm) #text(12pt, {_quoted(report.subtitle)}){mark}]
#v(0.3cm) #line(length: 100%, stroke: 1.2pt + rgb("#1f4e79"))
#block(inset: (x: 0.4cm))[#set text(9.5pt)
#set par(first-line-indent: 0em)
#grid(columns: (3.2cm, 1fr), row-gutter: 0.75em, {facts})]
#line(length: 100%, stroke: 0.5pt + rgb("#1f4e79"))"""


def _section(section: Section, folder: Path) -> str:
    parts = [f"#heading(level: {section.level}, {_quoted(section.title)})"]
    for block in section.blocks:
        if isinstance(block, Paragraph):
            parts.append(_paragraph(block))
        elif isinstance(block, Table):
            parts.append(_table(block))
        else:
            parts.append(_figure(block, folder))
    return "\n\n".join(parts)


def _paragraph(paragraph: Paragraph) -> str:
    text = _text(paragraph.text)
    if paragraph.kind == "quote":
        return (
            '#block(fill: rgb("#f4f2ec"), inset: 0.8em, width: 100%, stroke: (left: 2pt + rgb("#1f4e79")))'
            f"[#set par(first-line-indent: 0em)\n{text}]"
        )
    if paragraph.kind == "small":
        return f'#block[#set text(9pt, fill: rgb("#4a5663"))\n#set par(first-line-indent: 0em)\n{text}]'
    return text


def _text(text: Text) -> str:
    return "".join(
        f"#footnote({_quoted(part.text)})" if isinstance(part, Note) else f"#{_quoted(part)};"
        for part in text
    )


def _table(table: Table) -> str:
    widths = table.widths or [1.0] * len(table.columns)
    columns = ", ".join(f"{width}fr" for width in widths)
    heads = ", ".join(f'text(weight: "bold", {_quoted(head)})' for head in table.columns)
    cells = ",\n".join(", ".join(map(_quoted, row)) for row in table.rows)
    last = len(table.rows) + 1
    note = f" #footnote({_quoted(table.note.text)})" if table.note else ""
    may_split = str(len(table.rows) > SPLIT_FROM).lower()
    return f"""#show figure: set block(breakable: {may_split})
#figure(kind: table, supplement: [表], caption: [#{_quoted(table.caption)};{note}],
table(columns: ({columns}), align: {_alignment(table)}, inset: (x: 0.35em, y: 0.55em),
stroke: (x, y) => (top: if y == 0 {{ rule }} else if y == 1 {{ 0.6pt }} else {{ thin }},
bottom: if y == {last - 1} {{ rule }} else {{ none }}),
table.header({heads}),
{cells}))"""


def _alignment(table: Table) -> str:
    """Align figures to the right and words to the left."""
    sides = ["right" if table.is_figure(place) else "left" for place in range(len(table.columns))]
    return f"({', '.join(f'{side} + horizon' for side in sides)},)"


def _figure(figure: Figure, folder: Path) -> str:
    name = f"figure-{len(list(folder.glob('*.svg'))):02}.svg"
    (folder / name).write_bytes(pictures.svg(figure))
    image = f'image("{name}", width: 92%, alt: {_quoted(figure.alt_text)})'
    return f"#figure(kind: image, supplement: [图], caption: {_quoted(figure.caption)}, {image})"


def _sign_off(lines: Sequence[str]) -> str:
    cells = ", ".join(f"[{line}]" for line in lines)
    return f"#v(1.2cm)\n#block(breakable: false)[#grid(columns: (1fr,) * {len(lines)}, {cells})]"


def _quoted(text: str) -> str:
    """Write a text as a typst string, in which nothing is markup."""
    return json.dumps(text, ensure_ascii=False)
