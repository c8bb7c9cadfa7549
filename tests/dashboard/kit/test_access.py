"""The viewers' password and the switch of the page for SQL: as settings say, by way of the environment."""

import pytest

from dashboard.kit import access
from dashboard.kit.access import MOST_FAILURES, REMEMBERED_SECONDS, Admissions

PASSWORD = "木棉 2026"


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUIYUAN_PASSWORD_VARIABLE", "PASSWORD_OF_THIS_TEST")
    monkeypatch.setenv("PASSWORD_OF_THIS_TEST", PASSWORD)
    access.admissions.clear()


def enter(reader, password: str) -> str:
    reader.app.text_input[0].set_value(password)
    reader.app.button[0].click().run()
    reader.must_be_well()
    return reader.html


def test_without_a_password_nobody_is_asked(read, monkeypatch):
    monkeypatch.setenv("SUIYUAN_PASSWORD_VARIABLE", "PASSWORD_OF_THIS_TEST")
    monkeypatch.delenv("PASSWORD_OF_THIS_TEST", raising=False)
    assert "2026-11-22T191421Z" in read().html


def test_nothing_is_shown_before_the_password(read, guarded):
    html = read().html
    assert "请输入访问密码" in html
    assert "2026-11-22T191421Z" not in html and '<div class="sy-footer' not in html


def test_the_right_password_opens_and_a_wrong_one_does_not(read, guarded):
    reader = read()
    assert "密码不对" in enter(reader, "木棉")
    html = enter(reader, PASSWORD)
    assert "2026-11-22T191421Z" in html and "请输入访问密码" not in html
    reader.go("coverage")
    assert "2026-11-22T191421Z" in reader.html


def test_an_address_may_try_again_after_a_minute():
    admissions = Admissions()
    for second in range(MOST_FAILURES):
        admissions.failed("a", float(second))
    assert not admissions.may_try("a", 30.0)
    assert admissions.may_try("b", 30.0)
    assert admissions.may_try("a", 60.5)


def test_whoever_was_let_in_is_known_for_some_hours():
    admissions = Admissions()
    word = admissions.admit(0.0)
    assert admissions.knows(word, REMEMBERED_SECONDS - 1.0)
    assert not admissions.knows(word, REMEMBERED_SECONDS + 1.0)
    assert not admissions.knows("another", 1.0) and not admissions.knows(None, 1.0)


def test_the_page_for_sql_can_be_taken_away(read, monkeypatch):
    assert "marts.measures" in read("query").html
    monkeypatch.setenv("SUIYUAN_QUERY_PAGE", "no")
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        read("query", sql="select 1")
