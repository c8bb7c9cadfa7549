"""The rows behind an indicator, as a page shows them: repositories, organisations or a register."""

from collections.abc import Mapping, Sequence
from html import escape

import pyarrow as pa
import streamlit as st

from dashboard import data
from dashboard.kit import choices, downloads, layout
from dashboard.views.plan import queries
from dashboard.views.plan.readings import Choice, Reading
from dashboard.words import quantities
from dashboard.words.say import say

ROWS_PER_PAGE = 30
FILES = {
    "csv": (downloads.to_csv, "text/csv"),
    "xlsx": (downloads.to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def show(reading: Reading, choice: Choice, rows: Sequence[data.Row]) -> None:
    """Show the rows that the value counts, and let them be downloaded."""
    behind = queries.counted(reading, rows, choice)
    if not behind:
        return
    layout.section(
        say("数字背后", "Behind the figure"),
        say(f"共 {len(behind)} 行，可全部下载。", f"{len(behind)} rows, all of which can be downloaded."),
    )
    shown = behind[choices.pages(len(behind), ROWS_PER_PAGE, "page")]
    if reading.indicator["kind"] == "registered":
        _registered(reading.indicator["reads"], shown)
    elif reading.indicator["reads"] == queries.ELSEWHERE:
        _organizations(shown)
    else:
        _repositories(reading, shown)
    _download(reading, behind)


def _organizations(rows: Sequence[data.Row]) -> None:
    """List whose people committed elsewhere; the organisation's page says to which projects."""
    columns = [
        layout.Column(say("机构", "Organisation")),
        layout.Column(say("在外部项目的提交", "Commits elsewhere"), "num"),
        layout.Column(say("全部提交", "All commits"), "num"),
    ]
    layout.table(columns, (_organization(row) for row in rows))


def _organization(row: data.Row) -> list[str]:
    name = say(row["name_zh"] or "", row["name_en"] or row["name_zh"] or "")
    link = layout.link("organizations", name, id=row["organization_id"])
    return [link, layout.figure(row["commit_count"]), layout.figure(row["all_commit_count"])]


def _repositories(reading: Reading, rows: Sequence[data.Row]) -> None:
    columns = [
        layout.Column(say("仓库", "Repository")),
        layout.Column(say("机构（归属主张见机构页）", "Organisation (claims on its page)")),
    ]
    is_measured = reading.indicator["kind"] == "measured"
    fact = queries.HEAD_FACTS.get(reading.indicator["reads"])
    if is_measured:
        columns.append(layout.Column(say("数值", "Value"), "num"))
    elif fact:
        columns.append(layout.Column(say("有无", "Present"), "nowrap"))
    else:
        columns += [
            layout.Column(say("首次提交", "First commit"), "nowrap"),
            layout.Column(say("最近提交", "Last commit"), "nowrap"),
        ]
    layout.table(columns, (_repository(row, reading, fact) for row in rows))


def _repository(row: data.Row, reading: Reading, fact: str | None) -> list[str]:
    name = say(row["name_zh"] or "", row["name_en"] or row["name_zh"] or "")
    owner = layout.link("organizations", name, id=row["organization_id"]) if row["organization_id"] else ""
    cells = [layout.link("projects", row["full_name"], repository=row["repository_id"]), owner]
    if reading.indicator["kind"] == "measured":
        return [*cells, layout.figure(row["value"], reading.unit)]
    if fact:
        return [*cells, say("● 有", "● yes") if row[fact] else say("○ 无", "○ no")]
    return [*cells, quantities.day(row["first_commit_on"]), quantities.day(row["last_commit_on"])]


def _registered(register: str, rows: Sequence[data.Row]) -> None:
    headings = data.rows(queries.HEADINGS, table=f"register_{register}")
    columns = [layout.Column(_heading(row["comment"], row["column_name"])) for row in headings]
    names = [row["column_name"] for row in headings]
    layout.table(columns, ([escape(_cell(row[name])) for name in names] for row in rows))


def _heading(comment: str | None, name: str) -> str:
    zh, _, en = (comment or name).partition(" | ")
    return say(zh.split("：")[0], (en or zh).split(":")[0])


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _download(reading: Reading, rows: Sequence[Mapping[str, object]]) -> None:
    snapshot = data.snapshot()
    if snapshot is None:
        return
    mark = "演示数据-" if snapshot.is_demonstration else ""
    for column, (ending, (write, mime)) in zip(st.columns([1, 1, 5]), FILES.items(), strict=False):
        column.download_button(
            say(f"下载 {ending}", f"Download {ending}"),
            lambda write=write: write(pa.Table.from_pylist([dict(row) for row in rows])),
            file_name=f"{mark}suiyuan-{reading.id}-{snapshot.name}.{ending}",
            mime=mime,
            on_click="ignore",
            width="stretch",
        )
