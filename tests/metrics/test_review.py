"""What a claim moves, what is worth a look, and what was corrected, worked out by hand."""

from dataclasses import replace
from datetime import date

import pytest

from flows.config.decisions import ReviewDecision
from flows.registry.record_types import Claim


def claim_of(world, claim_id: str) -> Claim:
    """Find a claim among the facts."""
    (found,) = (fact for fact in world.facts if isinstance(fact, Claim) and fact.claim_id == claim_id)
    return found


@pytest.fixture
def city(world):
    """Zhu claims river and, with medium confidence, pond; both organisations claim delta.

    In 2025 Ann commits to river (2) and pond (1), Bob to pond (1), Eve to delta (1); a merge, a robot's
    commit and one of 2024 count for nothing. Ann's domain is nobody's, and neither is that of six people.
    """
    world.organization("zhu")
    world.organization("mei")
    river = world.repository("github:zhu/river")
    pond = world.repository("github:zhu/pond")
    delta = world.repository("github:zhu/delta")
    world.claim(river, "zhu", claim_id="C1")
    world.claim(pond, "zhu", claim_id="C2", account_confidence="medium")
    world.claim(delta, "zhu", claim_id="C3")
    world.claim(delta, "mei", claim_id="C4")
    world.commit(river, "r1", "ann", "2025-03-01", author_domain="one.example")
    world.commit(river, "r2", "ann", "2025-04-01", author_domain="one.example")
    world.commit(pond, "p1", "ann", "2025-05-01", author_domain="one.example")
    world.commit(pond, "p2", "bob", "2025-05-02", author_domain="known.example")
    world.commit(delta, "d1", "eve", "2025-06-01")
    world.commit(river, "m1", "max", "2025-06-02", parent_shas=("a", "b"))
    world.commit(river, "b1", "robot", "2025-06-03", bot_rule="forge-app")
    world.commit(river, "o1", "old", "2024-06-03")
    for number in range(6):
        world.commit(river, f"c{number}", f"crowd{number}", "2023-01-01", author_domain="crowd.example")
    world.mail_domain("known.example", "exclusive")
    return world


def test_a_claim_moves_what_no_other_claim_counts(city, built):
    result = built(city)
    rows = result.rows(
        "select claim_id, confidence, is_counted, repository_count, commit_count, contributor_count,"
        " total_commit_count, total_contributor_count from intermediate.claim_effects order by 1, 2"
    )
    assert rows == [
        ("C1", "all", True, 1, 2, 0, 5, 3),  # Ann works in pond too: without C1 she still counts
        ("C1", "high", True, 1, 2, 1, 3, 2),  # where pond does not count, she counts by C1 alone
        ("C1", "medium", True, 1, 2, 0, 5, 3),
        ("C2", "all", True, 1, 2, 1, 5, 3),  # Bob
        ("C2", "medium", True, 1, 2, 1, 5, 3),
        *[(c, level, True, 0, 0, 0, total, people) for c in ("C3", "C4")
          for level, total, people in (("all", 5, 3), ("high", 3, 2), ("medium", 5, 3))],
    ]  # fmt: skip
    assert result.rows(
        "select distinct contributor_count, total_contributor_count, is_suppressed from marts.claim_effects"
    ) == [(None, None, True)]  # the public is not told of a city of three


def test_a_rejected_claim_shows_what_it_would_bring_back(city, built):
    river = claim_of(city, "C1")
    later = [replace(river, review_status="rejected", reviewer="desk", reviewed_on=date(2026, 11, 24))]
    rows = built(city, later).rows(
        "select is_counted, repository_count, commit_count, contributor_count, total_commit_count"
        " from intermediate.claim_effects where claim_id = 'C1' order by confidence"
    )
    assert rows == [(False, 1, 2, 0, 3), (False, 1, 2, 1, 1), (False, 1, 2, 0, 3)]


def test_the_review_lists_what_moves_most_first(city, built):
    result = built(city)
    assert result.rows(
        "select item_kind, subject_id, commit_count, contributor_count, round(share_ratio, 3)"
        " from marts.review_items order by position"
    ) == [
        # of ten commits with a domain six are of crowd.example, three of one.example, one known
        ("unknown_domain", "crowd.example", 6, 6, 0.6),
        ("unreviewed_claim", "C1", 2, 0, 0.4),
        ("unreviewed_claim", "C2", 2, None, 0.4),
        ("contradiction", "C3", 0, 0, 0.0),
        ("unreviewed_claim", "C3", 0, 0, 0.0),
        ("unreviewed_claim", "C4", 0, 0, 0.0),
        ("unknown_domain", None, 3, None, 0.3),  # one.example is Ann's alone: it is not named
    ]
    assert result.rows(
        "select subject_id from intermediate.review_items where item_kind = 'unknown_domain' order by 1"
    ) == [("crowd.example",), ("one.example",)]


def test_a_claim_on_what_may_not_be_named_is_for_researchers_alone(city, built):
    secret = city.repository("github:zhu/secret", is_aggregate_only=True)
    city.claim(secret, "zhu", claim_id="C9")
    city.commit(secret, "s1", "ann", "2025-07-01")
    result = built(city)
    assert result.rows("select 1 from intermediate.review_items where subject_id = 'C9'") == [(1,)]
    assert result.rows("select 1 from marts.review_items where subject_id = 'C9'") == []


def test_an_accepted_claim_is_looked_at_again_after_a_year(city, built):
    for claim_id, day in (("C1", date(2025, 11, 23)), ("C2", date(2025, 11, 24))):
        claim = claim_of(city, claim_id)
        accepted = replace(claim, review_status="accepted", reviewer="desk", reviewed_on=day)
        city.facts[city.facts.index(claim)] = accepted
    rows = built(city).rows(
        "select item_kind, subject_id from marts.review_items where subject_id in ('C1', 'C2')"
    )
    assert rows == [("old_claim", "C1")]


def test_the_correction_log_says_who_changed_what_and_what_it_moved(city, built):
    decision = ReviewDecision(
        decision_id="D00001",
        decided_on=date(2026, 11, 24),
        reviewer="statistics desk",
        subject_kind="claim",
        subject_id="C1",
        verdict="rejected",
        organization_id=None,
        canonical_domain=None,
        reason="the repository was sold",
    )
    rejected = replace(
        claim_of(city, "C1"),
        review_status="rejected",
        reviewer="statistics desk",
        reviewed_on=date(2026, 11, 24),
    )
    raised = replace(claim_of(city, "C2"), account_confidence="high")
    rows = built(city, [decision, rejected, raised]).rows(
        "select subject_id, change_kind, change_text, reviewer, decision_id, reason, confidence,"
        " repository_change, commit_change, contributor_change, total_commit_count, total_contributor_count"
        " from marts.corrections order by 1"
    )
    assert rows == [
        ("C1", "rejected", "review_status: unreviewed → rejected", "statistics desk", "D00001",
         "the repository was sold", "high", -1, -2, None, 3, None),
        ("C2", "changed", "account_confidence: medium → high", None, None, None, None,
         None, None, None, None, None),
    ]  # fmt: skip


def test_a_review_says_who_is_a_robot_and_who_is_not(world, built):
    river = world.repository("github:zhu/river")
    world.commit(river, "a", "ann", "2026-01-05")
    world.commit(river, "b", "regular", "2026-01-06")
    world.commit(river, "c", "wrongly", "2026-01-07", bot_rule="name")
    world.account("github:7")
    verdicts = (
        ("key:regular", "bot"),
        ("key:wrongly", "person"),
        ("key:ann", "bot"),
        ("key:ann", "withdrawn"),
        ("account:github:7", "bot"),
    )
    for number, (subject_id, verdict) in enumerate(verdicts):
        world.add(
            ReviewDecision(
                decision_id=f"D{number:05}",
                decided_on=date(2026, 11, 23),
                reviewer="desk",
                subject_kind="node",
                subject_id=subject_id,
                verdict=verdict,
                organization_id=None,
                canonical_domain=None,
                reason="seen",
            )
        )
    result = built(world)
    assert result.values("contributors", "repository:github:zhu/river")["2026-01"] == 2  # Ann and "wrongly"
    assert result.rows("select is_bot from staging.accounts") == [(True,)]


def test_what_behaves_like_a_robot_is_proposed_and_named_in_no_public_table(world, built):
    river = world.repository("github:zhu/river", "zhu", "guangzhou")
    world.organization("zhu")
    for day in range(10):
        for number in range(100):  # a hundred commits on each of ten days
            world.commit(river, f"{day}-{number}", "tireless", f"2026-01-{day + 1:02}")
    result = built(world)
    assert result.rows(
        "select subject_kind, subject_id, commit_count from intermediate.review_items"
        " where item_kind = 'bot_proposal'"
    ) == [("node", "key:tireless", 1000)]
    assert result.rows(
        "select subject_id, commit_count from marts.review_items where item_kind = 'bot_proposal'"
    ) == [(None, 1000)]
