"""The releases of OpenHarmony side by side, and what each gained and lost against the one before it."""

from collections.abc import Sequence
from html import escape

from dashboard import data
from dashboard.kit import layout
from dashboard.views.openharmony.overview import RELEASES, View, people, release_name
from dashboard.words import quantities
from dashboard.words.say import say

LONGEST_LIST = 40
CHANGES = {
    "added": ("＋", "新增", "Added"),
    "dropped": ("－", "移出", "Dropped"),
    "renamed": ("→", "更名", "Renamed"),
}
BY_RELEASE = """
select release_branch, any_value(previous_branch) as previous_branch, any_value(released_on) as released_on,
    count(*) filter (change = 'added' and not is_upstream_code) as added,
    count(*) filter (change = 'dropped' and not is_upstream_code) as dropped,
    count(*) filter (change = 'renamed' and not is_upstream_code) as renamed,
    count(*) filter (is_upstream_code) as upstream,
    count(*) filter (is_guangzhou and change = 'dropped') as guangzhou_dropped
from marts.openharmony_release_changes
group by release_branch order by released_on desc nulls first, release_branch
"""
OF_RELEASE = """
select * from marts.openharmony_release_changes
where release_branch = $branch and not is_upstream_code and change != 'added'
order by is_guangzhou desc, change, coalesce(old_name, new_name)
"""
OF_GUANGZHOU = """
select * from marts.openharmony_release_changes where is_guangzhou
order by released_on desc nulls first, change, coalesce(old_name, new_name)
"""
WATCHED = """
select * from marts.openharmony_manifest_changes order by changed_on desc, release_branch, change limit 20
"""


def releases(view: View) -> None:
    """Show every release side by side; each is a link to its own view."""
    rows = data.rows(RELEASES, city=view.city)
    layout.section(
        say("按版本", "By release"),
        say(
            "一个版本包含：上一版本（按日期）发布次日到本版本发布日之间、清单所列自有仓库默认分支上的提交；"
            "发布日取清单仓库的版本标签。没有标签的分支算到它建立之日，与相邻版本重叠，不可相加；"
            "分支建立之后只进入该分支的修补不在其中。",
            "A release has what was committed from the day after the release before it, by date, until its "
            "own day, on the default branches of its manifest's repositories; the manifest's tags date it. A "
            "branch without a tag has the days until it began, which overlap with the releases around it and "
            "must not be added to them; fixes that only the branch holds since are not in it.",
        ),
    )
    if not rows:
        layout.note(say("还没有读到版本清单。", "The manifest has not been read yet."))
        return
    columns = [
        layout.Column(say("版本", "Release")),
        layout.Column(say("自有仓库（已采集）", "Own repositories (held)"), "num"),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("贡献者", "Contributors"), "num"),
        layout.Column(say("新人（留存）", "Newcomers (retained)"), "num"),
        layout.Column(say("机构", "Employers"), "num"),
        layout.Column(say("合入 · 小时", "Merged · hours"), "num"),
        layout.Column(say("广州提交", "Guangzhou's"), "num"),
        layout.Column(say("可识别", "Identified"), "num"),
    ]
    layout.table(columns, (_release(row, view) for row in rows))


def _release(row: data.Row, view: View) -> list[str]:
    branch = row["release_branch"]
    name = (
        layout.link("openharmony", release_name(branch), release=branch) if row["from_on"] else escape(branch)
    )
    chosen = layout.mark(say("当前", "shown"), "warn") if (view.kind, view.id) == ("release", branch) else ""
    held = f"{row['own_repository_count']:,} ({row['collected_repository_count']:,})"
    if row["commit_count"] is None:
        return [f'{name} {chosen}<span class="sub">{_dated(row)}</span>', held, *[quantities.MISSING] * 7]
    retained = quantities.percent(row["retained_newcomer_ratio"])
    merged = quantities.short(row["merged_change_request_count"])
    return [
        f'{name} {chosen}<span class="sub">{_dated(row)}</span>',
        held,
        layout.figure(row["commit_count"]),
        people(row["contributor_count"]),
        f"{people(row['newcomer_count'])} ({retained})",
        layout.figure(row["organization_count"]),
        f"{merged} · {quantities.exact(row['median_hours_to_merge'])}",
        f"{row['guangzhou_count'] or 0:,} ({quantities.percent(row['guangzhou_ratio'] or 0.0)})",
        quantities.percent(row["identified_ratio"]),
    ]


def _dated(row: data.Row) -> str:
    states = {
        "released": quantities.day(row["released_on"]),
        "begun": say(
            f"无标签；分支建立于{quantities.day(row['began_on'])}",
            f"no tag; the branch began on {quantities.day(row['began_on'])}",
        ),
        "in_development": say("开发中，数值暂定", "in development, provisional"),
        "undated": say("没有标签或建立日期，不划分时段", "neither tag nor first day: no period of its own"),
    }
    return states[row["release_state"]]


def manifest_changes(view: View) -> None:
    """Show what a release gained and lost; without one chosen, by release, and Guangzhou's repositories."""
    rows = data.rows(BY_RELEASE)
    layout.section(
        say("清单的变化：什么移出了", "Changes of the manifest: what left it"),
        say(
            "每个版本与按日期的上一版本相比；同一位置的一出一进记为更名。上游代码单列。",
            "Every release against the one before it, by date; a loss and a gain at one place are a rename.",
        ),
    )
    if not rows:
        layout.note(say("还没有可比的两个版本。", "There are no two releases to compare yet."))
        return
    layout.table(_change_columns(), (_by_release(row) for row in rows))
    if view.kind == "release":
        _named(
            say(f"{view.title} 移出或更名的自有仓库", f"Dropped or renamed in {view.title}"),
            data.rows(OF_RELEASE, branch=view.id),
        )
    _named(say("广州机构的仓库", "Repositories of Guangzhou's organisations"), data.rows(OF_GUANGZHOU))
    _watched()


def _change_columns() -> list[layout.Column]:
    words = (f"{sign} {say(zh, en)}" for sign, zh, en in CHANGES.values())
    return [
        layout.Column(say("版本", "Release")),
        layout.Column(say("发布", "Released"), "nowrap"),
        *(layout.Column(word, "num") for word in words),
        layout.Column(say("上游代码变化", "Upstream code"), "num"),
        layout.Column(say("移出的广州仓库", "Guangzhou's dropped"), "num"),
    ]


def _by_release(row: data.Row) -> list[str]:
    branch, before = row["release_branch"], release_name(row["previous_branch"])
    return [
        layout.link("openharmony", release_name(branch), release=branch)
        + f'<span class="sub">{escape(say(f"对比 {before}", f"against {before}"))}</span>',
        quantities.day(row["released_on"]) if row["released_on"] else say("开发中", "in development"),
        *(f"{row[change]:,}" for change in CHANGES),
        f"{row['upstream']:,}",
        f"{row['guangzhou_dropped']:,}",
    ]


def _named(title: str, rows: Sequence[data.Row]) -> None:
    """List changes by name, the first forty of them."""
    if not rows:
        return
    items = "".join(
        f'<tr><td class="nowrap">{_sign(row["change"])}</td><td>{_names(row)}</td><td>{_when(row)}</td></tr>'
        for row in rows[:LONGEST_LIST]
    )
    more = f"（{len(rows)}）" if len(rows) > LONGEST_LIST else ""
    layout.put(
        f"<details{' open' if len(rows) < 10 else ''}><summary>{escape(title)}{more}</summary>"
        f'<table class="sy-table"><tbody>{items}</tbody></table></details>'
    )


def _sign(change: str) -> str:
    sign, zh, en = CHANGES[change]
    return f"{sign} {say(zh, en)}"


def _names(row: data.Row) -> str:
    return escape(" → ".join(name for name in (row["old_name"], row["new_name"]) if name))


def _when(row: data.Row) -> str:
    day = quantities.day(row["released_on"]) if row["released_on"] else say("开发中", "in development")
    return escape(f"{release_name(row['release_branch'])} · {day}")


def _watched() -> None:
    rows = data.rows(WATCHED)
    if not rows:
        layout.note(
            say("自开始观察清单以来，还没有发现变化。", "No change was seen since the manifest is watched.")
        )
        return
    columns = [
        layout.Column(say("发现日期", "Seen on"), "nowrap"),
        layout.Column(say("版本", "Release"), "nowrap"),
        layout.Column(say("变化", "Change"), "nowrap"),
        layout.Column(say("仓库", "Repository")),
    ]
    lines = (
        [
            quantities.day(row["changed_on"]),
            escape(release_name(row["release_branch"])),
            _sign(row["change"]),
            _names(row),
        ]
        for row in rows
    )
    layout.table(columns, lines, say("观察期间发现的变化", "Changes seen while watching"))
