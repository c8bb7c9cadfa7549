"""The schedule: its times by hand, and real ticks in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.data_folder import run_lock
from flows.errors import ScheduleError
from flows.runs.schedule import next_tick
from warehouse import list_snapshots

SHANGHAI = ZoneInfo("Asia/Shanghai")
PATIENCE_SECONDS = 180
SERVE = """
import sys
from pathlib import Path
from flows.runs.run import Request
from flows.runs.schedule import serve
data, cron, only = sys.argv[1:]
config = Path({config!r})
sys.exit(serve(Request(command="run", config=config, data=Path(data), scope="quay", only=only), cron=cron))
"""
EVERY_TWO_SECONDS = "*/2 * * * * *"
NEVER_SOON = "0 0 1 1 *"


@pytest.mark.parametrize(
    ("cron", "now", "due"),
    [
        # 02:30 in Shanghai is 18:30 UTC of the day before
        ("30 2 * * *", datetime(2026, 11, 23, 0, 0, tzinfo=UTC), datetime(2026, 11, 23, 18, 30, tzinfo=UTC)),
        (
            "30 2 * * *",
            datetime(2026, 11, 23, 18, 30, tzinfo=UTC),
            datetime(2026, 11, 24, 18, 30, tzinfo=UTC),
        ),
        # Monday, 23 November 2026: the next Monday 06:00 in Shanghai is Sunday 22:00 UTC
        ("0 6 * * 1", datetime(2026, 11, 23, 0, 0, tzinfo=UTC), datetime(2026, 11, 29, 22, 0, tzinfo=UTC)),
        ("0 0 1 1 *", datetime(2026, 11, 23, 0, 0, tzinfo=UTC), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)),
    ],
)
def test_the_next_time_by_hand(cron, now, due):
    assert next_tick(cron, SHANGHAI, now) == due


@pytest.mark.parametrize("cron", ["61 2 * * *", "a b c d e", "0 0 30 2 *"])
def test_times_that_cannot_be(cron):
    with pytest.raises(ScheduleError, match=r"schedule\.cron"):
        next_tick(cron, SHANGHAI, datetime(2026, 11, 23, tzinfo=UTC))


@contextmanager
def served(ground, data: Path, cron: str, only: str) -> Iterator[subprocess.Popen[str]]:
    """Serve the schedule in a process, which is killed where the test fails."""
    code = SERVE.format(config=str(ground.config))
    command = [sys.executable, "-c", code, str(data), cron, only]
    with subprocess.Popen(
        command, env=dict(ground.environment), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def hear(process: subprocess.Popen[str], text: str) -> str:
    """Read what the process says until a line holds the text; give all of it."""
    said = ""
    while text not in said:
        line = process.stderr.readline() if process.stderr else ""
        assert line, said
        said += line
    return said


def ended(process: subprocess.Popen[str]) -> str:
    """Ask the process to end; give what it said."""
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    return said


def test_real_ticks_run_the_daily_flow(ground, tmp_path):
    with served(ground, tmp_path, EVERY_TWO_SECONDS, "npm:*") as process:
        first = hear(process, "ended with 0")
        hear(process, "ended with 0")
        ended(process)
    assert "npm npm:crane-wrapper ok" in first
    assert len(list_snapshots(tmp_path)) >= 2


def test_while_it_waits_it_says_until_when_and_keeps_a_second_one_away(ground, tmp_path):
    with served(ground, tmp_path, NEVER_SOON, "npm:*") as process:
        hear(process, "next run")
        words = json.loads((tmp_path / "schedule.json").read_text())
        assert datetime.fromisoformat(words["next_run_at"]) > datetime.now(UTC)
        assert (words["process"], words["time_zone"]) == (process.pid, "Asia/Shanghai")
        assert "下次运行 next run" in ground.suiyuan("status", data=tmp_path).stdout
        second = ground.suiyuan("schedule", data=tmp_path)
        assert second.returncode == 1
        assert f"process {process.pid}" in second.stderr
        ended(process)
    assert not (tmp_path / "schedule.json").exists()


def test_sigterm_in_the_middle_of_a_run_ends_that_run_first(ground, tmp_path):
    with served(ground, tmp_path, EVERY_TWO_SECONDS, "*") as process:
        hear(process, "采集 collect")
        said = ended(process)
    assert "ended with 2" in said
    assert "the schedule has ended" in said
    assert list_snapshots(tmp_path) == []
    assert "部分完成 partial" in ground.suiyuan("status", data=tmp_path).stdout


def test_a_tick_while_another_run_works_is_let_pass(ground, tmp_path):
    with (
        run_lock(tmp_path, "build", datetime.now(UTC)),
        served(ground, tmp_path, EVERY_TWO_SECONDS, "npm:*") as process,
    ):
        said = hear(process, "is at work here")
        assert f"suiyuan build (process {os.getpid()}" in said
        hear(process, "is at work here")
        ended(process)
    assert list_snapshots(tmp_path) == []


@pytest.mark.prove
def test_the_cron_line_of_the_settings_ticks(ground, tmp_path):
    """The command as it is, every minute."""
    config = ground.copied_config(tmp_path / "config", **{'"0 3 * * *"': '"* * * * *"'})
    arguments = ("schedule", "--config", config, "--scope", "quay", "--only", "npm:*")
    with ground.command(*arguments, data=tmp_path / "data") as process:
        hear(process, "ended with 0")
        ended(process)
    assert len(list_snapshots(tmp_path / "data")) == 1
