"""The plan's indicators as a view reads them: value, course, growth and standing of each.

Written rules live in the marts; here only the newest complete period is chosen, and words are found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import data
from dashboard.kit import absence, choices, confidence, layout
from dashboard.views.overview import headlines
from dashboard.words import quantities
from dashboard.words.indicator_words import BASE_FOR_RATIO, UNITS
from dashboard.words.say import say, term

STYLE = Path(__file__).with_suffix(".css")
PLANS = "select * from marts.plans order by last_year desc, plan_id"
CLAUSES = "select * from marts.plan_clauses where plan_id = $plan order by position"
PHRASES = "select * from marts.plan_phrases where plan_id = $plan order by clause_id, position"
INDICATORS = "select * from marts.indicators where plan_id = $plan order by position"
VALUES = """
select v.*, s.expected_value, s.status
from marts.indicator_values v
left join marts.indicator_status s using (plan_id, indicator_id, confidence, period_kind, period_start_on)
where v.plan_id = $plan and v.confidence = $confidence and v.period_kind = $period_kind
order by v.indicator_id, v.period_start_on
"""
YEARLY = """
select indicator_id, period_start_on, expected_value, status from marts.indicator_status
where plan_id = $plan and confidence = $confidence and period_kind = 'year'
"""
GROWTH = """
select i.indicator_id, g.comparison, g.value, g.compared_value, g.change, g.change_ratio,
    g.panel_repository_count, g.joined_repository_count, g.left_repository_count
from marts.indicators i
join marts.growth g on g.metric = i.reads and g.subject_kind = i.subject_kind
    and g.subject_id = i.subject_id || $suffix
where i.plan_id = $plan and i.kind = 'measured'
    and g.period_kind = $period_kind and g.period_start_on = $start
"""
NEWEST = """
select max(period_start_on) as start_on from marts.periods where period_kind = $period_kind and is_complete
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose: a plan, a kind of period and a confidence of the claims."""

    plan: data.Row
    period_kind: str
    confidence: str

    @property
    def suffix(self) -> str:
        """What the confidence adds to the id of a subject."""
        return "" if self.confidence == "high" else f"@{self.confidence}"

    @property
    def asked(self) -> dict[str, str]:
        """The parameters of most queries."""
        return {
            "plan": self.plan["plan_id"],
            "confidence": self.confidence,
            "period_kind": self.period_kind,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator with its values by period, oldest first, its growth and how it stands."""

    indicator: data.Row
    points: Sequence[data.Row]
    growth: dict[str, data.Row]
    yearly: data.Row | None
    start_on: date | None
    absence: str = ""  # why there is no value, where that is known

    @property
    def id(self) -> str:
        """The indicator's code."""
        return self.indicator["indicator_id"]

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return say(self.indicator["name_zh"], self.indicator["name_en"])

    @property
    def unit(self) -> str:
        """The unit of its values."""
        return self.indicator["unit"]

    @property
    def point(self) -> data.Row | None:
        """The newest complete period, or the running one where only that can be known."""
        at = (point for point in self.points if point["period_start_on"] == self.start_on)
        return next(at, None) or (self.points[-1] if self.points else None)

    @property
    def value(self) -> float | None:
        """The value that is shown."""
        return self.point["value"] if self.point else None

    @property
    def status(self) -> str:
        """How it stands, by the written rule; without a value, why there is none."""
        if self.point and self.point["is_suppressed"]:
            return "suppressed"
        if self.value is None:
            return "to_register" if self.indicator["kind"] == "registered" else "no_value"
        judged = self.yearly or self.point or {}
        return judged["status"] or "no_data"

    @property
    def expected(self) -> float | None:
        """What the line to the target asks for by now."""
        judged = self.yearly or self.point
        return judged["expected_value"] if judged else None

    def change(self, comparison: str) -> data.Row | None:
        """Give value, compared value and, on a base wide enough, the ratio; None where nothing compares.

        A measured indicator grows on its like-for-like panel, never by a wider registry.
        """
        if self.indicator["kind"] == "measured":
            return self.growth.get(comparison)
        if self.point is None or self.point["value"] is None or self.point["is_provisional"]:
            return None
        before = self.point[f"{comparison}_value"]
        return compared(self.point["value"], before) if before is not None else None


def compared(value: float, before: float) -> data.Row:
    """Make the growth of a value that is no measure: the difference, and the ratio to what was."""
    ratio = (value - before) / before if before else None
    return {"value": value, "compared_value": before, "change": value - before, "change_ratio": ratio}


def style() -> None:
    """Load the style sheet of the pages on the plan."""
    st.html(STYLE)


def choose(columns: Sequence[DeltaGenerator] = ()) -> Choice | None:
    """Let the reader choose period and confidence, and the plan where there are several."""
    plans = {row["plan_id"]: row for row in data.rows(PLANS)}
    if not plans:
        return None
    left, middle, right = columns or st.columns(3)
    if len(plans) > 1:
        names = {code: say(row["name_zh"], row["name_en"]) for code, row in plans.items()}
        plan = choices.one_of(say("规划", "Plan"), list(plans), "plan", names.__getitem__, place=left)
    else:
        plan = next(iter(plans))
    period = choices.segments(
        say("周期", "Period"), headlines.PERIODS, "period", "quarter", term, place=middle
    )
    return Choice(plans[plan], period, confidence.choose(place=right))


def nothing() -> None:
    """Say that the snapshot holds no plan, and what would bring one."""
    layout.empty(
        say("这份快照里还没有规划", "This snapshot has no plan yet"),
        say(
            "规划写在 <code>config/plans/</code>；运行一次采集与构建之后，这里逐条显示。",
            "Plans stand in <code>config/plans/</code>; they are shown after the next run.",
        ),
    )


def newest_start(period_kind: str) -> date | None:
    """Give the first day of the newest complete period."""
    return data.rows(NEWEST, period_kind=period_kind)[0]["start_on"]


def readings(choice: Choice) -> dict[str, Reading]:
    """Read every indicator of the plan, in its order."""
    start = newest_start(choice.period_kind)
    points: dict[str, list[data.Row]] = {}
    for row in data.rows(VALUES, **choice.asked):
        points.setdefault(row["indicator_id"], []).append(row)
    growth: dict[str, dict[str, data.Row]] = {}
    for row in data.rows(
        GROWTH, suffix=choice.suffix, start=start, plan=choice.plan["plan_id"], period_kind=choice.period_kind
    ):
        growth.setdefault(row["indicator_id"], {})[row["comparison"]] = row
    yearly = _yearly(choice, start)
    levels = absence.by_indicator(
        data.rows(absence.LEVELS, start=start, plan=choice.plan["plan_id"], period_kind=choice.period_kind)
    )
    return {
        row["indicator_id"]: Reading(
            row,
            points.get(row["indicator_id"], []),
            growth.get(row["indicator_id"], {}),
            yearly.get(row["indicator_id"]) if _is_judged_by_year(row) else None,
            start,
            absence.reason(levels.get(row["indicator_id"], []), choice.confidence),
        )
        for row in data.rows(INDICATORS, plan=choice.plan["plan_id"])
    }


def _is_judged_by_year(indicator: data.Row) -> bool:
    return indicator["target_value"] is not None and indicator["accumulation"] == "flow"


def _yearly(choice: Choice, start: date | None) -> dict[str, data.Row]:
    asked = {"plan": choice.plan["plan_id"], "confidence": choice.confidence}
    return {
        row["indicator_id"]: row
        for row in data.rows(YEARLY, **asked)
        if start and row["period_start_on"].year == start.year
    }


def of_clause(phrases: Sequence[data.Row], clause_id: str) -> list[str]:
    """Name the indicators that the phrases of a clause read, each once, in the order of the phrases."""
    named = (name for row in phrases if row["clause_id"] == clause_id for name in row["indicator_ids"])
    return list(dict.fromkeys(named))


def amount(value: float | None, unit: str) -> str:
    """Write a value in the manner of its unit, without naming it."""
    return quantities.percent(value) if unit == "ratio" else quantities.short(value)


def unit_name(unit: str) -> str:
    """Name a unit; a ratio has none."""
    return say(*UNITS.get(unit, ("", "")))


def change_words(row: data.Row | None, unit: str) -> tuple[str, str]:
    """Write a change and its direction (up, down, flat); a dash and nothing where there is none."""
    if row is None or row["change"] is None:
        return quantities.MISSING, ""
    change = row["change"]
    if not change:
        return say("持平", "unchanged"), "flat"
    direction = "up" if change > 0 else "down" if change < 0 else "flat"
    if unit == "ratio":
        return say(f"{change * 100:+.1f}个百分点", f"{change * 100:+.1f} points").replace("-", "−"), direction
    if row["change_ratio"] is not None and abs(row["compared_value"]) >= BASE_FOR_RATIO:
        return quantities.signed_percent(row["change_ratio"]), direction
    return quantities.signed(round(change, 2)), direction
