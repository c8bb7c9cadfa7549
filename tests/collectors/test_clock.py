"""Days that a state remembers, read by another clock."""

from datetime import date, timedelta

import pytest

from collectors.clock import is_within


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
