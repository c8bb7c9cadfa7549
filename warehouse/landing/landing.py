"""Batches of records in, immutable files out: the only state that cannot be made again.

A stream's files are numbered without a gap, and the newest one says where the stream stands. A file is
either whole or absent, and never replaced. Once loaded, all but the newest are folded into one Parquet file
per source and day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote

from warehouse.clock import Settling, following, is_ahead
from warehouse.errors import StreamTaken
from warehouse.landing.compact import fold
from warehouse.landing.file import (
    SUFFIX,
    Header,
    LandedFile,
    Record,
    State,
    Stream,
    encode,
    encode_deletions,
    members,
    read_header,
    write_once,
)


class Replacement(Protocol):
    """Rows of ``table`` whose constant columns equal ``where`` and that the batch does not hold are gone."""

    @property
    def table(self) -> str: ...  # noqa: D102

    @property
    def where(self) -> Mapping[str, str]: ...  # noqa: D102


class Landing:
    """The landing folder of one world. Threads may share it while each collects streams of its own."""

    def __init__(self, folder: Path, world_id: str) -> None:
        self.folder = folder
        self.world_id = world_id
        self._newest: dict[Stream, Header | None] = {}

    def state(self, stream: Stream) -> State | None:
        """Give the state to resume from: that of the newest file, or None where nothing has landed."""
        newest = self.header(stream)
        return newest.next_state if newest else None

    def header(self, stream: Stream) -> Header | None:
        """Give the header of the newest file, or None where nothing has landed."""
        self._newest[stream] = self._read_newest(stream)
        return self._newest[stream]

    def append(
        self,
        stream: Stream,
        records: Iterable[Record],
        next_state: State,
        *,
        observed_at: datetime,
        run_id: str,
        key_id: str | None = None,
        replaces: Iterable[Replacement] = (),
        deletions: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    ) -> Path:
        """Land one batch durably and give its path. ``deletions`` are keys of rows that are gone, by table.

        The batch follows the state that was read last: where another collector has landed the stream since,
        StreamTaken is raised and nothing is written. Within a stream time runs back only where the newest
        batch lies in the future by far; ``load`` says which of the two is believed.
        """
        newest = self._newest[stream] if stream in self._newest else self._read_newest(stream)
        lines, versions, counts = encode(records)
        deletion_lines = encode_deletions(deletions or {})
        header = Header(
            source=stream.source,
            target_id=stream.target_id,
            kind=stream.kind,
            sequence=newest.sequence + 1 if newest else 1,
            observed_at=following(newest.observed_at if newest else None, observed_at),
            world_id=self.world_id,
            key_id=key_id,
            run_id=run_id,
            versions=versions,
            counts=counts | {f"~{table}": len(keys) for table, keys in (deletions or {}).items()},
            replaces=[{"table": each.table, "where": dict(each.where)} for each in replaces],
            next_state=next_state,
        )
        path = self._path(stream, header.sequence)
        if not write_once(path, chain([header.line()], lines, deletion_lines)):
            raise StreamTaken(f"{stream}: another collector has landed file {header.sequence}. Run it again.")
        self._newest[stream] = header
        return path

    def settle(self, stream: Stream, settling: Settling) -> bool:
        """Land an empty batch where the newest one lies in the future by far; tell whether it does.

        Either that batch's clock was ahead or ours is behind: landing the difference lets it count from
        then on, and keeps every reading of the landing folder alike, in this year and the next.
        """
        newest = self.header(stream)
        if newest is None or not is_ahead(newest.observed_at, settling.now):
            return False
        self.append(stream, [], newest.next_state, observed_at=settling.at, run_id=settling.run_id)
        return True

    def newest(self) -> Iterator[Header]:
        """Give the header of every stream's newest file."""
        for folder in sorted(self.folder.glob("*/*/*/")):
            source, quoted, kind = folder.parts[-3:]
            if header := self._read_newest(Stream(source, unquote(quoted), kind)):
                yield header

    def files(self, after: Mapping[Stream, int] | None = None) -> dict[Stream, list[LandedFile]]:
        """List each stream's files in sequence, those up to the number given in ``after`` left out."""
        found: dict[Stream, dict[int, LandedFile]] = defaultdict(dict)
        compacted = chain.from_iterable(map(members, sorted(self.folder.glob("*/*.parquet"))))
        for file in chain(compacted, self._loose_files()):
            if file.sequence > (after or {}).get(file.stream, 0):
                found[file.stream][file.sequence] = file
        return {
            stream: [files[number] for number in sorted(files)] for stream, files in sorted(found.items())
        }

    def compact(self, loaded: Mapping[Stream, int], *, before: date) -> list[Path]:
        """Fold files that are loaded and were observed before that UTC day; give the Parquet files written.

        The newest file of a stream stays as it is. ``loaded`` holds each stream's last loaded number. A kill
        in between leaves batches in both places, which ``files`` and the next call put right. What killed
        collectors left half-written goes too.
        """
        newest = {stream: files[-1].sequence for stream, files in self.files().items()}
        groups: dict[Path, list[LandedFile]] = defaultdict(list)
        for file in self._loose_files():
            if file.sequence < newest[file.stream] and file.sequence <= loaded.get(file.stream, 0):
                day = file.header.observed_at[:10]
                if day < before.isoformat():
                    groups[self.folder / file.stream.source / f"{day}.parquet"].append(file)
        for path, files in groups.items():
            fold(path, files)
        for abandoned in self.folder.glob("*/*/*/*.part"):
            if date.fromtimestamp(abandoned.stat().st_mtime) < before:
                abandoned.unlink()
        return sorted(groups)

    def _loose_files(self) -> Iterator[LandedFile]:
        for folder in sorted(self.folder.glob("*/*/*/")):
            source, quoted, kind = folder.parts[-3:]
            stream = Stream(source, unquote(quoted), kind)
            yield from (LandedFile(stream, number, self._path(stream, number)) for number in _numbers(folder))

    def _read_newest(self, stream: Stream) -> Header | None:
        numbers = _numbers(self._path(stream, 0).parent)
        return read_header(self._path(stream, numbers[-1])) if numbers else None

    def _path(self, stream: Stream, sequence: int) -> Path:
        target = quote(stream.target_id, safe="")
        return self.folder / stream.source / target / stream.kind / f"{sequence:08d}{SUFFIX}"


def _numbers(folder: Path) -> list[int]:
    return sorted(int(path.name.removesuffix(SUFFIX)) for path in folder.glob(f"*{SUFFIX}"))
