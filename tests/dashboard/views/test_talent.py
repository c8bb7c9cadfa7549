"""The page of people: who comes, stays and goes, counted, with no one named."""

import re
from pathlib import Path

import duckdb


def lines(html: str, caption_or_head: str) -> list[str]:
    """Give the lines of the table that holds a word."""
    (table,) = (found for found in html.split("<table") if caption_or_head in found)
    return re.findall(r"<tr>.*?</tr>", table.split("</table>")[0])


def test_the_newest_complete_quarter_opens_the_page(read):
    html = read("talent").html
    assert "<h2>广州 · 2026年第三季度</h2>" in html
    assert "上期新人留下的" in html and "人（" in html
    assert "仅高（当前）" in html and "主张已复核 1 / 12" in html


def test_every_section_is_there(read):
    html = read("talent").html
    for section in (
        "流入与流失",
        "留存",
        "核心、经常与偶尔",
        "高校",
        "机构之间的流动",
        "新人得到的回应",
        "分组对照",
    ):
        assert f"<h2>{section}</h2>" in html


def test_a_cohort_s_cells_are_shares_withheld_or_not_over(read):
    rows = lines(read("talent").html, "6–11月")
    first = next(row for row in rows if "2024年上半年" in row)
    assert "33.3%" in first and "60 人中 20 人" in first
    assert "‹5" in first, "the span of 18 months is withheld"
    newest = next(row for row in rows if "2025年上半年" in row)
    assert 'title="尚未满期"' in newest


def test_where_accounts_are_joined_across_forges_the_difference_is_told(read):
    note = "不合并各平台的账号时，1 批的人数、1 格的留存人数不同，如2024年上半年 62 人而非 60 人。"
    assert note in read("talent").html
    assert "不合并各平台的账号时" not in read("talent", who="district:tianhe").html


def test_small_numbers_are_said_to_be_withheld(read):
    html = read("talent").html
    move = next(
        row
        for row in lines(html, "<caption>机构类型之间")
        if "2026" in row and '企业</td><td class="">高校' in row
    )
    assert "涉及少于5人，不公布" in move


def test_moves_are_between_the_city_and_elsewhere(read):
    rows = lines(read("talent").html, "<caption>广州与外地")
    assert any("外地或未登记机构</td>" in row and ">11<" in row for row in rows)


def test_moves_that_look_different_without_the_join_are_said_in_a_line(read):
    html = read("talent").html
    assert "各平台账号不合并时：2026 广州机构 → 外地或未登记机构 12 人而非 11 人；" in html


def test_shares_stand_beside_what_is_identified(read):
    html = read("talent", group="sector").html
    rows = lines(html, "广州份额")
    internet = next(row for row in rows if "互联网" in row)
    assert internet.count("%</span>") + internet.count("%") >= 2
    assert "雇主可知" in html


def test_the_reader_may_look_at_a_sector_or_a_district(read):
    html = read("talent", who="district:tianhe", period="year").html
    assert "<h2>天河区 · 2025年</h2>" in html
    assert "还没有满一年可供跟踪的新贡献者" in read("talent", who="district:liwan", confidence="all").html


def test_what_is_not_claimed_at_a_confidence_is_said(read):
    assert "在“仅高”这一档没有仓库归属于它" in read("talent", who="kind:community").html


def test_without_measures_the_page_says_what_is_missing(read, publish, monkeypatch, tmp_path: Path):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute("delete from marts.measures")
        for table in ("contributor_cohorts", "employed_work", "contributor_flows"):
            db.execute(f"delete from marts.{table}")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    assert "这份快照里还没有贡献者指标" in read("talent").html


def test_empty_marts_are_no_error(read, publish, monkeypatch, tmp_path: Path):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        for table in ("contributor_cohorts", "employed_work", "contributor_flows"):
            db.execute(f"delete from marts.{table}")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    html = read("talent").html
    assert "还没有满一年可供跟踪的新贡献者" in html
    assert "近年没有看到可归属的流动" in html
    assert "没有可归属于已登记高校的提交" in html
