"""Why an indicator has no value: nothing in scope, nothing collected, or nothing to compute from.

``LEVELS`` gives what each confidence has of every indicator in one period; pages and report ask it alike.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.words.say import say

Row = Mapping[str, Any]
LEVELS = """
select i.indicator_id, i.kind, l.confidence, v.indicator_id is not null as has_row,
    v.listed_organization_count, v.target_organization_count,
    coalesce(v.target_count, s.repository_count, 0) as target_count,
    coalesce(v.complete_target_count, 0) as complete_target_count
from marts.indicators i
cross join (values (1, 'high', ''), (2, 'medium', '@medium'), (3, 'all', '@all'))
    as l(rank, confidence, suffix)
left join marts.indicator_values v
    on v.plan_id = i.plan_id and v.indicator_id = i.indicator_id and v.confidence = l.confidence
    and v.period_kind = $period_kind and v.period_start_on = $start
left join marts.subjects s
    on i.kind = 'measured' and s.subject_kind = i.subject_kind and s.subject_id = i.subject_id || l.suffix
where i.plan_id = $plan and i.kind != 'registered'
order by i.position, l.rank
"""
NAMES = {
    "high": ("高置信度", "high confidence"),
    "medium": ("中置信度", "medium confidence"),
    "all": ("全部置信度", "any confidence"),
}


def by_indicator(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group the rows of ``LEVELS``, the strictest confidence first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["indicator_id"], []).append(row)
    return found


def reason(levels: Iterable[Row], chosen: str) -> str:
    """Say why an indicator without a value has none at a confidence; nothing where that is not known."""
    ordered = list(levels)
    place = next((n for n, row in enumerate(ordered) if row["confidence"] == chosen), None)
    if place is None:
        return ""
    here = ordered[place]
    if here["kind"] == "derived" and not here["has_row"]:
        return say("只有截至今日的数值", "known as of today only")
    if here["listed_organization_count"] == 0:
        return say("名录中没有这一类机构", "the directory lists no such organisation")
    if here["target_count"]:
        return _of_targets(here)
    name = say(*NAMES[chosen])
    none = say(f"{name}下无可计入的仓库", f"no repository counts at {name}")
    wider = next((row for row in ordered[place + 1 :] if row["target_count"]), None)
    return f"{none}{say('；', '; ')}{_instead(wider)}" if wider else none


def _of_targets(row: Row) -> str:
    n = row["target_count"]
    is_held = row["has_row"] if row["kind"] == "measured" else row["complete_target_count"]
    if not is_held:
        return say(f"{n} 个仓库均未采集", f"none of {n} repositories is collected")
    return say("已采集的部分无可计算的个案", "what is collected has no case to compute from")


def _instead(row: Row) -> str:
    """Say what a wider confidence has, and how much of that is collected."""
    name, n, held = say(*NAMES[row["confidence"]]), row["target_count"], row["complete_target_count"]
    state = say("未采集", "not collected")
    if held:
        state = say(f"已采集 {held} 个", f"{held} collected")
    organizations = row["target_organization_count"]
    if organizations is None:
        return say(f"{name}下有 {n} 个仓库（{state}）", f"{n} repositories at {name} ({state})")
    return say(
        f"{name}下有 {organizations} 家（{n} 个仓库，{state}）",
        f"{organizations} organisations at {name} ({n} repositories, {state})",
    )
