"""A collection that is killed, at any point of forges and git, goes on as if nothing had happened."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

SUIYUAN = Path(sys.executable).with_name("suiyuan")
SEED = 20261124
PATIENCE_SECONDS = 240
KILLS = 5


def start(ground, data: Path) -> subprocess.Popen[str]:
    words = [SUIYUAN, "collect", "--config", ground.config, "--data", data]
    return subprocess.Popen(
        list(map(str, words)),
        env={**os.environ, "SUIYUAN_MAILBOX_KEY": str(ground.config / "mailbox.key")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def landed(data: Path) -> int:
    return sum(1 for _ in data.glob("landing/*/*/*/*.jsonl.gz"))


def kill(ground, data: Path, file_count: int, after: float) -> bool:
    """Start a collection and kill it when so many files more have landed; tell whether it still ran then."""
    before = landed(data)
    deadline = time.monotonic() + PATIENCE_SECONDS
    with start(ground, data) as process:
        while process.poll() is None and time.monotonic() < deadline:
            if landed(data) - before >= file_count:
                time.sleep(after)
                break
            time.sleep(0.01)
        is_running = process.poll() is None
        process.kill()
    return is_running


def killed_and_resumed(ground, data: Path, seed: int):
    """Kill five collections at seeded points, then let one end; give how many were killed and the rows."""
    chance = random.Random(seed)
    killed = [kill(ground, data, chance.randrange(15), chance.uniform(0, 0.2)) for _ in range(KILLS)]
    with start(ground, data) as process:
        _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode in (0, 2), said
    return sum(killed), ground.warehouse(data)


def test_killed_at_five_points_and_resumed(ground, same, tmp_path):
    killed, tables = killed_and_resumed(ground, tmp_path, SEED)
    assert killed >= KILLS - 1  # a point may come when all has landed
    same(tables)


@pytest.mark.prove
@pytest.mark.parametrize("series", range(10))
def test_killed_at_fifty_points_and_resumed(ground, same, tmp_path, series):
    """Ten series of five, each from nothing."""
    killed, tables = killed_and_resumed(ground, tmp_path, SEED + 1 + series)
    assert killed >= KILLS - 2
    same(tables)
