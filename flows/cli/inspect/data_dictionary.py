"""The models' headers go in, docs/data-dictionary.md comes out: every public table, column and metric."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

import warehouse
from flows.runs.steps import RECORD_TYPES

TABLES = """
select table_name, comment
from (
    select table_name, comment from duckdb_tables() where schema_name = 'marts' and not internal
    union all
    select view_name, comment from duckdb_views() where schema_name = 'marts' and not internal
)
order by table_name
"""
COLUMNS = """
select column_name, data_type, comment
from duckdb_columns()
where schema_name = 'marts' and table_name = ?
order by column_index
"""
METRICS = """
select metric, title_zh, title_en, question_zh, question_en, unit, chaoss, caution_zh, caution_en
from marts.metric_definitions
order by metric
"""
OPENING = """# Data dictionary · 数据字典

Made from the headers of `warehouse/models/` by `suiyuan dictionary > docs/data-dictionary.md`;
a test says when it is out of date.
A snapshot carries the same words as comments on its tables and columns.
"""


def data_dictionary() -> str:
    """Write the dictionary of the marts, from a warehouse that is built with nothing in it."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with warehouse.open_working(data) as db:
            warehouse.load(db, warehouse.Landing(data / "landing", "empty"), RECORD_TYPES)
            warehouse.build(db)
            return "\n".join([OPENING, *_tables(db), *_metrics(db)])


def _tables(db: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield "## Tables · 表"
    for table, comment in db.execute(TABLES).fetchall():
        yield f"\n### marts.{table}\n\n{_sentence(comment or '')}.\n"
        yield "| column | type | 含义 | meaning |\n| --- | --- | --- | --- |"
        for column, kind, meaning in db.execute(COLUMNS, [table]).fetchall():
            chinese, _, english = (meaning or "").partition("|")
            yield f"| `{column}` | {kind} | {chinese.strip()} | {english.strip()} |"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _metrics(db: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield "\n## Metrics · 指标"
    for metric, title_zh, title_en, asks_zh, asks_en, unit, chaoss, zh, en in db.execute(METRICS).fetchall():
        yield f"\n### {metric}\n\n**{title_zh} · {title_en}** ({unit}; CHAOSS: {chaoss})\n"
        yield f"{asks_zh} {asks_en}\n\n- {zh}\n- {en}"
