"""The few chart shapes that all pages share, in one palette and one type."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import altair as alt
import streamlit as st

from dashboard.words.say import language, say, term

INK, INK_SOFT, RULE = "#1d2733", "#4a5663", "#d8d5cc"
BLUE, PALE_BLUE, EDGE_BLUE, OCHRE, SAND = "#1f4e79", "#a9bdd1", "#7590ad", "#b3760f", "#b9b2a1"
FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
STATE_COLOURS = {
    "complete": "#1f4e79",
    "partial": "#7fb0a8",
    "quarantined": "#d9894a",
    "impossible": "#d9d3c4",
    "not_collected": "#f1eee6",
}
Row = dict[str, Any]
AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart
AXIS_UNITS = {"zh": (("1e8", "亿"), ("1e4", "万")), "en": (("1e6", "M"), ("1e3", "k"))}
WEEKDAYS = {"zh": list("一二三四五六日"), "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]}

KEPT_SPECIFICATIONS = 1_000
SPARK_COLOURS = (  # an image keeps its own colours, and hears by itself whether the page is dark
    f".rule{{stroke:{RULE}}}.line{{stroke:{BLUE}}}.dot{{fill:{BLUE}}}"
    "@media(prefers-color-scheme:dark){.rule{stroke:#3d434b}.line{stroke:#8bb8e8}.dot{fill:#8bb8e8}}"
)
AXIS = {
    "labelFont": FONT,
    "titleFont": FONT,
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelColor": INK_SOFT,
    "titleColor": INK_SOFT,
    "gridColor": "#ebe8e0",
    "domainColor": INK,
    "tickColor": INK,
}
CONFIG = {
    "font": FONT,
    "background": "transparent",
    "mark": {"aria": False},  # a chart is one picture with one text; its hundreds of marks need no names
    "view": {"stroke": None},
    "axis": AXIS,
    "legend": {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelColor": INK,
    },
}


def show(draw: Callable[..., AnyChart], rows: Sequence[Row], *options: object, alt_text: str) -> None:
    """Draw rows in one of the shapes below, at the width of its place."""
    text = _specification(draw, json.dumps(rows, default=str), options, language())
    st.vega_lite_chart(json.loads(text), theme=None, width="stretch", alt=alt_text)


def show_made(chart: AnyChart, *, alt_text: str) -> None:
    """Draw a chart that is made already, such as a report's."""
    st.vega_lite_chart(chart.configure(**CONFIG).to_dict(), theme=None, width="stretch", alt=alt_text)


@lru_cache(maxsize=KEPT_SPECIFICATIONS)
def _specification(draw: Callable[..., AnyChart], rows: str, options: tuple[object, ...], _: str) -> str:
    """Give a chart's Vega-Lite text. Making it takes longer than the queries, so it is kept, per language."""
    return draw(json.loads(rows), *options).configure(**CONFIG).to_json(indent=None)


def amount_labels() -> str:
    """Give the Vega expression that writes axis amounts in the reader's units."""
    (large, large_unit), (small, small_unit) = AXIS_UNITS[language()]
    return (
        f"abs(datum.value)>={large}?format(datum.value/{large},'~f')+'{large_unit}'"
        f":abs(datum.value)>=1e4?format(datum.value/{small},'~f')+'{small_unit}':format(datum.value,',~f')"
    )


def amount_axis(unit: str = "count", title: str | None = None) -> alt.Axis:
    """Make the axis of an amount, or of a ratio as percentages."""
    if unit == "ratio":
        return alt.Axis(format="~%", title=title, tickCount=4, domain=False, ticks=False)
    return alt.Axis(labelExpr=amount_labels(), title=title, tickCount=4, domain=False, ticks=False)


def period_axis() -> alt.Axis:
    """Make the axis of periods named 2026-03, 2026Q1 or 2026: the year once, the rest bare ticks."""
    expression = (
        "length(datum.label)==4||slice(datum.label,-2)=='01'||slice(datum.label,-2)=='Q1'"
        f"?slice(datum.label,0,4)+{say(repr('年'), repr(''))}:''"
    )
    return alt.Axis(labelExpr=expression, labelAngle=0, title=None, labelOverlap=False, tickSize=4)


def trend(rows: Sequence[Row], unit: str, height: int = 230) -> AnyChart:
    """Draw values by period: the newest complete one dark, the running one hollow, a tick for a year before.

    Rows carry ``label``, ``value``, ``year_before``, ``state`` (complete, newest, running), ``shown``.
    """
    base = alt.Chart(alt.Data(values=list(rows))).encode(
        x=alt.X("label:O", axis=period_axis(), scale=alt.Scale(paddingInner=0.25)),
        tooltip=[
            alt.Tooltip("period:N", title=say("时期", "Period")),
            alt.Tooltip("shown:N", title=say("数值", "Value")),
            alt.Tooltip("shown_before:N", title=say("上年同期", "A year before")),
            alt.Tooltip("covered:N", title=say("完整采集", "Collected in full")),
        ],
    )
    bars = base.mark_bar(strokeWidth=1).encode(
        y=alt.Y("value:Q", axis=amount_axis(unit)),
        color=alt.Color("state:N", scale=_states([PALE_BLUE, BLUE, "#ffffff"]), legend=None),
        stroke=alt.Stroke("state:N", scale=_states([EDGE_BLUE, BLUE, BLUE]), legend=None),
        strokeDash=alt.condition("datum.state == 'running'", alt.value([3, 2]), alt.value([1, 0])),
    )
    ticks = base.mark_tick(color=OCHRE, thickness=2).encode(y="year_before:Q")
    return alt.layer(bars, ticks).properties(height=height)


def _states(colours: list[str]) -> alt.Scale:
    return alt.Scale(domain=["complete", "newest", "running"], range=colours)


def ranking(rows: Sequence[Row]) -> AnyChart:
    """Draw horizontal bars, longest first. Rows carry ``name``, ``value`` and ``shown``."""
    base = alt.Chart(alt.Data(values=list(rows))).encode(
        y=alt.Y("name:N", sort="-x", axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=150)),
        x=alt.X("value:Q", axis=None),
        tooltip=[alt.Tooltip("name:N", title=""), alt.Tooltip("exact:N", title=say("数值", "Value"))],
    )
    bars = base.mark_bar(color=BLUE, height={"band": 0.62})
    words = base.mark_text(align="left", dx=5, color=INK, font=FONT, fontSize=12).encode(text="shown:N")
    return alt.layer(bars, words).properties(height=alt.Step(26))


def states_by_month(rows: Sequence[Row]) -> AnyChart:
    """Draw the share of streams in each state by month.

    Rows carry ``label``, ``state`` and ``stream_count``.
    """
    order = list(STATE_COLOURS)
    values = [row | {"word": term(row["state"]), "rank": order.index(row["state"])} for row in rows]
    colours = alt.Scale(domain=[term(state) for state in order], range=list(STATE_COLOURS.values()))
    legend = alt.Legend(title=None, orient="top", symbolStrokeColor=INK_SOFT, symbolStrokeWidth=0.5)
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar(stroke="#ffffff", strokeWidth=0.5)
        .encode(
            x=alt.X("label:O", axis=period_axis(), scale=alt.Scale(paddingInner=0.05)),
            y=alt.Y("stream_count:Q", stack="normalize", axis=amount_axis("ratio")),
            color=alt.Color("word:N", scale=colours, legend=legend),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("label:N", title=say("月份", "Month")),
                alt.Tooltip("word:N", title=say("状态", "State")),
                alt.Tooltip("stream_count:Q", title=say("采集流", "Streams"), format=","),
            ],
        )
        .properties(height=170)
    )


def punch_card(rows: Sequence[Row]) -> AnyChart:
    """Draw weekday by hour in Shanghai, area by count.

    Rows carry ``weekday`` (1 = Monday), ``hour`` and ``value``.
    """
    names = WEEKDAYS[language()]
    values = [row | {"day": names[row["weekday"] - 1]} for row in rows]
    return (
        alt.Chart(alt.Data(values=values))
        .mark_circle(color=BLUE, opacity=0.9)
        .encode(
            x=alt.X(
                "hour:O",
                axis=alt.Axis(
                    title=say("时（北京时间）", "Hour (Shanghai)"), labelAngle=0, domain=False, ticks=False
                ),
            ),
            y=alt.Y("day:N", sort=names, axis=alt.Axis(title=None, domain=False, ticks=False)),
            size=alt.Size("value:Q", scale=alt.Scale(range=[0, 260]), legend=None),
            tooltip=[
                alt.Tooltip("day:N", title=say("星期", "Weekday")),
                alt.Tooltip("hour:O", title=say("时", "Hour")),
                alt.Tooltip("value:Q", title=say("提交", "Commits"), format=","),
            ],
        )
        .properties(height=alt.Step(24))
    )


def sparkline(values: Sequence[float | None], *, width: int = 96, height: int = 30) -> str:
    """Draw a line of the last values as an image of its own; a gap stays a gap, the last point is marked."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(0.0, *known), max(*known)
    across, up = (width - 6) / (len(values) - 1), (height - 8) / ((high - low) or 1)
    points = [
        (3 + i * across, height - 4 - (v - low) * up) if v is not None else None for i, v in enumerate(values)
    ]
    path, is_pen_down = "", False
    for point in points:
        path += f"{'L' if is_pen_down else 'M'}{point[0]:.1f} {point[1]:.1f}" if point else ""
        is_pen_down = point is not None
    x, y = next(point for point in reversed(points) if point)
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>"
        f"<style>{SPARK_COLOURS}</style>"
        f"<path class='rule' d='M3 {height - 4}H{width - 3}' fill='none'/>"
        f"<path class='line' d='{path}' stroke-width='1.5' fill='none'/>"
        f"<circle class='dot' cx='{x:.1f}' cy='{y:.1f}' r='2.4'/></svg>"
    )
    return f'<img alt="" width="{width}" height="{height}" src="data:image/svg+xml,{quote(drawing)}">'
