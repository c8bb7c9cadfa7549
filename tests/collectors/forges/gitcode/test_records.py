"""GitCode's rows as they were recorded or documented: what is no remark, and what a row leaves unsaid."""

import pytest

from collectors.forges.gitcode.records import GitcodeReader
from collectors.records import Comment

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
