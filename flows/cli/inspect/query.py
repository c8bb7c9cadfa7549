"""A query on a published snapshot in, its rows out: as a table, csv, json or parquet."""

import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

import warehouse
from flows.errors import QueryError
from warehouse.building import literal
from warehouse.publishing import find_snapshot

FORMATS = {
    "csv": "format csv, header",
    "json": "format json, array true",
    "parquet": "format parquet, compression zstd",
}
SHOWN_ROWS = 200


def open_for_queries(data: Path, edition: str, snapshot_id: str | None) -> duckdb.DuckDBPyConnection:
    """Open the newest snapshot, or the one of that name, read-only."""
    folder = find_snapshot(data / "snapshots" / snapshot_id if snapshot_id else data).folder
    return warehouse.open_snapshot(folder, edition)


def answer(
    db: duckdb.DuckDBPyConnection, query: str, form: str = "table", output: Path | None = None
) -> None:
    """Run one query and write its rows as a table, csv, json or parquet, to a file or to stdout.

    Raises QueryError where DuckDB refuses the query, or Parquet would go to a terminal.
    """
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise QueryError("parquet is not for a terminal: name a file with --output, or redirect.")
    try:
        rows = db.sql(query)
        if rows is not None and form == "table":
            _show(rows, output)
        elif rows is not None:
            _copy(db, rows, form, output)
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _show(rows: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    if output:
        output.write_text(str(rows), encoding="utf-8")
    else:
        rows.show(max_width=shutil.get_terminal_size((120, 40)).columns, max_rows=SHOWN_ROWS)


def _copy(
    db: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, form: str, output: Path | None
) -> None:
    """Write the rows to a file; stdout gets them from a temporary one, since opening it anew would cut it."""
    with tempfile.TemporaryDirectory() as folder:
        path = output or Path(folder, "answer")
        db.execute(f"copy (from rows) to {literal(str(path.absolute()))} ({FORMATS[form]})")
        if output is None:
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.flush()
