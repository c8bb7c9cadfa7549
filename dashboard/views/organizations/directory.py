"""Organisations: who has public projects and who has none known, and what their people do anywhere."""

from collections.abc import Sequence
from html import escape

from dashboard import data
from dashboard.kit import confidence, layout
from dashboard.kit.confidence import Level
from dashboard.kit.years import newest_year
from dashboard.words import quantities
from dashboard.words.say import say, term

GROUPS = ("kind", "sector", "district", "park", "size_class")
ORGANIZATIONS = """
select o.*, commits.value as commit_count, contributors.value, contributors.is_suppressed,
    work.commit_count as employed_commit_count, work.own_commit_count
from marts.organizations o
left join marts.measures commits on commits.metric = 'code_changes_commits'
    and commits.subject_kind = 'organization' and commits.subject_id = o.organization_id || $suffix
    and commits.period_kind = 'year' and commits.period_start_on = $year
left join marts.measures contributors on contributors.metric = 'contributors'
    and contributors.subject_kind = 'organization' and contributors.subject_id = o.organization_id || $suffix
    and contributors.period_kind = 'year' and contributors.period_start_on = $year
left join marts.employed_work work
    on work.subject_kind = 'organization' and work.subject_id = o.organization_id
    and work.confidence = $confidence and work.year = year($year)
where o.relation = 'guangzhou'
order by o.repository_count desc, employed_commit_count desc nulls last, o.name_zh
"""
LEVELS = """
with

ranked as (
    select c.*, case
        when c.affiliation_confidence = 'high' and c.account_confidence = 'high' then 1
        when 'low' in (c.affiliation_confidence, c.account_confidence) then 3
        else 2 end as confidence_rank
    from marts.claims c
    join marts.organizations o using (organization_id)
    where c.review_status != 'rejected' and 'none' not in (c.affiliation_confidence, c.account_confidence)
        and if($id = '', o.relation = 'guangzhou', o.organization_id = $id)
)

select l.confidence, any_value(w.commit_count) as commit_count, count(r.claim_id) as claim_count,
    count(r.claim_id) filter (r.review_status = 'accepted') as reviewed_claim_count
from (values ('high', 1), ('medium', 2), ('all', 3)) l(confidence, reach)
left join ranked r on r.confidence_rank <= l.reach
left join marts.employed_work w on w.confidence = l.confidence and w.year = year($year)
    and w.subject_kind = if($id = '', 'city', 'organization')
    and w.subject_id = if($id = '', 'guangzhou', $id)
group by l.confidence
"""


def suffix(level: str) -> str:
    """Give what a confidence adds to the id of a subject."""
    return "" if level == "high" else f"@{level}"


def all_rows(level: str) -> list[data.Row]:
    """Read the organisations of Guangzhou with their last complete year, at a confidence."""
    return data.rows(ORGANIZATIONS, year=newest_year(), confidence=level, suffix=suffix(level))


def levels(chosen: str, organization_id: str = "") -> None:
    """Show at every confidence what the people of an organisation, or of all of the city's, committed."""
    year = newest_year()
    answer = data.rows(LEVELS, year=year, id=organization_id)
    found = [
        Level(row["confidence"], row["commit_count"], False, row["claim_count"], row["reviewed_claim_count"])
        for row in answer
    ]
    when = quantities.period("year", year)
    title = say(
        f"{when}受雇于{'该机构' if organization_id else '本市机构'}的人在各处的提交",
        f"Commits anywhere by people employed {'by it' if organization_id else 'in the city'}, {when}",
    )
    confidence.strip(title, found, chosen)


def name(row: data.Row) -> str:
    """Give an organisation's name in the reader's language."""
    return say(row["name_zh"], row["name_en"] or row["name_zh"])


def _groups(rows: Sequence[data.Row], group: str) -> dict[str | None, list[data.Row]]:
    """Gather the rows by a column, the largest group first and the unregistered last."""
    found: dict[str | None, list[data.Row]] = {}
    for row in rows:
        found.setdefault(row[group], []).append(row)
    return dict(sorted(found.items(), key=lambda item: (item[0] is None, -len(item[1]), str(item[0]))))


def summary(rows: Sequence[data.Row], group: str) -> None:
    """Show by group how many organisations have public projects and how many have none known."""
    columns = [
        layout.Column(term(group)),
        layout.Column(say("机构", "Organisations"), "num"),
        layout.Column(f"{layout.STATE_SIGNS['known']} {term('known')}", "num"),
        layout.Column(f"{layout.STATE_SIGNS['none_known']} {term('none_known')}", "num"),
        layout.Column(say("有公开项目的占比", "Share with a presence")),
    ]
    lines = []
    for code, members in _groups(rows, group).items():
        known = sum(row["public_presence"] == "known" for row in members)
        lines.append(
            [
                escape(data.name_of(group, code)),
                str(len(members)),
                str(known),
                str(len(members) - known),
                f'{layout.bar(known / len(members))}<span class="sub">{known} / {len(members)}</span>',
            ]
        )
    layout.section(say(f"按{term(group)}", f"By {term(group).lower()}"))
    layout.table(columns, lines)


def listing(rows: Sequence[data.Row], group: str) -> None:
    """Show every organisation under its group."""
    when = quantities.period("year", newest_year())
    columns = [
        layout.Column(say("机构", "Organisation")),
        layout.Column(say("公开项目", "Public presence"), "nowrap"),
        layout.Column(say("仓库", "Repositories"), "num"),
        layout.Column(say(f"{when}提交", f"Commits in {when}"), "num"),
        layout.Column(say(f"{when}贡献者", f"Contributors in {when}"), "num"),
        layout.Column(
            say("其人员的提交", "Commits by its people"),
            "num",
            say("当年受雇于该机构的人在各处的提交", "by those whom it employed, anywhere, in the year"),
        ),
        layout.Column(say("行业 · 区", "Sector · district")),
        layout.Column(say("主张复核", "Reviewed"), "num"),
    ]
    lines: list[list[str]] = []
    for code, members in _groups(rows, group).items():
        lines.append([f"{escape(data.name_of(group, code))}（{len(members)}）"])
        lines.extend(_line(row) for row in members)
    layout.section(say("机构名单", "The organisations"))
    layout.table(columns, lines)


def _line(row: data.Row) -> list[str]:
    has_presence = row["public_presence"] == "known"
    backbone = " " + layout.mark(say("骨干", "backbone")) if row["is_backbone"] else ""
    unknown = '<span class="sy-faint">' + quantities.MISSING + "</span>"
    return [
        layout.link("organizations", name(row), id=row["organization_id"]) + backbone,
        presence(row),
        layout.figure(row["repository_count"]) if has_presence else unknown,
        layout.figure(row["commit_count"]) if has_presence else unknown,
        layout.value(row) if has_presence else unknown,
        employed(row),
        _places(row),
        f"{row['reviewed_claim_count']} / {row['claim_count']}",
    ]


def presence(row: data.Row) -> str:
    """Make whether an organisation is seen in public; one that is, by what others began, says so."""
    shown = layout.state(row["public_presence"])
    if row["public_presence"] != "known" or row["repository_count"]:
        return shown
    only = say("仅账号、派生仓库或软件包", "accounts, forks or packages only")
    return f'{shown}<span class="sub">{only}</span>'


def employed(row: data.Row) -> str:
    """Make the commits of an organisation's people, and how many of them are elsewhere."""
    n = row["employed_commit_count"]
    if not n:
        why = say("没有可归属于它的提交", "no commit is known to be its")
        return f'<span class="sy-faint" title="{why}">{quantities.MISSING}</span>'
    elsewhere = n - row["own_commit_count"]
    where = say(f"在他处 {quantities.exact(elsewhere)}", f"{quantities.exact(elsewhere)} elsewhere")
    return f'{layout.figure(n)}<span class="sub">{where}</span>'


def _places(row: data.Row) -> str:
    return " · ".join(escape(data.name_of(kind, row[kind])) for kind in ("sector", "district"))
