"""Where OpenHarmony's work stands: the move and the mirrors in one picture, rules of counting, coverage."""

from collections.abc import Mapping, Sequence
from html import escape

from dashboard import data
from dashboard.kit import layout, years
from dashboard.views.openharmony.overview import ALL
from dashboard.words import quantities
from dashboard.words.place_words import OPENHARMONY_PLACES, OPENHARMONY_THREADS
from dashboard.words.say import say, term

MOVED_ON = "2025-09-15"
FORGES = """
select forge, sum(place_count)::bigint as place_count, sum(repository_count)::bigint as repository_count,
    sum(collected_place_count)::bigint as collected_place_count,
    sum(membership_count)::bigint as membership_count, sum(commit_count)::bigint as commit_count
from marts.openharmony_forges group by forge
"""
COUNTED = """
select commit_count from marts.openharmony_activity
where period_kind = 'all' and employer_group = 'all'
"""
JOINED = """
select count(distinct (part, name)) filter (shares_root_commit) as joined_count,
    count(*) filter (not shares_root_commit) as unjoined_count
from marts.openharmony_locations
"""
MIGRATION = """
select thread_kind, sum(columns('(.*_count)'))::bigint as '\\1',
    count(*) filter (import_state = 'imported') as imported_count,
    count(*) filter (import_state = 'not_imported') as not_imported_count,
    count(*) filter (import_state = 'unknown') as unknown_count
from marts.openharmony_migration group by thread_kind order by thread_kind
"""
RULES = "select * from marts.openharmony_counting_rules order by rule, year desc"
RULE_NAMES = {
    "activity": ("活跃度：合并请求还是提交", "Activity: change requests or commits"),
    "large_changes": ("超过 2000 行的改动", "Changes of more than 2,000 lines"),
    "modified_lines": ("行数：是否计入初次导入", "Lines: with or without the import"),
    "universities": ("高校：是否要求满 1000 行", "Universities: with 1,000 lines or any"),
}
COVERAGE = """
with newest as (
    select * from marts.coverage
    where month_on < (select max(month_on) from marts.coverage) and contains(lower(target_id), ':openharmony')
    qualify month_on = max(month_on) over (partition by source, target_id, kind)
)
select source, kind, count(*) as target_count, count(*) filter (state = 'complete') as complete_count,
    count(*) filter (state = 'partial') as partial_count,
    count(*) filter (reason = 'no_token') as no_token_count,
    count(*) filter (
        state not in ('complete', 'partial') and reason is distinct from 'no_token'
    ) as rest_count
from newest group by source, kind order by complete_count desc, source, kind
"""
READ = """
select thread_kind, sum(read_count) / sum(thread_count) as read_ratio
from marts.openharmony_responses group by thread_kind order by thread_kind
"""


def picture() -> None:
    """Draw where the code stands, what moved, what mirrors, and what of it counts."""
    forges = {row["forge"]: row for row in data.rows(FORGES)}
    layout.section(
        say("迁移与镜像", "The move and the mirrors"),
        say(
            "主仓 2025 年 9 月 15 日从 Gitee 迁到 GitCode，GitHub 是镜像。同一提交只计一次。",
            "The project moved from Gitee to GitCode on 15 September 2025; GitHub mirrors it. A commit "
            "counts once, wherever it stands.",
        ),
    )
    if not forges:
        layout.note(say("还没有登记任何位置。", "No place of it is registered yet."))
        return
    moved = f'<div class="oh-arrow"><b>{MOVED_ON}</b><i></i>{say("迁移", "moved")}</div>'
    mirrored = f'<div class="oh-arrow mirror"><b>{say("镜像", "mirrored")}</b><i></i>{_joined()}</div>'
    closed, home, mirror = (
        _forge(forges, code, kind, say(*span)) for code, (kind, *span) in OPENHARMONY_PLACES.items()
    )
    drawn = closed + moved + home + mirrored + mirror
    layout.put(f'<div class="oh-picture"><div class="oh-forges">{drawn}</div>{_once(forges.get(ALL))}</div>')
    _threads()


def _forge(forges: Mapping[str, data.Row], code: str, kind: str, span: str) -> str:
    row = forges.get(code)
    if row is None:
        facts = layout.state("not_collected")
    else:
        places, held = row["place_count"], row["collected_place_count"]
        commits = quantities.exact(row["membership_count"]) if held else quantities.MISSING
        facts = say(
            f"已知 {places:,} 个仓库，采集历史 {held:,} 个<br>提交 {commits} 次",
            f"{places:,} repositories known, {held:,} held<br>{commits} commits",
        )
    return (
        f'<div class="oh-forge {kind}"><h3>{escape(term(code))}</h3><div class="span">{escape(span)}</div>'
        f"<p>{facts}</p></div>"
    )


def _joined() -> str:
    row = data.rows(JOINED)[0]
    n = row["joined_count"]
    return say(f"{n:,} 个仓库根提交相同", f"{n:,} share a root commit")


def _once(total: data.Row | None) -> str:
    """Draw three bars: commits of all places, distinct ones, and those that count as work of its own."""
    if total is None or not total["membership_count"]:
        return ""
    counted = next((row["commit_count"] for row in data.rows(COUNTED)), 0)
    bars = [
        (say("各处提交相加", "Held at all places"), total["membership_count"], ""),
        (say("不同的提交（只计一次）", "Distinct, counted once"), total["commit_count"], ""),
        (say("其中自有代码、非合并、非机器人", "Its own code, no merges or bots"), counted, "counted"),
    ]
    whole = total["membership_count"]
    lines = "".join(
        f'<div class="{kind}"><span>{escape(name)}</span><span class="track">'
        f'<span style="width:{n / whole * 100:.2f}%"></span></span><b>{n:,}</b></div>'
        for name, n, kind in bars
    )
    return f'<div class="oh-once">{lines}</div>'


def _threads() -> None:
    rows = data.rows(MIGRATION)
    if not rows:
        layout.note(
            say(
                "议题与合并请求尚未采集（需要 GitCode 与 Gitee 的令牌），旧帖是否带到 GitCode 因此未知。"
                "带过去的按同名仓库、同一秒打开配对，只计一次；没带过去的在迁移日结束。",
                "Issues and change requests are not collected yet (tokens of GitCode and Gitee are needed): "
                "whether old ones were carried over is unknown. Those that were are paired by the second of "
                "their opening and count once; the others end on the day of the move.",
            )
        )
        return
    columns = [
        layout.Column(say("类别", "Kind")),
        *(layout.Column(name, "num") for name in OPENHARMONY_THREADS.values()),
        layout.Column(say("两边都有（只计一次）", "On both, once"), "num"),
        layout.Column(say("随迁移结束", "Ended by the move"), "num"),
        layout.Column(say("计入", "Counted"), "num"),
        layout.Column(say("仓库：已导入 / 未导入 / 未知", "Imported / not / unknown"), "num"),
    ]
    layout.table(columns, (_thread_kind(row) for row in rows))


def _thread_kind(row: data.Row) -> list[str]:
    names = {"issue": say("议题", "Issues"), "change_request": say("合并请求", "Change requests")}
    figures = (*OPENHARMONY_THREADS, "carried_count", "ended_by_move_count", "counted_count")
    states = " / ".join(
        f"{row[name]:,}" for name in ("imported_count", "not_imported_count", "unknown_count")
    )
    return [names[row["thread_kind"]], *(layout.figure(row[name]) for name in figures), states]


def counting_rules() -> None:
    """Show where the project counts otherwise than we do, with the difference."""
    rows = data.rows(RULES)
    layout.section(
        say("两种口径", "Two ways of counting"),
        say(
            "社区公开的统计口径与这里的口径不同之处；差异为社区减本仓库。缺合并请求或行数而无法比较的只列最近一年。",
            "Where the project's public rules differ from ours; the difference is theirs less ours. Of one "
            "that lacks change requests or lines to compare, the newest year stands alone.",
        ),
    )
    if not rows:
        layout.note(say("还没有可比的提交。", "There are no commits to compare yet."))
        return
    columns = [
        layout.Column(say("年", "Year")),
        layout.Column(say("本仓库口径", "Our way"), "num"),
        layout.Column(say("社区口径", "Their way"), "num"),
        layout.Column(say("差异", "Difference"), "num"),
    ]
    lines: list[list[str]] = []
    for rule, words in RULE_NAMES.items():
        lines += _rule([row for row in rows if row["rule"] == rule], say(*words))
    layout.table(columns, lines)


def _rule(rows: Sequence[data.Row], title: str) -> list[list[str]]:
    """Make the lines of one rule: what it is and where it is written, then the years that can be compared."""
    if not rows:
        return []
    rule, source = say(rows[0]["rule_zh"], rows[0]["rule_en"]), rows[0]["source"]
    head = f'{escape(title)}<span class="sub">{escape(rule)} · {escape(source)}</span>'
    compared = [row for row in rows if row["difference"] is not None]
    return [[head], *(_rule_year(row) for row in compared or rows[:1])]


def _rule_year(row: data.Row) -> list[str]:
    return [
        years.year_name(row["year"]),
        layout.figure(row["our_value"]),
        layout.figure(row["their_value"]),
        quantities.signed(row["difference"]),
    ]


def coverage() -> None:
    """Show what of OpenHarmony was collected last month, and what waits for a token."""
    rows = data.rows(COVERAGE)
    more = layout.link("coverage", say("查看全部缺失 →", "see all gaps →"))
    layout.section(
        say("采集到了什么，什么在等令牌", "What was collected, and what waits for a token"),
        say(
            "最近一个完整月份，对象以仓库计；已迁离的平台看到迁移当月为止。",
            "The last complete month, by repositories; of a forge that they left, the month of the move.",
        ),
    )
    _read_comments()
    if not rows:
        layout.note(say("当前计划里没有开源鸿蒙的对象。", "Nothing of OpenHarmony is planned."))
        return
    columns = [
        layout.Column(say("来源 · 内容", "Source · kind")),
        layout.Column(say("对象", "Targets"), "num"),
        layout.Column(f"{layout.STATE_SIGNS['complete']} {term('complete')}", "num"),
        layout.Column(f"{layout.STATE_SIGNS['partial']} {term('partial')}", "num"),
        layout.Column(f"{layout.STATE_SIGNS['no_token']} {term('no_token')}", "num"),
        layout.Column(say("其他未采集", "Else not collected"), "num"),
    ]
    layout.table(columns, (_covered(row) for row in rows))
    layout.put(f"<p>{more}</p>")


def _covered(row: data.Row) -> list[str]:
    figures = ("target_count", "complete_count", "partial_count", "no_token_count", "rest_count")
    return [
        f"{escape(term(row['source']))} · {escape(term(row['kind']))}",
        *(f"{row[name]:,}" if row[name] else "·" for name in figures),
    ]


def _read_comments() -> None:
    names = {"issue": say("议题", "issues"), "change_request": say("合并请求", "change requests")}
    shares = [
        f"{names[row['thread_kind']]} {quantities.percent(row['read_ratio'])}" for row in data.rows(READ)
    ]
    if shares:
        layout.note(
            say(
                "评论只能抽样读取，凡依赖评论的数字都附这个比例：",
                "Comments are sampled; what rests on them says how much: ",
            )
            + say("、", ", ").join(shares)
        )
