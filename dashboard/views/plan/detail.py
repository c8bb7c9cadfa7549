"""One indicator: its clause and definition, course, make-up, the rows behind it, and how it is computed."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import data
from dashboard.kit import charts, confidence, layout
from dashboard.views.plan import clauses as task_ten
from dashboard.views.plan import makeup, queries, readings, rows_behind, table
from dashboard.views.plan import texts as plan_words
from dashboard.views.plan.readings import Choice, Reading
from dashboard.words import quantities
from dashboard.words.indicator_words import KINDS
from dashboard.words.say import say

SHOWN_PERIODS = {"month": 36, "quarter": 16, "year": 8}
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


def detail(reading: Reading, choice: Choice) -> None:
    """Show one indicator from its words down to its rows."""
    indicator = reading.indicator
    layout.put(layout.link("indicators", say("← 全部指标", "← all indicators"), **task_ten.carried(choice)))
    layout.section(reading.title, say("", indicator["name_zh"]))
    layout.facts(_facts(reading, choice))
    _words(reading, choice)
    _levels(reading, choice)
    _course(reading, choice)
    query = queries.sql(reading, choice)
    rows = data.rows(query) if query else []
    makeup.show(reading, choice, rows)
    rows_behind.show(reading, choice, rows)
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
            counts = f"{point['complete_target_count']} / {point['target_count']}"
            held += say(f"（{counts}）", f" ({counts})")
    target = table.amount(indicator["target_value"], reading.unit)
    due = f" · {quantities.day(indicator['target_on'])}" if indicator["target_on"] else ""
    value = f"<b>{table.amount(reading.value, reading.unit)}</b> {provisional}"
    if reading.status == "no_value" and reading.absence:
        value = f'{layout.mark(say("无数据", "no data"))}<span class="sub">{escape(reading.absence)}</span>'
    return [
        (when, value),
        (say("同比", "Year on year"), table.growth(reading, "year_ago")),
        (say("环比", "On the previous period"), table.growth(reading, "previous")),
        (
            say(f"较{indicator['baseline_year']}年同期", f"Since {indicator['baseline_year']}"),
            _since(reading),
        ),
        (say("目标", "Target"), target + due),
        (say("状态", "Standing"), table.standing(reading.status)),
        (say("完整采集", "Held in full"), held),
        (say("类别 · 责任处室", "Kind · owner"), _kind(indicator)),
    ]


def _kind(indicator: data.Row) -> str:
    return f"{say(*KINDS[indicator['kind']])} · {plan_words.marked(indicator, 'owner')}"


def _since(reading: Reading) -> str:
    """Say the change since the baseline year, of complete periods only."""
    point = reading.point
    if point is None or point["value"] is None or point["is_provisional"] or point["baseline_value"] is None:
        return quantities.MISSING
    row = readings.compared(point["value"], point["baseline_value"])
    words, direction = readings.change_words(row, reading.unit)
    return f'<span class="sy-{direction}">{words}</span>'


def _words(reading: Reading, choice: Choice) -> None:
    """Show the clause with the phrases that lead here, the definition and what to beware of."""
    indicator = reading.indicator
    clauses = {row["clause_id"]: row for row in data.rows(readings.CLAUSES, plan=choice.plan["plan_id"])}
    phrases = data.rows(readings.PHRASES, plan=choice.plan["plan_id"])
    named = {row["clause_id"] for row in phrases if reading.id in row["indicator_ids"]}
    texts = "".join(_clause(clauses[c], phrases, reading.id) for c in clauses if c in named)
    target, has_caution = indicator["target_source"], bool(indicator["caution_zh"])
    parts = [
        (say("条款", "Clause"), texts),
        (say("口径", "Definition"), f"<p>{plan_words.marked(indicator, 'definition')}</p>"),
        (say("注意", "Caution"), f"<p>{plan_words.marked(indicator, 'caution')}</p>" * has_caution),
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
    def phrase(row: data.Row, words: str) -> str:
        return f"<mark>{words}</mark>" if indicator_id in row["indicator_ids"] else words

    mine = [row for row in phrases if row["clause_id"] == clause["clause_id"]]
    words = plan_words.clause(clause, mine, phrase)
    return f'<p><b>{plan_words.task(clause)}</b> <span class="text">{words}</span></p>'


def _course(reading: Reading, choice: Choice) -> None:
    points = reading.points[-SHOWN_PERIODS[choice.period_kind] :]
    if not any(point["value"] is not None for point in points):
        _nothing(reading)
        return
    layout.section(
        say("走势", "Course"),
        say(
            "深色：最近的完整周期；虚线框：进行中的周期，数值暂定，不与上年的整个周期相比；黄色短线：上年同期。",
            "Dark: the newest complete period. Dashed: the running one, which is not compared with a whole "
            "period. Ochre tick: a year before.",
        ),
    )
    rows = [_drawn(point, reading, choice) for point in points]
    alt_text = say(f"{reading.title}，按周期", f"{reading.title} by period")
    charts.show(charts.trend, rows, reading.unit, alt_text=alt_text)


def _drawn(point: data.Row, reading: Reading, choice: Choice) -> data.Row:
    start = point["period_start_on"]
    before = None if point["is_provisional"] else point["year_ago_value"]  # of which only some days are over
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
    why = escape(reading.absence) or say("没有采集到", "Nothing was collected")
    words = say(f"{why}。这是未知，不是零。", f"{why[:1].upper()}{why[1:]}. That is unknown, not zero.")
    layout.empty(say("还没有数值", "No value yet"), words, coverage)


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
