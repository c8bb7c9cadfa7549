"""Who stays in a like-for-like panel: what is part of the subject on every day of both periods."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

PANEL = """
select value, compared_value, panel_repository_count, joined_repository_count, left_repository_count
from marts.growth
where metric = 'code_changes_commits' and subject_kind || ':' || subject_id = ?
    and period_kind = 'year' and comparison = 'previous'
"""
DAY = timedelta(days=1)


def claims(world, repository, *stretches):
    """Claim a repository by stretches of (organisation, confidence, first day, last day); None is open."""
    for organization, confidence, since, until in stretches:
        world.claim(
            repository,
            organization,
            account_confidence=confidence,
            valid_from_on=since and date.fromisoformat(since),
            valid_until_on=until and date.fromisoformat(until),
        )


@pytest.fixture
def city(world):
    """Two organisations, and a repository of two commits in 2024 and three in 2025 that never moves."""
    world.organization("zhu")
    world.organization("jiang", sector="automotive")
    steady = world.repository("github:zhu/steady", "zhu", "guangzhou")
    world.commits(steady, "ann", "2024-03-01", "2024-10-01", "2025-03-01", "2025-05-01", "2025-10-01")
    return world


def moving(world, *stretches):
    """Add a repository of 4 commits in 2024 and 6 in 2025, with claims by stretches."""
    river = world.repository("github:zhu/river", scope_id="guangzhou")
    world.commits(river, "bob", *(f"2024-{month:02}-10" for month in (1, 4, 7, 11)))
    world.commits(river, "bob", *(f"2025-{month:02}-10" for month in (1, 3, 5, 7, 9, 11)))
    claims(world, river, *stretches)


WHOLE = {
    "three that abut": (
        ("zhu", "medium", None, "2024-05-31"),
        ("zhu", "high", "2024-06-01", "2025-02-28"),
        ("zhu", "medium", "2025-03-01", None),
    ),
    "two that overlap": (
        ("zhu", "medium", None, "2025-08-31"),
        ("zhu", "medium", "2025-02-01", None),
    ),
    "one within another": (
        ("zhu", "medium", "2023-06-01", "2026-02-28"),
        ("zhu", "high", "2024-03-01", "2024-03-31"),
    ),
    "renewed in the earlier period": (
        ("zhu", "medium", "2020-01-01", "2024-08-15"),
        ("zhu", "high", "2024-08-16", None),
    ),
    "between two organisations": (
        ("zhu", "high", None, "2025-09-14"),
        ("jiang", "high", "2025-09-15", None),
    ),
    "confidences alternate": tuple(
        ("zhu", ("high", "medium")[number % 2], f"{first}", f"{later - DAY}")
        for number, (first, later) in enumerate(
            pairwise(date(year, month, 1) for year in (2024, 2025, 2026) for month in (1, 4, 7, 10))
        )
    ),
}


@pytest.mark.parametrize("stretches", WHOLE.values(), ids=WHOLE)
def test_a_claim_that_goes_on_throws_nothing_out(city, built, stretches):
    moving(city, *stretches)

    assert built(city).rows(PANEL, "scope:guangzhou@medium") == [(9, 6, 2, 0, 0)]


def test_a_gap_of_one_day_leaves(city, built):
    moving(city, ("zhu", "high", None, "2025-06-30"), ("zhu", "high", "2025-07-02", None))

    assert built(city).rows(PANEL, "scope:guangzhou") == [(3, 2, 1, 0, 1)]


def test_each_confidence_and_organisation_sees_its_own_stretches(city, built):
    moving(city, ("zhu", "medium", None, "2025-06-30"), ("jiang", "high", "2025-07-01", None))

    result = built(city)

    assert result.rows(PANEL, "scope:guangzhou@medium") == [(9, 6, 2, 0, 0)]
    assert result.rows(PANEL, "scope:guangzhou") == [(3, 2, 1, 0, 0)]  # high for half of the year only
    assert result.rows(PANEL, "organization:zhu@medium") == [(3, 2, 1, 0, 1)]
    assert result.rows(PANEL, "kind:enterprise@medium") == [(9, 6, 2, 0, 0)]
    assert result.rows(PANEL, "sector:internet@medium") == [(3, 2, 1, 0, 1)]
    assert result.rows(
        "select valid_from_on, valid_until_on from marts.subject_repositories"
        " where subject_id = 'guangzhou@medium' and repository_id = 'github:zhu/river'"
    ) == [(None, None)]


def test_nothing_is_counted_in_the_years_between_two_claims(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", "2022-02-01", "2023-05-01", "2024-06-01", "2025-09-01")
    claims(world, river, ("zhu", "high", None, "2022-12-15"), ("zhu", "high", "2025-08-01", None))

    result = built(world)

    # none is no zero: in 2023 and 2024 the organisation had nothing to look at
    years = result.values("code_changes_commits", "organization:zhu", "year")
    assert years == {"2022": 1, "2025": 1, "2026": 0}
    assert result.rows(
        "select year(period_start_on), target_count, complete_target_count from marts.subject_periods"
        " where subject_kind || subject_id = 'organizationzhu' and stream_kind = 'history'"
        " and period_kind = 'year' order by 1"
    ) == [(2022, 1, 1), (2025, 1, 1), (2026, 1, 0)]


def test_a_repository_that_came_back_within_the_year_counts_once(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", "2025-02-01", "2025-05-01", "2025-09-01")
    claims(world, river, ("zhu", "high", None, "2025-03-31"), ("zhu", "high", "2025-08-01", None))

    result = built(world)

    def counts(kind):
        return result.rows(
            "select period_start_on, target_count, complete_target_count from marts.subject_periods"
            " where subject_kind || subject_id = 'organizationzhu' and stream_kind = 'history'"
            " and period_kind = ? and year(period_start_on) = 2025 order by 1",
            kind,
        )

    assert counts("year") == [(date(2025, 1, 1), 1, 1)]
    assert counts("quarter") == [(date(2025, month, 1), 1, 1) for month in (1, 7, 10)]
    assert result.values("code_changes_commits", "organization:zhu", "quarter")["2025Q3"] == 1
