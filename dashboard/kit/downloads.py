"""A table of rows → the bytes of a CSV, Parquet or Excel file."""

import io

import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

COLUMN_CHARACTERS = 18
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel reads the Chinese of a CSV as another encoding


def to_csv(table: pa.Table) -> bytes:
    """Write CSV in UTF-8 that Excel recognises; lists and structs become text."""
    buffer = io.BytesIO()
    buffer.write(BYTE_ORDER_MARK)
    pyarrow.csv.write_csv(_flat(table), buffer)
    return buffer.getvalue()


def to_parquet(table: pa.Table) -> bytes:
    """Write Parquet with the types as they are."""
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def to_xlsx(table: pa.Table) -> bytes:
    """Write one Excel sheet; text stays text, whatever sign it begins with."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("query")
    for column in range(1, table.num_columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = COLUMN_CHARACTERS
    sheet.append([_text(sheet, name, Font(bold=True)) for name in table.column_names])
    columns = [column.to_pylist() for column in _flat(table).columns]
    for row in zip(*columns, strict=True):
        sheet.append([_text(sheet, value) if isinstance(value, str) else value for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _text(sheet: WriteOnlyWorksheet, text: str, font: Font | None = None) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # a text that begins with = would become a formula
    if font:
        cell.font = font
    return cell


def _flat(table: pa.Table) -> pa.Table:
    """Turn what a plain file cannot hold (lists, structs, zoned instants, durations) into text."""
    for i, field in enumerate(table.schema):
        if not _is_plain(field.type):
            values = (None if value is None else str(value) for value in table.column(i).to_pylist())
            table = table.set_column(i, field.name, pa.array(values, pa.string()))
    return table


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_timestamp(kind) or pa.types.is_duration(kind):
        return False
    return pa.types.is_primitive(kind) or pa.types.is_string(kind) or pa.types.is_decimal(kind)
