"""Collecting from forges on loopback: complete, cheap the second time, steady under faults."""

import gzip
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from flows.collecting.forge_clients import LIVE, Recording
from flows.collecting.progress import PlainLines
from flows.collecting.sources import FORGES, Sources
from flows.ledger import LedgerEntry
from flows.registry.selection import SOURCES
from flows.runs import steps
from flows.runs.run import Request, open_job
from sandbox import Sandbox, World
from sandbox.http.faults import Rule
from sandbox.world.plans import Size

SMALL = Size(
    issue_count=30,
    change_request_count=26,
    direct_commit_count=5,
    star_count=24,
    fork_count=6,
    release_count=3,
)
COUNT = 25  # 19 on GitHub, the rest shared by Gitee and GitCode
TABLES = ("issues", "change_requests", "reviews", "comments", "releases", "forks", "star_days", "accounts")
FAULTS = {"status": 0.1, "drop": 0.06, "cut": 0.05}
"""Shares of all answers; together a fifth."""


@dataclass(frozen=True)
class Ground:
    """A served world and its config."""

    sandbox: Sandbox
    config: Path
    said: io.StringIO = field(default_factory=io.StringIO)

    def collect(
        self, data: Path, *, only: str | None = "git*:*", recording: Recording = LIVE
    ) -> tuple[int, list[LedgerEntry]]:
        """Collect and land what the forges' interfaces tell; give the exit code and the ledger."""
        request = Request(
            command="collect",
            config=self.config,
            data=data,
            only=only,
            world_id="demo",
            recording=recording,
        )
        with open_job(request, progress=PlainLines(self.said)) as job:
            steps.land_config(job)
            for portion in job.begin():
                if portion.source in FORGES:
                    steps.collect(job, portion)
            return job.exit_code, list(job.ledger.entries)

    def tables(self, data: Path) -> dict[str, list[tuple]]:
        """Load, and give the newest version of every row that a forge told."""
        with open_job(Request(command="build", config=self.config, data=data, world_id="demo")) as job:
            steps.load(job)
        with duckdb.connect(data / "warehouse.duckdb", read_only=True) as db:
            return {name: self._newest(db, name) for name in TABLES}

    def _newest(self, db: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
        key = {"accounts": "account_id", "reviews": "review_id", "comments": "comment_id"}.get(table)
        columns = db.execute(f"from raw.{table} limit 0").description or []
        own = [name for name, *_ in columns if name not in ("observed_at", "stream", "sequence")]
        newest = f"partition by {key} order by observed_at desc, sequence desc" if key else None
        once = f" qualify row_number() over ({newest}) = 1" if newest else ""
        return db.execute(f"select {', '.join(own)} from raw.{table}{once} order by all").fetchall()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    config = tmp_path_factory.mktemp("world") / "config"
    world = World(seed=5, count=COUNT, sizes=dict.fromkeys(range(COUNT), SMALL))
    with Sandbox(world) as sandbox, pytest.MonkeyPatch.context() as patch:
        sandbox.write_config(config)
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1"}.items():
            patch.setenv(name, value)
        yield Ground(sandbox, config)


@pytest.fixture(scope="module")
def clean(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counter[str]]:
    """Collect everything once, without faults."""
    data = tmp_path_factory.mktemp("clean")
    ground.sandbox.counters.reset()
    _, entries = ground.collect(data)
    return data, Counter(entry.outcome for entry in entries)


def test_every_stream_is_asked_and_only_what_is_not_there_fails(clean):
    _, outcomes = clean
    assert set(outcomes) <= {"ok", "not_modified", "gone", "forbidden"}
    assert outcomes["ok"] > 100


def test_every_kind_of_record_arrives(clean, ground):
    assert all(len(rows) > 5 for rows in ground.tables(clean[0]).values())


def test_the_token_is_in_no_file_and_in_no_output(ground, tmp_path, capfd, caplog):
    caplog.set_level("DEBUG")
    ground.collect(tmp_path / "data", recording=Recording(record=tmp_path / "pages"))
    assert any((tmp_path / "pages").rglob("*.gz"))
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        assert ground.sandbox.token.encode() not in content, path
    said = capfd.readouterr()
    assert ground.sandbox.token not in said.out + said.err + caplog.text + ground.said.getvalue()


def test_a_second_run_costs_one_question_for_all_of_github(clean, ground):
    """A survey of all its repositories, and REST's word on the few that give no answer."""
    ground.sandbox.counters.reset()
    _, entries = ground.collect(clean[0], only="github:*")
    silent = {entry.target_id for entry in entries if entry.outcome in ("gone", "forbidden")}
    asked = [each for each in ground.sandbox.counters.recent if each["operation"]]
    assert [each["operation"] for each in asked] == ["Survey"]
    whose_token = 1
    assert ground.sandbox.counters.totals["requests"] <= len(asked) + len(silent) + whose_token


def test_faults_in_a_fifth_of_all_answers_change_nothing_in_the_end(ground, tmp_path):
    only = "github:*-[0-4]"
    ground.collect(tmp_path / "clean", only=only)
    ground.sandbox.faults.replan(rules=[Rule(fault=fault, rate=rate) for fault, rate in FAULTS.items()])
    try:
        for _ in range(5):
            _, entries = ground.collect(tmp_path / "faulty", only=only)
            if all(entry.is_good or entry.outcome == "forbidden" for entry in entries):
                break
    finally:
        ground.sandbox.faults.replan()
    assert ground.tables(tmp_path / "faulty") == ground.tables(tmp_path / "clean")


def test_a_token_revoked_in_the_middle_keeps_what_landed_and_the_next_run_goes_on(clean, ground, tmp_path):
    token = "demo-token-for-a-while"
    ground.sandbox.tokens.add(token)
    ground.sandbox.faults.replan(rules=[Rule(fault="status", status=401, path="graphql", after=6)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_TOKEN", token)
        code, entries = ground.collect(tmp_path, only="github:*")
    ground.sandbox.faults.replan()
    outcomes = Counter(entry.outcome for entry in entries)
    assert code == 2
    assert outcomes["ok"] > 0 and outcomes["no_token"] > 0
    assert all(token not in (entry.detail or "") for entry in entries)
    _, again = ground.collect(tmp_path, only="github:*")
    assert {entry.outcome for entry in again} <= {"ok", "not_modified", "gone", "forbidden"}


def test_without_a_token_nothing_is_asked_and_nothing_is_amiss(ground, tmp_path, monkeypatch):
    for name in ("GITHUB_TOKEN", "GITEE_TOKEN", "GITCODE_TOKEN"):
        monkeypatch.delenv(name)
    ground.sandbox.counters.reset()
    code, entries = ground.collect(tmp_path)
    assert (code, ground.sandbox.counters.totals["requests"]) == (0, 0)
    assert {entry.outcome for entry in entries} == {"no_token"}
    assert len(entries) > 150
    said = ground.said.getvalue()
    assert said.count("needs a token") == 3
    assert "github: its interface needs a token, git does not: set GITHUB_TOKEN" in said


def test_a_recording_replays_to_the_same_tables_without_any_forge(clean, ground, tmp_path, monkeypatch):
    ground.collect(tmp_path / "live", only="github:*", recording=Recording(record=tmp_path / "pages"))
    monkeypatch.delenv("GITHUB_TOKEN")
    ground.sandbox.counters.reset()
    ground.collect(tmp_path / "again", only="github:*", recording=Recording(replay=tmp_path / "pages"))
    assert ground.sandbox.counters.totals["requests"] == 0
    assert ground.tables(tmp_path / "again") == ground.tables(tmp_path / "live")


def test_every_stream_that_is_planned_has_its_collector(ground, tmp_path, monkeypatch):
    """What selection.py lists is what sources.py makes, and nothing is made that is never asked."""
    monkeypatch.setenv("OHPM_REGISTRY", ground.sandbox.url)
    request = Request(command="collect", config=ground.config, data=tmp_path, world_id="demo")
    planned = {(each.source, each.kind) for each in SOURCES}
    with open_job(request) as job:
        made = _made(job.sources, {source for source, _ in planned})
    assert made == planned


def _made(sources: Sources, names: set[str]) -> set[tuple[str, str]]:
    kinds = {each.source: each.kind for each in SOURCES}
    for name in names:
        sources.collector(name, kinds[name])
    return {(source, kind) for source, found in sources.made.items() for kind in found}
