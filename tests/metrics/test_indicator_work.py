"""What people of Guangzhou's organisations commit to projects of others, as the plan counts it."""

import pytest

from flows.config.plans.records import PlanIndicator

PROJECTS = {"zhu/own": "zhu", "yue/own": "yue", "far/project": "far", "free/project": None}


def indicator(indicator_id, *filters):
    return PlanIndicator(
        plan_id="p",
        indicator_id=indicator_id,
        position=1,
        clause_id="c",
        name_zh=indicator_id,
        name_en=indicator_id,
        owner_zh="处",
        unit="commits",
        kind="derived",
        reads="commits_elsewhere",
        reading=None,
        subject_kind=None,
        subject_id=None,
        filters=filters,
        accumulation="flow",
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
def upstream(world):
    """Zhu and Yue are of Guangzhou, Far is not; "doubt" is Yue's with a low confidence only."""
    world.organization("zhu")
    world.organization("yue", kind="university")
    world.organization("far", relation="elsewhere")
    for name in ("zhu", "yue", "far"):
        world.claim(f"{name}.example", name, subject_kind="mail_domain")
        world.mail_domain(f"{name}.example", "exclusive")
    for name, owner in PROJECTS.items():
        world.repository(f"github:{name}", owner)
    doubt = world.repository("github:who/doubt")
    world.claim(doubt, "yue", affiliation_confidence="low")
    world.repository("github:zhu/fork", "zhu", role="fork")
    world.collected_until["github:free/unread"] = None
    world.repository("github:free/unread")
    world.add(
        indicator("elsewhere"), indicator("enterprises", "kind=enterprise"), indicator("parks", "park=none")
    )
    return world


def works(world, repository, employer, *days):
    for day in days:
        world.commit(
            f"github:{repository}",
            f"{repository} {employer} {day}",
            "ann",
            day,
            author_domain=f"{employer}.example",
        )


def test_commits_to_projects_that_are_not_guangzhous_are_counted(upstream, built):
    """In 2025 Zhu's people commit 2 times to Far's project and once to nobody's, Yue's once to Far's: 4.

    What they do for each other, in their own and where Yue's claim is doubtful is no work upstream; nor are
    Far's own commits. The filter leaves the university out.
    """
    works(upstream, "far/project", "zhu", "2025-01-10", "2025-04-10")
    works(upstream, "free/project", "zhu", "2025-05-10", "2026-05-10")
    works(upstream, "far/project", "yue", "2025-02-10")
    works(upstream, "yue/own", "zhu", "2025-03-10")
    works(upstream, "zhu/own", "zhu", "2025-03-11")
    works(upstream, "who/doubt", "zhu", "2025-03-12")
    works(upstream, "far/project", "far", "2025-03-13")

    result = built(upstream)

    asked = """
        select indicator_id, value, sample_count, complete_target_count, target_count
        from marts.indicator_values
        where confidence = '{}' and period_kind = 'year' and year(period_start_on) = 2025 order by all
    """
    expected = [("elsewhere", 4, 7, 2, 3), ("enterprises", 3, 6, 2, 3), ("parks", None, 0, 2, 3)]
    assert result.rows(asked.format("high")) == expected
    assert result.rows(asked.format("all")) == expected
    by_month = dict(
        result.rows(
            "select strftime(period_start_on, '%Y-%m'), value from marts.indicator_values where value > 0"
            " and indicator_id = 'elsewhere' and confidence = 'high' and period_kind = 'month'"
        )
    )
    assert by_month == {"2025-01": 1, "2025-02": 1, "2025-04": 1, "2025-05": 1, "2026-05": 1}
    shares = result.rows("""
        select organization_id, commit_count, all_commit_count from marts.indicator_work
        where indicator_id = 'elsewhere' and confidence = 'high' and period_kind = 'year'
            and year(period_start_on) = 2025 order by all
    """)
    assert shares == [("yue", 1, 1), ("zhu", 3, 6)]


def test_with_nothing_of_others_held_the_value_is_undefined_not_zero(upstream, built):
    upstream.collected_until = dict.fromkeys(
        ("github:free/unread", "github:free/project", "github:far/project"), None
    )
    works(upstream, "zhu/own", "zhu", "2025-03-11")

    result = built(upstream)

    assert result.rows("select distinct value from marts.indicator_values") == [(None,)]


def test_with_what_is_of_others_held_and_quiet_the_value_is_zero(upstream, built):
    upstream.collected_until = {"github:free/unread": None, "github:far/project": None}
    works(upstream, "zhu/own", "zhu", "2025-03-11")

    result = built(upstream)

    # free/project was read and holds nothing; parks has no organisation to look at
    assert result.rows(
        "select indicator_id, value, complete_target_count, target_count, listed_organization_count"
        " from marts.indicator_values where confidence = 'high' and period_kind = 'year'"
        " and year(period_start_on) = 2025 order by 1"
    ) == [("elsewhere", 0, 1, 3, 2), ("enterprises", 0, 1, 3, 1), ("parks", None, 1, 3, 0)]
