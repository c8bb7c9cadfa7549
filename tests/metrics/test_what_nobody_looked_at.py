"""Nothing in scope, nothing collected, or looked at and quiet: three things, and only the last is a zero."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

import warehouse
from flows.config.plans.records import PlanIndicator
from flows.registry.record_types import Claim

EFFECTS = """
select confidence, repository_count, commit_count, contributor_count, total_commit_count,
    total_contributor_count, target_count,
    complete_target_count, total_target_count, total_complete_target_count
from intermediate.claim_effects where claim_id = ?
order by array_position(['high', 'medium', 'all'], confidence)
"""
VALUES = """
select confidence, value, complete_target_count, target_count, target_organization_count,
    listed_organization_count
from marts.indicator_values
where indicator_id = 'makers' and period_kind = 'year' and period_start_on = date '2025-01-01'
order by array_position(['high', 'medium', 'all'], confidence)
"""
MAKERS = PlanIndicator(
    plan_id="p",
    indicator_id="makers",
    position=1,
    clause_id="c",
    name_zh="有公开项目的汽车企业",
    name_en="makers",
    owner_zh="处",
    unit="organizations",
    kind="derived",
    reads="organizations_present",
    reading=None,
    subject_kind=None,
    subject_id=None,
    filters=("sector=automotive",),
    accumulation="stock",
    baseline_year=2023,
    target_value=None,
    target_on=None,
    target_source=None,
    direction="up",
    definition_zh="口径",
    caution_zh=None,
    caution_en=None,
)


@pytest.fixture
def city(world):
    """Zhu and Yue make cars. "sure" is Zhu's; "likely" of Zhu and "guess" of Yue are of medium confidence."""
    world.organization("zhu", sector="automotive")
    world.organization("yue", sector="automotive")
    world.organization("far", relation="reference")
    for name, owner, confidence in (
        ("sure", "zhu", "high"),
        ("likely", "zhu", "medium"),
        ("guess", "yue", "medium"),
    ):
        repository = world.repository(f"github:{owner}/{name}")
        world.claim(repository, owner, claim_id=name, account_confidence=confidence)
    other = world.repository("github:far/other", "far")
    world.commits(other, "zoe", "2024-02-01", "2025-02-01")
    world.add(MAKERS)
    return world


def without(world, *names):
    """Leave repositories uncollected."""
    world.collected_until = {f"github:{name}": None for name in names}
    return world


def strike(world, claim_id):
    """Take a claim out of the facts."""
    world.facts[:] = [f for f in world.facts if not (isinstance(f, Claim) and f.claim_id == claim_id)]


def is_good(result) -> bool:
    found = {each.check_name: each.mistake_count for each in warehouse.check(result.whole().db)}
    return not found["false_zeros"]


def test_looked_at_and_quiet_is_zero(city, built):
    result = built(city)

    assert result.rows(EFFECTS, "sure") == [
        ("high", 1, 0, 0, 0, 0, 1, 1, 1, 1),
        ("medium", 1, 0, 0, 0, 0, 1, 1, 3, 3),
        ("all", 1, 0, 0, 0, 0, 1, 1, 3, 3),
    ]
    assert result.rows(VALUES) == [("high", 0, 1, 1, 1, 2), ("medium", 0, 3, 3, 2, 2), ("all", 0, 3, 3, 2, 2)]
    assert is_good(result)


def test_nothing_collected_has_no_value(city, built):
    result = built(without(city, "zhu/sure", "zhu/likely", "yue/guess"))

    assert result.rows(EFFECTS, "sure") == [
        ("high", 1, None, None, None, None, 1, 0, 1, 0),
        ("medium", 1, None, None, None, None, 1, 0, 3, 0),
        ("all", 1, None, None, None, None, 1, 0, 3, 0),
    ]
    assert [row[:2] for row in result.rows(VALUES)] == [("high", None), ("medium", None), ("all", None)]
    assert result.rows(
        "select distinct commit_count, contributor_count, share_ratio, repository_count, is_suppressed"
        " from marts.review_items where item_kind = 'unreviewed_claim' and organization_id != 'far'"
    ) == [(None, None, None, 1, False)]
    assert is_good(result)


def test_no_target_at_a_confidence_has_no_value_there(city, built):
    strike(city, "sure")
    city.commits("github:yue/guess", "eve", "2025-03-01")

    result = built(without(city, "zhu/likely"))

    assert result.rows(VALUES) == [
        ("high", None, 0, 0, 0, 2),
        ("medium", 1, 1, 2, 2, 2),
        ("all", 1, 1, 2, 2, 2),
    ]
    assert result.rows(EFFECTS, "likely") == [
        ("medium", 1, None, None, 1, 1, 1, 0, 2, 1),
        ("all", 1, None, None, 1, 1, 1, 0, 2, 1),
    ]
    assert is_good(result)


def test_partly_collected_is_the_known_part_and_says_how_much_it_is(city, built):
    city.commits("github:zhu/sure", "ann", "2025-03-01", "2025-04-01")
    city.collected_until = {
        "github:zhu/likely": datetime(2025, 6, 1, 4, tzinfo=UTC),
        "github:yue/guess": datetime(2024, 6, 1, 4, tzinfo=UTC),
    }
    city.commits("github:zhu/likely", "bob", "2025-05-01")

    result = built(city)

    assert result.rows(EFFECTS, "likely") == [
        ("medium", 1, 1, 1, 3, 2, 1, 0, 3, 1),
        ("all", 1, 1, 1, 3, 2, 1, 0, 3, 1),
    ]
    # of the year nothing was collected: what the claim moves in it is not known
    assert result.rows(EFFECTS, "guess")[0] == ("medium", 1, None, None, 3, 2, 1, 0, 3, 1)
    assert is_good(result)


def test_a_claim_that_had_ended_before_the_year_moves_nothing_in_it(city, built):
    city.commits("github:zhu/sure", "ann", "2025-03-01")
    city.claim("github:zhu/sure", "yue", claim_id="former", valid_until_on=date(2023, 12, 31))

    result = built(city)

    assert result.rows(EFFECTS, "former")[0] == ("high", 0, 0, 0, 1, 1, 0, 0, 1, 1)


def test_a_correction_of_what_nobody_collected_tells_no_zero(city, built):
    sure = next(f for f in city.facts if isinstance(f, Claim) and f.claim_id == "sure")
    later = [replace(sure, review_status="rejected", reviewer="desk", reviewed_on=date(2026, 11, 24))]

    result = built(without(city, "zhu/sure", "zhu/likely", "yue/guess"), later)

    assert result.rows(
        "select change_kind, confidence, repository_change, commit_change, contributor_change,"
        " total_commit_count"
        " from marts.corrections"
    ) == [("rejected", "high", -1, None, None, None)]


def test_what_was_collected_nowhere_is_not_counted_as_none(world, built):
    world.organization("zhu")
    world.claim("zhu.example", "zhu", subject_kind="mail_domain")
    world.mail_domain("zhu.example", "exclusive")
    river = world.repository("github:zhu/river", "zhu")
    world.commit(river, "r1", "ann", "2025-03-01", author_domain="zhu.example")
    asked = """
        select commit_count, issue_count, change_request_count, review_count from marts.organization_work
        where organization_id = 'zhu' and confidence = 'high'
    """
    city = "marts.employed_work where subject_kind = 'city' and confidence = 'high'"
    counts = f"select commit_count, issue_count, change_request_count, review_count from {city}"
    world.stream_kinds = ("history", "issues")

    result = built(world)

    assert result.rows(asked) == [(1, 0, None, None)]  # issues were looked for, change requests never
    assert result.rows(counts) == [(1, 0, None, None)]


def test_a_false_zero_stops_publication(city, built):
    result = built(without(city, "zhu/sure", "zhu/likely", "yue/guess")).whole()
    result.db.execute("update marts.indicator_values set value = 0 where indicator_id = 'makers'")
    result.db.execute("update intermediate.claim_effects set commit_count = 0 where claim_id = 'sure'")

    (found,) = (each for each in warehouse.check(result.db) if each.check_name == "false_zeros")

    assert (found.severity, found.mistake_count > 3) == ("stop", True)
