"""What is marked aggregate_only counts in wider subjects and is named in nothing that is published."""

import importlib.util
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as parquet
import pytest

import warehouse
from collectors import records
from flows.config import register_records
from flows.ledger import Run
from flows.registry import record_types

METRICS = Path(__file__).parents[2] / "metrics" / "conftest.py"
spec = importlib.util.spec_from_file_location("aggregate_world", METRICS)
assert spec and spec.loader
worlds = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = worlds
spec.loader.exec_module(worlds)

HIDDEN = "github:zhu/secret-20260001"
NAMES = ("secret-20260001", "former-20260001", "found-20260002", "wish-20260003")


def secretive_world():
    """A hidden repository with all that hangs on it, two of a hidden account, and an open one beside them."""
    world = worlds.World()
    world.organization("zhu")
    hidden = world.repository(HIDDEN, "zhu", "guangzhou", is_aggregate_only=True, project_id=HIDDEN)
    opened = world.repository("github:zhu/open", "zhu", "guangzhou", project_id=HIDDEN)
    world.repository(
        "gitee:zhu/mirror", "zhu", "guangzhou", role="mirror", mirror_of=hidden, project_id=HIDDEN
    )
    for number in range(6):
        world.commit(hidden, f"h{number}", f"ann{number}", "2026-01-10")
        world.commit(opened, f"o{number}", f"bob{number}", "2026-01-10", lines_added=None)
    world.commit(hidden, "future", "ann0", "1971-01-01", lines_added=None)
    world.issue(hidden, "1", "github:ann", "2026-01-10")
    world.tag(hidden, "v1", "2026-01-11", "h1")
    world.add(world.head(hidden, has_license=False))
    for package_id in ("npm:secret-20260001", "npm:open"):
        repository_id = hidden if "secret" in package_id else opened
        world.add(
            record_types.RegisteredPackage(
                package_id=package_id,
                ecosystem="npm",
                name=package_id[4:],
                repository_id=repository_id,
                relation="official",
            ),
            records.PackageRelease(
                package_id=package_id,
                package_version="1.0.0",
                published_at=worlds.COLLECTED_AT,
                is_prerelease=False,
                is_yanked=False,
                is_deprecated=False,
                license=None,
                size_bytes=None,
                file_count=None,
            ),
        )
        world.claim(package_id, "zhu", subject_kind="package")
    world.add(
        records.RepositoryAlias(
            repository_id=hidden,
            forge="github",
            full_name="zhu/former-20260001",
            forge_repository_id=None,
            seen_on=date(2026, 1, 1),
            reason="renamed",
        ),
        records.Dependency(
            repository_id=hidden,
            manifest="package.json",
            ecosystem="npm",
            name="left",
            kind="runtime",
            requirement="1",
        ),
        record_types.RegisteredAccount(
            account_id="github:course", forge="github", login="course", is_aggregate_only=True
        ),
        records.Repository(
            repository_id="github:course/found-20260002",
            forge="github",
            forge_repository_id="2",
            owner="course",
            name="found-20260002",
        ),
        record_types.PlannedStream(source="git", target_id="github:course/wish-20260003", kind="history"),
        record_types.PlannedStream(source="git", target_id=hidden, kind="history"),
        Run(
            run_id="r",
            command="run",
            scope="guangzhou",
            only=hidden,
            started_at=worlds.COLLECTED_AT,
            ended_at=None,
            exit_code=None,
            suiyuan_version="0",
        ),
        *reviewed(hidden),
    )
    return world


def reviewed(repository_id: str) -> list:
    """Register that the bureau's experts looked at a repository."""
    return [
        register_records.RegisterEntry(
            entry_id="project_reviews-1",
            register="project_reviews",
            entered_at=worlds.COLLECTED_AT,
            entered_by="unit",
            document="doc",
            file_sha256="0" * 64,
            row_count=1,
        ),
        register_records.RegisterRow(
            entry_id="project_reviews-1",
            row_id="1",
            register="project_reviews",
            cells=f'{{"repository": "{repository_id}", "verdict": "both", "reviewed_on": "2026-01-01"}}',
        ),
    ]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterable[tuple[Path, duckdb.DuckDBPyConnection]]:
    data = tmp_path_factory.mktemp("secretive")
    for builder in worlds.building(data):
        result = builder(secretive_world()).whole()
        assert {
            each.check_name
            for each in warehouse.check(result.db)
            if each.severity == "stop" and each.mistake_count
        } == set()
        snapshot = warehouse.publish(result.db, data, now=datetime.now().astimezone() + timedelta(days=1))
        yield snapshot.folder, result.db


def test_nothing_that_is_published_names_it(published):
    folder, _ = published
    with duckdb.connect(folder / "public.duckdb", read_only=True) as db:
        tables = db.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        texts = {table: str(db.execute(f"from {table}").fetchall()) for (table,) in tables}
    texts |= {path.name: str(parquet.read_table(path).to_pylist()) for path in folder.glob("parquet/*")}
    texts["manifest.json"] = (folder / "manifest.json").read_text(encoding="utf-8")
    assert "github:zhu/open" in texts["marts.repositories"]
    assert {where: name for where, text in texts.items() for name in NAMES if name in text} == {}
    assert not any(
        name.encode() in path.read_bytes() for path in folder.glob("p*") if path.is_file() for name in NAMES
    )


def test_the_research_edition_knows_it(published):
    folder, _ = published
    with duckdb.connect(folder / "research.duckdb", read_only=True) as db:
        found = db.execute(
            "select repository_id from intermediate.repositories where is_aggregate_only"
        ).fetchall()
    assert (HIDDEN,) in found


def test_it_counts_in_what_is_wider(published):
    """Of the organisation's twelve people six work in the hidden repository only."""
    _, db = published
    found = db.execute(
        "select value from marts.measures where metric = 'contributors' and subject_kind = 'organization'"
        " and subject_id = 'zhu' and period_kind = 'month' and period_start_on = date '2026-01-01'"
    ).fetchall()
    assert found == [(12,)]
    hidden = db.execute(
        "select count(*) from marts.measures where subject_id in (?, ?)", [HIDDEN, "npm:secret-20260001"]
    )
    assert hidden.fetchall() == [(0,)]
