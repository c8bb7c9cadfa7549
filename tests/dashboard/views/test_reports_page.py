"""The page of reports: the same files as the command gives, a preview with its footnotes, what was signed."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.report.files import kept_file, kept_report
from dashboard.report.signing import Request, sign
from dashboard.views.reports.page import Asked

AT = datetime(2026, 12, 31, 4, tzinfo=UTC)


@pytest.fixture
def own(fiction: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the made-up world in which papers may be signed."""
    shutil.copytree(fiction, tmp_path / "data", symlinks=True)
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def asked(by: str, confidence: str = "high") -> Request:
    return Request(
        kind="report", title="报告", period="2026Q3", scope="guangzhou", confidence=confidence, by=by
    )


def test_the_newest_complete_quarter_is_shown_with_its_footnotes(read):
    html = read("reports").html
    assert "（2026年第三季度）" in html
    assert html.count('<sup class="sy-mark-note">') == html.count("<li value=") > 10
    assert "快照2026-11-22T191421Z，截至2026年11月23日" in html
    assert "表 1　任务十" in html and "图 1　广州" in html


def test_the_address_chooses_the_report(read):
    html = read("reports", period="year", of_year="2025", confidence="medium").html
    assert "（2025年）" in html and "中置信及以上" in html


def test_a_running_period_is_called_provisional(read):
    assert "本期未结束，数值暂定" in read("reports", period="month", of_month="2026-11").html


def test_what_is_downloaded_is_what_the_command_writes(fiction: Path):
    folder = (fiction / "snapshots" / "current").resolve()
    for ending in ("docx", "pdf", "xlsx"):
        on_page = Asked("2026Q3", "guangzhou", "high").file(folder, ending)
        kept_file.cache_clear()
        kept_report.cache_clear()
        assert on_page == kept_file(folder, "2026Q3", "guangzhou", "high", ending)


def test_an_english_reader_gets_the_chinese_paper_all_the_same(read, fiction: Path):
    kept_report.cache_clear()
    english = read("reports", lang="en").html
    assert "The report is written in Chinese" in english
    folder = (fiction / "snapshots" / "current").resolve()
    report = kept_report(folder, "2026Q3", "guangzhou", "high")
    assert "上年同期" in str(
        [b.chart.to_dict() for s in report.sections for b in s.blocks if hasattr(b, "chart")]
    )


def test_nothing_signed_is_said(read, own: Path):
    assert "还没有签发过报告或评估" in read("reports").html


def test_signed_versions_are_listed_with_who_and_when(read, own: Path):
    sign(own, asked("数字经济处"), AT)
    html = read("reports").html
    assert "数字经济处" in html and "2026年12月31日 12:00" in html
    assert "与签发时一致" in html and "首版" in html


def test_a_version_that_was_changed_is_told(read, own: Path):
    folder = sign(own, asked("数字经济处"), AT)
    (pdf,) = folder.glob("*.pdf")
    pdf.chmod(0o644)
    pdf.write_bytes(b"%PDF changed")
    assert "已被改动" in read("reports").html


def test_a_later_version_shows_what_differs(read, own: Path):
    """The older snapshot lacks one repository and some commits: its numbers differ from the newer one's."""
    current = own / "snapshots" / "current"
    current.unlink()
    current.symlink_to("2026-11-21T191347Z")
    sign(own, asked("数字经济处"), AT)
    current.unlink()
    current.symlink_to("2026-11-22T191421Z")
    sign(own, asked("数字经济处"), AT)
    html = read("reports").html
    assert "第2版" in html
    line = next(row for row in html.split("<tr>") if "广州项目代码提交" in row and "sub" not in row)
    assert "数值" in line


def test_a_snapshot_without_a_plan_says_what_is_missing(read, publish, monkeypatch, tmp_path: Path):
    import duckdb

    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute("delete from marts.plans")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    assert "还不足以成报告" in read("reports").html
