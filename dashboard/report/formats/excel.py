"""The report as a workbook: a cover, and a sheet per section with its tables and the charts' data."""

import io
import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.report.formats.reproducible import settle
from dashboard.report.model import Figure, Note, Paragraph, Report, Section, Table

FONT = "Microsoft YaHei"
BLUE, SOFT = "FF1F4E79", "FF4A5663"
HEAD = Font(name=FONT, size=10, bold=True, color="FFFFFFFF")
BODY, SMALL = Font(name=FONT, size=10), Font(name=FONT, size=9, color=SOFT)
FILL = PatternFill("solid", fgColor=BLUE)
LINE = Border(bottom=Side(style="hair", color="FFB8B2A4"))
WRAPPED = Alignment(wrap_text=True, vertical="top")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\、]")
SHARES = {"完整度", "完整", "部分", "未采集", "无法采集", "可识别雇主", "广州份额", "占已读取仓库"}
WIDEST = 46
PROSE_COLUMNS, PROSE_LETTERS, LINE_HEIGHT = 8, 60, 15


def workbook(report: Report) -> bytes:
    """Make the workbook."""
    book = Workbook()
    cover: Any = book.active
    _cover(cover, report)
    sheet = cover
    for section in report.sections:
        if section.level == 1:
            sheet = _new_sheet(book, section, report)
        _write(sheet, section)
    sheets: list[Any] = book.worksheets
    for each in sheets:
        each.sheet_view.showGridLines = False
        each.page_setup.orientation, each.page_setup.fitToHeight = "landscape", 0
        each.sheet_properties.pageSetUpPr.fitToPage = True
        each.oddFooter.center.text = "第 &P 页，共 &N 页"
    made = io.BytesIO()
    book.save(made)
    return settle(made.getvalue(), report.made_at_day)


def _cover(sheet: Any, report: Report) -> None:  # noqa: ANN401 - openpyxl leaves a new sheet's kind open
    sheet.title = "封面"
    sheet["A1"], sheet["A2"] = report.title, report.subtitle
    sheet["A1"].font = Font(name=FONT, size=20, bold=True, color=BLUE)
    sheet["A2"].font = Font(name=FONT, size=12, color=SOFT)
    for line, (name, text) in enumerate(report.facts, 4):
        sheet.cell(line, 1, name).font = SMALL
        sheet.cell(line, 2, text).font = BODY
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
    _mark(sheet, report)


def _new_sheet(book: Workbook, section: Section, report: Report) -> Worksheet:
    sheet = book.create_sheet(NOT_IN_A_NAME.sub(" ", section.title)[:31])
    sheet["A1"] = section.title
    sheet["A1"].font = Font(name=FONT, size=14, bold=True, color=BLUE)
    _mark(sheet, report)
    return sheet


def _mark(sheet: Any, report: Report) -> None:  # noqa: ANN401
    if report.is_demonstration:
        sheet["C1"] = "演示数据"
        sheet["C1"].font = Font(name=FONT, size=14, bold=True, color="FFB3261E")
        sheet.oddHeader.center.text = "演示数据"


def _write(sheet: Worksheet, section: Section) -> None:
    if section.level > 1:
        _line(sheet, [section.title], Font(name=FONT, size=12, bold=True, color=BLUE), before=1)
    for block in section.blocks:
        if isinstance(block, Paragraph):
            text = "".join(part for part in block.text if isinstance(part, str))
            _prose(sheet, text, SMALL if block.kind == "small" else BODY)
            for part in block.text:
                if isinstance(part, Note):
                    _prose(sheet, f"注：{part.text}", SMALL)
        elif isinstance(block, Table):
            columns = block.value_columns or block.columns
            _grid(sheet, block.caption, columns, block.values or block.rows, block.note)
        else:
            _chart_data(sheet, block)


def _chart_data(sheet: Worksheet, figure: Figure) -> None:
    _grid(sheet, f"图表数据：{figure.caption}", figure.columns, figure.values, None)


def _grid(
    sheet: Worksheet,
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    note: Note | None,
) -> None:
    """Write a table: caption, heads, lines with real numbers, and its note below."""
    _line(sheet, [caption], Font(name=FONT, size=10, bold=True), before=1)
    top = _line(sheet, columns, HEAD)
    for place in range(1, len(columns) + 1):
        sheet.cell(top, place).fill = FILL
    for row in rows:
        line = _line(sheet, row, BODY)
        for place, value in enumerate(row, 1):
            _shape(sheet, line, place, value, columns[place - 1])
    if note:
        _prose(sheet, f"注：{note.text}", SMALL)


def _shape(sheet: Worksheet, line: int, place: int, value: Any, head: str) -> None:  # noqa: ANN401
    cell = sheet.cell(line, place)
    cell.border = LINE
    if isinstance(value, float):
        is_share = head in SHARES
        cell.number_format = "0.0%" if is_share else "#,##0.##" if not value.is_integer() else "#,##0"
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    else:
        cell.alignment = WRAPPED
        width = min(WIDEST, max(10, 2 * len(str(value or "")) + 2))
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = max(column.width, width)


def _prose(sheet: Worksheet, text: str, font: Font) -> None:
    """Write a sentence across the sheet, wrapped within the width of its tables."""
    line = _line(sheet, [text], font)
    sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=PROSE_COLUMNS)
    sheet.cell(line, 1).alignment = WRAPPED
    sheet.row_dimensions[line].height = LINE_HEIGHT * -(-len(text) // PROSE_LETTERS)


def _line(sheet: Worksheet, values: Sequence[Any], font: Font, before: int = 0) -> int:
    """Write a line under what is there and give its number."""
    line = sheet.max_row + 1 + before
    for place, value in enumerate(values, 1):
        sheet.cell(line, place, value).font = font
    return line
