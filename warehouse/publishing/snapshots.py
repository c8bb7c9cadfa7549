"""The published snapshots: a dated folder each, never changed, opened read-only.

Every snapshot has a path of its own, since within a process DuckDB goes on serving what a path held first. So
``data/snapshots/current`` is followed before anything is opened.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from warehouse.building.model import literal
from warehouse.errors import SnapshotMissing

SHARED_COLUMNS = """
with
columns as (
    select table_name, column_name, min(column_index) as position, list(database_name) as held_by
    from duckdb_columns()
    where database_name in ('older', 'newer') and schema_name = ?
    group by table_name, column_name
),
tables as (select table_name, max(len(held_by)) as side_count from columns group by table_name)
select table_name, any_value(held_by), list(column_name order by position)
from columns join tables using (table_name)
where len(held_by) = side_count
group by table_name
order by table_name
"""
COUNTS = """
select
    (select count(*) from older_rows),
    (select count(*) from newer_rows),
    (select count(*) from (from older_rows except all from newer_rows)),
    (select count(*) from (from newer_rows except all from older_rows))
"""


@dataclass(frozen=True)
class Snapshot:
    """One published state of everything, by its folder."""

    folder: Path

    @property
    def snapshot_id(self) -> str:
        """The instant of publishing in UTC, as in ``2026-11-23T040506Z``."""
        return self.folder.name

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What the snapshot says of itself: hashes, versions, coverage, row counts."""
        return json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))

    @property
    def number(self) -> int:
        """The place in the order of publishing; 0 for those of before they were numbered, or not readable."""
        try:
            return self.manifest.get("number", 0)
        except ValueError:
            return 0

    @property
    def is_pinned(self) -> bool:
        """Whether somebody cites it, so that it never expires."""
        return (self.folder / "pinned").exists()

    def pin(self, reason: str) -> None:
        """Keep the snapshot for good, and say why: a report cites it, for example."""
        with (self.folder / "pinned").open("a", encoding="utf-8") as file:
            file.write(f"{reason}\n")


@dataclass(frozen=True, slots=True)
class TableDifference:
    """How one table differs between two files; a table that is absent counts as empty."""

    table: str
    older_count: int
    newer_count: int
    removed_count: int
    added_count: int


def list_snapshots(data: Path | str = "data") -> list[Snapshot]:
    """List what is published, in the order of publishing, which need not be that of the names."""
    found = [Snapshot(path.parent) for path in Path(data, "snapshots").glob("2*/manifest.json")]
    return sorted(found, key=lambda each: (each.number, each.snapshot_id))


def find_snapshot(folder_or_data: Path | str = "data") -> Snapshot:
    """Give the snapshot in a folder, or the current one of a data folder; raise SnapshotMissing."""
    for folder in (Path(folder_or_data), Path(folder_or_data, "snapshots", "current")):
        if (folder / "manifest.json").exists():
            return Snapshot(folder.resolve())
    raise SnapshotMissing(f"{folder_or_data} holds no snapshot: run `suiyuan run`, or name another folder.")


def open_snapshot(
    folder_or_data: Path | str | None = None, edition: str = "public"
) -> duckdb.DuckDBPyConnection:
    """Open a snapshot read-only: that of a folder, or the current one of a data folder (None: ``data``)."""
    folder = find_snapshot(folder_or_data or "data").folder
    if not (folder / f"{edition}.duckdb").exists():
        raise SnapshotMissing(f"{folder} holds no {edition}.duckdb: this edition is given on request.")
    return duckdb.connect(folder / f"{edition}.duckdb", read_only=True)


def diff(older: Path, newer: Path, schema: str = "marts") -> list[TableDifference]:
    """Compare the tables of a schema in two DuckDB files, row by row in the columns that both have."""
    with duckdb.connect() as db:
        for catalog, path in (("older", older), ("newer", newer)):
            db.execute(f"attach {literal(str(path))} as {catalog} (read_only)")
        tables = db.execute(SHARED_COLUMNS, [schema]).fetchall()
        return [_difference(db, f'{schema}."{table}"', *rest) for table, *rest in tables]


def _difference(
    db: duckdb.DuckDBPyConnection, table: str, held_by: list[str], columns: list[str]
) -> TableDifference:
    names = ", ".join(f'"{name}"' for name in columns)
    for side in ("older", "newer"):
        source = f"{side if side in held_by else held_by[0]}.{table} where {side in held_by}"
        db.execute(f"create or replace temp view {side}_rows as select {names} from {source}")
    return TableDifference(table.replace('"', ""), *db.execute(COUNTS).fetchall()[0])
