"""A run that ended, one whose collecting ended, and one of which nobody knows: in status and in tables."""

import io
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

import warehouse
from collectors.records import RepositoryCount
from flows.cli.inspect.status import show
from flows.data_folder import run_lock
from flows.ledger import RECORD_TYPES, LedgerEntry, Run
from warehouse import Landing, Stream, newest_run
from warehouse.clock import Settling

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OLD = Run(
    run_id="",
    command="run",
    scope="quay",
    only=None,
    started_at=NOON,
    ended_at=None,
    exit_code=None,
    suiyuan_version="0",
)
ENTRY = LedgerEntry(
    run_id="",
    source="git",
    target_id="github:a/b",
    kind="history",
    started_at=NOON,
    ended_at=NOON,
    outcome="ok",
    detail=None,
    window_from=None,
    window_until=None,
    row_count=1,
    forge_total=None,
    request_count=1,
    quota_remaining=None,
    is_complete=True,
)
NEW = replace(OLD, last_step="collect")
LOADING = replace(NEW, collected_at=NOON + MINUTE, last_step="load")
BUILDING = replace(LOADING, last_step="build")
COLLECTED = replace(OLD, ended_at=NOON + MINUTE, exit_code=0)
"""What an earlier version landed when collecting had ended."""


def ended(run: Run, exit_code: int = 0) -> Run:
    return replace(run, ended_at=NOON + 9 * MINUTE, exit_code=exit_code)


STORIES: dict[str, tuple[list[Run], str]] = {
    "whole": ([NEW, LOADING, BUILDING, ended(replace(BUILDING, last_step="tidy"))], "ended"),
    "killed while it collects": ([NEW], "unfinished"),
    "killed in build": ([NEW, LOADING, BUILDING], "unfinished"),
    "stopped before it loaded": ([NEW, ended(NEW, 2)], "ended"),
    "held open": ([NEW, LOADING, ended(LOADING, 1)], "ended"),
    "earlier, whole": ([OLD, COLLECTED, ended(COLLECTED)], "ended"),
    "earlier, cut off while it collects": ([OLD], "unfinished"),
    "earlier, collected and no more": ([OLD, COLLECTED], "unknown"),
    "earlier, refused": ([OLD, ended(OLD, 1)], "ended"),
    "earlier, collect alone": ([replace(each, command="collect") for each in (OLD, COLLECTED)], "ended"),
}


def land(data: Path, run_id: str, records: list[Run], at: datetime = NOON) -> None:
    landing = Landing(data / "landing", "reality")
    for number, record in enumerate(records):
        known = replace(record, run_id=run_id)
        state = {name: str(v) if isinstance(v, datetime) else v for name, v in asdict(known).items()}
        if record.last_step is None:  # an earlier version knows nothing of these
            del state["last_step"], state["collected_at"]
        landing.append(
            Stream("suiyuan", run_id, "ledger"),
            [known],
            {**state, "outcomes": {"ok": 3}, "drift": []},
            observed_at=at + 10 * MINUTE + number * MINUTE,
            run_id=run_id,
        )


def status(data: Path) -> tuple[int, str]:
    said = io.StringIO()
    code = show(data, Console(file=said, width=200))
    return code, said.getvalue().splitlines()[0 if "正在运行" not in said.getvalue() else 1]


def test_the_tables_tell_what_ended_from_what_broke_off(tmp_path: Path):
    for name, (records, _) in STORIES.items():
        land(tmp_path, name, records)
    land(tmp_path, "this one", [NEW, LOADING])
    with warehouse.open_working(tmp_path) as db:
        warehouse.load(db, Landing(tmp_path / "landing", "reality"), RECORD_TYPES)
        warehouse.build(db, wanted={"staging.runs"}, run_id="this one")
        rows = {row[0]: row[1:] for row in db.execute(
            "select run_id, state, exit_code, last_step, ended_at is null from staging.runs"
        ).fetchall()}  # fmt: skip
    states = {name: row[0] for name, row in rows.items()}
    assert states == {name: state for name, (_, state) in STORIES.items()} | {"this one": "building"}
    assert rows["killed in build"][1:] == (None, "build", True)
    assert rows["earlier, collected and no more"][1:] == (None, None, True)
    assert rows["held open"][1:] == (1, "load", False)


@pytest.mark.parametrize(
    ("story", "words"),
    [
        ("whole", "✓ 完成 all done"),
        ("killed while it collects", "✗ 未完成 did not finish  最后一步 last step: 采集 collect"),
        ("killed in build", "✗ 未完成 did not finish  最后一步 last step: 建模 build"),
        ("held open", "✗ 需要处理 needs you"),
        ("earlier, collected and no more", "不详 unknown (recorded by an earlier version)"),
        ("earlier, cut off while it collects", "✗ 未完成 did not finish  最后一步 last step: –"),
        ("earlier, collect alone", "✓ 完成 all done"),
    ],
)
def test_status_says_how_the_last_run_ended(tmp_path: Path, story: str, words: str):
    land(tmp_path, "2026-11-30T120000Z-abc", STORIES[story][0])
    code, line = status(tmp_path)
    assert code == 2
    assert words in line


def test_an_earlier_version_that_published_had_ended(tmp_path: Path):
    land(tmp_path, "2026-11-30T120000Z-abc", STORIES["earlier, whole"][0])
    assert "不详 unknown" in status(tmp_path)[1]
    manifest = {"published_at": str(NOON + 5 * MINUTE)}
    (tmp_path / "snapshots" / "2026-11-30T120500Z").mkdir(parents=True)
    (tmp_path / "snapshots" / "2026-11-30T120500Z" / "manifest.json").write_text(json.dumps(manifest))
    assert "✓ 完成 all done" in status(tmp_path)[1]


def test_a_run_that_holds_the_lock_is_at_work(tmp_path: Path):
    land(tmp_path, "2026-11-30T120000Z-abc", STORIES["killed in build"][0])
    with run_lock(tmp_path, "run", NOON):
        assert "进行中 at work  最后一步 last step: 建模 build" in status(tmp_path)[1]


def test_a_run_of_a_clock_ahead_is_not_the_newest_for_a_year(tmp_path: Path):
    land(tmp_path, "2027-11-30T120000Z-abc", [NEW], NOON + timedelta(days=365))
    run = newest_run(tmp_path, NOON + timedelta(days=1))
    assert run and run["run_id"] == "2027-11-30T120000Z-abc"
    land(tmp_path, "2026-11-30T120000Z-def", [NEW])
    run = newest_run(tmp_path, NOON + timedelta(days=1))
    assert run and run["run_id"] == "2026-11-30T120000Z-def"


def test_what_a_clock_ahead_dated_counts_from_when_it_is_settled(tmp_path: Path):
    """A run of a year ahead, and what it told of a stream and of a repository's stars on that day."""
    landing, ahead = Landing(tmp_path / "landing", "reality"), NOON + timedelta(days=365)
    land(tmp_path, "ahead", [replace(NEW, started_at=ahead)], ahead)
    run_ids = {"run_id": "ahead", "observed_at": ahead + 20 * MINUTE}
    entry = replace(ENTRY, run_id="ahead", started_at=ahead, ended_at=ahead + MINUTE)
    landing.append(Stream("suiyuan", "ahead", "ledger"), [entry], {}, **run_ids)
    stars = [
        RepositoryCount(repository_id="github:a/b", counted_on=day.date(), star_count=3)
        for day in (NOON, ahead)
    ]
    landing.append(Stream("github", "github:a/b", "repository"), stars, {}, **run_ids)
    settled = NOON + timedelta(hours=1)
    with warehouse.open_working(tmp_path) as db:
        types = (*RECORD_TYPES, RepositoryCount)
        late = warehouse.load(db, landing, types, settling=Settling(settled, settled, "later")).late
        tables = ("staging.runs", "staging.ledger", "staging.repository_counts")
        warehouse.build(db, wanted=set(tables), now=settled)
        runs = db.execute("select started_at, started_on from staging.runs").fetchall()
        ledger = db.execute("select started_at, ended_at, started_on from staging.ledger").fetchall()
        counts = db.execute("select counted_on, star_count from staging.repository_counts").fetchall()
    assert set(late) == {"suiyuan/ahead/ledger", "github/github:a/b/repository"}
    assert runs == [(settled, settled.date())]
    assert ledger == [(settled, settled, settled.date())]
    assert counts == [(NOON.date(), 3)]
