"""Hash every table that is built of what a data folder has landed, to hold two versions of the code together.

    python benchmarks/table_hashes.py --data data/demo --as-of 2026-12-01 > before.csv
    python benchmarks/table_hashes.py --data data/demo --as-of 2026-12-01 --against before.csv

The landing files are loaded into a warehouse of the script's own and all models are built as of midnight in
UTC of the day given. A hash is the sum of the hashes of all rows: their order does not matter, a row
that is there twice does. Exit code 1, with the tables named, where one differs from the file.
"""

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import warehouse
from flows.data_folder import REALITY, world_held
from flows.runs.steps import RECORD_TYPES

COLUMNS = ("table", "columns", "rows", "hash")
TABLES = "select schema_name, table_name from duckdb_tables() where not internal order by all"
UNLIKE = ("landing", "build")  # what describes the loading and building themselves


def hashes(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, ...]]:
    """Yield name, columns with types, number of rows and hash of every table."""
    for schema, name in db.execute(TABLES).fetchall():
        if schema in UNLIKE:
            continue
        table = f'"{schema}"."{name}"'
        described = db.execute(f"describe {table}").fetchall()
        columns = ";".join(f"{column[0]} {column[1]}" for column in described)
        (count, total), *_ = db.execute(
            f"select count(*), coalesce(sum(hash(t)::hugeint), 0) from {table} as t"
        ).fetchall()
        yield f"{schema}.{name}", columns, str(count), str(total)


def built(data: Path, as_of: datetime) -> list[tuple[str, ...]]:
    """Load and build what a data folder has landed; give the hashes."""
    landing = warehouse.Landing(data / "landing", world_held(data) or REALITY)
    with tempfile.TemporaryDirectory() as folder, warehouse.open_working(Path(folder)) as db:
        warehouse.load(db, landing, RECORD_TYPES)
        warehouse.build(db, now=as_of)
        return list(hashes(db))


def main() -> int:
    """Print the hashes, or hold them against a file of earlier ones."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--as-of", type=datetime.fromisoformat, required=True, help="a day: 2026-12-01")
    parser.add_argument("--against", type=Path, help="a file that this script printed")
    asked = parser.parse_args()
    found = built(asked.data, asked.as_of.replace(tzinfo=UTC))
    if asked.against is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows([COLUMNS, *found])
        return 0
    with asked.against.open(encoding="utf-8", newline="") as file:
        before = {tuple(row) for row in list(csv.reader(file))[1:]}
    differing = sorted({row[0] for row in before.symmetric_difference(found)})
    print(f"{len(found)} tables, {len(differing)} differ", *differing, sep="\n  ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
