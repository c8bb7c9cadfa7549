"""Why an indicator moved since the snapshot before: activity, registry, definition, late data."""

from collections.abc import Mapping
from html import escape

from dashboard import data
from dashboard.views.overview import headlines, reasons
from dashboard.views.plan.readings import Choice, Reading
from dashboard.words import quantities
from dashboard.words.say import language, say

SUBJECT = "select * from marts.subjects where subject_kind = 'scope' and subject_id = $subject"
HAS_VALUES = """
select count(*) as n from duckdb_tables() where schema_name = 'marts' and table_name = 'indicator_values'
"""
OLDER = """
select v.indicator_id, v.period_start_on, v.value
from marts.indicator_values v join marts.periods p using (period_kind, period_start_on)
where v.plan_id = $plan and v.confidence = $confidence and v.period_kind = $period_kind and p.is_complete
qualify row_number() over (partition by v.indicator_id order by v.period_start_on desc) = 1
"""


def lines(choice: Choice, found: Mapping[str, Reading]) -> dict[str, str]:
    """Explain every indicator that moved, by its id; nothing while there is only one snapshot."""
    return _measured(choice, found) | _counted(choice, found)


def _measured(choice: Choice, found: Mapping[str, Reading]) -> dict[str, str]:
    """Explain what reads a metric of a scope, by the same comparison as the overview."""
    measured = [one for one in found.values() if one.indicator["kind"] == "measured"]
    scopes = {o.indicator["subject_id"] for o in measured if o.indicator["subject_kind"] == "scope"}
    said: dict[str, str] = {}
    for scope in sorted(scopes):
        for subject in data.rows(SUBJECT, subject=scope + choice.suffix):
            view = headlines.View(scope, choice.confidence, choice.period_kind, subject)
            explained = reasons.explained(view)
            for one in measured:
                change = explained.get(one.indicator["reads"])
                if change and change.total and one.indicator["subject_id"] == scope:
                    said[one.id] = _line(change.total, reasons.causes(change), one.unit)
    return said


def _counted(choice: Choice, found: Mapping[str, Reading]) -> dict[str, str]:
    """Explain counts over organisations and registers: what happened since, what was learnt of before."""
    earlier = reasons.earlier_folder()
    if earlier is None or not data.rows_of(earlier, HAS_VALUES)[0]["n"]:
        return {}
    said: dict[str, str] = {}
    for row in data.rows_of(earlier, OLDER, **choice.asked):
        one = found.get(row["indicator_id"])
        if one and one.indicator["kind"] != "measured" and one.value is not None and row["value"] is not None:
            said[one.id] = _revised(one, row)
    return {name: line for name, line in said.items() if line}


def _revised(one: Reading, older: data.Row) -> str:
    at = (point["value"] for point in one.points if point["period_start_on"] == older["period_start_on"])
    revised, value = next(at, None), one.value
    if revised is None or value is None or value == older["value"]:
        return ""
    known = say("登记", "registration") if one.indicator["kind"] == "registered" else _directory()
    shares = [(say("活动", "activity"), value - revised), (known, revised - older["value"])]
    return _line(value - older["value"], [f"{name} {_amount(n, one.unit)}" for name, n in shares], one.unit)


def _directory() -> str:
    return say("名录与补采", "directory and later collection")


def _line(total: float, causes: list[str], unit: str) -> str:
    head = say("为什么变了", "Why it changed")
    text = escape({"zh": "、", "en": ", "}[language()].join(causes))
    return f'<div class="why"><b>{head}</b> {_amount(total, unit)}{say("：", ": ")}{text}</div>'


def _amount(value: float, unit: str) -> str:
    if unit == "ratio":
        return say(f"{value * 100:+.1f}个百分点", f"{value * 100:+.1f} points").replace("-", "−")
    return quantities.signed(round(value, 2))
