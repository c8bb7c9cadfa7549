"""The daily run by itself, at the times that the settings name, in one process until it is told to stop.

Prefect's own scheduler is not used: its temporary server has none, and a full one keeps three processes for
one tick a day (docs/decisions/0012). Each tick is a flow run in Prefect like any other.
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from flows.collecting.progress import PlainLines
from flows.collecting.stop import Stop
from flows.config.load import load_config
from flows.data_folder import run_lock
from flows.errors import ScheduleError
from flows.runs.prefect_server import temporary_server
from flows.runs.run import OPERATOR_ERRORS, Request, open_job

LONGEST_WAIT_SECONDS = 30.0  # then the clock is read again: it may have been set, or the machine have slept
STATE_FILE = "schedule.json"
LOCK_FILE = "schedule.lock"

log = logging.getLogger(__name__)


def serve(request: Request, *, cron: str | None = None) -> int:
    """Run daily at the times of ``cron``, else of the settings, until SIGTERM or Ctrl-C; give the exit code.

    Raises ConfigError or ScheduleError, or AlreadyRunning where a schedule is served on the data already.
    """
    schedule = load_config(request.config).settings.schedule
    cron, zone, stop = cron or schedule.cron, ZoneInfo(schedule.time_zone), Stop()
    next_tick(cron, zone, datetime.now(UTC))
    with (
        run_lock(request.data, "schedule", datetime.now(UTC), LOCK_FILE),
        stop.on_signals(),
        temporary_server(request.data),
    ):
        while not stop.is_requested():
            due = next_tick(cron, zone, datetime.now(UTC))
            with _announced(request.data, cron, schedule.time_zone, due):
                _say(f"下一次运行 next run: {due.astimezone(zone):%Y-%m-%d %H:%M:%S} {schedule.time_zone}")
                _wait(due, stop)
            if not stop.is_requested():
                _tick(request, stop)
    _say("定时任务已停止 the schedule has ended")
    return 0


def next_tick(cron: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the first time of ``cron`` in ``zone`` after ``now``, in UTC. Raises ScheduleError."""
    try:
        return next(CronSim(cron, now.astimezone(zone))).astimezone(UTC)
    except (CronSimError, StopIteration) as error:
        raise ScheduleError(
            f'settings.toml: schedule.cron = "{cron}" names no time ({error}); "30 2 * * *" is half past two'
        ) from error


def _wait(due: datetime, stop: Stop) -> None:
    """Wait until the clock says so, whatever happens to the clock meanwhile."""
    while (left := (due - datetime.now(UTC)).total_seconds()) > 0:
        if stop.wait(min(left, LONGEST_WAIT_SECONDS)):
            return


def _tick(request: Request, stop: Stop) -> None:
    """Run once. What goes wrong is told, and the next tick comes all the same."""
    from flows.runs.daily_flow import daily

    try:
        with open_job(request, stop=stop, progress=PlainLines(sys.stderr)) as job:
            outcome = daily(job, return_state=True).result(raise_on_failure=False)
            if isinstance(outcome, OPERATOR_ERRORS):
                raise outcome
            if isinstance(outcome, BaseException):
                log.error("a bug ended this run", exc_info=outcome)
                job.is_broken_off = True
                job.remarks.append(
                    f"a bug ended the run: {type(outcome).__name__}; the log has the traceback"
                )
        _say(f"完成 ended with {job.exit_code}")
    except OPERATOR_ERRORS as error:
        _say(str(error))


@contextmanager
def _announced(data: Path, cron: str, time_zone: str, due: datetime) -> Iterator[None]:
    """Let the dashboard and ``suiyuan status`` know when the next run is due."""
    path = data / STATE_FILE
    words = {"cron": cron, "time_zone": time_zone, "next_run_at": due.isoformat(), "process": os.getpid()}
    part = path.with_suffix(".part")
    part.write_text(json.dumps(words), encoding="utf-8")
    part.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _say(words: str) -> None:
    sys.stderr.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z} {words}\n")
    sys.stderr.flush()
