"""The pieces of the page of reports: what is asked for, its files, and the versions that were signed off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import data
from dashboard.kit import choices, confidence, layout
from dashboard.report import files as reports
from dashboard.report.model import Report
from dashboard.report.signing import all_versions, broken, read
from dashboard.views.overview.headlines import PERIODS
from dashboard.words import quantities
from dashboard.words.say import say, term

PERIODS_HELD = """
select period_kind, period_start_on, is_complete from marts.periods
where period_start_on <= (select (as_of at time zone 'Asia/Shanghai')::date from marts.snapshot_info)
order by period_start_on desc
"""
SCOPES = """
select base_subject_id, any_value(name_zh) as name_zh, any_value(name_en) as name_en
from marts.subjects where subject_kind = 'scope'
group by base_subject_id order by base_subject_id != 'guangzhou', base_subject_id
"""
KINDS = {"report": ("报告", "Report"), "assessment": ("期末评估", "Closing assessment")}
FORMATS = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
COMPARED = {
    "value": ("数值", "Value"),
    "status": ("状态", "Status"),
    "target_value": ("目标值", "Target"),
    "completeness_ratio": ("完整度", "Completeness"),
}
SHOWN_HASH = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """The report that the reader asks for."""

    period: str
    scope: str
    confidence: str

    def report(self, folder: Path) -> Report:
        """Make it from a snapshot's folder. Raises ReportError."""
        return reports.kept_report(folder, self.period, self.scope, self.confidence)

    def file(self, folder: Path, ending: str) -> bytes:
        """Make it from a snapshot's folder in one format."""
        return reports.kept_file(folder, self.period, self.scope, self.confidence, ending)


def choose() -> Asked | None:
    """Let the reader choose; None where the snapshot has no plan, no period or no scope."""
    periods, scopes = data.rows(PERIODS_HELD), data.rows(SCOPES)
    if not (periods and scopes and data.rows("select plan_id from marts.plans")):
        return None
    names = {row["base_subject_id"]: say(row["name_zh"], row["name_en"]) for row in scopes}
    first, second, third, fourth = st.columns([3, 3, 3, 4])
    kind = choices.segments(say("周期", "Period"), PERIODS, "period", "quarter", term, place=first)
    starts = _starts(periods, kind)
    words = partial(_period_words, kind, starts)
    period = choices.one_of(say("哪一期", "Which one"), list(starts), f"of_{kind}", words, place=second)
    scope = choices.one_of(
        say("走势的范围", "Scope of trends"), list(names), "scope", names.__getitem__, place=third
    )
    return Asked(period, scope, confidence.choose(place=fourth))


def _starts(periods: Sequence[data.Row], kind: str) -> dict[str, tuple[date, bool]]:
    """Give the periods of a kind by their code, the newest complete one first."""
    held = [row for row in periods if row["period_kind"] == kind]
    held.sort(key=lambda row: not row["is_complete"])  # stable: the newest first within both
    return {
        quantities.short_period(kind, row["period_start_on"]): (row["period_start_on"], row["is_complete"])
        for row in held
    }


def _period_words(kind: str, starts: dict[str, tuple[date, bool]], code: str) -> str:
    start, is_complete = starts[code]
    return quantities.period(kind, start) + ("" if is_complete else say("（未满期）", " (running)"))


def downloads(snapshot: data.Snapshot, asked: Asked, report: Report) -> None:
    """Offer the report in every format; a file is made when it is asked for."""
    places = st.columns([1, 1, 1, 2])
    for column, (ending, (word, mime)) in zip(places, FORMATS.items(), strict=False):
        column.download_button(
            say(f"下载 {word}", f"Download {word}"),
            partial(asked.file, snapshot.folder, ending),
            file_name=f"{reports.file_name(report, asked.period)}.{ending}",
            mime=mime,
            on_click="ignore",
            width="stretch",
        )
    layout.note(
        say(
            "与命令 suiyuan report 得到的文件逐字节相同：同一快照、同样的选择，得到同一报告。"
            "同比、环比只比较两期都采集的仓库；每个数字的口径、快照与完整度见脚注。",
            "The same bytes as the command suiyuan report gives. The report is an official paper in Chinese.",
        )
    )


def signed() -> None:
    """List what was signed off: who, when, from which snapshot, still as signed or not."""
    layout.section(
        say("已签发的版本", "Versions that were signed off"),
        say(
            "签发后冻结，不再改变；以后的版本另立新版，并列出差异。签发用命令 suiyuan report --sign 岗位，"
            "期末评估用 suiyuan assess。",
            "Frozen as signed; a later one is a new version that lists what differs. Signing is done by "
            "the commands suiyuan report --sign UNIT and suiyuan assess.",
        ),
    )
    folders = all_versions(data.data_folder())
    if not folders:
        layout.note(say("还没有签发过报告或评估。", "Nothing has been signed off yet."))
        return
    columns = [
        layout.Column(say("文件", "Paper")),
        layout.Column(say("周期", "Period"), "nowrap"),
        layout.Column(say("签发", "Signed by"), "nowrap"),
        layout.Column(say("快照", "Snapshot"), "nowrap"),
        layout.Column(say("与上一版的差异", "Differs from the last"), "nowrap"),
        layout.Column(say("核对", "Check"), "nowrap"),
    ]
    layout.table(columns, (_line(folder) for folder in reversed(folders)))
    _one_version(folders)


def _line(folder: Path) -> list[str]:
    told = read(folder)
    is_whole = not broken(folder)
    when = quantities.minute(datetime.fromisoformat(told["signed_at"]))
    differs = say(f"{len(told['differences'])} 处", str(len(told["differences"])))
    state = "complete" if is_whole else "quarantined"
    words = say("与签发时一致", "as signed") if is_whole else say("已被改动", "changed since")
    return [
        f"{escape(_title(folder))}<span class='sub'>{told['hash'][:SHOWN_HASH]}</span>",
        escape(told["period"]) + _running(told),
        f"{escape(told['signed_by'])}<span class='sub'>{when}</span>",
        layout.link("reports", told["snapshot_id"], snapshot=told["snapshot_id"]),
        differs if told["differs_from"] else say("首版", "first version"),
        f'<span class="sy-state {state}"><i>{layout.STATE_SIGNS[state]}</i>{words}</span>',
    ]


def _title(folder: Path) -> str:
    told = read(folder)
    n = told["version"]
    return f"{say(*KINDS[told['kind']])} · {folder.parent.name} · {say(f'第{n}版', f'version {n}')}"


def _one_version(folders: Sequence[Path]) -> None:
    """Show one version: its files and how it differs from the one before."""
    by_name = {
        f"{folder.parent.parent.name}/{folder.parent.name}/{folder.name}": folder for folder in folders[::-1]
    }
    chosen = choices.one_of(
        say("查看一版", "Look at a version"), list(by_name), "version", lambda name: _title(by_name[name])
    )
    folder = by_name[chosen]
    for column, name in zip(st.columns([1, 1, 1, 2]), read(folder)["files"], strict=False):
        ending = name.rsplit(".", 1)[1]
        column.download_button(
            say(f"签发版 {FORMATS[ending][0]}", f"Signed {FORMATS[ending][0]}"),
            (folder / name).read_bytes,
            file_name=name,
            mime=FORMATS[ending][1],
            key=f"signed-{ending}",
            on_click="ignore",
            width="stretch",
        )
    _differences(folder)


def _running(told: dict[str, Any]) -> str:
    """Mark a version that was signed while its period was running."""
    return f" {layout.mark(say('暂定', 'provisional'))}" if told.get("is_provisional") else ""


def _differences(folder: Path) -> None:
    told = read(folder)
    if not told["differences"]:
        layout.note(
            say("与上一版没有差异。", "Nothing differs from the version before.")
            if told["differs_from"]
            else say("这是首版，没有可比的上一版。", "The first version: nothing to compare.")
        )
        return
    names: dict[str, str] = {
        row["indicator_id"]: say(row["name_zh"], row["name_en"])
        for row in data.rows("select indicator_id, name_zh, name_en from marts.indicators")
    }
    columns = [
        layout.Column(say("指标", "Indicator")),
        layout.Column(say("哪一项", "What"), "nowrap"),
        layout.Column(say("上一版", "Before"), "num"),
        layout.Column(say("这一版", "Now"), "num"),
    ]
    lines = (
        [
            escape(names.get(each["indicator_id"], str(each["indicator_id"]))),
            say(*COMPARED[each["column"]]),
            _shown(each["column"], each["before"]),
            _shown(each["column"], each["after"]),
        ]
        for each in told["differences"]
    )
    layout.table(columns, lines, say("与上一版的差异", "What differs from the version before"))
    if told.get("differs_from_provisional"):
        layout.note(
            say(
                "上一版签发时本期尚未结束，这里的差异不是增减。",
                "When the version before was signed the period was running: these differences are no growth.",
            )
        )


def _shown(column: str, value: float | str | None) -> str:
    if isinstance(value, str):
        return escape(term(value) or "")
    return quantities.percent(value) if column == "completeness_ratio" else quantities.exact(value)
