"""Which licences meet in the direct dependencies of a scope."""

from collections.abc import Sequence
from html import escape

from dashboard import data
from dashboard.kit import layout
from dashboard.views.overview.headlines import View
from dashboard.views.supply_chain.licences_and_practices import CLASSES, LONGEST_LIST, VERDICTS
from dashboard.words import quantities
from dashboard.words.say import say

MINE = """
with

mine as (
    select d.* from marts.dependencies d
    where d.kind = 'runtime' and d.repository_id in (
        select m.repository_id from marts.subject_repositories m
        join marts.repositories r using (repository_id)
        where m.subject_kind = 'scope' and m.subject_id = $subject and r.role in ('own', 'mirror')
    )
)
"""
VERDICT_COUNTS = (
    MINE
    + """
select count(*) as declared_count, count(verdict) as judged_count,
    count(*) filter (verdict = 'compatible') as compatible,
    count(*) filter (verdict = 'conditions') as conditions, count(*) filter (verdict = 'review') as review
from mine
"""
)
TO_REVIEW = MINE + "select * from mine where verdict = 'review' order by repository_id, name limit $n"
RULES = "select * from marts.license_rules order by length(outgoing) desc, outgoing, incoming"
HERE = ("permissive", "weak_copyleft", "strong_copyleft", "network_copyleft")


def combinations(view: View) -> None:
    """Show which licences meet, and the rule book behind it."""
    (counts,) = data.rows(VERDICT_COUNTS, subject=view.subject_id)
    declared, judged = counts["declared_count"], counts["judged_count"]
    layout.section(
        say("许可证相容性", "How licences combine"),
        say(
            f"{declared} 项依赖中，双方许可证都已知的 {judged} 项。"
            "对照表帮助找出须由法务核对的组合，不是法律意见："
            "两件作品怎样结合（链接、调用、复制）才是关键，清单上看不到。",
            f"Both licences are known of {judged} of {declared} dependencies. The table finds what a lawyer "
            "should look at; it is no legal advice: how works are combined decides, which no manifest tells.",
        ),
    )
    layout.facts([(verdict(code), layout_count(counts[code])) for code in VERDICTS])
    _to_review(data.rows(TO_REVIEW, subject=view.subject_id, n=LONGEST_LIST))
    _rule_book()


def layout_count(count: int) -> str:
    """Write how many dependencies a verdict holds for."""
    return say(f"{count} 项", str(count))


def verdict(code: str) -> str:
    """Name a verdict with its shape."""
    sign, zh, en = VERDICTS[code]
    return f"{sign} {say(zh, en)}"


def _to_review(rows: Sequence[data.Row]) -> None:
    if not rows:
        return
    columns = [
        layout.Column(say("仓库", "Repository")),
        layout.Column(say("其类别", "Its class"), "nowrap"),
        layout.Column(say("依赖", "Dependency")),
        layout.Column(say("依赖的许可证", "Its licence"), "nowrap"),
    ]
    lines = (
        [
            layout.link("projects", row["repository_id"], repository=row["repository_id"]),
            _class(row["outgoing_class"]),
            escape(row["name"]),
            escape(row["license"] or ""),
        ]
        for row in rows
    )
    layout.table(columns, lines, say("须核对的组合", "To be looked at"))


def _class(code: str | None) -> str:
    return say(*CLASSES[code]) if code in CLASSES else escape(code or "")


def _rule_book() -> None:
    """Show the written table: for each outgoing class what each incoming one asks for, with its source."""
    rules = data.rows(RULES)
    cells = {(row["outgoing"], row["incoming"]): row for row in rules}
    columns = [
        layout.Column(say("仓库 ＼ 依赖", "Repository ＼ dependency")),
        *(layout.Column(say(*CLASSES[code]), "wide") for code in HERE),
    ]
    lines = [[say(*CLASSES[out]), *(_rule(cells.get((out, code))) for code in HERE)] for out in HERE]
    layout.table(columns, lines, say("对照表（按类别）", "The table, by class"))
    special = [row for row in rules if row["outgoing"] not in HERE]
    words = "".join(
        f"<li>{escape(row['outgoing'])} ← {escape(row['incoming'])}：{_rule(row)}</li>" for row in special
    )
    layout.put(f'<ul class="sy-note small">{words}</ul>')


def _rule(row: data.Row | None) -> str:
    if row is None:
        return quantities.MISSING
    reason = escape(say(row["reason_zh"], row["reason_en"]).rstrip("。"))
    source = escape(row["source"], quote=True)
    origin = f'<a href="{source}" rel="noreferrer" target="_blank">{say("依据", "source")}</a>'
    return f'<b>{verdict(row["verdict"])}</b> <span class="sub">{reason} {origin}</span>'
