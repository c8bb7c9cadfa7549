"""Every measure of people, with the join of accounts across forges and without it."""

from typing import Any

import pytest

from collectors import records

RIVER, STREAM = "github:zhu/river", "gitee:zhu/stream"


def two_forges(world: Any, bridge: str | None = "bridge") -> Any:
    """Ann has an account and a mailbox on each of two forges, and a third mailbox that both forges know.

    The third is at home on gitee, whose account stands first of the two. Six others keep to one forge.
    """
    world.organization("zhu")
    for repository_id in (RIVER, STREAM):
        world.repository(repository_id, "zhu", "guangzhou")
    work = (
        ("g1", RIVER, "ann-g", "2026-01-10", "github:1"),
        ("h1", STREAM, "ann-h", "2026-02-10", "gitee:2"),
        ("b1", RIVER, bridge, "2026-03-10", "github:1"),
        ("b2", STREAM, bridge, "2026-03-11", "gitee:2"),
    )
    for sha, repository_id, author, day, account in work:
        if author:
            world.commit(repository_id, sha, author, day, author_domain="ann.example")
            forge = account.partition(":")[0]
            world.add(
                records.CommitAccount(
                    sha=sha, forge=forge, author_account_id=account, committer_account_id=None
                )
            )
    for number in range(6):
        world.commits(RIVER, f"other{number}", "2026-01-01")
        world.issue(RIVER, f"{number}", f"github:9{number}", "2026-01-10 00:00")
    world.change_request(RIVER, "11", "github:1", "2026-01-10 00:00")
    world.change_request(STREAM, "12", "gitee:2", "2026-02-10 00:00")
    return world


@pytest.fixture
def both(built: Any) -> Any:
    """Build, and give the values of a metric without and with the join."""

    def of(world: Any) -> Any:
        result = built(world)

        def values(metric: str, subject: str, period_kind: str = "year") -> list[tuple[Any, ...]]:
            return result.rows(
                "select value::integer, joined_value::integer from marts.people_without_join"
                " where metric = ? and subject_kind || ':' || subject_id = ? and period_kind = ?"
                " order by period_start_on limit 3",
                metric,
                subject,
                period_kind,
            )

        return values

    return of


def test_a_person_on_two_forges_is_one_with_the_join_and_two_without(world, both):
    values = both(two_forges(world))
    for subject in ("scope:guangzhou", "organization:zhu@all", "project:github:zhu/river"):
        assert values("contributors", subject) == [(8, 7)]
    assert values("new_contributors", "scope:guangzhou", "quarter")[0] == (8, 7)
    assert values("issue_and_change_request_participants", "scope:guangzhou") == [(8, 7)]


def test_without_the_join_a_repository_keeps_its_mailboxes_of_other_forges_apart(world, both):
    values = both(two_forges(world))
    assert values("contributors", f"repository:{RIVER}") == [(8, 7)]  # ann-g, bridge and six others
    assert values("contributors", f"repository:{STREAM}") == []  # ann-h and bridge are both gitee's


def test_where_nobody_is_joined_there_is_nothing_to_tell_apart(world, both):
    values = both(two_forges(world, bridge=None))
    assert values("contributors", "scope:guangzhou") == []


def test_what_is_withheld_with_the_join_is_withheld_without(world, built):
    world = two_forges(world)
    world.facts = [fact for fact in world.facts if not getattr(fact, "author_key", "").startswith("other")]
    result = built(world)
    rows = result.rows(
        "select value, sample_count, joined_value, is_suppressed from marts.people_without_join"
        " where metric = 'contributors' and subject_id = 'guangzhou' and period_kind = 'year'"
    )
    assert rows == [(None, None, None, True)]


def test_all_measures_of_people_are_there(world, built):
    result = built(two_forges(world))
    told = result.rows("select distinct metric from marts.people_without_join order by 1")
    about_people = result.rows(
        "select distinct metric from metrics.all_measures join metrics.all_definitions using (metric)"
        " where people != 'no' and subject_id = 'guangzhou' order by 1"
    )
    assert told == about_people
