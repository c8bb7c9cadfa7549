"""指标词典 | Metric dictionary

每个数字是怎样定义、怎样算出来的 | How every figure is defined and computed

数据 | Data
"""

import streamlit as st

from dashboard import data
from dashboard.kit import layout
from dashboard.views.about_data import metric_dictionary
from dashboard.words.say import say

definitions = {
    row["metric"]: row for row in data.rows("select * from marts.metric_definitions order by metric")
}
if not definitions:
    layout.empty(say("这份快照里还没有指标", "This snapshot has no metrics yet"))
elif st.query_params.get("metric") in definitions:
    metric_dictionary.detail(definitions[st.query_params["metric"]])
else:
    layout.note(
        say(
            f"共 {len(definitions)} 个指标。一个指标就是一个 SQL 文件，对每个对象、每个周期计算一次；"
            "点开可见口径、SQL、注意事项和实例。",
            f"{len(definitions)} metrics. A metric is one SQL file, computed for every subject and period; "
            "open one for its definition, SQL, caution and a worked example.",
        )
    )
    metric_dictionary.listing(list(definitions.values()))
