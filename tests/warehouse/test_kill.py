"""A process killed at any moment loses at most the batch in flight; the next one goes on from there."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

import warehouse
from warehouse import Landing, Stream

STREAM = Stream("github", "github:owner/name", "tickets")
START = datetime(2026, 3, 1, tzinfo=UTC)
BATCHES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    table: ClassVar[str] = "tickets"
    key: ClassVar[tuple[str, ...]] = ("number",)
    version: ClassVar[int] = 1

    number: str
    state: str


def collect(data: Path, before_each_step: Callable[[], None] = lambda: None) -> None:
    """Land what is still missing of twelve batches and load after each; every batch changes older tickets."""
    landing = Landing(data / "landing", "reality")
    done = (landing.state(STREAM) or {"done": 0})["done"]
    with warehouse.open_working(data, run_id="collect") as db:
        for number in range(done, BATCHES):
            records = [Ticket(number=str(n), state=f"s{n * number % 7}") for n in range(2000)]
            observed_at = START + timedelta(days=number)
            before_each_step()
            landing.append(STREAM, records, {"done": number + 1}, observed_at=observed_at, run_id="r")
            before_each_step()
            warehouse.load(db, landing, [Ticket])
        warehouse.load(db, landing, [Ticket])


def contents(data: Path) -> tuple[list, list]:
    with warehouse.open_working(data) as db:
        rows = db.execute("select * from raw.tickets order by all").fetchall()
        files = db.execute("select stream, sequence, line_count from landing.files order by all").fetchall()
    return rows, files


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[list, list]:
    data = tmp_path_factory.mktemp("whole")
    collect(data)
    return contents(data)


@pytest.mark.parametrize(
    "seed", [*range(5), *(pytest.param(seed, marks=pytest.mark.prove) for seed in range(5, 50))]
)
def test_killed_and_resumed_equals_uninterrupted(seed: int, tmp_path: Path, uninterrupted):
    """kill -9 within 60 ms of the start of landing (even seeds) or of loading (odd ones) a seeded batch."""
    chance = random.Random(seed)
    batch, pause = chance.randrange(BATCHES), chance.random() * 0.06
    with subprocess.Popen(
        [sys.executable, __file__, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        for _ in range(2 * batch + seed % 2 + 1):
            assert process.stdout.readline() == "ready\n"
            process.stdin.write("go\n")
            process.stdin.flush()
        signal.sigtimedwait([], pause)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert len(list((tmp_path / "landing").rglob("*.jsonl.gz"))) in {batch, batch + 1}
    collect(tmp_path)
    assert contents(tmp_path) == uninterrupted


def ask() -> None:
    """Say that the next step can begin, and wait until the parent allows it."""
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()


if __name__ == "__main__":
    collect(Path(sys.argv[1]), before_each_step=ask)
