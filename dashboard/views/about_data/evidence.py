"""Who belongs to whom, on what evidence: how sure the figures are, what awaits review, what was corrected."""

from datetime import date
from html import escape

import streamlit as st

from dashboard import data
from dashboard.kit import choices, confidence, layout
from dashboard.words import quantities
from dashboard.words.say import say, term

SHOWN_CLAIMS = 25
SHOWN_ITEMS = 15
ITEM_KINDS = {
    "unreviewed_claim": ("待复核", "Unreviewed"),
    "old_claim": ("一年未看", "Not looked at for a year"),
    "contradiction": ("互相矛盾", "Contradiction"),
    "identity_contradiction": ("身份矛盾", "Identity contradiction"),
    "unknown_domain": ("未知邮箱域名", "Unknown mail domain"),
    "bot_proposal": ("疑似机器人", "Perhaps a robot"),
}
UNNAMED = {
    "unknown_domain": ("不足五人使用的域名，合计", "Domains of fewer than five people, together"),
    "bot_proposal": (
        "行为像机器人的邮箱或账号，合计",
        "Mailboxes and accounts that behave like bots, together",
    ),
    "identity_contradiction": (
        "证据说是一人、主张说不是的，合计",
        "One person by evidence, two by a claim, together",
    ),
}
STATUSES = ("unreviewed", "accepted", "rejected")
SUBJECT_KINDS = ("account", "repository", "mail_domain", "package", "sig")
TOTALS = """
select confidence, max(year_start_on) as year_start_on, max(total_commit_count) as commit_count,
    max(total_contributor_count) as contributor_count,
    max(total_target_count) as target_count, max(total_complete_target_count) as complete_target_count,
    count(distinct claim_id) filter (is_counted) as claim_count,
    count(distinct claim_id) filter (is_counted and review_status = 'accepted') as reviewed_count,
    sum(commit_count) filter (is_counted and review_status = 'accepted') as reviewed_commit_count
from marts.claim_effects join marts.claims using (claim_id)
group by confidence
"""
ITEMS = """
select i.*, c.subject_id as claimed_id, c.subject_kind as claimed_kind, o.name_zh, o.name_en
from marts.review_items i
left join marts.claims c on i.subject_kind = 'claim' and c.claim_id = i.subject_id
left join marts.organizations o on o.organization_id = i.organization_id
where $kind = '' or i.item_kind = $kind
order by i.position
"""
CLAIMS = """
select c.*, o.name_zh, o.name_en, e.repository_count, e.commit_count, e.total_commit_count
from marts.claims c
left join marts.organizations o using (organization_id)
left join marts.claim_effects e on e.claim_id = c.claim_id and e.confidence = 'all'
where ($status = '' or c.review_status = $status)
    and ($kind = '' or c.subject_kind = $kind)
    and ($text = '' or contains(
        lower(concat_ws(' ', c.claim_id, c.subject_id, o.name_zh, o.name_en, o.organization_id)), lower($text)
    ))
order by e.commit_count desc nulls last, c.claim_id
"""
GRADES = """
select affiliation_confidence, account_confidence, count(*) as claim_count
from marts.claims where review_status != 'rejected'
group by all
"""


def sureness() -> None:
    """Show the city's headline at the three confidences, what each adds, and how much is reviewed."""
    found = {row["confidence"]: row for row in data.rows(TOTALS)}
    if not found:
        layout.empty(
            say("还没有可数的归属主张", "No claim counts yet"),
            say("登记机构与账号并采集之后再来。", "Come back once accounts are registered and collected."),
        )
        return
    rows = [found.get(level) for level in confidence.LEVELS]
    when = quantities.period("year", next(iter(found.values()))["year_start_on"])
    columns = [
        layout.Column(say("置信档", "Confidence")),
        layout.Column(
            say("完整采集", "Held in full"), "num", say("应计入的仓库中", "of the repositories in scope")
        ),
        layout.Column(say(f"{when}提交", f"Commits in {when}"), "num"),
        layout.Column(say("比上一档多", "More than above"), "num"),
        layout.Column(say(f"{when}贡献者", f"Contributors in {when}"), "num"),
        layout.Column(say("比上一档多", "More than above"), "num"),
        layout.Column(say("所依据的主张", "Claims"), "num"),
        layout.Column(say("其中已复核", "Reviewed"), "num"),
        layout.Column(say("仅凭已复核主张的提交", "Commits by reviewed claims alone")),
    ]
    lines = zip(confidence.LEVELS, rows, [None, *rows], strict=False)
    layout.table(columns, [_level(level, row, above) for level, row, above in lines])


def _level(level: str, row: data.Row | None, above: data.Row | None) -> list[str]:
    if row is None or not row["target_count"]:
        none = layout.mark(say("无可计入的仓库", "no repository in scope"))
        return [escape(confidence.word(level)), none, *[""] * 7]
    reviewed = (row["reviewed_commit_count"] or 0) / row["commit_count"] if row["commit_count"] else None
    share = quantities.percent(reviewed)
    return [
        escape(confidence.word(level)),
        f"{row['complete_target_count']} / {row['target_count']}",
        layout.not_held() if row["commit_count"] is None else layout.figure(row["commit_count"]),
        _more(row, above, "commit_count"),
        _contributors(row),
        _more(row, above, "contributor_count"),
        layout.figure(row["claim_count"]),
        f"{row['reviewed_count']} / {row['claim_count']}",
        f'{layout.bar(reviewed)}<span class="sub">{share}</span>' if reviewed is not None else share,
    ]


def _contributors(row: data.Row) -> str:
    if row["contributor_count"] is not None:
        return layout.figure(row["contributor_count"])
    return layout.not_held() if row["commit_count"] is None else layout.withheld()


def _more(row: data.Row, above: data.Row | None, column: str) -> str:
    """Say how much a level has beyond the one above it, where both are known."""
    if above is None or row[column] is None or above[column] is None:
        return ""
    wider, more = (row[name] - above[name] for name in ("target_count", "complete_target_count"))
    if wider and not more and row[column] == above[column]:
        return layout.not_held()
    return quantities.signed(row[column] - above[column])


def grades() -> None:
    """Show how many claims there are by both confidences."""
    counts = {
        (row["affiliation_confidence"], row["account_confidence"]): row["claim_count"]
        for row in data.rows(GRADES)
    }
    grades = ("high", "medium", "low", "none")
    heads = [layout.Column(say("机构属于广州 ＼ 对象属于机构", "Is of Guangzhou ＼ is theirs"))]
    heads += [layout.Column(term(grade), "num") for grade in grades]
    lines = [
        [
            escape(term(row)),
            *(str(counts[row, column]) if (row, column) in counts else "" for column in grades),
        ]
        for row in grades
        if any((row, column) in counts for column in grades)
    ]
    layout.table(heads, lines)


def awaiting() -> None:
    """Show what is worth a human look, the most figure-moving first."""
    kinds = [
        row["item_kind"] for row in data.rows("select distinct item_kind from marts.review_items order by 1")
    ]
    if not kinds:
        layout.empty(say("没有待复核的事项", "Nothing awaits review"))
        return
    chosen = choices.one_or_all(say("类别", "Kind"), kinds, "item", lambda code: say(*ITEM_KINDS[code]))
    rows = data.rows(ITEMS, kind=chosen)
    columns = [
        layout.Column(say("对象", "Subject")),
        layout.Column(say("机构", "Organisation")),
        layout.Column(say("为什么", "Why"), "nowrap"),
        layout.Column(say("仓库", "Repositories"), "num"),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("人", "People"), "num"),
        layout.Column(say("若改动，影响占比", "Share that a change would move")),
    ]
    layout.table(columns, (_item(row) for row in rows[choices.pages(len(rows), SHOWN_ITEMS, "item_page")]))


def _item(row: data.Row) -> list[str]:
    share = row["share_ratio"]
    return [
        _item_subject(row),
        _organization(row),
        layout.mark(say(*ITEM_KINDS[row["item_kind"]])),
        layout.figure(row["repository_count"]) if row["repository_count"] is not None else "",
        _commits(row),
        _people(row),
        f'{layout.bar(share)}<span class="sub">{quantities.percent(share)}</span>'
        if share is not None
        else "",
    ]


def _commits(row: data.Row) -> str:
    """Make the commits that something moves; of repositories that are not held they are not known."""
    if row["commit_count"] is not None:
        return layout.figure(row["commit_count"])
    return layout.not_held() if row["repository_count"] is not None else ""


def _people(row: data.Row) -> str:
    if row["is_suppressed"]:
        return layout.withheld()
    if row["contributor_count"] is not None:
        return layout.figure(row["contributor_count"])
    return _commits(row) if row["commit_count"] is None else ""


def _item_subject(row: data.Row) -> str:
    if row["subject_id"] is None:
        return say(*UNNAMED[row["item_kind"]])
    what = row["claimed_id"] or row["subject_id"]
    kind = term(row["claimed_kind"] or row["subject_kind"])
    number = f"{row['subject_id']} · " if row["claimed_id"] else ""
    return f'{escape(what)}<span class="sub">{escape(number + kind)}</span>'


def _organization(row: data.Row) -> str:
    if row["organization_id"] is None:
        return ""
    name = say(row["name_zh"], row["name_en"]) if row["name_zh"] else row["organization_id"]
    return layout.link("organizations", name, id=row["organization_id"])


def claims() -> None:
    """Show every claim with its evidence, its dates, its review and what it moves."""
    first, second, third = st.columns(3)
    status = choices.one_or_all(say("复核", "Review"), STATUSES, "status", term, place=first)
    kind = choices.one_or_all(say("对象类型", "Kind of subject"), SUBJECT_KINDS, "kind", term, place=second)
    text = choices.text(say("名称或编号含", "Name or number contains"), "find", place=third)
    rows = data.rows(CLAIMS, status=status, kind=kind, text=text)
    if not rows:
        layout.empty(say("没有符合条件的主张", "No claim fits"))
        return
    columns = [
        layout.Column(say("对象", "Subject")),
        layout.Column(say("机构", "Organisation")),
        layout.Column(say("依据", "Evidence")),
        layout.Column(say("属广州 · 属机构", "Of the city · theirs"), "nowrap"),
        layout.Column(say("有效期", "Valid"), "nowrap"),
        layout.Column(say("复核", "Review"), "nowrap"),
        layout.Column(say("仅凭它的提交", "Commits by it alone"), "num"),
    ]
    shown = rows[choices.pages(len(rows), SHOWN_CLAIMS, "claim_page")]
    layout.table(columns, map(_claim, shown))
    layout.note(say(f"共 {len(rows)} 条，影响大的在前。", f"{len(rows)} claims, those that move most first."))


def _claim(row: data.Row) -> list[str]:
    sub = f"{row['claim_id']} · {term(row['subject_kind'])}"
    grades = f"{term(row['affiliation_confidence'])} · {term(row['account_confidence'])}"
    reviewer = " · ".join(filter(None, [row["reviewer"], _day(row["reviewed_on"])]))
    return [
        f'{escape(row["subject_id"])}<span class="sub">{escape(sub)}</span>',
        _organization(row),
        f'{escape(term(row["evidence_kind"]))}<span class="sub">{escape(row["source"] or "")}</span>',
        escape(grades),
        _validity(row),
        f'{escape(term(row["review_status"]))}<span class="sub">{escape(reviewer)}</span>',
        _commits(row),
    ]


def _validity(row: data.Row) -> str:
    if row["valid_from_on"] is None and row["valid_until_on"] is None:
        return say("一直", "always")
    since = _day(row["valid_from_on"]) or say("起初", "the start")
    return f"{since} – {_day(row['valid_until_on']) or say('至今', 'today')}"


def _day(value: date | None) -> str:
    return quantities.day(value) if value else ""
