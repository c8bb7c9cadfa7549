"""What the people of an organisation do: where, year by year, and from where they came and went."""

from collections.abc import Sequence
from html import escape

import altair as alt

from dashboard import charts, confidence, data, layout, organizations, quantities
from dashboard.words import say

SHOWN_YEARS = 10
SHOWN_PROJECTS = 25
YEARS = """
select * from marts.employed_work
where subject_kind = 'organization' and subject_id = $id and confidence = $confidence
order by year
"""
PLACES = """
select coalesce(s.name_zh, w.project_id) as name, w.is_own, w.commit_count, w.contributor_count as value,
    w.is_suppressed, w.share_ratio, w.identified_ratio
from marts.organization_work w
left join marts.subjects s on s.subject_kind = 'project' and s.subject_id = w.project_id
where w.organization_id = $id and w.confidence = $confidence and w.year = $year
order by w.is_own, w.commit_count desc, name
"""
MOVES = """
select f.from_id, f.to_id, f.year, f.contributor_count as value, f.is_suppressed,
    a.name_zh as from_zh, a.name_en as from_en, b.name_zh as to_zh, b.name_en as to_en
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
            "统计提交当日受雇于该机构的人，不论仓库属于谁；依据独有邮箱域名、账号主张和治理记录，"
            "用个人邮箱的人不在其中，因此是下限。",
            "Of people whom it employed on the day of the commit, whoever owns the repository: by exclusive "
            "mail domains, claims of accounts and governance records. Personal mailboxes are missing: a "
            "lower bound.",
        ),
    )
    if not years:
        level = confidence.word(chosen)
        layout.note(
            say(
                f"在“{level}”这一档，没有任何已采集的提交可归属于它的人。这不等于没有贡献。",
                f"At this confidence ({level}) no collected commit is known to be by its people. "
                "That is not to say that they contribute nothing.",
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
        {"year": str(row["year"]), "where": where, "value": value, "rank": rank}
        for row in years
        for rank, where, value in (
            (0, own, row["own_commit_count"]),
            (1, elsewhere, row["commit_count"] - row["own_commit_count"]),
        )
    ]
    alt_text = say("逐年提交：自有仓库与他处", "Commits by year, in its own repositories and elsewhere")
    charts.show(divided, rows, own, elsewhere, alt_text=alt_text)


def divided(rows: Sequence[data.Row], own: str, elsewhere: str) -> charts.AnyChart:
    """Draw amounts by year in two parts. Rows carry ``year``, ``where``, ``value`` and ``rank``."""
    colours = alt.Scale(domain=[own, elsewhere], range=[charts.PALE_BLUE, charts.BLUE])
    return (
        alt.Chart(alt.Data(values=list(rows)))
        .mark_bar(stroke=charts.EDGE_BLUE, strokeWidth=0.5)
        .encode(
            x=alt.X(
                "year:O",
                axis=alt.Axis(title=None, labelAngle=0),
                scale=alt.Scale(domain=_decade(rows), paddingInner=0.4),
            ),
            y=alt.Y("value:Q", axis=charts.amount_axis()),
            color=alt.Color("where:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("year:O", title=say("年", "Year")),
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
        layout.Column(say("贡献者", "Contributors"), "num"),
        layout.Column(
            say("其中新人", "New among them"), "num", say("当年首次以它的人出现", "first seen as its people")
        ),
    ]
    layout.table(columns, (_year(row) for row in reversed(years)))


def _year(row: data.Row) -> list[str]:
    newcomers = {"value": row["newcomer_count"], "is_suppressed": row["newcomer_count"] is None}
    return [
        _year_word(row["year"]),
        layout.figure(row["commit_count"]),
        layout.figure(row["commit_count"] - row["own_commit_count"]),
        layout.figure(row["project_count"]),
        layout.value({"value": row["contributor_count"], "is_suppressed": row["is_suppressed"]}),
        layout.value(newcomers),
    ]


def _year_word(year: int) -> str:
    """Name a year, and say of the running one that it is not over."""
    newest = organizations.newest_year()
    if newest is not None and year > newest.year:
        return say(f"{year}年至今", f"{year} so far")
    return say(f"{year}年", str(year))


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
        columns, lines, caption=say(f"{_year_word(year)}在哪些项目", f"Projects in {_year_word(year)}")
    )


def _place(row: data.Row) -> list[str]:
    return [
        escape(row["name"]),
        layout.figure(row["commit_count"]),
        layout.value(row),
        quantities.percent(row["share_ratio"]),
        quantities.percent(row["identified_ratio"]),
    ]


def _moves(organization_id: str, chosen: str) -> None:
    found = data.rows(MOVES, id=organization_id, confidence=chosen)
    if not found:
        return
    columns = [
        layout.Column(say("年", "Year"), "nowrap"),
        layout.Column(say("来自", "From")),
        layout.Column(say("去往", "To")),
        layout.Column(say("人数", "People"), "num"),
    ]
    lines = (
        [
            str(row["year"]),
            escape(say(row["from_zh"] or row["from_id"], row["from_en"] or row["from_id"])),
            escape(say(row["to_zh"] or row["to_id"], row["to_en"] or row["to_id"])),
            layout.value(row),
        ]
        for row in found
    )
    layout.table(
        columns,
        lines,
        caption=say("人员流动（可归属的贡献者）", "Moves of contributors who can be attributed"),
    )
