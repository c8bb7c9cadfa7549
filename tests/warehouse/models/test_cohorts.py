"""Cohorts with the join of accounts across forges and without it: counted by hand, and withheld together."""

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors import records
from warehouse.building.model import MODELS

METRICS = Path(__file__).parents[2] / "metrics" / "conftest.py"
spec = importlib.util.spec_from_file_location("cohort_world", METRICS)
assert spec and spec.loader
worlds = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = worlds
spec.loader.exec_module(worlds)

RIVER, STREAM = "github:zhu/river", "gitee:bay/stream"
JANUARY, JULY = date(2024, 1, 1), date(2024, 7, 1)
COHORTS = """
select cohort_start_on, months_since, cohort_count, active_count, active_ratio, unjoined_cohort_count,
    unjoined_active_count, is_suppressed
from marts.contributor_cohorts where (subject_kind, subject_id) = (?, ?) and months_since < 18 order by all
"""


@pytest.fixture
def built(tmp_path: Path) -> Iterable:
    yield from worlds.building(tmp_path)


def both_forges(stayed: int):
    """Nineteen are new in river in early 2024; some of twelve stay: they come back in their seventh month.

    The other seven are in stream by then, with accounts that claims join with theirs.
    """
    world = worlds.World()
    world.organization("zhu")
    world.organization("bay")
    world.repository(RIVER, "zhu", "guangzhou")
    world.repository(STREAM, "bay", "guangzhou")
    for number in range(12):
        world.commits(RIVER, f"o{number}", "2024-01-10", *["2024-07-10"][: number < stayed])
    for number in range(7):
        for repository_id, day in ((RIVER, "2024-02-10"), (STREAM, "2024-08-10")):
            forge = repository_id.partition(":")[0]
            sha = f"{forge} {number}"
            world.commit(repository_id, sha, sha, day, author_domain="home.example")
            world.add(
                records.CommitAccount(
                    sha=sha, forge=forge, author_account_id=f"{forge}:{number}", committer_account_id=None
                )
            )
        world.identity(f"account:github:{number}", f"account:gitee:{number}")
    return world


def test_without_the_join_who_comes_to_another_forge_is_new_there_and_gone_here(built):
    result = built(both_forges(stayed=5))

    assert result.rows(COHORTS, "scope", "guangzhou") == [
        (JANUARY, 6, 19, 12, 12 / 19, 19, 5, False),
        (JANUARY, 12, 19, 0, 0, 19, 0, False),
        (JULY, 6, 0, 0, None, 7, 0, False),
        (JULY, 12, 0, 0, None, 7, 0, False),
    ]
    assert result.rows(COHORTS, "organization", "zhu")[0] == (JANUARY, 6, 19, 5, 5 / 19, 19, 5, False)
    assert result.rows(COHORTS, "organization", "bay")[0] == (JULY, 6, 7, 0, 0, 7, 0, False)


def test_a_count_of_few_without_the_join_takes_the_one_with_it_along(built):
    """Without the join four stay: the twelve that stay with it would be a bound of them."""
    result = built(both_forges(stayed=4))

    assert result.rows(COHORTS, "scope", "guangzhou")[0] == (JANUARY, 6, 19, None, None, 19, None, True)
    check = (MODELS / "checks" / "derivable_cohorts.sql").read_text(encoding="utf-8")
    assert result.rows(check) == []
    result.db.execute(
        "update marts.contributor_cohorts set active_count = 12, unjoined_active_count = 9"
        " where subject_kind = 'kind' and cohort_start_on = ? and months_since = 6",
        [JANUARY],
    )
    assert {row[:3] for row in result.db.execute(check).fetchall()} == {
        ("active after 6", "kind", "enterprise"),
        ("unjoined active after 6", "kind", "enterprise"),
    }


TABLES = """
create schema intermediate; create schema staging;
create table intermediate.public_subjects (
    subject_kind varchar, subject_id varchar, base_subject_id varchar, confidence varchar
);
create table staging.organizations (organization_id varchar, kind varchar, sector varchar, district varchar,
    park varchar, size_class varchar, relation varchar);
create table intermediate.cohort_people (
    subject_kind varchar, subject_id varchar, confidence varchar, cohort_start_on date, months_since integer,
    cohort_count bigint, active_count bigint, unjoined_cohort_count bigint, unjoined_active_count bigint
);
"""
ATTRIBUTES = ("kind", "sector")
PEOPLE = st.tuples(*[st.one_of(st.integers(0, 7), st.integers(0, 40))] * 4)
ORGANIZATIONS = st.lists(
    st.tuples(*[st.sampled_from(("one", "two"))] * len(ATTRIBUTES), PEOPLE), min_size=1, max_size=6
)


def counted(organizations: list) -> dict[tuple[str, str], list[int]]:
    """Count by subject: the cohort and who is active, with the join and then without it."""
    people: dict[tuple[str, str], list[int]] = {}
    for number, (*words, (active, silent, more_active, more_silent)) in enumerate(organizations):
        found = [active + silent, active, active + silent + more_active + more_silent, active + more_active]
        for subject in [("organization", f"o{number}"), *zip(ATTRIBUTES, words, strict=True)]:
            sums = people.setdefault(subject, [0] * len(found))
            people[subject] = [sum(pair) for pair in zip(sums, found, strict=True)]
    return people


def shown(organizations: list, people: dict[tuple[str, str], list[int]]) -> dict[tuple[str, str], tuple]:
    """Give what the public edition shows of each subject's cohort and its first span."""
    with duckdb.connect() as db:
        db.execute(TABLES)
        for number, (*words, _) in enumerate(organizations):
            db.execute(
                "insert into staging.organizations values (?, ?, ?, null, null, null, 'guangzhou')",
                [f"o{number}", *words],
            )
        for (kind, subject), (cohort, active, unjoined, unjoined_active) in people.items():
            db.execute(
                "insert into intermediate.public_subjects values (?, ?, ?, 'high')", [kind, subject, subject]
            )
            for months, one, other in ((0, cohort, unjoined), (6, active, unjoined_active)):
                db.execute(
                    "insert into intermediate.cohort_people values (?, ?, 'high', ?, ?, ?, ?, ?, ?)",
                    [kind, subject, JANUARY, months, cohort, one, unjoined, other],
                )
        for table in ("suppression_families", "withheld_cohorts"):
            (path,) = (MODELS / "intermediate").rglob(f"{table}.sql")
            model = path.read_text(encoding="utf-8")
            db.execute(f"create table intermediate.{table} as {model}")
        mart = (MODELS / "marts/people/contributor_cohorts.sql").read_text(encoding="utf-8")
        rows = db.execute(
            "select subject_kind, subject_id, cohort_count, active_count, unjoined_cohort_count,"
            f" unjoined_active_count from ({mart})"
        ).fetchall()
        return {(kind, subject): tuple(figures) for kind, subject, *figures in rows}


def families(organizations: list) -> Iterator[list[tuple[str, str]]]:
    """Give every sum that a reader may know: the words of an attribute, a word and its organisations."""
    for position, attribute in enumerate(ATTRIBUTES):
        words = sorted({each[position] for each in organizations})
        yield [(attribute, word) for word in words]
        for word in words:
            owned = [n for n, each in enumerate(organizations) if each[position] == word]
            yield [(attribute, word), *(("organization", f"o{n}") for n in owned)]


@settings(max_examples=40, deadline=None)
@given(ORGANIZATIONS)
def test_no_withheld_cohort_can_be_had_by_one_sum(organizations: list):
    """Who knows all that is shown, and each sum, is left with two unknowns or with nothing to subtract."""
    people = counted(organizations)
    public = shown(organizations, people)
    for figures in public.values():
        cohort, active, unjoined, unjoined_active = figures
        assert not any(figure in range(1, 5) for figure in figures)
        assert (cohort is None) == (unjoined is None) and (active is None) == (unjoined_active is None)
        assert active is None or not {cohort - active, unjoined - unjoined_active} & set(range(1, 5))
    for members in families(organizations):
        for position in range(4):
            unknown = [subject for subject in members if public[subject][position] is None]
            others = [subject for subject in members if public[subject][position]]
            assert len(unknown) != 1 or not others
