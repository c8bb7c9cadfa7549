"""The format of a landing file: a header line, then one line per record (see docs/rooms/warehouse.md)."""

import gzip
import os
import re
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar, Protocol

import orjson
import pyarrow.parquet as parquet

from warehouse.errors import LandingError

SUFFIX = ".jsonl.gz"
COMPRESSION_LEVEL = 1  # higher ones save a fifth of the space for twice the time, on the collector's core
JSON_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC

State = Mapping[str, Any]
Place = tuple["Stream", int]
"""Where a batch stands: its stream and its number in it."""


class Record(Protocol):
    """A dataclass instance that names its raw table, key and shape version."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    version: ClassVar[int]


@dataclass(frozen=True, slots=True, order=True)
class Stream:
    """Source x target x kind: what is collected in one go and resumed from one state."""

    source: str
    target_id: str
    kind: str

    def __post_init__(self) -> None:
        if not (re.fullmatch(r"[\w-]+", self.source) and re.fullmatch(r"[\w-]+", self.kind)):
            raise ValueError(f"source and kind are plain words, not {self.source!r}, {self.kind!r}")
        if not self.target_id.strip("."):
            raise ValueError(f"a stream's target_id cannot be {self.target_id!r}")

    def __str__(self) -> str:
        return f"{self.source}/{self.target_id}/{self.kind}"

    @classmethod
    def parse(cls, text: str) -> "Stream":
        """Read what ``str(stream)`` gave; a target may itself hold slashes."""
        source, rest = text.split("/", 1)
        return cls(source, *rest.rsplit("/", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The first line of a landing file. ``observed_at`` has a fixed width, so that it sorts as text."""

    source: str
    target_id: str
    kind: str
    sequence: int
    observed_at: str
    world_id: str
    key_id: str | None
    run_id: str
    versions: Mapping[str, int]
    counts: Mapping[str, int]
    replaces: Sequence[Mapping[str, Any]]
    next_state: State

    @property
    def stream(self) -> Stream:
        """The stream that the file is part of."""
        return Stream(self.source, self.target_id, self.kind)

    @property
    def record_count(self) -> int:
        """Lines of the file after this one, deletions included."""
        return sum(self.counts.values())

    @property
    def tables(self) -> set[str]:
        """The tables that the file has something to say of."""
        return {name.removeprefix("~") for name in self.counts} | {each["table"] for each in self.replaces}

    def line(self) -> bytes:
        """Give the header as the file holds it."""
        return orjson.dumps({"header": {"stream": str(self.stream), **asdict(self)}}, option=JSON_OPTIONS)


@dataclass(frozen=True)
class LandedFile:
    """One batch, in a file of its own or, once compacted, inside a Parquet file."""

    stream: Stream
    sequence: int
    path: Path
    compacted_header: Header | None = None

    @property
    def place(self) -> Place:
        """Where the batch stands."""
        return self.stream, self.sequence

    @cached_property
    def header(self) -> Header:
        """The batch's header without the state, of which there may be much."""
        return self.compacted_header or replace(read_header(self.path), next_state={})


def encode(records: Iterable[Record]) -> tuple[list[bytes], dict[str, int], dict[str, int]]:
    """Give each record's line, and the shape version and number of the records of each table."""
    lines: list[bytes] = []
    counts: Counter[type[Record]] = Counter()
    dumps = orjson.dumps
    for record in records:
        record_type = type(record)
        counts[record_type] += 1
        known = {name: v for name in _names(record_type) if (v := getattr(record, name)) is not None}
        lines.append(dumps({record_type.table: known}, option=JSON_OPTIONS))
    versions = {record_type.table: record_type.version for record_type in counts}
    return lines, versions, {record_type.table: count for record_type, count in counts.items()}


def encode_deletions(deletions: Mapping[str, Iterable[Mapping[str, str]]]) -> list[bytes]:
    """Give one line per key of a row that is gone, by table."""
    return [orjson.dumps({f"~{table}": key}) for table, keys in deletions.items() for key in keys]


def write_once(path: Path, lines: Iterable[bytes]) -> bool:
    """Write a landing file whole and durably, unless its name is taken; say whether it was written."""
    _make_folder(path.parent)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part") as part:
        part.write(gzip.compress(b"\n".join(lines) + b"\n", COMPRESSION_LEVEL, mtime=0))
        part.flush()
        os.fsync(part.fileno())
        try:
            os.link(part.name, path)
        except FileExistsError:
            return False
    sync(path.parent)
    return True


def sync(path: Path) -> None:
    """Make a file's content, or a folder's list of names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def take_place(part: Path, path: Path) -> None:
    """Put a whole file in another's place, durably."""
    sync(part)
    part.replace(path)
    sync(path.parent)


def read_header(path: Path) -> Header:
    """Read the header of a landing file, whatever else a later version may have put into it."""
    try:
        with gzip.open(path) as file:
            return parse_header(file.readline())
    except (EOFError, OSError, zlib.error, ValueError, KeyError) as error:
        raise LandingError(f"{path} is no landing file: {error!r}. Bring it back from a backup.") from error


def parse_header(line: bytes | str) -> Header:
    """Read a header line."""
    header = orjson.loads(line)["header"]
    return Header(**{field.name: header[field.name] for field in fields(Header)})


def members(path: Path) -> list[LandedFile]:
    """List the batches in a compacted file from its footer."""
    lines = parquet.read_metadata(path).metadata[b"members"].splitlines()
    headers = map(parse_header, lines)
    return [LandedFile(header.stream, header.sequence, path, header) for header in headers]


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


@cache
def _names(record_type: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record_type))
