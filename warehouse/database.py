"""The one working file and its one writer."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseBusy

WORKING = "warehouse.duckdb"
MEMORY_LIMIT = "4GB"  # above it work goes on from disk


@contextmanager
def open_working(
    data: Path, *, run_id: str = "-", memory_limit: str = MEMORY_LIMIT
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open ``data/warehouse.duckdb`` for writing; raise WarehouseBusy while somebody else does."""
    with writer_lock(data, run_id), connect(data / WORKING, memory_limit) as db:
        yield db


def connect(path: Path, memory_limit: str = MEMORY_LIMIT) -> duckdb.DuckDBPyConnection:
    """Open a database file for writing; whoever calls this holds the lock.

    Raises WarehouseBusy where another program, such as a DuckDB shell, has it open, for reading too.
    """
    try:
        return duckdb.connect(path, config={"memory_limit": memory_limit})
    except duckdb.IOException as error:
        if "Could not set lock" in str(error):
            raise WarehouseBusy(_held(path, str(error))) from error
        raise


def refuse_held(path: Path) -> None:
    """Raise WarehouseBusy where another program has a database file open."""
    if path.exists():
        connect(path).close()


def _held(path: Path, said: str) -> str:
    """Say who holds a file, as far as DuckDB tells."""
    program = re.search(r"held in (.+?) \(PID (\d+)\)", said)
    who = f"process {program[2]} ({program[1]})" if program else "another process"
    return (
        f"{path} is held open by {who}: close it there. To look at the data, read the published snapshot:"
        " suiyuan sql."
    )


@contextmanager
def writer_lock(data: Path, run_id: str) -> Iterator[None]:
    """Hold ``data/warehouse.lock``, which says who writes. It ends with its process, however that ends."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "warehouse.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise WarehouseBusy(f"{data / WORKING} is being written by {lock.read()}: let it end.") from None
        lock.truncate(0)
        lock.write(f"run {run_id} (process {os.getpid()}) since {datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}")
        lock.flush()
        yield


@contextmanager
def transaction(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit all of it, or nothing where it fails."""
    db.begin()
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()
