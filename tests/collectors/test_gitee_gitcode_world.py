"""Whole organisations collected from the sandbox over real HTTP, and held against their world."""

from collections.abc import Iterator

import pytest

from collectors.gitcode import gitcode_collectors
from collectors.gitee import gitee_collectors
from collectors.http import Http
from collectors.http_limits import WaitingBudget
from collectors.http_tokens import Credential, TokenPool
from collectors.protocol import Target
from collectors.records import ChangeRequest, Comment, Fork, Issue, Release, Repository, StarDay
from sandbox import Sandbox, World
from sandbox.faults import Faults
from sandbox.repositories import Size
from sandbox.seasons import DAY, DEFAULT_UNTIL

KINDS = {
    "repository": Repository,
    "change_requests": ChangeRequest,
    "issues": Issue,
    "comments": Comment,
    "releases": Release,
    "forks": Fork,
    "stars": StarDay,
}
UNSTEADY = ("forbidden", "blocked", "renamed_later", "transferred_later", "deleted_later")
SMALL = {0: Size(240, 310, 40, 130, 220, 7)}  # instead of the world's largest repository
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
        self.states, self.held = {}, {}

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
        host = self.sandbox.url.removeprefix("http://")
        waiting = WaitingBudget(self.clock, 1e9)
        pool = TokenPool([Credential("T", lambda: self.sandbox.token)], self.clock, waiting, host=host)
        http = Http(tokens=pool, clock=self.clock, waiting=waiting)
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
            for record in batch.records:
                key = (record.table, *(getattr(record, name) for name in record.key))
                self.held[key] = record
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
        }

    def merged(self) -> int:
        return sum(getattr(record, "state", None) == "merged" for record in self.held.values())


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
    for table in ("change_requests", "issues", "releases", "forks"):
        assert keeper.count(table) == truth[table]
    assert keeper.merged() == true_merges(keeper)
    assert len(keeper.held) > before


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
