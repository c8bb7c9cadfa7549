"""What was deleted on Gitee and GitCode: seen in a total, confirmed by reading the list again."""

from datetime import timedelta

import pytest

from collectors.forges.gitcode.all_kinds import gitcode_collectors
from collectors.forges.gitee.all_kinds import gitee_collectors
from collectors.http.client import Http
from collectors.protocol import Replaces, Target
from collectors.records import Comment, Issue

API = "/api/v5"
ISSUES = f"{API}/repos/maker/board/issues"
TARGET = Target(target_id="gitee:maker/board", url="")
OTHER = Target(target_id="gitee:maker/other", url="")
USER = {"id": 7, "login": "Lee", "type": "User"}
EIGHT_WEEKS = timedelta(days=56).total_seconds()
ALL_ISSUES = Replaces(table="issues", where={"repository_id": "gitee:maker/board"})


def issue(n, day=1, **more):
    return {
        "id": n,
        "number": f"I{n}",
        "state": "open",
        "user": USER,
        "created_at": f"2025-12-{day:02}T00:00:00Z",
        "updated_at": f"2025-12-{day:02}T00:00:00Z",
        "repository": {"full_name": "maker/board"},
        "html_url": f"https://gitee.com/maker/board/issues/I{n}",
    } | more


class Runs:
    """Collectors against the loopback server; ``turn`` is one call of ``collect``, with fresh collectors."""

    def __init__(self, loopback, clock, reply):
        self.loopback, self.clock, self.reply, self.states = loopback, clock, reply, {}

    def turn(self, kind, *targets, make=gitee_collectors):
        collectors = make(Http(clock=self.clock), self.loopback.url + API, clock=self.clock)
        collector = next(each for each in collectors if each.kind == kind)
        if hasattr(collector, "prepare"):
            collector.prepare(targets, self.states)
        batches = []
        for target in targets:
            for batch in collector.collect(target, self.states.get(target.target_id)):
                self.states[target.target_id] = batch.next_state
                batches.append(batch)
        return batches

    def serve(self, path, rows, total=None):
        told = str(len(rows) if total is None else total)
        self.loopback.answer[path] = self.reply(body=rows, headers={"total_count": told, "total_page": "1"})


@pytest.fixture
def runs(loopback, clock, reply):
    return Runs(loopback, clock, reply)


def test_forks_of_which_fewer_are_listed_than_counted_are_taken_as_they_come(runs):
    rows = [{"id": 1, "full_name": "maker/board", "forks_count": 9}, {"id": 2, "full_name": "maker/other"}]
    forks = f"{API}/repos/maker/board/forks"
    for count in (9, 3):
        rows[0]["forks_count"] = count
        runs.serve(f"{API}/orgs/maker/repos", rows)
        runs.serve(forks, [issue(1, 1)], total=9)
        runs.serve(f"{API}/repos/maker/other/forks", [])
        told = runs.turn("forks", TARGET, OTHER)
        assert told[0].is_complete and told[0].replaces == ()


def numbers(batch):
    return [record.number for record in batch.records if isinstance(record, Issue)]


def test_a_total_that_fell_brings_the_whole_list_again_and_every_pass_tells_its_total(runs):
    runs.serve(ISSUES, [issue(3, 3), issue(2, 2), issue(1, 1)])
    [first] = runs.turn("issues", TARGET)
    assert (first.forge_total, first.is_complete, first.replaces) == (3, True, ())
    runs.serve(ISSUES, [issue(4, 4), issue(3, 3), issue(1, 1)])  # one made, one gone
    [second] = runs.turn("issues", TARGET)
    assert (second.forge_total, second.is_complete, second.replaces) == (3, False, ())
    assert numbers(second) == ["I4"]
    [third] = runs.turn("issues", TARGET)
    assert (third.forge_total, third.is_complete, third.replaces) == (3, True, [ALL_ISSUES])
    assert numbers(third) == ["I4", "I3", "I1"]
    assert runs.turn("issues", TARGET) == []


@pytest.mark.parametrize(
    ("kind", "path", "make"),
    [
        ("change_requests", "pulls", gitee_collectors),
        ("change_requests", "pulls", gitcode_collectors),
        ("issues", "issues", gitcode_collectors),
        ("releases", "releases", gitee_collectors),
        ("releases", "releases", gitcode_collectors),
    ],
)
def test_every_list_that_tells_its_total_finds_what_went(runs, kind, path, make):
    rows = [issue(n, n, number=n, tag_name=f"v{n}") for n in (3, 2, 1)]
    runs.serve(f"{API}/repos/maker/board/{path}", rows)
    runs.turn(kind, TARGET, make=make)
    runs.serve(f"{API}/repos/maker/board/{path}", rows[1:])
    [told] = runs.turn(kind, TARGET, make=make)
    [whole] = runs.turn(kind, TARGET, make=make)
    assert (told.forge_total, told.is_complete, whole.forge_total, whole.is_complete) == (2, False, 2, True)
    assert whole.replaces == [Replaces(table=kind, where={"repository_id": "gitee:maker/board"})]
    assert sum(record.table == kind for record in whole.records) == 2


def test_what_is_made_while_nothing_goes_needs_no_second_reading(runs):
    runs.serve(ISSUES, [issue(1, 1)])
    runs.turn("issues", TARGET)
    runs.serve(ISSUES, [issue(3, 5), issue(2, 4), issue(1, 1)])
    [batch] = runs.turn("issues", TARGET)
    assert (batch.is_complete, batch.next_state["tally"]["held"]) == (True, 3)


def test_the_first_row_of_a_list_that_was_empty_is_new(runs):
    runs.serve(ISSUES, [])
    runs.turn("issues", TARGET)
    runs.serve(ISSUES, [issue(1, 1)])
    [batch] = runs.turn("issues", TARGET)
    assert (batch.is_complete, batch.next_state["tally"]["held"]) == (True, 1)


def test_rows_that_are_counted_and_never_listed_are_looked_for_once(runs):
    runs.serve(ISSUES, [issue(2, 2), issue(1, 1)])
    runs.turn("issues", TARGET)
    runs.serve(ISSUES, [issue(2, 2), issue(1, 1)], total=5)
    assert [batch.is_complete for batch in runs.turn("issues", TARGET)] == [False]
    [whole] = runs.turn("issues", TARGET)
    assert (whole.is_complete, whole.next_state["tally"]["excess"]) == (True, 3)
    assert runs.turn("issues", TARGET) == []


def test_a_total_that_wavers_has_the_list_read_again_once_a_week_at_most(runs, clock):
    rows = [issue(2, 2), issue(1, 1)]
    runs.serve(ISSUES, rows)
    runs.turn("issues", TARGET)
    told = []
    for day, total in enumerate((5, 2, 6, 2, 2, 2, 2, 6)):
        runs.serve(ISSUES, rows, total=total)
        told += [(day, len(batch.replaces)) for _ in range(2) for batch in runs.turn("issues", TARGET)]
        clock.sleep(timedelta(days=1).total_seconds())
    assert [day for day, replaced in told if replaced] == [0, 7]


def test_a_list_that_cannot_be_read_in_full_removes_nothing(runs):
    runs.serve(ISSUES, [issue(2, 2), issue(1, 1)])
    runs.turn("issues", TARGET)
    runs.serve(ISSUES, [issue(2, 2, state=None)])
    runs.turn("issues", TARGET)
    [whole] = runs.turn("issues", TARGET)
    assert (whole.replaces, whole.drift) == ([], {"issues.state": 1})


def organization(runs, board, other):
    repositories = [{"id": 1, "full_name": "maker/board"}, {"id": 2, "full_name": "maker/other"}]
    runs.serve(f"{API}/orgs/maker/repos", repositories)
    runs.serve(f"{API}/orgs/maker/issues", sorted(board + other, key=lambda r: r["updated_at"], reverse=True))
    runs.serve(ISSUES, board)
    runs.serve(f"{API}/repos/maker/other/issues", other)


def test_an_owners_total_spares_its_repositories_and_one_that_fell_has_each_asked_in_its_turn(
    runs, loopback, clock
):
    elsewhere = [issue(9, 9, repository={"full_name": "maker/other"})]
    organization(runs, [issue(2, 2), issue(1, 1)], elsewhere)
    runs.turn("issues", TARGET, OTHER)
    clock.sleep(EIGHT_WEEKS)
    loopback.asked.clear()
    assert runs.turn("issues", TARGET, OTHER) == []
    assert len(loopback.asked) == 2  # the owner's repositories and issues
    organization(runs, [issue(2, 2)], elsewhere)
    loopback.asked.clear()
    gone, same = runs.turn("issues", TARGET, OTHER)
    assert (gone.forge_total, gone.is_complete, same.forge_total, same.is_complete) == (1, False, 1, True)
    assert [path.endswith("per_page=1") for path in loopback.paths()[2:]] == [True, True]
    [whole] = runs.turn("issues", TARGET, OTHER)
    assert (numbers(whole), whole.replaces) == (["I2"], [ALL_ISSUES])
    loopback.asked.clear()
    assert runs.turn("issues", TARGET, OTHER) == []
    assert len(loopback.asked) == 2


def test_gitcode_counts_change_requests_without_listing_them(runs, loopback, clock, reply):
    targets = [Target(target_id=f"gitcode:maker/{name}", url="") for name in ("board", "other")]
    rows = [issue(n, n, number=n) for n in (2, 1)]
    runs.serve(f"{API}/orgs/maker/repos", [{"id": 1, "full_name": "maker/board"}])
    runs.serve(f"{API}/org/maker/pull_requests", rows)
    runs.serve(f"{API}/repos/maker/board/pulls", rows)
    runs.serve(f"{API}/repos/maker/other/pulls", [])
    runs.turn("change_requests", *targets, make=gitcode_collectors)
    clock.sleep(EIGHT_WEEKS)
    runs.serve(f"{API}/org/maker/pull_requests", rows[1:])
    loopback.answer[f"{API}/repos/maker/board/pulls"] = reply(body={"all": 1, "opened": 0, "merged": 1})
    loopback.asked.clear()
    [check, _] = runs.turn("change_requests", *targets, make=gitcode_collectors)
    assert (check.forge_total, check.is_complete, check.records) == (1, False, [])
    assert any("pulls?state=all" in path and "only_count=true" in path for path in loopback.paths())


def test_comments_of_an_issue_are_held_against_their_total_once_in_eight_weeks(runs, loopback, clock):
    target = Target(target_id="gitcode:maker/board", url="")
    rows = [
        {
            "id": f"d{n}",
            "user": USER,
            "target": {"issue": {"number": "1"}},
            "created_at": f"2025-12-0{n}T00:00:00Z",
            "updated_at": f"2025-12-0{n}T00:00:00Z",
        }
        for n in (3, 2, 1)
    ]
    runs.serve(f"{ISSUES}/comments", rows)
    runs.turn("comments", target, make=gitcode_collectors)
    clock.sleep(EIGHT_WEEKS)
    runs.serve(f"{ISSUES}/comments", [rows[0], rows[2]])
    [check] = runs.turn("comments", target, make=gitcode_collectors)
    assert (check.forge_total, check.records, check.is_complete) == (2, [], False)
    [whole] = runs.turn("comments", target, make=gitcode_collectors)
    assert [record.comment_id for record in whole.records if isinstance(record, Comment)] == ["d3", "d1"]
    where = {"repository_id": "gitcode:maker/board", "parent_kind": "issue"}
    assert whole.replaces == [Replaces(table="comments", where=where)]


def test_a_change_request_that_is_read_again_loses_the_comments_that_it_no_longer_has(runs, clock):
    def change(n, day):
        return issue(n, day, number=n, html_url=f"https://gitee.com/maker/board/pulls/{n}", comments=1)

    def remark(n):
        return {"id": n, "user": USER, "created_at": f"2025-12-0{n}T00:00:00Z"}

    runs.serve(f"{API}/repos/maker/board/pulls", [change(8, 1), change(7, 1)])
    for n in (7, 8):
        runs.serve(f"{API}/repos/maker/board/pulls/{n}/comments", [remark(n), remark(n - 5)])
    [first] = runs.turn("change_request_comments", TARGET)
    assert len([r for r in first.records if isinstance(r, Comment)]) == 4 and first.replaces == ()
    runs.serve(f"{API}/repos/maker/board/pulls", [change(8, 9), change(7, 1)])
    runs.serve(f"{API}/repos/maker/board/pulls/8/comments", [remark(8)])
    [second] = runs.turn("change_request_comments", TARGET)
    assert [r.comment_id for r in second.records if isinstance(r, Comment)] == ["8"]
    where = {"repository_id": "gitee:maker/board", "parent_kind": "change_request", "parent_number": "8"}
    assert second.replaces == [Replaces(table="comments", where=where)]
