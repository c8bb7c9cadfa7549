"""Registers for facts that no API has: each a TOML file that says what its columns are.

The file makes the Excel template, checks what is filled in, and tells plans what they may read.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.config.files import ConfigProblem, Document, line_of, read_document
from flows.config.register_records import RegisterDefinition
from flows.config.rows import Text
from warehouse.building import MODELS

CellKind = Literal["text", "choice", "day", "count", "yes_no", "link", "organization", "district", "sector"]


class Column(BaseModel):
    """A column of a register. ``choices`` maps the stored word to what the drop-down shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title_zh: Text
    title_en: Text
    kind: CellKind
    is_required: bool = False
    choices: Mapping[str, str] = {}
    example: str = ""
    note_zh: str = ""


class Register(BaseModel):
    """A register: ``key`` columns say what a row is about, ``from_column`` since when it counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name_zh: Text
    name_en: Text
    purpose_zh: Text
    key: tuple[str, ...]
    from_column: str
    until_column: str | None = None
    columns: Mapping[str, Column]


def read_registers(folder: Path, problems: list[ConfigProblem]) -> dict[str, Register]:
    """Read every register of ``folder``, which may be absent; add what is wrong to ``problems``."""
    found: dict[str, Register] = {}
    for path in register_paths(folder):
        document = read_document(path, Register, problems)
        problems += _problems(document)
        if document.content:
            found[path.stem] = document.content
    return found


def register_paths(folder: Path) -> list[Path]:
    """List the files of all registers."""
    return sorted(folder.glob("*.toml"))


def register_records(registers: Mapping[str, Register]) -> Iterator[RegisterDefinition]:
    """Make a record of what each register is."""
    for name, register in registers.items():
        yield RegisterDefinition(
            register=name,
            name_zh=register.name_zh,
            name_en=register.name_en,
            from_column=register.from_column,
            until_column=register.until_column,
        )


def metric_names() -> frozenset[str]:
    """Name the metrics that there are: one SQL file each."""
    return frozenset(path.stem for path in (MODELS / "metrics").glob("*.sql"))


def _problems(document: Document[Register]) -> Iterator[ConfigProblem]:
    """Check that what names a column names one, and that a choice has something to choose."""
    register = document.content
    if register is None:
        return
    named: Iterable[tuple[str, str]] = [
        *(("key", name) for name in register.key),
        ("from_column", register.from_column),
        *([("until_column", register.until_column)] if register.until_column else []),
    ]
    for where, name in named:
        if name not in register.columns:
            line = line_of(document.lines, (where,))
            yield ConfigProblem(document.path, line, where, name, "one of the columns")
    for name, column in register.columns.items():
        if (column.kind == "choice") != bool(column.choices):
            where = ("columns", name)
            line = line_of(document.lines, where)
            yield ConfigProblem(
                document.path, line, ".".join(where), column.kind, "choices, of a choice only"
            )
