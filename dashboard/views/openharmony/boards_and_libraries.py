"""What OpenHarmony is made of: boards and devices by vendor, and third-party libraries."""

from html import escape

from dashboard import data
from dashboard.kit import choices, layout
from dashboard.views.openharmony.overview import ALL, View, release_name
from dashboard.words.say import say

VENDORS_PER_PAGE = 15
VENDORS = """
select v.*, o.name_zh, o.name_en
from marts.openharmony_vendors v left join marts.organizations o using (organization_id)
where v.release_branch = $branch
order by v.is_guangzhou desc, v.commit_count desc nulls last,
    v.board_count + v.soc_count + v.product_count desc, v.vendor
"""
LIBRARIES = """
select channel, year(month_on)::integer as year, sum(new_count)::bigint as new_count,
    max(total_count) as total_count, sum(release_count)::bigint as release_count,
    sum(guangzhou_new_count)::bigint as guangzhou_new_count, bool_and(is_complete) as is_complete
from marts.openharmony_libraries group by all order by channel, year desc
"""
CHANNELS = {
    "ohpm": ("OHPM 软件包", "Packages of OHPM"),
    "repository": ("三方库仓库", "Libraries' repositories"),
}


def vendors(view: View) -> None:
    """Show the vendors of boards, chips and products, those of Guangzhou first."""
    branch = view.id if view.kind == "release" else ALL
    title = view.title if view.kind == "release" else say("全部版本", "all releases")
    rows = data.rows(VENDORS, branch=branch)
    layout.section(
        say(f"开发板与设备 · {title}", f"Boards and devices · {title}"),
        say(
            "厂商取自仓库名（device_board_、device_soc_、vendor_）；仓库在谁名下与由谁提交是两回事，后两列分开列出。",
            "Vendors by the names of repositories; whose name one bears and who writes it are two things.",
        ),
    )
    if not rows:
        layout.note(
            say("清单中没有开发板、芯片或产品的仓库。", "The manifest names no board, chip or product.")
        )
        return
    columns = [
        layout.Column(say("厂商", "Vendor")),
        layout.Column(say("开发板", "Boards"), "num"),
        layout.Column(say("芯片", "Chips"), "num"),
        layout.Column(say("产品", "Products"), "num"),
        layout.Column(say("最晚出现的版本", "Last release"), "nowrap"),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("其中该机构的", "Its own"), "num"),
    ]
    totals = say(
        f"共 {len(rows)} 家，其中广州 {sum(row['is_guangzhou'] for row in rows)} 家",
        f"{len(rows)} vendors, {sum(row['is_guangzhou'] for row in rows)} of Guangzhou",
    )
    shown = rows[choices.pages(len(rows), VENDORS_PER_PAGE, "vendors")]
    layout.table(columns, (_vendor(row) for row in shown), totals)


def _vendor(row: data.Row) -> list[str]:
    ours = " " + layout.mark(say("广州", "Guangzhou"), "warn") if row["is_guangzhou"] else ""
    name = say(row["name_zh"] or "", row["name_en"] or "")
    owner = f'<span class="sub">{escape(name)}</span>' if name else ""
    is_held = row["commit_count"] is not None
    gone = "" if row["last_release"] == "master" else " " + layout.mark(say("已移出", "gone since"))
    return [
        f"{escape(row['vendor'])}{ours}{owner}",
        *(f"{row[part]:,}" if row[part] else "·" for part in ("board_count", "soc_count", "product_count")),
        escape(release_name(row["last_release"])) + gone,
        layout.figure(row["commit_count"]) if is_held else layout.state("not_collected"),
        layout.figure(row["vendor_commit_count"]),
    ]


def libraries() -> None:
    """Show how many third-party libraries were published, by channel and year."""
    rows = data.rows(LIBRARIES)
    layout.section(
        say("三方库", "Third-party libraries"),
        say(
            "软件包按首次发布、仓库按建立日期计入；同一仓库在几个平台上只计一次。",
            "Packages count by their first release, repositories by their creation, once on several forges.",
        ),
    )
    if not rows:
        layout.note(
            say(
                "尚未采集 OHPM 软件包与三方库仓库。",
                "Neither packages of OHPM nor libraries are collected yet.",
            )
        )
        return
    columns = [
        layout.Column(say("年", "Year")),
        layout.Column(say("新增", "New"), "num"),
        layout.Column(say("累计", "So far"), "num"),
        layout.Column(say("发布的版本", "Releases"), "num"),
        layout.Column(say("广州机构的新增", "Guangzhou's new"), "num"),
    ]
    lines: list[list[str]] = []
    for channel, words in CHANNELS.items():
        years = [row for row in rows if row["channel"] == channel]
        lines += [[say(*words)], *(_library_year(row) for row in years)] if years else []
    layout.table(columns, lines)


def _library_year(row: data.Row) -> list[str]:
    running = "" if row["is_complete"] else "*"
    figures = ("new_count", "total_count", "release_count", "guangzhou_new_count")
    return [f"{row['year']}{running}", *(layout.figure(row[name]) for name in figures)]
