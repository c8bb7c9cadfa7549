"""Runs that are told to stop, that meet each other, and that reach no forge."""

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from warehouse import list_snapshots

PATIENCE_SECONDS = 120
JOB_SECONDS = 60


def wait_for_line(process, text: str) -> str:
    """Read what a process says until a line holds the text; give all of it."""
    said = ""
    while text not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    return said


@pytest.mark.parametrize("to_group", [False, True], ids=["process", "group"])
def test_sigterm_ends_a_run_cleanly_and_the_next_one_goes_on(ground, tmp_path, to_group):
    with ground.command("run", "--scope", "quay", data=tmp_path) as process:
        wait_for_line(process, "采集 collect")
        (os.killpg if to_group else os.kill)(process.pid, signal.SIGTERM)
        started = time.monotonic()
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 2, err
    assert "Traceback" not in err
    assert time.monotonic() - started < 30
    assert "the next run goes on from here" in out + err
    assert list_snapshots(tmp_path) == []
    status = ground.suiyuan("status", data=tmp_path)
    assert "部分完成 partial" in status.stdout  # its end is in the ledger
    again = ground.suiyuan("collect", "--scope", "quay", data=tmp_path)
    assert again.returncode == 0, again.stderr


def test_the_second_of_two_runs_refuses_and_names_the_first(ground, tmp_path):
    with ground.command("run", "--scope", "quay", data=tmp_path) as first:
        wait_for_line(first, "采集 collect")
        for command in ("run", "collect", "build", "publish", "rebuild"):
            second = ground.suiyuan(command, data=tmp_path)
            assert second.returncode == 1
            assert f"process {first.pid}" in second.stderr
            assert "suiyuan run" in second.stderr
            assert len(second.stderr.splitlines()) == 1
        _, err = first.communicate(timeout=PATIENCE_SECONDS)
    assert first.returncode == 0, err


def test_with_no_forge_in_reach_the_job_ends_soon_and_packages_still_come(ground, tmp_path):
    """Both forges: a port that takes no connection and one that refuses it."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as silent, socket.socket() as waiting:
        waiting.connect(silent.getsockname())
        with socket.create_server(("127.0.0.1", 0)) as server:
            closed = server.getsockname()[1]
        config = ground.copied_config(
            tmp_path / "config",
            **{
                "https://forge.example:8443/": f"http://127.0.0.1:{silent.getsockname()[1]}/",
                "http://code.example/{full_name}.git": f"http://127.0.0.1:{closed}/{{full_name}}.git",
            },
        )
        started = time.monotonic()
        done = ground.suiyuan("run", "--scope", "quay", "--config", config, data=tmp_path / "data")
        seconds = time.monotonic() - started
    assert done.returncode == 2, done.stderr
    assert seconds < JOB_SECONDS
    assert done.stderr.count(" unreachable ") == 4
    assert "npm npm:crane-wrapper ok" in done.stderr
    assert "pypi pypi:crane ok" in done.stderr
    assert len(list_snapshots(tmp_path / "data")) == 1


def test_a_forge_that_comes_back_is_collected_by_the_next_run(ground, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    replaced = {"https://forge.example:8443/": f"http://127.0.0.1:{closed}/"}
    config = ground.copied_config(tmp_path / "config", **replaced)
    data: Path = tmp_path / "data"
    assert ground.suiyuan("collect", "--scope", "quay", "--config", config, data=data).returncode == 2
    again = ground.suiyuan("collect", "--scope", "quay", data=data)
    assert again.returncode == 0
    assert "git github:harbour/crane ok" in again.stderr
    assert "git gitcode:project/board not_modified" in again.stderr
