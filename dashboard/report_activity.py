"""The section on how open-source activity went: a sentence and a chart for each metric."""

from collections.abc import Sequence

from dashboard import charts
from dashboard.quantities import exact_in_unit, short_period
from dashboard.report_facts import SHOWN, Facts, Row
from dashboard.report_model import Block, Figure, Note, Paragraph, Section
from dashboard.report_sentences import WITHHELD, amount, movement, note, period_name

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
    start = facts.period.start_on
    value, before = known.get(start), known.get(start.replace(year=start.year - 1))
    peak = max(
        (row for row in points if row["value"] is not None), key=lambda row: row["value"], default=None
    )
    name, unit = definition["title_zh"], METRIC_UNITS.get(str(definition["metric"]), str(definition["unit"]))
    is_withheld = any(row["period_start_on"] == start and row["is_suppressed"] for row in points)
    said = f"{period_name(facts.period)}{name}{WITHHELD if is_withheld else amount(value, unit)}"
    ratio = (value - before) / before if value is not None and before else None
    if change := movement(ratio, value, before, unit):
        said += f"，比上年同期{change}"
    if peak:
        when = short_period(facts.period.kind, peak["period_start_on"])
        said += f"；图中各期最高为{when}的{amount(peak['value'], unit)}"
    return said


def _origin(facts: Facts, definition: Row) -> Note:
    """Make the footnote of a metric: its indicator's where one reads it."""
    for reading in facts.readings.values():
        if reading["reads"] == definition["metric"]:
            return note(facts, reading)
    return Note(f"{definition['title_zh']}：{definition['caution_zh']}数据：快照{facts.snapshot_id}。")


def _trend_figure(facts: Facts, definition: Row, points: Sequence[Row]) -> Figure:
    kind, unit = facts.period.kind, definition["unit"]
    known = {row["period_start_on"]: row["value"] for row in points}
    rows = [
        {
            "label": short_period(kind, row["period_start_on"]),
            "value": row["value"],
            "year_before": known.get(row["period_start_on"].replace(year=row["period_start_on"].year - 1)),
            "state": _state(facts, row),
            "shown": WITHHELD if row["is_suppressed"] else exact_in_unit(row["value"], unit),
        }
        for row in points[-SHOWN[kind] :]
    ]
    drawn = points[-SHOWN[kind] :]
    return Figure(
        caption=f"{facts.scope['name_zh']}{definition['title_zh']}（深色为本期，黄色短线为上年同期）",
        chart=charts.trend(rows, unit),
        alt_text=f"{definition['title_zh']}按周期的柱状图",
        columns=("周期", definition["title_zh"], "上年同期", "应采集", "完整采集"),
        values=[
            (
                row["label"],
                row["value"],
                row["year_before"],
                point["target_count"],
                point["complete_target_count"],
            )
            for row, point in zip(rows, drawn, strict=True)
        ],
    )


def _state(facts: Facts, row: Row) -> str:
    if not row["is_complete"]:
        return "running"
    return "newest" if row["period_start_on"] == facts.period.start_on else "complete"
