"""A table of rows → the bytes of a CSV, Parquet or Excel file."""

import io

import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

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
    sheet.append([_cell(sheet, name, is_heading=True) for name in table.column_names])
    flat = _flat(table)
    for row in flat.to_pylist():
        sheet.append([_cell(sheet, value) for value in row.values()])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: object, value: object, *, is_heading: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = would become a formula
    if is_heading:
        cell.font = Font(bold=True)
    return cell


def _flat(table: pa.Table) -> pa.Table:
    """Turn what a plain file cannot hold (lists, structs, zoned instants, durations) into text."""
    for i, field in enumerate(table.schema):
        is_plain = (
            pa.types.is_primitive(field.type)
            or pa.types.is_string(field.type)
            or pa.types.is_decimal(field.type)
        )
        if not is_plain or pa.types.is_timestamp(field.type) or pa.types.is_duration(field.type):
            text = pa.array(
                [None if value is None else str(value) for value in table.column(i).to_pylist()], pa.string()
            )
            table = table.set_column(i, field.name, text)
    return table
