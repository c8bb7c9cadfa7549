"""Days that a state remembers, read by another clock."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from collectors.clock import day_of, is_within, minute_of


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 30), True),
        (date(2026, 11, 24), True),
        (date(2026, 11, 23), False),
        (date(2026, 12, 1), False),  # told by a clock that was ahead: ask again, not in a year
        (date(2027, 11, 30), False),
    ],
)
def test_a_day_within_a_week_before_today(day: date, expected: bool):
    assert is_within(day, date(2026, 11, 30), timedelta(days=7)) is expected


@pytest.mark.parametrize(
    ("moment", "day", "written"),
    [
        (datetime(2028, 2, 28, 15, 59, tzinfo=UTC), date(2028, 2, 28), "2028-02-28 23:59 UTC+08:00"),
        (datetime(2028, 2, 28, 16, 0, tzinfo=UTC), date(2028, 2, 29), "2028-02-29 00:00 UTC+08:00"),
        (
            datetime(2028, 2, 28, 23, 30, tzinfo=timezone(timedelta(hours=-5))),
            date(2028, 2, 29),
            "2028-02-29 12:30 UTC+08:00",
        ),
    ],
)
def test_a_day_begins_at_midnight_in_shanghai(moment: datetime, day: date, written: str):
    assert (day_of(moment), minute_of(moment)) == (day, written)
