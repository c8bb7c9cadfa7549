"""数据覆盖 | Coverage

哪些数据没有，从什么时候起没有 | What is not known, and since when
"""

import streamlit as st

from dashboard import charts, data, gaps, layout, quantities
from dashboard.words import say, term

LINES_PER_PAGE = 40

layout.section(
    say("各来源的完整程度", "How complete each source is"),
    say(
        "按“对象 × 月”计。没有采集到的，是未知，不是零；任何汇总都不把它当作零。",
        "Counted by target and month. What was not collected is unknown, not zero; no total treats it as zero.",
    ),
)
gaps.summary()

layout.section(say("逐月与逐个对象", "By month and by target"))
sources = [row["source"] for row in data.rows("select distinct source from marts.coverage order by 1")]
kinds = [row["kind"] for row in data.rows("select distinct kind from marts.coverage order by 1")]
first, second, third, fourth = st.columns([1.2, 1.2, 1.6, 2])
source = first.selectbox(
    say("来源", "Source"),
    ["", *sources],
    format_func=lambda c: term(c) if c else say("全部来源", "All sources"),
    key="source",
    bind="query-params",
)
kind = second.selectbox(
    say("内容", "Kind"),
    ["", *kinds],
    format_func=lambda c: term(c) if c else say("全部内容", "All kinds"),
    key="kind",
    bind="query-params",
)
text = third.text_input(say("对象名称含", "Target contains"), key="target", bind="query-params") or ""
span = fourth.segmented_control(
    say("时间", "Span"),
    ["12", "24", "48"],
    default="24",
    required=True,
    format_func=lambda n: say(f"近{n}个月", f"{n} months"),
    key="months",
    bind="query-params",
)
months = [row["month_on"] for row in data.rows("select distinct month_on from marts.coverage order by 1")][
    -int(span or 24) :
]
if not months:
    layout.empty(
        say("还没有采集计划", "Nothing is planned yet"), say("运行一次采集后再来。", "Come back after a run.")
    )
    st.stop()

states = data.rows(gaps.BY_MONTH, since=months[0], source=source, kind=kind)
rows = [
    {
        "label": quantities.short_period("month", row["month_on"]),
        "state": row["state"],
        "stream_count": row["stream_count"],
    }
    for row in states
]
charts.show(
    charts.states_by_month(rows, {code: term(code) for code in gaps.STATES}),
    say("逐月各状态的占比", "Share of each state by month"),
)
gaps.legend()
streams = data.rows(gaps.STREAMS, since=months[0], source=source, kind=kind, text=text)
page = layout.pages(len(streams), LINES_PER_PAGE, key="page")
gaps.grid(streams[page], months, months[0])
layout.note(
    say(
        f"共 {len(streams)} 条采集流，缺口多的在前。光标移到格上可见状态与原因。",
        f"{len(streams)} streams, those with the most gaps first. Hover over a cell for its state and reason.",
    )
)

layout.section(
    say("缺什么，从何时起", "What is missing, since when"),
    say("不含本月：本月总是部分。", "Without the running month, which is always partial."),
)
missing = data.rows(gaps.MISSING, source=source, kind=kind, text=text)
gaps.missing(missing[layout.pages(len(missing), LINES_PER_PAGE, key="gap_page")])
