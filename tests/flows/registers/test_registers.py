"""Registers by the command line: a template is filled, checked by the cell, compared, entered and undone."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from flows.cli.register import register_app
from flows.registers.entries import RegisterBook

CONFIG = Path(__file__).parents[3] / "config"
GOOD = ("开源入门培训", "某某学会", "企业人员", 60, "2025-09-12", "某某通知")
OTHER = ("评测培训", "某某学会", "在校学生", 35, "2025-10-08", "某某通知")


@pytest.fixture
def register(tmp_path: Path):
    """Run `suiyuan register ...` in a data folder of the test's own."""

    def run(command: str, *words: str) -> Result:
        places = ["--config", str(CONFIG)] if command != "undo" else []
        places += ["--data", str(tmp_path / "data")] if command != "template" else []
        return CliRunner().invoke(register_app, [command, *words, *places])

    return run


def filled(register: Any, path: Path, *lines: tuple[Any, ...]) -> Path:
    """Write the template of trainings and fill its lines from the fourth row on."""
    assert register("template", "trainings", "-o", str(path)).exit_code == 0
    book = load_workbook(path)
    for number, line in enumerate(lines, 4):
        for place, value in enumerate(line, 1):
            book["填报"].cell(number, place, value)
    book.save(path)
    return path


def enter(register: Any, path: Path) -> Result:
    return register("import", "trainings", str(path), "--by", "某处", "--document", "某文", "--yes")


def test_the_template_has_chinese_headings_drop_downs_and_examples(register, tmp_path: Path):
    book = load_workbook(filled(register, tmp_path / "t.xlsx"))
    headings = [cell.value for cell in book["填报"][3]]
    assert headings == ["培训名称*", "单位名称*", "对象*", "参训人次*", "举办日期*", "依据*"]
    rules = {rule.type: rule for rule in book["填报"].data_validations.dataValidation}
    assert rules["list"].formula1 == "=选项!$C$1:$C$4"
    assert [book["选项"].cell(n, 3).value for n in range(1, 5)] == [
        "企业人员",
        "在校学生",
        "教师",
        "社会公众",
    ]
    assert book["选项"].sheet_state == "hidden"
    assert book["示例"]["A4"].value == "（示例）开源鸿蒙入门培训"
    assert book["填报说明"]["E4"].value == "title"


def test_every_wrong_cell_is_named_and_nothing_is_stored(register, tmp_path: Path):
    bad = ("开源入门培训", "", "老人", "六十", "2025-13-01", "某某通知")
    result = enter(register, filled(register, tmp_path / "t.xlsx", GOOD, bad, GOOD))
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "t.xlsx B5 单位名称：必填",
        't.xlsx C5 对象 = "老人"：应为下列之一：企业人员、在校学生、教师、社会公众',
        't.xlsx D5 参训人次 = "六十"：应为不小于零的整数',
        't.xlsx E5 举办日期 = "2025-13-01"：应为日期，如 2026-03-31',
        't.xlsx A6 培训名称、举办日期 = "开源入门培训|2025-09-12"：与上文重复，每项只填一行',
    ]
    assert not (tmp_path / "data" / "landing").exists()


def test_an_import_shows_the_difference_and_keeps_the_file(register, tmp_path: Path):
    first = enter(register, filled(register, tmp_path / "t.xlsx", GOOD))
    assert "新增 1 行，修改 0 行，相同 0 行。" in first.stdout
    again = enter(register, filled(register, tmp_path / "t.xlsx", (*GOOD[:3], 80, *GOOD[4:]), OTHER))
    assert "~ 参训人次 60 → 80" in again.stdout
    assert "新增 1 行，修改 1 行，相同 0 行。" in again.stdout
    book = RegisterBook(tmp_path / "data", "trainings")
    assert [row["participant_count"] for row in book.standing().values()] == [80, 35]
    assert len(list((tmp_path / "data" / "registers" / "trainings").iterdir())) == 2


def test_what_is_the_same_makes_no_entry(register, tmp_path: Path):
    enter(register, filled(register, tmp_path / "t.xlsx", GOOD))
    assert "相同 1 行" in enter(register, tmp_path / "t.xlsx").stdout
    assert len(RegisterBook(tmp_path / "data", "trainings").entries()) == 1


def test_an_undone_entry_gives_back_what_stood_before_and_stays_on_record(register, tmp_path: Path):
    enter(register, filled(register, tmp_path / "t.xlsx", GOOD))
    enter(register, filled(register, tmp_path / "t.xlsx", (*GOOD[:3], 80, *GOOD[4:])))
    book = RegisterBook(tmp_path / "data", "trainings")
    second = book.entries()[1].entry_id
    words = ("undo", second, "--by", "某处", "--reason", "填错")
    assert register(*words).exit_code == 0
    assert [row["participant_count"] for row in book.standing().values()] == [60]
    assert register(*words).stderr.strip() == f"{second}: 已经撤销过。"
    assert "已撤销" in register("list").stdout


def test_an_unknown_register_and_a_file_that_is_no_workbook_are_told(register, tmp_path: Path):
    assert "没有这个登记表" in register("template", "nothing").stderr
    path = tmp_path / "t.xlsx"
    path.write_text("no workbook")
    assert "不是 Excel 工作簿" in enter(register, path).stderr
