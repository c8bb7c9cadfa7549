"""The made-up snapshot has the tables and columns that the warehouse really publishes."""

from pathlib import Path

import duckdb
import pytest

MARTS = Path(__file__).parents[2] / "warehouse" / "models" / "marts"


def documented(table: Path) -> set[str]:
    lines = (line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("-- column:"))
    return {line.removeprefix("-- column:").split("|")[0].strip() for line in lines}


@pytest.mark.parametrize("table", sorted(MARTS.glob("*.sql")), ids=lambda path: path.stem)
def test_a_table_of_the_fiction_has_the_columns_of_the_mart(fiction: Path, table: Path):
    with duckdb.connect(fiction / "snapshots" / "current" / "public.duckdb", read_only=True) as db:
        found = db.execute(
            "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = $table",
            {"table": table.stem},
        ).fetchall()
    assert {name for (name,) in found} == documented(table)
