"""Raw tables in, every model's table out, in one transaction: all of it, or what was there before."""

import logging
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.building.model import BUILT, MODELS, Model, built_models, literal, needed
from warehouse.clock import TOLERANCE
from warehouse.database import transaction
from warehouse.errors import ModelError

PARAMETERS = """
create table build.parameters as
select ?::timestamptz as as_of, ?::timestamptz as built_at, world_id, ?::varchar as run_id
from landing.identity
"""
log = logging.getLogger(__name__)


def build(
    db: duckdb.DuckDBPyConnection,
    *,
    as_of: datetime | None = None,
    now: datetime | None = None,
    models: Path = MODELS,
    wanted: Collection[str] = (),
    run_id: str | None = None,
) -> list[str]:
    """Make all tables anew, as known at ``as_of`` (None: now); give their names in the order of building.

    ``wanted`` names some (``metrics.stars``): then only these are made, and what they read. ``run_id`` is the
    run that builds, so that it is told from one that broke off.
    Raises ModelError, and changes nothing, where a model breaks a rule or its SQL fails.
    """
    now = now or datetime.now(UTC)
    ordered = needed(built_models(models), wanted) if wanted else built_models(models)
    with transaction(db):
        for schema in ("build", *BUILT):
            db.execute(f"drop schema if exists {schema} cascade")
            db.execute(f"create schema {schema}")
        db.execute(PARAMETERS, [as_of or _now(db, now), now, run_id])
        for model in ordered:
            _make(db, model)
    return [model.name for model in ordered]


def describe(model: Model, catalog: str, kind: str) -> Iterator[str]:
    """Give the statements that comment on a model's table or view, and its columns, in a database."""
    name = f'"{catalog}".{model.name}'
    text = " | ".join(line for key in ("grain", "title_zh", "title_en") for line in model.header.get(key, ()))
    yield f"comment on {kind} {name} is {literal(text)}"
    for column, meaning in model.columns.items():
        yield f'comment on column {name}."{column}" is {literal(meaning)}'


def _now(db: duckdb.DuckDBPyConnection, now: datetime) -> datetime:
    """Give the instant by which all that is loaded is known: a clock that steps back a bit hides nothing."""
    newest = "select epoch_us(max(observed_at)) from landing.files where observed_at <= ?"
    try:
        ((microseconds,),) = db.execute(newest, [now + TOLERANCE]).fetchall()
    except duckdb.CatalogException:  # nothing was ever loaded
        return now
    return max(now, datetime.fromtimestamp(microseconds / 1e6, UTC)) if microseconds else now


def _make(db: duckdb.DuckDBPyConnection, model: Model) -> None:
    kind = model.header.get("as", ["table"])[0]
    started = datetime.now(UTC)
    try:
        db.execute(f"create {kind} {model.name} as {model.sql}")
    except duckdb.Error as error:
        raise ModelError(f"{model.schema}/{model.table}.sql fails: {error}") from error
    _refuse_undocumented(db, model)
    (catalog,) = db.execute("select current_database()").fetchall()[0]
    for statement in describe(model, catalog, kind):
        db.execute(statement)
    log.info("built %s in %.1f s", model.name, (datetime.now(UTC) - started).total_seconds())


def _refuse_undocumented(db: duckdb.DuckDBPyConnection, model: Model) -> None:
    """A mart's documented columns are its real ones; elsewhere what is documented must exist."""
    real = {row[0] for row in db.execute(f"describe {model.name}").fetchall()}
    wrong = model.columns.keys() - real
    if model.schema == "marts":
        model.value("grain")
        wrong = model.columns.keys() ^ real
    if wrong:
        raise ModelError(
            f"{model.schema}/{model.table}.sql: the `-- column:` lines and the columns differ in"
            f" {', '.join(sorted(wrong))}."
        )
