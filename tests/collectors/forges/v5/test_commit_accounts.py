"""The accounts that Gitee and GitCode name beside commits: which, how far back, and at what price."""

from datetime import timedelta

import pytest

from collectors.forges.gitcode.all_kinds import gitcode_collectors
from collectors.forges.gitee.all_kinds import gitee_collectors
from collectors.http.client import Http
from collectors.protocol import Gone, OverBudget, Target
from collectors.records import Account, CommitAccount

API = "/api/v5"
COMMITS = f"{API}/repos/maker/board/commits"
TARGET = Target(target_id="gitee:maker/board", url="")
LEE = {"id": 7, "login": "Lee", "name": "A Name", "type": "User", "remark": ""}
GIT_ONLY = {"name": "A Name", "email": "a@maker.example", "date": "2025-12-01T10:00:00Z"}


def commit(sha, author=LEE, committer=None, date="2025-12-01T18:00:00+08:00"):
    said = {"name": "A Name", "email": "a@maker.example", "date": date}
    return {
        "sha": sha,
        "commit": {"author": said, "committer": said},
        "author": author,
        "committer": committer,
    }


class Runs:
    """The collector of commits against the loopback server; every call is a run of its own."""

    def __init__(self, loopback, clock):
        self.loopback, self.clock, self.states = loopback, clock, {}

    def run(self, *targets, make=gitee_collectors, **settings):
        http = Http(clock=self.clock)
        collectors = make(http, self.loopback.url + API, clock=self.clock, **settings)
        collector = next(each for each in collectors if each.kind == "commit_accounts")
        collector.prepare(targets, self.states)
        batches = []
        for target in targets:
            for batch in collector.collect(target, self.states.get(target.target_id)):
                self.states[target.target_id] = batch.next_state
                batches.append(batch)
        return batches


@pytest.fixture
def runs(loopback, clock):
    return Runs(loopback, clock)


def test_an_account_is_what_the_forge_knows_and_a_bare_name_is_not(loopback, reply, runs):
    rows = [commit("a1", LEE, LEE), commit("a2", None, None), commit("a3", GIT_ONLY, LEE), commit(None)]
    loopback.answer[COMMITS] = reply(body=rows, headers={"total_count": "4", "total_page": "1"})
    [batch] = runs.run(TARGET)
    links = [record for record in batch.records if isinstance(record, CommitAccount)]
    assert [(each.sha, each.author_account_id, each.committer_account_id) for each in links] == [
        ("a1", "gitee:7", "gitee:7"),
        ("a2", None, None),
        ("a3", None, "gitee:7"),
    ]
    assert [r for r in batch.records if isinstance(r, Account)] == [
        Account(account_id="gitee:7", forge="gitee", login="Lee", kind="user")
    ]
    assert (batch.forge_total, batch.is_complete, batch.drift) == (4, True, {"commit_accounts.sha": 1})
    assert "maker.example" not in repr(batch) and "A Name" not in repr(batch)


def test_on_gitcode_an_account_goes_by_its_login(loopback, reply, runs):
    lee = {"id": "64b0c0ffee64b0c0ffee64b0", "login": "Lee", "type": "User"}
    loopback.answer[COMMITS] = reply(body=[commit("a1", lee, GIT_ONLY)])
    target = Target(target_id="gitcode:maker/board", url="")
    [batch] = runs.run(target, make=gitcode_collectors)
    assert batch.records[0] == CommitAccount(
        sha="a1", forge="gitcode", author_account_id="gitcode:@lee", committer_account_id=None
    )


def test_a_later_pass_asks_for_the_last_month_and_a_date_in_the_future_does_not_move_it(
    loopback, reply, runs
):
    rows = [commit("b2", date="2037-01-01T00:00:00Z"), commit("b1", date="2025-12-31T00:00:00Z")]
    loopback.answer[COMMITS] = reply(body=rows)
    runs.run(TARGET)
    runs.run(TARGET)
    assert "since" not in loopback.paths()[0]
    assert "since=2025-12-01T08%3A00%3A00%2B08%3A00" in loopback.paths()[1]


def test_a_long_history_comes_in_turns_that_each_can_be_resumed(loopback, reply, runs):
    def page(asked):
        number = int(asked.path.partition("&page=")[2] or 1)
        date = f"2025-12-{10 - number:02}T00:00:00Z"
        return reply(body=[commit(f"c{number}", date=date)], headers={"total_count": "5", "total_page": "5"})

    loopback.answer[COMMITS] = page
    [first], [second], [third] = (runs.run(TARGET) for _ in range(3))
    assert [batch.is_complete for batch in (first, second, third)] == [False, False, True]
    assert (first.next_state["floor"], third.next_state["floor"]) == (None, "2025-12-09T00:00:00+00:00")
    shas = [r.sha for b in (first, second, third) for r in b.records if isinstance(r, CommitAccount)]
    assert shas == ["c1", "c2", "c3", "c4", "c5"]
    assert len(loopback.asked) == 5


def test_gitcode_is_asked_within_an_allowance_and_goes_on_in_the_next_run(loopback, reply, runs):
    targets = [Target(target_id=f"gitcode:maker/{name}", url="") for name in ("board", "other")]
    rows = [{"id": n, "full_name": each.target_id.partition(":")[2]} for n, each in enumerate(targets, 1)]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=rows)
    loopback.answer[COMMITS] = loopback.answer[f"{API}/repos/maker/other/commits"] = reply(body=[commit("d")])
    with pytest.raises(OverBudget, match="next run"):
        runs.run(*targets, make=gitcode_collectors, commit_allowance=1)
    assert list(runs.states) == ["gitcode:maker/board"]
    runs.run(targets[1], make=gitcode_collectors, commit_allowance=1)
    assert set(runs.states) == {each.target_id for each in targets}


def test_what_was_not_pushed_to_or_was_asked_about_lately_is_not_asked_again(loopback, reply, runs, clock):
    targets = [TARGET, Target(target_id="gitee:maker/other", url="")]
    pushed = {"pushed_at": "2025-12-01T00:00:00Z"}
    rows = [{"id": 7, "full_name": "maker/board", **pushed}, {"id": 8, "full_name": "maker/other", **pushed}]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=rows)
    loopback.answer[COMMITS] = loopback.answer[f"{API}/repos/maker/other/commits"] = reply(body=[commit("e")])
    assert len(runs.run(*targets)) == 2
    clock.sleep(timedelta(days=30).total_seconds())
    assert runs.run(*targets) == []
    rows[0]["pushed_at"] = "2026-01-30T00:00:00Z"
    assert len(runs.run(*targets)) == 1
    rows[0]["pushed_at"] = "2026-01-31T00:00:00Z"
    assert runs.run(*targets) == []
    clock.sleep(timedelta(days=7).total_seconds())
    assert len(runs.run(*targets)) == 1


def test_a_repository_without_a_commit_is_empty_and_one_that_is_not_there_is_gone(loopback, reply, runs):
    with pytest.raises(Gone):
        runs.run(TARGET)
    rows = [{"id": 7, "full_name": "maker/board"}, {"id": 8, "full_name": "maker/other"}]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=rows)
    other = Target(target_id="gitee:maker/other", url="")
    assert [(batch.records, batch.is_complete) for batch in runs.run(TARGET, other)] == [([], True)] * 2


def test_the_old_home_of_what_moved_is_read_once(loopback, reply, runs):
    moved = Target(target_id="gitee:openharmony/build", url="")
    loopback.answer[f"{API}/repos/openharmony/build/commits"] = reply(body=[commit("f")])
    assert len(runs.run(moved)) == 1
    assert runs.run(moved) == []
    assert len(loopback.asked) == 1
