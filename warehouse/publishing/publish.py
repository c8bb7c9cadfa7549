"""The built tables in, a dated snapshot out: a public file, a research file, Parquet copies, a manifest.

The folder is made whole under another name and then renamed; ``snapshots/current`` moves in one step. What
breaks off leaves the last good snapshot as it was.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from warehouse.building.build import describe
from warehouse.building.model import MODELS, Model, built_models, literal
from warehouse.errors import ChecksFailed, PublishError
from warehouse.landing.file import sync
from warehouse.publishing.snapshots import Snapshot, list_snapshots

KEPT = 14  # the newest ones; month-ends and pinned ones stay whatever their age
NAME = "%Y-%m-%dT%H%M%SZ"
SHANGHAI = timedelta(hours=8)
EDITIONS = {"public": ("public",), "research": ("public", "research")}
EXPLAINING = ("parameters", "check_results", "marks")  # tables of the schema build that go with every edition
PERSON_COLUMN = re.compile(
    r"(.*_)?(key|key_id|contributor_id|account_id|node|node_id)|former_id|login|mailbox|email"
)
KEYED_HASH = r"\b[0-9a-f]{32}\b"  # a commit's sha has 40 digits
MAILBOX = r"\b[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}\b"  # not npm's name@1.2.3


def publish(
    db: duckdb.DuckDBPyConnection,
    data: Path,
    *,
    now: datetime | None = None,
    versions: Mapping[str, str] | None = None,
    keep: int = KEPT,
    models: Path = MODELS,
) -> Snapshot:
    """Publish what is built and checked, then let old snapshots expire.

    Raises ChecksFailed where a check of severity stop found mistakes, and PublishError where nothing was
    checked since the last build, where other models built it, or where the public file would tell who is who.
    """
    now = (now or datetime.now(UTC)).astimezone(UTC)
    _refuse_mistakes(db)
    tables = [model for model in built_models(models) if model.edition != "internal"]
    _refuse_other_builds(db, tables)
    for model in tables:
        _refuse_persons(db, model)
    folder = data / "snapshots" / now.strftime(NAME)
    number = 1 + max((each.number for each in list_snapshots(data)), default=0)
    part = _empty_part(folder)
    counts = {edition: _write_edition(db, part, edition, tables) for edition in EDITIONS}
    manifest = {"number": number, **_manifest(db, now, versions or {}, tables)}
    manifest |= {"row_counts": counts, "files": _files(part)}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, default=_text)
    (part / "manifest.json").write_text(text, encoding="utf-8")
    for path in (*part.rglob("*"), part):
        sync(path)
    part.rename(folder)
    _point_to(folder)
    expire(data, keep)
    return Snapshot(folder)


def expire(data: Path, keep: int = KEPT) -> None:
    """Remove all but the last published snapshots, the last of each month in Shanghai, and pinned ones.

    Which were published last is never read from a name: a clock may have been set back. The one that is in
    force stays whatever it is called.
    """
    snapshots = list_snapshots(data)
    by_name = sorted(snapshots, key=lambda each: each.snapshot_id)
    month_ends = {
        (datetime.strptime(each.snapshot_id, NAME) + SHANGHAI).strftime("%Y-%m"): each for each in by_name
    }
    kept = {each.snapshot_id for each in (*snapshots[-max(keep, 1) :], *month_ends.values())}
    kept.add((data / "snapshots" / "current").resolve().name)
    for snapshot in snapshots:
        if snapshot.snapshot_id not in kept and not snapshot.is_pinned:
            shutil.rmtree(snapshot.folder)


def _refuse_mistakes(db: duckdb.DuckDBPyConnection) -> None:
    try:
        failed = db.execute(
            "select check_name, mistake_count from build.check_results"
            " where severity = 'stop' and mistake_count > 0 order by check_name"
        ).fetchall()
    except duckdb.CatalogException as error:
        raise PublishError("nothing was checked since the last build: run the checks first.") from error
    if failed:
        names = ", ".join(f"{name} ({count})" for name, count in failed)
        raise ChecksFailed(
            f"not published, the last snapshot stays; mistakes in: {names}. See build.check_mistakes."
        )


def _refuse_other_builds(db: duckdb.DuckDBPyConnection, tables: Iterable[Model]) -> None:
    """Refuse what models of another version have built."""
    columns = (
        "select concat_ws('.', schema_name, table_name), list(column_name) from duckdb_columns() group by 1"
    )
    built = dict(db.execute(columns).fetchall())
    for model in tables:
        if model.columns.keys() - set(built.get(model.name, [])) or model.name not in built:
            raise PublishError(f"not published: another version built {model.name}. Run suiyuan build first.")


def _refuse_persons(db: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Refuse a mailbox in any table, and in a public one whatever else tells who somebody is."""
    is_public = model.edition == "public"
    asked = ["", f"{MAILBOX}|{KEYED_HASH}"] if is_public else ["@", MAILBOX]
    for column, kind, *_ in db.execute(f"describe {model.name}").fetchall():
        if is_public and PERSON_COLUMN.fullmatch(column):
            raise PublishError(f"not published: {model.name}.{column} names persons in a public table.")
        text = f'"{column}"::varchar'
        texts = (
            f"select distinct replace({text}, 'git@', '') as text from {model.name} where contains({text}, ?)"
        )
        found = f"select 1 from ({texts}) where regexp_matches(text, ?) limit 1"
        if kind.startswith("VARCHAR") and db.execute(found, asked).fetchall():
            raise PublishError(
                f"not published: {model.name}.{column} holds a person's {'key or ' * is_public}mailbox."
                " Correct the model, or mark the repository aggregate_only."
            )


def _empty_part(folder: Path) -> Path:
    """Make the folder to write into, and clear away what broke off before."""
    if folder.exists():
        raise PublishError(f"{folder} exists already: publish again in a second.")
    for abandoned in folder.parent.glob(".part-*"):
        shutil.rmtree(abandoned)
    part = folder.with_name(f".part-{folder.name}")
    (part / "parquet").mkdir(parents=True)
    return part


def _write_edition(
    db: duckdb.DuckDBPyConnection, part: Path, edition: str, tables: Iterable[Model]
) -> dict[str, int]:
    """Write one edition's file, and Parquet copies of the public marts; give each table's row count."""
    given = [model for model in tables if model.edition in EDITIONS[edition]]
    db.execute(f"attach {literal(str(part / f'{edition}.duckdb'))} as edition")
    for schema in sorted({"build", *(model.schema for model in given)}):
        db.execute(f"create schema edition.{schema}")
    for name in (*(f"build.{table}" for table in EXPLAINING), *(model.name for model in given)):
        db.execute(f"create table edition.{name} as from {name}")
    counts: dict[str, int] = {}
    for model in given:
        for statement in describe(model, "edition", "table"):
            db.execute(statement)
        ((counts[model.name],),) = db.execute(f"select count(*) from edition.{model.name}").fetchall()
        if edition == "public" and model.schema == "marts":
            path = part / "parquet" / f"{model.table}.parquet"
            db.execute(f"copy {model.name} to {literal(str(path))} (format parquet, compression zstd)")
    db.execute("detach edition")
    return counts


def _manifest(
    db: duckdb.DuckDBPyConnection, now: datetime, versions: Mapping[str, str], tables: Iterable[Model]
) -> dict[str, Any]:
    names = {model.name for model in tables}
    info = _rows(db, "from marts.snapshot_info") if "marts.snapshot_info" in names else [{}]
    counted = "select state, count(*) as month_count from marts.coverage group by state order by state"
    return {
        "published_at": now.isoformat(),
        **_rows(db, "from build.parameters")[0],
        "config_hash": info[0].get("config_hash"),
        "versions": {"duckdb": duckdb.__version__, **versions},
        "snapshot_info": info[0],
        "coverage": _rows(db, counted) if "marts.coverage" in names else [],
        "checks": _rows(db, "from build.check_results order by check_name"),
    }


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _rows(db: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = db.execute(sql)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found[str(path.relative_to(folder))] = {"sha256": digest, "size_bytes": path.stat().st_size}
    return found


def _point_to(folder: Path) -> None:
    link = folder.with_name(".part-current")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.replace(folder.with_name("current"))
    sync(folder.parent)
