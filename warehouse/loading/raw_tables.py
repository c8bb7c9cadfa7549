"""Record classes in, raw tables out: columns come from the annotations, so that no DDL file can disagree."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from types import NoneType
from typing import Any, get_args, get_type_hints

import duckdb

from warehouse.errors import LoadError
from warehouse.landing.file import Record

TYPES: dict[Any, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMP WITH TIME ZONE",
    tuple[str, ...]: "VARCHAR[]",
}
ORIGIN = {
    "observed_at": "TIMESTAMP WITH TIME ZONE",
    "content_hash": "VARCHAR",
    "is_deleted": "BOOLEAN",
    "stream": "VARCHAR",
    "sequence": "BIGINT",
}
BOOKKEEPING = """
create schema if not exists raw;
create schema if not exists landing;
create table if not exists landing.identity (world_id varchar not null, key_id varchar);
create table if not exists landing.raw_tables (table_name varchar not null, version bigint not null);
create table if not exists landing.files (
    stream varchar not null,
    sequence bigint not null,
    line_count bigint not null,
    loaded_at timestamptz not null,
    header_at timestamptz not null,
    observed_at timestamptz not null
)
"""  # header_at: as the collector's clock said; observed_at: as it is believed, and stands in the raw tables
WITHOUT_TIMES = """
select 1 from duckdb_tables() t
where database_name = current_database() and schema_name = 'landing' and table_name = 'files'
    and not exists (
        select 1 from duckdb_columns() c where c.table_oid = t.table_oid and column_name = 'header_at'
    )
"""


@dataclass(frozen=True, slots=True)
class RawTable:
    """One record class as a table: its key, its columns with their types, and which must be known.

    ``constant`` columns never change for a key, so that a batch can replace by them as by the key's own.
    """

    name: str
    key: tuple[str, ...]
    version: int
    columns: dict[str, str]
    required: tuple[str, ...]
    constant: tuple[str, ...]


def raw_table(record_type: type[Record]) -> RawTable:
    """Derive the raw table of a record class. A field that cannot be None is required."""
    hints = get_type_hints(record_type)
    columns: dict[str, str] = {}
    required: list[str] = []
    for field in fields(record_type):  # pyright: ignore[reportArgumentType]  # records are dataclasses
        hint = hints[field.name]
        types = [hint] if hint in TYPES else [each for each in get_args(hint) if each is not NoneType]
        columns[field.name] = TYPES[types[0]]
        if hint in TYPES:
            required.append(field.name)
    if reserved := columns.keys() & ORIGIN.keys():
        raise ValueError(f"{record_type.__name__} has fields that every raw table has: {sorted(reserved)}")
    constant = record_type.key + getattr(record_type, "constant", ())
    return RawTable(
        record_type.table, record_type.key, record_type.version, columns, tuple(required), constant
    )


def prepare(db: duckdb.DuckDBPyConnection, tables: Iterable[RawTable]) -> set[str]:
    """Make the raw tables and add new nullable columns; give the tables to load again in a newer version.

    A warehouse of before batches had two times is emptied, so that all of landing is loaded again.
    """
    if db.execute(WITHOUT_TIMES).fetchall():
        db.execute("drop schema raw cascade")
        db.execute("drop table landing.files")
        db.execute("drop table landing.raw_tables")
    db.execute(BOOKKEEPING)
    versions = dict(db.execute("select table_name, version from landing.raw_tables").fetchall())
    outdated: set[str] = set()
    for table in tables:
        if versions.get(table.name) == table.version:
            _add_columns(db, table)
        else:
            create(db, table, versions.get(table.name, 0))
            outdated |= {table.name} & versions.keys()
    return outdated


def create(db: duckdb.DuckDBPyConnection, table: RawTable, held_version: int) -> None:
    """Make a raw table empty. Raises LoadError where it holds what a later version of the software wrote."""
    if held_version > table.version:
        raise LoadError(
            f"raw.{table.name} holds version {held_version}, this software knows {table.version}: update it."
        )
    columns = ", ".join(f'"{name}" {kind}' for name, kind in (table.columns | ORIGIN).items())
    db.execute(f'create or replace table raw."{table.name}" ({columns})')
    db.execute("delete from landing.raw_tables where table_name = ?", [table.name])
    db.execute("insert into landing.raw_tables values (?, ?)", [table.name, table.version])


def _add_columns(db: duckdb.DuckDBPyConnection, table: RawTable) -> None:
    held = dict(
        db.execute(
            "select column_name, data_type from duckdb_columns()"
            " where database_name = current_database() and schema_name = 'raw' and table_name = ?",
            [table.name],
        ).fetchall()
    )
    added = table.columns.keys() - held.keys()
    changed = [name for name, kind in held.items() if (table.columns | ORIGIN).get(name) != kind]
    if changed := sorted({*changed, *(added & set(table.required))}):
        raise LoadError(
            f"raw.{table.name} has another shape in {', '.join(changed)}, though both are version"
            f" {table.version}: only a nullable field may be added without a new version and its upgrade."
        )
    for name in (name for name in table.columns if name in added):
        db.execute(f'alter table raw."{table.name}" add column "{name}" {table.columns[name]}')
