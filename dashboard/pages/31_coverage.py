"""数据覆盖 | Coverage

哪些数据没有，从什么时候起没有 | What is not known, and since when

数据 | Data
"""

from dashboard.kit import choices, layout
from dashboard.views.about_data import coverage
from dashboard.words.say import say

LINES_PER_PAGE = 40

layout.section(
    say("各来源的完整程度", "How complete each source is"),
    say(
        "按“对象 × 月”计。没有采集到的，是未知，不是零；任何汇总都不把它当作零。",
        "Counted by target and month. What was not collected is unknown, and no total treats it as zero.",
    ),
)
coverage.summary()

layout.section(say("逐月与逐个对象", "By month and by target"))
filters = coverage.choose()
if filters is None:
    layout.empty(
        say("还没有采集计划", "Nothing is planned yet"), say("运行一次采集后再来。", "Come back after a run.")
    )
else:
    coverage.by_month(filters)
    coverage.legend()
    streams = coverage.streams(filters)
    coverage.grid(streams[choices.pages(len(streams), LINES_PER_PAGE, "page")], filters)
    layout.note(
        say(
            f"共 {len(streams)} 条采集流，时断时续的在前，其次是缺口多的。光标移到格上可见状态与原因。",
            f"{len(streams)} streams: first those with holes, then those with the most gaps. "
            "Hover over a cell for its state and reason.",
        )
    )
    layout.section(
        say("缺什么，从何时起", "What is missing, since when"),
        say("不含本月：本月总是部分。", "Without the running month, which is always partial."),
    )
    coverage.alike(filters)
    layout.put(f"<b>{say('逐个对象', 'Target by target')}</b>")
    missing = coverage.missing(filters)
    coverage.table(missing[choices.pages(len(missing), LINES_PER_PAGE, "gap_page")])
