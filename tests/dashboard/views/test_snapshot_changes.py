"""Why a headline moved between two snapshots, each case worked by hand."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.views.overview import snapshot_changes

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
SHARES = ("activity", "registry", "definition", "late", "together", "unexplained")


@pytest.fixture
def snapshot(tmp_path: Path):
    """Write a snapshot: values of each repository and of the scope by month, and the metric's SQL."""

    def write(name: str, months: dict[date, dict[str, float]], *, sql: str = "select 1") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        with duckdb.connect(folder / "public.duckdb") as db:
            db.execute("create schema marts")
            db.execute(
                "create table marts.measures (metric varchar, subject_kind varchar, subject_id varchar,"
                " period_kind varchar, period_start_on date, value double)"
            )
            db.execute(
                "create table marts.subject_repositories"
                " (subject_kind varchar, subject_id varchar, repository_id varchar)"
            )
            db.execute(
                "create table marts.metric_definitions as select 'm' as metric, $sql as sql", {"sql": sql}
            )
            db.execute(
                "create table marts.periods (period_kind varchar, period_start_on date, is_complete boolean)"
            )
            for month, values in months.items():
                db.execute("insert into marts.periods values ('month', ?, true)", [month])
                for subject, value in values.items():
                    kind = "scope" if subject == "guangzhou" else "repository"
                    row = ["m", kind, subject, "month", month, value]
                    db.execute("insert into marts.measures values (?, ?, ?, ?, ?, ?)", row)
            for repository in sorted({r for values in months.values() for r in values} - {"guangzhou"}):
                row = ["scope", "guangzhou", repository]
                db.execute("insert into marts.subject_repositories values (?, ?, ?)", row)
        return folder

    return write


def explained(older: Path, newer: Path) -> snapshot_changes.Change:
    change = snapshot_changes.between(older, newer, "guangzhou", "month")["m"]
    assert sum(getattr(change, name) for name in SHARES) == pytest.approx(change.total)
    return change


def nonzero(change: snapshot_changes.Change) -> dict[str, float]:
    return {name: getattr(change, name) for name in SHARES if getattr(change, name)}


def test_the_shares_are_all_there_are():
    assert set(SHARES) < {field.name for field in fields(snapshot_changes.Change)}


def test_nothing_new_is_no_change(snapshot):
    values = {SEPTEMBER: {"a": 5, "guangzhou": 5}}
    assert nonzero(explained(snapshot("1", values), snapshot("2", values))) == {}


def test_a_new_month_is_activity(snapshot):
    """5 in September, then 7 in October, September unchanged: +2, all of it activity."""
    older = snapshot("1", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    newer = snapshot("2", {SEPTEMBER: {"a": 5, "guangzhou": 5}, OCTOBER: {"a": 7, "guangzhou": 7}})
    assert nonzero(explained(older, newer)) == {"activity": 2}


def test_a_registered_repository_is_registry(snapshot):
    """b comes in with 30 people, 3 of them counted in a already: all 27 are registry's."""
    older = snapshot("1", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    newer = snapshot("2", {SEPTEMBER: {"a": 5, "b": 30, "guangzhou": 32}})
    change = explained(older, newer)
    assert nonzero(change) == {"registry": 27}
    assert (change.added_count, change.removed_count) == (1, 0)


def test_a_removed_repository_is_registry(snapshot):
    older = snapshot("1", {SEPTEMBER: {"a": 5, "b": 3, "guangzhou": 8}})
    newer = snapshot("2", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    change = explained(older, newer)
    assert nonzero(change) == {"registry": -3}
    assert (change.added_count, change.removed_count) == (0, 1)


def test_more_rows_of_the_same_month_are_late_data(snapshot):
    older = snapshot("1", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    newer = snapshot("2", {SEPTEMBER: {"a": 9, "guangzhou": 9}})
    change = explained(older, newer)
    assert nonzero(change) == {"late": 4} and change.changed_count == 1


def test_another_sql_is_definition(snapshot):
    older = snapshot("1", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    newer = snapshot("2", {SEPTEMBER: {"a": 4, "guangzhou": 4}}, sql="select 2")
    assert nonzero(explained(older, newer)) == {"definition": -1}


def test_registry_and_late_data_are_told_apart_where_the_metric_adds_up(snapshot):
    """b brings 30; a gains 2 late; 5 -> 37: 30 registry, 2 late."""
    older = snapshot("1", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    newer = snapshot("2", {SEPTEMBER: {"a": 7, "b": 30, "guangzhou": 37}})
    assert nonzero(explained(older, newer)) == {"registry": 30, "late": 2}


def test_registry_and_late_data_stay_together_where_people_overlap(snapshot):
    """7 and 30 people are 34 distinct ones: how many of the 29 came by b cannot be told."""
    older = snapshot("1", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    newer = snapshot("2", {SEPTEMBER: {"a": 7, "b": 30, "guangzhou": 34}})
    assert nonzero(explained(older, newer)) == {"together": 29}


def test_every_cause_at_once_still_sums_to_the_total(snapshot):
    """September 5 -> 37 (30 registry, 2 definition), then October 40: +3 activity; 35 in all."""
    older = snapshot("1", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    october = {"a": 8, "b": 32, "guangzhou": 40}
    newer = snapshot("2", {SEPTEMBER: {"a": 7, "b": 30, "guangzhou": 37}, OCTOBER: october}, sql="select 2")
    change = explained(older, newer)
    assert change.total == 35
    assert nonzero(change) == {"activity": 3, "registry": 30, "definition": 2}


def test_a_change_that_no_repository_shows_is_said_to_be_unexplained(snapshot):
    """Two people turn out to be one, in no repository's own count."""
    older = snapshot("1", {SEPTEMBER: {"a": 5, "b": 4, "guangzhou": 9}})
    newer = snapshot("2", {SEPTEMBER: {"a": 5, "b": 4, "guangzhou": 8}})
    assert nonzero(explained(older, newer)) == {"unexplained": -1}


def test_a_metric_that_one_snapshot_lacks_is_left_out(snapshot):
    older = snapshot("1", {SEPTEMBER: {"a": 5}})
    newer = snapshot("2", {SEPTEMBER: {"a": 5, "guangzhou": 5}})
    assert snapshot_changes.between(older, newer, "guangzhou", "month") == {}
