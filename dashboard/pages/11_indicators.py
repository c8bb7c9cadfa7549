"""指标 | Indicators

规划的每个指标：口径、走势、构成、背后的每一行 | Every indicator: definition, course, make-up, rows

政策 | Policy
"""

import streamlit as st

from dashboard.kit import layout
from dashboard.views.plan import detail, readings, table
from dashboard.words.say import say

readings.style()
choice = readings.choose()
found = readings.readings(choice) if choice else {}
if choice is None or not found:
    readings.nothing()
elif "id" not in st.query_params:
    table.listing(choice, found)
elif reading := found.get(st.query_params["id"]):
    detail.detail(reading, choice)
else:
    layout.empty(say("这份快照里没有这个指标", "This snapshot has no such indicator"))
