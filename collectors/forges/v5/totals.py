"""How many rows of a list are held, so that the forge's own total tells when some have gone.

Neither forge says what was deleted. Its total does: where it is not what is held with what was made since,
the list is read again as a whole. Small JSON within a stream's state, beside the cursor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from collectors.clock import is_within
from collectors.http.loose_json import Row, instant
from collectors.protocol import State

CHECK_DAYS = 56
"""A list is held against its total once in so many days at least, not all lists on the same day."""
WHOLE_AGAIN = timedelta(days=7)
"""A list is read again as a whole once in so long at most, whatever its total says."""


@dataclass(slots=True)
class Tally:
    """What is known of a list's size.

    ``held`` rows were made up to ``until``; ``excess`` rows are counted by the forge and never listed. The
    list was read again as a whole on ``whole_on``.
    ``total``, ``newest`` and ``made`` belong to the pass under way. ``is_off``: to be read again as a whole.
    """

    held: int | None = None
    until: datetime | None = None
    excess: int = 0
    checked_on: date | None = None
    is_off: bool = False
    whole_on: date | None = None
    total: int | None = None
    newest: datetime | None = None
    made: int = 0

    @classmethod
    def parse(cls, state: State | None) -> "Tally":
        """Read what a stream's state says, or start anew."""
        known: Mapping[str, Any] = (state or {}).get("tally") or {}
        days = {name: known.get(name) for name in ("checked_on", "whole_on")}
        return cls(
            held=known.get("held"),
            until=instant(known.get("until")),
            excess=known.get("excess", 0),
            is_off=known.get("is_off", False),
            total=known.get("total"),
            newest=instant(known.get("newest")),
            made=known.get("made", 0),
            **{name: date.fromisoformat(day) for name, day in days.items() if day},
        )

    @property
    def expected(self) -> int | None:
        """Give the total that the forge told if nothing had gone, the pass under way included."""
        return None if self.held is None else self.held + self.excess + self.made

    def made_among(self, rows: Iterable[Row]) -> int:
        """Count the rows that are newer than all that are held."""
        if self.held is None:
            return 0
        return sum(1 for moment in _made_at(rows) if self.until is None or moment > self.until)

    def see(self, rows: Iterable[Row]) -> None:
        """Take note of rows that were read, each once."""
        rows = list(rows)
        self.made += self.made_among(rows)
        self.newest = max([*_made_at(rows), *([self.newest] if self.newest else [])], default=None)

    def finish(self, today: date, *, is_guarded: bool) -> None:
        """End a pass: count what it brought, and hold it against the total that it met, if any.

        A list that is not ``is_guarded`` is never read again as a whole.
        """
        if self.held is None:
            self.held = self.total
        elif self.total is not None:
            is_early = self.whole_on is not None and is_within(self.whole_on, today, WHOLE_AGAIN)
            self.is_off = is_guarded and not is_early and self.total != self.expected
            self.held += self.made
        else:
            self.held += self.made
        if self.total is not None:
            self.checked_on = today
        self._rest()

    def settle(self, row_count: int, today: date) -> None:
        """Take over what reading the whole list has shown."""
        self.held, self.is_off, self.checked_on, self.whole_on = row_count, False, today, today
        self.excess = 0 if self.total is None else self.total - row_count
        self._rest()

    def is_due(self, today: date, target_id: str) -> bool:
        """Tell whether the list is to be held against its total again."""
        if self.checked_on is None:
            return True
        shift = crc32(target_id.encode())
        return (today.toordinal() + shift) // CHECK_DAYS != (
            self.checked_on.toordinal() + shift
        ) // CHECK_DAYS

    def state(self) -> dict[str, Any]:
        """Write what differs from a list that nobody has looked at."""
        written = {
            "held": self.held,
            "until": self.until.isoformat() if self.until else None,
            "excess": self.excess,
            "checked_on": self.checked_on.isoformat() if self.checked_on else None,
            "whole_on": self.whole_on.isoformat() if self.whole_on else None,
            "is_off": self.is_off,
            "total": self.total,
            "newest": self.newest.isoformat() if self.newest else None,
            "made": self.made,
        }
        return {name: value for name, value in written.items() if value or (name == "held" and value == 0)}

    def _rest(self) -> None:
        self.until = max([each for each in (self.until, self.newest) if each], default=None)
        self.total, self.newest, self.made = None, None, 0


def _made_at(rows: Iterable[Row]) -> list[datetime]:
    return [moment for row in rows if (moment := instant(row.get("created_at")))]
