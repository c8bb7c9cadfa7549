"""指标 | Indicators

规划的每个指标：口径、走势、构成、背后的每一行 | Every indicator: definition, course, make-up, rows

政策 | Policy
"""

import streamlit as st

from dashboard.kit import layout
from dashboard.views.plan import detail as indicators_detail
from dashboard.views.plan import readings as indicators
from dashboard.views.plan import table as indicators_list
from dashboard.words.say import say

indicators.style()
choice = indicators.choose()
found = indicators.readings(choice) if choice else {}
if choice is None or not found:
    indicators.nothing()
elif "id" not in st.query_params:
    indicators_list.listing(choice, found)
elif reading := found.get(st.query_params["id"]):
    indicators_detail.detail(reading, choice)
else:
    layout.empty(say("这份快照里没有这个指标", "This snapshot has no such indicator"))
