"""Somebody looks at the working file while a run comes: one line, what was collected is kept, it goes on."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOLDER = """
import sys, duckdb
held = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
sys.stdin.readline()
"""
WORDS = "is held open by process"


@pytest.fixture
def hold() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Open a working file in another program, as a researcher's shell does."""
    started: list[subprocess.Popen[str]] = []

    def start(data: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLDER, str(data / "warehouse.duckdb")]
        held = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(held)
        assert held.stdout and held.stdout.readline() == "open\n"
        return held

    yield start
    for held in started:
        held.communicate()


def test_every_command_that_opens_the_working_file_names_the_holder(ground, hold, tmp_path: Path):
    assert ground.suiyuan("collect", "--scope", "quay", data=tmp_path).returncode == 0
    assert ground.suiyuan("build", data=tmp_path).returncode == 0
    held = hold(tmp_path)
    for words in (("run", "--scope", "quay"), ("build",), ("publish",), ("rebuild",)):
        done = ground.suiyuan(*words, data=tmp_path)
        assert done.returncode == 1
        (line,) = [line for line in done.stderr.splitlines() if WORDS in line]
        assert f"{WORDS} {held.pid} " in line
        assert "suiyuan sql" in line
        assert "Traceback" not in done.stderr
        assert ("What was collected has landed; the next run loads it." in line) == (words[0] == "run")
    assert "✗ 需要处理 needs you" in ground.suiyuan("status", data=tmp_path).stdout
    held.communicate()
    assert ground.suiyuan("run", "--scope", "quay", data=tmp_path).returncode == 0
    assert "✓ 完成 all done" in ground.suiyuan("status", data=tmp_path).stdout


def test_a_run_that_is_killed_after_collecting_is_not_done(ground, tmp_path: Path):
    with ground.command("run", "--scope", "quay", data=tmp_path) as process:
        for line in process.stderr:
            if line == "建模 build\n":
                break
        time.sleep(0.3)
        process.kill()
    status = ground.suiyuan("status", data=tmp_path)
    assert status.returncode == 2
    assert "✗ 未完成 did not finish  最后一步 last step: 建模 build" in status.stdout
    assert ground.suiyuan("run", "--scope", "quay", data=tmp_path).returncode == 0
    query = "select state, last_step, exit_code is null from marts.runs order by started_at"
    told = ground.suiyuan("sql", query, "--format", "csv", data=tmp_path).stdout.splitlines()
    assert told[1:] == ["unfinished,build,true", "building,load,true"]
