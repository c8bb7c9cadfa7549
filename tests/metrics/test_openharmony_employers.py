"""Whose work in OpenHarmony is when its mail domain, or its repository, moved to another organisation."""

from datetime import date

import pytest

from collectors import records
from flows.registry import record_types

DOMAIN, BUILD = "moved.example", "gitcode:openharmony/build"


def seat(role: str, domain: str, repository_name: str = "") -> records.SigSeat:
    return records.SigSeat(
        sig_id="sig_board",
        repository_name=repository_name,
        role=role,
        key_id="k",
        person_key=f"{role} {domain}",
        person_domain=domain,
    )


def group(*leader_domains: str) -> records.SpecialInterestGroup:
    return records.SpecialInterestGroup(
        sig_id="sig_board", status="active", sub_systems=(), leader_domains=leader_domains, repository_count=0
    )


@pytest.fixture
def moved(world):
    """moved.example is Zhu's, of Guangzhou, in 2024, Far's from the day of the data on, else its own."""
    world.organization("zhu")
    world.organization("far", relation="reference", kind="university")
    for days, organization_id, confidence in (
        ({"valid_from_on": date(2024, 1, 1), "valid_until_on": date(2024, 12, 31)}, "zhu", "high"),
        ({"valid_from_on": date(2026, 11, 24)}, "far", "medium"),
    ):
        world.claim(
            DOMAIN,
            organization_id,
            subject_kind="mail_domain",
            affiliation_confidence=confidence,
            **days,
        )
    world.mail_domain(DOMAIN, "exclusive")
    world.mail_domain("mvoed.example", "exclusive", canonical_domain=DOMAIN)  # mistyped
    world.add(
        record_types.OpenHarmonyEmployer(
            domain=DOMAIN,
            name_zh="搬迁（虚构）",
            name_en="Moved",
            city_zh="北京",
            city_en="Beijing",
            kind="enterprise",
            source="made up",
        )
    )
    world.repository(BUILD)
    return world


def test_commits_are_whose_they_were_on_their_day(moved, built):
    """Both ends of 2024 and the days beside them; one signed off by a mistyped domain; the last day."""
    for sha, day in (
        ("before", "2023-12-31 15:59"),  # 23:59 in Shanghai
        ("first", "2023-12-31 16:00"),
        ("last", "2024-12-31 15:59"),
        ("after", "2024-12-31 16:00"),
        ("far", "2026-11-23 16:00"),
    ):
        moved.commit(BUILD, sha, sha, day, author_domain=DOMAIN)
    moved.commit(BUILD, "signed", "ann", "2024-06-01", author_domain="home.example")
    moved.add(
        records.CommitTrailer(
            sha="signed",
            position=0,
            kind="signed-off-by",
            key_id="k",
            person_key="s",
            person_domain="mvoed.example",
        )
    )
    result = built(moved)
    rows = result.rows(
        "select sha, employer_id, confidence, is_guangzhou, is_university, city_en"
        " from intermediate.openharmony_commits order by contributed_on, sha"
    )
    itself, zhu = (DOMAIN, None, False, False, "Beijing"), ("zhu", "high", True, False, "Guangzhou")
    assert rows == [
        ("before", *itself),
        ("first", *zhu),
        ("signed", *zhu),
        ("last", *zhu),
        ("after", *itself),
        ("far", "far", "medium", False, True, None),
    ]
    rows = result.rows(
        "select period_id, employer_id, commit_count, share_ratio from marts.openharmony_shares"
        " where period_kind in ('year', 'all') order by all"
    )
    assert rows == [
        ("2023", DOMAIN, 1, 1.0),
        ("2024", "zhu", 3, 1.0),
        ("2025", DOMAIN, 1, 1.0),
        ("2026", "far", 1, 1.0),
        ("all", "far", 1, 1 / 6),
        ("all", DOMAIN, 2, 2 / 6),
        ("all", "zhu", 3, 3 / 6),
    ]


def test_seats_are_whose_they_are_on_the_day_of_the_data_and_changes_on_theirs(moved, built):
    """The list loses a leader on the day on which the other's domain became Far's."""
    moved.add(
        seat("leader", DOMAIN), seat("committer", "mvoed.example", "build"), group("old.example", DOMAIN)
    )
    result = built(moved, [group(DOMAIN)])
    assert result.rows(
        "select role, employer_id, is_guangzhou from marts.openharmony_sig_seats order by 1"
    ) == [
        ("committer", "far", False),
        ("leader", "far", False),
    ]
    assert result.rows("select leader_employers, is_led_from_guangzhou from marts.openharmony_sigs") == [
        (["far"], False)
    ]
    assert result.rows(
        "select change, old_employers, new_employers, changed_on from marts.openharmony_sig_changes"
    ) == [("leader_changed", [DOMAIN, "unlisted"], ["far"], date(2026, 11, 24))]


def test_a_board_is_whose_it_was_on_the_day_of_each_release(moved, built):
    """The board was Zhu's until the end of 2024 and is Far's since; 5.1 lacks it, master has it."""
    board = moved.repository("gitcode:openharmony/device_board_x")
    moved.claim(board, "zhu", valid_until_on=date(2024, 12, 31))
    moved.claim(board, "far", valid_from_on=date(2025, 1, 1))
    home = moved.repository("gitcode:openharmony/manifest")
    for version, day in (("4.1", "2024-12-31 15:00"), ("5.0.2", "2025-01-22"), ("5.1.0", "2025-05-03")):
        moved.tag(home, f"OpenHarmony-v{version}-Release", day, version)
        moved.in_manifest("build", f"OpenHarmony-{version}-Release")
    moved.tag(home, "OpenHarmony-v4.0-Release", "2023-10-26", "4.0")
    moved.in_manifest("build", "OpenHarmony-4.0-Release")
    for branch in ("OpenHarmony-4.1-Release", "OpenHarmony-5.0.2-Release", "master"):
        moved.in_manifest("device_board_x", branch)
    moved.commit(board, "1", "ann", "2024-06-01", author_domain=DOMAIN)  # Zhu's
    result = built(moved)
    assert result.rows(
        "select release_branch, organization_id, is_guangzhou from marts.openharmony_boards order by all"
    ) == [
        ("OpenHarmony-4.1-Release", "zhu", True),
        ("OpenHarmony-5.0.2-Release", "far", False),
        ("master", "far", False),
    ]
    assert result.rows(
        "select release_branch, change, organization_id, is_guangzhou from marts.openharmony_release_changes"
        " where 'device_board_x' in (old_name, new_name) order by all"
    ) == [
        ("OpenHarmony-4.1-Release", "added", "zhu", True),
        ("OpenHarmony-5.1.0-Release", "dropped", "far", False),
        ("master", "added", "far", False),
    ]
    assert result.rows(
        "select release_branch, organization_id, is_guangzhou, board_count, commit_count, vendor_commit_count"
        " from marts.openharmony_vendors order by all"
    ) == [
        ("OpenHarmony-4.1-Release", "zhu", True, 1, 1, 1),
        ("OpenHarmony-5.0.2-Release", "far", False, 1, 1, 0),
        ("all", "far", False, 1, 1, 0),
        ("master", "far", False, 1, 1, 0),
    ]
