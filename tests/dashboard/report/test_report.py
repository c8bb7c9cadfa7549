"""The report of a small snapshot: its sentences, its numbers in every format, and the same bytes twice."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from docx import Document
from openpyxl import load_workbook

import warehouse
from collectors import records
from dashboard.report.facts import Facts, Period, ReportError, read_facts
from dashboard.report.files import write, writers
from dashboard.report.formats.excel import workbook
from dashboard.report.formats.pdf import pdf
from dashboard.report.formats.word import document
from dashboard.report.model import Figure, Note, Paragraph, Report, Table
from dashboard.report.signing import broken, read, versions
from dashboard.report.text.sections import compose
from dashboard.report.text.sentences import amount, change_cell, movement
from dashboard.words.indicator_words import KINDS
from flows import ledger
from flows.config.load import load_config
from flows.registry import records as registry
from warehouse.publishing.snapshots import find_snapshot

CONFIG = Path(__file__).parents[3] / "config"
RECORD_TYPES = (*records.RECORD_TYPES, *registry.RECORD_TYPES, *ledger.RECORD_TYPES)
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
REPOSITORY = "github:tencent/mmkv"
VALUES = """
select name_zh, kind, unit, value from marts.indicator_values join marts.indicators using (indicator_id)
where confidence = 'high' and period_kind = 'quarter' and period_start_on = '2026-07-01'
    and value is not null and unit != 'ratio' and length(name_zh) <= 9
"""
QUARTERS = {"2023-08-01": 2, "2025-08-01": 40, "2026-05-01": 25, "2026-08-01": 50}


def commits() -> Iterator[Any]:
    """So many commits of one author in each of some quarters."""
    for day, count in QUARTERS.items():
        for number in range(count):
            at = datetime.fromisoformat(f"{day}T04:00:00+00:00")
            sha = f"{day} {number}"
            yield records.Commit(
                sha=sha,
                parent_shas=("root",),
                authored_at=at,
                author_offset_minutes=480,
                committed_at=at,
                committer_offset_minutes=480,
                key_id="k",
                author_key=f"author {number % 4}",
                author_domain="",
                committer_key="c",
                committer_domain="",
                lines_added=1,
                lines_deleted=0,
                files_changed=1,
            )
            yield records.RepositoryCommit(
                repository_id=REPOSITORY, sha=sha, is_reachable=True, author_mapped_key=None
            )


def entry() -> ledger.LedgerEntry:
    return ledger.LedgerEntry(
        run_id="run",
        source="git",
        target_id=REPOSITORY,
        kind="history",
        started_at=NOW,
        ended_at=NOW,
        outcome="ok",
        detail=None,
        window_from=None,
        window_until=None,
        row_count=1,
        forge_total=None,
        request_count=0,
        quota_remaining=None,
        is_complete=True,
    )


def published(folder: Path) -> Path:
    """Land the real config and the commits, build, check and publish."""
    landing = warehouse.Landing(folder / "landing", "reality")
    facts = [*registry.registry_records(load_config(CONFIG), ["starter"]), *commits(), entry()]
    stream = warehouse.Stream("test", "world", "facts")
    landing.append(stream, facts, {}, observed_at=NOW, run_id="run", key_id="k")
    with warehouse.open_working(folder, run_id="run") as db:
        warehouse.load(db, landing, RECORD_TYPES)
        warehouse.build(db, as_of=NOW, now=NOW)
        warehouse.check(db)
        warehouse.publish(db, folder, versions={})
    return folder


def facts_of(data: Path, period: str = "2026Q3", scope: str = "guangzhou") -> Facts:
    snapshot = find_snapshot(data)
    with warehouse.open_snapshot(snapshot.folder) as db:
        return read_facts(db, snapshot.snapshot_id, Period.parse(period), scope, "high")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def report(data: Path) -> Report:
    return compose(facts_of(data))


def said(report: Report) -> list[str]:
    """Every paragraph without its footnotes."""
    blocks = [block for section in report.sections for block in section.blocks]
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    return ["".join(part for part in each.text if isinstance(part, str)) for each in paragraphs]


def test_the_sentences_say_what_the_commits_are(report: Report):
    assert "2026年第三季度，广州项目代码提交50次，同比增长25.0%，环比增长100.0%。"[:24] in "".join(
        said(report)
    )
    assert "2026年第三季度，广州项目代码提交50次，同比增长25.0%，环比增长100.0%。" in said(report)
    assert "2026年第三季度，广州项目贡献者涉及少于5人，不公布。" in said(report)  # four people


def test_every_number_of_the_overview_has_a_footnote(data: Path, report: Report):
    overview = report.sections[0]
    notes = [part for block in overview.blocks for part in block.text if isinstance(part, Note)]
    assert len(notes) == 5
    commits_note = notes[1].text
    for part in ("非合并提交数", find_snapshot(data).snapshot_id, "完整度", "仅高置信", "截至2026年11月23日"):
        assert part in commits_note


def test_only_the_published_sentence_is_called_the_text(report: Report):
    clauses = [text for text in said(report) if text.startswith("条款")]
    assert [text.startswith("条款原文：") for text in clauses] == [False, True, False, False, False, False]
    assert sum(text.startswith("条款要点（非原文）：") for text in clauses) == 5


def test_the_numbers_in_every_format_are_those_of_sql(data: Path, report: Report):
    with duckdb.connect(find_snapshot(data).folder / "public.duckdb", read_only=True) as db:
        ((commits_count,),) = db.execute(
            "select value from marts.indicator_values where indicator_id = 'commits' and confidence = 'high'"
            " and period_kind = 'quarter' and period_start_on = '2026-07-01'"
        ).fetchall()
    assert commits_count == 50
    word = Document(io.BytesIO(document(report)))
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["8", "广州项目代码提交", "测量", "50次", "+25.0%", "2次"] in [line[:6] for line in cells]
    book = load_workbook(io.BytesIO(workbook(report)))
    sheet = book["二 任务十逐句对照"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert next(line for line in lines if line[1] == "广州项目代码提交")[3:6] == [50, 40, 2]


def test_a_workbook_has_a_sheet_per_section_with_the_data_of_its_charts(report: Report):
    book = load_workbook(io.BytesIO(workbook(report)))
    assert book.sheetnames[0] == "封面"
    assert len(book.sheetnames) == 1 + sum(section.level == 1 for section in report.sections)
    activity = [[cell.value for cell in row] for row in book["四 开源活动走势"].iter_rows()]
    assert ["2026Q3", 50, 40] in [line[:3] for line in activity]


def test_a_workbook_says_each_sentences_footnote_below_it(report: Report):
    cells = [row[0].value for row in load_workbook(io.BytesIO(workbook(report)))["一 总体情况"].iter_rows()]
    place = cells.index("2026年第三季度，广州项目代码提交50次，同比增长25.0%，环比增长100.0%。")
    assert cells[place + 1].startswith("注：广州项目代码提交：") and "完整度" in cells[place + 1]


def test_word_has_real_headings_captions_and_footnotes(report: Report):
    content = document(report)
    word = Document(io.BytesIO(content))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["一、总体情况", "二、任务十逐句对照"]
    assert "（一）参与开源组织，整合利用开源资源" in [
        p.text for p in word.paragraphs if p.style.name == "Heading 2"
    ]
    assert sum(p.style.name == "Caption" for p in word.paragraphs) >= 9
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        text = parts.read("word/document.xml").decode()
        notes = parts.read("word/footnotes.xml").decode()
    assert text.count("w:footnoteReference ") == notes.count("<w:footnote w:id=") >= 10
    assert "SEQ 表" in text


def test_the_same_snapshot_gives_the_same_bytes(report: Report):
    for make in (document, workbook, pdf):
        assert make(report) == make(report), make.__name__


def test_a_demonstration_says_so_on_every_page(data: Path):
    facts = facts_of(data)
    report = compose(replace(facts, info=facts.info | {"world_id": "demo"}))
    assert report.is_demonstration
    with zipfile.ZipFile(io.BytesIO(document(report))) as parts:
        headers = [parts.read(name).decode() for name in parts.namelist() if "word/header" in name]
    assert 'string="演示数据"' in "".join(headers)
    book = load_workbook(io.BytesIO(workbook(report)))
    assert {sheet.oddHeader.center.text for sheet in book.worksheets} == {"演示数据"}


def sheets(content: bytes, folder: Path, ending: str) -> list[str]:
    """Give the words of each sheet of a file as a reader prints it; LibreOffice prints the office files."""
    path = folder / f"report.{ending}"
    path.write_bytes(content)
    if ending != "pdf":
        profile = f"-env:UserInstallation=file://{folder}/office"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
        subprocess.run(convert, check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", "-raw", path.with_suffix(".pdf"), "-"], capture_output=True, text=True, check=True
    )
    return text.stdout.split("\f")[:-1]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_on_paper_every_sheet_carries_the_watermark_and_the_numbers_are_those_of_sql(
    data: Path, tmp_path: Path, ending: str
):
    """The commits of the third quarter are 50, a quarter more than the 40 of a year before."""
    facts = facts_of(data)
    report = compose(replace(facts, info=facts.info | {"world_id": "demo"}))
    found = sheets(writers()[ending](report), tmp_path, ending)
    assert len(found) > 3
    assert [number for number, sheet in enumerate(found, 1) if "演示数据" not in sheet] == []
    text = "".join("".join(found).split())
    assert "广州项目代码提交50次" in text and "同比增长25.0%" in text
    with warehouse.open_snapshot(find_snapshot(data).folder) as db:
        values = db.execute(VALUES).fetchall()
    assert len(values) > 3
    for name, kind, unit, value in values:
        shown = amount(value, unit) if ending != "xlsx" else f"{value:,.0f}"
        assert f"{name}{KINDS[kind][0]}{shown}" in text


def test_every_sentence_and_table_with_a_figure_has_its_footnote(report: Report):
    """All but the list of templates, which counts what was filled in."""
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table) and section.title[2:] != "登记事项":
                assert block.note and "快照" in block.note.text, block.caption


@pytest.fixture(scope="module")
def running(data: Path) -> Report:
    """The report of 2026 on 23 November: 75 commits so far, 40 in all of 2025."""
    return compose(facts_of(data, "2026"))


CHANGES = re.compile("同比(增|减|下|持|基)|环比(增|减|下|持|基)|比上年同期(增|减|下|持|基)|[+−][0-9.]+%")


def test_a_running_period_is_compared_with_no_whole_one(running: Report):
    """Eleven months are not set against twelve, neither in a sentence nor in a table."""
    spoken = said(running)
    assert "2026年（截至2026年11月23日，未结束），广州项目代码提交75次。" in spoken
    assert any(text.startswith("2026年尚未结束，数值截至2026年11月23日，均为暂定") for text in spoken)
    assert not [text for text in spoken if CHANGES.search(text)]
    assert running.subtitle == "（2026年，本期未结束，数值暂定）"
    blocks = [block for section in running.sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table) and "同比" in block.columns]
    assert len(tables) > 4
    for table in tables:
        assert "未结束" in table.caption and table.columns[3] == "本期至今"
        assert {row[4] for row in table.rows} == {row[5] for row in table.rows} == {"未满期"}
        assert table.values and {row[4] for row in table.values} == {row[5] for row in table.values} == {
            "未满期"
        }


def test_the_highest_period_is_one_that_is_over(running: Report):
    """75 so far would be the highest of all; 40 in 2025 is the highest of the whole years."""
    (text,) = [text for text in said(running) if "图中" in text and "代码提交" in text]
    assert text.endswith("图中已结束的各期最高为2025年的40次。") and "数值暂定" in text


def test_a_chart_that_ends_in_a_running_period_says_so(running: Report):
    (figure,) = [
        block
        for section in running.sections
        for block in section.blocks
        if isinstance(block, Figure) and "代码提交" in block.caption
    ]
    assert "虚线框为尚未结束的本期" in figure.caption
    assert [row[:3] for row in figure.values[-2:]] == [("2025", 40, 0), ("2026（未结束）", 75, "未满期")]
    drawn = figure.chart.to_dict()["data"]["values"] if "data" in figure.chart.to_dict() else None
    points = drawn or figure.chart.to_dict()["layer"][0]["data"]["values"]
    assert [(row["state"], row["year_before"]) for row in points[-2:]] == [("complete", 0), ("running", None)]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_a_running_period_reads_alike_in_every_format(running: Report, tmp_path: Path, ending: str):
    text = "".join("".join(sheets(writers()[ending](running), tmp_path, ending)).split())
    assert "本期未结束，数值暂定" in text
    assert "2026年（截至2026年11月23日，未结束），广州项目代码提交75次" in text
    assert "未满期" in text and "本期至今" in text and "虚线框为尚未结束的本期" in text
    assert not CHANGES.search(text)


def test_a_period_that_is_over_still_compares(data: Path):
    closed = compose(facts_of(data, "2025"))
    assert closed.subtitle == "（2025年）"
    assert "2025年，广州项目代码提交40次，同比增加40次。" in said(closed)
    assert not any("未满期" in str(block) for section in closed.sections for block in section.blocks[1:])


@pytest.mark.parametrize(("period", "commits"), [("2026Q4", 0), ("2026-11", 0)])
def test_a_running_quarter_or_month_is_compared_with_nothing(data: Path, period: str, commits: int):
    spoken = said(compose(facts_of(data, period)))
    assert not [text for text in spoken if CHANGES.search(text)]
    assert any(f"未结束），广州项目代码提交{commits}次。" in text for text in spoken)


def test_why_there_is_no_value_is_said(report: Report):
    """Nothing of the car makers listed counts at high confidence; seven repositories do at medium."""
    (text,) = [text for text in said(report) if "有公开项目的汽车制造企业" in text and "尚无数据" in text]
    assert "高置信度下无可计入的仓库；中置信度下有 2 家（7 个仓库，未采集）：有公开项目的汽车制造企业" in text
    assert "名录中没有这一类机构：有公开项目的产业互联网机构" in text
    assert not any("0家" in text for text in said(report))


def test_a_period_or_scope_that_is_not_there_is_told(data: Path):
    for period, words in (("2026Q5", "周期应写作"), ("1990", "没有这个周期")):
        with pytest.raises(ReportError, match=words):
            facts_of(data, period)
    with pytest.raises(ReportError, match="没有这个范围"):
        facts_of(data, scope="nowhere")


def test_the_program_writes_the_files(data: Path, tmp_path: Path):
    program = [sys.executable, "-m", "dashboard.report", "--data", str(data), "--period", "2026"]
    words = ["--format", "xlsx", "--output", str(tmp_path)]
    done = subprocess.run([*program, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["广州市开源生态发展情况报告-2026.xlsx"]


def test_a_report_is_signed_off_and_frozen(data: Path):
    """By the program: files, signature and pinned snapshot; signing again is a second version."""
    asked = ["dashboard.report", "--data", str(data), "--period", "2026Q3", "--sign", "某处"]
    done = [subprocess.run([sys.executable, "-m", *asked], check=False).returncode for _ in range(2)]
    assert done == [0, 0]
    first, second = versions(data / "reports" / "2026Q3-guangzhou-high")
    assert sorted(path.suffix for path in first.iterdir()) == [".docx", ".json", ".pdf", ".xlsx"]
    assert (broken(first), broken(second)) == ([], [])
    told = read(second)
    assert (told["kind"], told["signed_by"], told["differs_from"], told["differences"]) == (
        "report",
        "某处",
        "v1",
        [],
    )
    assert "report 2026Q3-guangzhou-high v2" in (find_snapshot(data).folder / "pinned").read_text()
    word = Document(next(second.glob("*.docx")))
    assert "签发：某处" in [cell.text for cell in word.tables[-1].rows[0].cells]


def test_another_format_is_refused(report: Report, tmp_path: Path):
    with pytest.raises(ReportError, match=r"^odt: 格式应为 docx, pdf, xlsx"):
        write(report, "odt", tmp_path, "report")


@pytest.mark.parametrize(
    ("ratio", "value", "before", "words", "cell"),
    [
        (0.25, 50, 40, "增长25.0%", "+25.0%"),
        (-0.5, 20, 40, "下降50.0%", "−50.0%"),
        (0.004, 1004, 1000, "基本持平", "+0.4%"),
        (1.0, 4, 2, "增加2家", "+2"),
        (None, 3, 3, "持平", "0"),
        (None, 3, None, None, "—"),
    ],
)
def test_a_change_is_said_by_the_rule(ratio, value, before, words, cell):
    assert movement(ratio, value, before, "organizations") == words
    assert change_cell(ratio, value, before, "organizations") == cell


def test_periods_begin_and_end_where_the_calendar_says():
    assert Period.parse("2026Q3") == Period("quarter", date(2026, 7, 1))
    assert Period.parse("2026Q4").end_on == date(2026, 12, 31)
    assert Period.parse("2024-02").end_on == date(2024, 2, 29)
    assert Period.parse("2026").end_on == date(2026, 12, 31)
