"""One indicator: its clause and definition, course, make-up, the rows behind it, and how it is computed."""

from collections.abc import Mapping, Sequence
from html import escape

import pyarrow as pa
import streamlit as st

from dashboard import (
    charts,
    choices,
    confidence,
    data,
    downloads,
    indicators,
    indicators_list,
    indicators_makeup,
    indicators_rows,
    layout,
    quantities,
    task_ten,
)
from dashboard.indicators import Choice, Reading
from dashboard.words import say

SHOWN_PERIODS = {"month": 36, "quarter": 16, "year": 8}
ROWS_PER_PAGE = 30
WIDEST = ""  # the scope of most claims: counts over organisations rest on all of them
LEVELS = """
select v.confidence, v.value, v.is_suppressed, coalesce(s.claim_count, 0) as claim_count,
    coalesce(s.reviewed_claim_count, 0) as reviewed_claim_count
from marts.indicator_values v
left join (
    select confidence, max(claim_count) as claim_count,
        arg_max(reviewed_claim_count, claim_count) as reviewed_claim_count
    from marts.subjects where subject_kind = 'scope' and $scope in ('', base_subject_id)
    group by confidence
) s using (confidence)
where v.plan_id = $plan and v.indicator_id = $id
    and v.period_kind = $period_kind and v.period_start_on = $start
"""
FILES = {
    "csv": (downloads.to_csv, "text/csv"),
    "xlsx": (downloads.to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def detail(reading: Reading, choice: Choice) -> None:
    """Show one indicator from its words down to its rows."""
    indicator = reading.indicator
    layout.put(layout.link("indicators", say("← 全部指标", "← all indicators"), **task_ten.carried(choice)))
    layout.section(reading.title, say("", indicator["name_zh"]))
    layout.facts(_facts(reading, choice))
    _words(reading, choice)
    _levels(reading, choice)
    _course(reading, choice)
    query = indicators_rows.sql(reading, choice)
    rows = data.rows(query) if query else []
    if indicator["kind"] != "registered":
        indicators_makeup.show(reading, choice, rows)
    _rows(reading, choice, rows)
    _formula(reading, query)


def _facts(reading: Reading, choice: Choice) -> list[tuple[str, str]]:
    indicator, point = reading.indicator, reading.point or {}
    when = quantities.period(choice.period_kind, point.get("period_start_on", reading.start_on))
    provisional = (
        layout.mark(say("进行中，暂定", "running, provisional")) if point.get("is_provisional") else ""
    )
    held = say("以登记为准", "as registered")
    if indicator["kind"] != "registered":
        held = quantities.percent(point.get("completeness_ratio"))
        if point.get("target_count"):
            held += f"（{point['complete_target_count']} / {point['target_count']}）"
    target = indicators_list.amount(indicator["target_value"], reading.unit)
    due = f" · {quantities.day(indicator['target_on'])}" if indicator["target_on"] else ""
    value = f"<b>{indicators_list.amount(reading.value, reading.unit)}</b> {provisional}"
    return [
        (when, value),
        (say("同比", "Year on year"), indicators_list.growth(reading, "year_ago")),
        (say("环比", "On the previous period"), indicators_list.growth(reading, "previous")),
        (
            say(f"较{indicator['baseline_year']}年同期", f"Since {indicator['baseline_year']}"),
            _since(reading),
        ),
        (say("目标", "Target"), target + due),
        (say("状态", "Standing"), indicators_list.standing(reading.status)),
        (say("完整采集", "Held in full"), held),
        (say("类别 · 责任处室", "Kind · owner"), _kind(indicator)),
    ]


def _kind(indicator: data.Row) -> str:
    owner = f'<span lang="zh">{escape(indicator["owner_zh"])}</span>'
    return f"{say(*indicators.KINDS[indicator['kind']])} · {owner}"


def _since(reading: Reading) -> str:
    """Say the change since the baseline year, of complete periods only."""
    point = reading.point
    if point is None or point["value"] is None or point["is_provisional"] or point["baseline_value"] is None:
        return quantities.MISSING
    row = indicators.compared(point["value"], point["baseline_value"])
    words, direction = indicators.change_words(row, reading.unit)
    return f'<span class="sy-{direction}">{words}</span>'


def _words(reading: Reading, choice: Choice) -> None:
    """Show the clause with the phrases that lead here, the definition and what to beware of."""
    indicator = reading.indicator
    clauses = {row["clause_id"]: row for row in data.rows(indicators.CLAUSES, plan=choice.plan["plan_id"])}
    phrases = data.rows(indicators.PHRASES, plan=choice.plan["plan_id"])
    named = {row["clause_id"] for row in phrases if reading.id in row["indicator_ids"]}
    texts = "".join(_clause(clauses[c], phrases, reading.id) for c in clauses if c in named)
    caution = say(indicator["caution_zh"] or "", indicator["caution_en"] or indicator["caution_zh"] or "")
    target = indicator["target_source"]
    parts = [
        (say("条款", "Clause"), texts),
        (say("口径", "Definition"), f'<p lang="zh">{escape(indicator["definition_zh"])}</p>'),
        (say("注意", "Caution"), f"<p>{escape(caution)}</p>" if caution else ""),
        (say("目标依据", "Source of the target"), f'<p lang="zh">{escape(target)}</p>' if target else ""),
    ]
    lines = "".join(f"<dt>{name}</dt><dd>{html}</dd>" for name, html in parts if html)
    layout.put(f'<dl class="sy-words">{lines}</dl>')


def _levels(reading: Reading, choice: Choice) -> None:
    """Show the value at every confidence of the claims; what is registered rests on none."""
    indicator, point = reading.indicator, reading.point
    if indicator["kind"] == "registered" or point is None:
        return
    scope = indicator["subject_id"] if indicator["subject_kind"] == "scope" else WIDEST
    answer = data.rows(
        LEVELS,
        plan=choice.plan["plan_id"],
        id=reading.id,
        period_kind=choice.period_kind,
        start=point["period_start_on"],
        scope=scope,
    )
    title = f"{reading.title} · {quantities.period(choice.period_kind, point['period_start_on'])}"
    levels = [confidence.Level(**row) for row in answer]
    confidence.strip(title, levels, choice.confidence, reading.unit)


def _clause(clause: data.Row, phrases: Sequence[data.Row], indicator_id: str) -> str:
    def phrase(row: data.Row) -> str:
        words = escape(row["phrase_zh"])
        return f"<mark>{words}</mark>" if indicator_id in row["indicator_ids"] else words

    mine = [row for row in phrases if row["clause_id"] == clause["clause_id"]]
    words = task_ten.written(clause["text_zh"], mine, phrase)
    return f'<p><b>{task_ten.task(clause)}</b> <span class="text" lang="zh">{words}</span></p>'


def _course(reading: Reading, choice: Choice) -> None:
    points = reading.points[-SHOWN_PERIODS[choice.period_kind] :]
    if not any(point["value"] is not None for point in points):
        _nothing(reading)
        return
    layout.section(
        say("走势", "Course"),
        say(
            "深色：最近的完整周期；虚线框：进行中的周期，数值暂定；黄色短线：上年同期。",
            "Dark: the newest complete period. Dashed: the running one. Ochre tick: a year before.",
        ),
    )
    rows = [_drawn(point, reading, choice) for point in points]
    alt_text = say(f"{reading.title}，按周期", f"{reading.title} by period")
    charts.show(charts.trend, rows, reading.unit, alt_text=alt_text)


def _drawn(point: data.Row, reading: Reading, choice: Choice) -> data.Row:
    start, before = point["period_start_on"], point["year_ago_value"]
    running = "running" if point["is_provisional"] else "complete"
    complete, n = point["complete_target_count"], point["target_count"]
    return {
        "label": quantities.short_period(choice.period_kind, start),
        "period": quantities.period(choice.period_kind, start),
        "value": point["value"],
        "year_before": before,
        "state": "newest" if start == reading.start_on else running,
        "shown": quantities.exact_in_unit(point["value"], reading.unit),
        "shown_before": quantities.exact_in_unit(before, reading.unit),
        "covered": f"{complete} / {n}" if n else say("登记", "registered"),
    }


def _nothing(reading: Reading) -> None:
    """Say why there is no value, and what would bring one."""
    indicator = reading.indicator
    if indicator["kind"] == "registered":
        register = escape(indicator["reads"])
        layout.empty(
            say("待登记", "To be registered"),
            say(
                "没有公开接口能读到这项事实，由责任处室登记。取得模板："
                f"<code>suiyuan register template {register}</code>；填好后导入："
                f"<code>suiyuan register import 文件.xlsx</code>。登记之前，它是未知，不是零。",
                "No public source has this fact; the owner registers it. Get the template with "
                f"<code>suiyuan register template {register}</code>, then "
                "<code>suiyuan register import FILE.xlsx</code>. Until then it is unknown, not zero.",
            ),
        )
        return
    coverage = layout.link("coverage", say("查看数据覆盖", "see the coverage"))
    layout.empty(
        say("还没有数值", "No value yet"),
        say(
            "名录中没有这一类机构，或其仓库尚未采集。这是未知，不是零。",
            "The directory lists no such organisation, or none of their repositories is held yet. "
            "That is unknown, not zero.",
        ),
        coverage,
    )


def _rows(reading: Reading, choice: Choice, rows: Sequence[data.Row]) -> None:
    behind = indicators_rows.counted(reading, rows, choice)
    if not behind:
        return
    layout.section(
        say("数字背后", "Behind the figure"),
        say(f"共 {len(behind)} 行，可全部下载。", f"{len(behind)} rows, all of which can be downloaded."),
    )
    shown = behind[choices.pages(len(behind), ROWS_PER_PAGE, "page")]
    if reading.indicator["kind"] == "registered":
        _registered(reading.indicator["reads"], shown)
    else:
        _repositories(reading, shown)
    _download(reading, behind)


def _repositories(reading: Reading, rows: Sequence[data.Row]) -> None:
    columns = [
        layout.Column(say("仓库", "Repository")),
        layout.Column(say("机构（归属主张见机构页）", "Organisation (claims on its page)")),
    ]
    is_measured = reading.indicator["kind"] == "measured"
    fact = indicators_rows.HEAD_FACTS.get(reading.indicator["reads"])
    if is_measured:
        columns.append(layout.Column(say("数值", "Value"), "num"))
    elif fact:
        columns.append(layout.Column(say("有无", "Present"), "nowrap"))
    else:
        columns += [
            layout.Column(say("首次提交", "First commit"), "nowrap"),
            layout.Column(say("最近提交", "Last commit"), "nowrap"),
        ]
    layout.table(columns, (_repository(row, reading, fact) for row in rows))


def _repository(row: data.Row, reading: Reading, fact: str | None) -> list[str]:
    name = say(row["name_zh"] or "", row["name_en"] or row["name_zh"] or "")
    owner = layout.link("organizations", name, id=row["organization_id"]) if row["organization_id"] else ""
    cells = [layout.link("projects", row["full_name"], repository=row["repository_id"]), owner]
    if reading.indicator["kind"] == "measured":
        return [*cells, layout.figure(row["value"], reading.unit)]
    if fact:
        return [*cells, say("● 有", "● yes") if row[fact] else say("○ 无", "○ no")]
    return [*cells, quantities.day(row["first_commit_on"]), quantities.day(row["last_commit_on"])]


def _registered(register: str, rows: Sequence[data.Row]) -> None:
    headings = data.rows(indicators_rows.HEADINGS, table=f"register_{register}")
    columns = [layout.Column(_heading(row["comment"], row["column_name"])) for row in headings]
    names = [row["column_name"] for row in headings]
    layout.table(columns, ([escape(_cell(row[name])) for name in names] for row in rows))


def _heading(comment: str | None, name: str) -> str:
    zh, _, en = (comment or name).partition(" | ")
    return say(zh.split("：")[0], (en or zh).split(":")[0])


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _download(reading: Reading, rows: Sequence[Mapping[str, object]]) -> None:
    snapshot = data.snapshot()
    if snapshot is None:
        return
    mark = "演示数据-" if snapshot.is_demonstration else ""
    for column, (ending, (write, mime)) in zip(st.columns([1, 1, 5]), FILES.items(), strict=False):
        column.download_button(
            say(f"下载 {ending}", f"Download {ending}"),
            lambda write=write: write(pa.Table.from_pylist([dict(row) for row in rows])),
            file_name=f"{mark}suiyuan-{reading.id}-{snapshot.name}.{ending}",
            mime=mime,
            on_click="ignore",
            width="stretch",
        )


def _formula(reading: Reading, query: str | None) -> None:
    """Show how the figure comes about: the metric's own SQL, and the query of the rows behind it."""
    indicator = reading.indicator
    layout.section(say("公式与 SQL", "Formula and SQL"))
    found = data.rows(
        "select sql from marts.metric_definitions where metric = $metric", metric=indicator["reads"]
    )
    if indicator["kind"] == "measured" and found:
        entry = layout.link("dictionary", indicator["reads"], metric=indicator["reads"])
        subject = escape(f"{indicator['subject_kind']} {indicator['subject_id']}")
        words = say(
            "读取度量 {} 的一个主体（{}），不是若干数值之和。", "Reads the metric {} of one subject ({})."
        )
        layout.put(f"<p>{words.format(entry, subject)}</p>")
        with st.expander(say("度量的 SQL", "SQL of the metric")):
            st.code(found[0]["sql"], language="sql")
    if query:
        run = layout.link("query", say("在查询页运行 →", "run it on the query page →"), sql=query)
        layout.put(f"<p>{say('数字背后各行的 SQL：', 'SQL of the rows behind it: ')}{run}</p>")
        st.code(query, language="sql")
