"""Landing files in, rows of the raw tables out: each file once, in sequence, whole groups or nothing.

A row is one version of a record, appended only where it differs from the version before it. A record of an
older shape passes through ``models/upgrades/<table>_<version>.sql``: a SELECT from ``outdated`` of the same
rows with ``record``, the record's JSON text, in the shape of the next version.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.clock import Settling, is_ahead
from warehouse.database import transaction
from warehouse.errors import LoadError
from warehouse.landing.file import LandedFile, Record, Stream
from warehouse.landing.landing import Landing
from warehouse.loading.incoming import Times, append_versions, read_lines, upgrade_path
from warehouse.loading.raw_tables import RawTable, create, prepare, raw_table
from warehouse.loading.times import header_times, remember, restate, times_of

UPGRADES = Path(__file__).parent.parent / "models" / "upgrades"
GROUP_RECORDS = 500_000  # parsed at once, in about 600 MB


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load did.

    ``gaps`` name the streams that wait for a file that has not arrived, ``late`` those that a clock had left
    in the future.
    """

    file_count: int
    record_count: int
    row_count: int
    gaps: tuple[str, ...]
    late: tuple[str, ...] = ()


def load(
    db: duckdb.DuckDBPyConnection,
    landing: Landing,
    record_types: Iterable[type[Record]],
    *,
    upgrades: Path = UPGRADES,
    group_records: int = GROUP_RECORDS,
    settling: Settling | None = None,
) -> LoadReport:
    """Load what has landed since, one transaction per group of files; doing it again changes nothing.

    A stream stops at a gap and goes on once the missing file is there. Where a file is of another world or
    key, or of a shape that cannot be read, LoadError is raised and nothing is loaded. With ``settling``,
    streams whose newest batch lies in the future by far get an empty one, so that no build misses them.
    """
    tables = {each.table: raw_table(each) for each in record_types}
    with transaction(db):
        outdated = prepare(db, tables.values())
        loaded = loaded_positions(db)
        ready, gaps = _ready(landing, loaded)
        late = _settled(db, landing, ready, settling) if settling else []
        ready = _ready(landing, loaded)[0] if late else ready
        timed = times_of(db, ready)
        again = _loaded_files(landing, loaded) if outdated or timed.restated else []
        outdated |= {name for file in again if file.place in timed.restated for name in file.header.tables}
        _admit(db, landing, [*again, *ready], tables, upgrades)
        restate(db, timed)
        for table in (tables[name] for name in outdated):
            create(db, table, table.version)
        for group in _groups(again if outdated else [], timed.times, group_records):
            _load_group(db, group, [tables[name] for name in outdated], upgrades, timed.times)
    row_count = 0
    for group in _groups(ready, timed.times, group_records):
        with transaction(db):
            row_count += _load_group(db, group, tables.values(), upgrades, timed.times)
            remember(db, group, timed.times)
    record_count = sum(file.header.record_count for file in ready)
    return LoadReport(len(ready), record_count, row_count, tuple(gaps), tuple(map(str, late)))


def loaded_positions(db: duckdb.DuckDBPyConnection) -> dict[Stream, int]:
    """Give the last loaded sequence number of every stream."""
    rows = db.execute("select stream, max(sequence) from landing.files group by stream").fetchall()
    return {Stream.parse(stream): sequence for stream, sequence in rows}


def _ready(landing: Landing, loaded: Mapping[Stream, int]) -> tuple[list[LandedFile], list[str]]:
    ready: list[LandedFile] = []
    gaps: list[str] = []
    for stream, files in landing.files(loaded).items():
        expected = loaded.get(stream, 0) + 1
        whole = [file for number, file in enumerate(files, expected) if file.sequence == number]
        ready += whole
        if len(whole) < len(files):
            gaps.append(f"{stream}: file {expected + len(whole)} is missing, later ones wait for it")
    return ready, gaps


def _settled(
    db: duckdb.DuckDBPyConnection, landing: Landing, ready: Iterable[LandedFile], settling: Settling
) -> list[Stream]:
    """Let batches of later times count from ``settling.at`` on; give their streams."""
    newest = {stream: header_at for (stream, _), header_at in header_times(db).items()}
    newest |= {file.stream: file.header.observed_at for file in ready}
    streams = [stream for stream, time in newest.items() if is_ahead(time, settling.now)]
    return [stream for stream in streams if landing.settle(stream, settling)]


def _loaded_files(landing: Landing, loaded: Mapping[Stream, int]) -> list[LandedFile]:
    streams = landing.files().items()
    return [file for stream, files in streams for file in files if file.sequence <= loaded.get(stream, 0)]


def _groups(files: Iterable[LandedFile], times: Times, group_records: int) -> Iterator[list[LandedFile]]:
    """Cut files into groups in the order of observation, which within a stream is that of the sequence."""
    group: list[LandedFile] = []
    size = 0
    for file in sorted(files, key=lambda each: (times[each.place], each.place)):
        if group and size + file.header.record_count > group_records:
            yield group
            group, size = [], 0
        group.append(file)
        size += file.header.record_count
    if group:
        yield group


def _load_group(
    db: duckdb.DuckDBPyConnection,
    group: list[LandedFile],
    tables: Iterable[RawTable],
    upgrades: Path,
    times: Times,
) -> int:
    read_lines(db, group, times)
    named = {name for file in group for name in file.header.tables}
    return sum(append_versions(db, table, group, upgrades) for table in tables if table.name in named)


def _admit(
    db: duckdb.DuckDBPyConnection,
    landing: Landing,
    files: Iterable[LandedFile],
    tables: Mapping[str, RawTable],
    upgrades: Path,
) -> None:
    """Refuse files of another world or key, and records of a shape that cannot be read."""
    held = db.execute("from landing.identity").fetchall()
    world_id, key_id = held[0] if held else (landing.world_id, None)
    if landing.world_id != world_id:
        raise LoadError(f"{landing.folder} is of the world {landing.world_id}, {_other_world(world_id)}")
    for file in files:
        header, name = file.header, f"{file.stream} file {file.sequence}"
        key_id = key_id or header.key_id
        if header.world_id != world_id:
            raise LoadError(f"{name} is of the world {header.world_id}, {_other_world(world_id)}")
        if header.key_id not in (None, key_id):
            raise LoadError(
                f"{name} was hashed with key {header.key_id}, the warehouse with {key_id}: bring back the key"
                " file from the backup, or collect into an empty data folder."
            )
        for table in header.tables:
            _admit_shape(name, table, header.versions.get(table), tables, upgrades)
    db.execute("delete from landing.identity")
    db.execute("insert into landing.identity values (?, ?)", [world_id, key_id])


def _other_world(world_id: str) -> str:
    return f"the warehouse of {world_id}: they never mix, use another data folder."


def _admit_shape(
    name: str, table: str, version: int | None, tables: Mapping[str, RawTable], upgrades: Path
) -> None:
    known = tables[table].version if table in tables else 0
    holds = f"{name} holds {table} of version {version}, this software knows version {known}"
    if known < (version or 1):
        raise LoadError(f"{holds}: update it.")
    for step in range(version or known, known):
        if not upgrade_path(upgrades, table, step).exists():
            raise LoadError(
                f"{holds}, and {upgrade_path(upgrades, table, step).name} is missing: restore it."
            )
