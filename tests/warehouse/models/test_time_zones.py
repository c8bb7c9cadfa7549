"""The project's own models give the same marts in any session time zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

import warehouse
from collectors import records
from flows import ledger
from flows.registry import record_types
from flows.registry import records as registry
from warehouse import Landing, Stream

RECORD_TYPES = (*records.RECORD_TYPES, *registry.RECORD_TYPES, *ledger.RECORD_TYPES)
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
REPOSITORY = "github:owner/name"
MIDNIGHT = datetime(2026, 3, 31, 16, tzinfo=UTC)  # 1 April in Shanghai, 31 March in New York
COMMIT = records.Commit(
    sha="",
    parent_shas=(),
    authored_at=MIDNIGHT,
    author_offset_minutes=480,
    committed_at=MIDNIGHT,
    committer_offset_minutes=480,
    key_id="k",
    author_key="1" * 32,
    author_domain="example.org",
    committer_key="1" * 32,
    committer_domain="example.org",
)
REGISTERED = (
    record_types.RegisteredRepository(
        repository_id=REPOSITORY, forge="github", full_name="owner/name", url="https://github.com/owner/name",
        role="own", project_id="name", mirror_of=None, is_aggregate_only=False, depth="full",
    ),
    record_types.ScopeRepository(scope_id="guangzhou", repository_id=REPOSITORY),
    record_types.PlannedStream(source="git", target_id=REPOSITORY, kind="history"),
)  # fmt: skip
COLLECTED = ledger.LedgerEntry(
    run_id="r",
    source="git",
    target_id=REPOSITORY,
    kind="history",
    started_at=NOW,
    ended_at=NOW,
    outcome="ok",
    detail=None,
    window_from=None,
    window_until=None,
    row_count=4,
    forge_total=None,
    request_count=0,
    quota_remaining=None,
    is_complete=True,
)


@pytest.fixture
def loaded(landing: Landing, db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """One repository with commits a second before and after two midnights in Shanghai that end a month."""
    moments = [
        midnight + timedelta(seconds=seconds)
        for midnight in (MIDNIGHT, MIDNIGHT - timedelta(days=31))
        for seconds in (-1, 0)
    ]
    commits = [
        replace(COMMIT, sha=f"{number:040x}", authored_at=moment, committed_at=moment)
        for number, moment in enumerate(moments)
    ]
    members = [records.RepositoryCommit(repository_id=REPOSITORY, sha=commit.sha) for commit in commits]
    history = Stream("git", REPOSITORY, "history")
    landing.append(history, [*commits, *members], {}, observed_at=NOW, run_id="r", key_id="k")
    registry_stream = Stream("config", "registry", "all")
    landing.append(registry_stream, REGISTERED, {}, observed_at=NOW, run_id="r")
    landing.append(Stream("ledger", "r", "all"), [COLLECTED], {}, observed_at=NOW, run_id="r")
    warehouse.load(db, landing, RECORD_TYPES)
    return db


def marts(db: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    """Every row of every mart, as texts that do not depend on the session."""
    db.execute("set TimeZone = 'UTC'")
    tables = db.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
    return {name: db.execute(f"from marts.{name} order by all").fetchall() for (name,) in tables}


def test_every_mart_is_the_same_in_any_session_time_zone(loaded: duckdb.DuckDBPyConnection):
    built = []
    for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
        loaded.execute(f"set TimeZone = '{zone}'")
        warehouse.build(loaded, now=NOW)
        built.append(marts(loaded))
    assert built[1] == built[0]
    assert built[2] == built[0]
    monthly = loaded.execute(
        "select strftime(month, '%Y-%m'), value from marts.metric_values"
        " where metric = 'code_changes_commits' and repository_id = ? and value > 0 order by all",
        [REPOSITORY],
    ).fetchall()
    assert monthly == [("2026-02", 1.0), ("2026-03", 2.0), ("2026-04", 1.0)]
