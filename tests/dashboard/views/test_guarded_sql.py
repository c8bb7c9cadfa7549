"""The query page's console answers questions about the marts and nothing else."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from dashboard.views.about_data import guarded_sql

SECRET = "not for the reader"
OUTSIDE = {
    "a file by its name": "select * from '{file}'",
    "a csv file": "select * from read_csv('{file}')",
    "a csv file, FROM first": "from read_csv('{file}')",
    "a text file": "select content from read_text('{file}')",
    "a blob": "select content from read_blob('{file}')",
    "a parquet file": "select * from parquet_scan('{file}')",
    "a file inside a subquery": "select (select max(content) from read_text('{file}'))",
    "a file inside a condition": "select 1 from marts.runs where exists (select 1 from '{file}')",
    "a file inside a CTE": "with a as materialized (select * from read_text('{file}')) select * from a",
    "a file in a union": "(select 1) union (select 2 from glob('*'))",
    "a file in a describe": "describe select * from read_csv('{file}')",
    "a listing of files": "select * from glob('/*')",
    "the network": "select * from 'https://example.org/x.csv'",
    "the network by function": "select * from read_parquet('s3://bucket/x')",
    "another database": "attach '{file}' as other",
    "writing a file": "copy marts.runs to '{file}.csv'",
    "writing a query": "copy (select 1) to '{file}.csv'",
    "exporting": "export database '{file}.d'",
    "installing": "install httpfs",
    "loading": "load httpfs",
    "a setting": "set memory_limit = '64GB'",
    "a setting again": "reset memory_limit",
    "a pragma": "pragma database_list",
    "a pragma that sets": "pragma threads = 8",
    "the settings": "select * from duckdb_settings()",
    "the settings' view": "select * from duckdb_settings",
    "one setting": "select current_setting('temp_directory')",
    "one setting inside a lambda": "select list_transform([1], lambda x: current_setting('threads'))",
    "the databases": "select path from duckdb_databases()",
    "a borrowed name": "from duckdb_settings, (with duckdb_settings as (select 1) from duckdb_settings)",
    "the secrets": "select * from duckdb_secrets()",
    "the environment": "select getenv('HOME')",
    "a Python variable": "select * from SECRET",
    "text as a query": "select * from query('select 1')",
    "text as a table": "select * from query_table('marts.runs')",
    "two statements": "select 1; select 2",
    "a hidden second statement": "select 1; copy marts.runs to '{file}.csv'",
    "a table": "create table t as select 1",
    "a deletion": "delete from marts.runs",
    "a procedure": "call pragma_version()",
    "a transaction": "begin",
    "a prepared statement": "prepare q as select 1",
    "nothing": "-- nothing",
}


@pytest.fixture
def database(fiction: Path) -> Path:
    return fiction / "snapshots" / "current" / "public.duckdb"


@pytest.mark.parametrize("sql", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_nothing_outside_the_marts_can_be_reached(database: Path, tmp_path: Path, sql: str):
    file = tmp_path / "secret.csv"
    file.write_text(SECRET)
    with pytest.raises(guarded_sql.Refused) as refused:
        guarded_sql.run(database, sql.format(file=file))
    assert SECRET not in "".join(refused.value.args)
    assert list(tmp_path.iterdir()) == [file], "nothing was written"


@pytest.mark.parametrize("sql", [sql for sql in OUTSIDE.values() if "{file}" in sql or "://" in sql])
def test_the_engine_alone_keeps_files_and_network_away(database: Path, tmp_path: Path, sql: str):
    """The second wall, without the first: what the parser might let through still fails."""
    file = tmp_path / "secret.csv"
    file.write_text(SECRET)
    with guarded_sql.locked_database(database) as db, pytest.raises(duckdb.Error):
        db.execute(sql.format(file=file)).fetchall()
    assert list(tmp_path.iterdir()) == [file]


def test_the_engine_alone_keeps_its_settings(database: Path):
    with guarded_sql.locked_database(database) as db, pytest.raises(duckdb.Error, match="locked"):
        db.execute("set memory_limit = '64GB'")


@pytest.mark.parametrize(
    ("sql", "row_count"),
    [
        ("select * from marts.organizations", 9),
        ("from marts.organizations limit 2 -- a remark", 2),
        ("with a as (select 1 as x) select * from a;", 1),
        ("describe marts.runs", 11),
        ("select * from information_schema.tables where table_name = 'organizations'", 1),
        (
            "pivot marts.metric_values on metric in ('contributors') using sum(value) group by repository_id",
            14,
        ),
        ("select unnest([1, 2, 3])", 3),
    ],
)
def test_honest_questions_are_answered(database: Path, sql: str, row_count: int):
    result = guarded_sql.run(database, sql)
    assert (result.table.num_rows, result.is_cut) == (row_count, False)


def test_rows_end_at_the_limit(database: Path):
    result = guarded_sql.run(database, "select * from range(1000000)", row_limit=10)
    assert (result.table.num_rows, result.is_cut) == (10, True)
    assert isinstance(result.table, pa.Table)


def test_a_long_query_is_stopped_when_its_time_is_over(database: Path):
    with pytest.raises(guarded_sql.Refused, match=r"stopped after 0\.3 s"):
        guarded_sql.run(database, "select sum(range) from range(1000000000000)", time_limit_seconds=0.3)


def test_a_greedy_query_is_stopped_at_its_memory_limit(database: Path):
    with pytest.raises(guarded_sql.Refused, match="Out of Memory"):
        guarded_sql.run(database, "select array_agg(a.range + b.range) from range(100000) a, range(100000) b")


def test_a_mistake_is_answered_with_the_parsers_words(database: Path):
    with pytest.raises(guarded_sql.Refused, match="syntax error"):
        guarded_sql.run(database, "selec 1")
