"""How an indicator divides among districts, kinds of organisation, sectors and parks."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import data
from dashboard.kit import layout, tile_map
from dashboard.views.plan import queries, readings
from dashboard.views.plan.readings import Choice, Reading
from dashboard.words import quantities
from dashboard.words.say import say, term

GROUPS = ("kind", "sector", "park")
LONGEST_GROUP = 10
MISSING = {
    "measured": ("无数值", "no value"),
    "derived": ("名录无", "none listed"),
    "registered": ("未登记", "not registered"),
    queries.ELSEWHERE: ("尚未见到", "none known"),
}
"""What a district without a value says: never zero."""


def show(reading: Reading, choice: Choice, rows: Sequence[data.Row]) -> None:
    """Show the value by district, kind, sector and park, each group counted by itself."""
    if reading.value is None or (_is_registered(reading) and not reading.value):
        return
    when = quantities.period(choice.period_kind, (reading.point or {}).get("period_start_on"))
    title = say("构成", "Make-up")
    districts = queries.grouped(reading, choice, "district", rows)
    if _is_registered(reading) and not districts:
        layout.section(
            title,
            say("这份登记表不记单位，无从拆分。", "This register names no organisation: nothing to divide."),
        )
        return
    layout.section(title, f"{when}{say('。', '. ')}{_rule(reading)}")
    left, *others = st.columns([1.25, 1, 1, 1])
    with left:
        layout.put(f"<b>{say('按区', 'By district')}</b>")
        layout.put(_districts(reading, districts, rows))
        _nowhere(reading, districts)
    for column, group in zip(others, GROUPS, strict=True):
        with column:
            _group(reading, choice, group, rows)
    tile_map.note()


def _rule(reading: Reading) -> str:
    """Say how the value is divided."""
    how = say(
        "各组分别去重计数，相加不一定等于总数。",
        "Each group is counted by itself; the groups need not add up.",
    )
    if not _is_registered(reading):
        return how
    found = say(
        "按机构名录归组，登记项自带的区与行业优先。",
        "Grouped by the directory of organisations, by a fact's own district and sector first. ",
    )
    return found + how


def _is_registered(reading: Reading) -> bool:
    return reading.indicator["kind"] == "registered"


def _districts(reading: Reading, values: Mapping[str | None, float], rows: Sequence[data.Row]) -> str:
    known: dict[str, float | None] = {code: value for code, value in values.items() if code}
    if reading.indicator["kind"] == "derived":
        held = [row for row in rows if row.get("first_commit_on")]
        known = {code: 0.0 for code in queries.listed(held, "district") if code} | known
        known = {code: None for code in queries.listed(rows, "district") if code} | known
    nothing = say("未采集", "not held")
    shown = {
        code: nothing if value is None else readings.amount(value, reading.unit)
        for code, value in known.items()
    }
    return tile_map.html(known, shown, _missing(reading))


def _missing(reading: Reading) -> str:
    indicator = reading.indicator
    return say(*MISSING.get(indicator["reads"], MISSING[indicator["kind"]]))


def _nowhere(reading: Reading, values: Mapping[str | None, float]) -> None:
    """Say how much of a register lies in no known district."""
    if _is_registered(reading) and None in values:
        value = readings.amount(values[None], reading.unit)
        layout.note(
            say(
                f"所在区未登记：{value}（单位不在机构名录，或名录缺所在区）。",
                f"District not registered: {value} (not in the directory, or without a district there).",
            )
        )


def _group(reading: Reading, choice: Choice, group: str, rows: Sequence[data.Row]) -> None:
    values = queries.grouped(reading, choice, group, rows)
    ordered = sorted(values.items(), key=lambda pair: (-pair[1], str(pair[0])))[:LONGEST_GROUP]
    layout.put(f"<b>{say(f'按{term(group)}', f'By {term(group).lower()}')}</b>")
    if not ordered:
        layout.note(say("本期没有可拆分的数值。", "Nothing to divide in this period."))
        return
    top = max(value for _, value in ordered) or 1
    lines = "".join(
        f"<li><span>{escape(data.name_of(group, code))}</span><b>{readings.amount(value, reading.unit)}</b>"
        f"{layout.bar(value / top)}</li>"
        for code, value in ordered
    )
    layout.put(f'<ol class="sy-ranks">{lines}</ol>')
