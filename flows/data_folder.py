"""What a data folder admits: one run at a time, and one world, reality or one that was generated.

The second run is told who the first is. Nothing of one world may ever land beside another's: what lands
stays, and loading refuses the mixture.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

from flows.errors import AlreadyRunning
from warehouse import WarehouseError
from warehouse.landing import SUFFIX, read_header

REALITY = "reality"
LOCK_FILE = "run.lock"
NAMING_SECONDS = 2.0


@contextmanager
def run_lock(data: Path, command: str, started_at: datetime, name: str = LOCK_FILE) -> Iterator[None]:
    """Hold the data folder for this process, or raise AlreadyRunning. The lock ends with the process."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / name).open("a+", encoding="utf-8") as lock:
        _take(lock, data)
        lock.truncate(0)
        started = f"{started_at.astimezone():%Y-%m-%d %H:%M:%S %z}"
        lock.write(f"suiyuan {command} (process {os.getpid()}, started {started})")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def _take(lock: TextIO, data: Path) -> None:
    """Lock the file, or say who has it; one who has only just taken it gets a moment to write so."""
    until = time.monotonic() + NAMING_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            name = lock.read()
            if name or time.monotonic() > until:
                raise AlreadyRunning(
                    f"{data}: {name or 'another run'} is at work here. Wait until it ends, or stop it."
                ) from None
            time.sleep(0.02)
        else:
            return


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


def world_held(data: Path) -> str | None:
    """Give the world of what has landed, None where nothing has. Raises LandingError for a broken file."""
    loose = next(
        (data / "landing").glob(f"*/*/*/*{SUFFIX}"), None
    )  # the newest of a stream is never compacted
    return read_header(loose).world_id if loose else None


def refuse_other_world(data: Path, world_id: str) -> None:
    """Raise WarehouseError where something of another world has landed."""
    held = world_held(data)
    if held not in (None, world_id):
        raise WarehouseError(
            f"{data} holds the world {held}, this is a run in {world_id}: they never mix, use another data"
            " folder. What make demo made, make demo builds."
        )
