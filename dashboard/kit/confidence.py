"""The confidence of claims: one switch for all pages, and beside it what its other positions would show.

A page calls ``choose`` once, and ``beside`` (or ``strip`` with values of its own) below its first figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from streamlit.delta_generator import DeltaGenerator

from dashboard import data
from dashboard.kit import choices, layout
from dashboard.words import quantities
from dashboard.words.say import say

LEVELS = {
    "high": ("仅高", "High only"),
    "medium": ("中及以上", "Medium and up"),
    "all": ("全部", "All"),
}
BESIDE = """
select s.confidence, s.claim_count, s.reviewed_claim_count, m.value, m.is_suppressed
from marts.subjects s
left join marts.measures m on m.subject_kind = s.subject_kind and m.subject_id = s.subject_id
    and m.metric = $metric and m.period_kind = $period_kind and m.period_start_on = $start
where s.subject_kind = $kind and s.base_subject_id = $id
"""
CLAIMS = """
select l.confidence, count(c.claim_id) as claim_count,
    count(c.claim_id) filter (c.review_status = 'accepted') as reviewed_claim_count
from (values ('high', ['high']), ('medium', ['high', 'medium']), ('all', ['high', 'medium', 'low']))
    as l(confidence, takes)
left join marts.claims c on c.review_status != 'rejected'
    and list_contains($subject_kinds, c.subject_kind)
    and list_contains(l.takes, c.affiliation_confidence) and list_contains(l.takes, c.account_confidence)
    and ($everybody or list_contains($organizations, c.organization_id))
group by l.confidence
"""


@dataclass(frozen=True, slots=True)
class Level:
    """One position of the switch: the figure there, and how many of the claims under it are reviewed."""

    confidence: str
    value: float | None
    is_suppressed: bool
    claim_count: int
    reviewed_claim_count: int


def word(confidence: str) -> str:
    """Name a position of the switch in the reader's language."""
    return say(*LEVELS[confidence])


def choose(*, place: DeltaGenerator | None = None) -> str:
    """Let the reader choose the confidence: ``high``, ``medium`` or ``all``; all pages share the choice."""
    label = say("归属置信度", "Confidence of the claims")
    return choices.segments(label, list(LEVELS), "confidence", "high", word, place=place)


def beside(subject: data.Row, metric: str, period_kind: str, start: date) -> None:
    """Show a metric of a subject (a row of marts.subjects) in one period at every confidence."""
    answer = data.rows(
        BESIDE,
        kind=subject["subject_kind"],
        id=subject["base_subject_id"],
        metric=metric,
        period_kind=period_kind,
        start=start,
    )
    levels = [
        Level(
            row["confidence"],
            row["value"],
            bool(row["is_suppressed"]),
            row["claim_count"],
            row["reviewed_claim_count"],
        )
        for row in answer
    ]
    named = data.rows("select * from marts.metric_definitions where metric = $metric", metric=metric)
    for row in named:
        title = f"{say(row['title_zh'], row['title_en'])} · {quantities.period(period_kind, start)}"
        strip(title, levels, subject["confidence"], row["unit"])


def counts(
    title: str,
    values: Mapping[str, int],
    chosen: str,
    subject_kinds: Sequence[str],
    organizations: Sequence[str] | None = None,
) -> None:
    """Show a count at every confidence, and the claims under it: of some organisations, or of everybody."""
    answer = data.rows(
        CLAIMS,
        subject_kinds=tuple(subject_kinds),
        everybody=organizations is None,
        organizations=tuple(organizations or ("",)),
    )
    claims = {row["confidence"]: row for row in answer}
    levels = [
        Level(code, value, False, claims[code]["claim_count"], claims[code]["reviewed_claim_count"])
        for code, value in values.items()
    ]
    strip(title, levels, chosen)


def strip(title: str, levels: Sequence[Level], chosen: str, unit: str = "count") -> None:
    """Show a figure at every confidence: the chosen one, and how far the others are from it."""
    by_code = {level.confidence: level for level in levels}
    here = by_code.get(chosen)
    cells = "".join(_cell(by_code[code], here, unit) for code in LEVELS if code in by_code)
    label = say("换一档置信度会怎样：", "At another confidence: ")
    layout.put(f'<div class="sy-levels"><div class="what">{label}{escape(title)}</div>{cells}</div>')


def _cell(level: Level, here: Level | None, unit: str) -> str:
    is_here = level is here
    sign, said = ("●", say("（当前）", " (shown)")) if is_here else ("○", "")
    difference = "" if is_here else f'<span class="difference">{_difference(level, here, unit)}</span>'
    return (
        f'<div class="{"level here" if is_here else "level"}"><span class="name"><i>{sign}</i> '
        f"{word(level.confidence)}{said}</span>"
        f'<span class="amount">{_amount(level, unit)}</span>{difference}'
        f'<span class="reviewed">{_reviewed(level)}</span></div>'
    )


def _amount(level: Level, unit: str) -> str:
    return layout.value({"value": level.value, "is_suppressed": level.is_suppressed}, unit)


def _difference(level: Level, here: Level | None, unit: str) -> str:
    """Say how far a level is from the chosen one, where both are known."""
    if here is not None and level.value is None and here.value is None and not level.is_suppressed:
        return say("同样没有数值", "no value either")
    if here is None or level.value is None or here.value is None:
        return say("差额不可知", "difference not known")
    change = level.value - here.value
    if not change:
        return say("无差别", "no difference")
    if unit == "ratio":
        return say(f"{change * 100:+.1f} 个百分点", f"{change * 100:+.1f} percentage points").replace(
            "-", "−"
        )
    share = quantities.signed_percent(change / here.value) if here.value else ""
    ratio = say(f"（{share}）", f" ({share})") if share else ""
    return quantities.signed(change) + ratio


def _reviewed(level: Level) -> str:
    done, n = level.reviewed_claim_count, level.claim_count
    if not n:
        return say("不依据主张", "rests on no claim")
    share = quantities.percent(done / n)
    return say(f"主张已复核 {done} / {n}（{share}）", f"{done} of {n} claims reviewed ({share})")
