"""任务十 | Task 10

逐条对照：走到哪一步，还差什么，有多可信 | Clause by clause: how far, what is missing, how sure

政策 | Policy
"""

import streamlit as st

from dashboard.views.plan import clauses, readings, reasons

readings.style()
columns = st.columns([1.35, 1, 1], vertical_alignment="bottom")
choice = readings.choose(columns)
found = readings.readings(choice) if choice else {}
if choice is None or not found:
    readings.nothing()
else:
    with columns[0]:
        clauses.horizon(choice)
    clauses.tally(choice, found)
    clauses.clauses(choice, found, reasons.lines(choice, found))
    clauses.unmeasured(choice)
    clauses.legend()
