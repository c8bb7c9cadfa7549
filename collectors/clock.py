"""Time as the collectors see it, so that tests can bend it."""

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

SHANGHAI = timezone(timedelta(hours=8))  # China has kept one time, without summer time, since 1991


def day_of(moment: datetime) -> date:
    """Give the day that it is in Shanghai, where the project's days begin and end."""
    return moment.astimezone(SHANGHAI).date()


def minute_of(moment: datetime) -> str:
    """Write an instant for people, to the minute, in Shanghai, with its zone."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M %Z}"


def is_within(day: date, today: date, span: timedelta) -> bool:
    """Tell whether a day lies less than ``span`` back. One to come was told by a clock that was ahead."""
    return timedelta(0) <= today - day < span


class Clock(Protocol):
    """What tells the time and waits."""

    def now(self) -> datetime:
        """Give the wall clock's instant, in UTC. It may jump."""
        ...

    def elapsed(self) -> float:
        """Give the seconds since some fixed moment. It never jumps."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Give the wall clock's instant, in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Give the seconds since some fixed moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
