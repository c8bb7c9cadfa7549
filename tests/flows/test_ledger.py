"""The ledger as landing files, and as rows after loading."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import warehouse
from collectors.clock import SystemClock
from flows.ledger import LANDING_SECONDS, RECORD_TYPES, Ledger, LedgerEntry, Run
from warehouse import Landing, Stream

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
RUN = Run(
    run_id="2026-01-01T120000Z-abcdef",
    command="run",
    scope="small",
    only=None,
    started_at=NOON,
    ended_at=None,
    exit_code=None,
    suiyuan_version="0",
)
ENTRY = LedgerEntry(
    run_id=RUN.run_id,
    source="git",
    target_id="github:harbour/crane",
    kind="history",
    started_at=NOON,
    ended_at=NOON + timedelta(seconds=3),
    outcome="ok",
    detail=None,
    window_from=None,
    window_until=None,
    row_count=12,
    forge_total=12,
    request_count=0,
    quota_remaining=None,
    is_complete=True,
)
STREAM = Stream("suiyuan", RUN.run_id, "ledger")


class Clock(SystemClock):
    """Shows the time that the test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    def elapsed(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing", "reality")


def loaded(landing: Landing) -> tuple[list, list]:
    with warehouse.open_working(landing.folder.parent) as db:
        warehouse.load(db, landing, RECORD_TYPES)
        entries = db.execute("select target_id, outcome from raw.ledger order by all").fetchall()
        runs = db.execute("select run_id, exit_code from raw.runs order by observed_at, sequence").fetchall()
    return entries, runs


def test_a_run_lands_when_it_starts_and_when_it_ends(landing, clock):
    ledger = Ledger(landing, RUN, clock)
    assert loaded(landing) == ([], [(RUN.run_id, None)])
    clock.seconds = 60
    ledger.add(ENTRY)
    ledger.end(2)
    assert loaded(landing) == ([("github:harbour/crane", "ok")], [(RUN.run_id, None), (RUN.run_id, 2)])
    assert ledger.run.ended_at == NOON + timedelta(seconds=60)


def test_entries_land_together_within_seconds(landing, clock):
    ledger = Ledger(landing, RUN, clock)
    for number in range(10):
        ledger.add(replace(ENTRY, target_id=f"a{number}"))
    assert loaded(landing)[0] == []
    clock.seconds = LANDING_SECONDS
    ledger.add(replace(ENTRY, target_id="last"))
    assert len(loaded(landing)[0]) == 11
    assert len(ledger.entries) == 11


def test_its_state_says_where_the_run_stands(landing, clock):
    ledger = Ledger(landing, RUN, clock)
    state = landing.state(STREAM)
    assert state and (state["command"], state["scope"], state["ended_at"]) == ("run", "small", None)
    ledger.add(ENTRY)
    ledger.add(replace(ENTRY, target_id="b", outcome="gone"))
    ledger.end(0)
    state = landing.state(STREAM)
    assert state and (state["exit_code"], state["outcomes"]) == (0, {"ok": 1, "gone": 1})


@pytest.mark.parametrize(
    ("outcome", "is_good"),
    [("ok", True), ("not_modified", True), ("gone", True), ("unreachable", False), ("skipped", False)],
)
def test_what_leaves_something_to_do(outcome, is_good):
    assert replace(ENTRY, outcome=outcome).is_good is is_good
