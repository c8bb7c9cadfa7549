"""The one working file and its one writer."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseBusy


@contextmanager
def open_working(
    data: Path, *, run_id: str = "-", memory_limit: str = "4GB"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open ``data/warehouse.duckdb`` for writing; raise WarehouseBusy while somebody else does.

    Above ``memory_limit`` work goes on from disk.
    """
    with (
        writer_lock(data, run_id),
        duckdb.connect(data / "warehouse.duckdb", config={"memory_limit": memory_limit}) as db,
    ):
        yield db


@contextmanager
def writer_lock(data: Path, run_id: str) -> Iterator[None]:
    """Hold ``data/warehouse.lock``, which says who writes. It ends with its process, however that ends."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "warehouse.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise WarehouseBusy(
                f"{data / 'warehouse.duckdb'} is being written by {lock.read().strip()}: wait until it ends."
            ) from None
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
