"""The section on how open-source activity went: a sentence and a chart for each metric."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.kit import charts
from dashboard.report.facts import SHOWN, Facts, Period, Row
from dashboard.report.model import Block, Figure, Note, Paragraph, Section
from dashboard.report.text.sentences import (
    NOT_OVER,
    WITHHELD,
    amount,
    movement,
    note,
    period_name,
    running_name,
)
from dashboard.words.quantities import exact_in_unit, short_period

METRIC_UNITS = {"code_changes_commits": "commits", "contributors": "people"}


def activity(facts: Facts) -> Section:
    """Show each activity metric of the scope: one sentence and one chart."""
    blocks: list[Block] = []
    for metric, points in facts.series.items():
        definition = facts.definitions[metric]
        if points:
            blocks.append(Paragraph([_course(facts, definition, points), _origin(facts, definition), "。"]))
            blocks.append(_trend_figure(facts, definition, points))
    if not blocks:
        blocks.append(Paragraph(["本范围没有已采集的活动数据。"]))
    return Section("开源活动走势", 1, blocks)


def _course(facts: Facts, definition: Row, points: Sequence[Row]) -> str:
    known = {row["period_start_on"]: row["value"] for row in points}
    start, kind = facts.period.start_on, facts.period.kind
    value, before = known.get(start), known.get(start.replace(year=start.year - 1))
    name, unit = definition["title_zh"], METRIC_UNITS.get(str(definition["metric"]), str(definition["unit"]))
    is_withheld = any(row["period_start_on"] == start and row["is_suppressed"] for row in points)
    said = f"{running_name(facts)}{name}{WITHHELD if is_withheld else amount(value, unit)}"
    ratio = (value - before) / before if value is not None and before else None
    if facts.is_provisional:
        said += "，数值暂定，不与完整的上年同期比较"
    elif change := movement(ratio, value, before, unit):
        said += f"，比上年同期{change}"
    return said + _peak(kind, points[-SHOWN[kind] :], unit)


def _peak(kind: str, drawn: Sequence[Row], unit: str) -> str:
    """Name the highest of the periods drawn that are over; nothing where one of them may not be told."""
    whole = [row for row in drawn if row["is_complete"]]
    told = [row for row in whole if row["value"]]
    if not told or any(row["is_suppressed"] for row in whole):
        return ""
    peak = max(told, key=lambda row: row["value"])
    when = period_name(Period(kind, peak["period_start_on"]))
    return f"；图中已结束的各期最高为{when}的{amount(peak['value'], unit)}"


def _origin(facts: Facts, definition: Row) -> Note:
    """Make the footnote of a metric: its indicator's where one reads it."""
    for reading in facts.readings.values():
        if reading["reads"] == definition["metric"]:
            return note(facts, reading)
    return Note(f"{definition['title_zh']}：{definition['caution_zh']}数据：快照{facts.snapshot_id}。")


def _trend_figure(facts: Facts, definition: Row, points: Sequence[Row]) -> Figure:
    kind, unit = facts.period.kind, definition["unit"]
    known = {row["period_start_on"]: row["value"] for row in points}
    drawn = points[-SHOWN[kind] :]
    rows = [
        {
            "label": short_period(kind, row["period_start_on"]),
            "value": row["value"],
            "year_before": _year_before(row, known),
            "state": _state(facts, row),
            "shown": WITHHELD if row["is_suppressed"] else exact_in_unit(row["value"], unit),
        }
        for row in drawn
    ]
    running = "虚线框为尚未结束的本期，数值暂定" if facts.is_provisional else "深色为本期"
    return Figure(
        caption=f"{facts.scope['name_zh']}{definition['title_zh']}（{running}，黄色短线为上年同期）",
        chart=charts.trend(rows, unit),
        alt_text=f"{definition['title_zh']}按周期的柱状图",
        columns=("周期", definition["title_zh"], "上年同期", "应采集", "完整采集"),
        values=[
            (
                row["label"] if point["is_complete"] else f"{row['label']}（未结束）",
                row["value"],
                row["year_before"] if point["is_complete"] else NOT_OVER,
                point["target_count"],
                point["complete_target_count"],
            )
            for row, point in zip(rows, drawn, strict=True)
        ],
    )


def _year_before(row: Row, known: Mapping[date, float | None]) -> float | None:
    """Give the value a year before; a period that is not over is compared with none."""
    start = row["period_start_on"]
    return known.get(start.replace(year=start.year - 1)) if row["is_complete"] else None


def _state(facts: Facts, row: Row) -> str:
    if not row["is_complete"]:
        return "running"
    return "newest" if row["period_start_on"] == facts.period.start_on else "complete"
