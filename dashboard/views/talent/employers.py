"""Whose people they are: universities, moves between employers, and the same measures group by group."""

from collections.abc import Callable, Sequence
from html import escape

from dashboard import data
from dashboard.kit import choices, confidence, layout, years
from dashboard.views.organizations import directory, work
from dashboard.views.talent.measures import METRICS, People, View, amount, few, part, stayed
from dashboard.words import quantities
from dashboard.words.say import say, term

GROUPS = ("kind", "sector", "district")
UNIVERSITIES = """
select o.organization_id, o.name_zh, o.name_en, w.commit_count, w.own_commit_count, w.project_count,
    w.contributor_count, w.newcomer_count, w.unjoined_contributor_count, w.unjoined_newcomer_count,
    w.is_suppressed
from marts.organizations o
left join marts.employed_work w on w.subject_kind = 'organization' and w.subject_id = o.organization_id
    and w.confidence = $confidence and w.year = year($year)
where o.kind = 'university' and o.relation = 'guangzhou'
order by w.commit_count desc nulls last, o.name_zh
"""
FLOWS = """
select year, from_id, to_id, contributor_count as value, unjoined_contributor_count, is_suppressed
from marts.contributor_flows
where group_kind = $group and confidence = $confidence and year >= $since
order by year desc, contributor_count desc nulls last, from_id, to_id
"""
GROUP = """
select s.base_subject_id, m.metric, m.value, m.sample_count, m.is_suppressed
from marts.subjects s
join marts.measures m on m.subject_kind = s.subject_kind and m.subject_id = s.subject_id
    and m.period_kind = $period_kind and m.period_start_on = $start and m.metric in (select unnest($metrics))
where s.subject_kind = $group and s.confidence = $confidence
order by s.repository_count desc, s.base_subject_id
"""
SHOWN_YEARS = 3
ENDS = {
    "guangzhou": ("广州机构", "Guangzhou"),
    "elsewhere": ("外地或未登记机构", "Elsewhere or not registered"),
    "unlisted": ("未登记机构", "Not registered"),
}


def universities(view: View, found: People) -> None:
    """Show the universities' newcomers who stay, and what the people of each university do anywhere."""
    year = years.newest_year()
    layout.section(
        say("高校", "Universities"),
        say(
            "只认提交当日能归属于已登记高校的人；用个人邮箱的师生不在其中，因此是下限。",
            "Only people who are known to be a registered university's on the day; students and staff with "
            "personal mailboxes are missing: a lower bound.",
        ),
    )
    layout.facts(
        [
            (
                say("上期高校新人留下的", "University newcomers who stayed"),
                stayed(found.now("university_newcomers_retained")),
            ),
            (
                say("雇主可知的提交", "Commits with a known employer"),
                amount(found.now("identified_contribution_ratio"), "ratio"),
            ),
        ]
    )
    rows = data.rows(UNIVERSITIES, confidence=view.confidence, year=year)
    known = [row for row in rows if row["commit_count"]]
    if not known:
        layout.note(
            say(
                "没有可归属于已登记高校的提交。",
                "No commit is known to be by a registered university's people.",
            )
        )
        return
    _universities(known, quantities.period("year", year), len(rows) - len(known))


def _universities(rows: Sequence[data.Row], when: str, silent_count: int) -> None:
    columns = [
        layout.Column(say("高校", "University")),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("在他处", "Elsewhere"), "num"),
        layout.Column(say("项目", "Projects"), "num"),
        layout.Column(say("贡献者", "Contributors"), "num"),
        layout.Column(say("其中新人", "New among them"), "num"),
    ]
    lines = (
        [
            layout.link("organizations", directory.name(row), id=row["organization_id"]),
            layout.figure(row["commit_count"]),
            layout.figure(work.elsewhere_count(row)),
            layout.figure(row["project_count"]),
            layout.value({"value": row["contributor_count"], "is_suppressed": row["is_suppressed"]}),
            layout.value({"value": row["newcomer_count"], "is_suppressed": row["newcomer_count"] is None}),
        ]
        for row in rows
    )
    layout.table(columns, lines, caption=say(f"{when}，在各处", f"{when}, anywhere"))
    counted = (("contributor_count", "贡献者", "contributors"), ("newcomer_count", "新人", "newcomers"))
    work.without_join(
        (
            say(f"{directory.name(row)}{zh}", f"{en} of {directory.name(row)}"),
            row[column],
            row[f"unjoined_{column}"],
        )
        for row in rows
        for column, zh, en in counted
    )
    if silent_count:
        layout.note(
            say(
                f"另有 {silent_count} 所已登记高校没有可归属的提交，这不等于没有贡献。",
                f"Of {silent_count} more registered universities no commit is known, which is not to say "
                "that they contribute nothing.",
            )
        )


def flows(view: View) -> None:
    """Show the moves of contributors between Guangzhou and elsewhere, and between kinds of employer."""
    layout.section(
        say("机构之间的流动", "Moves between employers"),
        say(
            "全市口径：最后一次以旧雇主身份提交之后，才第一次以新雇主身份提交，计为一次流动；"
            "同时为两家工作、停止提交的都不算。只看得到雇主可知的人，因此是下限。",
            "Of the whole city: a move is a first commit for the new employer after the last one for the "
            "old. Who works for two at a time, or stops, has not moved. Only people whose employer is known "
            "are seen: a lower bound.",
        ),
    )
    year = years.newest_year()
    since = (year.year if year else 0) - SHOWN_YEARS + 1
    groups = {
        group: data.rows(FLOWS, group=group, confidence=view.confidence, since=since)
        for group in ("city", "kind")
    }
    if not any(groups.values()):
        layout.note(
            say(
                "近年没有看到可归属的流动。",
                "No move of people who can be attributed was seen in recent years.",
            )
        )
        return
    columns = [
        layout.Column(say("年", "Year"), "nowrap"),
        layout.Column(say("来自", "From")),
        layout.Column(say("去往", "To")),
        layout.Column(say("人数", "People"), "num"),
    ]
    titles = {
        "city": say("广州与外地", "Guangzhou and elsewhere"),
        "kind": say("机构类型之间", "Between kinds"),
    }
    for group, rows in groups.items():
        moved = (row for row in rows if row["value"] != 0)
        layout.table(columns, (_move(group, row) for row in moved), caption=titles[group])
    work.without_join(
        (f"{row['year']} {' → '.join(_ends(group, row))}", row["value"], row["unjoined_contributor_count"])
        for group, rows in groups.items()
        for row in rows
    )


def _move(group: str, row: data.Row) -> list[str]:
    when = years.year_name(row["year"])
    return [when, *(escape(end) for end in _ends(group, row)), layout.value(row)]


def _ends(group: str, row: data.Row) -> list[str]:
    codes = (row["from_id"], row["to_id"])
    return [say(*ENDS[code]) if code in ENDS else data.name_of(group, code) for code in codes]


def by_group(view: View, found: People) -> None:
    """Show the newest complete period by kind, sector or district, the identified share beside the shares."""
    when = quantities.period(view.period_kind, found.newest)
    layout.section(
        say("分组对照", "Group by group"),
        say(
            f"各组机构自己的项目，{when}，"
            f"置信档：{confidence.word(view.confidence)}。份额须与“雇主可知”同看：可知的越少，份额越不可靠。"
            f"‹5：{quantities.withheld()}。",
            f"The projects of each group's organisations, {when}, "
            f"claims: {confidence.word(view.confidence)}. Read every share beside the identified share. "
            f"‹5: {quantities.withheld()}.",
        ),
    )
    label = say("分组", "Group by")
    group = choices.segments(label, GROUPS, "group", "kind", term, is_labelled=False)
    answer = data.rows(
        GROUP,
        group=group,
        confidence=view.confidence,
        period_kind=view.period_kind,
        start=found.newest,
        metrics=METRICS,
    )
    members: dict[str, dict[str, data.Row]] = {}
    for row in answer:
        members.setdefault(row["base_subject_id"], {})[row["metric"]] = row
    if not members:
        layout.note(say("这一档置信度下没有数值。", "No values at this confidence."))
        return
    layout.table(_columns(group), (_line(group, code, found) for code, found in members.items()))


def _columns(group: str) -> list[layout.Column]:
    return [
        layout.Column(term(group)),
        layout.Column(say("贡献者", "Contributors"), "num"),
        layout.Column(say("新贡献者", "Newcomers"), "num"),
        layout.Column(
            say("新人留下", "Stayed"),
            "num",
            say("上期新人中本期仍有提交的", "newcomers before who commit again"),
        ),
        layout.Column(say("停止活动", "Silent"), "num"),
        layout.Column(say("核心", "Core"), "num"),
        layout.Column(
            say("广州份额", "City's share"),
            "num",
            say("占雇主可知的提交", "of commits with a known employer"),
        ),
        layout.Column(say("雇主可知", "Identified"), "num"),
    ]


def _line(group: str, code: str, found: dict[str, data.Row]) -> list[str]:
    return [
        escape(data.name_of(group, code)),
        _short(found.get("contributors")),
        _short(found.get("new_contributors")),
        _short(found.get("retained_contributors"), part),
        _short(found.get("inactive_contributors")),
        _short(found.get("core_contributors")),
        amount(found.get("city_share"), "ratio"),
        amount(found.get("identified_contribution_ratio"), "ratio"),
    ]


def _short(row: data.Row | None, write: Callable[[data.Row | None], str] = amount) -> str:
    return few() if row is not None and row["is_suppressed"] else write(row)
