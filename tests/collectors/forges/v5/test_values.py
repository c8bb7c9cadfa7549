"""The loose values of both forges, one by one."""

from datetime import UTC, datetime

import pytest

from collectors.forges.v5.answers import full_name_of, said
from collectors.http.loose_json import count, flag, instant, names, text
from collectors.openharmony.gate import gate_signal


@pytest.mark.parametrize(
    "written",
    [
        "2021-05-01T12:00:00+08:00",
        "2021-05-01T12:00:00.000+08:00",
        "2021-05-01T04:00:00Z",
        "2021-05-01T04:00:00.000Z",
        "2021-05-01T12:00:00+0800",
        "2021-05-01 12:00:00",  # no offset: the forges' own
    ],
)
def test_one_instant_in_all_its_forms(written):
    assert instant(written) == datetime(2021, 5, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("written", [None, "", "0000-00-00", "soon", 1619841600, {}])
def test_what_is_no_time_is_unknown(written):
    assert instant(written) is None


def test_an_instant_near_midnight_keeps_its_day_in_utc():
    assert instant("2021-05-01T00:30:00+08:00") == datetime(2021, 4, 30, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(7, "7"), ("5f1e2d", "5f1e2d"), (" x ", "x"), ("", None), (None, None), (True, None)],
)
def test_ids_are_text(value, expected):
    assert text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(7, 7), ("12", 12), ("100+", None), ("", None), (None, None), (True, None), (0, 0)],
)
def test_counts_are_numbers_or_unknown(value, expected):
    assert count(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(True, True), (0, False), (1, True), ("false", False), ("1", True), (None, None)]
)
def test_flags_come_as_anything(value, expected):
    assert flag(value) is expected


def test_labels_come_as_objects_or_text_or_not_at_all():
    assert names({"labels": [{"name": "b"}, {"title": "a"}, "c", {"name": None}, 3]}, "labels") == (
        "a",
        "b",
        "c",
    )
    assert names({"labels": None}, "labels") == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://gitcode.com/OpenHarmony/build/merge_requests/5", "openharmony/build"),
        ("https://api.gitcode.com/api/v5/repos/openharmony/build/pulls/5", "openharmony/build"),
        ("https://gitcode.com/openharmony", None),
        (None, None),
    ],
)
def test_the_repository_of_an_address(url, expected):
    assert full_name_of(url) == expected


def test_a_refusals_words_are_cut_short():
    assert said({"message": "x" * 500}) == "x" * 200
    assert said(None) == ""


@pytest.mark.parametrize(
    ("body", "login", "signal"),
    [
        ("start build", "lee", "start_build"),
        ("  START   BUILD\n", "lee", "start_build"),
        ("please start build", "lee", None),
        ("static-check", "lee", "static_check"),
        ("编译成功", "OpenHarmony_CI", "build_passed"),
        ("编译成功 静态检查失败", "openharmony_ci", "build_failed"),
        ("DCO检查成功", "openharmony_ci", "dco_passed"),
        ("排队中", "openharmony_ci", "gate_report"),
        ("编译成功", "lee", None),  # only the gate's own word counts
        (None, "lee", None),
    ],
)
def test_what_the_gate_is_told_and_tells(body, login, signal):
    assert gate_signal(body, login) == signal
