"""OpenHarmony at a glance: a release or a period is chosen; how big, how much Guangzhou's, how sure."""

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import data
from dashboard.kit import choices, confidence, layout
from dashboard.words import quantities
from dashboard.words.say import say

STYLE = Path(__file__).with_suffix(".css")
ALL = "all"
DEVELOPMENT = "master"
SHOWN_MONTHS = 24
FINE_BELOW = 0.01
UNKNOWN = "oh-unknown"  # the class of what has no known employer
CLASSES = {
    "organization": ("机构", "Organisations"),
    "group": ("集团共用域名", "Shared by a group"),
    "contractor": ("外包邮箱，雇主不明", "Contractors, employer unknown"),
    "personal": ("个人邮箱", "Personal mailboxes"),
    "platform": ("平台匿名邮箱", "Platforms' mailboxes"),
    "unlisted": ("未登记域名", "Unlisted domains"),
    "none": ("没有邮箱", "No mailbox"),
}
IDENTIFIED = ("organization", "group")
CITY_GROUPS = {"high": "guangzhou", "medium": "guangzhou@medium", "all": "guangzhou@all"}
RELEASES = """
select d.*, a.commit_count, a.contributor_count, a.newcomer_count, a.retained_newcomer_ratio,
    a.organization_count, a.university_count, a.identified_ratio, a.merged_change_request_count,
    a.median_hours_to_merge, g.commit_count as guangzhou_count, g.share_ratio as guangzhou_ratio
from marts.openharmony_release_dates d
left join marts.openharmony_activity a
    on a.period_kind = 'release' and a.period_id = d.release_branch and a.employer_group = 'all'
left join marts.openharmony_activity g
    on g.period_kind = 'release' and g.period_id = d.release_branch and g.employer_group = $city
order by d.until_on desc nulls last, d.released_on desc nulls first, d.release_branch desc
"""
PERIODS = """
select distinct period_kind, period_id from marts.openharmony_activity
where period_kind in ('year', 'month') order by period_kind desc, period_id desc
"""
ACTIVITY = "select * from marts.openharmony_activity where period_kind = $kind and period_id = $id"
CLASS_SHARES = """
select employer_class, sum(commit_count)::bigint as commit_count, sum(share_ratio) as share_ratio
from marts.openharmony_shares where period_kind = $kind and period_id = $id
group by employer_class
"""
MANIFEST = """
select * from marts.openharmony_releases where release_branch = $branch and system_type = 'all'
"""
COLLECTED = """
select own_repository_count, collected_repository_count from marts.openharmony_release_dates
where release_branch = $branch
"""
SEATS = """
select role, sum(seat_count)::bigint as seat_count,
    coalesce(sum(seat_count) filter (is_guangzhou), 0)::bigint as guangzhou_count
from marts.openharmony_sig_seats group by role
"""


@dataclass(frozen=True, slots=True)
class View:
    """What the reader chose to see: a release, a year, a month, or all of the time."""

    kind: str
    id: str
    confidence: str
    groups: dict[str, data.Row]
    """The activity of every group of employers that has any in this period."""

    @property
    def city(self) -> str:
        """The group of Guangzhou's employers at the chosen confidence."""
        return CITY_GROUPS[self.confidence]

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of a query for this period."""
        return {"kind": self.kind, "id": self.id}

    @property
    def branch(self) -> str:
        """The branch whose manifest says what belongs to the view."""
        return self.id if self.kind == "release" else DEVELOPMENT

    @property
    def title(self) -> str:
        """Name the period in the reader's language."""
        return release_name(self.id) if self.kind == "release" else period_name(self.id)


def style() -> None:
    """Load what only this page needs of looks."""
    st.html(STYLE)


def choose() -> View | None:
    """Let the reader choose a release, or else a period; None where nothing of OpenHarmony is held."""
    releases = data.rows(RELEASES, city=CITY_GROUPS["all"])
    periods = [row["period_id"] for row in data.rows(PERIODS)]
    if not (releases or periods):
        return None
    left, right, last = st.columns([1.2, 1.2, 2])
    sureness = confidence.choose(place=last)
    dated = [row["release_branch"] for row in releases if row["from_on"]]
    release = choices.one_or_all(say("版本", "Release"), dated, "release", release_name, place=left)
    if release:
        return _view("release", release, sureness)
    years = [code for code in periods if len(code) == len("2026")]
    months = [code for code in periods if len(code) > len("2026")][:SHOWN_MONTHS]
    label = say("时段", "Period")
    period = choices.one_of(label, [ALL, *years, *months], "when", period_name, place=right)
    kind = ALL if period == ALL else "year" if len(period) == len("2026") else "month"
    return _view(kind, period, sureness)


def _view(kind: str, code: str, sureness: str) -> View:
    rows = data.rows(ACTIVITY, kind=kind, id=code)
    return View(kind, code, sureness, {row["employer_group"]: row for row in rows})


def release_name(branch: str) -> str:
    """Write a branch as the release that it is."""
    if branch == DEVELOPMENT:
        return say("master（开发中）", "master (in development)")
    return branch.removeprefix("OpenHarmony-").replace("-Release", " Release").replace("-LTS", " LTS")


def period_name(code: str) -> str:
    """Write a year, a month or all of the time."""
    if code == ALL:
        return say("全部时间", "All of the time")
    if len(code) == len("2026"):
        return quantities.period("year", date(int(code), 1, 1))
    return quantities.month(date.fromisoformat(f"{code}-01"))


def nothing() -> None:
    """Say with care that nothing of OpenHarmony is held yet."""
    layout.empty(
        say("这份快照里还没有开源鸿蒙的数据", "This snapshot has nothing of OpenHarmony yet"),
        say(
            "采集范围包含 <code>openharmony</code> 的一次运行之后，这里会显示版本清单、SIG 和贡献。"
            "清单与 SIG 名单通过 Git 读取，不需要令牌。",
            "A run whose scope includes <code>openharmony</code> brings the manifest, the SIGs and the work. "
            "The manifest and the list of SIGs are read through git and need no token.",
        ),
    )


def headlines(view: View) -> None:
    """Answer in three cells: how big, how much of it is Guangzhou's, how sure."""
    manifest = next(iter(data.rows(MANIFEST, branch=view.branch)), None)
    layout.put(f'<div class="sy-headlines">{_size(view, manifest)}{_guangzhou(view)}{_certainty(view)}</div>')


def _cell(title: str, value: str, when: str, pairs: list[tuple[str, str]], more: str = "") -> str:
    lines = "".join(f"<div><dt>{name}</dt><dd>{html}</dd></div>" for name, html in pairs)
    return (
        f'<article class="sy-headline oh-headline"><h2>{escape(title)}</h2>'
        f'<div class="value">{value}</div><div class="when">{when}</div>{more}'
        f'<dl class="oh-pairs">{lines}</dl></article>'
    )


def _not_held() -> str:
    return layout.state("not_collected")


def _size(view: View, manifest: data.Row | None) -> str:
    row = view.groups.get(ALL)
    value = layout.figure(row["commit_count"]) if row else _not_held()
    unit = f"<small>{say('次提交', 'commits')}</small> {_part(view)}" if row else ""
    lines: list[tuple[str, str]] = []
    if row:
        lines.append((say("贡献者", "Contributors"), _contributors(row)))
        lines.append((say("可识别的机构", "Known employers"), _organizations(row)))
        lines.append((say("增删行数", "Lines changed"), _lines(row)))
    if manifest:
        lines.append((say("清单仓库", "In the manifest"), _manifest(manifest)))
    lines.append((say("合并请求", "Change requests"), _merged(row)))
    return _cell(say("社区有多大", "How big"), value + unit, _when(view), lines)


def _part(view: View) -> str:
    """Mark a sum that not all of the repositories are in."""
    collected = _collected(view)
    if collected is None or collected["collected_repository_count"] >= collected["own_repository_count"]:
        return ""
    return layout.mark(say("已采集部分", "of what is held"))


def _collected(view: View) -> data.Row | None:
    return next(iter(data.rows(COLLECTED, branch=view.branch)), None)


def people(count: int | None) -> str:
    """Make a number of people; of fewer than five, or where it would tell of so few, only that is said."""
    return layout.withheld() if count is None else layout.figure(count)


def _contributors(row: data.Row) -> str:
    """Make the contributors, and how many they would be without joining accounts where that differs."""
    joined, unjoined = row["contributor_count"], row["unjoined_contributor_count"]
    shown = people(joined) + (say(" 人", "") if joined else "")
    if joined == unjoined:
        return shown
    return f"{shown} {layout.mark(say(f'不合并账号 {unjoined:,}', f'{unjoined:,} accounts not joined'))}"


def _organizations(row: data.Row) -> str:
    n, universities = row["organization_count"], row["university_count"]
    return say(f"{n} 家，其中高校 {universities}", f"{n}, {universities} of them universities")


def _lines(row: data.Row) -> str:
    """Write the lines; where some are not known, the part that is."""
    if row["line_count"] is not None:
        return layout.figure(row["line_count"], "lines")
    if not row["known_line_count"]:
        return _not_held()
    return f"{layout.figure(row['known_line_count'], 'lines')} {layout.mark(say('已知部分', 'known part'))}"


def _manifest(row: data.Row) -> str:
    own, upstream = row["own_repository_count"], row["upstream_repository_count"]
    total = row["repository_count"]
    return say(
        f"{total} 个：自有 {own}，上游 {upstream} 不计原创", f"{total}: {own} its own, {upstream} upstream"
    )


def _merged(row: data.Row | None) -> str:
    if row is None or row["merged_change_request_count"] is None:
        return _not_held()
    hours = quantities.exact(row["median_hours_to_merge"])
    merged = layout.figure(row["merged_change_request_count"])
    return say(f"合入 {merged}，中位 {hours} 小时", f"{merged} merged, median {hours} h")


def _when(view: View) -> str:
    row = view.groups.get(ALL)
    if row is None:
        return escape(view.title)
    since = (
        say("有记录起", "the first record") if row["from_on"].year == 1 else quantities.day(row["from_on"])
    )
    running = "" if row["is_complete"] else say("，进行中", ", running")
    return escape(f"{view.title} · {since} – {quantities.day(row['until_on'])}{running}")


def _guangzhou(view: View) -> str:
    total, row = view.groups.get(ALL), view.groups.get(view.city)
    lines = [_seats(role) for role in ("leader", "committer")]
    title = say("其中多少是广州的", "How much is Guangzhou's")
    if total is None:
        return _cell(title, _not_held(), escape(view.title), lines)
    count, ratio = (row["commit_count"], row["share_ratio"]) if row else (0, 0.0)
    n = row["organization_count"] if row else 0
    lines[:0] = [
        (say("提交", "Commits"), say(f"{count:,} 次", f"{count:,}")),
        (say("机构", "Organisations"), say(f"{n} 家", f"{n}")),
    ]
    at_least = layout.mark(say("下限", "at least"))
    unknown = quantities.percent(1 - total["identified_ratio"])
    when = say(
        f"占全部提交的比例；另有 {unknown} 雇主不明", f"of all commits; {unknown} have no known employer"
    )
    return _cell(title, f"{_fine(ratio)} {at_least}", when, lines)


def _fine(ratio: float) -> str:
    """Write a share; a small one to two places, for here a trace is the answer."""
    return f"{ratio * 100:.2f}%" if 0 < ratio < FINE_BELOW else quantities.percent(ratio)


def _seats(role: str) -> tuple[str, str]:
    names = {
        "leader": say("现有 SIG 组长席位", "SIG leaders' seats now"),
        "committer": say("现有提交者席位", "Committers' seats now"),
    }
    row = next((row for row in data.rows(SEATS) if row["role"] == role), None)
    if row is None:
        return names[role], _not_held()
    return names[role], f"{row['guangzhou_count']:,} / {row['seat_count']:,}"


def _certainty(view: View) -> str:
    row = view.groups.get(ALL)
    title = say("有多确定", "How sure")
    collected = _collected(view)
    lines = []
    if collected:
        held, own = collected["collected_repository_count"], collected["own_repository_count"]
        shown = say(f"{held} / {own} 个自有仓库", f"{held} of {own} repositories of its own")
        lines.append((say("已采集历史", "History held"), shown))
    if row is None:
        return _cell(title, _not_held(), escape(view.title), lines)
    when = say("的提交可识别雇主", "of commits have a known employer")
    return _cell(title, quantities.percent(row["identified_ratio"]), when, lines, _stack(view))


def _stack(view: View) -> str:
    """Draw whose the commits are as one bar, with a legend that gives every share in words."""
    shares = {row["employer_class"]: row["share_ratio"] for row in data.rows(CLASS_SHARES, **view.parameters)}
    found = [(code, shares[code]) for code in CLASSES if code in shares]
    bars = "".join(
        f'<span class="oh-{code}" style="width:{ratio * 100:.2f}%"></span>' for code, ratio in found
    )
    legend = "".join(
        f'<li><i class="oh-{code}"></i>{say(*CLASSES[code])}<b>{quantities.percent(ratio)}</b></li>'
        for code, ratio in found
    )
    return f'<div class="oh-stack" aria-hidden="true">{bars}</div><ul class="oh-legend">{legend}</ul>'
