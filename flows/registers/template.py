"""The Excel template of a register: made from its definition, and read back when it is filled."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from flows.config.registers import Column, Register
from flows.errors import RegisterError
from flows.registers.cells import CellProblem, Vocabulary, stored

FILLING, EXAMPLES, EXPLANATION, LISTS = "填报", "示例", "填报说明", "选项"
HEADING_ROW, FIRST_ROW, LAST_ROW = 3, 4, 2000
REQUIRED = "*"
FONT = "Microsoft YaHei"
BLUE = "FF1F4E79"
THIN = Border(bottom=Side(style="thin", color="FFB8B2A4"))
KIND_NAMES = {
    "text": "文字",
    "choice": "下拉选择",
    "day": "日期，如 2026-03-31",
    "count": "整数",
    "yes_no": "是或否",
    "link": "网址",
    "organization": "下拉选择（机构名录）",
    "district": "下拉选择（区）",
    "sector": "下拉选择（行业）",
}


def write_template(path: Path, name: str, register: Register, vocabulary: Vocabulary) -> None:
    """Write the template: a sheet to fill, one of examples, one of explanations, and hidden lists."""
    book = Workbook()
    filling: Any = book.active
    filling.title = FILLING
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    _head(filling, f"{register.name_zh}", f"{register.purpose_zh}。带 {REQUIRED} 的列必填；请从第 4 行填起。")
    for number, column in enumerate(register.columns.values(), 1):
        _column(filling, number, column)
        _validation(filling, lists, number, column, vocabulary)
    filling.freeze_panes = f"A{FIRST_ROW}"
    _examples(book.create_sheet(EXAMPLES), register, vocabulary)
    _explanation(book.create_sheet(EXPLANATION), name, register)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def read_filled(
    path: Path, register: Register, vocabulary: Vocabulary
) -> tuple[dict[str, dict[str, str | int]], list[CellProblem]]:
    """Read a filled template: its rows by row id, and every mistake in it."""
    sheet = _filling_sheet(path)
    titles = [str(cell.value or "").rstrip(REQUIRED).strip() for cell in sheet[HEADING_ROW]]
    headings = {title: number for number, title in enumerate(titles, 1)}
    missing = [column.title_zh for column in register.columns.values() if column.title_zh not in headings]
    if missing:
        raise RegisterError(f"{path.name} 第 {HEADING_ROW} 行缺少列：{'、'.join(missing)}。请使用最新模板。")
    places = {name: headings[column.title_zh] for name, column in register.columns.items()}
    rows: dict[str, dict[str, str | int]] = {}
    problems: list[CellProblem] = []
    for line in range(FIRST_ROW, sheet.max_row + 1):
        values = {name: sheet.cell(line, place).value for name, place in places.items()}
        if any(value not in (None, "") for value in values.values()):
            cells, found = _checked(line, values, places, register, vocabulary)
            problems += found or _keep(rows, line, cells, places, register)
    return rows, problems


def _checked(
    line: int,
    values: Mapping[str, Any],
    places: Mapping[str, int],
    register: Register,
    vocabulary: Vocabulary,
) -> tuple[dict[str, str | int], list[CellProblem]]:
    cells: dict[str, str | int] = {}
    problems: list[CellProblem] = []
    for name, column in register.columns.items():
        try:
            word = stored(values[name], column, vocabulary)
        except ValueError as error:
            place = f"{get_column_letter(places[name])}{line}"
            shown = "" if values[name] is None else str(values[name])
            problems.append(CellProblem(place, column.title_zh, shown, str(error)))
        else:
            if word is not None:
                cells[name] = word
    return cells, problems


def _keep(
    rows: dict[str, dict[str, str | int]],
    line: int,
    cells: dict[str, str | int],
    places: Mapping[str, int],
    register: Register,
) -> Iterator[CellProblem]:
    """Add a good row; complain where an earlier line is about the same thing, or where time runs back."""
    row_id = "|".join(str(cells.get(name, "")) for name in register.key)
    first = f"{get_column_letter(places[register.key[0]])}{line}"
    if row_id in rows:
        titles = "、".join(register.columns[name].title_zh for name in register.key)
        yield CellProblem(first, titles, row_id, "与上文重复，每项只填一行")
    until = register.until_column
    if until and until in cells and str(cells[until]) < str(cells[register.from_column]):
        column = register.columns[until]
        place = f"{get_column_letter(places[until])}{line}"
        yield CellProblem(place, column.title_zh, str(cells[until]), "不得早于起始日期")
    rows[row_id] = cells


def _filling_sheet(path: Path) -> Worksheet:
    try:
        book = load_workbook(path, data_only=True)
    except FileNotFoundError as error:
        raise RegisterError(f"{path}: 没有这个文件。") from error
    except (InvalidFileException, BadZipFile, OSError, KeyError) as error:
        raise RegisterError(f"{path}: 不是 Excel 工作簿（.xlsx）。") from error
    if FILLING not in book.sheetnames:
        raise RegisterError(f"{path.name} 没有“{FILLING}”工作表。请使用模板填报。")
    return book[FILLING]


def _head(sheet: Worksheet, title: str, hint: str) -> None:
    sheet["A1"], sheet["A2"] = title, hint
    sheet["A1"].font = Font(name=FONT, size=16, bold=True, color=BLUE)
    sheet["A2"].font = Font(name=FONT, size=10, color="FF4A5663")
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEADING_ROW].height = 28, 24


def _column(sheet: Worksheet, number: int, column: Column) -> None:
    heading = sheet.cell(HEADING_ROW, number, column.title_zh + (REQUIRED if column.is_required else ""))
    heading.font = Font(name=FONT, size=11, bold=True, color="FFFFFFFF")
    heading.fill = PatternFill("solid", fgColor=BLUE)
    heading.alignment = Alignment(horizontal="center", vertical="center")
    sheet.column_dimensions[get_column_letter(number)].width = max(14, len(column.title_zh) * 3)


def _validation(
    sheet: Worksheet, lists: Worksheet, number: int, column: Column, vocabulary: Vocabulary
) -> None:
    """Give a column its drop-down from the hidden lists, or let it take days or counts only."""
    letter = get_column_letter(number)
    where = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"
    choices = list(vocabulary.choices(column))
    for line, name in enumerate(choices, 1):
        lists.cell(line, number, name)
    if choices:
        rule = DataValidation(type="list", formula1=f"={LISTS}!${letter}$1:${letter}${len(choices)}")
    elif column.kind == "day":
        rule = DataValidation(type="date", operator="greaterThan", formula1="36526")
    elif column.kind == "count":
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    else:
        return
    if column.kind == "day":
        for line in range(FIRST_ROW, 204):
            sheet.cell(line, number).number_format = "yyyy-mm-dd"
    rule.errorTitle, rule.error = column.title_zh, column.note_zh or KIND_NAMES[column.kind]
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(where)


def _examples(sheet: Worksheet, register: Register, vocabulary: Vocabulary) -> None:
    _head(sheet, f"{register.name_zh}：示例", "以下为虚构示例，不会被导入。")
    for number, column in enumerate(register.columns.values(), 1):
        _column(sheet, number, column)
        choices = list(vocabulary.choices(column))
        sheet.cell(FIRST_ROW, number, column.example or (choices[0] if choices else None)).font = Font(
            name=FONT
        )


def _explanation(sheet: Worksheet, name: str, register: Register) -> None:
    _head(sheet, f"{register.name_zh}：填报说明", f"登记表编号 {name}。{register.purpose_zh}。")
    titles = ("列名", "是否必填", "填写方式", "说明", "字段")
    for number, title in enumerate(titles, 1):
        _column(sheet, number, Column(title_zh=title, title_en=title, kind="text"))
        sheet.column_dimensions[get_column_letter(number)].width = 18 if number < 4 else 44
    for line, (field, column) in enumerate(register.columns.items(), FIRST_ROW):
        facts = (column.title_zh, "是" if column.is_required else "否", KIND_NAMES[column.kind])
        for number, text in enumerate((*facts, column.note_zh, field), 1):
            cell = sheet.cell(line, number, text)
            cell.font, cell.border = Font(name=FONT), THIN
