"""Clocks in, times that can be believed out: a clock was ahead once, or is set back, and nothing is lost.

A batch's header keeps the time that its collector's clock told. Which of them hold is derived from the order
of landing alone, so that loading bit by bit and loading all again agree.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

TOLERANCE = timedelta(hours=1)  # a clock that steps back by less only waits until it has caught up


@dataclass(frozen=True, slots=True)
class Settling:
    """How a run settles what a clock left in the future: what is late by ``now`` counts from ``at`` on."""

    now: datetime
    at: datetime
    run_id: str


def instant(moment: datetime) -> str:
    """Write an instant with a fixed width, so that it sorts as text."""
    if moment.tzinfo is None:
        raise ValueError(f"observed_at has no time zone: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def landing_day(moment: datetime) -> date:
    """Give the day that landing files of a time lie under: a UTC day, as their headers tell UTC."""
    return date.fromisoformat(instant(moment)[:10])


def is_ahead(time: str, now: datetime) -> bool:
    """Tell whether a time cannot be by the clock of ``now``: either clock is wrong."""
    return time > instant(now + TOLERANCE)


def following(newest: str | None, now: datetime) -> str:
    """Give the time of the batch that follows in a stream: never earlier, unless a clock was far ahead."""
    return instant(now) if newest is None or is_ahead(newest, now) else max(instant(now), newest)


def believed(times: Sequence[str]) -> list[str]:
    """Give the times to go by for a stream's batches, from those of their headers in the order of landing.

    The newest batch is believed, and with it the most others that run forward to it. Any other one counts
    from when it fits: one of a clock ahead with the batch after it, one of a clock behind with the one
    before it. So no batch is ever later than one that followed it.
    """
    right = _longest_forward(times)
    found: list[str] = []
    for number, time in enumerate(times):
        following_one = times[right[bisect_right(right, number - 1)]]
        found.append(max(min(time, following_one), found[-1] if found else ""))
    return found


def _longest_forward(times: Sequence[str]) -> list[int]:
    """Give the positions of the longest run forward that ends with the last; of equal ones the later."""
    ends: list[str] = []  # the earliest time that a run of so many can end with
    places: list[int] = []
    before: list[int | None] = []
    for number, time in enumerate(times):
        length = bisect_right(ends, time) if time <= times[-1] else None
        before.append(places[length - 1] if length else None)
        if length is not None:
            ends[length : length + 1] = [time]
            places[length : length + 1] = [number]
    found: list[int] = []
    place: int | None = places[-1] if places else None
    while place is not None:
        found.append(place)
        place = before[place]
    return found[::-1]
