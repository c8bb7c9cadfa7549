"""The pieces of the query page: examples, the answer with its downloads, and the tables one can ask."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import pyarrow as pa
import streamlit as st

from dashboard import data
from dashboard.kit import downloads, layout
from dashboard.views.about_data import guarded_sql
from dashboard.words.say import say

EXAMPLES = {
    "scope": (
        "广州每季度的提交与贡献者",
        "Commits and contributors of Guangzhou by quarter",
        "select period_start_on,\n"
        "    max(value) filter (metric = 'code_changes_commits') as commits,\n"
        "    max(value) filter (metric = 'contributors') as contributors\n"
        "from marts.measures\n"
        "where subject_kind = 'scope' and subject_id = 'guangzhou' and period_kind = 'quarter'\n"
        "group by period_start_on order by period_start_on desc",
    ),
    "presence": (
        "各行业未见公开项目的机构数",
        "Organisations without known presence by sector",
        "select sector, count(*) as organizations,\n"
        "    count(*) filter (public_presence = 'none_known') as none_known\n"
        "from marts.organizations where relation = 'guangzhou'\n"
        "group by sector order by none_known desc",
    ),
    "coverage": (
        "哪些对象从何时起没有数据",
        "What is missing since when",
        "select target_id, kind, state, reason, min(since) as since, count(*) as months\n"
        "from marts.coverage where state != 'complete'\n"
        "group by all order by since",
    ),
}
FORMATS: dict[str, tuple[Callable[[pa.Table], bytes], str]] = {
    "csv": (downloads.to_csv, "text/csv"),
    "parquet": (downloads.to_parquet, "application/vnd.apache.parquet"),
    "xlsx": (downloads.to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
TABLES = """
select t.table_name, t.estimated_size as row_count, t.comment as table_comment,
    c.column_name, c.data_type, c.comment as column_comment
from duckdb_tables() t
join duckdb_columns() c using (database_name, schema_name, table_name)
where t.schema_name = 'marts' order by t.table_name, c.column_index
"""


def examples() -> None:
    """Offer queries to begin with; each is an address of its own."""
    links = " &ensp; ".join(layout.link("query", say(zh, en), sql=sql) for zh, en, sql in EXAMPLES.values())
    layout.put(f"<p>{say('示例', 'Examples')}：{links}</p>")


def ask() -> str:
    """Let the reader write a query; the address keeps the one that was run."""
    if "sql" not in st.session_state:
        st.session_state["sql"] = st.query_params.get("sql", "")
    with st.form("query", border=False):
        st.text_area("SQL", key="sql", height=200, placeholder="select * from marts.measures limit 10")
        st.form_submit_button(say("运行", "Run"), type="primary")
    sql = st.session_state["sql"].strip()
    if sql and st.query_params.get("sql") != sql:
        st.query_params["sql"] = sql
    return sql


def answer(snapshot: data.Snapshot, sql: str) -> None:
    """Run the query and show its rows, or say why not."""
    try:
        result = _result(str(snapshot.folder), sql)
    except guarded_sql.Refused as refused:
        reason = escape(say(*refused.args)).replace("\n", "<br>")
        layout.put(f'<div class="sy-empty"><h2>{say("没有运行", "Not run")}</h2><p>{reason}</p></div>')
        return
    n = f"{result.table.num_rows:,}"
    cut = say("（已截断，还有更多行）", " (cut: there are more)") if result.is_cut else ""
    layout.put(
        "<p><b>"
        + say(f"{n} 行{cut}", f"{n} rows{cut}")
        + "</b> · "
        + say(f"用时 {result.seconds:.2f} 秒", f"{result.seconds:.2f} s")
        + "</p>"
    )
    st.dataframe(result.table, hide_index=True, height="auto")
    _downloads(snapshot, result.table)


@st.cache_resource(max_entries=20, show_spinner=False)
def _result(folder: str, sql: str) -> guarded_sql.Result:
    return guarded_sql.run(data.database(Path(folder)), sql)


def _downloads(snapshot: data.Snapshot, table: pa.Table) -> None:
    mark = "演示数据-" if snapshot.is_demonstration else ""
    for column, (ending, (write, mime)) in zip(st.columns([1, 1, 1, 5]), FORMATS.items(), strict=False):
        column.download_button(
            say(f"下载 {ending}", f"Download {ending}"),
            lambda write=write: write(table),
            file_name=f"{mark}suiyuan-{snapshot.name}.{ending}",
            mime=mime,
            on_click="ignore",
            width="stretch",
        )


def schema() -> None:
    """List the tables one can ask, with the meaning of every column."""
    layout.section(say("可查询的表", "The tables"))
    tables: dict[str, list[data.Row]] = {}
    for row in data.rows(TABLES):
        tables.setdefault(row["table_name"], []).append(row)
    layout.put("".join(_table(table, columns) for table, columns in tables.items()))


def _meaning(comment: str | None) -> str:
    """Take the reader's language from a column's comment, ``Chinese | English``."""
    chinese, _, english = (comment or "").partition(" | ")
    return say(chinese, english or chinese)


def _table(name: str, columns: list[data.Row]) -> str:
    lines = "".join(
        f"<tr><th scope='row'>{escape(c['column_name'])}</th><td class='nowrap'>{escape(c['data_type'])}</td>"
        f"<td>{escape(_meaning(c['column_comment']))}</td></tr>"
        for c in columns
    )
    about = f" · {escape(columns[0]['table_comment'])}" if columns[0]["table_comment"] else ""
    count = f"{columns[0]['row_count']:,} {say('行', 'rows')}"
    return (
        f"<details><summary><b>marts.{escape(name)}</b> · {count}{about}</summary>"
        f'<table class="sy-table"><tbody>{lines}</tbody></table></details>'
    )
