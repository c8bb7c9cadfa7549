"""任务十 | Task 10

逐条对照：走到哪一步，还差什么，有多可信 | Clause by clause: how far, what is missing, how sure

政策 | Policy
"""

import streamlit as st

from dashboard.views.plan import clauses as task_ten
from dashboard.views.plan import readings as indicators
from dashboard.views.plan import reasons as task_ten_reasons

indicators.style()
columns = st.columns([1.35, 1, 1], vertical_alignment="bottom")
choice = indicators.choose(columns)
found = indicators.readings(choice) if choice else {}
if choice is None or not found:
    indicators.nothing()
else:
    with columns[0]:
        task_ten.horizon(choice)
    task_ten.tally(choice, found)
    task_ten.clauses(choice, found, task_ten_reasons.lines(choice, found))
    task_ten.unmeasured(choice)
    task_ten.legend()
