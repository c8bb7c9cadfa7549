"""The times of loaded batches: those of their headers in, those to go by out, kept in ``landing.files``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import orjson

from warehouse.clock import believed
from warehouse.landing.file import LandedFile, Place, Stream
from warehouse.loading.incoming import Times

WIDTH = "'%Y-%m-%dT%H:%M:%S.%fZ'"
KNOWN = f"""
select
    stream,
    sequence,
    strftime(header_at at time zone 'UTC', {WIDTH}),
    strftime(observed_at at time zone 'UTC', {WIDTH})
from landing.files order by stream, sequence
"""
ROWS = (
    """select unnest(from_json($rows, '[{"stream": "VARCHAR", "sequence": "BIGINT", "line_count": "BIGINT","""
    """ "header_at": "TIMESTAMPTZ", "observed_at": "TIMESTAMPTZ"}]'), recursive := true)"""
)
REMEMBER = f"insert into landing.files by name select *, current_timestamp as loaded_at from ({ROWS})"
RESTATE = f"""
update landing.files f set observed_at = r.observed_at
from ({ROWS}) r where r.stream = f.stream and r.sequence = f.sequence
"""


@dataclass(frozen=True, slots=True)
class Timed:
    """The time to go by of every batch, and of which loaded ones it is another than before."""

    times: Times
    restated: frozenset[Place]


def header_times(db: duckdb.DuckDBPyConnection) -> dict[Place, str]:
    """Give the times of the loaded batches' headers, each stream's in sequence."""
    return {place: header_at for place, header_at, _ in _known(db)}


def times_of(db: duckdb.DuckDBPyConnection, ready: Iterable[LandedFile]) -> Timed:
    """Find the times of all that is loaded or ready; what is ready may restate what is loaded."""
    headers: defaultdict[Stream, dict[int, str]] = defaultdict(dict)
    held: dict[Place, str] = {}
    for (stream, sequence), header_at, observed_at in _known(db):
        headers[stream][sequence], held[stream, sequence] = header_at, observed_at
    for file in ready:
        headers[file.stream][file.sequence] = file.header.observed_at
    times = {
        (stream, sequence): time
        for stream, found in headers.items()
        for sequence, time in zip(found, believed([*found.values()]), strict=True)
    }
    return Timed(times, frozenset(place for place, time in held.items() if times[place] != time))


def _known(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[Place, str, str]]:
    for name, sequence, header_at, observed_at in db.execute(KNOWN).fetchall():
        yield (Stream.parse(name), sequence), header_at, observed_at


def restate(db: duckdb.DuckDBPyConnection, timed: Timed) -> None:
    """Keep the new times of loaded batches."""
    rows = [
        {"stream": str(stream), "sequence": sequence, "observed_at": timed.times[stream, sequence]}
        for stream, sequence in sorted(timed.restated)
    ]
    if rows:
        db.execute(RESTATE, {"rows": orjson.dumps(rows).decode()})


def remember(db: duckdb.DuckDBPyConnection, files: Iterable[LandedFile], times: Times) -> None:
    """Note that batches are loaded, and when they were observed."""
    rows = [
        {
            "stream": str(file.stream),
            "sequence": file.sequence,
            "line_count": file.header.record_count + 1,
            "header_at": file.header.observed_at,
            "observed_at": times[file.place],
        }
        for file in files
    ]
    db.execute(REMEMBER, {"rows": orjson.dumps(rows).decode()})
