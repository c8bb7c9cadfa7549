"""What is downloaded opens elsewhere with the same rows."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from dashboard.kit import downloads

TABLE = pa.table(
    {
        "名称": ["木棉汽车", "=1+1", None],
        "n": [1, 2, None],
        "day": [date(2026, 11, 1), None, date(2026, 11, 3)],
        "at": pa.array([datetime(2026, 11, 1, 4, 30, tzinfo=UTC)] * 3, pa.timestamp("us", "UTC")),
        "list": [["a", "b"], [], None],
    }
)


def test_csv_is_read_by_a_spreadsheet_as_chinese():
    text = downloads.to_csv(TABLE).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["名称"] for row in rows] == ["木棉汽车", "=1+1", ""]
    assert rows[0]["at"] == "2026-11-01 04:30:00+00:00" and rows[0]["list"] == "['a', 'b']"


def test_parquet_keeps_the_types():
    assert pyarrow.parquet.read_table(io.BytesIO(downloads.to_parquet(TABLE))).equals(TABLE)


def test_excel_takes_a_text_for_a_text_and_never_for_a_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(downloads.to_xlsx(TABLE))).active
    assert [cell.value for cell in next(sheet.iter_rows())] == ["名称", "n", "day", "at", "list"]
    cell = sheet["A3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert sheet["B2"].value == 1 and sheet["C2"].value.date() == date(2026, 11, 1)


@pytest.mark.parametrize("write", [downloads.to_csv, downloads.to_parquet, downloads.to_xlsx])
def test_an_answer_without_rows_is_still_a_file(write):
    assert write(TABLE.slice(0, 0))
