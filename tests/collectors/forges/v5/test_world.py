"""Whole organisations collected from the sandbox over real HTTP, and held against their world."""

from collections.abc import Iterator

import pytest

from collectors.forges.gitcode.all_kinds import gitcode_collectors
from collectors.forges.gitcode.carried_over import carried_over
from collectors.forges.gitee.all_kinds import gitee_collectors
from collectors.http.client import Http
from collectors.http.tokens import Credential, TokenPool
from collectors.http.waiting import WaitingBudget
from collectors.protocol import Target
from collectors.records import (
    ChangeRequest,
    Comment,
    CommitAccount,
    Fork,
    Issue,
    Release,
    Repository,
    StarDay,
)
from sandbox import Sandbox, World
from sandbox.http.faults import Faults
from sandbox.world.code.commits import reachable
from sandbox.world.plans import Size
from sandbox.world.seasons import DAY, DEFAULT_UNTIL, instant
from sandbox.world.view import present

KINDS = {
    "repository": Repository,
    "change_requests": ChangeRequest,
    "issues": Issue,
    "comments": Comment,
    "releases": Release,
    "forks": Fork,
    "stars": StarDay,
    "commit_accounts": CommitAccount,
}
UNSTEADY = ("forbidden", "blocked", "renamed_later", "transferred_later", "deleted_later")
SMALL = {0: Size(240, 310, 40, 130, 220, 7)}  # instead of the world's largest repository
BUSY = "demo-hengshi/"  # holds two repositories, and an issue is opened on the day after
MAKERS = {"gitee": gitee_collectors, "gitcode": gitcode_collectors}


@pytest.fixture(params=list(MAKERS))
def forge(request) -> str:
    return request.param


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(World(seed=3, count=16, sizes=SMALL)) as served:
        yield served


class Keeper:
    """Runs all collectors as a flow would, and holds the newest record of every key."""

    def __init__(self, sandbox: Sandbox, forge: str, clock) -> None:
        self.sandbox, self.forge, self.clock = sandbox, forge, clock
        self.states, self.held, self.gone = {}, {}, set()

    @property
    def api_url(self) -> str:
        return self.sandbox.gitee_api_url if self.forge == "gitee" else self.sandbox.gitcode_api_url

    def plans(self):
        world = self.sandbox.world
        return [
            plan
            for plan in world.plans
            if plan.exists_at(world.until)
            and plan.hazard
            not in ("forbidden", "blocked", "renamed_later", "transferred_later", "deleted_later")
        ]

    def run(self) -> int:
        """Collect everything; give how many requests it took."""
        http = forge_http(self.sandbox, self.clock)
        targets = [
            Target(target_id=f"{self.forge}:{plan.full_name_at(self.sandbox.world.until)}".lower(), url="")
            for plan in self.plans()
        ]
        for collector in MAKERS[self.forge](http, self.api_url, clock=self.clock):
            if collector.kind in KINDS:
                self._collect(collector, targets)
        http.close()
        return http.request_count

    def _collect(self, collector, targets) -> None:
        states = {t.target_id: self.states.get((t.target_id, collector.kind)) for t in targets}
        if hasattr(collector, "prepare"):
            collector.prepare(targets, states)
        waiting = list(targets)
        while waiting:
            waiting = [target for target in waiting if not self._turn(collector, target)]

    def _turn(self, collector, target) -> bool:
        stream, is_complete = (target.target_id, collector.kind), True
        for batch in collector.collect(target, self.states.get(stream)):
            assert not batch.drift, batch.drift
            self.states[stream], is_complete = batch.next_state, batch.is_complete
            fresh = {
                (record.table, *(getattr(record, k) for k in record.key)): record for record in batch.records
            }
            for key in [key for key, record in self.held.items() if _is_replaced(record, batch.replaces)]:
                del self.held[key]
                self.gone.update({key} - fresh.keys())
            self.held |= fresh
        return is_complete

    def count(self, table: str) -> int:
        return sum(key[0] == table for key in self.held)

    def truth(self) -> dict[str, int]:
        views = [self.sandbox.world.view(plan) for plan in self.plans()]
        return {
            "repositories": len(views),
            "change_requests": sum(len(view.changes) for view in views),
            "issues": sum(len(view.issues) for view in views),
            "comments": sum(len(thread.comments) for view in views for thread in view.issues),
            "releases": sum(len(view.releases) for view in views),
            "forks": sum(len(view.forks) for view in views),
            "commit_accounts": len(self.commits()),
        }

    def commits(self):
        """Give every commit of the default branches, each once, by sha."""
        found = {}
        for view in (self.sandbox.world.view(plan) for plan in self.plans()):
            tip = view.git.tip(view.activity_at) if view.git else None
            found |= {each.sha: each for each in (reachable(view.git, tip.sha) if tip else ())}
        return found

    def merged(self) -> int:
        return sum(getattr(record, "state", None) == "merged" for record in self.held.values())


def _is_replaced(record, replaces) -> bool:
    return any(
        record.table == each.table and all(getattr(record, k) == value for k, value in each.where.items())
        for each in replaces
    )


def true_merges(keeper: Keeper) -> int:
    views = [keeper.sandbox.world.view(plan) for plan in keeper.plans()]
    return sum(change.merged_at is not None for view in views for change in view.changes)


def test_everything_is_collected_once_and_then_only_what_changed(sandbox, forge, clock):
    keeper = Keeper(sandbox, forge, clock)
    first = keeper.run()
    assert {table: keeper.count(table) for table in keeper.truth()} == keeper.truth()
    assert keeper.merged() == true_merges(keeper)
    assert keeper.run() < first / 2
    before = len(keeper.held)
    sandbox.move_to(DEFAULT_UNTIL + DAY)
    keeper.run()
    truth = keeper.truth()
    for table in ("change_requests", "issues"):
        assert keeper.count(table) == truth[table]
    assert keeper.merged() == true_merges(keeper)
    assert len(keeper.held) > before


def test_an_issue_that_is_not_assigned_to_whoever_asks_is_collected(sandbox, forge, clock):
    """An organisation's list gives only those that are, unless asked for all, and then looks whole."""
    keeper, world = Keeper(sandbox, forge, clock), sandbox.world
    keeper.run()
    plans = [plan for plan in keeper.plans() if plan.full_name_at(world.until).startswith(BUSY)]
    views = [world.view(plan) for plan in plans]
    assigned = [issue for view in views for issue in view.issues if issue.assignees]
    newest = max(assigned, key=lambda issue: issue.updated_at)
    sandbox.tokens.add(sandbox.token, login=newest.assignees[0].login)
    sandbox.move_to(DEFAULT_UNTIL + DAY)
    keeper.run()
    opened = sum(len(world.view(plan).issues) for plan in plans) - sum(len(view.issues) for view in views)
    assert (len(plans), opened) == (2, 1)
    assert keeper.count("issues") == keeper.truth()["issues"]


def test_a_sky_full_of_faults_changes_nothing_but_the_time(forge, clock):
    with Sandbox(World(seed=3, count=8, sizes=SMALL), faults=Faults(rate=0.15, seed=5)) as sandbox:
        keeper = Keeper(sandbox, forge, clock)
        keeper.run()
        assert {table: keeper.count(table) for table in keeper.truth()} == keeper.truth()


def test_stars_add_up_to_the_forges_total(sandbox, clock):
    keeper = Keeper(sandbox, "gitcode", clock)
    keeper.run()
    stars = sum(record.star_count for record in keeper.held.values() if isinstance(record, StarDay))
    assert stars == sum(sandbox.world.view(plan).star_count for plan in keeper.plans())


def test_the_accounts_of_commits_are_those_that_the_forge_names(sandbox, forge, clock):
    keeper = Keeper(sandbox, forge, clock)
    keeper.run()
    linked = {}
    for commit in keeper.commits().values():
        account = commit.account and present(commit.account, sandbox.world.until)
        name = account and (account.account_id if forge == "gitee" else gitcode_login(account))
        linked[commit.sha] = f"{forge}:{name}" if account else None
    held = [record for record in keeper.held.values() if isinstance(record, CommitAccount)]
    assert {record.sha: record.author_account_id for record in held} == linked
    assert {record.forge for record in held} == {forge}
    assert None in linked.values() and len(set(linked.values())) > 10
    assert any(record.committer_account_id is None for record in held)
    assert any(record.committer_account_id == record.author_account_id for record in held)


def gitcode_login(account) -> str:
    return "@openharmony_ci" if account.login == "demo-ci" else f"@{account.login}"


def test_four_months_later_all_is_held_that_came_and_nothing_that_went(forge, clock):
    with Sandbox(World(seed=11, count=16, sizes=SMALL)) as sandbox:  # one issue and some comments go
        keeper = Keeper(sandbox, forge, clock)
        keeper.run()
        for _ in range(2):
            sandbox.move_to(sandbox.world.until + 56 * DAY)
            clock.sleep(56 * DAY)
            keeper.run()
        truth = keeper.truth()
        assert {table: keeper.count(table) for table in truth} == truth
        assert {key[0] for key in keeper.gone} == {"issues", "comments"}


@pytest.mark.parametrize("is_carried_over", [True, False])
def test_a_move_is_counted_once_whether_or_not_its_history_was_carried_over(clock, is_carried_over):
    world = World(seed=3, count=16, sizes=SMALL)
    plan = world.plans[1]
    world.rename_account(plan.name_at(world.until)[0], "openharmony")
    moved_at = instant("2025-09-15T00:00:00+08:00")
    with Sandbox(world, gitcode_begins_at=0 if is_carried_over else moved_at) as sandbox:
        name = plan.full_name_at(world.until)
        found = carried_over(forge_http(sandbox, clock), sandbox.gitcode_api_url, name)
        assert (found.has_issues, found.has_change_requests) == (is_carried_over, is_carried_over)
        opened = {}
        for forge in MAKERS:
            keeper = Keeper(sandbox, forge, clock)
            keeper.run()
            held = [
                r for r in keeper.held.values() if isinstance(r, Issue) and r.repository_id.endswith(name)
            ]
            opened[forge] = {record.opened_at.timestamp() for record in held}
        truth = {view.thread.created_at for view in world.view(plan).issues}
        assert opened["gitee"] == {at for at in truth if at < moved_at} != set()
        assert opened["gitcode"] == (truth if is_carried_over else truth - opened["gitee"])
        assert opened["gitee"] | opened["gitcode"] == truth


def forge_http(sandbox, clock) -> Http:
    """Ask the sandbox with its own token, at any pace."""
    host, waiting = sandbox.url.removeprefix("http://"), WaitingBudget(clock, 1e9)
    pool = TokenPool([Credential("T", lambda: sandbox.token)], clock, waiting, host=host)
    return Http(tokens=pool, clock=clock, waiting=waiting)
