"""The page of one organisation: what it owns, where its people work, and the evidence of each claim."""

from html import escape

from dashboard import data
from dashboard.kit import choices, confidence, layout
from dashboard.views.organizations import directory, repositories, work
from dashboard.words import quantities
from dashboard.words.say import say, term

SHOWN_REPOSITORIES = 20
RELATIVES = """
select organization_id, name_zh, name_en, organization_id = $parent as is_parent
from marts.organizations
where parent_organization_id = $id or organization_id = $parent
order by is_parent desc, name_zh
"""
PACKAGES = """
select p.ecosystem, count(*) as package_count, sum(p.release_count) as release_count
from marts.packages p
join marts.repositories r using (repository_id)
where r.organization_id = $id and p.relation in ('official', 'likely')
group by p.ecosystem order by p.ecosystem
"""
CLAIMS = """
select claim_id, subject_kind, subject_id, evidence_kind, source, affiliation_confidence, account_confidence,
    valid_from_on, valid_until_on, review_status, reviewer, reviewed_on
from marts.claims where organization_id = $id order by subject_kind, subject_id, valid_from_on
"""


def show(organization_id: str) -> None:
    """Show one organisation of this snapshot, or say that there is none of this id."""
    layout.put(layout.link("organizations", say("← 全部机构", "← all organisations")))
    found = data.rows("select * from marts.organizations where organization_id = $id", id=organization_id)
    if not found:
        layout.empty(say("这份快照里没有这个机构", "This snapshot has no such organisation"))
        return
    row = found[0]
    layout.section(directory.name(row))
    _facts(row)
    chosen = confidence.choose()
    directory.levels(chosen, organization_id)
    if row["public_presence"] == "known":
        _owns(organization_id)
    else:
        _no_presence()
    work.show(organization_id, chosen)
    _measures(organization_id, chosen)
    _claims(organization_id)


def _backbone(is_backbone: bool | None) -> str:
    if is_backbone is None:
        return say("未登记", "Not registered")
    return say("是", "yes") if is_backbone else say("否", "no")


def _facts(row: data.Row) -> None:
    layout.facts(
        [
            *((term(group), escape(data.name_of(group, row[group]))) for group in directory.GROUPS),
            (say("骨干企业", "Backbone"), _backbone(row["is_backbone"])),
            (say("公开项目", "Public presence"), layout.state(row["public_presence"])),
            *_relatives(row),
        ]
    )
    if row["source"]:
        layout.note(say(f"名录依据：{row['source']}", f"Registered by: {row['source']}"))


def _relatives(row: data.Row) -> list[tuple[str, str]]:
    """Name the organisation above and those below, each with a link."""
    parent = row["parent_organization_id"] or ""
    answer = data.rows(RELATIVES, id=row["organization_id"], parent=parent)
    links = {
        is_parent: "、".join(
            layout.link("organizations", directory.name(other), id=other["organization_id"])
            for other in answer
            if other["is_parent"] == is_parent
        )
        for is_parent in (True, False)
    }
    titles = {True: say("上级机构", "Part of"), False: say("下属机构", "Its parts")}
    return [(titles[is_parent], links[is_parent]) for is_parent in (True, False) if links[is_parent]]


def _no_presence() -> None:
    layout.empty(
        say("未见公开项目", "No known public presence"),
        say(
            "在各平台上没有找到可确认属于该机构的账号或仓库。若您知道，请在 config/ 中登记并注明依据。",
            "No account or repository could be confirmed as this organisation's. If you know of one, "
            "register it as a row in config/ with its evidence.",
        ),
    )


def _owns(organization_id: str) -> None:
    """Show its repositories and packages."""
    layout.section(say("拥有什么", "What it owns"))
    members = repositories.found(repositories.ORDERS["commits"][2], organization=organization_id)
    if members:
        repositories.listing(members[choices.pages(len(members), SHOWN_REPOSITORIES, "page")])
    _packages(organization_id)


def _measures(organization_id: str, chosen: str) -> None:
    """Show every measure of what it owns; nothing where nothing of it is collected at this confidence."""
    subject = {
        "kind": "organization",
        "id": organization_id + directory.suffix(chosen),
        "period_kind": "quarter",
    }
    found = data.rows(repositories.MEASURES, **subject)
    if not found:
        return
    layout.section(
        say("各项指标", "Every measure"),
        say(
            f"统计该机构自己的仓库，不论是谁提交的；置信档：{confidence.word(chosen)}。",
            f"Of its own repositories, whoever commits; claims: {confidence.word(chosen)}.",
        ),
    )
    repositories.measures(found, "quarter")


def _packages(organization_id: str) -> None:
    found = data.rows(PACKAGES, id=organization_id)
    if found:
        words = "；".join(
            say(
                f"{term(row['ecosystem'])} {row['package_count']} 个，共发布 {row['release_count']} 次",
                f"{term(row['ecosystem'])} {row['package_count']}, {row['release_count']} releases",
            )
            for row in found
        )
        layout.note(say(f"软件包：{words}", f"Packages: {words}"))


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
        say(
            "每一条归属都有依据、置信度和复核状态；已否决的不参与任何统计。",
            "Every affiliation has its evidence; what was rejected counts for nothing.",
        ),
    )
    found = data.rows(CLAIMS, id=organization_id)
    if found:
        layout.table(columns, (_claim(row) for row in found))
    else:
        layout.note(say("名录里没有它的归属主张。", "The registry holds no claim of it."))


def _claim(row: data.Row) -> list[str]:
    until = quantities.day(row["valid_until_on"]) if row["valid_until_on"] else say("至今", "today")
    since = quantities.day(row["valid_from_on"]) if row["valid_from_on"] else ""
    status = escape(term(row["review_status"]))
    if row["reviewed_on"]:
        status += (
            f'<span class="sub">{quantities.day(row["reviewed_on"])} {escape(row["reviewer"] or "")}</span>'
        )
    kind = f"{escape(term(row['subject_kind']))} · {escape(row['claim_id'])}"
    return [
        f'{escape(row["subject_id"])}<span class="sub">{kind}</span>',
        f'{escape(term(row["evidence_kind"]))}<span class="sub">{escape(row["source"] or "")}</span>',
        escape(term(row["affiliation_confidence"])),
        escape(term(row["account_confidence"])),
        f"{since} – {until}",
        status,
    ]
