"""The working file has one writer, and landing alone can make it again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

import warehouse
from warehouse import Landing, Stream, WarehouseBusy
from warehouse.loading.load import loaded_positions
from warehouse.publishing.snapshots import TableDifference

START = datetime(2026, 3, 1, tzinfo=UTC)
STREAM = Stream("github", "github:owner/name", "tickets")
WRITER = """
import sys, pathlib, warehouse
with warehouse.open_working(pathlib.Path(sys.argv[1]), run_id="night-7"):
    print("open", flush=True)
    sys.stdin.readline()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    table: ClassVar[str] = "tickets"
    key: ClassVar[tuple[str, ...]] = ("number",)
    version: ClassVar[int] = 1

    number: str
    state: str = "open"


def test_a_second_writer_is_told_who_the_first_one_is(data: Path):
    command = [sys.executable, "-c", WRITER, str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdin and first.stdout and first.stdout.readline() == "open\n"
        line = rf"^.*warehouse\.duckdb is being written by run night-7 \(process {first.pid}\) since .*: let"
        with pytest.raises(WarehouseBusy, match=line), warehouse.open_working(data):
            pass
        first.kill()
    with warehouse.open_working(data) as db:
        assert db.execute("select 1").fetchall() == [(1,)]


HOLDER = """
import sys, duckdb
held = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "reading")
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(params=["reading", "writing"])
def holder(request: pytest.FixtureRequest, data: Path, landing: Landing) -> Iterator[subprocess.Popen[str]]:
    """Somebody who has the working file open in a program of their own."""
    land_and_load(data, landing, days=1)
    command = [sys.executable, "-c", HOLDER, str(data / "warehouse.duckdb"), request.param]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdout and held.stdout.readline() == "open\n"
        yield held
        held.kill()


def test_whoever_holds_the_file_open_is_named(data: Path, holder: subprocess.Popen[str]):
    line = rf"warehouse\.duckdb is held open by process {holder.pid} \(.*python.*\): close it.*suiyuan sql"
    with pytest.raises(WarehouseBusy, match=line), warehouse.open_working(data):
        pass


def test_what_somebody_holds_open_is_not_rebuilt(data: Path, landing: Landing, holder: subprocess.Popen[str]):
    before = (data / "warehouse.duckdb").read_bytes()
    with pytest.raises(WarehouseBusy, match=f"process {holder.pid}"):
        warehouse.rebuild(data, landing, [Ticket])
    holder.kill()
    holder.wait()
    assert (data / "warehouse.duckdb").read_bytes() == before
    assert warehouse.rebuild(data, landing, [Ticket]).differences == ()


def test_the_lock_ends_with_the_work(data: Path):
    for run_id in ("first", "second"):
        with warehouse.open_working(data, run_id=run_id):
            said = (data / "warehouse.lock").read_text()
            assert said.startswith(f"run {run_id} (process {os.getpid()}) since ")


def land_and_load(data: Path, landing: Landing, days: int) -> None:
    with warehouse.open_working(data) as db:
        for day in range(days):
            records = [Ticket(number=str(n), state=f"s{n * day}") for n in range(3)]
            moment = START + timedelta(days=day)
            landing.append(STREAM, records, {"day": day}, observed_at=moment, run_id="r", key_id="k")
            warehouse.load(db, landing, [Ticket])


def test_landing_alone_makes_the_warehouse_again(data: Path, landing: Landing):
    land_and_load(data, landing, days=4)
    report = warehouse.rebuild(data, landing, [Ticket])
    assert (report.loaded.file_count, report.loaded.row_count, report.differences) == (4, 9, ())
    with warehouse.open_working(data) as db:
        assert loaded_positions(db) == {STREAM: 4}
        landing.compact(loaded_positions(db), before=date(2026, 3, 9))
    assert warehouse.rebuild(data, landing, [Ticket]).differences == ()


def test_a_rebuild_says_what_landing_does_not_bear_out(data: Path, landing: Landing):
    land_and_load(data, landing, days=1)
    with warehouse.open_working(data) as db:
        db.execute("delete from raw.tickets where number = '0'")
        db.execute("insert into raw.tickets by name select 'made up' as number")
    (difference,) = warehouse.rebuild(data, landing, [Ticket]).differences
    assert difference == TableDifference(
        "raw.tickets", older_count=3, newer_count=3, removed_count=1, added_count=1
    )
    assert warehouse.rebuild(data, landing, [Ticket]).differences == ()


def test_a_lost_warehouse_is_rebuilt(data: Path, landing: Landing):
    land_and_load(data, landing, days=2)
    (data / "warehouse.duckdb").unlink()
    assert warehouse.rebuild(data, landing, [Ticket]).loaded.file_count == 2


def test_nothing_is_rebuilt_under_a_writer(data: Path, landing: Landing):
    with warehouse.open_working(data, run_id="night"), pytest.raises(WarehouseBusy, match="run night"):
        warehouse.rebuild(data, landing, [Ticket])
