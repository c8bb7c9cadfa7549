"""The sections beside the plan, from rows by hand: what they say and withhold, and when they are absent."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from dashboard.report.facts import Facts, Period
from dashboard.report.formats.excel import workbook
from dashboard.report.model import Note, Paragraph, Report, Section, Table
from dashboard.report.queries import QUERIES
from dashboard.report.text.ecosystem import ecosystem

OPENHARMONY = {
    "year": "2026",
    "is_complete": False,
    "commit_count": 1200,
    "identified_ratio": 0.75,
    "organization_count": 30,
    "university_count": 4,
    "guangzhou_count": 60,
    "guangzhou_ratio": 0.05,
    "guangzhou_repository_count": 3,
}
PEOPLE = {
    "year": 2026,
    "commit_count": 200,
    "own_commit_count": 50,
    "project_count": 9,
    "contributor_count": 12,
    "newcomer_count": None,
    "is_suppressed": True,
}
MOVES = [
    {
        "year": 2026,
        "from_id": "elsewhere",
        "to_id": "guangzhou",
        "contributor_count": 7,
        "is_suppressed": False,
    },
    {
        "year": 2026,
        "from_id": "guangzhou",
        "to_id": "elsewhere",
        "contributor_count": None,
        "is_suppressed": True,
    },
]
PRACTICES = {
    "repository_count": 40,
    "held_count": 20,
    "license_count": 15,
    "recognised_count": 10,
    "policy_count": 1,
    "released_count": 8,
}


def facts(**held: list[dict[str, Any]]) -> Facts:
    blank = dict.fromkeys(Facts.__dataclass_fields__)
    known = {
        "snapshot_id": "s",
        "period": Period.parse("2026"),
        "confidence": "high",
        "scope": {"name_zh": "广州"},
        "info": {"as_of": datetime(2026, 11, 23, tzinfo=UTC)},
        "ecosystem": {name: [] for name in QUERIES} | held,
    }
    return Facts(**(blank | known))  # pyright: ignore[reportArgumentType]


def said(section: Section) -> str:
    return "".join(part for part in section.blocks[0].text if isinstance(part, str))


def test_without_rows_there_are_no_sections():
    assert ecosystem(facts()) == []


def test_openharmony_says_the_share_beside_what_is_identified():
    (section,) = ecosystem(facts(openharmony=[OPENHARMONY]))
    assert said(section) == (
        "2026年（截至2026年11月23日，未结束，数值暂定），开源鸿蒙自有代码提交1,200次，其中75.0%可识别雇主；广州机构提交60次，占5.0%。"
    )


def test_people_that_are_too_few_are_withheld_in_every_place():
    (section,) = ecosystem(facts(people=[PEOPLE], moves=MOVES))
    assert said(section) == (
        "2026年（截至2026年11月23日，未结束，数值暂定），可识别的广州机构人员提交200次，"
        "其中25.0%在自有仓库；贡献者12人，当年首次出现的不公布。"
    )
    moved = "".join(part for part in section.blocks[1].text if isinstance(part, str))
    assert moved == (
        "2026年（截至2026年11月23日，未结束，数值暂定），从外地雇主转到广州雇主的贡献者7人，从广州转到外地的不公布。"
    )
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert table.rows == [("2026（未结束）", "200", "50", "9", "12", "不公布")]
    assert table.values == [("2026（未结束）", 200, 50, 9, 12, "不公布")]


def test_the_supply_chain_counts_what_was_read_and_says_how_complete_that_is():
    points = [{"point": "no_security_policy", "repository_count": 19}]
    (section,) = ecosystem(facts(practices=[PRACTICES], points=points))
    assert said(section) == (
        "广州范围内已读取的原创仓库20个，其中有许可证的占75.0%，许可证可识别的占50.0%，"
        "有安全策略的占5.0%，发布过版本的占40.0%。"
    )
    (note,) = (part for part in section.blocks[0].text if isinstance(part, Note))
    assert "已读取20个，完整度50.0%" in note.text and "快照s" in note.text
    assert section.blocks[1].rows == [("没有安全策略", "19", "95.0%")]


@pytest.mark.parametrize(("place", "value", "form"), [(0, "2026（未结束）", "General"), (2, 0.75, "0.0%")])
def test_excel_keeps_a_year_a_year_and_a_share_a_share(place: int, value: str | float, form: str):
    report = Report("报告", "", [], ecosystem(facts(openharmony=[OPENHARMONY])), (2026, 11, 23), False)
    sheet = load_workbook(io.BytesIO(workbook(report))).worksheets[1]
    line = next(row for row in sheet.iter_rows() if row[0].value == "2026（未结束）")
    assert (line[place].value, line[place].number_format) == (value, form)


def test_every_year_of_a_table_that_is_not_over_says_so():
    """A report of a closed quarter shows the running year too: its rows are marked in every place."""
    years = [OPENHARMONY, OPENHARMONY | {"year": "2025", "is_complete": True, "guangzhou_count": 90}]
    held = {"openharmony": years, "people": [PEOPLE, PEOPLE | {"year": 2025}], "moves": MOVES}
    for section in ecosystem(facts(**held)):
        for block in section.blocks:
            rows = [*block.values, *getattr(block, "rows", [])] if not isinstance(block, Paragraph) else []
            assert {row[0] for row in rows} <= {"2026（未结束）", "2025"}
        texts = [block for block in section.blocks if isinstance(block, Paragraph)]
        spoken = ["".join(part for part in each.text if isinstance(part, str)) for each in texts]
        assert all("未结束" in text for text in spoken if text.startswith("2026年"))


def test_commits_that_nobody_collected_are_no_zero():
    (section,) = ecosystem(
        facts(people=[PEOPLE | {"year": 2025, "commit_count": None, "own_commit_count": None}])
    )
    assert said(section).startswith("2025年，可识别的广州机构人员提交未采集，")
