"""The made-up snapshot has no table and no column but those that the warehouse publishes."""

from pathlib import Path

import duckdb

MARTS = Path(__file__).parents[2] / "warehouse" / "models" / "marts"
COLUMNS = "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"


def documented(table: str) -> set[str]:
    (path,) = MARTS.rglob(f"{table}.sql")
    text = path.read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.startswith("-- column:"))
    return {line.removeprefix("-- column:").split("|")[0].strip() for line in lines}


def test_the_tables_of_the_fiction_have_the_columns_of_the_marts(fiction: Path):
    with duckdb.connect(fiction / "snapshots" / "current" / "public.duckdb", read_only=True) as db:
        found: dict[str, set[str]] = {}
        for table, column in db.execute(COLUMNS).fetchall():
            found.setdefault(table, set()).add(column)
    assert found == {table: documented(table) for table in found}
