"""Who employed whoever opened a thread or gave a review: claims first, else the nearest commit."""

import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from collectors import records

METRICS = Path(__file__).parents[2] / "metrics" / "conftest.py"
spec = importlib.util.spec_from_file_location("discussing_world", METRICS)
assert spec and spec.loader
worlds = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = worlds
spec.loader.exec_module(worlds)

RIVER = "github:far/river"
ACCOUNT, SEAT, NEARBY = "account_claim", "governance_record", "nearby_commit"


@pytest.fixture
def world():
    """Three employers with a domain each, of three confidences, and a repository of nobody they own."""
    world = worlds.World()
    for name, confidence in (("zhu", "high"), ("bay", "medium"), ("hill", "low")):
        world.organization(name)
        world.mail_domain(f"{name}.example", "exclusive")
        world.claim(f"{name}.example", name, subject_kind="mail_domain", affiliation_confidence=confidence)
    world.repository(RIVER)
    return world


@pytest.fixture
def built(tmp_path: Path) -> Iterable:
    yield from worlds.building(tmp_path)


def commit(world, login: str, domain: str, at: str, **facts) -> None:
    """Let a person commit, of whom the forge knows that the mailbox is the account's."""
    sha = f"{login} {domain} {at}"
    world.commit(RIVER, sha, f"{login} at {domain}", at, author_domain=domain, **facts)
    world.add(
        records.CommitAccount(
            sha=sha, forge="github", author_account_id=f"github:{login}", committer_account_id=None
        )
    )


def issues(world, login: str, *days: str) -> None:
    """Let an account open an issue on each of some days; the day is its number."""
    for day in days:
        world.issue(RIVER, f"{login} {day}", f"github:{login}", day)


def attributed(result) -> dict[str, tuple[str, str, str]]:
    """Give what is known of each thread or review, by its id without the repository."""
    rows = result.rows(
        "select contribution_kind, contribution_id, organization_id, confidence, evidence_kind"
        " from intermediate.attributions where contribution_kind != 'commit'"
    )
    return {f"{kind} {name.removeprefix(RIVER)}": tuple(found) for kind, name, *found in rows}


def test_the_nearest_commit_within_a_year_tells_and_the_earlier_of_two_as_near(world, built):
    commit(world, "ann", "zhu.example", "2025-03-01")
    commit(world, "ann", "home.example", "2025-08-01")  # nearer, and tells nothing
    commit(world, "ann", "bay.example", "2026-03-02")
    days = ("2024-02-29", "2024-03-01", "2025-08-31", "2025-09-01", "2026-03-02")
    issues(world, "ann", *days)

    assert attributed(built(world)) == {
        # 366 days before the first commit: not known
        "issue #ann 2024-03-01": ("zhu", "medium", NEARBY),
        "issue #ann 2025-08-31": ("zhu", "medium", NEARBY),  # 183 days from both
        "issue #ann 2025-09-01": ("bay", "medium", NEARBY),
        "issue #ann 2026-03-02": ("bay", "medium", NEARBY),
    }


def test_what_is_inferred_is_no_surer_than_its_claim_and_the_day_s_most_commits_decide(world, built):
    commit(world, "ann", "hill.example", "2025-03-01")
    commit(world, "bob", "zhu.example", "2025-03-01")
    for hour in ("01:00", "02:00"):
        commit(world, "bob", "bay.example", f"2025-03-01 {hour}")
    issues(world, "ann", "2025-03-05")
    issues(world, "bob", "2025-03-05")

    assert attributed(built(world)) == {
        "issue #ann 2025-03-05": ("hill", "low", NEARBY),
        "issue #bob 2025-03-05": ("bay", "medium", NEARBY),
    }


def test_a_claim_of_the_account_and_a_seat_come_before_what_commits_say(world, built):
    world.account("github:ann")
    world.claim(
        "github:ann",
        "hill",
        subject_kind="account",
        valid_from_on=date(2026, 1, 1),
        valid_until_on=date(2026, 6, 30),
    )
    world.claim("sig_water", "bay", subject_kind="sig")
    world.add(
        records.SigSeat(
            sig_id="sig_water",
            repository_name="",
            role="leader",
            key_id="k",
            person_key="eve at home.example",
            person_domain="",
        )
    )
    commit(world, "ann", "zhu.example", "2025-12-01")
    commit(world, "ann", "home.example", "2026-06-01")  # hers by the claim: no evidence for other days
    commit(world, "eve", "home.example", "2025-12-01")
    commit(world, "eve", "zhu.example", "2026-01-01")
    issues(world, "ann", "2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01")
    issues(world, "eve", "2026-01-01")

    assert attributed(built(world)) == {
        "issue #ann 2025-12-31": ("zhu", "medium", NEARBY),
        "issue #ann 2026-01-01": ("hill", "high", ACCOUNT),
        "issue #ann 2026-06-30": ("hill", "high", ACCOUNT),
        "issue #ann 2026-07-01": ("zhu", "medium", NEARBY),
        "issue #eve 2026-01-01": ("bay", "high", SEAT),
    }


def test_change_requests_and_reviews_of_others_count_and_bots_and_strangers_do_not(world, built):
    world.account("github:robot", kind="bot")
    world.account("github:zhu")  # called like the employer, known by nothing else
    for login in ("ann", "bob", "robot", "opted-out"):
        commit(world, login, "zhu.example", "2026-01-01")
    for number, login in enumerate(("ann", "robot", "zhu", "opted-out")):
        world.change_request(RIVER, str(number), f"github:{login}", "2026-01-10")
    world.change_request(RIVER, "4", None, "2026-01-10")
    for number, reviewer in (("0", "ann"), ("0", "bob"), ("0", "robot"), ("1", "bob"), ("4", "ann")):
        world.add(
            records.Review(
                repository_id=RIVER,
                review_id=f"{number} by {reviewer}",
                change_request_number=number,
                reviewer_account_id=f"github:{reviewer}",
                state="pending" if number == "4" else "approved",
                submitted_at=worlds.facts.instant("2026-01-11"),
                comment_count=None,
            )
        )

    result = built(world)

    assert set(attributed(result)) == {"change_request #0", "review #0#0 by bob"}
    opened = "from intermediate.thread_contributions where contribution_kind = 'change_request'"
    assert result.rows(f"select count(*), count(contributor_id) {opened}") == [(4, 2)]


def test_a_thread_that_was_carried_over_counts_once_and_its_reviews_where_they_are(world, built):
    """The import left out the reviews of the first change request, and has those of the second."""
    new, old = "gitcode:zhu/lake", "gitee:zhu/lake"
    world.repository(new)
    world.repository(old, role="mirror", mirror_of=new)
    for login in ("ann", "bob"):
        world.account(f"gitee:{login}")
        world.claim(f"gitee:{login}", "zhu", subject_kind="account")
    for repository_id in (old, new):
        for number in ("1", "2"):
            world.change_request(repository_id, number, "gitee:ann", f"2025-09-0{number} 00:00:07")
    world.change_request(new, "3", "gitee:ann", "2025-09-03 00:00:07")
    for repository_id, number in ((old, "1"), (old, "2"), (new, "2")):
        world.review(repository_id, number, "gitee:bob", "2025-09-05")
        world.facts[-1] = replace(world.facts[-1], review_id=number)

    assert set(attributed(built(world))) == {
        *(f"change_request {new}#{number}" for number in "123"),
        f"review {old}#1#1",
        f"review {new}#2#2",
    }


def test_commits_are_attributed_as_before(world, built):
    commit(world, "ann", "zhu.example", "2025-12-01")
    commit(world, "ann", "home.example", "2025-12-02")
    issues(world, "ann", "2025-12-03")

    result = built(world)

    assert result.rows(
        "select contribution_id, evidence_kind from intermediate.attributions"
        " where contribution_kind = 'commit'"
    ) == [("ann zhu.example 2025-12-01", "author_domain")]
    assert result.values("identified_contribution_ratio", f"repository:{RIVER}", "year")["2025"] == 1 / 2
    assert result.values("organizational_diversity", f"repository:{RIVER}", "year")["2025"] == 1
