"""The daily flow as Prefect records it, and the temporary server that it brings along."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from flows.errors import PrefectServerError
from flows.runs.prefect_server import DEFAULTS, temporary_server

PATIENCE_SECONDS = 120
ASK = """
import json
from prefect import get_client
with get_client(sync_client=True) as client:
    (run,) = client.read_flow_runs(limit=1, sort="START_TIME_DESC")
    tasks = client.read_task_runs()
    names = sorted(task.name.rsplit("-", 1)[0] for task in tasks if task.flow_run_id == run.id)
    states = {task.state_name for task in tasks if task.flow_run_id == run.id}
    artifacts = client.read_artifacts()
    tables = [json.loads(each.data) for each in artifacts if each.flow_run_id == run.id]
print(json.dumps([run.state_name, names, sorted(states), tables]))
"""
HOLD = """
import os, sys
from pathlib import Path
from flows.runs.prefect_server import temporary_server
with temporary_server(Path(sys.argv[1])):
    print(os.environ["PREFECT_API_URL"], flush=True)
    sys.stdin.read()
"""


def test_prefect_records_the_run_task_by_task(ground, tmp_path):
    """A task for the repositories' git, one for each registry's packages, and each step once."""
    done = ground.suiyuan("run", "--scope", "quay", "--only", "*crane*", data=tmp_path)
    assert done.returncode == 0, done.stderr
    asked = subprocess.run(
        [sys.executable, "-c", ASK], env=dict(ground.environment), capture_output=True, text=True
    )
    assert asked.returncode == 0, asked.stderr
    state, names, states, tables = json.loads(asked.stdout)
    assert (state, states) == ("Completed", ["Completed"])
    collected = {"collect git history 1", "collect npm releases 1", "collect pypi releases 1"}
    assert set(names) >= {*collected, "land_config", "load", "build", "check", "publish", "tidy"}
    (rows,) = tables
    assert [(row["source"], row["streams"], row["ok"]) for row in rows if "ok" in row] == [
        ("git", 2, 2),
        ("npm", 1, 1),
        ("pypi", 1, 1),
    ]


@pytest.fixture
def held(tmp_path):
    """A process that holds a server of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        yield process, process.stdout.readline().strip()
        process.kill()


def is_healthy(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
        return answer.status == 200
    return False


def wait_until_gone(address: str) -> bool:
    deadline = time.monotonic() + 30
    while is_healthy(address):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux to find the child")
def test_the_server_hears_no_signal_and_ends_with_its_run_even_when_that_is_killed(held):
    process, address = held
    (child,) = children(process.pid)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(child, number)
    time.sleep(1)
    assert is_healthy(address)
    process.kill()
    process.wait()
    assert wait_until_gone(address)


def test_a_server_that_cannot_start_is_told_with_the_place_of_its_words(tmp_path, monkeypatch):
    for name in ("PREFECT_API_URL", "PREFECT_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "nonsense")
    with pytest.raises(PrefectServerError) as raised, temporary_server(tmp_path):
        pass
    log = tmp_path / "prefect" / "server.log"
    assert str(log) in str(raised.value)
    assert "Could not parse SQLAlchemy URL" in log.read_text()


def test_prefect_calls_nobody():
    assert DEFAULTS["DO_NOT_TRACK"] == "1"
    assert DEFAULTS["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert DEFAULTS["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] == "90"
