"""Organisations: who has public projects and who has none known, and the page of a single one."""

from collections.abc import Sequence
from datetime import date
from html import escape

from dashboard import choices, data, layout, quantities, repositories
from dashboard.words import say, term

SHOWN_REPOSITORIES = 30
GROUPS = ("kind", "sector", "district", "park", "size_class")
ORGANIZATIONS = """
select o.*, commits.value as commit_count, contributors.value, contributors.is_suppressed
from marts.organizations o
left join marts.measures commits on commits.metric = 'code_changes_commits'
    and commits.subject_kind = 'organization' and commits.subject_id = o.organization_id
    and commits.period_kind = 'year' and commits.period_start_on = $year
left join marts.measures contributors on contributors.metric = 'contributors'
    and contributors.subject_kind = 'organization' and contributors.subject_id = o.organization_id
    and contributors.period_kind = 'year' and contributors.period_start_on = $year
where o.relation = 'guangzhou'
order by o.repository_count desc, o.name_zh
"""
NEWEST_YEAR = (
    "select max(period_start_on) as start_on from marts.periods where period_kind = 'year' and is_complete"
)
CLAIMS = """
select subject_kind, subject_id, evidence_kind, source, affiliation_confidence, account_confidence,
    valid_from_on, valid_until_on, review_status
from marts.claims where organization_id = $id order by subject_kind, subject_id
"""


def newest_year() -> date | None:
    """Give the first day of the last complete year."""
    return data.rows(NEWEST_YEAR)[0]["start_on"]


def all_rows() -> list[data.Row]:
    """Read the organisations of Guangzhou with their last complete year."""
    return data.rows(ORGANIZATIONS, year=newest_year())


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
        layout.state(row["public_presence"]),
        layout.figure(row["repository_count"]) if has_presence else unknown,
        layout.figure(row["commit_count"]) if has_presence else unknown,
        layout.value(row) if has_presence else unknown,
        _places(row),
        f"{row['reviewed_claim_count']} / {row['claim_count']}",
    ]


def _places(row: data.Row) -> str:
    return " · ".join(escape(data.name_of(kind, row[kind])) for kind in ("sector", "district"))


def detail(organization_id: str) -> None:
    """Show one organisation: what it is, its course, its repositories and the claims behind them."""
    layout.put(layout.link("organizations", say("← 全部机构", "← all organisations")))
    found = data.rows("select * from marts.organizations where organization_id = $id", id=organization_id)
    if not found:
        layout.empty(say("这份快照里没有这个机构", "This snapshot has no such organisation"))
        return
    row = found[0]
    layout.section(name(row))
    layout.facts(
        [
            *((term(group), escape(data.name_of(group, row[group]))) for group in GROUPS),
            (say("骨干企业", "Backbone"), say("是", "yes") if row["is_backbone"] else say("否", "no")),
            (say("公开项目", "Public presence"), layout.state(row["public_presence"])),
        ]
    )
    if row["public_presence"] != "known":
        layout.empty(
            say("未见公开项目", "No known public presence"),
            say(
                "在各平台上没有找到可确认属于该机构的账号或仓库。若您知道，请在 config/ 中登记并注明依据。",
                "No account or repository could be confirmed as this organisation's. If you know of one, "
                "register it as a row in config/ with its evidence.",
            ),
        )
        return
    layout.section(
        say("各项指标", "Every measure"),
        say("仅计入高置信度的主张。", "Only claims of high confidence count."),
    )
    period = {"kind": "organization", "id": organization_id, "period_kind": "quarter"}
    repositories.measures(data.rows(repositories.MEASURES, **period), "quarter")
    members = repositories.found(repositories.ORDERS["commits"][2], organization=organization_id)
    layout.section(say("仓库", "Repositories"))
    repositories.listing(members[choices.pages(len(members), SHOWN_REPOSITORIES, "page")])
    _claims(organization_id)


def _claims(organization_id: str) -> None:
    columns = [
        layout.Column(say("对象", "Subject")),
        layout.Column(say("依据", "Evidence")),
        layout.Column(say("机构属广州", "Is of Guangzhou"), "nowrap"),
        layout.Column(say("账号属机构", "Account is theirs"), "nowrap"),
        layout.Column(say("有效期", "Valid"), "nowrap"),
        layout.Column(say("复核", "Review"), "nowrap"),
    ]
    layout.section(
        say("归属主张", "Claims"),
        say("每一条归属都有依据、置信度和复核状态。", "Every affiliation has its evidence."),
    )
    layout.table(columns, (_claim(row) for row in data.rows(CLAIMS, id=organization_id)))


def _claim(row: data.Row) -> list[str]:
    until = quantities.day(row["valid_until_on"]) if row["valid_until_on"] else say("至今", "today")
    since = quantities.day(row["valid_from_on"]) if row["valid_from_on"] else ""
    return [
        f'{escape(row["subject_id"])}<span class="sub">{escape(term(row["subject_kind"]))}</span>',
        f'{escape(term(row["evidence_kind"]))}<span class="sub">{escape(row["source"] or "")}</span>',
        escape(term(row["affiliation_confidence"])),
        escape(term(row["account_confidence"])),
        f"{since} – {until}",
        escape(term(row["review_status"])),
    ]
