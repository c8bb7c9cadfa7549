"""Shapes that only the page of people draws.

``labels`` are all periods: one without a value keeps its place.
"""

from collections.abc import Sequence

import altair as alt

from dashboard.kit import charts
from dashboard.kit.charts import AnyChart, Row
from dashboard.words.say import say


def comings_and_goings(rows: Sequence[Row], labels: Sequence[str], coming: str, going: str) -> AnyChart:
    """Draw newcomers upwards and those who fell silent downwards, by period.

    Rows carry ``label``, ``period``, ``side``, ``value`` (negative downwards) and ``shown``.
    """
    colours = alt.Scale(domain=[coming, going], range=[charts.BLUE, charts.SAND])
    base = alt.Chart(alt.Data(values=list(rows)))
    bars = base.mark_bar().encode(
        x=alt.X("label:O", axis=charts.period_axis(), scale=_periods(labels)),
        y=alt.Y("value:Q", axis=_both_ways()),
        color=alt.Color("side:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
        tooltip=[
            alt.Tooltip("period:N", title=say("时期", "Period")),
            alt.Tooltip("side:N", title=""),
            alt.Tooltip("shown:N", title=say("人数", "People")),
        ],
    )
    line = alt.Chart(alt.Data(values=[{}])).mark_rule(color=charts.INK, aria=False).encode(y=alt.datum(0))
    return alt.layer(bars, line).properties(height=220)


def tiers(rows: Sequence[Row], labels: Sequence[str], names: Sequence[str]) -> AnyChart:
    """Draw people by tier and period, the core darkest.

    Rows carry ``label``, ``period``, ``tier``, ``rank`` and ``value``.
    """
    colours = alt.Scale(domain=list(names), range=[charts.BLUE, charts.EDGE_BLUE, charts.PALE_BLUE])
    return (
        alt.Chart(alt.Data(values=list(rows)))
        .mark_bar(stroke="#ffffff", strokeWidth=0.5)
        .encode(
            x=alt.X("label:O", axis=charts.period_axis(), scale=_periods(labels)),
            y=alt.Y("value:Q", axis=charts.amount_axis()),
            color=alt.Color("tier:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("period:N", title=say("时期", "Period")),
                alt.Tooltip("tier:N", title=""),
                alt.Tooltip("value:Q", title=say("人数", "People"), format=","),
            ],
        )
        .properties(height=220)
    )


def responses(rows: Sequence[Row], labels: Sequence[str], names: Sequence[str]) -> AnyChart:
    """Draw two courses of hours by period.

    Rows carry ``label``, ``period``, ``who``, ``value``, ``shown`` and ``cases``.
    """
    colours = alt.Scale(domain=list(names), range=[charts.BLUE, charts.OCHRE])
    shapes = alt.Scale(domain=list(names), range=["circle", "square"])
    base = alt.Chart(alt.Data(values=list(rows))).encode(
        x=alt.X("label:O", axis=charts.period_axis(), scale=_periods(labels)),
        y=alt.Y("value:Q", axis=charts.amount_axis(title=say("小时（中位数）", "hours (median)"))),
        color=alt.Color("who:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
    )
    points = base.mark_point(filled=True, size=50).encode(
        shape=alt.Shape("who:N", scale=shapes, legend=None),
        tooltip=[
            alt.Tooltip("period:N", title=say("时期", "Period")),
            alt.Tooltip("who:N", title=""),
            alt.Tooltip("shown:N", title=say("小时", "Hours")),
            alt.Tooltip("cases:Q", title=say("变更请求", "Change requests"), format=","),
        ],
    )
    return alt.layer(base.mark_line(strokeWidth=1.5), points).properties(height=200)


def _periods(labels: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(labels), paddingInner=0.3)


def _both_ways() -> alt.Axis:
    """Make the axis of people upwards and downwards: neither side is negative."""
    return alt.Axis(
        labelExpr="format(abs(datum.value),',~f')", title=None, tickCount=4, domain=False, ticks=False
    )
