"""GitCode's rows as they were recorded or documented: what is no remark, and what a row leaves unsaid."""

from datetime import date

import pytest

from collectors.forges.gitcode.records import GitcodeReader
from collectors.forges.v5.owner_lists import repository_of
from collectors.http.loose_json import Unexpected
from collectors.records import Comment, Repository

REPOSITORY = "gitcode:maker/part"


def remark(note: int, body: str | None, **more):
    user = {"id": "6a", "login": "kim", "name": "kim"}
    return {"id": note, "body": body, "user": user, "created_at": "2026-05-04T09:00:00+08:00"} | more


PAGE = "https://forge.example/maker/part"
NOTE = f"changed this line on [0123abcd]({PAGE}/commits/detail/0123abcd)"


def remarks(row) -> list[str]:
    found = GitcodeReader("gitcode").change_request_comment(row, REPOSITORY, "7")
    return [each.comment_id for each in found if isinstance(each, Comment)]


@pytest.mark.parametrize(
    "body",
    [
        NOTE,
        f"{NOTE} view [diff detail]({PAGE}/merge_requests/7/diffs)",
        f"changed this line in [version 3 of the diff]({PAGE}/merge_requests/7/diffs?id=3)",
        f"mentioned in [!12]({PAGE}/merge_requests/12)",
    ],
)
def test_what_the_forge_itself_notes_is_no_remark_and_hides_no_reply(body):
    assert remarks(remark(1, "Why so?", reply=[remark(2, body), remark(3, "Because.")])) == ["1", "3"]
    assert remarks(remark(4, body, reply=[remark(5, "Thanks")])) == ["5"]


@pytest.mark.parametrize(
    "body",
    [
        f"I {NOTE}",
        f"{NOTE} as you asked",
        "changed this line",
        "mentioned in the meeting",
        "resolved",
        f"resolved in [0123abcd]({PAGE}/commits/detail/0123abcd)",
        None,
    ],
)
def test_what_a_person_may_have_written_stays_a_remark(body):
    assert remarks(remark(1, body)) == ["1"]


def described(**more) -> Repository:
    row = {"id": 7, "full_name": "maker/part", "path": "part", "fork": False} | more
    records = GitcodeReader("gitcode").repository(row, REPOSITORY, date(2026, 11, 30))
    return next(each for each in records if isinstance(each, Repository))


@pytest.mark.parametrize(
    ("status", "is_archived"),
    [
        ("关闭", True),
        ("Closed", True),
        ("close", True),
        ("开始", False),
        ("start", False),
        ("暂停", None),
        (None, None),
    ],
)
def test_a_repository_is_closed_or_not_or_nobody_knows(status, is_archived):
    assert described(status=status).is_archived is is_archived
    assert described().is_archived is None


@pytest.mark.parametrize(
    ("told", "spdx_id"),
    [
        ("Apache_License_v2.0", "Apache-2.0"),
        ("apache-2.0", "Apache-2.0"),
        ("MIT License", "MIT"),
        ("The Unlicense", "Unlicense"),
        ("GNU General Public License v3.0", "GPL-3.0"),
        ("GNU Lesser General Public License, version 2.1", "LGPL-2.1"),
        ("LGPL-2.1-or-later", "LGPL-2.1-or-later"),
        ("Mulan PSL v2", "MulanPSL-2.0"),
        ({"key": "bsd-3-clause", "spdx_id": None}, "BSD-3-Clause"),
        ({"key": "other", "spdx_id": "NOASSERTION"}, None),
        ("GPL-2.0+", None),
        ("Terms of our own", None),
        ("License", None),
        ("", None),
        (None, None),
    ],
)
def test_a_licence_is_told_by_its_spdx_id_or_not_at_all(told, spdx_id):
    assert described(license=told).license_spdx_id == spdx_id


def test_a_licence_that_nobody_recognises_is_not_none_at_all():
    assert described(license="Terms of our own").has_license is True
    assert described(license={"key": "other"}).has_license is True
    assert described(license=None).has_license is None


def test_the_language_is_read():
    assert described(language="ArkTS").primary_language == "ArkTS"
    assert described(language=None).primary_language is None


def test_a_comment_without_its_issue_s_number_goes_by_the_issue_s_id_where_it_was_read():
    reader = GitcodeReader("gitcode")
    issue = {"id": 900, "number": "12", "state": "open", "created_at": "2026-05-01T00:00:00Z"}
    list(reader.issue(issue, REPOSITORY))
    row = remark(31, "Yes", target={"issue": {"id": 900, "nubmer": "12"}})
    comment = next(iter(reader.issue_comment(row, REPOSITORY)))
    assert (comment.comment_id, comment.parent_number) == ("31", "12")
    for repository_id, parent in ((REPOSITORY, {"id": 901}), ("gitcode:maker/other", {"id": 900})):
        with pytest.raises(Unexpected):
            list(reader.issue_comment(remark(32, "No", target={"issue": parent}), repository_id))


def test_a_name_with_blanks_around_its_slash_is_the_same_name():
    assert repository_of({"repository": {"full_name": "Maker / Part"}}) == "maker/part"
    assert described(full_name="Maker / Part").owner == "maker"
