"""How an indicator divides among districts, kinds of organisation, sectors and parks."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import data, indicators, indicators_rows, layout, quantities, tile_map
from dashboard.indicators import Choice, Reading
from dashboard.words import say, term

GROUPS = ("kind", "sector", "park")
LONGEST_GROUP = 10


def show(reading: Reading, choice: Choice, rows: Sequence[data.Row]) -> None:
    """Show the value by district, kind, sector and park, each group counted by itself."""
    if reading.value is None:
        return
    when = quantities.period(choice.period_kind, (reading.point or {}).get("period_start_on"))
    layout.section(
        say("构成", "Make-up"),
        say(
            f"{when}。各组分别去重计数，相加不一定等于总数。",
            f"{when}. Each group is counted by itself; the groups need not add up.",
        ),
    )
    left, *others = st.columns([1.25, 1, 1, 1])
    with left:
        layout.put(f"<b>{say('按区', 'By district')}</b>")
        layout.put(_districts(reading, choice, rows))
    for column, group in zip(others, GROUPS, strict=True):
        with column:
            _group(reading, choice, group, rows)
    tile_map.note()


def _districts(reading: Reading, choice: Choice, rows: Sequence[data.Row]) -> str:
    values = indicators_rows.grouped(reading, choice, "district", rows)
    known: dict[str, float | None] = {code: value for code, value in values.items() if code}
    if reading.indicator["kind"] == "derived":
        known = {code: 0.0 for code in indicators_rows.listed(rows, "district") if code} | known
    shown = {code: indicators.amount(value, reading.unit) for code, value in known.items()}
    is_derived = reading.indicator["kind"] == "derived"
    missing = say("名录无", "none listed") if is_derived else say("无数值", "no value")
    return tile_map.html(known, shown, missing)


def _group(reading: Reading, choice: Choice, group: str, rows: Sequence[data.Row]) -> None:
    values = indicators_rows.grouped(reading, choice, group, rows)
    ordered = sorted(values.items(), key=lambda pair: (-pair[1], str(pair[0])))[:LONGEST_GROUP]
    layout.put(f"<b>{say(f'按{term(group)}', f'By {term(group).lower()}')}</b>")
    if not ordered:
        layout.note(say("本期没有可拆分的数值。", "Nothing to divide in this period."))
        return
    top = max(value for _, value in ordered) or 1
    lines = "".join(
        f"<li><span>{escape(data.name_of(group, code))}</span><b>{indicators.amount(value, reading.unit)}</b>"
        f"{layout.bar(value / top)}</li>"
        for code, value in ordered
    )
    layout.put(f'<ol class="sy-ranks">{lines}</ol>')
