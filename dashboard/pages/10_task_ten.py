"""任务十 | Task 10

逐条对照：走到哪一步，还差什么，有多可信 | Clause by clause: how far, what is missing, how sure

政策 | Policy
"""

from dashboard import indicators, task_ten

indicators.style()
choice = indicators.choose()
found = indicators.readings(choice) if choice else {}
if choice is None or not found:
    indicators.nothing()
else:
    task_ten.horizon(choice, found)
    task_ten.clauses(choice, found, {})
    task_ten.unmeasured(choice)
