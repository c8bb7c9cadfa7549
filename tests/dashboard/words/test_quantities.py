"""Numbers, days and periods in the words of the reader's language."""

from datetime import UTC, date, datetime

import pytest
import streamlit as st

from dashboard.words import quantities


@pytest.fixture
def in_language(monkeypatch: pytest.MonkeyPatch):
    def choose(code: str) -> None:
        monkeypatch.setattr(st, "session_state", {"lang": code})

    choose("zh")
    return choose


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "—", "—"),
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (12_345, "1.2万", "12.3k"),
        (20_000, "2万", "20k"),
        (99_999_999, "1亿", "100M"),
        (123_456_789, "1.2亿", "123.5M"),
        (-12_345, "-1.2万", "-12.3k"),
        (3.14159, "3.14", "3.14"),
    ],
)
def test_short(in_language, value, zh: str, en: str):
    assert quantities.short(value) == zh
    in_language("en")
    assert quantities.short(value) == en


def test_a_change_carries_its_sign(in_language):
    assert quantities.signed(-12_345) == "−1.2万"
    assert quantities.signed(5) == "+5"
    assert quantities.signed(0) == "0"
    assert quantities.signed_percent(-0.0312) == "−3.1%"
    assert quantities.signed_percent(0.5) == "+50.0%"


def test_an_instant_is_shown_in_shanghai(in_language):
    """20:30 UTC on the last of October is already November there."""
    instant = datetime(2026, 10, 31, 20, 30, tzinfo=UTC)
    assert quantities.minute(instant) == "2026年11月1日 04:30"
    assert quantities.day(instant) == "2026年11月1日"
    in_language("en")
    assert quantities.minute(instant) == "1 Nov 2026 04:30"


def test_periods(in_language):
    assert quantities.period("quarter", date(2026, 7, 1)) == "2026年第三季度"
    assert quantities.period("month", date(2026, 7, 1)) == "2026年7月"
    assert quantities.period("year", date(2026, 1, 1)) == "2026年"
    assert quantities.short_period("quarter", date(2026, 10, 1)) == "2026Q4"
    in_language("en")
    assert quantities.period("quarter", date(2026, 7, 1)) == "2026 Q3"


def test_durations(in_language):
    assert quantities.duration(45) == "45秒"
    assert quantities.duration(861) == "14分21秒"
    assert quantities.duration(3_725) == "1小时2分"
    assert quantities.duration(None) == "—"
