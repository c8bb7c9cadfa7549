"""Landed files in, the same files without some lines out: the one exception from "never changed".

People who opt out must be forgotten where everything else is kept for good. Each file is written whole beside
the old one and takes its place in one step, so a kill leaves either; doing it again changes nothing.
"""

import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet

from warehouse.landing.compact import SCHEMA
from warehouse.landing.file import SUFFIX, Header, parse_header, take_place, write_once
from warehouse.landing.landing import Landing

Change = Callable[[bytes], bytes | None]
"""Gives a record's line as it shall be, or None where it shall go."""


def rewrite(landing: Landing, change: Change) -> list[Path]:
    """Change the lines of all that has landed, compacted or not; give the files that were rewritten.

    ``change`` gives a record's line as it shall be, or None where it shall go. Nobody else may be loading.
    """
    loose = (path for path in sorted(landing.folder.glob(f"*/*/*/*{SUFFIX}")) if _rewrite_loose(path, change))
    folded = (path for path in sorted(landing.folder.glob("*/*.parquet")) if _rewrite_folded(path, change))
    return [*loose, *folded]


def _rewrite_loose(path: Path, change: Change) -> bool:
    first, *lines = gzip.decompress(path.read_bytes()).splitlines()
    changed = [change(line) for line in lines]
    if changed == lines:
        return False
    kept = [line for line in changed if line is not None]
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    write_once(part, [_recounted(parse_header(first), kept).line(), *kept])
    take_place(part, path)
    return True


def _rewrite_folded(path: Path, change: Change) -> bool:
    """Rewrite a compacted file; each of its row groups holds lines of one batch, whose header comes first."""
    held = parquet.ParquetFile(path)
    part, is_changed = path.with_suffix(".part"), False
    headers: list[bytes] = []
    with parquet.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
        for number in range(held.num_row_groups):
            rows = held.read_row_group(number).to_pylist()
            first, lines = rows[0]["line"].encode(), [row["line"].encode() for row in rows[1:]]
            kept = [(row, new) for row, line in zip(rows[1:], lines, strict=True) if (new := change(line))]
            is_changed |= [new for _, new in kept] != lines
            headers.append(_recounted(parse_header(first), [new for _, new in kept]).line())
            said = [{**rows[0], "line": headers[-1].decode()}]
            said += [{**row, "line": new.decode()} for row, new in kept]
            writer.write_table(arrow.Table.from_pylist(said, schema=SCHEMA))
        writer.add_key_value_metadata({"members": b"\n".join(headers)})
    if is_changed:
        take_place(part, path)
    else:
        part.unlink()
    return is_changed


def _recounted(header: Header, lines: Sequence[bytes]) -> Header:
    counts: Iterable[str] = (line[2 : line.index(b'"', 2)].decode() for line in lines)
    return replace(header, counts=dict(Counter(counts)))
