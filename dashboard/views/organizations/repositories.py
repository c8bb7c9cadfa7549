"""Repositories: the list one searches, and the page of a single one."""

from datetime import date
from html import escape

import streamlit as st

from dashboard import data
from dashboard.kit import charts, choices, confidence, layout
from dashboard.words import quantities
from dashboard.words.say import say, term

ORDERS = {
    "commits": ("提交数", "Commits", "commit_count desc nulls last"),
    "contributors": ("贡献者", "Contributors", "contributor_count desc nulls last"),
    "recent": ("最近提交", "Last commit", "last_commit_on desc nulls last"),
    "name": ("名称", "Name", "full_name"),
}
FOUND = """
select r.*, o.name_zh, o.name_en
from marts.repositories r left join marts.organizations o using (organization_id)
where ($text = '' or contains(lower(concat_ws(' ', r.repository_id, o.name_zh, o.name_en)), lower($text)))
    and ($forge = '' or forge = $forge) and ($organization = '' or organization_id = $organization)
    and ($level = 'all' or repository_id not in (
        select repository_id
        from marts.subject_repositories join marts.subjects using (subject_kind, subject_id)
        where subject_kind = 'scope' group by repository_id having not bool_or(confidence = $level)
    ))
order by {order}, repository_id
"""
OWNERS = """
select organization_id, name_zh, name_en from marts.organizations where repository_count > 0 order by name_zh
"""
ONE = """
select r.*, o.name_zh, o.name_en
from marts.repositories r left join marts.organizations o using (organization_id) where repository_id = $id
"""
COMPLETE_STREAMS = """
with

streams as (
    select target_id, source, kind, bool_and(state = 'complete') as is_complete from marts.coverage
    where month_on < (select max(month_on) from marts.coverage) and target_id in (select unnest($ids))
    group by target_id, source, kind
)

select target_id, count(*) as stream_count, count(*) filter (is_complete) as complete_count
from streams group by target_id
"""
MEASURES = """
select metric, period_start_on, value, is_suppressed, is_complete
from marts.measures join marts.periods using (period_kind, period_start_on)
where subject_kind = $kind and subject_id = $id and period_kind = $period_kind
order by metric, period_start_on
"""
BY_TIME = """
select weekday, hour, sum(value) as value from marts.code_changes_by_time
where subject_kind = 'repository' and subject_id = $id group by weekday, hour
"""
COVERAGE = """
select source, kind, state, reason, min(month_on) as first_month_on, max(month_on) as last_month_on
from marts.coverage where target_id = $id
group by source, kind, state, reason order by source, kind, first_month_on
"""
SHOWN_PERIODS = 6
HEAD_FACTS = {
    "has_license": ("许可证文件", "Licence file"),
    "has_security_policy": ("安全策略", "Security policy"),
    "has_contributing_guide": ("贡献指南", "Contributing guide"),
    "has_code_of_conduct": ("行为准则", "Code of conduct"),
    "has_ci": ("持续集成", "Continuous integration"),
    "has_lock_file": ("依赖锁定", "Lock file"),
    "has_sbom": ("物料清单", "SBOM"),
}


def choose() -> list[data.Row]:
    """Let the reader search and filter; the address keeps it. Gives what was found, in the chosen order."""
    first, second, third, fourth = st.columns([2, 1.2, 2, 1.4])
    text = choices.text(
        say("搜索", "Search"), "search", say("仓库或机构名称", "repository or organisation"), place=first
    )
    forges = [row["forge"] for row in data.rows("select distinct forge from marts.repositories order by 1")]
    forge = choices.one_or_all(say("平台", "Forge"), forges, "forge", term, place=second)
    names = {row["organization_id"]: say(row["name_zh"], row["name_en"]) for row in data.rows(OWNERS)}
    organization = choices.one_or_all(
        say("机构", "Organisation"), list(names), "organization", names.__getitem__, place=third
    )
    order = choices.one_of(
        say("排序", "Order"), list(ORDERS), "order", lambda code: say(*ORDERS[code][:2]), place=fourth
    )
    level = confidence.choose()
    filters = {"text": text, "forge": forge, "organization": organization}
    listed = {code: found(ORDERS[order][2], level=code, **filters) for code in confidence.LEVELS}
    values = {code: len(rows) for code, rows in listed.items()}
    title = say("列出的仓库", "Repositories listed")
    confidence.counts(title, values, level, ("account", "repository"))
    return listed[level]


def found(
    order: str, *, text: str = "", forge: str = "", organization: str = "", level: str = "all"
) -> list[data.Row]:
    """Find repositories; an empty filter lets all pass, and so does a level for what nobody claims."""
    filters = {"text": text, "forge": forge, "organization": organization, "level": level}
    return data.rows(FOUND.format(order=order), **filters)


def listing(rows: list[data.Row]) -> None:
    """Show repositories, one a line, each a link to its page."""
    ids = tuple(row["repository_id"] for row in rows)
    streams = {row["target_id"]: row for row in data.rows(COMPLETE_STREAMS, ids=ids)}
    columns = [
        layout.Column(say("仓库", "Repository")),
        layout.Column(say("机构", "Organisation")),
        layout.Column(say("提交", "Commits"), "num"),
        layout.Column(say("贡献者", "Contributors"), "num"),
        layout.Column(say("最近提交", "Last commit"), "nowrap"),
        layout.Column(say("许可证", "Licence"), "nowrap"),
        layout.Column(
            say("覆盖", "Coverage"),
            "nowrap",
            say("完整的采集流 / 计划的采集流", "complete streams of those planned"),
        ),
    ]
    layout.table(columns, (_line(row, streams.get(row["repository_id"])) for row in rows))


def _line(row: data.Row, streams: data.Row | None) -> list[str]:
    name = layout.link("projects", row["full_name"], repository=row["repository_id"])
    organization = say(row["name_zh"] or "", row["name_en"] or "")
    return [
        f'{name}<span class="sub">{escape(term(row["forge"]))} · {escape(term(row["role"]))}</span>',
        escape(organization) or quantities.MISSING,
        layout.figure(row["commit_count"]),
        layout.figure(row["contributor_count"]),
        quantities.day(row["last_commit_on"]),
        licence(row),
        _completeness(streams),
    ]


def _completeness(streams: data.Row | None) -> str:
    if streams is None:
        return say("未列入计划", "not planned")
    n, complete = streams["stream_count"], streams["complete_count"]
    code = "complete" if complete == n else "partial" if complete else "not_collected"
    return f'{layout.state(code)} <span class="sy-faint">{complete} / {n}</span>'


def licence(row: data.Row) -> str:
    """Name a repository's licence, or say what is known of it."""
    if row["license_spdx_id"]:
        return escape(row["license_spdx_id"])
    if row["has_license"] is None:
        return say("未知", "unknown")
    return say("有，未识别", "present, not recognised") if row["has_license"] else say("无", "none")


def detail(repository_id: str) -> None:
    """Show one repository: its facts, every measure of it and how far each is covered."""
    found = data.rows(ONE, id=repository_id)
    layout.put(layout.link("projects", say("← 全部仓库", "← all repositories")))
    if not found:
        layout.empty(
            say("这份快照里没有这个仓库", "This snapshot has no such repository"),
            f"<code>{escape(repository_id)}</code>",
        )
        return
    row = found[0]
    layout.section(row["full_name"])
    _facts(row)
    period_kind = choices.segments(
        say("周期", "Period"), ["month", "quarter", "year"], "period", "quarter", term
    )
    layout.section(say("各项指标", "Every measure"))
    measures(
        data.rows(MEASURES, kind="repository", id=repository_id, period_kind=period_kind), str(period_kind)
    )
    _by_time(repository_id)
    _coverage(repository_id)


def _facts(row: data.Row) -> None:
    organization = say(row["name_zh"] or "", row["name_en"] or "")
    presence = " ".join(
        _presence(row.get(name), say(*words)) for name, words in HEAD_FACTS.items() if name in row
    )
    layout.facts(
        [
            (say("机构", "Organisation"), escape(organization) or quantities.MISSING),
            (
                say("平台 · 角色", "Forge · role"),
                f"{escape(term(row['forge']))} · {escape(term(row['role']))}",
            ),
            (say("首次提交", "First commit"), quantities.day(row["first_commit_on"])),
            (say("最近提交", "Last commit"), quantities.day(row["last_commit_on"])),
            (say("提交总数", "Commits"), layout.figure(row["commit_count"])),
            (say("贡献者总数", "Contributors"), layout.figure(row["contributor_count"])),
            (say("许可证", "Licence"), licence(row)),
            (say("编号", "Identity"), f'<span class="sy-code">{escape(row["repository_id"])}</span>'),
        ]
    )
    layout.put(f'<p class="sy-note">{say("默认分支上可见", "Seen on the default branch")}：{presence}</p>')


def _presence(value: bool | None, word: str) -> str:
    sign, hint = {
        True: ("✓", say("有", "yes")),
        False: ("✗", say("无", "no")),
        None: ("?", say("未知", "unknown")),
    }[value]
    return f'<span title="{hint}" style="margin-right:1.1em;white-space:nowrap">{sign} {word}</span>'


def measures(answer: list[data.Row], period_kind: str) -> None:
    """Show every metric of one subject: its course and the newest periods."""
    definitions = data.rows("select * from marts.metric_definitions order by metric")
    starts = sorted({row["period_start_on"] for row in answer})[-SHOWN_PERIODS:]
    columns = [
        layout.Column(say("指标", "Metric")),
        layout.Column(say("走势", "Course")),
        *(layout.Column(quantities.short_period(period_kind, start), "num") for start in starts),
    ]
    by_metric: dict[str, list[data.Row]] = {}
    for row in answer:
        by_metric.setdefault(row["metric"], []).append(row)
    known = (row for row in definitions if row["metric"] in by_metric)
    layout.table(columns, (_measure_line(by_metric[row["metric"]], row, starts) for row in known))
    layout.note(
        say(
            "“未采集”表示该期没有数据，不是零；“—”表示没有可计算的样本；带 * 的周期尚未结束，数值暂定。",
            "“not collected” is no data, never zero; “—” means no case to compute from; * is provisional.",
        )
    )


def _measure_line(points: list[data.Row], definition: data.Row, starts: list[date]) -> list[str]:
    by_start = {point["period_start_on"]: point for point in points}
    title = escape(say(definition["title_zh"], definition["title_en"]))
    caution = escape(say(definition["caution_zh"], definition["caution_en"]) or "", quote=True)
    values = [point["value"] for point in points if point["is_complete"]][-24:]
    cells = (_measure_cell(by_start.get(start), definition["unit"]) for start in starts)
    return [f'<abbr title="{caution}">{title}</abbr>', charts.sparkline(values), *cells]


def _measure_cell(point: data.Row | None, unit: str) -> str:
    if point is None:
        return f'<span class="sy-mark quiet">{say("未采集", "not collected")}</span>'
    shown = layout.value(point, unit)
    return shown if point["is_complete"] else f"<i>{shown}</i>*"


def _by_time(repository_id: str) -> None:
    rows = data.rows(BY_TIME, id=repository_id)
    if rows:
        layout.section(say("一周之中何时提交", "When in the week"))
        alt_text = say("按星期与小时的提交数", "Commits by weekday and hour")
        charts.show(charts.punch_card, rows, alt_text=alt_text)


def _coverage(repository_id: str) -> None:
    layout.section(say("覆盖", "Coverage"))
    columns = [
        layout.Column(say("来源 · 内容", "Source · kind")),
        layout.Column(say("状态", "State"), "nowrap"),
        layout.Column(say("月份", "Months"), "nowrap"),
        layout.Column(say("原因", "Reason")),
    ]
    lines = (
        [
            f"{escape(term(row['source']))} · {escape(term(row['kind']))}",
            layout.state(row["state"]),
            f"{quantities.month(row['first_month_on'])} – {quantities.month(row['last_month_on'])}",
            escape(term(row["reason"])) if row["reason"] else "",
        ]
        for row in data.rows(COVERAGE, id=repository_id)
    )
    layout.table(columns, lines)
