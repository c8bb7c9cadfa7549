"""A stranger's SQL → at most some thousand rows, with nothing to reach but the marts of one snapshot.

Three walls, each enough for what it is for:

- the text must be one SELECT by DuckDB's own parser, over the marts (or its own CTEs), without the functions
  that read files, settings or other databases;
- it runs in a database of its own that lives for this query only: the snapshot is attached read-only, then
  outside access is switched off and the settings are locked, memory and threads are bounded, nothing spills;
- it is interrupted when its time is over, and no more rows than the limit are fetched.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import Any

import duckdb
import pyarrow as pa

MEMORY_LIMIT = "512MB"
TIME_LIMIT_SECONDS = 15.0
ROW_LIMIT = 10_000
LONGEST_SQL_CHARACTERS = 20_000
SHOWN_ERROR_LINES = 6
READABLE_SCHEMAS = {"marts", "information_schema"}
TABLE_FUNCTIONS = {"range", "generate_series", "unnest"}
# Functions that name this machine's files or settings, or run text that the check has not seen.
FORBIDDEN_FUNCTIONS = {"current_setting", "getenv", "getvariable", "write_log", "json_execute_serialized_sql"}
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": MEMORY_LIMIT,
    "threads": "1",
    "max_temp_directory_size": "0B",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


# Several at once would multiply the memory limit; whoever waits longer than this is told to come back.
SLOTS = BoundedSemaphore(2)
LONGEST_WAIT_SECONDS = 10.0


class Refused(Exception):
    """The query was not run, or not to its end; two texts, Chinese and English, say why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The rows of a query, whether more were left behind, and how long it took."""

    table: pa.Table
    is_cut: bool
    seconds: float


def run(
    database: Path, sql: str, *, time_limit_seconds: float = TIME_LIMIT_SECONDS, row_limit: int = ROW_LIMIT
) -> Result:
    """Run one SELECT on a snapshot's file, or raise `Refused`."""
    if len(sql) > LONGEST_SQL_CHARACTERS:
        raise Refused(
            f"查询不得超过 {LONGEST_SQL_CHARACTERS} 个字符", f"keep it to {LONGEST_SQL_CHARACTERS} characters"
        )
    if not SLOTS.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise Refused("其他查询正在运行，请稍后再试", "other queries are running: try again in a moment")
    started = time.monotonic()
    try:
        with locked_database(database) as db:
            table = _fetch(db, _one_select(db, sql), time_limit_seconds, row_limit + 1)
    except duckdb.Error as error:
        text = "\n".join(str(error).strip().splitlines()[:SHOWN_ERROR_LINES])
        raise Refused(text, text) from error
    finally:
        SLOTS.release()
    seconds = time.monotonic() - started
    return Result(table=table.slice(0, row_limit), is_cut=table.num_rows > row_limit, seconds=seconds)


def _fetch(db: duckdb.DuckDBPyConnection, query: str, time_limit_seconds: float, row_count: int) -> pa.Table:
    timer = Timer(time_limit_seconds, db.interrupt)
    timer.start()
    try:
        return db.sql(query).limit(row_count).to_arrow_table()
    except duckdb.InterruptException:
        raise Refused(
            f"运行超过 {time_limit_seconds:g} 秒，已停止：请缩小范围，或下载快照文件后在本机查询",
            f"stopped after {time_limit_seconds:g} s: ask for less, or query the snapshot's file yourself",
        ) from None
    finally:
        timer.cancel()


def locked_database(database: Path) -> duckdb.DuckDBPyConnection:
    """Open a database for one query: a snapshot to read, all else out of reach, the settings locked."""
    db = duckdb.connect(":memory:", config=SETTINGS)
    quoted = str(database).replace("'", "''")
    db.execute(f"attach '{quoted}' as snapshot (read_only)")
    db.execute("use snapshot")
    db.execute("set enable_external_access = false")
    db.execute("set lock_configuration = true")
    return db


def _one_select(db: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Give the query's own text if it is a single SELECT that reads nothing but the marts."""
    statements = db.extract_statements(sql)
    if len(statements) != 1:
        raise Refused("请只写一条语句", "write exactly one statement")
    query = statements[0].query
    found = db.execute("select json_serialize_sql($query)", {"query": query}).fetchone()
    tree = json.loads(found[0]) if found else {"error": True}
    if tree["error"]:
        raise Refused("此处只能运行 SELECT 查询", "only SELECT can be run here")
    internal = db.execute("select lower(view_name) from duckdb_views() where internal").fetchall()
    _check(list(_nodes(tree)), {name for (name,) in internal})
    return query


def _check(nodes: list[dict[str, Any]], internal_names: set[str]) -> None:
    """Refuse what reaches beyond the marts; a CTE may not borrow the name of an internal view."""
    own_names = {entry["key"].lower() for node in nodes for entry in node.get("cte_map", {}).get("map", ())}
    for node in nodes:
        if node.get("type") == "TABLE_FUNCTION":
            _check_function(node["function"]["function_name"].lower(), TABLE_FUNCTIONS)
        elif node.get("class") == "FUNCTION":
            _check_function(node["function_name"].lower(), None)
        elif node.get("type") == "BASE_TABLE":
            _check_table(node["schema_name"].lower(), node["table_name"], own_names - internal_names)


def _check_function(name: str, allowed: set[str] | None) -> None:
    if name in FORBIDDEN_FUNCTIONS or (allowed is not None and name not in allowed):
        raise Refused(f"此处不提供函数 {name}", f"the function {name} is not available here")


def _check_table(schema: str, table: str, own_names: set[str]) -> None:
    if not (schema in READABLE_SCHEMAS or (schema == "" and table.lower() in own_names)):
        raise Refused(
            f"此处不能读取 {table}：请写成 marts.表名", f"{table} cannot be read here: write marts.<table>"
        )


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)
