"""What was entered into registers: landed as it is imported, compared before, and taken back by a record.

A register's entries are the stream ``register / <register> / entries``. Nothing there is ever changed.
"""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from flows.config.register_records import RegisterEntry, RegisterRow, RegisterUndo
from flows.config.registers import Register
from flows.data_folder import REALITY, world_held
from flows.errors import RegisterError
from warehouse import Landing, Stream
from warehouse.landing import LandedFile

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry as it landed, with its rows by row id."""

    entry_id: str
    entered_at: str
    entered_by: str
    document: str
    row_count: int
    rows: dict[str, Cells] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the difference that an import would make: ``before`` is None for a new row."""

    row_id: str
    before: Cells | None
    after: Cells

    def cells(self) -> Iterator[tuple[str, Any, Any]]:
        """Yield the columns that differ, with what stands there now and what would."""
        before = self.before or {}
        for name in {**before, **self.after}:
            if before.get(name) != self.after.get(name):
                yield name, before.get(name), self.after.get(name)


class RegisterBook:
    """All entries of one register in a data folder."""

    def __init__(self, data: Path, register: str, world_id: str | None = None) -> None:
        """Open the landing folder, of the world that it is of unless one is given; nothing is read yet."""
        self.data = data
        self.register = register
        self.landing = Landing(data / "landing", world_id or world_held(data) or REALITY)
        self.stream = Stream("register", register, "entries")

    def entries(self) -> list[Entered]:
        """Read every entry, oldest first."""
        found: dict[str, Entered] = {}
        for table, facts in self._facts():
            if table == RegisterEntry.table:
                kept = ("entry_id", "entered_at", "entered_by", "document", "row_count")
                found[facts["entry_id"]] = Entered(**{name: facts[name] for name in kept})
            elif table == RegisterRow.table:
                found[facts["entry_id"]].rows[facts["row_id"]] = json.loads(facts["cells"])
        return list(found.values())

    def undone(self) -> dict[str, str]:
        """Give the entries that were taken back, with the reason."""
        facts = (facts for table, facts in self._facts() if table == RegisterUndo.table)
        return {each["entry_id"]: each["reason"] for each in facts}

    def standing(self) -> dict[str, Cells]:
        """Give the rows that stand: of each row id that of the newest entry that was not taken back."""
        undone = self.undone()
        rows: dict[str, Cells] = {}
        for entry in self.entries():
            if entry.entry_id not in undone:
                rows |= entry.rows
        return rows

    def changes(self, rows: Mapping[str, Cells]) -> list[Change]:
        """Compare rows with those that stand; rows that are the same are left out."""
        standing = self.standing()
        compared = (Change(row_id, standing.get(row_id), cells) for row_id, cells in rows.items())
        return [change for change in compared if change.before != change.after]

    def enter(
        self, rows: Mapping[str, Cells], workbook: Path, *, at: datetime, by: str, document: str
    ) -> str:
        """Land rows as a new entry, keep the workbook beside it, and give the entry's id."""
        count = len({entry.entry_id for entry in self.entries()}) + 1
        entry_id = f"{self.register}-{at:%Y%m%d}-{count:03}"
        content = workbook.read_bytes()
        entry = RegisterEntry(
            entry_id=entry_id,
            register=self.register,
            entered_at=at,
            entered_by=by,
            document=document,
            file_sha256=hashlib.sha256(content).hexdigest(),
            row_count=len(rows),
        )
        kept = self.data / "registers" / self.register / f"{entry_id}.xlsx"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workbook, kept)
        self._land([entry, *self._records(entry_id, rows)], at, entry_id)
        return entry_id

    def undo(self, entry_id: str, *, at: datetime, by: str, reason: str) -> None:
        """Take an entry back. Raises RegisterError where there is none, or it is taken back already."""
        if entry_id not in {entry.entry_id for entry in self.entries()}:
            raise RegisterError(f"{entry_id}: 没有这个批次。用 suiyuan register list 查看。")
        if entry_id in self.undone():
            raise RegisterError(f"{entry_id}: 已经撤销过。")
        record = RegisterUndo(entry_id=entry_id, undone_at=at, undone_by=by, reason=reason)
        self._land([record], at, entry_id)

    def _records(self, entry_id: str, rows: Mapping[str, Cells]) -> Iterator[RegisterRow]:
        for row_id, cells in rows.items():
            text = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
            yield RegisterRow(entry_id=entry_id, register=self.register, row_id=row_id, cells=text)

    def _land(self, records: list[Any], at: datetime, run_id: str) -> None:
        self.landing.append(self.stream, records, {}, observed_at=at, run_id=run_id)

    def _facts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for file in self.landing.files().get(self.stream, []):
            for line in _lines(file):
                ((table, facts),) = json.loads(line).items()
                if table != "header":
                    yield table, facts


def describe_change(change: Change, register: Register) -> str:
    """Say a difference in one line, column by column, in the words of the template."""
    parts = []
    for name, before, after in change.cells():
        column = register.columns[name]
        old, new = (_shown(column.choices, value) for value in (before, after))
        parts.append(
            f"{column.title_zh} {new}" if change.before is None else f"{column.title_zh} {old} → {new}"
        )
    return "；".join(parts)


def _shown(choices: Mapping[str, str], value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    return "（空）" if value is None else str(choices.get(value, value))


def _lines(file: LandedFile) -> list[str]:
    """Read the lines of a batch, in a file of its own or in a compacted one."""
    if file.compacted_header is None:
        return gzip.decompress(file.path.read_bytes()).decode().splitlines()
    chosen = [("stream", "=", str(file.stream)), ("sequence", "=", file.sequence)]
    table = parquet.read_table(file.path, columns=["line_number", "line"], filters=chosen)
    return table.sort_by("line_number")["line"].to_pylist()
