"""Direct dependencies of a scope: how far the versions used are behind, and why that is not always known."""

from collections.abc import Sequence
from datetime import date
from html import escape

from dashboard import data
from dashboard.kit import layout
from dashboard.views.overview.headlines import View
from dashboard.views.supply_chain.licence_combinations import MINE
from dashboard.views.supply_chain.licences_and_practices import LONGEST_LIST
from dashboard.words import quantities
from dashboard.words.say import say

ECOSYSTEMS = (
    MINE
    + """
select ecosystem, count(*) as declared_count, count(distinct name) as package_count,
    count(used_version) as fixed_count, count(*) filter (version_basis = 'locked') as locked_count,
    count(*) filter (not is_at_least) as known_count,
    count(*) filter (not is_at_least and behind = 'none') as newest_count,
    count(*) filter (not is_at_least and behind != 'none') as behind_count,
    count(*) filter (not is_at_least and behind = 'major') as major_count,
    median(newer_release_count) filter (not is_at_least) as newer_release_count,
    median(lag_days) filter (not is_at_least) as lag_days,
    count(*) filter (not is_at_least and lag_days is null) as undated_count,
    count(*) filter (is_at_least) as shut_out_count
from mine group by ecosystem order by ecosystem
"""
)
UNKNOWN = (
    MINE
    + """
select unknown_reason, count(*) as dependency_count from mine
where unknown_reason is not null group by unknown_reason
"""
)
BEHIND = (
    MINE
    + """
select * from mine where behind != 'none'
order by behind != 'major', lag_days desc nulls last, newer_release_count desc, repository_id, name limit $n
"""
)
REASONS = {
    "no_registry": (
        "所属生态的登记处未接入（已接入 npm、PyPI、OHPM）",
        "Its registry is not read (npm, PyPI and OHPM are)",
        "接入该登记处",
        "Read that registry",
    ),
    "no_version": (
        "版本未固定：只写范围，也没有锁文件",
        "No version fixed: only a range, and no lock file",
        "提交锁文件，或写明版本",
        "Commit a lock file, or name the version",
    ),
    "not_collected": (
        "登记处已接入，其版本尚未采集",
        "Its registry is read, its releases are not collected yet",
        "下次采集；上限见设置 dependency_packages",
        "The next collection; the limit is the setting dependency_packages",
    ),
    "not_in_registry": (
        "登记处没有此软件包",
        "The registry has no such package",
        "多为内部软件包，无从比较",
        "Mostly internal packages, which cannot be compared",
    ),
    "no_release": (
        "登记处没有所用的版本",
        "The registry does not have the version used",
        "核对该版本是否已撤回",
        "See whether that version was withdrawn",
    ),
}


def lags(view: View) -> None:
    """Show direct run-time dependencies by ecosystem, what is not known of them, then the furthest behind."""
    rows = data.rows(ECOSYSTEMS, subject=view.subject_id)
    layout.section(say("直接依赖", "Direct dependencies"))
    layout.put(f'<p class="sy-note">{_summary(rows)}</p>')
    if rows:
        layout.table(_columns(), (_ecosystem(row) for row in rows))
    _unknown(rows, data.rows(UNKNOWN, subject=view.subject_id))
    _behind(data.rows(BEHIND, subject=view.subject_id, n=LONGEST_LIST))


def _total(rows: Sequence[data.Row], name: str) -> int:
    return sum(row[name] for row in rows)


def _summary(rows: Sequence[data.Row]) -> str:
    """Say of how many dependencies it is known how far behind they are, and by what rule."""
    declared, known = _total(rows, "declared_count"), _total(rows, "known_count")
    locked = _total(rows, "locked_count")
    share = quantities.percent(known / declared) if declared else quantities.MISSING
    days = layout.link("dictionary", say("落后天数", "days"), metric="dependency_lag")
    releases = layout.link("dictionary", say("落后版本数", "releases"), metric="dependency_releases_behind")
    return say(
        f"清单声明的运行时直接依赖 {declared} 项，能判断落后多少的 {known} 项（{share}）："
        f"所用版本由锁文件（{locked} 项）或声明本身固定，且其版本已采集。"
        f"与最新稳定版相比，给出{releases}；登记处有发布日期的另给{days}。"
        "只写范围的不知实际用哪个版本，不推定；其余为未知，不是零。",
        f"{declared} direct run-time dependencies are declared; how far behind they are is known of {known} "
        f"({share}): a lock file ({locked}) or the requirement fixes the version, and its releases are "
        f"collected. It is compared with the newest stable release, in {releases}, and in {days} where the "
        "registry gives dates. A range does not say which version is used, and none is assumed; the "
        "others are unknown, not zero.",
    )


def _columns() -> list[layout.Column]:
    return [
        layout.Column(say("生态", "Ecosystem")),
        layout.Column(say("声明的依赖", "Declared"), "num"),
        layout.Column(say("不同软件包", "Packages"), "num"),
        layout.Column(say("版本固定", "Version fixed"), "num"),
        layout.Column(say("落后已知", "Lag known"), "num"),
        layout.Column(say("为最新版", "At the newest"), "num"),
        layout.Column(say("落后", "Behind"), "num"),
        layout.Column(say("落后主版本", "By a major version"), "num"),
        layout.Column(say("中位落后版本数", "Median releases behind"), "num"),
        layout.Column(say("中位落后（天）", "Median days behind"), "num"),
    ]


def _ecosystem(row: data.Row) -> list[str]:
    counted = ("declared_count", "package_count", "fixed_count", "known_count")
    judged = ("newest_count", "behind_count", "major_count")
    return [
        escape(row["ecosystem"]),
        *(layout.figure(row[name]) for name in counted),
        *(layout.figure(row[name]) if row["known_count"] else quantities.MISSING for name in judged),
        layout.figure(row["newer_release_count"]),
        layout.figure(row["lag_days"]),
    ]


def _unknown(rows: Sequence[data.Row], unknown: Sequence[data.Row]) -> None:
    """Count the dependencies of which it is not known how far behind they are, by reason."""
    counts = {row["unknown_reason"]: row["dependency_count"] for row in unknown}
    if counts:
        columns = [
            layout.Column(say("为何未知", "Why it is not known"), "wide"),
            layout.Column(say("依赖", "Dependencies"), "num"),
            layout.Column(say("占比", "Share"), "num"),
            layout.Column(say("怎样才能知道", "What would tell"), "wide"),
        ]
        declared = _total(rows, "declared_count")
        lines = [_reason(code, counts[code], declared) for code in REASONS if code in counts]
        caption = say(f"落后多少未知的 {sum(counts.values())} 项", f"The {sum(counts.values())} not known")
        layout.table(columns, lines, caption)
    _beside(_total(rows, "undated_count"), _total(rows, "shut_out_count"))


def _reason(code: str, count: int, declared: int) -> list[str]:
    zh, en, remedy_zh, remedy_en = REASONS[code]
    return [
        say(zh, en),
        layout.figure(count),
        quantities.percent(count / declared),
        say(remedy_zh, remedy_en),
    ]


def _beside(undated: int, shut_out: int) -> None:
    """Say what is known in part: releases without days, and ranges that shut out the newest release."""
    if undated:
        layout.note(
            say(
                f"落后版本数已知的依赖中，{undated} 项的登记处没有给出发布日期，落后天数未知。",
                f"Of {undated} dependencies the releases behind are known, but the registry gives no dates: "
                "the days are not.",
            )
        )
    if shut_out:
        layout.note(
            say(
                f"只写范围的依赖中，{shut_out} 项的范围已排除最新稳定版："
                "所用版本未知，但至少落后到范围允许的最新版。",
                f"{shut_out} ranges shut out the newest stable release: the version used is not known, "
                "but it is at least as far behind as the newest that the range allows.",
            )
        )


def _behind(behind: Sequence[data.Row]) -> None:
    if not behind:
        return
    columns = [
        layout.Column(say("软件包", "Package")),
        layout.Column(say("仓库", "Repository")),
        layout.Column(say("声明", "Declared"), "nowrap"),
        layout.Column(say("所用版本", "Version used"), "nowrap"),
        layout.Column(say("最新稳定版", "Newest stable"), "nowrap"),
        layout.Column(say("落后版本数", "Releases behind"), "num"),
        layout.Column(say("落后（天）", "Days behind"), "num"),
    ]
    caption = say(f"落后最多的 {len(behind)} 项", f"The {len(behind)} furthest behind")
    layout.table(columns, (_late(row) for row in behind), caption)


def _late(row: data.Row) -> list[str]:
    is_at_least = row["is_at_least"]
    days = layout.figure(row["lag_days"])
    return [
        f'{escape(row["name"])}<span class="sub">{escape(row["ecosystem"])}</span>',
        layout.link("projects", row["repository_id"], repository=row["repository_id"]),
        f'<span class="sy-code">{escape(row["requirement"] or "")}</span>',
        _allowed(row) if is_at_least else _release(row["used_version"], row["used_on"]),
        _release(row["newest_version"], row["newest_on"]),
        f"{'≥ ' * is_at_least}{row['newer_release_count']}{_major(row)}",
        days if row["lag_days"] is None else f"{'≥ ' * is_at_least}{days}",
    ]


def _allowed(row: data.Row) -> str:
    """Say how far a range reaches at most."""
    return say("至多 ", "at most ") + _release(row["allowed_version"], row["allowed_on"])


def _release(version: str, day: date | None) -> str:
    return f"{escape(version)} · {quantities.day(day)}" if day else escape(version)


def _major(row: data.Row) -> str:
    return " " + layout.mark(say("主版本", "major")) if row["behind"] == "major" else ""
