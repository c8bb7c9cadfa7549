"""When people work: growth, weekends, festivals, bursts and the hours of a working day in China.

All instants in the sandbox are whole seconds since 1970-01-01T00:00:00Z. A world spans from ``BIRTH`` to
``HORIZON``; what is visible is decided later, by the instant that the world has been moved to.
"""

import random
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

DAY = 86_400
SHANGHAI = 8 * 3_600

_SPRING_FESTIVALS = (
    (2017, 1, 28), (2018, 2, 16), (2019, 2, 5), (2020, 1, 25), (2021, 2, 12), (2022, 2, 1),
    (2023, 1, 22), (2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6),
)  # fmt: skip
_HOUR_WEIGHTS = (6, 3, 2, 1, 1, 1, 2, 4, 12, 34, 44, 40, 18, 26, 46, 48, 46, 40, 24, 20, 26, 28, 22, 12)
_WEEKEND = 0.28
_FESTIVAL = 0.07
_NATIONAL_DAY = 0.2


def instant(text: str) -> int:
    """Read an ISO 8601 instant or day (midnight UTC) into seconds."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def iso(seconds: int) -> str:
    """Write seconds as forges do: 2026-11-20T00:00:00Z."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


BIRTH = instant("2016-11-01")
HORIZON = instant("2027-07-01")
DEFAULT_UNTIL = instant("2026-11-20")


def _day_weight(day: date) -> float:
    for festival in _SPRING_FESTIVALS:
        if -3 <= (day - date(*festival)).days <= 8:
            return _FESTIVAL
    if day.month == 10 and day.day <= 7:
        return _NATIONAL_DAY
    return _WEEKEND if day.weekday() >= 5 else 1.0


@lru_cache(maxsize=1)
def day_weights() -> tuple[float, ...]:
    """Weigh every day of the world as a working day, before any trend."""
    first = datetime.fromtimestamp(BIRTH, UTC).date()
    return tuple(_day_weight(first + timedelta(days=n)) for n in range((HORIZON - BIRTH) // DAY))


def _growing(age: float) -> float:
    return 0.12 + 1.9 * age * age


def _steady(age: float) -> float:
    return 0.5 + 0.2 * age


def _fading(age: float) -> float:
    return 1.6 * (1 - age) ** 2.2 + 0.015


def _launch(age: float) -> float:
    return 2.4 / (1 + 30 * age) + 0.12


TRENDS: dict[str, Callable[[float], float]] = {
    "growing": _growing,
    "steady": _steady,
    "fading": _fading,
    "launch": _launch,
}


class Rhythm:
    """The days on which one repository sees activity, from its birth to its end."""

    def __init__(self, rng: random.Random, trend: str, born_at: int, ends_at: int, bursts: int = 2) -> None:
        """Draw the bursts; ``ends_at`` is when it was archived or deleted, else the horizon."""
        self._first = (born_at - BIRTH) // DAY
        last = max((ends_at - BIRTH) // DAY, self._first + 1)
        span, shape = last - self._first, TRENDS[trend]
        weights = [
            weight * shape(n / span) for n, weight in enumerate(day_weights()[self._first : last], start=1)
        ]
        for _ in range(bursts):
            start, length = rng.randrange(len(weights)), rng.randint(3, 16)
            for n in range(start, min(start + length, len(weights))):
                weights[n] *= 4
        self._cumulative = list(accumulate(weights))
        self._born_at, self._ends_at = born_at, ends_at

    def draw(self, rng: random.Random, count: int) -> list[int]:
        """Draw instants of activity, earliest first."""
        total, hours = self._cumulative[-1], range(24)
        picked = rng.choices(hours, _HOUR_WEIGHTS, k=count)
        instants = []
        for hour in picked:
            day = self._first + bisect_right(self._cumulative, rng.random() * total)
            at = BIRTH + day * DAY + hour * 3_600 + rng.randrange(3_600) - SHANGHAI
            instants.append(min(max(at, self._born_at + 1), self._ends_at - 1))
        instants.sort()
        return instants


def delay(rng: random.Random, median_hours: float, spread: float = 1.4) -> int:
    """Draw a waiting time with a long tail, in seconds, at least a minute."""
    return max(60, int(rng.lognormvariate(0, spread) * median_hours * 3_600))
