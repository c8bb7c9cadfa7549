"""GitCode over real HTTP: its ids, its pages, its sorting, its lists over an organisation, its pace."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from collectors.forges.gitcode.all_kinds import PACE_SECONDS, gitcode_collectors
from collectors.http.client import Http
from collectors.http.tokens import Credential, TokenPool
from collectors.http.waiting import WaitingBudget
from collectors.protocol import Failed, Forbidden, Gone, NoToken, OverBudget, RateLimited, Target, Unreachable
from collectors.records import Account, ChangeRequest, Comment, Issue, Release, Repository, StarDay

API = "/api/v5"
TARGET = Target(target_id="gitcode:openharmony/build", url="")
USER = {"id": "5f1e2d3c4b5a69788796a5b4", "login": "Lee", "name": "A Name", "type": "User"}
PULLS, ISSUES = f"{API}/repos/openharmony/build/pulls", f"{API}/repos/openharmony/build/issues"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def issue(number="15", **more):
    return {
        "id": 9001,
        "number": number,
        "state": "open",
        "issue_state": "待处理",
        "title": "words",
        "user": USER,
        "labels": [{"id": 1, "name": "bug"}],
        "created_at": "2026-01-01T12:00:00.000+08:00",
        "updated_at": "2026-01-02T12:00:00+08:00",
        "comments": 2,
        "repository": {"full_name": "openharmony/build", "path": "build"},
    } | more


def change(number=6965, **more):
    return {
        "id": 4242,
        "iid": number,
        "number": number,
        "state": "merged",
        "draft": False,
        "user": USER,
        "merged_by": {"id": 77, "login": "openharmony_ci", "type": "Bot"},
        "labels": [{"name": "编译成功"}],
        "created_at": "2026-01-01T12:00:00Z",
        "updated_at": "2026-01-02T12:00:00.500+08:00",
        "merged_at": "2026-01-02T12:00:00+08:00",
        "closed_at": None,
        "merge_commit_sha": "a" * 40,
        "base": {"ref": "master", "repo": {"full_name": "openharmony/build"}},
        "target_branch": "master",
        "added_lines": 120,
        "removed_lines": 7,
        "changes_count": "100+",
        "notes": 31,
        "html_url": f"https://gitcode.com/openharmony/build/merge_requests/{number}",
    } | more


class Gitcode:
    """Collectors against the loopback server; every call is a run of its own."""

    def __init__(self, loopback, clock, http=None):
        self.loopback, self.clock, self.http = loopback, clock, http
        self.states = {}

    def run(self, kind, *targets, **settings):
        http = self.http or Http(clock=self.clock)
        collectors = gitcode_collectors(http, self.loopback.url + API, clock=self.clock, **settings)
        collector = next(each for each in collectors if each.kind == kind)
        if hasattr(collector, "prepare"):
            collector.prepare(targets, self.states)
        batches = []
        for target in targets:
            for batch in collector.collect(target, self.states.get(target.target_id)):
                self.states[target.target_id] = batch.next_state
                batches.append(batch)
        return batches

    def records(self, kind, *targets, of=None, **settings):
        found = [record for batch in self.run(kind, *targets, **settings) for record in batch.records]
        return [record for record in found if of is None or isinstance(record, of)]

    def asked(self):
        return [
            (
                urlsplit(path).path,
                {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()},
            )
            for path in self.loopback.paths()
        ]


@pytest.fixture
def gitcode(loopback, clock):
    return Gitcode(loopback, clock)


def test_a_change_request_names_its_merger_and_lines_but_not_how_many_comments(loopback, reply, gitcode):
    loopback.answer[PULLS] = reply(body=[change()])
    record, author, merger = gitcode.records("change_requests", TARGET)
    assert record == ChangeRequest(
        repository_id="gitcode:openharmony/build",
        number="6965",
        forge_change_request_id="4242",
        author_account_id="gitcode:@lee",
        merged_by_account_id="gitcode:@openharmony_ci",
        state="merged",
        is_draft=False,
        opened_at=at("2026-01-01T12:00:00"),
        updated_at=at("2026-01-02T04:00:00.5"),
        merged_at=at("2026-01-02T04:00:00"),
        closed_at=at("2026-01-02T04:00:00"),
        merge_commit_sha="a" * 40,
        base_branch="master",
        lines_added=120,
        lines_deleted=7,
        files_changed=None,  # "100+" is no count
        commit_count=None,
        comment_count=None,  # notes count the system's own events too
        review_count=None,
        review_comment_count=None,
        labels=("编译成功",),
    )
    assert author == Account(account_id="gitcode:@lee", forge="gitcode", login="Lee", kind="user")
    assert merger.kind == "bot"


def test_one_person_is_one_account_whatever_the_list_gives_for_an_id(loopback, reply, gitcode):
    loopback.answer[ISSUES] = reply(body=[issue(), issue("16", id=9002, user=USER | {"id": 77})])
    accounts = gitcode.records("issues", TARGET, of=Account)
    assert [account.account_id for account in accounts] == ["gitcode:@lee"]


def test_states_and_numbers_as_gitcode_writes_them(loopback, reply, gitcode):
    rows = [
        issue(state="opened"),
        issue(16, id=2, state="closed", finished_at="2026-01-02T12:00:00+08:00", user=None),
    ]
    loopback.answer[ISSUES] = reply(body=rows)
    opened, closed = gitcode.records("issues", TARGET, of=Issue)
    assert (opened.number, opened.state, opened.forge_state) == ("15", "open", "opened")
    assert (closed.number, closed.closed_at) == ("16", at("2026-01-02T04:00:00"))
    rows = [change(1, state="opened", merged_at=None), change(2, id=2, state="locked", merged_at=None)]
    loopback.answer[PULLS] = reply(body=rows)
    gitcode.states.clear()
    states = [record.state for record in gitcode.records("change_requests", TARGET, of=ChangeRequest)]
    assert states == ["open", "closed"]


def test_each_list_is_sorted_by_its_own_parameters(loopback, reply, gitcode):
    loopback.answer[ISSUES] = reply(body=[issue()])
    loopback.answer[PULLS] = reply(body=[change()])
    gitcode.run("issues", TARGET)
    gitcode.run("issues", TARGET)
    gitcode.states.clear()
    gitcode.run("change_requests", TARGET)
    gitcode.states.clear()
    remark = {
        "id": "d1",
        "user": USER,
        "target": {"issue": {"id": 9001, "number": "15"}},
        "created_at": "2026-01-02T12:00:00+08:00",
        "updated_at": "2026-01-02T12:00:00+08:00",
    }
    loopback.answer[f"{ISSUES}/comments"] = reply(body=[remark])
    gitcode.run("comments", TARGET)
    gitcode.run("comments", TARGET)
    (_, issues), (_, later), (_, pulls), (_, comments), (_, bounded), *_ = gitcode.asked()
    assert issues == {"state": "all", "order_by": "updated_at", "sort": "desc", "per_page": "100"}
    assert later == issues  # the whole list, since it tells its total
    assert comments == {"sort": "updated", "direction": "desc", "per_page": "100"}
    assert bounded["since"] == "2026-01-02T11:50:00.000+08:00"  # its order is not sure
    assert pulls == {"state": "all", "sort": "updated", "direction": "desc", "per_page": "100"}


def test_lists_that_come_oldest_first_unless_told_otherwise_are_told_and_are_no_drift(
    loopback, reply, gitcode
):
    rows = [
        {"id": n, "tag_name": f"v{n}", "created_at": f"2026-0{n}-03T00:00:00+08:00", "user": USER}
        for n in (1, 2, 3)
    ]

    def sorted_rows(asked):
        query = parse_qs(urlsplit(asked.path).query)
        is_newest_first = query.get("direction") == ["desc"] or query.get("sort") == ["newest"]
        return reply(body=rows[::-1] if is_newest_first else rows)

    for kind in ("releases", "forks"):
        gitcode.states.clear()
        loopback.answer[f"{API}/repos/openharmony/build/{kind}"] = sorted_rows
        [batch] = gitcode.run(kind, TARGET)
        assert (len(batch.records), batch.drift) == (3, {})


def test_pages_are_counted_where_none_is_linked_and_a_first_pass_goes_in_turns(loopback, reply, gitcode):
    def page(asked):
        number = int(parse_qs(urlsplit(asked.path).query).get("page", ["1"])[0])
        row = change(number, id=number, updated_at=f"2026-01-{30 - number:02}T00:00:00+08:00")
        return reply(body=[row], headers={"total_count": "8", "total_page": "8"})

    loopback.answer[PULLS] = page
    [first] = gitcode.run("change_requests", TARGET)
    assert (first.is_complete, first.forge_total, first.request_count) == (False, 8, 1)
    later = [gitcode.run("change_requests", TARGET)[0] for _ in range(4)]
    assert [batch.request_count for batch in later] == [2, 2, 2, 1]
    assert [batch.is_complete for batch in later] == [False, False, False, True]
    assert gitcode.states[TARGET.target_id]["floor"] == "2026-01-28T16:00:00+00:00"  # the newest of page 1


def test_without_a_total_a_full_page_means_that_there_may_be_more(loopback, reply, gitcode):
    rows = [change(n, id=n) for n in range(1, 101)]
    loopback.answer[PULLS] = [reply(body=rows), reply(body=[])]
    gitcode.run("change_requests", TARGET)
    gitcode.run("change_requests", TARGET)
    assert [query.get("page", "1") for _, query in gitcode.asked()] == ["1", "2"]


def test_what_was_read_before_trouble_is_not_lost(loopback, reply, gitcode):
    def page(asked):
        number = int(parse_qs(urlsplit(asked.path).query).get("page", ["1"])[0])
        return reply(405, {"error_code": 405}) if number == 3 else numbered(number)

    def numbered(number):
        row = change(number, id=number, updated_at=f"2026-01-{30 - number:02}T00:00:00+08:00")
        return reply(body=[row], headers={"total_page": "6"})

    loopback.answer[PULLS] = page
    gitcode.run("change_requests", TARGET)
    with pytest.raises(Failed):
        gitcode.run("change_requests", TARGET)
    assert gitcode.states[TARGET.target_id]["next"].endswith("page=3")
    loopback.answer[PULLS] = lambda asked: numbered(3 if "page=3" in asked.path else 6)
    loopback.asked.clear()
    gitcode.run("change_requests", TARGET)
    assert gitcode.asked()[0][1]["page"] == "3"


def organization(loopback, reply, *names, pulls=(), issues=()):
    rows = [
        {
            "id": n,
            "full_name": f"openharmony/{name}",
            "path": name,
            "stargazers_count": 1,
            "forks_count": 0,
            "pushed_at": "2026-01-01T00:00:00Z",
        }
        for n, name in enumerate(names)
    ]
    loopback.answer[f"{API}/orgs/openharmony/repos"] = reply(body=rows, headers={"total_page": "1"})
    loopback.answer[f"{API}/org/openharmony/pull_requests"] = reply(body=list(pulls))
    loopback.answer[f"{API}/orgs/openharmony/issues"] = reply(body=list(issues))
    return [Target(target_id=f"gitcode:openharmony/{name}", url="") for name in names]


def test_one_list_over_the_organisation_serves_all_its_repositories(loopback, reply, gitcode):
    targets = organization(loopback, reply, "build", "docs", "arkui", pulls=[change()])
    loopback.answer[PULLS] = reply(body=[change()])
    for name in ("docs", "arkui"):
        loopback.answer[f"{API}/repos/openharmony/{name}/pulls"] = reply(body=[])
    gitcode.run("change_requests", *targets)
    url = "https://gitcode.com/openharmony/docs/merge_requests/5"
    news = change(5, id=5, base={}, html_url=url, updated_at="2026-01-03T00:00:00Z")
    organization(loopback, reply, "build", "docs", "arkui", pulls=[news, change()])
    loopback.asked.clear()
    [record] = gitcode.records("change_requests", *targets, of=ChangeRequest)
    assert (record.repository_id, record.number) == ("gitcode:openharmony/docs", "5")
    paths = [path for path, _ in gitcode.asked()]
    assert paths == [f"{API}/orgs/openharmony/repos", f"{API}/org/openharmony/pull_requests"]


def test_a_row_of_the_organisation_s_list_that_fits_no_repository_is_told(loopback, reply, gitcode):
    targets = organization(loopback, reply, "build", "docs", pulls=[change()])
    for name in ("build", "docs"):
        loopback.answer[f"{API}/repos/openharmony/{name}/pulls"] = reply(body=[change()])
    gitcode.run("change_requests", *targets)
    new = {"updated_at": "2026-01-03T00:00:00Z"}
    lost = change(8, id=8, base={}, html_url=None, **new)
    organization(loopback, reply, "build", "docs", pulls=[change(7, id=7, **new), lost, change()])
    batches = gitcode.run("change_requests", *targets)
    assert [batch.drift for batch in batches] == [{"change_requests.repository": 1}]


def test_targets_may_be_prepared_part_by_part(loopback, reply, gitcode):
    targets = organization(loopback, reply, "build", "docs", "arkui", "ipc", pulls=[change()])
    for name in ("docs", "arkui", "ipc"):
        loopback.answer[f"{API}/repos/openharmony/{name}/pulls"] = reply(body=[])
    loopback.answer[PULLS] = reply(body=[change()])
    gitcode.run("change_requests", *targets)
    news = [
        change(
            n, id=n, base={"repo": {"full_name": f"openharmony/{name}"}}, updated_at="2026-01-03T00:00:00Z"
        )
        for n, name in enumerate(("docs", "ipc"), start=5)
    ]
    organization(loopback, reply, "build", "docs", "arkui", "ipc", pulls=[*news, change()])
    collectors = gitcode_collectors(Http(clock=gitcode.clock), loopback.url + API, clock=gitcode.clock)
    collector = next(each for each in collectors if each.kind == "change_requests")
    loopback.asked.clear()
    collector.prepare(targets[:2], gitcode.states)
    collector.prepare(targets[2:], gitcode.states)
    found = {}
    for target in targets:
        for batch in collector.collect(target, gitcode.states[target.target_id]):
            found[target.target_id] = batch.next_state
            assert list(collector.collect(target, batch.next_state)) == []  # asked again: nothing more
    assert sorted(found) == ["gitcode:openharmony/docs", "gitcode:openharmony/ipc"]
    assert len(loopback.asked) == 2


def test_a_repository_that_the_organisation_does_not_list_asks_for_itself(loopback, reply, gitcode):
    """It may have been renamed; the organisation-wide list then knows it by another name."""
    targets = organization(loopback, reply, "build", "docs", pulls=[change()])
    targets.append(Target(target_id="gitcode:openharmony/renamed", url=""))
    for name in ("build", "docs", "renamed"):
        loopback.answer[f"{API}/repos/openharmony/{name}/pulls"] = reply(body=[])
    gitcode.run("change_requests", *targets)
    loopback.asked.clear()
    gitcode.run("change_requests", *targets)
    assert f"{API}/repos/openharmony/renamed/pulls" in [path for path, _ in gitcode.asked()]
    assert f"{API}/repos/openharmony/docs/pulls" not in [path for path, _ in gitcode.asked()]


def test_what_the_organisation_never_listed_is_asked_for_once_a_week(loopback, reply, gitcode, clock):
    targets = organization(loopback, reply, "build", "docs")
    targets.append(Target(target_id="gitcode:openharmony/left", url=""))
    asked = []
    for _ in range(14):
        with pytest.raises(Gone):
            gitcode.run("repository", *targets)
        asked.append(sum(path == f"{API}/repos/openharmony/left" for path, _ in gitcode.asked()))
        loopback.asked.clear()
        clock.sleep(24 * 3600)
    assert sorted(asked) == [0] * 12 + [1] * 2
    assert asked[:7] == asked[7:]


def test_comments_on_issues_are_asked_for_only_where_an_issue_changed(loopback, reply, gitcode):
    targets = organization(loopback, reply, "build", "docs", issues=[issue()])
    remark = {
        "id": "d1",
        "user": USER,
        "target": {"issue": {"id": 9001, "number": "15"}},
        "created_at": "2026-01-02T12:00:00+08:00",
        "updated_at": "2026-01-02T12:00:00+08:00",
    }
    loopback.answer[f"{ISSUES}/comments"] = reply(body=[remark])
    loopback.answer[f"{API}/repos/openharmony/docs/issues/comments"] = reply(body=[])
    [comment] = gitcode.records("comments", *targets, of=Comment)
    assert (comment.parent_kind, comment.parent_number) == ("issue", "15")
    loopback.asked.clear()
    assert gitcode.run("comments", *targets) == []
    changed = issue(updated_at="2026-01-05T00:00:00Z", repository={"full_name": "openharmony/docs"})
    organization(loopback, reply, "build", "docs", issues=[changed, issue()])
    gitcode.run("comments", *targets)
    asked = [path for path, _ in gitcode.asked() if path.endswith("/comments")]
    assert asked == [f"{API}/repos/openharmony/docs/issues/comments"]


def test_replies_are_comments_of_their_own_within_a_discussion(loopback, reply, gitcode):
    loopback.answer[PULLS] = reply(body=[change()])
    remark = {
        "id": "5e3d",
        "note_id": 31,
        "body": "lgtm",
        "user": USER,
        "created_at": "2026-01-01T12:00:00Z",
        "reply": [{"id": "5e3d", "note_id": 32, "user": USER, "created_at": "2026-01-01T13:00:00Z"}],
    }
    loopback.answer[f"{PULLS}/6965/comments"] = reply(body=[remark])
    comments = gitcode.records("change_request_comments", TARGET, of=Comment)
    assert [(c.comment_id, c.gate_signal) for c in comments] == [("31", "lgtm"), ("32", None)]


def test_a_sample_takes_the_same_change_requests_each_time_and_the_silent_ones_never(
    loopback, reply, gitcode
):
    rows = [change(n, id=n) for n in range(1, 21)] + [change(21, id=21, notes=0)]
    loopback.answer[PULLS] = reply(body=rows)
    for n in range(1, 22):
        loopback.answer[f"{PULLS}/{n}/comments"] = reply(body=[])
    chosen = []
    for _ in range(2):
        gitcode.states.clear()
        loopback.asked.clear()
        for _turn in range(2):
            gitcode.run("change_request_comments", TARGET, sample_every=4)
        chosen.append([path for path, _ in gitcode.asked() if path.endswith("/comments")])
    assert chosen[0] == chosen[1]
    assert 1 <= len(chosen[0]) <= 10
    assert f"{PULLS}/21/comments" not in chosen[0]


def test_the_allowance_for_comments_ends_the_run_and_not_the_pass(loopback, reply, clock):
    from collectors.forges.gitcode.all_kinds import gitcode_listings
    from collectors.forges.gitcode.records import GitcodeReader
    from collectors.forges.v5.client import V5Client
    from collectors.forges.v5.comments import ChangeRequestComments
    from collectors.forges.v5.owner_lists import Owners

    loopback.answer[PULLS] = reply(body=[change(n, id=n) for n in range(1, 41)])
    for n in range(1, 41):
        loopback.answer[f"{PULLS}/{n}/comments"] = reply(body=[])
    reader = GitcodeReader("gitcode")

    def run(state, allowance):
        client = V5Client(Http(clock=clock), loopback.url + API)
        listing = gitcode_listings(reader)["change_requests"]
        collector = ChangeRequestComments(
            "gitcode",
            client,
            Owners(client),
            listing,
            reader.change_request_comment,
            allowance=allowance,
            clock=clock,
        )
        return next(collector.collect(TARGET, state))

    batch = run(None, 30)
    assert (batch.is_complete, batch.request_count, batch.next_state["skip"]) == (False, 21, 20)
    with pytest.raises(OverBudget, match="next run"):
        run(batch.next_state, 5)
    batch = run(batch.next_state, 30)
    assert (batch.is_complete, batch.request_count) == (True, 21)


def test_stars_are_counted_by_the_forges_own_day_and_nobody_is_named(loopback, reply, gitcode):
    path = f"{API}/repos/openharmony/build/stargazers"
    rows = [
        {"id": 1, "login": "lee", "starred_at": "2026-01-01T23:00:00+08:00"},
        {"id": 2, "login": "kim", "starred_at": "2026-01-01T17:00:00Z"},  # the 2nd in Shanghai
        {"id": 3, "login": "ada", "starred_at": None},
    ]
    loopback.answer[path] = reply(body=rows)
    [batch] = gitcode.run("stars", TARGET)
    assert batch.records == [
        StarDay(repository_id=TARGET.target_id, starred_on=date(2026, 1, 1), star_count=1),
        StarDay(repository_id=TARGET.target_id, starred_on=date(2026, 1, 2), star_count=1),
    ]
    assert batch.drift == {"stars.starred_at": 1}
    loopback.answer[path] = reply(body=[*rows, {"id": 4, "starred_at": "2026-01-02T20:00:00+08:00"}])
    [batch] = gitcode.run("stars", TARGET)
    assert [(record.starred_on.day, record.star_count) for record in batch.records] == [(2, 2)]
    assert gitcode.asked()[-1][1]["starred_after"] == "2026-01-02T00:00:00.000+08:00"


@pytest.mark.parametrize(
    ("kind", "path", "field"),
    [("stars", "stargazers", "stargazers_count"), ("forks", "forks", "forks_count")],
)
def test_a_bounded_pass_takes_its_total_from_the_repositorys_own_row(
    loopback, reply, gitcode, kind, path, field
):
    targets = [Target(target_id=f"gitcode:openharmony/{name}", url="") for name in ("build", "docs")]
    row = {"id": 5, "created_at": "2026-01-01T23:00:00+08:00", "starred_at": "2026-01-01T23:00:00+08:00"}
    loopback.answer[f"{API}/repos/openharmony/build/{path}"] = reply(body=[row])
    loopback.answer[f"{API}/repos/openharmony/docs/{path}"] = reply(body=[])
    for total in (41, 42):
        described = [
            {"id": 1, "full_name": "openharmony/build", field: total},
            {"id": 2, "full_name": "openharmony/docs", field: 0},
        ]
        loopback.answer[f"{API}/orgs/openharmony/repos"] = reply(body=described)
        told = gitcode.run(kind, *targets)
        assert told[0].forge_total == total


def test_flags_come_in_any_form_and_a_license_as_an_object(loopback, reply, gitcode):
    row = {
        "id": "88",
        "full_name": "OpenHarmony/build",
        "path": "build",
        "fork": 0,
        "private": 0,
        "public": 1,
        "license": {"key": "apache-2.0", "spdx_id": "Apache-2.0"},
        "created_at": "2025-09-14T00:00:00+08:00",
        "owner": {"id": 4, "login": "openharmony", "type": "Organization"},
    }
    loopback.answer[f"{API}/repos/openharmony/build"] = reply(body=row)
    [found] = gitcode.records("repository", TARGET, of=Repository)
    assert (found.is_fork, found.license_spdx_id, found.name) == (False, "Apache-2.0", "build")
    release = {
        "tag_name": "v1",
        "prerelease": 1,
        "release_status": "draft",
        "created_at": "2026-01-01T00:00:00Z",
    }
    loopback.answer[f"{API}/repos/openharmony/build/releases"] = reply(body=[release])
    gitcode.states.clear()
    [found] = gitcode.records("releases", TARGET, of=Release)
    assert (found.release_id, found.is_prerelease, found.is_draft) == ("v1", True, True)


def test_an_answer_that_is_no_json_is_tried_again_and_then_given_up(loopback, reply, gitcode):
    loopback.answer[PULLS] = [
        reply(body="<html>", headers={"Content-Type": "text/html"}),
        reply(body=[change()]),
    ]
    assert gitcode.records("change_requests", TARGET, of=ChangeRequest)
    loopback.answer[ISSUES] = reply(body="<html>", headers={"Content-Type": "text/html"})
    gitcode.states.clear()
    with pytest.raises(Unreachable):
        gitcode.run("issues", TARGET)


def test_an_array_that_was_cut_short_is_asked_for_again_and_said_if_it_stays_so(loopback, reply, gitcode):
    rows = [change(n, id=n, updated_at=f"2026-01-01T{n // 60:02}:{n % 60:02}:00Z") for n in range(102, 0, -1)]

    def page(of, **headers):
        return reply(body=of, headers={"total_count": "102", "total_page": "2", **headers})

    loopback.answer[PULLS] = [page(rows[:61]), page(rows[:100])]
    [first] = gitcode.run("change_requests", TARGET)
    assert (len([r for r in first.records if isinstance(r, ChangeRequest)]), first.request_count) == (100, 2)
    assert first.drift == {}
    gitcode.states.clear()
    loopback.answer[PULLS] = [page(rows[:61]), page(rows[:60])]
    [first] = gitcode.run("change_requests", TARGET)
    assert len([r for r in first.records if isinstance(r, ChangeRequest)]) == 61
    assert (first.drift, first.is_complete) == ({"change_requests.short_page": 1}, False)


def test_an_empty_page_in_the_middle_does_not_end_a_list(loopback, reply, gitcode):
    headers = {"total_count": "3", "total_page": "3"}
    loopback.answer[PULLS] = [
        reply(body=b, headers=headers) for b in ([change(9, id=9)], [], [change(8, id=8)])
    ]
    gitcode.run("change_requests", TARGET)
    [batch] = gitcode.run("change_requests", TARGET)
    assert [r.number for r in batch.records if isinstance(r, ChangeRequest)] == ["8"]
    assert batch.is_complete


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [([405], Failed), ([504, 200], None), ([500, 502, 200], None), ([403], Forbidden), ([401], NoToken)],
)
def test_the_refusals_that_gitcode_documents(loopback, reply, gitcode, answers, outcome):
    refusal = {"error_code": 1, "error_code_name": "NO", "error_message": "in its own three fields"}
    loopback.answer[PULLS] = [
        reply(body=[change()]) if status == 200 else reply(status, refusal) for status in answers
    ]
    if outcome is None:
        assert gitcode.records("change_requests", TARGET, of=ChangeRequest)
    else:
        with pytest.raises(outcome):
            gitcode.run("change_requests", TARGET)


@pytest.mark.parametrize("status", [418, 429])
def test_a_hurried_client_waits_and_goes_on(loopback, reply, gitcode, clock, status):
    refusal = {"error_code": status, "error_code_name": "TOO_MANY", "error_message": "suspected unsafe"}
    loopback.answer[PULLS] = [reply(status, refusal), reply(body=[change()])]
    assert gitcode.records("change_requests", TARGET, of=ChangeRequest)
    assert clock.slept == [60.0]


def test_the_quota_is_spent_evenly_and_the_token_stays_in_the_header(loopback, reply, clock):
    host = urlsplit(loopback.url).netloc
    waiting = WaitingBudget(clock)
    credential = Credential("GITCODE_TOKEN 1", secret=lambda: "sesame")
    tokens = TokenPool([credential], clock, waiting, host=host, pace_seconds=PACE_SECONDS)
    gitcode = Gitcode(loopback, clock, Http(tokens=tokens, clock=clock, waiting=waiting))
    loopback.answer[PULLS] = lambda asked: reply(body=[change()], headers={"total_page": "6"})
    before = clock.elapsed()
    for _ in range(3):
        gitcode.run("change_requests", TARGET)
    assert clock.elapsed() - before == pytest.approx(4 * 1.248)  # five requests, a little under 50 a minute
    assert {asked.headers["Authorization"] for asked in loopback.asked} == {"Bearer sesame"}
    assert not any("sesame" in path for path in loopback.paths())


def test_a_used_up_quota_keeps_the_cursor(loopback, reply, clock):
    gitcode = Gitcode(loopback, clock, Http(clock=clock, waiting=WaitingBudget(clock, 30)))
    loopback.answer[PULLS] = [
        reply(body=[change()], headers={"total_page": "3"}),
        reply(429, {"error_code": 429}, headers={"Retry-After": "600"}),
    ]
    gitcode.run("change_requests", TARGET)
    with pytest.raises(RateLimited):
        gitcode.run("change_requests", TARGET)
    assert gitcode.states[TARGET.target_id]["next"].endswith("page=2")


def test_atomgit_is_the_same_platform_under_another_name(loopback, reply, clock):
    loopback.answer[f"{API}/repos/maker/board/issues"] = reply(body=[issue()])
    collectors = gitcode_collectors(Http(clock=clock), loopback.url + API, forge="atomgit", clock=clock)
    collector = next(each for each in collectors if each.kind == "issues")
    [batch] = collector.collect(Target(target_id="atomgit:maker/board", url=""), None)
    assert {collector.source for collector in collectors} == {"atomgit"}
    assert batch.records[0].author_account_id == "atomgit:@lee"
