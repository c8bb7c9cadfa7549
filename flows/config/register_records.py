"""Records of the registers that people fill in: definitions, entries, rows, and what was taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDefinition:
    """What a register is called, and the columns from and until which a row of it counts."""

    table: ClassVar[str] = "register_definitions"
    key: ClassVar[tuple[str, ...]] = ("register",)
    version: ClassVar[int] = 1

    register: str
    name_zh: str
    name_en: str
    from_column: str
    until_column: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One filled template that was imported: when, by which unit, on the strength of which document."""

    table: ClassVar[str] = "register_entries"
    key: ClassVar[tuple[str, ...]] = ("entry_id",)
    version: ClassVar[int] = 1

    entry_id: str
    register: str
    entered_at: datetime
    entered_by: str  # a unit or a post, no person
    document: str
    file_sha256: str
    row_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of an imported template: its cells by column, as JSON text."""

    table: ClassVar[str] = "register_rows"
    key: ClassVar[tuple[str, ...]] = ("entry_id", "row_id")
    version: ClassVar[int] = 1

    entry_id: str
    register: str
    row_id: str  # the key columns, joined: a later entry's row of the same id takes its place
    cells: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUndo:
    """An entry is taken back, and why: what stood before it stands again."""

    table: ClassVar[str] = "register_undos"
    key: ClassVar[tuple[str, ...]] = ("entry_id",)
    version: ClassVar[int] = 1

    entry_id: str
    undone_at: datetime
    undone_by: str
    reason: str
