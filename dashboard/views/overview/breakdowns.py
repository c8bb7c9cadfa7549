"""Below the headlines: one metric's course over time, and how it divides among organisations."""

import streamlit as st

from dashboard import data
from dashboard.kit import charts, choices, layout
from dashboard.views.overview.headlines import Series, View
from dashboard.words import quantities
from dashboard.words.say import say, term

SHOWN_PERIODS = {"month": 36, "quarter": 16, "year": 12}
GROUPS = ("kind", "sector", "district")
LONGEST_RANKING = 8
RANKING = """
select base_subject_id, name_zh, name_en, value, is_suppressed
from marts.measures join marts.subjects using (subject_kind, subject_id)
where subject_kind = $group and confidence = $confidence and metric = $metric
    and period_kind = $period_kind and period_start_on = $start
    and (value > 0 or is_suppressed)
order by value desc nulls last
"""


def choose_metric(found: dict[str, Series]) -> str:
    """Let the reader choose which headline to look into."""
    layout.section(say("走势与构成", "Course and make-up"))
    titles = {name: one.title for name, one in found.items() if one.points}
    label = say("指标", "Metric")
    return choices.segments(
        label, list(titles), "metric", next(iter(titles)), titles.__getitem__, is_labelled=False
    )


def trend(view: View, one: Series) -> None:
    """Draw the metric by period, with the value of a year before as a tick."""
    rows = trend_rows(view.period_kind, one)[-SHOWN_PERIODS[view.period_kind] :]
    layout.note(
        say(
            "深色：最近的完整周期；虚线框：进行中的周期，数值暂定；黄色短线：上年同期。",
            "Dark: the newest complete period. Dashed: the running one, provisional. "
            "Ochre tick: a year before.",
        )
    )
    charts.show(charts.trend, rows, one.unit, alt_text=say(f"{one.title}，按周期", f"{one.title} by period"))
    shown = one.points[-SHOWN_PERIODS[view.period_kind] :]
    withheld = [each["period_start_on"] for each in shown if each["is_suppressed"]]
    if withheld:
        periods = say("、", ", ").join(quantities.short_period(view.period_kind, each) for each in withheld)
        layout.note(f"{quantities.withheld()}：{periods}")


def trend_rows(period_kind: str, one: Series) -> list[data.Row]:
    """Prepare the points of a series for drawing; a period without value stays a gap."""
    unit = one.definition["unit"]
    known = {point["period_start_on"]: point["value"] for point in one.points}
    newest = one.newest["period_start_on"] if one.newest else None
    rows = []
    for point in one.points:
        start = point["period_start_on"]
        before = known.get(start.replace(year=start.year - 1))
        rows.append(
            {
                "label": quantities.short_period(period_kind, start),
                "period": quantities.period(period_kind, start),
                "value": point["value"],
                "year_before": before,
                "state": "newest" if start == newest else "complete" if point["is_complete"] else "running",
                "shown": quantities.withheld()
                if point["is_suppressed"]
                else quantities.exact_in_unit(point["value"], unit),
                "shown_before": quantities.exact_in_unit(before, unit),
                "covered": _covered(one.covered.get(start)),
            }
        )
    return rows


def _covered(row: data.Row | None) -> str:
    return f"{row['complete_target_count']} / {row['target_count']}" if row else quantities.MISSING


def rankings(view: View, one: Series) -> None:
    """Draw the newest complete period by kind, sector and district."""
    if view.scope != "guangzhou" or one.newest is None:
        return
    when = quantities.period(view.period_kind, one.newest["period_start_on"])
    columns = st.columns(len(GROUPS))
    for column, group in zip(columns, GROUPS, strict=True):
        with column:
            layout.put(f"<b>{say(f'按{term(group)}', f'By {term(group).lower()}')}</b> · {when}")
            _ranking(view, one, group)


def _ranking(view: View, one: Series, group: str) -> None:
    unit, metric = one.definition["unit"], one.definition["metric"]
    start = one.newest["period_start_on"] if one.newest else None
    answer = data.rows(
        RANKING,
        group=group,
        confidence=view.confidence,
        metric=metric,
        period_kind=view.period_kind,
        start=start,
    )
    rows = [
        {
            "name": say(row["name_zh"], row["name_en"]),
            "value": row["value"],
            "shown": quantities.in_unit(row["value"], unit),
            "exact": quantities.exact_in_unit(row["value"], unit),
        }
        for row in answer[:LONGEST_RANKING]
        if not row["is_suppressed"]
    ]
    if rows:
        charts.show(charts.ranking, rows, alt_text=say(f"按{term(group)}的排名", f"By {term(group)}"))
    withheld = [say(row["name_zh"], row["name_en"]) for row in answer if row["is_suppressed"]]
    if withheld:
        layout.note(f"{quantities.withheld()}：{say('、', ', ').join(withheld)}")
    elif not rows:
        layout.note(say("本期没有数值。", "No values in this period."))


def gaps() -> None:
    """Say how much of what was planned is not there, and where to see it."""
    answer = data.rows("select state, count(*) as n from marts.coverage group by state")
    n = {row["state"]: row["n"] for row in answer}
    total = sum(n.values())
    layout.section(say("还缺什么", "What is missing"))
    parts = " &ensp; ".join(
        f"{layout.state(code)} {quantities.percent(n[code] / total)}"
        for code in layout.STATE_SIGNS
        if code in n
    )
    more = layout.link("coverage", say("查看缺失的对象与起始时间 →", "see what is missing and since when →"))
    layout.put(f"<p>{say('计划采集的对象与月份', 'Planned targets by month')}：{parts}</p><p>{more}</p>")
