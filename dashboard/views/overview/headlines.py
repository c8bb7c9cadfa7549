"""The headline metrics of a scope by period: what the reader chose, and the values behind it."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard import data
from dashboard.kit import choices, confidence
from dashboard.words.say import say, term

HEADLINES = (
    "code_changes_commits",
    "contributors",
    "active_repositories",
    "new_contributors",
    "code_changes_lines",
    "package_releases",
    "change_requests_accepted",
    "issues_closed",
    "time_to_first_response",
)
STREAMS = {
    "package_releases": "package_releases",
    "change_requests_accepted": "change_requests",
    "issues_closed": "issues",
    "time_to_first_response": "change_requests",
}
"""What a headline rests on, where it is not the history."""
KNOWN = {"code_changes_lines": "code_changes_known_lines"}  # the part that is known where the whole is not
PERIODS = ("month", "quarter", "year")
SCOPES = """
select * from marts.subjects where subject_kind = 'scope'
order by base_subject_id != 'guangzhou', base_subject_id, confidence
"""
SERIES = """
select metric, period_start_on, value, is_suppressed, is_complete
from marts.measures join marts.periods using (period_kind, period_start_on)
where subject_kind = 'scope' and subject_id = $subject and period_kind = $period_kind
order by metric, period_start_on
"""
COVERED = """
select stream_kind, period_start_on, target_count, complete_target_count
from marts.subject_periods
where subject_kind = 'scope' and subject_id = $subject and period_kind = $period_kind
"""
GROWTH = """
select metric, comparison, period_start_on, compared_start_on, value, compared_value, change, change_ratio,
    is_suppressed,
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
    covered: dict[date, data.Row]
    known_part: dict[date, float | None]

    @property
    def title(self) -> str:
        """The metric's title in the reader's language."""
        return say(self.definition["title_zh"], self.definition["title_en"])

    @property
    def unit(self) -> str:
        """The unit of the metric."""
        return self.definition["unit"]

    @property
    def newest(self) -> data.Row | None:
        """The newest complete period."""
        return next((point for point in reversed(self.points) if point["is_complete"]), None)

    @property
    def running(self) -> data.Row | None:
        """The period that is not over yet."""
        return self.points[-1] if self.points and not self.points[-1]["is_complete"] else None


def choose() -> View | None:
    """Let the reader choose scope, period and confidence; None where the snapshot has no scope."""
    subjects = data.rows(SCOPES)
    names = {row["base_subject_id"]: say(row["name_zh"], row["name_en"]) for row in subjects}
    if not names:
        return None
    left, middle, right = st.columns(3)
    scope = choices.one_of(say("范围", "Scope"), list(names), "scope", names.__getitem__, place=left)
    period = choices.segments(say("周期", "Period"), PERIODS, "period", "quarter", term, place=middle)
    level = confidence.choose(place=right)
    chosen = (row for row in subjects if (row["base_subject_id"], row["confidence"]) == (scope, level))
    subject = next(chosen, None)
    return View(scope, level, period, subject) if subject else None


def series(view: View) -> dict[str, Series]:
    """Read the headline metrics of the view, in their order; one that is not collected has no points."""
    parameters = {"subject": view.subject_id, "period_kind": view.period_kind}
    answer, covered = data.rows(SERIES, **parameters), data.rows(COVERED, **parameters)
    definitions = {row["metric"]: row for row in data.rows("select * from marts.metric_definitions")}
    found: dict[str, Series] = {}
    for metric in (metric for metric in HEADLINES if metric in definitions):
        points = [row for row in answer if row["metric"] == metric]
        known = {row["period_start_on"]: row["value"] for row in answer if row["metric"] == KNOWN.get(metric)}
        stream = STREAMS.get(metric, "history")
        by_start = {row["period_start_on"]: row for row in covered if row["stream_kind"] == stream}
        found[metric] = Series(definitions[metric], points, by_start, known)
    return found


def growth(view: View) -> list[data.Row]:
    """Read the growth of every metric on the like-for-like panels."""
    return data.rows(GROWTH, subject=view.subject_id, period_kind=view.period_kind)
