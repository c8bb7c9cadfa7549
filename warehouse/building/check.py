"""Queries whose rows are mistakes in, their counts out, kept in ``build.check_results``."""

from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from warehouse.building.model import MODELS, Model, read_models
from warehouse.database import transaction
from warehouse.errors import ModelError

KEPT_MISTAKES = 100  # of one check: enough to find the cause, few enough to read
TABLES = """
create or replace table build.check_results (
    check_name varchar, severity varchar, title_zh varchar, title_en varchar, mistake_count bigint
);
create or replace table build.check_mistakes (check_name varchar, mistake json);
create or replace table build.marks (check_name varchar, subject_kind varchar, subject_id varchar);
"""
MISTAKES = f"insert into build.check_mistakes select ?, to_json(m) from mistakes m limit {KEPT_MISTAKES}"
MARKS = "insert into build.marks select distinct ?, subject_kind, subject_id from mistakes"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How many mistakes one check found, and whether they stop publishing or only mark subjects."""

    check_name: str
    severity: str
    title_zh: str
    title_en: str
    mistake_count: int


def check(db: duckdb.DuckDBPyConnection, *, models: Path = MODELS) -> list[CheckResult]:
    """Run every check on what is built, keep and give the results.

    A check of severity ``mark`` gives ``subject_kind`` and ``subject_id``, which ``build.marks`` keeps.
    """
    with transaction(db):
        db.execute(TABLES)
        return [_run(db, model) for model in read_models(models, "checks")]


def _run(db: duckdb.DuckDBPyConnection, model: Model) -> CheckResult:
    severity = model.value("severity")
    if severity not in ("stop", "mark"):
        raise ModelError(f"checks/{model.table}.sql: severity is stop or mark, not {severity}.")
    try:
        db.execute(f"create or replace temp table mistakes as {model.sql}")
        if severity == "mark":
            db.execute(MARKS, [model.table])
    except duckdb.Error as error:
        raise ModelError(f"checks/{model.table}.sql fails: {error}") from error
    db.execute(MISTAKES, [model.table])
    (count,) = db.execute("select count(*) from mistakes").fetchall()[0]
    result = CheckResult(model.table, severity, model.value("title_zh"), model.value("title_en"), count)
    db.execute("insert into build.check_results values (?, ?, ?, ?, ?)", astuple(result))
    return result
