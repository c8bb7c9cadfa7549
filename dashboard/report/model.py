"""A report before it is a file: sections of paragraphs, tables and figures, the same for every format."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

FIGURE_START = "0123456789+−"
MISSING = "—"
NO_FIGURE = {MISSING, "登记", "不公布", "未满期"}


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote at the place where it stands in a text."""

    text: str


Text = Sequence[str | Note]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``kind`` is body, quote (a clause's text), list or small."""

    text: Text
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. Cells are texts; ``values`` are the raw values behind them, for Excel.

    ``value_columns`` name those values where they are others than the cells show.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    values: Sequence[Sequence[Any]] | None = None
    widths: Sequence[float] = ()
    note: Note | None = None
    value_columns: Sequence[str] = ()

    def is_figure(self, place: int) -> bool:
        """Whether a column holds figures, which stand at the right."""
        texts = [row[place] for row in self.rows]
        told = [text for text in texts if text not in NO_FIGURE]
        return all(text[:1] in FIGURE_START for text in told) and (bool(told) or MISSING in texts)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption, what it shows in words, and the data behind it."""

    caption: str
    chart: alt.Chart | alt.LayerChart | alt.FacetChart
    alt_text: str
    columns: Sequence[str]
    values: Sequence[Sequence[Any]]


Block = Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading of the first or second level and what stands under it."""

    title: str
    level: int = 1
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. ``facts`` are the lines under the title: as of when, which snapshot, how complete."""

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    made_at_day: tuple[int, int, int]
    is_demonstration: bool
    sign_off: Sequence[str] = ()
