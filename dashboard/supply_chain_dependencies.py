"""Direct dependencies of a scope: how many are declared, how far behind, and which licences meet."""

from collections.abc import Sequence
from datetime import date
from html import escape

from dashboard import data, layout, quantities
from dashboard.headlines import View
from dashboard.supply_chain import CLASSES, LONGEST_LIST, VERDICTS
from dashboard.words import say

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
ECOSYSTEMS = (
    MINE
    + """
select ecosystem, count(*) as declared_count, count(distinct name) as package_count,
    count(behind) as known_count, count(*) filter (behind = 'none') as newest_count,
    count(*) filter (behind != 'none') as behind_count,
    count(*) filter (behind = 'major') as major_count, median(lag_days) as lag_days,
    count(verdict) as judged_count, count(*) filter (verdict = 'compatible') as compatible,
    count(*) filter (verdict = 'conditions') as conditions, count(*) filter (verdict = 'review') as review
from mine group by ecosystem order by ecosystem
"""
)
BEHIND = (
    MINE
    + """
select * from mine where behind != 'none'
order by behind != 'major', lag_days desc nulls last, newer_release_count desc, repository_id, name limit $n
"""
)
TO_REVIEW = MINE + "select * from mine where verdict = 'review' order by repository_id, name limit $n"
RULES = "select * from marts.license_rules order by length(outgoing) desc, outgoing, incoming"
HERE = ("permissive", "weak_copyleft", "strong_copyleft", "network_copyleft")


def lags(view: View) -> None:
    """Show direct run-time dependencies by ecosystem, then those that are furthest behind."""
    rows = data.rows(ECOSYSTEMS, subject=view.subject_id)
    declared, known = (sum(row[name] for row in rows) for name in ("declared_count", "known_count"))
    entry = layout.link("dictionary", say("依赖滞后", "Dependency lag"), metric="dependency_lag")
    layout.section(say("直接依赖", "Direct dependencies"))
    share = quantities.percent(known / declared) if declared else quantities.MISSING
    layout.put(
        '<p class="sy-note">'
        + say(
            f"清单声明的运行时直接依赖 {declared} 项，其中已采集其版本、能判断滞后的 {known} 项（{share}）。"
            f"滞后按声明允许的最新稳定版计（{entry}），锁文件压住的看不到，为下限；"
            "天数只在登记处给出发布日期时可知；其余为未知，不是零。",
            f"{declared} direct run-time dependencies are declared; of {known} ({share}) the releases are "
            f"collected, so the lag is known ({entry}), as a lower bound; the others are unknown.",
        )
        + "</p>"
    )
    if rows:
        layout.table(_columns(), (_ecosystem(row) for row in rows))
    _behind(data.rows(BEHIND, subject=view.subject_id, n=LONGEST_LIST))


def _columns() -> list[layout.Column]:
    return [
        layout.Column(say("生态", "Ecosystem")),
        layout.Column(say("声明的依赖", "Declared"), "num"),
        layout.Column(say("不同软件包", "Packages"), "num"),
        layout.Column(say("滞后已知", "Lag known"), "num"),
        layout.Column(say("允许最新版", "Allow the newest"), "num"),
        layout.Column(say("落后", "Behind"), "num"),
        layout.Column(say("落后主版本", "By a major version"), "num"),
        layout.Column(say("中位滞后（天）", "Median lag, days"), "num"),
    ]


def _ecosystem(row: data.Row) -> list[str]:
    counted = ("declared_count", "package_count", "known_count")
    judged = ("newest_count", "behind_count", "major_count")
    return [
        escape(row["ecosystem"]),
        *(layout.figure(row[name]) for name in counted),
        *(layout.figure(row[name]) if row["known_count"] else quantities.MISSING for name in judged),
        layout.figure(row["lag_days"]),
    ]


def _behind(behind: Sequence[data.Row]) -> None:
    if not behind:
        return
    columns = [
        layout.Column(say("软件包", "Package")),
        layout.Column(say("仓库", "Repository")),
        layout.Column(say("声明", "Declared"), "nowrap"),
        layout.Column(say("允许的最新版", "Newest allowed"), "nowrap"),
        layout.Column(say("最新稳定版", "Newest stable"), "nowrap"),
        layout.Column(say("落后版本数", "Releases behind"), "num"),
        layout.Column(say("落后（天）", "Days behind"), "num"),
    ]
    caption = say(f"落后最多的 {len(behind)} 项", f"The {len(behind)} furthest behind")
    layout.table(columns, (_late(row) for row in behind), caption)


def _late(row: data.Row) -> list[str]:
    return [
        f'{escape(row["name"])}<span class="sub">{escape(row["ecosystem"])}</span>',
        layout.link("projects", row["repository_id"], repository=row["repository_id"]),
        f'<span class="sy-code">{escape(row["requirement"] or "")}</span>',
        _release(row["allowed_version"], row["allowed_on"]),
        _release(row["newest_version"], row["newest_on"]),
        f"{row['newer_release_count']}{_major(row)}",
        layout.figure(row["lag_days"]),
    ]


def _release(version: str, day: date | None) -> str:
    return f"{escape(version)} · {quantities.day(day)}" if day else escape(version)


def _major(row: data.Row) -> str:
    return " " + layout.mark(say("主版本", "major")) if row["behind"] == "major" else ""


def combinations(view: View) -> None:
    """Show which licences meet, and the rule book behind it."""
    rows = data.rows(ECOSYSTEMS, subject=view.subject_id)
    declared, judged = (sum(row[name] for row in rows) for name in ("declared_count", "judged_count"))
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
    layout.facts([(verdict(code), layout_count(sum(row[code] for row in rows))) for code in VERDICTS])
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
