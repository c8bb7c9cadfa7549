"""What the models promise beyond single metrics: subjects, confidences, dates, growth, coverage, checks."""

import importlib.util
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

import warehouse
from flows.ledger import LedgerEntry
from flows.registry import record_types

METRICS = Path(__file__).parents[2] / "metrics" / "conftest.py"
spec = importlib.util.spec_from_file_location("metrics_world", METRICS)
assert spec and spec.loader
worlds = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = worlds
spec.loader.exec_module(worlds)


@pytest.fixture
def world():
    return worlds.World()


@pytest.fixture
def built(tmp_path: Path) -> Iterable:
    """Build the whole of a world: these tests look at every table."""
    for builder in worlds.building(tmp_path):
        yield partial(_built_whole, builder)


def _built_whole(builder, world, later=()):
    return builder(world, later).whole()


def test_a_claim_counts_at_its_confidence_and_in_its_time(world, built):
    world.organization("zhu")
    world.organization("far", relation="reference")
    sure, likely = world.repository("github:zhu/sure"), world.repository("github:zhu/likely")
    moved, refused = world.repository("github:zhu/moved"), world.repository("github:zhu/refused")
    world.claim("github:zhu", "far", subject_kind="account")
    world.claim(sure, "zhu")
    world.claim(likely, "zhu", account_confidence="medium")
    world.claim(moved, "zhu", affiliation_confidence="low", valid_until_on=date(2026, 1, 31))
    world.claim(moved, "far", valid_from_on=date(2026, 2, 1))
    world.claim(refused, "zhu", review_status="rejected")
    for repository in (sure, likely, refused):
        world.commits(repository, "ann", "2026-01-10")
    world.commits(moved, "ann", "2026-01-31", "2026-01-31 16:00")  # the second in February

    result = built(world)

    def commits(subject):
        return result.values("code_changes_commits", subject, "year").get("2026")

    assert commits("organization:zhu") == 1
    assert commits("organization:zhu@medium") == 2
    assert commits("organization:zhu@all") == commits("kind:enterprise@all") == 3
    assert commits("organization:far") == 2  # what its account claims and nobody else, and what moved there
    assert result.rows(
        "select count(*) from marts.subjects where subject_id = 'far' and subject_kind = 'kind'"
    ) == [(0,)]


def test_as_known_then_and_as_known_now(world, built):
    river = world.repository("github:zhu/river")
    world.commit(river, "kept", "ann", "2026-01-10")
    world.commit(river, "dropped", "ann", "2026-01-11")
    late = worlds.World()
    late.commit(river, "dropped", "ann", "2026-01-11", is_reachable=False)
    result = built(world, later=late.facts)

    now = result.values("code_changes_commits", f"repository:{river}", "year")
    warehouse.build(result.db, as_of=worlds.COLLECTED_AT, now=worlds.COLLECTED_AT)
    then = result.values("code_changes_commits", f"repository:{river}", "year")

    assert (then, now) == ({"2026": 2}, {"2026": 1})


def test_the_session_time_zone_changes_nothing(built):
    result = built(worlds.estuary_world())
    answers = set()
    for zone in ("Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"):
        result.db.execute(f"set timezone = '{zone}'")
        warehouse.build(result.db, as_of=worlds.COLLECTED_AT, now=worlds.COLLECTED_AT)
        answers.add(
            tuple(
                result.rows("select * exclude (value), value::varchar from metrics.all_measures order by all")
            )
        )
    assert len(answers) == 1


def test_growth_compares_what_was_covered_twice(world, built):
    world.organization("zhu")
    steady = world.repository("github:zhu/steady", "zhu", "guangzhou")
    joined = world.repository("github:zhu/joined", scope_id="guangzhou")
    world.claim(joined, "zhu", valid_from_on=date(2026, 10, 1))
    left = world.repository("github:zhu/left", scope_id="guangzhou")
    world.claim(left, "zhu", valid_until_on=date(2026, 9, 30))
    world.commits(steady, "ann", "2026-09-05", "2026-09-06", "2026-10-05", "2026-10-06", "2026-10-07")
    world.commits(joined, "ann", *["2026-10-05"] * 50)
    world.commits(left, "ann", *["2026-09-05"] * 50)

    result = built(world)

    assert result.rows(
        "select compared_start_on, value, compared_value, change, change_ratio, panel_repository_count,"
        " joined_repository_count, left_repository_count, is_provisional from marts.growth"
        " where metric = 'code_changes_commits' and subject_kind = 'scope' and subject_id = 'guangzhou'"
        " and comparison = 'previous' and period_kind = 'month'"
    ) == [(date(2026, 9, 1), 3, 2, 1, 0.5, 1, 1, 1, False)]
    assert result.values("code_changes_commits", "scope:guangzhou")["2026-10"] == 53


def test_growth_from_nothing_has_no_ratio(world, built):
    river = world.repository("github:zhu/river", scope_id="guangzhou")
    world.commits(river, "ann", "2026-08-05", "2026-10-05")

    rows = built(world).rows(
        "select value, compared_value, change_ratio from marts.growth"
        " where metric = 'code_changes_commits' and subject_id = 'guangzhou' and subject_kind = 'scope'"
        " and comparison = 'previous' and period_kind = 'month'"
    )

    assert rows == [(1, 0, None)]


def entry(target_id: str, outcome: str, at: datetime) -> LedgerEntry:
    return LedgerEntry(
        run_id=f"run {at:%m-%d}",
        source="git",
        target_id=target_id,
        kind="history",
        started_at=at,
        ended_at=at,
        outcome=outcome,
        detail=None,
        window_from=None,
        window_until=None,
        row_count=0,
        forge_total=None,
        request_count=0,
        quota_remaining=None,
        is_complete=outcome == "ok",
    )


def test_coverage_says_what_is_missing_and_since_when(world, built):
    world.stream_kinds = ("history",)
    failing = world.repository("github:zhu/failing")
    world.collected_until[failing] = datetime(2026, 9, 10, tzinfo=UTC)
    world.commits(failing, "ann", "2026-08-05")
    world.add(
        entry(failing, "unreachable", datetime(2026, 10, 2, tzinfo=UTC)),
        entry(failing, "unreachable", datetime(2026, 11, 2, tzinfo=UTC)),
        record_types.PlannedStream(source="git", target_id="github:zhu/never", kind="history"),
    )

    result = built(world)

    assert result.rows(
        "select month_on, state, reason, since from marts.coverage where target_id = ? order by 1", failing
    ) == [
        (date(2026, 8, 1), "complete", None, None),
        (date(2026, 9, 1), "partial", "unreachable", date(2026, 10, 2)),
        (date(2026, 10, 1), "not_collected", "unreachable", date(2026, 10, 2)),
        (date(2026, 11, 1), "not_collected", "unreachable", date(2026, 10, 2)),
    ]
    assert result.rows(
        "select distinct state, reason from marts.coverage where target_id = 'github:zhu/never'"
    ) == [("not_collected", "not_tried")]
    assert max(result.values("contributors", f"repository:{failing}")) == "2026-09"


def test_what_is_held_back_is_quarantined_from_the_month_it_was_last_taken(world, built):
    world.stream_kinds = ("history",)
    halved = world.repository("github:zhu/halved")
    world.collected_until[halved] = datetime(2026, 10, 10, tzinfo=UTC)
    world.commits(halved, "ann", "2026-09-05")
    world.add(entry(halved, "quarantined", datetime(2026, 10, 12, tzinfo=UTC)))

    assert built(world).rows(
        "select month_on, state, reason from marts.coverage where target_id = ? order by 1", halved
    ) == [
        (date(2026, 9, 1), "complete", None),
        (date(2026, 10, 1), "quarantined", "quarantined"),
        (date(2026, 11, 1), "quarantined", "quarantined"),
    ]


def test_what_is_aggregate_only_has_no_name(world, built):
    world.organization("zhu")
    hidden = world.repository("github:zhu/hidden", "zhu", "guangzhou", is_aggregate_only=True)
    world.commits(hidden, "ann", "2026-01-05")

    result = built(world)

    assert result.values("code_changes_commits", "organization:zhu", "year") == {"2026": 1}
    for (table,) in result.rows("select table_name from duckdb_tables() where schema_name = 'marts'"):
        assert result.rows(f"select count(*) from marts.{table} t where contains(t::varchar, 'hidden')") == [
            (0,)
        ], table


def test_the_checks_find_nothing_in_a_good_world(built):
    result = built(worlds.estuary_world())

    assert {
        each.check_name: each.mistake_count for each in warehouse.check(result.db) if each.mistake_count
    } == {}


def test_the_checks_stop_what_is_wrong(built):
    result = built(worlds.estuary_world())
    result.db.execute("update raw.commits set author_domain = 'ann@zhu.example' where sha = 'a1'")
    result.db.execute("delete from staging.commits where sha = 'a2'")
    result.db.execute("insert into metrics.contributors select * from metrics.contributors limit 1")
    result.db.execute("insert into intermediate.subjects select * from intermediate.subjects limit 1")
    found = {
        each.check_name
        for each in warehouse.check(result.db)
        if each.severity == "stop" and each.mistake_count
    }
    assert found >= {"leaked_mailboxes", "lost_rows", "duplicate_measures", "duplicate_keys"}


def test_a_scope_is_counted_again_from_its_contributions(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu", "guangzhou")
    world.commits(river, "ann", "2025-06-05", "2025-07-05")
    result = built(world)
    result.db.execute(
        "update metrics.code_changes_commits set value = value + 1"
        " where subject_kind = 'scope' and period_kind = 'year' and period_start_on = date '2025-01-01'"
    )

    found = {each.check_name: each.mistake_count for each in warehouse.check(result.db)}

    assert found["unmatched_scope_values"] == 3  # at each of the three confidences


def test_late_truth_does_not_wait(world, built):
    river = world.repository("github:zhu/river")
    world.commit(river, "blobless", "ann", "2026-01-10", lines_added=None, lines_deleted=None)
    later = worlds.World()
    later.commit(river, "blobless", "ann", "2026-01-10", lines_added=3, lines_deleted=4)

    result = built(world, later=later.facts)

    assert result.values("code_changes_lines", f"repository:{river}", "year") == {"2026": 7}
    assert (
        worlds.COLLECTED_AT + timedelta(days=1) == result.rows("select as_of from marts.snapshot_info")[0][0]
    )
