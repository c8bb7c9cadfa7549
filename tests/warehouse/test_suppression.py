"""Counts of few people are withheld, with what would give them back by one addition or subtraction."""

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.models import MODELS

ATTRIBUTES = ("kind", "sector", "district")
WORDS = ("one", "two", "three")
YEAR = date(2026, 1, 1)
TABLES = """
create schema metrics; create schema intermediate; create schema staging; create schema marts;
create table metrics.all_measures (
    metric varchar, subject_kind varchar, subject_id varchar, period_kind varchar, period_start_on date,
    value double, sample_count bigint
);
create table metrics.all_definitions as
select * from (
    values ('contributors', 'count', 'yes'), ('occasional', 'count', 'part'), ('stay', 'ratio', 'part'),
        ('students', 'count', 'attributed'), ('absence', 'count', 'about'), ('commits', 'count', 'no')
) d(metric, unit, people);
create table intermediate.public_subjects (
    subject_kind varchar, subject_id varchar, base_subject_id varchar, confidence varchar
);
create table staging.organizations (organization_id varchar, kind varchar, sector varchar, district varchar,
    park varchar, size_class varchar, relation varchar);
"""
Organization = tuple[str, str, str, int]


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        yield connection


def model(name: str) -> str:
    return (MODELS / "marts" / f"{name}.sql").read_text(encoding="utf-8")


def measured(db: duckdb.DuckDBPyConnection, values: Mapping[tuple[str, str], float]) -> dict:
    """Give the contributors that the public edition shows by subject, None where withheld."""
    rows = [("contributors", *subject, value, 100) for subject, value in values.items()]
    return {
        subject: value for (_, *subject), value in shown(db, rows).items() for subject in [tuple(subject)]
    }


def shown(db: duckdb.DuckDBPyConnection, rows: list[tuple]) -> dict:
    """Measure one year; give what the public edition shows by metric and subject."""
    db.execute("begin")
    try:
        for metric, kind, subject, value, sample in rows:
            db.execute(
                "insert into metrics.all_measures values (?, ?, ?, 'year', ?, ?, ?)",
                [metric, kind, subject, YEAR, value, sample],
            )
            if not db.execute(
                "from intermediate.public_subjects where (subject_kind, subject_id) = (?, ?)", [kind, subject]
            ).fetchall():
                db.execute(
                    "insert into intermediate.public_subjects values (?, ?, ?, 'high')",
                    [kind, subject, subject],
                )
        db.execute(f"create table marts.suppressed_measures as {model('suppressed_measures')}")
        found = db.execute(model("measures")).fetchall()
        assert all((value is None and sample is None) == hidden for *_, value, sample, hidden in found)
        return {(metric, kind, subject): value for metric, kind, subject, _, _, value, *_ in found}
    finally:
        db.execute("rollback")


def world(db: duckdb.DuckDBPyConnection, organizations: list[Organization]) -> dict[tuple[str, str], int]:
    """Register organisations whose people are all different; give the people of every subject."""
    people: dict[tuple[str, str], int] = {}
    db.execute("delete from staging.organizations")
    for number, (*words, count) in enumerate(organizations):
        db.execute(
            "insert into staging.organizations values (?, ?, ?, ?, null, null, 'guangzhou')",
            [f"o{number}", *words],
        )
        for subject in [("organization", f"o{number}"), *zip(ATTRIBUTES, words, strict=True)]:
            people[subject] = people.get(subject, 0) + count
    return people


def families(organizations: list[Organization]) -> Iterator[tuple[list[tuple[str, str]], bool]]:
    """Give every sum that a reader may know: its parts, with the whole where there is a subject of it."""
    for position, attribute in enumerate(ATTRIBUTES):
        words = {each[position] for each in organizations}
        yield [(attribute, word) for word in sorted(words)], False
        for word in words:
            members = [
                ("organization", f"o{n}") for n, each in enumerate(organizations) if each[position] == word
            ]
            yield [(attribute, word), *members], True


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.sampled_from(WORDS)] * 3, st.one_of(st.integers(0, 9), st.integers(0, 60))),
        min_size=1,
        max_size=9,
    )
)
def test_no_withheld_cohort_can_be_had_by_one_sum(organizations: list[Organization]):
    """Who knows all that is shown, and each sum, is left with two unknowns or with nothing to subtract."""
    with duckdb.connect() as db:
        db.execute(TABLES)
        people = world(db, organizations)
        public = measured(db, people)
    assert all(value is None or not 1 <= value <= 4 for value in public.values())
    assert all(public[subject] == count for subject, count in people.items() if public[subject] is not None)
    for members, _ in families(organizations):
        unknown = [subject for subject in members if public[subject] is None]
        others = [subject for subject in members if public[subject]]
        assert len(unknown) != 1 or not others


def test_the_next_smallest_goes_with_the_only_one_that_is_small(db):
    assert measured(
        db, {("district", "a"): 3, ("district", "b"): 8, ("district", "c"): 20, ("district", "d"): 0}
    ) == {
        ("district", "a"): None,
        ("district", "b"): None,
        ("district", "c"): 20,
        ("district", "d"): 0,
    }


def test_two_small_ones_protect_each_other(db):
    assert measured(db, {("sector", "a"): 3, ("sector", "b"): 1, ("sector", "c"): 5}) == {
        ("sector", "a"): None,
        ("sector", "b"): None,
        ("sector", "c"): 5,
    }


def test_what_git_itself_counts_is_shown_and_a_small_city_is_not(db):
    assert measured(db, {("repository", "r"): 2, ("project", "p"): 1, ("scope", "guangzhou"): 4}) == {
        ("repository", "r"): 2,
        ("project", "p"): 1,
        ("scope", "guangzhou"): None,
    }


def test_a_part_goes_where_it_or_the_rest_is_small(db):
    rows = [
        ("occasional", "scope", name, value, 12) for name, value in (("few", 2), ("half", 6), ("most", 10))
    ]
    rows += [("occasional", "scope", "none_of_few", 0, 3), ("stay", "scope", "share", 0.25, 12)]
    rows += [("stay", "scope", "even", 0.5, 12), ("students", "repository", "r", 2, 12)]
    assert shown(db, rows) == {
        ("occasional", "scope", "few"): None,
        ("occasional", "scope", "half"): 6,
        ("occasional", "scope", "most"): None,  # two are not
        ("occasional", "scope", "none_of_few"): None,  # its cases would tell of the three
        ("stay", "scope", "share"): None,  # three of twelve
        ("stay", "scope", "even"): 0.5,
        ("students", "repository", "r"): None,  # git does not know whose students they are
    }


def test_the_people_that_a_part_is_of_are_withheld_like_those_people(db):
    """Else the cases of one metric would tell what another withholds: 8 of district b."""
    rows = [("contributors", "district", name, count, 99) for name, count in (("a", 3), ("b", 8), ("c", 20))]
    rows += [("occasional", "district", name, 0, count) for name, count in (("a", 3), ("b", 8), ("c", 20))]
    found = shown(db, rows)
    assert {
        subject for (metric, _, subject), value in found.items() if value is None and metric == "occasional"
    } == {"a", "b"}


def test_what_tells_of_people_goes_where_they_do(db):
    rows = [("contributors", "scope", "few", 4, 99), ("absence", "scope", "few", 2, 99)]
    rows += [
        ("contributors", "scope", "many", 9, 99),
        ("absence", "scope", "many", 2, 99),
        ("commits", "scope", "few", 3, 3),
    ]
    assert shown(db, rows) == {
        ("contributors", "scope", "few"): None,
        ("absence", "scope", "few"): None,
        ("contributors", "scope", "many"): 9,
        ("absence", "scope", "many"): 2,
        ("commits", "scope", "few"): 3,
    }
