"""查询 | Query

用 SQL 直接问这份快照，结果可以下载 | Ask this snapshot in SQL, and take the answer with you

数据 | Data
"""

from dashboard import data
from dashboard.kit import layout
from dashboard.views.about_data import guarded_sql, query
from dashboard.words.say import say

query.examples()
sql = query.ask()
layout.note(
    say(
        f"只读：只能 SELECT marts 中的表；至多 {guarded_sql.ROW_LIMIT:,} 行、"
        f"{guarded_sql.TIME_LIMIT_SECONDS:g} 秒、{guarded_sql.MEMORY_LIMIT} 内存；"
        "不能读写文件、访问网络、更改设置。更大的查询请直接使用快照文件。",
        f"Read-only: SELECT from the tables of marts; at most {guarded_sql.ROW_LIMIT:,} rows, "
        f"{guarded_sql.TIME_LIMIT_SECONDS:g} s and {guarded_sql.MEMORY_LIMIT}; no files, no network, "
        "no settings. For more, use the snapshot's file itself.",
    )
)
snapshot = data.snapshot()
if sql and snapshot:
    query.answer(snapshot, sql)
query.schema()
