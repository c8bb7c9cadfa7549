"""Counts of few people are withheld, with what would give them back by one addition or subtraction."""

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.building.model import MODELS

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


def model(name: str, schema: str = "marts") -> str:
    (path,) = (MODELS / schema).rglob(f"{name}.sql")
    return path.read_text(encoding="utf-8")


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
        families = model("suppression_families", "intermediate")
        db.execute(f"create table intermediate.suppression_families as {families}")
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


EMPLOYED = """
create schema intermediate; create schema marts;
create table marts.measures (metric varchar, subject_kind varchar, subject_id varchar, period_kind varchar,
    period_start_on date, value double, is_suppressed boolean);
create table marts.metric_definitions (metric varchar, people varchar);
create table marts.subjects (subject_kind varchar, subject_id varchar, base_subject_id varchar,
    confidence varchar);
create table marts.contributor_flows (group_kind varchar, confidence varchar, year integer,
    contributor_count bigint, unjoined_contributor_count bigint);
create table marts.contributor_cohorts (subject_kind varchar, subject_id varchar, cohort_start_on date,
    months_since integer, cohort_count bigint, unjoined_cohort_count bigint, active_count bigint,
    unjoined_active_count bigint);
create table marts.organizations (organization_id varchar, kind varchar, sector varchar, district varchar,
    park varchar, size_class varchar, relation varchar);
create table intermediate.employer_subjects (employer_id varchar, subject_kind varchar, subject_id varchar);
create table intermediate.employed_people (subject_kind varchar, subject_id varchar, confidence varchar,
    year integer, figure varchar, people_count bigint, is_small boolean);
"""
SHOWN_EMPLOYED = """
create table marts.employed_work as
select p.subject_kind, p.subject_id, p.confidence, p.year,
    any_value(p.people_count) filter (p.figure = 'contributors' and s.figure is null) as contributor_count,
    any_value(p.people_count) filter (p.figure = 'newcomers' and s.figure is null) as newcomer_count,
    any_value(p.people_count) filter (p.figure = 'participants' and s.figure is null) as participant_count,
    contributor_count as unjoined_contributor_count, newcomer_count as unjoined_newcomer_count,
    participant_count as unjoined_participant_count
from intermediate.employed_people p
left join withheld s using (subject_kind, subject_id, confidence, year, figure)
group by all
"""
Employer = tuple[str, str, str, int, int, int]  # three words, returning and new contributors, others


def employ(db: duckdb.DuckDBPyConnection, employers: list[Employer]) -> None:
    """Let organisations employ people who are all different."""
    people: dict[tuple[str, str], tuple[int, int, int]] = {}
    for number, (*words, old, new, others) in enumerate(employers):
        db.execute(
            "insert into marts.organizations values (?, ?, ?, ?, null, null, 'guangzhou')",
            [f"o{number}", *words],
        )
        wholes = [("city", "guangzhou"), *zip(ATTRIBUTES, words, strict=True)]
        for subject in [("organization", f"o{number}"), *wholes]:
            db.execute(
                "insert into intermediate.employer_subjects values (?, ?, ?)", [f"o{number}", *subject]
            )
            before = people.get(subject, (0, 0, 0))
            people[subject] = (before[0] + old + new, before[1] + new, before[2] + old + new + others)
    for subject, (contributors, newcomers, participants) in people.items():
        few = 1 <= contributors <= 4
        figures = {
            "contributors": (contributors, few),
            "newcomers": (newcomers, few or 1 <= newcomers <= 4 or 1 <= contributors - newcomers <= 4),
            "participants": (
                participants,
                1 <= participants <= 4 or 1 <= participants - contributors <= 4,
            ),
        }
        for figure, (count, is_small) in figures.items():
            db.execute(
                "insert into intermediate.employed_people values (?, ?, 'all', 2026, ?, ?, ?)",
                [*subject, figure, count, is_small],
            )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.sampled_from(WORDS)] * 3, *[st.sampled_from((0, 0, 2, 5, 9, 30))] * 3),
        min_size=1,
        max_size=7,
    )
)
def test_no_employer_s_few_people_can_be_had_by_one_sum(employers: list[Employer]):
    """The check that stops a snapshot finds nothing, though it finds what the small alone would leave."""
    small = (MODELS / "intermediate/withheld/small_employed_people.sql").read_text(encoding="utf-8")
    check = (MODELS / "checks" / "derivable_cohorts.sql").read_text(encoding="utf-8")
    with duckdb.connect() as db:
        db.execute(EMPLOYED)
        employ(db, employers)
        db.execute(f"create table withheld as {small}")
        db.execute(SHOWN_EMPLOYED)
        assert db.execute(check).fetchall() == []
        assert db.execute(
            "select count(*) from intermediate.employed_people p anti join withheld"
            " using (subject_kind, subject_id, confidence, year, figure) where p.is_small"
        ).fetchall() == [(0,)]
        assert db.execute(
            "select count(*) from marts.employed_work where contributor_count is null"
            " and newcomer_count is not null"
        ).fetchall() == [(0,)]


def test_the_check_finds_what_the_small_alone_would_leave_derivable():
    """Of the city's 25 people 2 work for one of three organisations: the others tell of them."""
    check = (MODELS / "checks" / "derivable_cohorts.sql").read_text(encoding="utf-8")
    with duckdb.connect() as db:
        db.execute(EMPLOYED)
        employ(db, [("one", "one", "one", count, 0, 0) for count in (2, 9, 14)])
        db.execute(
            "create table withheld as select * exclude (people_count, is_small)"
            " from intermediate.employed_people where is_small"
        )
        db.execute(SHOWN_EMPLOYED)
        db.execute(
            "insert into marts.contributor_flows"
            " values ('city', 'all', 2026, null, null), ('city', 'all', 2026, 9, 9)"
        )
        found = {(metric, attribute, word) for metric, attribute, word, *_ in db.execute(check).fetchall()}
    wholes = [("employed city", "guangzhou"), *((f"employed {name}", "one") for name in ATTRIBUTES)]
    assert {("contributors", *whole) for whole in wholes} <= found
    assert {("participants", *whole) for whole in wholes} <= found
    assert ("contributors", "moves city", "") in found
