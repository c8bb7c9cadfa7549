"""Checks: rows are mistakes; some stop publishing, others mark a subject."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pytest

import warehouse
from warehouse import Landing, ModelError
from warehouse.building.check import CheckResult

WriteModels = Callable[[Mapping[str, str]], Path]
HEADER = "-- severity: {}\n-- title_zh: 标题\n-- title_en: title\n"


@pytest.fixture
def built(
    landing: Landing, db: duckdb.DuckDBPyConnection, write_models: WriteModels
) -> duckdb.DuckDBPyConnection:
    warehouse.load(db, landing, [])
    warehouse.build(db, models=write_models({"staging/numbers": "select unnest(range(1000)) as n"}))
    return db


def test_rows_are_mistakes_and_are_kept(built: duckdb.DuckDBPyConnection, write_models: WriteModels):
    models = write_models(
        {
            "checks/fine": HEADER.format("stop") + "select n from staging.numbers where n < 0",
            "checks/wrong": HEADER.format("stop") + "select n from staging.numbers where n >= 10",
        }
    )
    assert warehouse.check(built, models=models) == [
        CheckResult("fine", "stop", "标题", "title", 0),
        CheckResult("wrong", "stop", "标题", "title", 990),
    ]
    assert built.execute("select check_name, mistake_count from build.check_results").fetchall() == [
        ("fine", 0),
        ("wrong", 990),
    ]
    kept = built.execute("select check_name, mistake from build.check_mistakes").fetchall()
    assert len(kept) == 100
    assert kept[0][0] == "wrong" and json.loads(kept[0][1]).keys() == {"n"}


def test_a_mark_names_each_subject_once(built: duckdb.DuckDBPyConnection, write_models: WriteModels):
    subjects = (
        "select 'repository' as subject_kind, 'r' || n % 2 as subject_id, n from staging.numbers where n < 9"
    )
    models = write_models({"checks/odd": HEADER.format("mark") + subjects})
    (result,) = warehouse.check(built, models=models)
    assert (result.severity, result.mistake_count) == ("mark", 9)
    assert built.execute("from build.marks order by all").fetchall() == [
        ("odd", "repository", "r0"),
        ("odd", "repository", "r1"),
    ]


def test_checking_again_replaces_the_results(built: duckdb.DuckDBPyConnection, write_models: WriteModels):
    models = write_models({"checks/wrong": HEADER.format("stop") + "select n from staging.numbers"})
    warehouse.check(built, models=models)
    warehouse.check(built, models=models)
    assert built.execute("select count(*) from build.check_results").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (HEADER.format("warn") + "select 1", r"checks/bad\.sql: severity is stop or mark, not warn"),
        ("-- severity: stop\nselect 1", r"checks\.bad.* lacks .*`-- title_zh"),
        (HEADER.format("stop") + "select nothing from staging.numbers", r"checks/bad\.sql fails: .*nothing"),
        (HEADER.format("mark") + "select 1 as n", r"checks/bad\.sql fails: .*subject_kind"),
        (HEADER.format("stop") + "select 1 from numbers", r"checks/bad\.sql reads numbers"),
    ],
)
def test_a_broken_check_is_named(
    built: duckdb.DuckDBPyConnection, write_models: WriteModels, sql: str, message: str
):
    with pytest.raises(ModelError, match=message):
        warehouse.check(built, models=write_models({"checks/bad": sql}))
