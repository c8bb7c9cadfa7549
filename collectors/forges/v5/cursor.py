"""Where a pass over a list that is sorted newest first stands, as small JSON.

``floor``: everything changed before is held. ``candidate``: the floor once this pass has reached its end.
``next``: the place of the next page while a pass is under way. ``edge``: what was held around the floor, so
that the overlap which is read again each time lands only what is new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from collectors.http.loose_json import Row, instant, text
from collectors.protocol import State

OVERLAP = timedelta(minutes=10)
"""Read again before the floor: a change may show up in a list a while after its own time."""
MOST_AT_EDGE = 500
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The floor of a list that was read and found empty."""


@dataclass(slots=True)
class Cursor:
    """A parsed state."""

    floor: datetime | None = None
    candidate: datetime | None = None
    next_place: str | None = None
    edge: tuple[str, ...] = ()
    mark: str | None = None  # what the repository's own row said when this list was last read
    recent: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def parse(cls, state: State | None) -> "Cursor":
        """Read a state, or start anew."""
        known = state or {}
        return cls(
            floor=instant(known.get("floor")),
            candidate=instant(known.get("candidate")),
            next_place=known.get("next"),
            edge=tuple(known.get("edge") or ()),
            mark=known.get("mark"),
        )

    @property
    def is_at_rest(self) -> bool:
        """Tell whether a first pass was finished and no other is under way."""
        return self.floor is not None and self.next_place is None

    @property
    def oldest(self) -> datetime | None:
        """Give how far back a pass must read."""
        return self.floor - OVERLAP if self.floor else None

    def begin(self, top: datetime | None) -> None:
        """Start a pass; ``top`` is a change that others say is the newest, and held once this ends."""
        self.candidate = max((each for each in (self.floor, top) if each), default=None)

    def see(self, rows: Iterable[Row], changed_field: str) -> None:
        """Take note of rows that were read."""
        for row in rows:
            moment = instant(row.get(changed_field))
            if moment is not None:
                self.recent[_mark(row, moment)] = moment
                self.candidate = max(self.candidate or moment, moment)

    def is_held(self, row: Row, changed_field: str) -> bool:
        """Tell whether exactly this state of the row has landed already."""
        moment = instant(row.get(changed_field))
        return moment is not None and _mark(row, moment) in self.edge

    def finish(self) -> None:
        """Promote the candidate: the pass has reached the floor."""
        known = {mark: instant(mark.partition("@")[2]) for mark in self.edge} | self.recent
        self.floor, self.next_place = self.candidate or NEVER, None
        near = [m for m, moment in known.items() if moment and self.oldest and moment >= self.oldest]
        self.edge = tuple(sorted(near)[:MOST_AT_EDGE])
        self.candidate = None

    def state(self) -> State:
        """Write the state."""
        return {
            "floor": _iso(self.floor),
            "candidate": _iso(self.candidate),
            "next": self.next_place,
            "edge": list(self.edge),
            "mark": self.mark,
        }


def is_behind(rows: Sequence[Row], changed_field: str, oldest: datetime | None) -> bool:
    """Tell whether a page ends before ``oldest``, so that those behind it need no reading.

    Only a page sorted newest first says anything about those behind it.
    """
    if oldest is None or not rows:
        return False
    last = instant(rows[-1].get(changed_field))
    return last is not None and last < oldest and is_newest_first(rows, changed_field)


def is_newest_first(rows: Sequence[Row], changed_field: str) -> bool:
    """Tell whether rows are sorted as they were asked for."""
    moments = [moment for row in rows if (moment := instant(row.get(changed_field)))]
    return sorted(moments, reverse=True) == moments


def _mark(row: Row, moment: datetime) -> str:
    return f"{text(row.get('id')) or text(row.get('number'))}@{moment.isoformat()}"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
