"""Many loaded landing files in, one Parquet file out that lists its members in its footer."""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet

from warehouse.landing.file import LandedFile, members, take_place

SCHEMA = arrow.schema(
    [
        ("stream", arrow.string()),
        ("sequence", arrow.int64()),
        ("line_number", arrow.int64()),
        ("line", arrow.string()),
    ]
)


def fold(path: Path, files: Sequence[LandedFile]) -> None:
    """Add landing files to the Parquet file at ``path``, which is replaced as a whole, and remove them."""
    held = members(path) if path.exists() else []
    names = {(file.stream, file.sequence) for file in held}
    added = [file for file in files if (file.stream, file.sequence) not in names]
    part = path.with_suffix(".part")
    with parquet.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
        for table in (*_tables_in(path), *map(_table_of, added)):
            writer.write_table(table)
        writer.add_key_value_metadata({"members": b"\n".join(file.header.line() for file in held + added)})
    take_place(part, path)
    for file in files:
        file.path.unlink()


def _tables_in(path: Path) -> Iterator[arrow.Table]:
    if path.exists():
        held = parquet.ParquetFile(path)
        yield from (held.read_row_group(number) for number in range(held.num_row_groups))


def _table_of(file: LandedFile) -> arrow.Table:
    lines = gzip.decompress(file.path.read_bytes()).splitlines()
    columns = [
        arrow.array([str(file.stream)] * len(lines), arrow.string()),
        arrow.array([file.sequence] * len(lines), arrow.int64()),
        arrow.array(range(1, len(lines) + 1), arrow.int64()),
        arrow.array(lines, arrow.string()),
    ]
    return arrow.Table.from_arrays(columns, schema=SCHEMA)
