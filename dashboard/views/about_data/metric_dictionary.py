"""The metrics in words: question, definition, SQL, caution, and an example worked from the data."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import data
from dashboard.kit import layout
from dashboard.words import quantities
from dashboard.words.say import say, term

DIRECTIONS = {"up": ("越高越好", "higher is better"), "down": ("越低越好", "lower is better")}
EXAMPLE = """
select subject_id, period_start_on, value, sample_count
from marts.measures join marts.periods using (period_kind, period_start_on)
where metric = $metric and subject_kind = 'repository' and period_kind = 'month' and is_complete and value > 0
order by period_start_on desc, sample_count desc nulls last, subject_id
limit 1
"""
EXTENT = """
select subject_kind, count(distinct subject_id) as subject_count, min(period_start_on) as first_on,
    max(period_start_on) as last_on, count(*) as row_count,
    count(*) filter (value is null and not is_suppressed) as undefined_count,
    count(*) filter (is_suppressed) as suppressed_count
from marts.measures where metric = $metric and period_kind = 'month'
group by subject_kind order by subject_kind
"""
REPRODUCE = """select value, sample_count
from marts.measures
where metric = '{metric}'
    and subject_kind = 'repository' and subject_id = '{subject}'
    and period_kind = 'month' and period_start_on = date '{start}'"""


def listing(definitions: Sequence[data.Row]) -> None:
    """Show every metric with its question."""
    columns = [
        layout.Column(say("指标", "Metric")),
        layout.Column(say("回答的问题", "The question it answers")),
        layout.Column(say("单位", "Unit"), "nowrap"),
        layout.Column("CHAOSS", "nowrap"),
    ]
    layout.table(
        columns,
        (
            [
                layout.link("dictionary", _title(row), metric=row["metric"])
                + f'<span class="sub">{escape(row["metric"])}</span>',
                escape(say(row["question_zh"], row["question_en"])),
                escape(term(row["unit"])),
                "✓" if _has_link(row) else say("自有", "our own"),
            ]
            for row in definitions
        ),
    )


def detail(row: data.Row) -> None:
    """Show one metric: its words, its SQL and an example from this snapshot."""
    layout.put(layout.link("dictionary", say("← 全部指标", "← all metrics")))
    layout.section(_title(row), say(row["question_zh"], row["question_en"]))
    layout.facts(
        [
            (say("名称", "Name"), f'<span class="sy-code">{escape(row["metric"])}</span>'),
            (say("单位", "Unit"), escape(term(row["unit"]))),
            (say("方向", "Direction"), say(*DIRECTIONS.get(row["direction"], ("不作优劣判断", "neither")))),
            ("CHAOSS", _chaoss(row)),
        ]
    )
    layout.put(
        f"<p><b>{say('注意', 'Caution')}</b>：{escape(say(row['caution_zh'], row['caution_en']) or '')}</p>"
    )
    _example(row)
    layout.section(
        say("定义", "Definition"),
        say("数字就是这段 SQL 的结果，逐字如下。", "The figure is what this SQL gives, word for word."),
    )
    st.code(row["sql"], language="sql")
    _extent(row["metric"])


def _title(row: data.Row) -> str:
    return say(row["title_zh"], row["title_en"])


def _has_link(row: data.Row) -> bool:
    return (row["chaoss"] or "").startswith("https://")


def _chaoss(row: data.Row) -> str:
    if not _has_link(row):
        return say("无，自有指标", "none: a metric of our own")
    address = escape(row["chaoss"], quote=True)
    return f'<a href="{address}" rel="noreferrer" target="_blank">{say("定义出处", "its source")}</a>'


def _example(row: data.Row) -> None:
    found = data.rows(EXAMPLE, metric=row["metric"])
    if not found:
        return
    case = found[0]
    month, shown = (
        quantities.month(case["period_start_on"]),
        quantities.exact_in_unit(case["value"], row["unit"]),
    )
    repository = layout.link("projects", case["subject_id"], repository=case["subject_id"])
    cases = quantities.exact(case["sample_count"])
    layout.section(say("实例", "Worked example"))
    layout.put(
        "<p>"
        + say(
            f"{repository} 在{month}：{_title(row)} <b>{shown}</b>，由 {cases} 个样本算出。",
            f"{repository} in {month}: {_title(row)} <b>{shown}</b>, from {cases} cases.",
        )
        + say("在“查询”页可重算：", " To see it yourself, on the query page:")
        + "</p>"
    )
    st.code(
        REPRODUCE.format(metric=row["metric"], subject=case["subject_id"], start=case["period_start_on"]),
        language="sql",
    )


def _extent(metric: str) -> None:
    columns = [
        layout.Column(say("对象类别", "Subjects")),
        layout.Column(say("对象数", "Count"), "num"),
        layout.Column(say("起止月份", "Months"), "nowrap"),
        layout.Column(say("月度数值", "Monthly values"), "num"),
        layout.Column(say("其中不公布", "Withheld"), "num", quantities.withheld()),
        layout.Column(
            say("其中无定义", "Undefined"), "num", say("没有可计算的样本", "no case to compute from")
        ),
    ]
    layout.section(say("在本快照中的范围", "Its extent in this snapshot"))
    layout.table(
        columns,
        (
            [
                escape(term(row["subject_kind"])),
                layout.figure(row["subject_count"]),
                f"{quantities.month(row['first_on'])} – {quantities.month(row['last_on'])}",
                layout.figure(row["row_count"]),
                layout.figure(row["suppressed_count"]),
                layout.figure(row["undefined_count"]),
            ]
            for row in data.rows(EXTENT, metric=metric)
        ),
    )
