"""A small world for metrics: a test states the facts that matter, and reads what the built warehouse says.

``world`` keeps facts; ``built`` lands, loads and builds them and gives values by subject and period. Every
registered repository's streams are taken as collected on ``COLLECTED_AT``.
"""

import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from collectors.records import Record
from flows.runs.steps import RECORD_TYPES
from warehouse.building.model import parse_model

spec = importlib.util.spec_from_file_location("metric_facts", Path(__file__).with_name("facts.py"))
assert spec and spec.loader
facts = importlib.util.module_from_spec(spec)  # tests are no package, so a neighbour is loaded by its path
sys.modules[spec.name] = facts
spec.loader.exec_module(facts)
World, COLLECTED_AT = facts.World, facts.COLLECTED_AT


@dataclass
class Built:
    """A loaded warehouse and the short questions that tests ask it; what they read is built for them."""

    db: duckdb.DuckDBPyConnection
    as_of: datetime
    wanted: set[str] = field(default_factory=set)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a query."""
        if unbuilt := parse_model("checks", "question", sql).reads - self.wanted:
            self.wanted |= unbuilt
            warehouse.build(self.db, as_of=self.as_of, now=self.as_of, wanted=self.wanted)
        return self.db.execute(sql, list(values)).fetchall()

    def whole(self) -> "Built":
        """Build every table."""
        self.wanted |= set(warehouse.build(self.db, as_of=self.as_of, now=self.as_of))
        return self

    def values(self, metric: str, subject: str, period_kind: str = "month") -> dict[str, float | None]:
        """Give a metric's values by period for "organization:zhu"; months read "2026-01", years "2026"."""
        rows = self.rows(
            f"select period_start_on, value from metrics.{metric}"
            " where subject_kind || ':' || subject_id = ? and period_kind = ? order by 1",
            subject,
            period_kind,
        )
        return {_period(start, period_kind): value for start, value in rows}

    def samples(self, metric: str, subject: str, period_kind: str = "month") -> dict[str, int]:
        """Give a metric's sample counts by period."""
        rows = self.rows(
            f"select period_start_on, sample_count from metrics.{metric}"
            " where subject_kind || ':' || subject_id = ? and period_kind = ? order by 1",
            subject,
            period_kind,
        )
        return {_period(start, period_kind): count for start, count in rows}


@dataclass
class Builder:
    """Builds a world in a folder of its own."""

    data: Path
    connections: list[duckdb.DuckDBPyConnection] = field(default_factory=list)

    def __call__(self, world: World, later: Iterable[Record] = ()) -> Built:
        """Land the world as seen on ``COLLECTED_AT`` and what was seen a day ``later``; load and build."""
        landing = warehouse.Landing(self.data / "landing", "reality")
        day_after = COLLECTED_AT + timedelta(days=1)
        for facts, observed_at in ((world.landed(), COLLECTED_AT), (later, day_after)):
            landing.append(
                warehouse.Stream("test", "world", "facts"),
                facts,
                {},
                observed_at=observed_at,
                run_id="run",
                key_id="k",
            )
        db = duckdb.connect(self.data / "warehouse.duckdb")
        self.connections.append(db)
        warehouse.load(db, landing, RECORD_TYPES)
        return Built(db, day_after)


@pytest.fixture
def world() -> World:
    return World()


def estuary_world() -> World:
    """One organisation with two repositories, a mirror and a fork, and every trap that counting meets.

    Ann works in both repositories; she and Bob in two months of one quarter. The mirror repeats what River
    has. A commit was withdrawn, one is a robot's, one is a merge, and one falls into March in Shanghai only.
    """
    world = World()
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu", "guangzhou")
    tide = world.repository("github:zhu/tide", "zhu", "guangzhou")
    mirror = world.repository("gitee:zhu/river", "zhu", "guangzhou", role="mirror", mirror_of=river)
    fork = world.repository("github:zhu/borrowed", "zhu", "guangzhou", role="fork")
    world.commit([river, mirror], "a1", "ann", "2026-01-10", lines_added=10, lines_deleted=1)
    world.commit(tide, "a2", "ann", "2026-01-20", lines_added=20, lines_deleted=2)
    world.commit([river, mirror], "b1", "bob", "2026-02-10", lines_added=30, lines_deleted=3)
    world.commit(river, "a3", "ann", "2026-02-20", lines_added=40, lines_deleted=4)
    world.commit(river, "gone", "bob", "2026-02-11", is_reachable=False)
    world.commit(river, "auto", "robot", "2026-02-12", bot_rule="forge-app")
    world.commit(river, "join", "max", "2026-02-13", parent_shas=("a1", "b1"))
    world.commit(tide, "e1", "eve", "2026-02-28 16:00", lines_added=50, lines_deleted=5)
    world.commit(fork, "foreign", "zoe", "2026-02-14")
    return world


def threads_world() -> World:
    """Two repositories of one organisation and what people, a bot and a deleted account do in them."""
    world = World()
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu", "guangzhou")
    tide = world.repository("github:zhu/tide", "zhu", "guangzhou")
    for login in ("ann", "bob", "eve"):
        world.account(f"github:{login}")
    world.account("github:robot", kind="bot")
    # issues: closed after 2 days; still open; open until March in Shanghai; a bot's
    world.issue(river, "1", "github:ann", "2026-01-10 00:00", closed="2026-01-12 00:00")
    world.issue(river, "2", "github:ann", "2026-01-20 00:00")
    world.issue(tide, "1", "github:bob", "2026-01-31 16:00", closed="2026-02-28 16:00")
    world.issue(tide, "9", "github:robot", "2026-01-05 00:00", closed="2026-01-06 00:00")
    world.comment(river, "issue 1", "github:ann", "2026-01-10 01:00")
    world.comment(river, "issue 1", "github:robot", "2026-01-10 02:00")
    world.comment(river, "issue 1", None, "2026-01-10 03:00")
    world.comment(river, "issue 1", "github:bob", "2026-01-10 06:00")
    world.comment(river, "issue 1", "github:eve", "2026-01-10 07:00")
    world.comment(river, "issue 2", "github:eve", "2026-03-05 00:00")
    # change requests: merged by another after a review; by the author; declined; open; a bot's
    world.change_request(
        river, "11", "github:ann", "2026-01-10 00:00", merged="2026-01-13 00:00", merger="github:bob"
    )
    world.review(river, "11", "github:ann", "2026-01-10 10:00", state="commented")
    world.review(river, "11", "github:bob", "2026-01-11 00:00")
    world.review(river, "11", "github:robot", "2026-01-10 12:00")
    world.change_request(
        tide, "12", "github:bob", "2026-01-15 00:00", merged="2026-02-04 00:00", merger="github:bob"
    )
    world.comment(tide, "change_request 12", "github:ann", "2026-01-15 04:00")
    world.change_request(tide, "13", "github:eve", "2026-02-10 00:00", closed="2026-02-28 16:00")
    world.change_request(river, "14", "github:eve", "2026-02-11 00:00")
    world.change_request(
        river, "15", "github:robot", "2026-02-12 00:00", merged="2026-02-13 00:00", merger="github:ann"
    )
    return world


@pytest.fixture
def employed(world: World) -> World:
    """A repository whose authors use domains of every scope: known are 3 of 4, 1 of 3 and 1 of 2."""
    world.organization("zhu")
    world.claim("zhu.example", "zhu", subject_kind="mail_domain")
    river = world.repository("github:zhu/river")
    for domain in ("zhu.example", "other.example", "third.example"):
        world.mail_domain(domain, "exclusive")
    world.mail_domain("zhv.example", "exclusive", canonical_domain="zhu.example")  # mistyped
    world.mail_domain("shared.example", "shared")
    world.mail_domain("partners.example", "contractor")
    domains = {
        "2026-01": ("zhu.example", "zhv.example", "other.example", "unheard-of.example"),
        "2026-02": ("shared.example", "partners.example", "zhu.example"),
        "2026-03": ("other.example", "shared.example"),
    }
    for month, found in domains.items():
        for number, domain in enumerate(found):
            world.commit(river, f"{month} {number}", f"who{number}", f"{month}-05", author_domain=domain)
    return world


@pytest.fixture
def estuary() -> World:
    return estuary_world()


@pytest.fixture
def threads() -> World:
    return threads_world()


@pytest.fixture
def built(tmp_path: Path) -> Iterable[Builder]:
    yield from building(tmp_path)


@pytest.fixture(scope="session")
def built_estuary(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Built]:
    for builder in building(tmp_path_factory.mktemp("estuary")):
        yield builder(estuary_world()).whole()


@pytest.fixture(scope="session")
def built_threads(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Built]:
    for builder in building(tmp_path_factory.mktemp("threads")):
        yield builder(threads_world()).whole()


def building(folder: Path) -> Iterable[Builder]:
    """Give a builder, and close in the end what it opened."""
    builder = Builder(folder)
    yield builder
    for connection in builder.connections:
        connection.close()


def _period(start_on: date, period_kind: str) -> str:
    if period_kind == "quarter":
        return f"{start_on:%Y}Q{(start_on.month + 2) // 3}"
    return f"{start_on:%Y-%m}" if period_kind == "month" else f"{start_on:%Y}"
