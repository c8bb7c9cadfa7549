"""The page on OpenHarmony: how big, how much Guangzhou's, how sure; by release; and with nothing held."""

from pathlib import Path

import duckdb
import pytest


def row(html: str, text: str) -> str:
    """Find the first line of a table that holds a text."""
    return next(line for line in html.split("<tr>") if text in line)


def test_the_first_three_cells_say_how_big_how_much_and_how_sure(read):
    """2,000 commits, 80 by two confidences of Guangzhou, 20 of them sure; 8 of 10 repositories are held."""
    html = read("openharmony").html
    size, guangzhou, sure = html.split("<article")[1:4]
    assert "2,000" in size and "已采集部分" in size and "12 个：自有 10，上游 2 不计原创" in size
    assert "1.0%" in guangzhou and "下限" in guangzhou and "20 次" in guangzhou
    assert "20.0% 雇主不明" in guangzhou and "1 / 3" in guangzhou and "2 / 10" in guangzhou
    assert "200 人" in size and "不合并账号 204" in size
    assert "80.0%" in sure and "8 / 10 个自有仓库" in sure
    assert "外包邮箱，雇主不明" in sure and "12.0%" in sure
    assert "未采集" in size, "change requests wait for a token and are not zero"


def test_the_confidence_decides_what_is_guangzhous_and_the_others_stand_beside(read):
    html = read("openharmony", confidence="all").html
    guangzhou = html.split("<article")[2]
    assert "4.0%" in guangzhou and "80 次" in guangzhou
    assert "广州机构的提交" in html and "−60" in html, "what the strictest confidence would take away"


def test_a_release_can_be_chosen_and_is_in_the_address(read):
    html = read("openharmony", release="OpenHarmony-5.0.0-Release").html
    size = html.split("<article")[1]
    assert "60 人" in size and "不合并账号" not in size
    assert "600" in size and "2024年4月1日 – 2024年9月29日" in size
    assert "11 个：自有 9" in size
    assert "device_board_qihang" in html and "5.0.0 Release 移出或更名的自有仓库" in html


def test_a_period_can_be_chosen(read):
    assert "300" in read("openharmony", when="2026").html.split("<article")[1]
    month = read("openharmony", when="2026-10").html.split("<article")[1]
    assert "2026年10月" in month and "不公布" in month, "fewer than five people are not shown"


def test_what_dates_a_release_is_said_and_the_newest_is_provisional(read):
    html = read("openharmony").html
    assert "没有标签或建立日期，不划分时段" in row(html, "OpenHarmony-3.0-LTS")
    branch = row(html, "5.0 Release")
    assert "无标签；分支建立于2024年8月3日" in branch and ">400<" in branch
    assert "与相邻版本重叠，不可相加" in html
    assert "开发中，数值暂定" in row(html, "master（开发中）")
    assert "62.5%" in row(html, "4.1 Release")


def test_who_of_guangzhou_works_where_and_what_is_not_collected_is_not_zero(read):
    html = read("openharmony").html
    board, vendor = row(html, "device_board_qihang"), row(html, "vendor_qihang")
    assert "60" in board and "50.0%" in board and "已移出" in board and "置信度中" in board
    assert "未采集" in vendor and ">0<" not in vendor
    assert "sig_account (五羊大学)" in html


def test_unknown_employers_stand_apart_and_beside_the_identified_share(read):
    html = read("openharmony").html
    assert "可识别 80.0%，共 2,000 次提交" in html
    assert html.index("雇主不明</th>") < html.index(">外包邮箱，雇主不明</span>")
    assert "城市可知 74.0%" in html


def test_the_picture_counts_the_places_and_then_once(read):
    html = read("openharmony").html
    picture = html[html.index('class="oh-picture"') : html.index("三方库</h2>")]
    assert picture.index("Gitee") < picture.index("GitCode") < picture.index("GitHub")
    assert "2025-09-15" in picture
    assert picture.index("5,200") < picture.index("2,600</b>") < picture.index("2,000</b>")
    issues = row(picture, "议题")
    assert "25" in issues and "1 / 0 / 0" in issues


def test_their_rules_show_the_difference_and_sampling_its_share(read):
    html = read("openharmony").html
    assert "−180" in html and "made-up minutes" in html
    assert "合并请求 40.0%" in html


TABLES = (
    "activity",
    "shares",
    "cities",
    "sigs",
    "sig_activity",
    "sig_seats",
    "guangzhou",
    "vendors",
    "release_changes",
    "manifest_changes",
    "libraries",
    "forges",
    "locations",
    "migration",
    "counting_rules",
    "responses",
)


@pytest.mark.parametrize("has_manifest", [True, False])
def test_the_page_is_well_with_nothing_or_the_manifest_alone(
    read, publish, monkeypatch, tmp_path: Path, has_manifest: bool
):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        for table in (*TABLES, *(() if has_manifest else ("release_dates", "releases"))):
            db.execute(f"delete from marts.openharmony_{table}")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    html = read("openharmony").html
    assert ("这份快照里还没有开源鸿蒙的数据" in html) is not has_manifest
    assert ("12 个：自有 10" in html) is has_manifest
