"""Who employed the author of a commit on its day: evidence, dates, confidence and contradictions."""

import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from collectors import records

METRICS = Path(__file__).parents[2] / "metrics" / "conftest.py"
spec = importlib.util.spec_from_file_location("attributed_world", METRICS)
assert spec and spec.loader
worlds = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = worlds
spec.loader.exec_module(worlds)

SIGNED, AUTHOR, ACCOUNT, SEAT = (
    "signed_off_domain",
    "author_domain",
    "account_claim",
    "governance_record",
)


@pytest.fixture
def world():
    """Three employers with a domain each, a mistyped, a shared and a contractor's domain, a repository."""
    world = worlds.World()
    for name in ("zhu", "bay", "hill"):
        world.organization(name)
        world.mail_domain(f"{name}.example", "exclusive")
        world.claim(f"{name}.example", name, subject_kind="mail_domain")
    world.mail_domain("zhv.example", "exclusive", canonical_domain="zhu.example")
    world.mail_domain("group.example", "shared")
    world.mail_domain("partners.example", "contractor")
    world.repository("github:far/river")
    return world


@pytest.fixture
def built(tmp_path: Path) -> Iterable:
    yield from worlds.building(tmp_path)


def commit(world, sha: str, domain: str = "", *, signed: str | None = None, **facts) -> None:
    """Commit to the river; ``signed`` is the domain of the first Signed-off-by."""
    at = facts.pop("at", "2026-01-10")
    world.commit(
        "github:far/river", sha, facts.pop("author", f"who {sha}"), at, author_domain=domain, **facts
    )
    if signed:
        world.add(
            records.CommitTrailer(
                sha=sha, position=0, kind="signed-off-by", key_id="k", person_key="s", person_domain=signed
            )
        )


def attributed(result) -> dict[str, tuple[str, str]]:
    rows = result.rows(
        "select contribution_id, organization_id, evidence_kind from intermediate.attributions"
    )
    return {sha: (organization, evidence) for sha, organization, evidence in rows}


def test_the_signer_s_own_domain_comes_before_the_author_s(world, built):
    commit(world, "signed", "bay.example", signed="zhu.example")
    commit(world, "signed at a shared one", "bay.example", signed="group.example")
    commit(world, "typed wrongly", "zhv.example")
    commit(world, "mapped", "home.example", author_mapped_domain="zhu.example")

    assert attributed(built(world)) == {
        "signed": ("zhu", SIGNED),
        "signed at a shared one": ("bay", AUTHOR),
        "typed wrongly": ("zhu", AUTHOR),
        "mapped": ("zhu", "mapped_domain"),
    }


def test_shared_contractor_and_unknown_domains_name_nobody(world, built):
    world.claim(
        "group.example", "zhu", subject_kind="mail_domain"
    )  # the config refuses this; so does the model
    for domain in ("group.example", "partners.example", "home.example", ""):
        commit(world, f"by {domain}", domain)
    commit(world, "a robot's", "zhu.example", bot_rule="forge-app")

    assert attributed(built(world)) == {}


def test_an_account_s_claim_and_a_seat_speak_where_no_domain_does(world, built):
    world.account("github:ann")
    world.account("github:bureau", kind="organization")
    world.claim("github:ann", "hill", subject_kind="account", valid_from_on=date(2026, 1, 1))
    world.claim("github:bureau", "zhu", subject_kind="account")
    world.claim("sig_water", "bay", subject_kind="sig")
    seat = records.SigSeat(
        sig_id="sig_water", repository_name="", role="leader", key_id="k", person_key="eve", person_domain=""
    )
    world.add(seat, replace(seat, person_key="max", role="committer", repository_name="river"))
    commit(world, "too early", author="ann", author_account="github:ann", at="2025-12-31")
    commit(world, "in time", author="ann", author_account="github:ann")
    commit(world, "from another place", author="ann")
    commit(world, "with a mailbox that tells", "zhu.example", author="ann", author_account="github:ann")
    commit(world, "not a person", author="b", author_account="github:bureau")
    commit(world, "the leader", author="eve")
    commit(world, "a committer", author="max")
    commit(world, "whom the forge knows", "home.example", author="kim")
    world.add(
        records.CommitAccount(
            sha="whom the forge knows",
            forge="github",
            author_account_id="github:ann",
            committer_account_id=None,
        )
    )

    assert attributed(built(world)) == {
        "in time": ("hill", ACCOUNT),
        "from another place": ("hill", ACCOUNT),
        "with a mailbox that tells": ("zhu", AUTHOR),
        "the leader": ("bay", SEAT),
        "whom the forge knows": ("hill", ACCOUNT),
    }


def test_a_claim_reaches_an_account_of_which_a_list_does_not_say_what_it_is(world, built):
    def account(login: str, kind: str) -> records.Account:
        return records.Account(account_id=f"gitcode:@{login}", forge="gitcode", login=login, kind=kind)

    kinds = {"ann": "unknown", "mill": "organization", "robot": "bot"}
    for login, kind in kinds.items():
        world.add(account(login, kind))
        world.claim(f"gitcode:{login}", "hill", subject_kind="account")
        commit(world, f"{login}'s", "home.example", author=login, author_account=f"gitcode:@{login}")

    later = [account(login, "unknown") for login in kinds]
    result = built(world, later=later)

    assert attributed(result) == {"ann's": ("hill", ACCOUNT)}
    told = result.rows("select account_id, kind from staging.accounts order by account_id")
    assert told == [("gitcode:@ann", "unknown"), ("gitcode:@mill", "organization"), ("gitcode:@robot", "bot")]


def test_a_seat_s_own_domain_employs_from_the_day_it_was_read(world, built):
    world.add(
        records.SigSeat(
            sig_id="sig_water",
            repository_name="river",
            role="committer",
            key_id="k",
            person_key="eve",
            person_domain="bay.example",
        )
    )
    commit(world, "before", author="eve", at="2026-11-22")
    commit(world, "on the day", author="eve", at="2026-11-23")

    assert attributed(built(world)) == {"on the day": ("bay", SEAT)}


def test_what_moved_counts_for_each_side_in_its_own_years(world, built):
    world.mail_domain("moved.example", "exclusive")
    world.claim("moved.example", "zhu", subject_kind="mail_domain", valid_until_on=date(2025, 6, 30))
    world.claim("moved.example", "bay", subject_kind="mail_domain", valid_from_on=date(2026, 1, 1))
    for day in ("2025-06-30", "2025-06-30 16:00", "2025-12-31", "2026-01-01"):
        commit(world, day, "moved.example", at=day)

    assert {sha: organization for sha, (organization, _) in attributed(built(world)).items()} == {
        "2025-06-30": "zhu",
        "2025-06-30 16:00": "moved.example",  # July in Shanghai, when nobody claims it
        "2025-12-31": "moved.example",
        "2026-01-01": "bay",
    }


def test_a_figure_takes_claims_of_its_confidence_only(world, built):
    river = "github:far/river"
    world.claim(river, "zhu")
    world.mail_domain("likely.example", "exclusive")
    world.mail_domain("maybe.example", "exclusive")
    world.claim("likely.example", "bay", subject_kind="mail_domain", account_confidence="medium")
    world.claim("maybe.example", "hill", subject_kind="mail_domain", affiliation_confidence="low")
    for domain in ("zhu.example", "likely.example", "maybe.example", "home.example"):
        commit(world, domain, domain)

    result = built(world)

    def identified(subject):
        return result.values("identified_contribution_ratio", subject, "year")["2026"]

    assert [identified(f"organization:zhu{suffix}") for suffix in ("", "@medium", "@all")] == [
        1 / 4,
        2 / 4,
        3 / 4,
    ]
    assert identified(f"repository:{river}") == 3 / 4


def test_a_correction_applies_to_all_history(world, built):
    commit(world, "old", "zhu.example", at="2020-05-05")
    (wrong,) = (fact for fact in world.facts if getattr(fact, "subject_id", "") == "zhu.example")

    result = built(world, later=[replace(wrong, organization_id="bay")])

    assert attributed(result) == {"old": ("bay", AUTHOR)}


def test_contradictions_are_listed_and_a_part_does_not_contradict_the_whole(world, built):
    world.organization("zhu-labs", parent_organization_id="zhu")
    world.mail_domain("labs.example", "exclusive")
    world.claim("labs.example", "zhu-labs", subject_kind="mail_domain")
    world.claim("bay.example", "hill", subject_kind="mail_domain", account_confidence="low")
    commit(world, "one", "bay.example", signed="zhu.example", author="ann", at="2026-01-10")
    commit(world, "two", "bay.example", signed="zhu.example", author="ann", at="2026-02-10")
    commit(world, "part", "labs.example", signed="zhu.example")
    commit(world, "claimed twice", "bay.example", at="2026-03-10")

    rows = built(world).rows(
        "select organization_id, evidence_kind, other_organization_id, other_evidence_kind,"
        " contribution_count, contributor_count, first_on, last_on"
        " from intermediate.attribution_contradictions order by all"
    )

    january, february, march = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)
    assert rows == [
        ("bay", AUTHOR, "hill", AUTHOR, 1, 1, march, march),
        ("zhu", SIGNED, "bay", AUTHOR, 2, 1, january, february),
        ("zhu", SIGNED, "hill", AUTHOR, 2, 1, january, february),
    ]


def test_who_opted_out_is_nobody_and_their_commits_stay_identified(world, built):
    commit(world, "one", "zhu.example", author="opted-out")
    commit(world, "two", "home.example", author="ann")

    result = built(world)

    assert attributed(result) == {"one": ("zhu", AUTHOR)}
    assert result.values("identified_contribution_ratio", "repository:github:far/river", "year") == {
        "2026": 1 / 2
    }
