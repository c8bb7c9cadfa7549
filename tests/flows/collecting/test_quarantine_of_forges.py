"""A forge that suddenly tells of half: held back in any pass, on every forge, and the last good stays."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from flows.collecting.progress import PlainLines
from flows.ledger import LedgerEntry
from flows.runs import steps
from flows.runs.run import Request, open_job
from sandbox import Sandbox, World
from sandbox.world.clock import WorldClock
from sandbox.world.plans import Size

COUNT = 25
SIZE = Size(60, 4, 2, 1, 1, 1)
LATER = timedelta(days=60)  # by then every list is held against its total


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    world = World(seed=5, count=COUNT, sizes=dict.fromkeys(range(COUNT), SIZE))
    with Sandbox(world) as sandbox:
        sandbox.write_config(tmp_path / "config")
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1"}.items():
            monkeypatch.setenv(name, value)
        yield sandbox


def collected(sandbox: Sandbox, folder: Path, forge: str) -> dict[str, LedgerEntry]:
    """Collect the issues of a forge; give the entries by repository."""
    request = Request(command="collect", config=folder / "config", data=folder / "data", only=f"{forge}:*")
    with open_job(request, progress=PlainLines(io.StringIO()), clock=WorldClock(sandbox.world)) as job:
        for portion in job.begin():
            if portion.source == forge and portion.kind in ("repository", "issues"):
                steps.collect(job, portion)
        return {entry.target_id: entry for entry in job.ledger.entries if entry.kind == "issues"}


def held(folder: Path, repository_id: str) -> int:
    """Load, and count the issues that stand."""
    request = Request(command="build", config=folder / "config", data=folder / "data")
    with open_job(request, progress=PlainLines(io.StringIO())) as job:
        steps.load(job)
    with duckdb.connect(folder / "data" / "warehouse.duckdb", read_only=True) as db:
        newest = (
            "qualify row_number() over (partition by repository_id, number order by observed_at desc) = 1"
        )
        query = (
            f"with newest as (from raw.issues {newest}) select count(*) from newest where repository_id = ?"
        )
        return db.execute(f"{query} and not is_deleted", [repository_id]).fetchall()[0][0]


@pytest.mark.parametrize("forge", ["github", "gitee", "gitcode"])
def test_a_later_pass_that_meets_less_than_half_is_held_back(sandbox, tmp_path, forge):
    world = sandbox.world
    first = collected(sandbox, tmp_path, forge)
    target_id = next(name for name, entry in first.items() if (entry.forge_total or 0) >= 40)
    before = held(tmp_path, target_id)
    assert before >= 40
    plan = next(
        each for each in world.plans if f"{forge}:{each.full_name_at(world.until)}".lower() == target_id
    )
    gone_at = world.until + 3600
    for thread in [each for each in world.history(plan).threads if each.change is None][5:]:
        thread.deleted_at = gone_at
    world.until += int(LATER.total_seconds())
    second = collected(sandbox, tmp_path, forge)
    assert second[target_id].outcome == "quarantined"
    assert "suiyuan quarantine accept" in (second[target_id].detail or "")
    assert held(tmp_path, target_id) == before
    others = {entry.outcome for name, entry in second.items() if name != target_id}
    assert others <= {"ok", "not_modified", "gone", "forbidden"}
