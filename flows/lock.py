"""One run at a time in a data folder: the second is told who the first is."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flows.errors import AlreadyRunning

LOCK_FILE = "run.lock"


@contextmanager
def run_lock(data: Path, command: str, started_at: datetime, name: str = LOCK_FILE) -> Iterator[None]:
    """Hold the data folder for this process, or raise AlreadyRunning. The lock ends with the process."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / name).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(
                f"{data}: {lock.read() or 'another run'} is at work here. Wait until it ends, or stop it."
            ) from None
        lock.truncate(0)
        started = f"{started_at.astimezone():%Y-%m-%d %H:%M:%S %z}"
        lock.write(f"suiyuan {command} (process {os.getpid()}, started {started})")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def holder(data: Path) -> str | None:
    """Say who works in the data folder; None where nobody does."""
    try:
        with (data / LOCK_FILE).open(encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return (data / LOCK_FILE).read_text(encoding="utf-8")
    return None
