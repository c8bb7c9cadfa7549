"""任务十 | Task 10

逐条对照：走到哪一步，还差什么，有多可信 | Clause by clause: how far, what is missing, how sure

政策 | Policy
"""

from dashboard import indicators, layout, task_ten
from dashboard.words import say

indicators.style()
choice = indicators.choose()
found = indicators.readings(choice) if choice else {}
if choice is None or not found:
    layout.empty(
        say("这份快照里还没有规划", "This snapshot has no plan yet"),
        say(
            "规划写在 <code>config/plans/</code>；运行一次采集与构建之后，这里逐条显示。",
            "Plans stand in <code>config/plans/</code>; they are shown after the next run.",
        ),
    )
else:
    task_ten.horizon(choice, found)
    task_ten.clauses(choice, found, {})
    task_ten.unmeasured(choice)
