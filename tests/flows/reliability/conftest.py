"""A served world, collected with trouble on the way and without; and what must be the same in the end."""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from flows.collecting.progress import PlainLines
from flows.ledger import LedgerEntry
from flows.runs import steps
from flows.runs.run import Request, open_job
from sandbox import Sandbox, World
from sandbox.world.plans import Size

SIZE = Size(
    issue_count=14,
    change_request_count=12,
    direct_commit_count=6,
    star_count=9,
    fork_count=3,
    release_count=3,
)
COUNT = 12  # on all forges
NOW = datetime.now(UTC)  # real processes count on the same day
ANSWER_SECONDS = 1.5  # enough on a busy machine
BETWEEN_RUNS_SECONDS = 600
TELLING_OF_RUNS = frozenset({"ledger", "runs", "snapshot_info", "coverage"})  # coverage tells of the last one
BOOKKEEPING = "observed_at, stream, sequence"
SETTLED = frozenset({"ok", "not_modified", "gone", "forbidden"})

RULE = '[demo]\norganization_relations = ["guangzhou"]\nroles = ["own", "mirror"]\n'
"""Accounts are looked at too, and what is found under them is collected."""

Tables = Mapping[str, list[tuple]]


class HastyClock:
    """Sleeps through any wait at once. Its instant stays the same, since counts belong to days."""

    def __init__(self) -> None:
        self.instant = NOW
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.instant

    def elapsed(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Ground:
    """The world, its config, and the newest runs' words."""

    sandbox: Sandbox
    config: Path
    said: io.StringIO = field(default_factory=io.StringIO)
    clock: type[HastyClock] = HastyClock

    def request(self, command: str, data: Path, only: str | None = None) -> Request:
        return Request(command=command, config=self.config, data=data, only=only)

    def collect(
        self, data: Path, clock: HastyClock | None = None, only: str | None = None
    ) -> tuple[int, list[LedgerEntry]]:
        """Collect everything once, as the command does; give the exit code and the ledger."""
        request = self.request("collect", data, only)
        with open_job(request, progress=PlainLines(self.said), clock=clock or HastyClock()) as job:
            steps.land_config(job)
            portions = job.begin()
            with ThreadPoolExecutor(len(portions)) as threads:
                list(threads.map(lambda portion: steps.collect(job, portion), portions))
            return job.exit_code, list(job.ledger.entries)

    def collect_until_settled(self, data: Path, clock: HastyClock, runs: int) -> list[Counter[str]]:
        """Collect again and again, until every stream was read to its end and nothing new was discovered."""
        outcomes: list[Counter[str]] = []
        settled: set[tuple[str, str, str]] = set()
        before: set[tuple[str, str, str]] = set()
        for _ in range(runs):
            _, entries = self.collect(data, clock)
            streams = {(entry.source, entry.target_id, entry.kind) for entry in entries}
            settled |= {(each.source, each.target_id, each.kind) for each in entries if is_settled(each)}
            outcomes.append(Counter(entry.outcome for entry in entries))
            if streams == settled == before:
                return outcomes
            before = set(settled)
            clock.sleep(BETWEEN_RUNS_SECONDS)
        raise AssertionError(f"after {runs} runs: {streams - settled}")

    def raw(self, data: Path) -> Tables:
        """Load what has landed; give the rows that stand in every raw table."""
        with open_job(self.request("build", data), progress=PlainLines(self.said)) as job:
            steps.land_config(job, is_asked=False)
            steps.load(job)
        with duckdb.connect(data / "warehouse.duckdb", read_only=True) as db:
            return _current_rows(db)

    def warehouse(self, data: Path) -> Tables:
        """Load and build what has landed; give all that it holds but for what tells of the runs."""
        raw = self.raw(data)
        with open_job(self.request("build", data), progress=PlainLines(self.said)) as job:
            steps.build(job)
            mistakes = [each for each in steps.check(job) if each.severity == "stop" and each.mistake_count]
        assert mistakes == []
        with duckdb.connect(data / "warehouse.duckdb", read_only=True) as db:
            return {**raw, **_marts(db)}


def is_settled(entry: LedgerEntry) -> bool:
    """Tell whether a stream was read to its end, or has said that it cannot be."""
    return entry.outcome in SETTLED and (entry.outcome != "ok" or entry.is_complete)


def _difference(name: str, rows: list[tuple], expected: list[tuple]) -> list[str]:
    """Show the first rows of a table that only one of two warehouses has."""
    if rows == expected:
        return []
    mine, theirs = {*map(repr, rows)}, {*map(repr, expected)}
    shown = [f"+ {row}" for row in sorted(mine - theirs)[:3]] + [
        f"- {row}" for row in sorted(theirs - mine)[:3]
    ]
    return [f"{name}: {len(rows)} rows for {len(expected)}", *shown]


def _current_rows(db: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    """Give the newest version of every row of every raw table that still stands."""
    keys = {kind.table: ", ".join(kind.key) for kind in steps.RECORD_TYPES}
    found: dict[str, list[tuple]] = {}
    for name in _names(db, "raw"):
        newest = f"partition by {keys[name]} order by observed_at desc, stream desc, sequence desc"
        found[f"raw.{name}"] = db.execute(
            f"select * exclude ({BOOKKEEPING}) from raw.{name} "
            f"qualify row_number() over ({newest}) = 1 and not is_deleted order by all"
        ).fetchall()
    return found


def _marts(db: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    return {
        f"marts.{name}": db.execute(f"from marts.{name} order by all").fetchall()
        for name in _names(db, "marts")
    }


def _names(db: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    query = "select table_name from information_schema.tables where table_schema = ? order by 1"
    return [name for (name,) in db.execute(query, [schema]).fetchall() if name not in TELLING_OF_RUNS]


@pytest.fixture(scope="session")
def reliable_ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("reliable")
    world = World(seed=5, count=COUNT, sizes=dict.fromkeys(range(COUNT), SIZE))
    with Sandbox(world) as sandbox, pytest.MonkeyPatch.context() as patch:
        sandbox.write_config(folder / "config")
        scopes = folder / "config" / "scopes.toml"
        scopes.write_text(scopes.read_text().replace("[demo]\n", RULE))
        settings = folder / "config" / "settings.toml"
        timeout = f"[collecting]\nanswer_timeout_seconds = {ANSWER_SECONDS}\n"
        settings.write_text(settings.read_text().replace("[collecting]\n", timeout))
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}.items():
            patch.setenv(name, value)
        yield Ground(sandbox, folder / "config")


@pytest.fixture(scope="session")
def clean(reliable_ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """What one undisturbed collection gives."""
    data = tmp_path_factory.mktemp("clean")
    reliable_ground.collect_until_settled(data, HastyClock(), runs=6)
    return reliable_ground.warehouse(data)


@pytest.fixture
def ground(reliable_ground: Ground) -> Iterator[Ground]:
    """Give the world without trouble, and leave it so."""
    yield reliable_ground
    reliable_ground.sandbox.faults.replan()
    reliable_ground.sandbox.limits.reset()


@pytest.fixture
def same(clean: Tables) -> Callable[[Tables], None]:
    """Compare tables, all or only raw ones, with those of the undisturbed collection; show what differs."""

    def compare(tables: Tables) -> None:
        assert tables.keys() in (clean.keys(), {name for name in clean if name.startswith("raw.")})
        lines = [line for name in tables for line in _difference(name, tables[name], clean[name])]
        assert lines == [], "\n".join(lines)

    return compare
