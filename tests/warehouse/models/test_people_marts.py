"""Employers' work, moves between them and cohorts: counted by hand, and withheld below five people."""

import importlib.util
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from collectors import records

METRICS = Path(__file__).parents[2] / "metrics" / "conftest.py"
spec = importlib.util.spec_from_file_location("employed_world", METRICS)
assert spec and spec.loader
worlds = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = worlds
spec.loader.exec_module(worlds)

ZHU, BAY, FAR = "zhu.example", "bay.example", "far.example"


@pytest.fixture
def world():
    """Three employers, one of another place, and the repository of one of them."""
    world = worlds.World()
    world.organization("zhu", sector="internet", district="tianhe")
    world.organization("bay", kind="university", sector="education", district="panyu")
    world.organization("far", relation="reference")
    for domain in (ZHU, BAY, FAR):
        world.mail_domain(domain, "exclusive")
    world.claim(ZHU, "zhu", subject_kind="mail_domain")
    world.claim(BAY, "bay", subject_kind="mail_domain", account_confidence="medium")
    world.claim(FAR, "far", subject_kind="mail_domain")
    world.repository("github:zhu/river", "zhu", "guangzhou")
    world.repository("github:else/lake")
    return world


@pytest.fixture
def built(tmp_path: Path) -> Iterable:
    yield from worlds.building(tmp_path)


def commits(world, repository: str, domain: str, *people: str, at: str = "2025-03-10", each: int = 1) -> None:
    """Let people commit with a mailbox of a domain."""
    for number, person in enumerate(people * each):
        world.commit(repository, f"{repository} {person} {at} {number}", person, at, author_domain=domain)


def test_an_organisation_s_work_in_each_project(world, built):
    five = ("ann", "bob", "eve", "max", "zoe")
    commits(world, "github:zhu/river", ZHU, *five)
    commits(world, "github:zhu/river", BAY, "kim", each=3)
    commits(world, "github:zhu/river", "home.example", "tom", each=2)
    commits(world, "github:else/lake", ZHU, "ann", each=4)

    rows = built(world).rows(
        "select organization_id, project_id, confidence, is_own, commit_count, contributor_count,"
        " is_suppressed, share_ratio, identified_ratio from marts.organization_work"
        " where confidence != 'all' order by all"
    )

    assert rows == [
        ("bay", "github:zhu/river", "medium", False, 3, None, True, 3 / 8, 8 / 10),
        ("zhu", "github:else/lake", "high", False, 4, None, True, 1, 1),
        ("zhu", "github:else/lake", "medium", False, 4, None, True, 1, 1),
        ("zhu", "github:zhu/river", "high", True, 5, 5, False, 1, 5 / 10),
        ("zhu", "github:zhu/river", "medium", True, 5, 5, False, 5 / 8, 8 / 10),
    ]


def test_what_the_people_of_an_organisation_and_of_the_city_do_anywhere(world, built):
    five, more = ("ann", "bob", "eve", "max", "zoe"), tuple(f"p{number}" for number in range(6))
    commits(world, "github:zhu/river", ZHU, *five, at="2024-03-10")
    commits(world, "github:zhu/river", ZHU, *five, *more)
    commits(world, "github:else/lake", BAY, *more[:5], at="2025-04-10", each=2)
    commits(world, "github:else/lake", FAR, "kim")

    result = built(world)

    def work(subject_kind, year=2025, confidence="all"):
        return result.rows(
            "select subject_id, commit_count, own_commit_count, project_count, contributor_count,"
            " newcomer_count, is_suppressed from marts.employed_work"
            " where (subject_kind, year, confidence) = (?, ?, ?) order by all",
            subject_kind,
            year,
            confidence,
        )

    assert work("organization") == [
        ("bay", 10, 0, 1, 5, 5, False),
        ("far", 1, 0, 1, None, None, True),
        ("zhu", 11, 11, 1, 11, 6, False),
    ]
    assert work("organization", 2024) == [("zhu", 5, 5, 1, 5, 5, False)]
    assert work("city") == [("guangzhou", 21, 11, 2, 11, 6, False)]
    assert work("city", confidence="high") == [("guangzhou", 11, 11, 1, 11, 6, False)]
    assert [row[:2] for row in work("district")] == [("panyu", 10), ("tianhe", 11)]


def test_a_whole_is_withheld_with_its_only_small_part(world, built):
    """Of the two organisations of the city one has two people: the city's sum would give them away."""
    commits(world, "github:zhu/river", ZHU, *(f"p{number}" for number in range(6)))
    commits(world, "github:else/lake", BAY, "kim", "tom")

    rows = built(world).rows(
        "select subject_kind, subject_id, contributor_count from marts.employed_work"
        " where confidence = 'all' and subject_kind in ('organization', 'city', 'kind') order by all"
    )

    assert rows == [
        ("city", "guangzhou", None),
        ("kind", "enterprise", 6),
        ("kind", "university", None),
        ("organization", "bay", None),
        ("organization", "zhu", 6),
    ]


def test_an_organisation_that_is_withheld_for_others_is_so_in_its_projects_too(world, built):
    """The small one has no district: the city less it is all of tianhe, which is all of zhu."""
    world.organization("hub", kind="university", sector="education", district=None)
    world.mail_domain("hub.example", "exclusive")
    world.claim("hub.example", "hub", subject_kind="mail_domain")
    commits(world, "github:zhu/river", ZHU, *(f"p{number}" for number in range(6)))
    commits(world, "github:else/lake", "hub.example", "kim", "tom")

    result = built(world)

    rows = result.rows("select contributor_count from marts.employed_work where subject_id = 'zhu'")
    assert rows == [(None,)] * 3
    rows = result.rows("select contributor_count from marts.organization_work where organization_id = 'zhu'")
    assert rows == [(None,)] * 3


def threads(world, repository: str, kind: str, *logins: str | None, at: str = "2025-05-10") -> None:
    """Let accounts open issues or change requests."""
    for login in logins:
        opened = world.issue if kind == "issue" else world.change_request
        opened(repository, str(len(world.facts)), login and f"github:{login}", at)


def known(world, login: str, mailbox: str) -> None:
    """Let a claim say whose an account of GitHub's is."""
    world.identity(f"key:{mailbox}", f"account:github:{login}")


def test_threads_stand_beside_commits_and_say_how_much_is_identified(world, built):
    """Six committed; five more only reviewed or asked, of whom no mailbox but an earlier commit is known."""
    river, six = "github:zhu/river", tuple(f"p{number}" for number in range(6))
    later = tuple(f"q{number}" for number in range(5))
    commits(world, river, ZHU, *six)
    commits(world, river, ZHU, *later, at="2024-09-10")
    for person in (*six, *later):
        known(world, person, person)
    threads(world, river, "issue", *later, "p0")
    threads(world, river, "change_request", "p1", "p1", "q0", "stranger", None)
    threads(world, "github:else/lake", "issue", "q0")
    request = next(fact for fact in world.facts if isinstance(fact, records.ChangeRequest))
    for reviewer in ("p0", "p1", "stranger"):  # p1 opened it
        world.review(river, request.number, f"github:{reviewer}", "2025-05-11")

    result = built(world)

    counts = "commit_count, issue_count, change_request_count, review_count"
    rows = result.rows(
        f"select project_id, confidence, {counts}, contributor_count, share_ratio, identified_ratio,"
        " identified_change_request_ratio from marts.organization_work"
        " where organization_id = 'zhu' and year = 2025 and confidence != 'all' order by all"
    )
    assert rows == [
        ("github:else/lake", "medium", 0, 1, 0, 0, 0, None, None, None),
        (river, "high", 6, 0, 0, 0, 6, 1, 1, 0),
        (river, "medium", 6, 6, 3, 1, 6, 1, 1, 3 / 5),
    ]
    people = "contributor_count, newcomer_count, participant_count"
    rows = result.rows(
        f"select year, project_count, {counts}, {people} from marts.employed_work"
        " where (subject_kind, subject_id, confidence) = ('organization', 'zhu', 'medium') order by year"
    )
    assert rows == [(2024, 1, 5, 0, 0, 0, 5, 5, 5), (2025, 1, 6, 7, 3, 1, 6, 6, 11)]


def test_few_who_only_take_part_in_threads_are_not_told_by_the_difference(world, built):
    six = tuple(f"p{number}" for number in range(6))
    commits(world, "github:zhu/river", ZHU, *six)
    commits(world, "github:zhu/river", ZHU, "q0", at="2024-09-10")
    known(world, "q0", "q0")
    threads(world, "github:zhu/river", "issue", "q0")

    rows = built(world).rows(
        "select subject_kind, issue_count, contributor_count, participant_count, is_suppressed"
        " from marts.employed_work where year = 2025 and confidence = 'all'"
        " and subject_kind in ('organization', 'city') order by all"
    )

    assert rows == [("city", 1, 6, None, False), ("organization", 1, 6, None, False)]


def on_two_forges(world, *people: str) -> None:
    """Claim of people that their accounts of GitHub and Gitee, each with its mailbox, are one."""
    for person in people:
        for forge, mailbox in (("github", person), ("gitee", f"{person} too")):
            sha = next(
                f.sha for f in world.facts if isinstance(f, records.Commit) and f.author_key == mailbox
            )
            world.add(
                records.CommitAccount(
                    sha=sha, forge=forge, author_account_id=f"{forge}:{person}", committer_account_id=None
                )
            )
        known(world, person, f"{person} too")


def test_people_of_employers_are_counted_without_the_join_across_forges_too(world, built):
    """Six on GitHub, of whom five were on Gitee the year before: old hands together, newcomers apart."""
    six, lake = tuple(f"p{number}" for number in range(6)), "gitee:else/lake"
    world.repository(lake)
    commits(world, "github:zhu/river", ZHU, *six)
    commits(world, lake, ZHU, *(f"{person} too" for person in six[:5]), at="2024-03-10")
    commits(world, lake, ZHU, *(f"{person} too" for person in six[:5]), at="2025-04-10")
    commits(world, lake, ZHU, *(f"old{number}" for number in range(5)), at="2024-05-10")
    on_two_forges(world, *six[:5])

    result = built(world)

    people = ("contributor_count", "newcomer_count", "participant_count")
    columns = ", ".join(name for each in people for name in (each, f"unjoined_{each}"))
    rows = result.rows(
        f"select year, {columns} from marts.employed_work"
        " where (subject_kind, confidence) = ('city', 'all') order by year"
    )
    # in 2025 one is new, or six are: told together or not at all
    assert rows == [(2024, 10, 10, 10, 10, 10, 10), (2025, 6, 11, None, None, 6, 11)]
    rows = result.rows(
        "select project_id, contributor_count, unjoined_contributor_count from marts.organization_work"
        " where (year, confidence) = (2025, 'all') order by all"
    )
    assert rows == [(lake, 5, 5), ("github:zhu/river", 6, 6)]


def test_moves_between_employers_are_counted_once_they_are_over(world, built):
    movers, river = ("ann", "bob", "eve", "max", "zoe"), "github:zhu/river"
    commits(world, river, ZHU, *movers, "kim", at="2024-03-10")
    commits(world, river, FAR, *movers, at="2025-05-10")
    commits(world, river, FAR, "kim", at="2024-03-20")  # for two in one month: no move
    commits(world, river, ZHU, "tom", at="2024-03-10")
    commits(world, river, BAY, "tom", at="2025-05-10")

    result = built(world)

    def moves(group_kind, confidence="all"):
        return result.rows(
            "select from_id, to_id, year, contributor_count, is_suppressed from marts.contributor_flows"
            " where (group_kind, confidence) = (?, ?) order by all",
            group_kind,
            confidence,
        )

    assert moves("organization", "high") == [("zhu", "far", 2025, 5, False)]
    # the one who moved to bay is withheld, and so is the smallest other move of the year
    assert moves("organization") == [("zhu", "bay", 2025, None, True), ("zhu", "far", 2025, None, True)]
    assert moves("city", "high") == [("guangzhou", "elsewhere", 2025, 5, False)]


def test_moves_look_different_without_the_join_across_forges(world, built):
    """Five leave zhu on GitHub for far on Gitee; five more only seem to leave, and work for zhu on Gitee."""
    movers, stayers = (tuple(f"{letter}{number}" for number in range(5)) for letter in "ms")
    river, lake = "github:zhu/river", "gitee:else/lake"
    world.repository(lake)
    commits(world, river, ZHU, *movers, *stayers, at="2023-03-10")
    commits(world, lake, FAR, *(f"{person} too" for person in movers), at="2024-03-10")
    commits(world, river, BAY, *stayers, at="2024-03-10")
    commits(world, lake, ZHU, *(f"{person} too" for person in stayers), at="2025-03-10")
    on_two_forges(world, *movers, *stayers)

    rows = built(world).rows(
        "select from_id, to_id, year, contributor_count, unjoined_contributor_count, is_suppressed"
        " from marts.contributor_flows where (group_kind, confidence) = ('organization', 'all') order by all"
    )

    assert rows == [("zhu", "bay", 2024, 0, 5, False), ("zhu", "far", 2024, 5, 0, False)]


def test_a_cohort_is_followed_person_by_person(world, built):
    early, late = tuple(f"e{number}" for number in range(10)), tuple(f"l{number}" for number in range(10))
    river = "github:zhu/river"
    commits(world, river, "home.example", *early, at="2024-01-10")
    commits(world, river, "home.example", *late, at="2024-06-10")
    commits(world, river, "home.example", *early[:5], at="2024-07-10")  # their seventh month
    commits(world, river, "home.example", *late[:5], at="2024-12-10")
    commits(world, river, "home.example", "kim", "tom", at="2024-08-10")

    result = built(world)
    rows, of_the_owner = (
        result.rows(
            "select cohort_start_on, months_since, cohort_count, active_count, active_ratio, is_suppressed"
            " from marts.contributor_cohorts where (subject_kind, subject_id) = (?, ?)"
            " order by all",
            *subject,
        )
        for subject in (("scope", "guangzhou"), ("organization", "zhu"))
    )

    january, july = date(2024, 1, 1), date(2024, 7, 1)
    assert rows == [
        (january, 6, 20, 10, 0.5, False),
        (january, 12, 20, 0, 0, False),
        (january, 18, 20, 0, 0, False),  # the next span ends in November 2026 for those of June: not over
        (july, 6, None, None, None, True),
        (july, 12, None, None, None, True),
    ]
    assert of_the_owner == rows, "the organisation's own projects are all there is in the scope"
