"""What an office would have entered into the demonstration's registers: filled into templates and imported.

It goes the way of `suiyuan register import`, so that the workbooks can be opened beside the pages.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from flows.config.load import load_config
from flows.config.registers import Register
from flows.errors import SandboxError
from flows.registers.cells import Vocabulary
from flows.registers.entries import RegisterBook
from flows.registers.template import FILLING, FIRST_ROW, read_filled, write_template

FILLED = "filled"
BY, DOCUMENT = "演示小组", "演示数据，全部虚构 (demonstration data, all of it invented)"


def enter_registers(config_folder: Path, data: Path, world_id: str) -> None:
    """Import what the world's config has filled in, where it is new. Raises SandboxError."""
    config = load_config(config_folder)
    vocabulary = Vocabulary.of(config)
    for path in sorted((config_folder / FILLED).glob("*.csv")):
        with path.open(encoding="utf-8") as file, TemporaryDirectory() as folder:
            workbook = Path(folder) / f"{path.stem}.xlsx"
            register = config.registers[path.stem]
            write_template(workbook, path.stem, register, vocabulary)
            _fill(workbook, register, list(csv.DictReader(file)))
            rows, problems = read_filled(workbook, register, vocabulary)
            if problems:
                raise SandboxError(f"{path.name}: {problems[0]}")
            book = RegisterBook(data, path.stem, world_id)
            changed = {change.row_id: change.after for change in book.changes(rows)}
            if changed:
                book.enter(changed, workbook, at=datetime.now(UTC), by=BY, document=DOCUMENT)


def _fill(workbook: Path, register: Register, rows: Sequence[Mapping[str, str]]) -> None:
    """Write rows into a template, a cell below each heading."""
    book = load_workbook(workbook)
    for line, row in enumerate(rows, FIRST_ROW):
        for number, name in enumerate(register.columns, 1):
            book[FILLING].cell(line, number, row.get(name) or None)
    book.save(workbook)
