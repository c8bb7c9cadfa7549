"""查询 | Query

用 SQL 直接问这份快照，结果可以下载 | Ask this snapshot in SQL, and take the answer with you
"""

import streamlit as st

from dashboard import console, data, downloads, layout, query
from dashboard.words import say

query.examples()
with st.form("query", border=False):
    sql = st.text_area(
        "SQL", key="sql", bind="query-params", height=200, placeholder="select * from marts.measures limit 10"
    )
    asked = st.form_submit_button(say("运行", "Run"), type="primary")
layout.note(
    say(
        f"只读：只能 SELECT marts 中的表；至多 {console.ROW_LIMIT:,} 行、{console.TIME_LIMIT_SECONDS:g} 秒、"
        f"{console.MEMORY_LIMIT} 内存；不能读写文件、访问网络、更改设置。更大的查询请直接使用快照文件。",
        f"Read-only: SELECT from the tables of marts; at most {console.ROW_LIMIT:,} rows, {console.TIME_LIMIT_SECONDS:g} s "
        f"and {console.MEMORY_LIMIT}; no files, no network, no settings. For more, use the snapshot's file itself.",
    )
)
snapshot = data.snapshot()
if sql and snapshot:
    query.answer(snapshot, sql)
query.schema()
