"""Gitee over real HTTP: its texts for numbers, its states, its times, its refusals, and where it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from collectors.forges.gitee.all_kinds import gitee_collectors
from collectors.http.client import Http
from collectors.protocol import Failed, Forbidden, Gone, Target
from collectors.records import (
    Account,
    ChangeRequest,
    Comment,
    Fork,
    Issue,
    Release,
    Repository,
    RepositoryAlias,
)

API = "/api/v5"
TARGET = Target(target_id="gitee:maker/board", url="")
MOVED = Target(target_id="gitee:openharmony/build", url="")
USER = {"id": 7, "login": "Lee", "name": "A Name", "type": "User", "remark": ""}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def issue(number="I1ABC2", **more):
    return {
        "id": 501,
        "number": number,
        "state": "open",
        "title": "words",
        "body": "more words",
        "user": USER,
        "labels": [{"id": 1, "name": "bug"}, {"id": 2, "name": "a11y"}],
        "created_at": "2021-05-01T12:00:00+08:00",
        "updated_at": "2021-05-02T00:00:00+08:00",
        "finished_at": None,
        "comments": 3,
        "repository": {"id": 9, "full_name": "maker/board"},
    } | more


def change(number=12, **more):
    return {
        "id": 13121900,
        "number": number,
        "state": "open",
        "draft": False,
        "user": USER,
        "labels": [{"id": 3, "name": "dco检查成功"}],
        "created_at": "2024-04-08T19:54:38+08:00",
        "updated_at": "2024-04-08T21:46:16+08:00",
        "closed_at": None,
        "merged_at": None,
        "base": {"label": "master", "ref": "master"},
        "head": {"label": "fix", "ref": "fix"},
    } | more


class Gitee:
    """Collectors against the loopback server; every call is a run of its own."""

    def __init__(self, loopback, clock):
        self.loopback, self.clock = loopback, clock
        self.states = {}

    def run(self, kind, *targets, **settings):
        http = Http(clock=self.clock)
        collectors = gitee_collectors(http, self.loopback.url + API, clock=self.clock, **settings)
        collector = next(each for each in collectors if each.kind == kind)
        if hasattr(collector, "prepare"):
            collector.prepare(targets, self.states)
        batches = []
        for target in targets:
            for batch in collector.collect(target, self.states.get(target.target_id)):
                self.states[target.target_id] = batch.next_state
                batches.append(batch)
        return batches

    def records(self, kind, *targets, of=None):
        found = [record for batch in self.run(kind, *targets) for record in batch.records]
        return [record for record in found if of is None or isinstance(record, of)]


@pytest.fixture
def gitee(loopback, clock):
    return Gitee(loopback, clock)


def test_an_issue_has_a_text_for_a_number_and_ends_when_it_is_finished(loopback, reply, gitee):
    rows = [
        issue(state="rejected", finished_at="2021-05-02T08:30:00.123+08:00"),
        issue("I1ABC3", id=502, state="progressing", finished_at="2021-05-02T08:30:00+08:00"),
        issue("I1ABC4", id=503, state="closed", user=None, finished_at="2021-05-02T00:30:00Z"),
    ]
    loopback.answer[f"{API}/repos/maker/board/issues"] = reply(body=rows)
    first, second, third = gitee.records("issues", TARGET, of=Issue)
    assert first == Issue(
        repository_id="gitee:maker/board",
        number="I1ABC2",
        forge_issue_id="501",
        author_account_id="gitee:7",
        state="closed",
        forge_state="rejected",
        state_reason="not_planned",
        opened_at=at("2021-05-01T04:00:00"),
        updated_at=at("2021-05-01T16:00:00"),
        closed_at=at("2021-05-02T00:30:00.123"),
        reopened_count=None,
        comment_count=3,
        labels=("a11y", "bug"),
    )
    assert (second.state, second.forge_state, second.closed_at) == ("open", "progressing", None)
    assert (third.author_account_id, third.closed_at) == (None, at("2021-05-02T00:30:00"))


def test_a_change_request_tells_neither_merger_nor_lines(loopback, reply, gitee):
    rows = [
        change(state="merged", merged_at="2024-04-09T00:00:00+08:00", merged_by=None),
        change(13, state="closed", closed_at="2024-04-10T00:00:00+08:00"),
    ]
    loopback.answer[f"{API}/repos/maker/board/pulls"] = reply(body=rows)
    merged, closed = gitee.records("change_requests", TARGET, of=ChangeRequest)
    assert (merged.number, merged.state, merged.merged_at) == ("12", "merged", at("2024-04-08T16:00:00"))
    assert (merged.merged_by_account_id, merged.lines_added, merged.base_branch) == (None, None, "master")
    assert merged.closed_at == merged.merged_at
    assert merged.labels == ("dco检查成功",)
    assert (closed.state, closed.closed_at) == ("closed", at("2024-04-09T16:00:00"))


def test_no_free_text_name_or_mailbox_lands(loopback, reply, gitee):
    user = USER | {"email": "lee@example.com"}
    loopback.answer[f"{API}/repos/maker/board/issues"] = reply(body=[issue(user=user)])
    records = gitee.records("issues", TARGET)
    assert Account(account_id="gitee:7", forge="gitee", login="Lee", kind="user") in records
    assert not {"words", "A Name", "lee@example.com"} & set(repr(records).split("'"))


def test_lists_are_asked_for_newest_change_first_and_the_token_stays_out_of_the_address(
    loopback, reply, gitee
):
    loopback.answer[f"{API}/repos/maker/board/pulls"] = reply(body=[change()])
    gitee.run("change_requests", TARGET)
    assert loopback.paths() == [
        f"{API}/repos/maker/board/pulls?state=all&sort=updated&direction=desc&per_page=100"
    ]
    gitee.run("change_requests", TARGET)
    assert loopback.paths()[-1] == loopback.paths()[0]  # the whole list, since it tells its total
    assert not any("access_token" in path for path in loopback.paths())


def test_the_linked_page_is_followed_and_never_counted(loopback, reply, gitee):
    path = f"{API}/repos/maker/board/issues"
    link = f'<{loopback.url}{path}?cursor=x&access_token=secret>; rel="next"'
    loopback.answer[path] = reply(body=[issue()], headers={"Link": link, "total_page": "12"})
    loopback.answer[f"{path}?cursor=x"] = reply(body=[issue("I2", id=502)], headers={"Link": ""})
    assert [batch.is_complete for batch in gitee.run("issues", TARGET)] == [False]
    assert gitee.states[TARGET.target_id]["next"] == "/repos/maker/board/issues?cursor=x"
    assert [batch.is_complete for batch in gitee.run("issues", TARGET)] == [True]
    assert loopback.paths()[-1] == f"{path}?cursor=x"


def test_a_pass_ends_at_its_floor_and_lands_only_what_is_new(loopback, reply, gitee):
    path = f"{API}/repos/maker/board/issues"
    loopback.answer[path] = reply(body=[issue()])
    gitee.run("issues", TARGET)
    assert gitee.run("issues", TARGET) == []
    changed = issue(state="closed", updated_at="2021-05-03T00:00:00+08:00")
    loopback.answer[path] = reply(body=[changed, issue("I0", id=500)])
    [record] = [each for each in gitee.records("issues", TARGET, of=Issue) if each.number == "I1ABC2"]
    assert record.forge_state == "closed"


def test_a_page_in_the_wrong_order_does_not_end_a_pass(loopback, reply, gitee):
    path = f"{API}/repos/maker/board/issues"
    loopback.answer[path] = reply(body=[issue(updated_at="2024-01-01T00:00:00+08:00")])
    gitee.run("issues", TARGET)
    old = [
        issue("I5", id=5, updated_at="2020-01-01T00:00:00+08:00"),
        issue("I6", id=6, updated_at="2020-02-01T00:00:00+08:00"),
    ]
    new = issue("I7", id=7, updated_at="2024-02-01T00:00:00+08:00")
    loopback.asked.clear()
    loopback.answer[path] = [reply(body=rows, headers={"total_page": "2"}) for rows in (old, old, [new])]
    [batch] = gitee.run("issues", TARGET)
    since = "&since=2023-12-31T23%3A50%3A00%2B08%3A00"  # ten minutes before, so that not all of it is read
    assert [since in path for path in loopback.paths()] == [False, True, True]
    assert [r.number for r in batch.records if isinstance(r, Issue)] == ["I5", "I6", "I7"]
    assert batch.drift == {"issues.order": 1}


def test_a_total_of_pages_is_read_as_a_whole_number(loopback, reply, gitee):
    """Ten pages are ten, not one."""
    path = f"{API}/repos/maker/board/issues"
    loopback.answer[path] = lambda asked: reply(
        body=[issue(f"I{len(loopback.asked)}", id=len(loopback.asked))], headers={"total_page": "10"}
    )
    while not gitee.run("issues", TARGET)[0].is_complete:
        assert len(loopback.asked) < 20
    assert [path.partition("&page=")[2] or "1" for path in loopback.paths()] == [str(n) for n in range(1, 11)]


def test_a_row_that_is_no_longer_as_it_was_is_counted_and_left_out(loopback, reply, gitee):
    rows = [issue(), {"id": 1, "state": "open"}, issue("I3", id=503, created_at="soon")]
    loopback.answer[f"{API}/repos/maker/board/issues"] = reply(body=rows)
    [batch] = gitee.run("issues", TARGET)
    assert batch.drift == {"issues.number": 1, "issues.created_at": 1}
    assert [r.number for r in batch.records if isinstance(r, Issue)] == ["I1ABC2"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"message": "Not Found Project"}, "Not Found Project"),
        ({"error": "invalid_scope", "error_description": "none of it"}, "invalid_scope / none of it"),
        ({"messages": ["too old", "too long"]}, "too old / too long"),
        ({"error": {"message": "nested"}}, "nested"),
        ({"error_code": 404, "error_code_name": "GONE", "error_message": "away"}, "GONE / away"),
    ],
)
def test_a_refusal_of_any_shape_is_read(loopback, reply, gitee, body, said):
    loopback.answer[f"{API}/repos/maker/board/issues"] = reply(body=body)
    with pytest.raises(Failed, match=f"issues: not a list: {said}"):
        gitee.run("issues", TARGET)


@pytest.mark.parametrize(("status", "outcome"), [(404, Gone), (403, Forbidden), (400, Failed)])
def test_a_refusal_by_status_is_an_outcome(loopback, reply, gitee, status, outcome):
    loopback.answer[f"{API}/repos/maker/board/issues"] = reply(status, {"message": "project is hidden"})
    with pytest.raises(outcome):
        gitee.run("issues", TARGET)


def test_a_cut_answer_is_asked_for_again_as_a_whole(loopback, reply, gitee):
    loopback.answer[f"{API}/repos/maker/board/issues"] = [
        reply(body=b'[{"id": 1, "number": "I1"', headers={"Content-Type": "application/json"}),
        reply(body=[issue()]),
    ]
    assert len(gitee.records("issues", TARGET, of=Issue)) == 1


def test_an_owner_wide_list_says_which_repositories_changed(loopback, reply, gitee):
    """Three repositories, one of them changed: one request for all."""
    targets = [Target(target_id=f"gitee:maker/{name}", url="") for name in ("a", "b", "c")]
    repositories = [{"id": n, "full_name": f"maker/{name}"} for n, name in enumerate("abc")]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=repositories)
    loopback.answer[f"{API}/orgs/maker/issues"] = reply(body=[issue(repository={"full_name": "Maker/A"})])
    for name in "abc":
        loopback.answer[f"{API}/repos/maker/{name}/issues"] = reply(body=[issue()] if name == "a" else [])
    gitee.run("issues", *targets)
    news = issue("I2", id=2, updated_at="2021-05-03T00:00:00+08:00", repository={"full_name": "maker/b"})
    loopback.answer[f"{API}/orgs/maker/issues"] = reply(
        body=[news, issue(repository={"full_name": "maker/a"})]
    )
    loopback.asked.clear()
    [record] = gitee.records("issues", *targets, of=Issue)
    assert (record.repository_id, record.number) == ("gitee:maker/b", "I2")
    assert [path.partition("?")[0] for path in loopback.paths()] == [
        f"{API}/orgs/maker/repos",
        f"{API}/orgs/maker/issues",
    ]
    assert "filter=all" in loopback.paths()[1]


def test_comments_carry_their_issue_and_the_gates_words(loopback, reply, gitee):
    rows = [
        {
            "id": 1,
            "body": "words",
            "user": USER,
            "target": {"issue": {"id": 501, "number": "I1ABC2"}},
            "created_at": "2021-05-01T12:00:00+08:00",
            "updated_at": "2021-05-01T12:00:00+08:00",
        },
        {"id": 2, "created_at": "2021-05-01T12:00:00+08:00", "target": {"pull_request": {"number": 3}}},
    ]
    loopback.answer[f"{API}/repos/maker/board/issues/comments"] = reply(body=rows)
    [batch] = gitee.run("comments", TARGET)
    assert batch.records[0] == Comment(
        repository_id="gitee:maker/board",
        comment_id="1",
        parent_kind="issue",
        parent_number="I1ABC2",
        author_account_id="gitee:7",
        commented_at=at("2021-05-01T04:00:00"),
    )
    assert batch.drift == {"comments.target.number": 1}


def repository(**more):
    return {
        "id": 77,
        "full_name": "maker/board",
        "human_name": "造物/板",
        "path": "board",
        "name": "Board",
        "owner": USER | {"type": "Group"},
        "fork": False,
        "license": "Apache-2.0",
        "language": "C",
        "stargazers_count": 5,
        "forks_count": 2,
        "watchers_count": 3,
        "default_branch": "master",
        "status": "开始",
        "has_issues": True,
        "pushed_at": "2024-01-01T00:00:00+08:00",
        "created_at": "2020-01-01T00:00:00+08:00",
    } | more


def test_a_repository_is_described_once_until_it_changes(loopback, reply, gitee):
    loopback.answer[f"{API}/repos/maker/board"] = reply(body=repository())
    found, totals, owner = gitee.records("repository", TARGET)
    assert (found.forge_repository_id, found.owner, found.name) == ("77", "maker", "board")
    assert (found.license_spdx_id, found.primary_language) == ("Apache-2.0", "C")
    assert (totals.star_count, totals.watcher_count, totals.counted_on) == (5, 3, date(2026, 1, 1))
    assert owner.kind == "organization"
    assert gitee.run("repository", TARGET) == []
    loopback.answer[f"{API}/repos/maker/board"] = reply(body=repository(full_name="maker/plank"))
    [alias] = gitee.records("repository", TARGET, of=RepositoryAlias)
    assert (alias.full_name, alias.reason) == ("maker/plank", "renamed")
    loopback.answer[f"{API}/repos/maker/board"] = reply(body=repository(id=78))
    with pytest.raises(Gone, match="another repository"):
        gitee.run("repository", TARGET)


def test_releases_and_forks_are_asked_for_only_where_the_repository_says_so(loopback, reply, gitee, clock):
    targets = [TARGET, Target(target_id="gitee:maker/other", url="")]
    rows = [repository(), repository(id=78, full_name="maker/other", forks_count=0)]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=rows)
    release = {
        "id": 3,
        "tag_name": "v1",
        "prerelease": 0,
        "author": USER,
        "created_at": "2024-01-01T00:00:00Z",
    }
    loopback.answer[f"{API}/repos/maker/board/releases"] = reply(body=[release])
    loopback.answer[f"{API}/repos/maker/other/releases"] = reply(body=[])
    [record] = gitee.records("releases", *targets, of=Release)
    assert (record.release_id, record.tag_name, record.is_prerelease) == ("3", "v1", False)
    loopback.asked.clear()
    assert gitee.run("releases", *targets) == []
    assert len(loopback.asked) == 1  # the owner's list
    rows[0]["pushed_at"] = "2024-02-01T00:00:00+08:00"
    assert gitee.run("releases", *targets) == []  # asked for once in a week at most
    assert loopback.paths()[-1].startswith(f"{API}/orgs/maker/repos")
    clock.sleep(7 * 86_400)
    gitee.run("releases", *targets)
    assert loopback.paths()[-1].startswith(f"{API}/repos/maker/board/releases")
    loopback.asked.clear()
    clock.sleep(7 * 86_400)
    assert gitee.run("releases", *targets) == [] and len(loopback.asked) == 1  # nothing was pushed since


def test_forks_have_a_number_an_owner_and_a_day(loopback, reply, gitee):
    row = {"id": 900, "owner": USER, "created_at": "2024-01-01T00:00:00+08:00"}
    loopback.answer[f"{API}/repos/maker/board/forks"] = reply(body=[row])
    [fork] = gitee.records("forks", TARGET, of=Fork)
    assert fork == Fork(
        repository_id="gitee:maker/board",
        forge_fork_id="900",
        owner_account_id="gitee:7",
        forked_at=at("2023-12-31T16:00:00"),
    )


def test_what_moved_away_is_read_once_up_to_its_last_day_and_linked(loopback, reply, gitee):
    last = issue(created_at="2025-09-14T23:59:59+08:00")
    after = issue("I9", id=9, created_at="2025-09-15T00:00:00+08:00")
    loopback.answer[f"{API}/repos/openharmony/build/issues"] = reply(body=[after, last])
    assert [r.number for r in gitee.records("issues", MOVED, of=Issue)] == ["I1ABC2"]
    loopback.asked.clear()
    assert gitee.run("issues", MOVED) == []
    assert loopback.asked == []
    gitee.states.clear()
    row = repository(full_name="openharmony/build")
    loopback.answer[f"{API}/repos/openharmony/build"] = reply(body=row)
    [alias] = gitee.records("repository", MOVED, of=RepositoryAlias)
    assert alias == replace(
        alias,
        repository_id="gitcode:openharmony/build",
        forge="gitee",
        full_name="openharmony/build",
        seen_on=date(2025, 9, 15),
        reason="moved",
    )


def test_comments_of_change_requests_are_read_one_by_one(loopback, reply, gitee):
    moment = "2025-12-01T00:00:00+08:00"
    rows = [change(n, updated_at=moment) for n in (12, 11)]
    loopback.answer[f"{API}/repos/maker/board/pulls"] = reply(body=rows)
    bot = USER | {"id": 8, "login": "openharmony_ci"}
    remarks = [
        {"id": 1, "body": " Start Build ", "user": USER, "created_at": moment},
        {"id": 2, "body": "代码门禁：编译成功，静态检查失败", "user": bot, "created_at": moment},
        {"id": 3, "body": "此PR未通过DCO校验", "user": bot, "created_at": moment},
        {"id": 4, "body": "i would start build later", "user": USER, "created_at": moment},
    ]
    loopback.answer[f"{API}/repos/maker/board/pulls/12/comments"] = reply(body=remarks)
    loopback.answer[f"{API}/repos/maker/board/pulls/11/comments"] = reply(body=[])
    comments = gitee.records("change_request_comments", TARGET, of=Comment)
    assert [(c.comment_id, c.parent_number, c.gate_signal) for c in comments] == [
        ("1", "12", "start_build"),
        ("2", "12", "build_failed"),
        ("3", "12", "dco_failed"),
        ("4", "12", None),
    ]
    assert gitee.run("change_request_comments", TARGET) == []


def test_the_repository_type_is_said(loopback, reply, gitee):
    loopback.answer[f"{API}/repos/maker/board"] = reply(
        body=repository(fork=1, parent={"full_name": "up/stream"}, license=None)
    )
    [found] = gitee.records("repository", TARGET, of=Repository)
    assert (found.is_fork, found.parent_repository, found.license_spdx_id) == (True, "up/stream", None)
