"""A run killed at any moment loses at most what was in flight; the next ends as if nothing had happened."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

SEED = 20261123
PATIENCE_SECONDS = 240
LANDING_FILES = 12  # what the collecting of this world lands, about
STEPS = ("装载 load", "建模 build", "检查 check", "发布 publish")


def moments(count: int, seed: int) -> Iterator[tuple[str | int, float]]:
    """Give moments to kill at: so many landing files more, or a step begun, and then some milliseconds."""
    chance = random.Random(seed)
    for number in range(count):
        after = chance.uniform(0, 0.4)
        yield (chance.randrange(LANDING_FILES) if number % 2 == 0 else chance.choice(STEPS)), after


def landed(data: Path) -> int:
    return sum(1 for _ in data.glob("landing/*/*/*/*.jsonl.gz"))


def killed_run(ground, data: Path, moment: str | int, after: float) -> bool:
    """Start a run and kill it with all its children at the moment; tell whether it still ran then."""
    said: list[str] = []
    before = landed(data)
    with ground.command("run", "--scope", "quay", data=data) as process:
        listener = threading.Thread(target=lambda: said.extend(process.stderr))
        listener.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            is_due = landed(data) - before >= moment if isinstance(moment, int) else f"{moment}\n" in said
            if is_due:
                time.sleep(after)
                break
            time.sleep(0.01)
        is_running = process.poll() is None
        if is_running:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        listener.join()
    return is_running


def resumed(ground, data: Path) -> dict[str, Sequence[tuple]]:
    """Run to the end and give the marts."""
    done = ground.suiyuan("run", "--scope", "quay", data=data)
    assert done.returncode == 0, done.stderr
    return ground.marts(data / "snapshots" / "current" / "public.duckdb")


@pytest.fixture(scope="module")
def uninterrupted(ground, tmp_path_factory):
    return resumed(ground, tmp_path_factory.mktemp("whole"))


def test_killed_at_five_moments_and_resumed(ground, uninterrupted, tmp_path):
    killed = [killed_run(ground, tmp_path, moment, after) for moment, after in moments(5, SEED)]
    assert killed.count(True) >= 4  # a moment may come when the run has just ended
    assert resumed(ground, tmp_path) == uninterrupted


@pytest.mark.prove
@pytest.mark.parametrize("series", range(10))
def test_killed_at_fifty_moments_and_resumed(ground, uninterrupted, tmp_path, series):
    """Ten series of five, each from nothing."""
    killed = [killed_run(ground, tmp_path, moment, after) for moment, after in moments(5, SEED + 1 + series)]
    assert killed.count(True) >= 3
    assert resumed(ground, tmp_path) == uninterrupted
