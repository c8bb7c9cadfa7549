"""A headline → a card: value, growth, the running period, and why it changed."""

from dataclasses import dataclass
from datetime import date
from html import escape

from dashboard import data
from dashboard.kit import charts, layout
from dashboard.views.overview import reasons
from dashboard.views.overview.headlines import Series, View
from dashboard.words import explanations, quantities
from dashboard.words.say import say

SPARK_PERIODS = {"month": 24, "quarter": 12, "year": 8}
COUNTED = {
    "code_changes_commits": ("次", ""),
    "contributors": ("人", ""),
    "new_contributors": ("人", ""),
    "active_repositories": ("个", ""),
    "code_changes_lines": ("行", ""),
    "package_releases": ("个", ""),
    "change_requests_accepted": ("个", ""),
    "issues_closed": ("个", ""),
    "time_to_first_response": ("小时", "hours"),
}
SO_FAR = {
    "month": ("本月至今", "This month"),
    "quarter": ("本季至今", "This quarter"),
    "year": ("本年至今", "This year"),
}
COMPARISONS = {"year_ago": ("同比", "Year on year"), "previous": ("环比", "On the previous")}


@dataclass(frozen=True, slots=True)
class Card:
    """One headline of a view with its rows of growth."""

    view: View
    series: Series
    growth: list[data.Row]

    def compared(self, comparison: str, start: date | None) -> data.Row | None:
        """Find the growth of a period by a comparison."""
        rows = (row for row in self.growth if row["comparison"] == comparison)
        return next((row for row in rows if row["period_start_on"] == start), None)


def strip(view: View, found: dict[str, Series], growth: list[data.Row]) -> None:
    """Show the headlines side by side."""
    why = reasons.lines(view)
    cards = (
        _card(Card(view, series, [row for row in growth if row["metric"] == metric]), why.get(metric, ""))
        for metric, series in found.items()
    )
    layout.put(f'<div class="sy-headlines">{"".join(cards)}</div>')


def _card(card: Card, why: str) -> str:
    series, kind = card.series, card.view.period_kind
    question = escape(say(series.definition["question_zh"], series.definition["question_en"]), quote=True)
    values = [point["value"] for point in series.points if point["is_complete"]][-SPARK_PERIODS[kind] :]
    start = series.newest["period_start_on"] if series.newest else None
    if start is None:
        return _not_collected(series, question)
    return (
        f'<article class="sy-headline"><div class="name"><h2><abbr title="{question}">{escape(series.title)}'
        f"</abbr></h2>{review_mark(card.view.subject)}</div>"
        f'<div class="figure"><div class="value">{_amount(series)}</div>{charts.sparkline(values)}</div>'
        f'<div class="when">{quantities.period(kind, start)} · {_covered(series, start)}</div>'
        f"<dl>{_growth(card, 'year_ago', start)}{_growth(card, 'previous', start)}</dl>"
        f"{_running(card)}{why}</article>"
    )


def _not_collected(series: Series, question: str) -> str:
    title, state = escape(series.title), layout.state("not_collected")
    more = layout.link("coverage", say("查看原因", "see why"))
    return (
        '<article class="sy-headline">'
        f'<div class="name"><h2><abbr title="{question}">{title}</abbr></h2></div>'
        f'<div class="value none">{state}</div><div class="when">{more}</div></article>'
    )


def _amount(series: Series) -> str:
    unit = say(*COUNTED.get(series.definition["metric"], ("", "")))
    small = f"<small>{unit}</small>" if unit else ""
    newest = series.newest or {"value": None, "period_start_on": None, "is_suppressed": False}
    if newest["is_suppressed"]:
        return layout.value(newest)
    if newest["value"] is not None:
        return layout.figure(newest["value"], series.unit) + small
    known = series.known_part.get(newest["period_start_on"])
    if known is None:
        return quantities.MISSING
    at_least = say("已知部分", "known part")
    return f"{layout.figure(known, series.unit)}{small} {layout.mark(at_least)}"


def _covered(series: Series, start: date | None) -> str:
    """Say how many targets were collected for the whole of the period."""
    row = series.covered.get(start) if start else None
    if row is None:
        return say("覆盖情况未知", "coverage unknown")
    complete, n = row["complete_target_count"], row["target_count"]
    state = "complete" if complete == n else "partial"
    words = say(f"完整采集 {complete} / {n}", f"{complete} of {n} collected in full")
    return f'<span class="sy-state {state}"><i>{layout.STATE_SIGNS[state]}</i>{words}</span>'


def review_mark(subject: data.Row) -> str:
    """Mark a figure whose claims nobody has reviewed, or not all of them."""
    done, n = subject["reviewed_claim_count"], subject["claim_count"]
    if n and done == n:
        return layout.mark(say(f"已复核 {n} 条", f"all {n} reviewed"))
    return layout.mark(say(f"未经复核（已复核 {done} / {n}）", f"not reviewed ({done} of {n})"))


def _growth(card: Card, comparison: str, start: date | None) -> str:
    row = card.compared(comparison, start)
    shown = ratio(row) if row else quantities.MISSING
    panel = _panel(row) if row else say("无可比时期", "nothing to compare")
    name = explanations.explained(say(*COMPARISONS[comparison]))
    return f'<dt>{name}</dt><dd class="ratio">{shown}</dd><dd class="panel">{panel}</dd>'


def ratio(row: data.Row) -> str:
    """Make a change with its direction; hovering gives the two values that were compared."""
    change = row["change_ratio"]
    if row["is_suppressed"]:
        return f'<span title="{quantities.withheld()}">{quantities.MISSING}</span>'
    if change is None:
        why = say("上期为零或未采集，不计比率", "the earlier value is zero or not collected: no ratio")
        return f'<span title="{why}">{quantities.MISSING}</span>'
    direction = "up" if change > 0 else "down" if change < 0 else "flat"
    compared = f"{quantities.exact(row['compared_value'])} → {quantities.exact(row['value'])}"
    return f'<span class="sy-{direction}" title="{compared}">{quantities.signed_percent(change)}</span>'


def _panel(row: data.Row) -> str:
    n, joined, left = (row[f"{name}_repository_count"] for name in ("panel", "joined", "left"))
    apart = say(f"另有新登记 {joined}、退出 {left}", f"apart from {joined} newly registered, {left} lost")
    return f'<span title="{apart}">{say(f"同口径 {n} 个仓库", f"same {n} repositories")}</span>'


def _running(card: Card) -> str:
    running = card.series.running
    if running is None:
        return ""
    amount = layout.value(running, card.series.unit)
    name = say(*SO_FAR[card.view.period_kind])
    mark = say("（暂定，未满期不比较）", " (provisional, not compared)")
    return f'<div class="sy-running">{name} {amount}{mark}</div>'
