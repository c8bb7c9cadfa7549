"""What the people of an organisation do: where, year by year, and from where they came and went."""

import json
from collections.abc import Iterable, Sequence
from html import escape

import altair as alt

from dashboard import data
from dashboard.kit import charts, confidence, layout
from dashboard.kit.years import is_running, year_name
from dashboard.words import quantities
from dashboard.words.say import say

SHOWN_YEARS = 10
SHOWN_PROJECTS = 25
SHOWN_DIFFERENCES = 3
YEARS = """
select * from marts.employed_work
where subject_kind = 'organization' and subject_id = $id and confidence = $confidence
order by year
"""
PLACES = """
select coalesce(s.name_zh, w.project_id) as name, w.* rename (contributor_count as value)
from marts.organization_work w
left join marts.subjects s on s.subject_kind = 'project' and s.subject_id = w.project_id
where w.organization_id = $id and w.confidence = $confidence and w.year = $year
order by w.is_own, w.commit_count desc, w.change_request_count desc, name
"""
MOVES = """
select f.from_id, f.to_id, f.year, f.contributor_count as value, f.is_suppressed,
    f.unjoined_contributor_count, a.name_zh as from_zh, a.name_en as from_en, b.name_zh as to_zh,
    b.name_en as to_en
from marts.contributor_flows f
left join marts.organizations a on a.organization_id = f.from_id
left join marts.organizations b on b.organization_id = f.to_id
where f.group_kind = 'organization' and f.confidence = $confidence and $id in (f.from_id, f.to_id)
order by f.year desc, f.from_id, f.to_id
"""


def show(organization_id: str, chosen: str) -> None:
    """Show the work of the people whom an organisation employs, at a confidence."""
    years = data.rows(YEARS, id=organization_id, confidence=chosen)
    layout.section(
        say("它的人在哪里工作", "Where its people work"),
        say(
            "统计当日受雇于该机构的人，不论仓库属于谁；依据独有邮箱域名、账号主张和治理记录，"
            "用个人邮箱的人不在其中，因此是下限。议题、变更请求和评审没有邮箱，没有主张时按同一人一年内"
            "最近一次提交的雇主推断，置信度至多为中，所以“仅高”一档很少。",
            "Of people whom it employed on the day, whoever owns the repository: by exclusive mail domains, "
            "claims of accounts and governance records. Personal mailboxes are missing: a lower bound. "
            "Issues, change requests and reviews have no mailbox: without a claim they follow the employer "
            "of the person's nearest commit within a year, at most of medium confidence, so few are of high.",
        ),
    )
    if not years:
        level = confidence.word(chosen)
        layout.note(
            say(
                f"在“{level}”这一档，没有任何已采集的提交、议题、变更请求或评审可归属于它的人。这不等于没有贡献。",
                f"At this confidence ({level}) no collected commit, issue, change request or review is known "
                "to be by its people. That is not to say that they contribute nothing.",
            )
        )
        return
    _trend(years[-SHOWN_YEARS:])
    _years(years[-SHOWN_YEARS:])
    _places(organization_id, chosen, [row["year"] for row in years])
    _moves(organization_id, chosen)


def _trend(years: Sequence[data.Row]) -> None:
    own, elsewhere = say("在自有仓库", "In its own"), say("在他处", "Elsewhere")
    rows = [
        {
            "year": str(row["year"]),
            "period": year_name(row["year"]),
            "where": where,
            "value": value,
            "rank": rank,
        }
        for row in years
        for rank, where, value in (
            (0, own, row["own_commit_count"]),
            (1, elsewhere, elsewhere_count(row)),
        )
    ]
    alt_text = say("逐年提交：自有仓库与他处", "Commits by year, in its own repositories and elsewhere")
    running = tuple(str(row["year"]) for row in years if is_running(row["year"]))
    charts.show(divided, rows, own, elsewhere, running, alt_text=alt_text)


def divided(rows: Sequence[data.Row], own: str, elsewhere: str, running: Sequence[str]) -> charts.AnyChart:
    """Draw amounts by year in two parts; the label of a ``running`` year says that it is not over.

    Rows carry ``year``, ``period``, ``where``, ``value`` and ``rank``.
    """
    so_far = say("至今", " so far")
    marked = f"indexof({json.dumps(list(running))},datum.label)<0?datum.label:datum.label+'{so_far}'"
    colours = alt.Scale(domain=[own, elsewhere], range=[charts.PALE_BLUE, charts.BLUE])
    return (
        alt.Chart(alt.Data(values=list(rows)))
        .mark_bar(stroke=charts.EDGE_BLUE, strokeWidth=0.5)
        .encode(
            x=alt.X(
                "year:O",
                axis=alt.Axis(title=None, labelAngle=0, labelExpr=marked),
                scale=alt.Scale(domain=_decade(rows), paddingInner=0.4),
            ),
            y=alt.Y("value:Q", axis=charts.amount_axis()),
            color=alt.Color("where:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("period:N", title=say("年", "Year")),
                alt.Tooltip("where:N", title=""),
                alt.Tooltip("value:Q", title=say("提交", "Commits"), format=","),
            ],
        )
        .properties(height=190)
    )


def _decade(rows: Sequence[data.Row]) -> list[str]:
    """Give the ten years up to the newest: one without known work keeps its place."""
    newest = max(int(row["year"]) for row in rows)
    return [str(year) for year in range(newest - SHOWN_YEARS + 1, newest + 1)]


def _years(years: Sequence[data.Row]) -> None:
    columns = [
        layout.Column(say("年", "Year"), "nowrap"),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("在他处", "Elsewhere"), "num"),
        layout.Column(say("项目", "Projects"), "num"),
        layout.Column(say("贡献者", "Contributors"), "num", say("有提交的人", "who committed")),
        layout.Column(
            say("其中新人", "New among them"),
            "num",
            say("当年首次以它的人提交", "first commits as its people"),
        ),
        *_thread_columns(),
        layout.Column(
            say("参与者", "Participants"),
            "num",
            say("提交、提出或评审的人", "who committed, opened or reviewed"),
        ),
    ]
    layout.table(columns, (_year(row) for row in reversed(years)))
    people = (("contributor_count", "贡献者", "contributors"), ("newcomer_count", "新人", "newcomers"))
    without_join(
        (say(f"{row['year']}年{zh}", f"{en} in {row['year']}"), row[column], row[f"unjoined_{column}"])
        for row in reversed(years)
        for column, zh, en in (*people, ("participant_count", "参与者", "participants"))
    )


def elsewhere_count(row: data.Row) -> int | None:
    """Give the commits in others' repositories; None where no history was collected."""
    return None if row["commit_count"] is None else row["commit_count"] - row["own_commit_count"]


def _thread_columns() -> list[layout.Column]:
    return [
        layout.Column(say("议题", "Issues"), "num", say("提出的", "opened")),
        layout.Column(say("变更请求", "Change requests"), "num", say("提出的", "opened")),
        layout.Column(say("评审", "Reviews"), "num", say("对他人的变更请求", "of others' change requests")),
    ]


def _threads(row: data.Row) -> list[str]:
    return [layout.figure(row[f"{name}_count"]) for name in ("issue", "change_request", "review")]


def _year(row: data.Row) -> list[str]:
    return [
        year_name(row["year"]),
        layout.figure(row["commit_count"]),
        layout.figure(elsewhere_count(row)),
        layout.figure(row["project_count"]),
        _people(row["contributor_count"]),
        _people(row["newcomer_count"]),
        *_threads(row),
        _people(row["participant_count"]),
    ]


def _people(count: int | None) -> str:
    return layout.value({"value": count, "is_suppressed": count is None})


def without_join(counts: Iterable[tuple[str, int | None, int | None]]) -> None:
    """Say in a line which counts of people are others while a person counts once for every forge.

    A count is what is counted and its value with and without the join of accounts; None is withheld.
    """
    found = [each for each in counts if None not in each and each[1] != each[2]]
    if not found:
        return
    told = say("；", "; ").join(
        say(f"{of} {apart} 人而非 {n} 人", f"{apart} {of} for {n}")
        for of, n, apart in found[:SHOWN_DIFFERENCES]
    )
    rest = len(found) - SHOWN_DIFFERENCES
    more = say(f"；另有 {rest} 处", f"; and {rest} more") if rest > 0 else ""
    layout.note(
        say(
            f"各平台账号不合并时：{told}{more}。",
            f"Without joining accounts across forges: {told}{more}.",
        )
    )


def _places(organization_id: str, chosen: str, years: Sequence[int]) -> None:
    """List the projects of the newest year with work, those of others first."""
    year = years[-1]
    found = data.rows(PLACES, id=organization_id, confidence=chosen, year=year)
    columns = [
        layout.Column(say("项目", "Project")),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("贡献者", "Contributors"), "num"),
        layout.Column(
            say("占可识别提交", "Of identified"),
            "num",
            say("占该项目当年雇主可知的提交", "of commits whose employer is known"),
        ),
        layout.Column(
            say("可识别", "Identified"),
            "num",
            say("该项目当年雇主可知的提交比例", "share of commits whose employer is known"),
        ),
        *_thread_columns(),
        layout.Column(
            say("变更请求可识别", "Requests identified"),
            "num",
            say("该项目当年雇主可知的变更请求比例", "share of change requests whose employer is known"),
        ),
    ]
    lines: list[list[str]] = []
    for is_own, title in (
        (False, say("他人的项目", "Others' projects")),
        (True, say("自有项目", "Its own projects")),
    ):
        members = [row for row in found if row["is_own"] == is_own]
        if members:
            lines.append([f"{title}（{len(members)}）"])
            lines.extend(_place(row) for row in members[:SHOWN_PROJECTS])
    layout.table(
        columns,
        lines,
        caption=say(f"{year_name(year)}在哪些项目", f"Projects in {year_name(year)}"),
    )


def _place(row: data.Row) -> list[str]:
    return [
        escape(row["name"]),
        layout.figure(row["commit_count"]),
        layout.value(row),
        quantities.percent(row["share_ratio"]),
        quantities.percent(row["identified_ratio"]),
        *_threads(row),
        quantities.percent(row["identified_change_request_ratio"]),
    ]


def _moves(organization_id: str, chosen: str) -> None:
    found = data.rows(MOVES, id=organization_id, confidence=chosen)
    ends = [
        tuple(
            say(row[f"{side}_zh"] or row[f"{side}_id"], row[f"{side}_en"] or row[f"{side}_id"])
            for side in ("from", "to")
        )
        for row in found
    ]
    columns = [
        layout.Column(say("年", "Year"), "nowrap"),
        layout.Column(say("来自", "From")),
        layout.Column(say("去往", "To")),
        layout.Column(say("人数", "People"), "num"),
    ]
    lines = [
        [year_name(row["year"]), *(escape(end) for end in pair), layout.value(row)]
        for row, pair in zip(found, ends, strict=True)
        if row["value"] != 0
    ]
    if lines:
        caption = say("人员流动（可归属的贡献者）", "Moves of contributors who can be attributed")
        layout.table(columns, lines, caption=caption)
    without_join(
        (f"{row['year']} {' → '.join(pair)}", row["value"], row["unjoined_contributor_count"])
        for row, pair in zip(found, ends, strict=True)
    )
