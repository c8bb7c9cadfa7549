"""People, naming no one: whose people the reader looks at, and the measures of them by period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from dashboard import data
from dashboard.kit import choices, confidence, layout
from dashboard.words import quantities
from dashboard.words.say import say, term

METRICS = (
    "contributors",
    "new_contributors",
    "retained_contributors",
    "inactive_contributors",
    "core_contributors",
    "regular_contributors",
    "occasional_contributors",
    "university_newcomers_retained",
    "identified_contribution_ratio",
    "city_share",
    "organization_share",
    "newcomer_response_time",
    "regular_response_time",
    "review_participation",
    "self_merge_ratio",
)
PERIODS = ("quarter", "year")
SHOWN_PERIODS = {"quarter": 16, "year": 10}
SUBJECTS = """
select * from marts.subjects
where subject_kind in ('scope', 'kind', 'sector', 'district')
order by list_position(['scope', 'kind', 'sector', 'district'], subject_kind), base_subject_id != 'guangzhou',
    repository_count desc, base_subject_id
"""
SERIES = """
select metric, period_start_on, value, sample_count, is_suppressed, is_complete
from marts.measures join marts.periods using (period_kind, period_start_on)
where subject_kind = $kind and subject_id = $id and period_kind = $period_kind
    and metric in (select unnest($metrics))
order by period_start_on
"""


@dataclass(frozen=True, slots=True)
class View:
    """What the reader chose: a subject at a confidence, and a kind of period."""

    subject: data.Row
    confidence: str
    period_kind: str

    @property
    def name(self) -> str:
        """The subject's name in the reader's language."""
        return say(self.subject["name_zh"], self.subject["name_en"])


@dataclass(frozen=True, slots=True)
class People:
    """The measures of the view, oldest first, and the newest complete period."""

    points: Mapping[str, Mapping[date, data.Row]]
    starts: list[date]
    newest: date | None

    def at(self, metric: str, start: date | None) -> data.Row | None:
        """Give a metric's row of a period, or None where it is not collected."""
        return self.points.get(metric, {}).get(start) if start else None

    def now(self, metric: str) -> data.Row | None:
        """Give a metric's row of the newest complete period."""
        return self.at(metric, self.newest)


def choose() -> View | None:
    """Let the reader choose whose projects, which periods and the confidence; None without subjects."""
    rows = data.rows(SUBJECTS)
    names = {f"{row['subject_kind']}:{row['base_subject_id']}": row for row in rows}
    if not names:
        return None
    left, middle, right = st.columns([1.2, 0.9, 1.2])
    code = choices.one_of(
        say("谁的项目", "Whose projects"), list(names), "who", lambda key: _word(names[key]), place=left
    )
    period_kind = choices.segments(say("周期", "Period"), PERIODS, "period", "quarter", term, place=middle)
    level = confidence.choose(place=right)
    kind, _, base = code.partition(":")
    chosen = {(row["subject_kind"], row["base_subject_id"], row["confidence"]): row for row in rows}
    subject = chosen.get((kind, base, level))
    return View(subject, level, period_kind) if subject else _unclaimed(level)


def _word(row: data.Row) -> str:
    name = say(row["name_zh"], row["name_en"])
    return name if row["subject_kind"] == "scope" else f"{term(row['subject_kind'])} · {name}"


def _unclaimed(level: str) -> None:
    word = confidence.word(level)
    layout.note(
        say(
            f"在“{word}”这一档没有仓库归属于它，请换一档置信度。",
            f"At this confidence ({word}) no repository is its; choose another.",
        )
    )


def people(view: View) -> People:
    """Read the measures of the view."""
    answer = data.rows(
        SERIES,
        kind=view.subject["subject_kind"],
        id=view.subject["subject_id"],
        period_kind=view.period_kind,
        metrics=METRICS,
    )
    points: dict[str, dict[date, data.Row]] = {}
    for row in answer:
        points.setdefault(row["metric"], {})[row["period_start_on"]] = row
    counted = points.get("contributors", {})
    complete = [start for start, row in counted.items() if row["is_complete"]]
    return People(
        points, list(counted)[-SHOWN_PERIODS[view.period_kind] :], complete[-1] if complete else None
    )


def nothing() -> None:
    """Say that no people are counted yet, and what would change that."""
    layout.empty(
        say("这份快照里还没有贡献者指标", "This snapshot counts no contributors yet"),
        say(
            "采集并构建之后，这里显示流入、留存与流动；只有人数，不出现任何人的姓名、账号或邮箱。",
            "After collecting and building it shows who comes, stays and moves: counts only, no name, "
            "account or mailbox of anybody.",
        ),
    )


def headline(view: View, found: People) -> None:
    """Show the newest complete period in a few figures, and the identified share beside them."""
    when = quantities.period(view.period_kind, found.newest)
    layout.section(
        f"{view.name} · {when}",
        say(
            "在这些项目里提交代码的人，不论受雇于谁；不含机器人与合并提交。人数各期、各对象分别去重，不可相加。",
            "People who commit to these projects, whoever employs them; without bots and merges. Every "
            "period and subject counts them anew: they do not add up.",
        ),
    )
    layout.facts(
        [
            (say("贡献者", "Contributors"), amount(found.now("contributors"))),
            (say("新贡献者", "Newcomers"), amount(found.now("new_contributors"))),
            (say("上期新人留下的", "Stayed since"), stayed(found.now("retained_contributors"))),
            (say("停止活动", "Fell silent"), amount(found.now("inactive_contributors"))),
            (say("核心贡献者", "Core"), part(found.now("core_contributors"))),
            (
                say("雇主可知的提交", "Commits with a known employer"),
                amount(found.now("identified_contribution_ratio"), "ratio"),
            ),
        ]
    )


def amount(row: data.Row | None, unit: str = "count") -> str:
    """Make a metric's value, or say that it is not collected."""
    return layout.mark(term("not_collected")) if row is None else layout.value(row, unit)


def few() -> str:
    """Make the sign for what is withheld where there is no room for the words; hovering tells them."""
    return f'<span class="sy-faint" title="{escape(quantities.withheld(), quote=True)}">‹5</span>'


def part(row: data.Row | None) -> str:
    """Make a part of people with its whole and its share."""
    if row is None or row["is_suppressed"] or not row["sample_count"]:
        return amount(row)
    share = quantities.percent(row["value"] / row["sample_count"])
    bracketed = say(f"（{share}）", f" ({share})")
    of = say(f"共 {quantities.exact(row['sample_count'])} 人", f"of {quantities.exact(row['sample_count'])}")
    return f'{layout.figure(row["value"])}<span class="sy-faint"> · {of}{escape(bracketed)}</span>'


def stayed(row: data.Row | None) -> str:
    """Make how many newcomers of the period before are still there."""
    if row is not None and not row["is_suppressed"] and not row["sample_count"]:
        return say("上期没有新人", "no newcomers before")
    return part(row)
