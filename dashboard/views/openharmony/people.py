"""Who works in OpenHarmony: Guangzhou's organisations and where, employers, cities, universities, SIGs."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import data
from dashboard.kit import layout
from dashboard.views.openharmony.overview import CLASSES, IDENTIFIED, UNKNOWN, View, people, release_name
from dashboard.words import quantities
from dashboard.words.say import say, term

LONGEST_LIST = 12
GUANGZHOU = """
select * from marts.openharmony_guangzhou
order by organization_id, commit_count desc nulls last, repository_name
"""
LED = (
    "select sig_id, leader_employers from marts.openharmony_sigs where is_led_from_guangzhou order by sig_id"
)
EMPLOYERS = """
select s.*, e.name_zh, e.name_en, e.city_zh, e.city_en
from marts.openharmony_shares s left join marts.openharmony_employers e using (employer_id)
where s.period_kind = $kind and s.period_id = $id
order by s.commit_count desc, s.employer_class, s.employer_id
"""
CITIES = """
select * from marts.openharmony_cities where period_kind = $kind and period_id = $id
order by city_en is null, commit_count desc, city_en
"""
NAMES = "select employer_id, name_zh, name_en from marts.openharmony_employers"
GROUPS = """
select g.*, a.repository_count, a.commit_count, a.contributor_count, a.organization_count,
    a.guangzhou_commit_count, a.identified_ratio, coalesce(s.seat_count, 0) as seat_count,
    coalesce(s.guangzhou_seat_count, 0) as guangzhou_seat_count
from marts.openharmony_sigs g
left join marts.openharmony_sig_activity a
    on a.sig_id = g.sig_id and a.period_kind = $kind and a.period_id = $id
left join (
    select sig_id, sum(seat_count)::bigint as seat_count,
        sum(seat_count) filter (is_guangzhou)::bigint as guangzhou_seat_count
    from marts.openharmony_sig_seats group by sig_id
) s on s.sig_id = g.sig_id
order by a.commit_count desc nulls last, g.sig_id
"""


def guangzhou() -> None:
    """Show which organisations of Guangzhou work where, over all of the time."""
    layout.section(
        say("广州机构在哪里做", "Where Guangzhou works"),
        say(
            "全部时间。仓库名下的提交不等于厂商自己的提交：星号为主张归该机构的仓库。",
            "Over all of the time. A repository in a vendor's name need not be written by it: a star marks "
            "what is claimed for the organisation.",
        ),
    )
    rows = data.rows(GUANGZHOU)
    if rows:
        layout.table(_guangzhou_columns(), _guangzhou_lines(rows))
    else:
        layout.note(
            say(
                "没有可识别为广州机构的提交、席位或仓库。这不等于没有：雇主不明的部分见上。",
                "Nothing is known to be Guangzhou's. Much is unknown, so that this is not none.",
            )
        )
    led = [f"{row['sig_id']} ({', '.join(map(_leader, row['leader_employers']))})" for row in data.rows(LED)]
    if led:
        layout.note(say("由广州机构任组长的 SIG：", "SIGs led from Guangzhou: ") + say("、", ", ").join(led))


def _guangzhou_columns() -> list[layout.Column]:
    return [
        layout.Column(say("仓库", "Repository")),
        layout.Column("SIG", "nowrap"),
        layout.Column(say("该机构的提交", "Its commits"), "num"),
        layout.Column(say("占该仓库", "Of the repository"), "num"),
        layout.Column(say("起止", "From – until"), "nowrap"),
        layout.Column(say("提交者席位", "Seats"), "num"),
        layout.Column(say("最晚出现的版本", "Last release with it"), "nowrap"),
    ]


def _guangzhou_lines(rows: Sequence[data.Row]) -> list[list[str]]:
    lines: list[list[str]] = []
    previous = None
    for row in rows:
        if row["organization_id"] != previous:
            previous = row["organization_id"]
            lines.append([layout.link("organizations", say(row["name_zh"], row["name_en"]), id=previous)])
        lines.append(_guangzhou_line(row))
    return lines


def _guangzhou_line(row: data.Row) -> list[str]:
    star = f' <abbr title="{say("主张归该机构", "claimed for it")}">★</abbr>' if row["is_claimed"] else ""
    sure = (
        f" {layout.mark(say('置信度', 'confidence ') + term(row['confidence']))}" if row["confidence"] else ""
    )
    days = (
        f"{quantities.day(row['first_on'])} – {quantities.day(row['last_on'])}"
        if row["first_on"]
        else quantities.MISSING
    )
    release = release_name(row["last_release"]) if row["last_release"] else quantities.MISSING
    left = (
        ""
        if row["is_in_master"] or not row["last_release"]
        else " " + layout.mark(say("已移出", "gone since"), "warn")
    )
    return [
        escape(row["repository_name"]) + star,
        escape(row["sig_id"] or quantities.MISSING),
        (
            layout.figure(row["commit_count"])
            if row["commit_count"] is not None
            else layout.state("not_collected")
        )
        + sure,
        quantities.percent(row["share_ratio"]),
        days,
        f"{row['committer_seat_count']:,}",
        escape(release) + left,
    ]


def employers(view: View) -> None:
    """Show the shares of employers and of cities, with what is not known among them."""
    rows = data.rows(EMPLOYERS, **view.parameters)
    layout.section(
        say(f"机构与城市 · {view.title}", f"Employers and cities · {view.title}"),
        say(
            "雇主取第一个 Signed-off-by 的邮箱域名，没有则取作者；上游代码、合并提交和机器人不计。"
            "外包、个人和平台邮箱看不出雇主，单列为不明；份额须与可识别比例同看。",
            "The employer is that of the first Signed-off-by, else of the author; upstream code, merges and "
            "bots are left out. Contractors', personal and platforms' mailboxes name none and stand apart.",
        ),
    )
    if not rows:
        layout.note(say("本时段没有已采集的提交。", "No commits are held of this period."))
        return
    left, right = st.columns([1.5, 1])
    with left:
        _employers(rows)
    with right:
        _cities(data.rows(CITIES, **view.parameters))


def _employers(rows: Sequence[data.Row]) -> None:
    columns = [
        layout.Column(say("机构", "Employer")),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("仓库", "Repositories"), "num"),
        layout.Column(say("份额", "Share"), "num"),
        layout.Column(""),
    ]
    known = [row for row in rows if row["employer_class"] in IDENTIFIED]
    shown = [row for n, row in enumerate(known) if n < LONGEST_LIST or row["is_guangzhou"]]
    lines = [_employer(row) for row in shown]
    if len(known) > len(shown):
        lines.append(_others([row for row in known if row not in shown]))
    unknown = [row for row in rows if row["employer_class"] not in IDENTIFIED]
    if unknown:
        lines += [[say("雇主不明", "Employer unknown")], *(_employer(row) for row in unknown)]
    identified = quantities.percent(rows[0]["identified_ratio"])
    caption = say(
        f"可识别 {identified}，共 {rows[0]['period_commit_count']:,} 次提交",
        f"{identified} identified, of {rows[0]['period_commit_count']:,} commits",
    )
    layout.table(columns, lines, caption)


def _employer(row: data.Row) -> list[str]:
    if row["employer_class"] in IDENTIFIED:
        name = escape(say(row["name_zh"] or row["employer_id"], row["name_en"] or row["employer_id"]))
        city = say(row["city_zh"] or "城市不明", row["city_en"] or "city unknown")
        shared = say(" · 集团共用域名", " · shared by a group") if row["employer_class"] == "group" else ""
        ours = " " + layout.mark(say("广州", "Guangzhou"), "warn") if row["is_guangzhou"] else ""
        name = f'{name}{ours}<span class="sub">{escape(city + shared)}</span>'
    else:
        name = f'<span class="{UNKNOWN}">{escape(say(*CLASSES[row["employer_class"]]))}</span>'
    return [
        name,
        layout.figure(row["commit_count"]),
        f"{row['repository_count']:,}",
        quantities.percent(row["share_ratio"]),
        layout.bar(row["share_ratio"]),
    ]


def _others(rows: Sequence[data.Row]) -> list[str]:
    commits, share = sum(row["commit_count"] for row in rows), sum(row["share_ratio"] for row in rows)
    name = say(f"其余 {len(rows)} 家", f"{len(rows)} others")
    return [name, layout.figure(commits), quantities.MISSING, quantities.percent(share), layout.bar(share)]


def _cities(rows: Sequence[data.Row]) -> None:
    columns = [
        layout.Column(say("城市", "City")),
        layout.Column(say("机构", "Employers"), "num"),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("份额", "Share"), "num"),
    ]
    located = quantities.percent(rows[0]["located_ratio"])
    caption = say(
        f"城市可知 {located}；城市为背景知识，未经名录核对",
        f"{located} have a known city, as background knowledge",
    )
    layout.table(columns, (_city(row) for row in rows), caption)


def _city(row: data.Row) -> list[str]:
    city = say(row["city_zh"] or "", row["city_en"] or "")
    name = escape(city) if city else f'<span class="{UNKNOWN}">{say("城市不明", "City unknown")}</span>'
    ours = " " + layout.mark(say("本市", "ours"), "warn") if row["city_en"] == "Guangzhou" else ""
    return [
        name + ours,
        f"{row['organization_count']:,}",
        layout.figure(row["commit_count"]),
        quantities.percent(row["share_ratio"]),
    ]


def universities(view: View) -> None:
    """Show the universities among the employers of the period."""
    rows = [row for row in data.rows(EMPLOYERS, **view.parameters) if row["is_university"]]
    layout.section(say(f"高校 · {view.title}", f"Universities · {view.title}"))
    if not rows:
        layout.note(
            say(
                "本时段没有可识别为高校邮箱的提交；师生多用个人邮箱，这是下限。",
                "No commit has a university's mailbox here; many use personal ones: this is a lower bound.",
            )
        )
        return
    columns = [
        layout.Column(say("高校", "University")),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("仓库", "Repositories"), "num"),
        layout.Column(say("份额", "Share"), "num"),
        layout.Column(""),
    ]
    group = view.groups.get("university")
    count = group["contributor_count"] if group else None
    caption = say(f"共 {count:,} 位贡献者", f"{count:,} contributors in all") if count else ""
    layout.table(columns, (_employer(row) for row in rows), caption)


def groups(view: View) -> None:
    """Show the special interest groups that have commits in the period, and those with a tie to Guangzhou."""
    rows = data.rows(GROUPS, **view.parameters)
    layout.section(say(f"SIG · {view.title}", f"Special interest groups · {view.title}"))
    if not rows:
        layout.note(say("还没有读到 SIG 名单。", "The list of SIGs has not been read yet."))
        return
    shown = [row for row in rows if row["commit_count"] or _is_tied(row)]
    columns = [
        layout.Column("SIG"),
        layout.Column(say("组长所属", "Led by")),
        layout.Column(say("仓库（有提交）", "Repositories (with commits)"), "num"),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("贡献者", "Contributors"), "num"),
        layout.Column(say("机构", "Employers"), "num"),
        layout.Column(say("广州提交", "Guangzhou's"), "num"),
        layout.Column(say("席位（广州）", "Seats (Guangzhou's)"), "num"),
    ]
    layout.table(columns, (_group(row) for row in shown))
    rest = len(rows) - len(shown)
    layout.note(
        say(
            f"共 {len(rows)} 个 SIG；其余 {rest} 个在已采集的仓库里本时段没有提交，或名下没有仓库。",
            f"{len(rows)} SIGs in all; {rest} have no commits in what is held of this period.",
        )
    )


def _leader(code: str) -> str:
    """Name an employer, or say what is known of one that is not."""
    names = {row["employer_id"]: (row["name_zh"], row["name_en"]) for row in data.rows(NAMES)} | CLASSES
    return say(*names.get(code, (code, code)))


def _is_tied(row: data.Row) -> bool:
    return bool(row["is_led_from_guangzhou"] or row["guangzhou_seat_count"])


def _group(row: data.Row) -> list[str]:
    ours = " " + layout.mark(say("广州", "Guangzhou"), "warn") if _is_tied(row) else ""
    leaders = [_leader(code) for code in row["leader_employers"] or ()]
    return [
        f"{escape(row['sig_id'])}{ours}",
        escape(say("、", ", ").join(leaders)) or quantities.MISSING,
        f"{row['listed_repository_count']:,} ({row['repository_count'] or 0:,})",
        layout.figure(row["commit_count"]),
        people(row["contributor_count"]) if row["commit_count"] else quantities.MISSING,
        layout.figure(row["organization_count"]),
        layout.figure(row["guangzhou_commit_count"]),
        f"{row['seat_count']:,} ({row['guangzhou_seat_count']:,})",
    ]
