"""The headline figures of a scope: their values, growth on like-for-like panels, and why they changed."""

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import changes, charts, data, layout, quantities
from dashboard.words import say, term

HEADLINES = (
    "code_changes_commits",
    "contributors",
    "active_repositories",
    "new_contributors",
    "code_changes_lines",
    "package_releases",
)
COUNTED = {
    "code_changes_commits": ("次", ""),
    "contributors": ("人", ""),
    "new_contributors": ("人", ""),
    "active_repositories": ("个", ""),
    "code_changes_lines": ("行", ""),
    "package_releases": ("个", ""),
}
SPARK_PERIODS = {"month": 24, "quarter": 12, "year": 8}
SERIES = """
select metric, period_start_on, value, is_complete
from marts.measures join marts.periods using (period_kind, period_start_on)
where subject_kind = 'scope' and subject_id = $subject and period_kind = $period_kind
order by metric, period_start_on
"""
GROWTH = """
select metric, comparison, period_start_on, compared_start_on, value, compared_value, change, change_ratio,
    panel_repository_count, joined_repository_count, left_repository_count, is_provisional
from marts.growth
where subject_kind = 'scope' and subject_id = $subject and period_kind = $period_kind
"""


@dataclass(frozen=True, slots=True)
class View:
    """What the reader chose to see: a scope at a confidence, by a kind of period."""

    scope: str
    confidence: str
    period_kind: str
    subject: data.Row

    @property
    def subject_id(self) -> str:
        """The scope at the chosen confidence."""
        return self.subject["subject_id"]


@dataclass(frozen=True, slots=True)
class Series:
    """A metric of the view by period, oldest first."""

    definition: data.Row
    points: list[data.Row]

    @property
    def newest(self) -> data.Row | None:
        """The newest complete period."""
        return next((point for point in reversed(self.points) if point["is_complete"]), None)

    @property
    def running(self) -> data.Row | None:
        """The period that is not over yet."""
        return self.points[-1] if self.points and not self.points[-1]["is_complete"] else None


def choose() -> View | None:
    """Let the reader choose scope, period and confidence; the address keeps the choice."""
    subjects = data.rows(
        "select * from marts.subjects where subject_kind = 'scope' order by base_subject_id != 'guangzhou', 1, 2"
    )
    names = {row["base_subject_id"]: say(row["name_zh"], row["name_en"]) for row in subjects}
    if not names:
        return None
    left, middle, right = st.columns([2, 2, 2])
    scope = left.selectbox(
        say("范围", "Scope"), list(names), format_func=names.__getitem__, key="scope", bind="query-params"
    )
    period_kind = middle.segmented_control(
        say("周期", "Period"),
        ["month", "quarter", "year"],
        default="quarter",
        required=True,
        format_func=term,
        key="period",
        bind="query-params",
    )
    confidence = right.segmented_control(
        say("归属置信度", "Confidence of the claims"),
        ["high", "medium", "all"],
        default="high",
        required=True,
        format_func=_confidence,
        key="confidence",
        bind="query-params",
    )
    chosen = (row for row in subjects if (row["base_subject_id"], row["confidence"]) == (scope, confidence))
    subject = next(chosen, None)
    return View(str(scope), str(confidence), str(period_kind), subject) if subject else None


def _confidence(code: str) -> str:
    return {
        "high": say("仅高", "High only"),
        "medium": say("中及以上", "Medium up"),
        "all": say("全部", "All"),
    }[code]


def series(view: View) -> dict[str, Series]:
    """Read the headline metrics of the view, in their order; one without values is left out."""
    answer = data.rows(SERIES, subject=view.subject_id, period_kind=view.period_kind)
    definitions = {row["metric"]: row for row in data.rows("select * from marts.metric_definitions")}
    found: dict[str, Series] = {}
    for metric in HEADLINES:
        points = [row for row in answer if row["metric"] == metric]
        if points and metric in definitions:
            found[metric] = Series(definitions[metric], points)
    return found


def strip(view: View, found: dict[str, Series]) -> None:
    """Show the headlines side by side."""
    growth = data.rows(GROWTH, subject=view.subject_id, period_kind=view.period_kind)
    reasons, since = _reasons(view)
    cards = (
        _card(view, one, [row for row in growth if row["metric"] == metric], _why(reasons.get(metric), since))
        for metric, one in found.items()
    )
    layout.put(f'<div class="sy-headlines">{"".join(cards)}</div>')


def _card(view: View, one: Series, growth: list[data.Row], why: str) -> str:
    definition, newest = one.definition, one.newest
    title = say(definition["title_zh"], definition["title_en"])
    question = say(definition["question_zh"], definition["question_en"])
    values = [point["value"] for point in one.points if point["is_complete"]][
        -SPARK_PERIODS[view.period_kind] :
    ]
    start = newest["period_start_on"] if newest else None
    return (
        f'<article class="sy-headline"><div class="name"><h3><abbr title="{escape(question, quote=True)}">'
        f"{escape(title)}</abbr></h3>{review_mark(view.subject)}</div>"
        f'<div class="figure"><div class="value">{_amount(newest, definition)}</div>{charts.sparkline(values)}</div>'
        f'<div class="when">{quantities.period(view.period_kind, start)} · {say("完整", "complete")}</div>'
        f"<dl>{_growth('year_ago', start, growth)}{_growth('previous', start, growth)}</dl>"
        f"{_running(view, one, growth)}{why}</article>"
    )


def _amount(point: data.Row | None, definition: data.Row) -> str:
    unit = say(*COUNTED.get(definition["metric"], ("", "")))
    small = f"<small>{unit}</small>" if unit else ""
    return layout.figure(point["value"] if point else None, definition["unit"]) + small


def review_mark(subject: data.Row) -> str:
    """Mark a figure whose claims nobody has reviewed, or not all of them."""
    done, n = subject["reviewed_claim_count"], subject["claim_count"]
    if n and done == n:
        return layout.mark(say(f"已复核 {n} 条", f"all {n} reviewed"))
    return layout.mark(say(f"未经复核（已复核 {done} / {n}）", f"not reviewed ({done} of {n})"))


def _growth(comparison: str, start: date | None, growth: list[data.Row]) -> str:
    name = say("同比", "Year on year") if comparison == "year_ago" else say("环比", "On the previous")
    row = next((r for r in growth if r["comparison"] == comparison and r["period_start_on"] == start), None)
    if row is None:
        return f"<dt>{name}</dt><dd class='ratio'>{quantities.MISSING}</dd><dd class='panel'>{say('无可比时期', 'nothing to compare')}</dd>"
    return f'<dt>{name}</dt><dd class="ratio">{ratio(row)}</dd><dd class="panel">{_panel(row)}</dd>'


def ratio(row: data.Row) -> str:
    """Make a change with its direction; hovering gives the two values that were compared."""
    change = row["change_ratio"]
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


def _running(view: View, one: Series, growth: list[data.Row]) -> str:
    running = one.running
    if running is None:
        return ""
    start = running["period_start_on"]
    row = next((r for r in growth if r["comparison"] == "year_ago" and r["period_start_on"] == start), None)
    so_far = {
        "month": say("本月至今", "This month"),
        "quarter": say("本季至今", "This quarter"),
        "year": say("本年至今", "This year"),
    }
    compared = (
        f" · {say('同比', 'year on year')} {ratio(row)}" if row and row["change_ratio"] is not None else ""
    )
    amount = layout.figure(running["value"], one.definition["unit"])
    return f'<div class="sy-running">{so_far[view.period_kind]} {amount}（{say("暂定", "provisional")}）{compared}</div>'


def _reasons(view: View) -> tuple[dict[str, changes.Change], str]:
    """Explain the headlines against the snapshot before this one."""
    current = data.snapshot()
    earlier = next((folder for folder in data.folders() if current and folder.name < current.name), None)
    if current is None or earlier is None:
        return {}, ""
    return _compared(str(earlier), str(current.folder), view.subject_id, view.period_kind), earlier.name


@st.cache_resource(max_entries=100, show_spinner=False)
def _compared(earlier: str, current: str, subject_id: str, period_kind: str) -> dict[str, changes.Change]:
    return changes.between(Path(earlier), Path(current), subject_id, period_kind)


def _why(change: changes.Change | None, since: str) -> str:
    if change is None:
        return ""
    head = say("为什么变了", "Why it changed")
    against = say(f"较快照 {since}", f"against snapshot {since}")
    text = "、".join(_causes(change)) if say("zh", "en") == "zh" else ", ".join(_causes(change))
    total = quantities.signed(change.total)
    return f'<div class="sy-why" title="{escape(against, quote=True)}"><b>{head}</b> {total}：{text}</div>'


def _causes(change: changes.Change) -> list[str]:
    """Name every cause with its share; zero is said too, so that the line always sums to the total."""
    repositories = f"+{change.added_count} −{change.removed_count}"
    registry = say(f"名录（仓库 {repositories}）", f"registry (repositories {repositories})")
    causes = [
        (say("活动", "activity"), change.activity),
        (
            registry if change.added_count or change.removed_count else say("名录", "registry"),
            change.registry,
        ),
        (say("口径", "definition"), change.definition),
        (say("迟到数据", "late data"), change.late),
    ]
    if change.together:
        other = say("口径", "definition") if change.is_redefined else say("迟到数据", "late data")
        causes = [
            causes[0],
            (say(f"{registry}与{other}合计", f"{registry} and {other} together"), change.together),
        ]
    if change.unexplained:
        causes.append((say("其他归并规则", "other rules"), change.unexplained))
    return [f"{name} {quantities.signed(amount)}" for name, amount in causes]
