"""Pages and commands over a snapshot in which nothing was collected: the words say so, and no figure is 0."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

NOTHING = """
update marts.claim_effects set commit_count = null, contributor_count = null, total_commit_count = null,
    total_contributor_count = null, complete_target_count = 0, total_complete_target_count = 0;
delete from marts.claim_effects where confidence = 'high';
update marts.review_items set commit_count = null, contributor_count = null, share_ratio = null,
    is_suppressed = false
where item_kind = 'unreviewed_claim';
update marts.corrections set commit_change = null, contributor_change = null, total_commit_count = null,
    total_contributor_count = null, is_suppressed = false;
update marts.openharmony_guangzhou set commit_count = null, share_ratio = null;
delete from marts.openharmony_activity;
update marts.indicator_values set value = null, complete_target_count = 0
where indicator_id = 'enterprises_present';
"""


@pytest.fixture
def unread(publish, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, read):
    """Open a page of the made-up world as it is before anything was collected."""
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute(NOTHING)
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    return read


def table_of(html: str, head: str) -> str:
    """Give the table whose heading holds a word."""
    return next(part for part in html.split("<table") if head in part.split("</thead>")[0]).split("</table>")[
        0
    ]


def cells(row: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
    ]


def lines(table: str) -> list[list[str]]:
    return [cells(row) for row in table.split("<tr>")[2:]]


def test_the_citys_figures_are_not_collected_and_not_zero(unread):
    rows = lines(table_of(unread("evidence").html, "比上一档多"))
    assert rows[0][:2] == ["仅高", "无可计入的仓库"] and set(rows[0][2:]) == {""}
    for row in rows[1:]:
        assert row[1].startswith("0 / ") and row[2] == row[4] == "未采集" and row[3] == row[5] == ""


def test_what_awaits_review_is_not_said_to_move_nothing(unread):
    rows = lines(table_of(unread("evidence").html, "若改动，影响占比"))
    claims = [row for row in rows if row[2] == "待复核"]
    assert claims and {(row[4], row[5], row[6]) for row in claims} == {("未采集", "未采集", "")}
    domain = next(row for row in rows if "mail.example" in row[0])
    assert domain[4] == "310"


def test_a_correction_of_what_is_not_held_is_not_called_unmoved(unread):
    row = lines(table_of(unread("evidence").html, "谁、为什么"))[0]
    assert row[4] == row[5] == "未采集"


def test_the_centre_says_who_takes_part_and_that_commits_are_unknown(unread):
    html = unread("centre").html
    assert re.search(r"其中有提交的</a></span><b>未采集</b>", html)
    assert re.search(r"参与的广州机构</a></span><b>2</b>", html), "named by seats and claims, which were read"
    assert re.search(r"广州机构提交</a></span><b>未采集</b>", html)
    assert re.search(r"广州机构贡献者</a></span><b>未采集</b>", html)


def test_the_indicator_says_why_everywhere(unread):
    why = "9 个仓库均未采集"
    assert why in unread("task_ten").html
    assert why in unread("indicators").html
    assert why in unread("indicators", id="enterprises_present").html


def test_the_command_says_not_collected(unread, tmp_path: Path):
    def told(*words: str) -> str:
        run = "from flows.cli import main; main()"
        command = [sys.executable, "-c", run, "review", *words, "--data", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout

    with duckdb.connect(tmp_path / "snapshots" / "current" / "public.duckdb", read_only=True) as db:
        asked = "select claim_id from marts.claim_effects where confidence = 'medium' order by 1 limit 1"
        ((claim_id,),) = db.execute(asked).fetchall()
    shown = told("show", claim_id)
    assert "未采集 / 未采集" in shown and "0 / 0" not in shown.split("held")[0]
    listed = told("list", "--kind", "unreviewed_claim")
    assert "未采集" in listed and not re.search(r"\s0\s+0\s", listed)


def test_a_city_of_few_people_is_withheld_and_not_uncollected(publish, monkeypatch, tmp_path: Path, read):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute("update marts.claim_effects set total_contributor_count = null")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    rows = lines(table_of(read("evidence").html, "比上一档多"))
    assert {row[4] for row in rows} == {"不公布"} and all(row[2] not in ("未采集", "0") for row in rows)


def test_what_a_wider_confidence_adds_is_unknown_where_nothing_of_it_is_held(
    publish, monkeypatch, tmp_path: Path, read
):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute(
            "update marts.claim_effects set total_commit_count = 40, total_complete_target_count = 1,"
            " total_target_count = case confidence when 'high' then 2 else 7 end"
        )
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    rows = lines(table_of(read("evidence").html, "比上一档多"))
    # five more repositories of medium confidence, none of them held; "all" has the same ones as medium
    assert [row[1:4] for row in rows] == [
        ["1 / 2", "40", ""],
        ["1 / 7", "40", "未采集"],
        ["1 / 7", "40", "0"],
    ]
