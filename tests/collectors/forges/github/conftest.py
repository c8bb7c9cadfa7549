"""A forge on loopback with a world of its own, and a shelf that holds what was collected from it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice

import pytest

from collectors.forges.github.all_kinds import HEADERS, open_github, owner_collector, repository_collectors
from collectors.http.client import Http, forge_http
from collectors.http.tokens import Credential
from collectors.protocol import CollectError, Target
from sandbox.server.sandbox import Sandbox
from sandbox.world.plans import Size
from sandbox.world.world import World

SMALL = Size(
    issue_count=45,
    change_request_count=40,
    direct_commit_count=5,
    star_count=30,
    fork_count=6,
    release_count=4,
)


class Shelf:
    """Holds the newest row of every key, as the warehouse would, and the states to go on from."""

    def __init__(self) -> None:
        self.rows = {}
        self.states = {}
        self.deleted = []
        self.drift = Counter()
        self.batches = []

    def take(self, target, kind, batch) -> None:
        for each in batch.replaces:
            present = {self._key(record) for record in batch.records}
            for key in [key for key in self.rows if key[0] == each.table and key not in present]:
                if all(getattr(self.rows[key], name) == value for name, value in each.where.items()):
                    del self.rows[key]
        for record in batch.records:
            self.rows[self._key(record)] = record
        for table, keys in batch.deletions.items():
            for key in keys:
                self.deleted.append((table, *key.values()))
                gone = {held for held in self.rows if tuple(map(str, held)) == (table, *key.values())}
                for held in gone:
                    del self.rows[held]
        self.states[target.target_id, kind] = batch.next_state
        self.drift.update(batch.drift)
        self.batches.append(batch)

    def table(self, name):
        return {key: row for key, row in self.rows.items() if key[0] == name}

    def threads(self):
        """Give what a full collection and increments must agree on."""
        names = (
            "issues",
            "change_requests",
            "comments",
            "reviews",
            "forks",
            "star_days",
            "releases",
            "accounts",
        )
        return {key: row for key, row in self.rows.items() if key[0] in names}

    def _key(self, record):
        return (type(record).table, *(getattr(record, name) for name in type(record).key))


class Forge:
    """The sandbox and a client for it, whose clock follows the world."""

    def __init__(self, sandbox: Sandbox, clock) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self.errors = {}
        self._https = []
        self.move_to(sandbox.world.until)

    def move_to(self, until: int) -> None:
        self.sandbox.move_to(until)
        self.clock.instant = datetime.fromtimestamp(until, UTC)

    def target(self, number: int) -> Target:
        plan = self.sandbox.world.plans[number]
        return Target(target_id=f"github:{plan.full_name_at(self.sandbox.world.until).lower()}", url="")

    def http(self, *tokens: str, seconds: float = 1e9, **more) -> Http:
        credentials = [
            Credential(token, lambda token=token: token) for token in tokens or (self.sandbox.token,)
        ]
        url = self.sandbox.api_url
        http = forge_http(url, credentials, self.clock, headers=HEADERS, waiting_seconds=seconds, **more)
        self._https.append(http)
        return http

    def open(self, http=None, **sizes):
        return open_github(http or self.http(), self.sandbox.api_url, self.clock, **sizes)

    def collect(self, shelf, targets, *, github=None, kinds=None, batches_each=None) -> None:
        """Collect like a run does: look at all, then one target after another, round after round."""
        github = github or self.open()
        for collector in repository_collectors(github):
            if kinds and collector.kind not in kinds:
                continue
            states = {
                target.target_id: shelf.states.get((target.target_id, collector.kind)) for target in targets
            }
            collector.prepare(targets, states)
            for target in targets:
                self.collect_stream(shelf, collector, target, batches_each)

    def collect_stream(self, shelf, collector, target, batches_each=None) -> None:
        """Collect one stream to the present, or only so many batches of it."""
        is_open = True
        while is_open:
            is_open = False
            try:
                stream = collector.collect(target, shelf.states.get((target.target_id, collector.kind)))
                for batch in islice(stream, batches_each):
                    shelf.take(target, collector.kind, batch)
                    is_open = not batch.is_complete and batches_each is None
            except CollectError as error:
                self.errors[target.target_id, collector.kind] = error

    def discover(self, shelf, login, github=None):
        collector = owner_collector(github or self.open())
        target = Target(target_id=f"github:{login}", url="")
        self.collect_stream(shelf, collector, target)

    def close(self) -> None:
        for http in self._https:
            http.close()


@pytest.fixture
def shelf() -> type[Shelf]:
    return Shelf


@pytest.fixture
def serve(clock):
    """Serve a world: ``with serve(World(...), faults=...) as forge``."""

    @contextmanager
    def serving(world: World, **options) -> Iterator[Forge]:
        with Sandbox(world, **options) as sandbox:
            forge = Forge(sandbox, clock)
            yield forge
            forge.close()

    return serving


@pytest.fixture
def small_world():
    """Make a world of small repositories in which nothing is ever deleted."""

    def make(count: int = 1, seed: int = 1, size: Size = SMALL) -> World:
        world = World(seed, count=count, sizes=dict.fromkeys(range(count), size))
        for plan in world.plans:
            for thread in world.history(plan).threads:
                thread.deleted_at = None
                for comment in thread.comments:
                    comment.deleted_at = None
        return world

    return make
