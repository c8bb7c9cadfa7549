"""One group of landing files in, new versions of rows out: the SQL of loading, all of it in bulk."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import orjson

from warehouse.errors import LandingError, LoadError
from warehouse.landing.file import LandedFile, Place
from warehouse.loading.raw_tables import RawTable

Times = Mapping[Place, str]
"""The times to go by of the batches that are loaded."""

FILES = {
    "file_no": "BIGINT",
    "path": "VARCHAR",
    "stream": "VARCHAR",
    "sequence": "BIGINT",
    "observed_at": "TIMESTAMPTZ",
    "versions": "JSON",
}
LOOSE_LINES = """
insert into incoming_lines
select file_no, line_no, line
from (
    select filename as path, row_number() over () as line_no, line
    from read_csv(
        $paths, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', header = false,
        skip = 1, auto_detect = false, filename = true, hive_partitioning = false
    )
)
join incoming_files using (path)
"""
COMPACTED_LINES = """
insert into incoming_lines
select file_no, line_number, line
from read_parquet($paths, filename = 'path', hive_partitioning = false)
join incoming_files using (path, stream, sequence)
where line_number > 1
"""
RECORDS = """
create or replace temp view records_in_{oldest} as
select
    file_no, line_no, starts_with(line, '{{"~') as is_deleted, line[strpos(line, ':') + 1 : -2] as record,
    coalesce((versions ->> '{name}')::bigint, {version}) as version
from incoming_lines
join incoming_files using (file_no)
where starts_with(line, '{{"{name}":') or starts_with(line, '{{"~{name}":')
"""
UPGRADE = """
create or replace temp view records_in_{next_version} as
with
outdated as (select * from records_in_{version} where version = {version}),
upgraded as ({select})
select * replace (version + 1 as version) from upgraded
union all by name
select * from records_in_{version} where version <> {version}
"""
ROWS = """
create or replace temp table incoming_rows as
select
    file_no, line_no, is_deleted, observed_at, stream, sequence,
    case when not is_deleted then md5(record) end as content_hash,
    unnest(from_json(record, '{shape}'))
from records_in_{version}
join incoming_files using (file_no)
"""
ABSENT = """
insert into incoming_rows by name
with
replacements as (select unnest(from_json($replacements, $shape), recursive := true)),
known as (select {columns} from raw."{table}" union select {columns} from incoming_rows)
select {key}, file_no, 0 as line_no, true as is_deleted, observed_at, stream, sequence
from known
join replacements on {matches}
join incoming_files using (file_no)
anti join (select {key}, file_no from incoming_rows where not is_deleted) using ({key}, file_no)
"""
CHANGED = """
insert into raw."{table}" by name
with
last_in_file as (select arg_max(rowid, line_no) from incoming_rows group by {key}, file_no),
versions as (
    select {key}, content_hash, observed_at, stream, sequence, rowid as incoming_row
    from incoming_rows where rowid in (from last_in_file)
    union all by name
    select {key}, content_hash, observed_at, stream, sequence
    from raw."{table}" semi join incoming_rows using ({key})
),
compared as (
    select incoming_row, content_hash is distinct from lag(content_hash) over (
        partition by {key} order by observed_at, stream, sequence
    ) as is_changed
    from versions
)
select * exclude (file_no, line_no)
from incoming_rows where rowid in (select incoming_row from compared where is_changed)
"""  # a deletion has no hash: without a version before it, or after another deletion, it changes nothing


def read_lines(db: duckdb.DuckDBPyConnection, files: Sequence[LandedFile], times: Times) -> None:
    """Read the files' lines into ``incoming_lines``; raise LandingError where some are missing."""
    rows = [
        {
            "file_no": number,
            "path": str(file.path),
            "stream": str(file.stream),
            "sequence": file.sequence,
            "observed_at": times[file.place],
            "versions": file.header.versions,
        }
        for number, file in enumerate(files)
    ]
    db.execute(
        "create or replace temp table incoming_files as"
        " select unnest(from_json($rows, $shape), recursive := true)",
        {"rows": _json(rows), "shape": _json([FILES])},
    )
    db.execute("create or replace temp table incoming_lines (file_no bigint, line_no bigint, line varchar)")
    loose = [str(file.path) for file in files if not file.compacted_header]
    compacted = sorted({str(file.path) for file in files if file.compacted_header})
    try:
        for sql, paths in ((LOOSE_LINES, loose), (COMPACTED_LINES, compacted)):
            if paths:
                db.execute(sql, {"paths": paths})
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise LandingError(f"a landing file is broken: {error}. Bring it back from a backup.") from error
    counted = db.execute("select file_no, count(*) from incoming_lines group by all").fetchall()
    _refuse_short(files, dict(counted))


def append_versions(
    db: duckdb.DuckDBPyConnection, table: RawTable, files: Sequence[LandedFile], upgrades: Path
) -> int:
    """Append the versions of a table's rows that ``incoming_lines`` brings; give their number."""
    oldest = min(file.header.versions.get(table.name, table.version) for file in files)
    db.execute(RECORDS.format(name=table.name, version=table.version, oldest=oldest))
    for version in range(oldest, table.version):
        select = upgrade_path(upgrades, table.name, version).read_text().strip().rstrip(";")
        db.execute(UPGRADE.format(version=version, next_version=version + 1, select=select))
    db.execute(ROWS.format(version=table.version, shape=_shape(table)))
    _refuse_incomplete(db, table)
    names = {"table": table.name, "key": ", ".join(f'"{name}"' for name in table.key)}
    for columns, replacements in _replacements(table, files).items():
        matches = " and ".join(f'known."{name}"::varchar = "where_{name}"' for name in columns)
        shape = {"file_no": "BIGINT"} | {f"where_{name}": "VARCHAR" for name in columns}
        known = ", ".join(f'"{name}"' for name in dict.fromkeys(table.key + columns))
        db.execute(
            ABSENT.format(**names, columns=known, matches=matches or "true"),
            {"replacements": _json(replacements), "shape": _json([shape])},
        )
    (row_count,) = db.execute(CHANGED.format(**names)).fetchall()[0]
    return row_count


def _replacements(
    table: RawTable, files: Sequence[LandedFile]
) -> Mapping[tuple[str, ...], list[dict[str, Any]]]:
    """Group the table's replacements by the columns that they fix."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for number, file in enumerate(files):
        for each in file.header.replaces:
            if each["table"] == table.name:
                found[tuple(sorted(each["where"]))].append(
                    {"file_no": number} | {f"where_{name}": value for name, value in each["where"].items()}
                )
    if stray := {name for columns in found for name in columns} - set(table.constant):
        raise LoadError(f"rows of {table.name} are replaced by {sorted(stray)}, which may change.")
    return found


def upgrade_path(upgrades: Path, table: str, version: int) -> Path:
    """Name the file whose SELECT brings a table's records from ``version`` to the next."""
    return upgrades / f"{table}_{version}.sql"


def _refuse_short(files: Sequence[LandedFile], line_counts: Mapping[int, int]) -> None:
    for number, file in enumerate(files):
        if line_counts.get(number, 0) != file.header.record_count:
            raise LandingError(
                f"{file.path}: file {file.sequence} of {file.stream} has {line_counts.get(number, 0)} records"
                f" instead of {file.header.record_count}. Bring it back from a backup."
            )


def _refuse_incomplete(db: duckdb.DuckDBPyConnection, table: RawTable) -> None:
    key_missing = " or ".join(f'"{name}" is null' for name in table.key)
    missing = " or ".join(f'"{name}" is null' for name in table.required) or "false"
    found = db.execute(
        f"select stream, sequence, line_no from incoming_rows"
        f" where {key_missing} or (not is_deleted and ({missing})) order by all limit 1"
    ).fetchall()
    if found:
        stream, sequence, _ = found[0]
        raise LoadError(
            f"{stream} file {sequence}: a record of {table.name} lacks one of {', '.join(table.required)},"
            " or it is of another type. The collector that wrote it is at fault."
        )


def _shape(table: RawTable) -> str:
    return _json({name: ["VARCHAR"] if kind == "VARCHAR[]" else kind for name, kind in table.columns.items()})


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
