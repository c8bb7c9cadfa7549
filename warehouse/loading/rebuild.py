"""The landing folder in, a new warehouse out: proof that landing is all there is to keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from warehouse.clock import Settling
from warehouse.database import WORKING, connect, refuse_held, writer_lock
from warehouse.landing.file import Record
from warehouse.landing.landing import Landing
from warehouse.loading.load import LoadReport, load
from warehouse.publishing.snapshots import TableDifference, diff


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What was loaded, and how its raw tables differ from those of the warehouse that it replaced."""

    loaded: LoadReport
    differences: tuple[TableDifference, ...]


def rebuild(
    data: Path,
    landing: Landing,
    record_types: Iterable[type[Record]],
    *,
    run_id: str = "-",
    settling: Settling | None = None,
) -> RebuildReport:
    """Load all that has landed into a new warehouse and put it in the old one's place; build it afterwards.

    The old one stays until the new one is whole. Raises WarehouseBusy while somebody else has it open.
    """
    working, part = data / WORKING, data / f".part-{WORKING}"
    with writer_lock(data, run_id):
        refuse_held(working)
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)
        with connect(part) as db:
            loaded = load(db, landing, record_types, settling=settling)
        tables = diff(working, part, "raw") if working.exists() else []
        part.replace(working)
    return RebuildReport(loaded, tuple(each for each in tables if each.removed_count or each.added_count))
