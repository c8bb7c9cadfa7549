"""What belongs to a release of OpenHarmony, counted by hand; what was carried over, read and published."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from collectors import records

R40, R41, R50 = "OpenHarmony-4.0-Release", "OpenHarmony-4.1-Release", "OpenHarmony-5.0-Release"
L30, L41 = "OpenHarmony-3.0-LTS", "OpenHarmony-4.1-LTS"


def begun(release_branch: str, at: str) -> list[records.ManifestBranch]:
    return [records.ManifestBranch(release_branch=release_branch, began_at=day(at))]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def releases(world):
    """4.0 is of 2025-01-10 and 4.1 of 2025-02-10; 5.0 is not tagged yet, 4.1-LTS and 3.0-LTS never were.

    4.1-LTS began on 2025-02-05, as its manifest says; that of 3.0-LTS does not say.
    """
    home = world.repository("gitcode:openharmony/manifest")
    world.tag(home, "OpenHarmony-v4.0-Release", "2025-01-10", "t1")
    world.tag(home, "OpenHarmony-v4.1-Release", "2025-02-10", "t2")
    world.tag(home, "OpenHarmony-v5.0-Beta1", "2025-03-10", "t3")
    build = world.repository("gitcode:openharmony/build")
    board = world.repository("gitcode:openharmony/device_board_zhu")
    world.in_manifest("build", R40, R41, R50, L41, "master")
    world.in_manifest("device_board_zhu", R41)
    world.in_manifest("third_party_zlib", R41)
    world.in_manifest("old", R41, source_path="p")
    world.in_manifest("later", R50, source_path="p")
    world.in_manifest("older", "OpenHarmony-3.0-LTS")
    world.add(*begun(L41, "2025-02-04T16:00"), *begun(R50, "2025-03-01"))
    world.build, world.board = build, board
    return world


def test_a_release_has_the_days_since_the_one_before_it(releases, built):
    rows = built(releases).rows(
        "select release_branch, release_state, dated_by, released_on, previous_branch, from_on, until_on,"
        " own_repository_count, collected_repository_count from marts.openharmony_release_dates order by all"
    )
    first, second, today = date(2025, 1, 10), date(2025, 2, 10), date(2026, 11, 24)
    running = ("in_development", None, None, R41, date(2025, 2, 11), today)
    assert rows == [
        (L30, "undated", None, None, None, None, None, 1, 0),
        (R40, "released", "tag", first, None, date(1, 1, 1), first, 1, 0),
        (L41, "begun", "branch", None, R40, date(2025, 1, 11), date(2025, 2, 5), 1, 0),
        (R41, "released", "tag", second, R40, date(2025, 1, 11), second, 3, 0),
        (R50, *running, 2, 0),
        ("master", *running, 1, 0),
    ]


def test_two_releases_of_one_day_have_no_day_in_common(releases, built):
    """4.1 and 4.1.1 are of one day: the lower version has the days before it."""
    releases.tag("gitcode:openharmony/manifest", "OpenHarmony-v4.1.1-Release", "2025-02-10", "t4")
    releases.in_manifest("build", "OpenHarmony-4.1.1-Release")
    rows = built(releases).rows(
        "select release_branch, previous_branch, from_on, until_on from marts.openharmony_release_dates"
        " where released_on = '2025-02-10' or release_branch = 'master' order by all"
    )
    last = "OpenHarmony-4.1.1-Release"
    assert rows == [
        (R41, R40, date(2025, 1, 11), date(2025, 2, 10)),
        (last, R41, date(2025, 2, 11), date(2025, 2, 10)),
        ("master", last, date(2025, 2, 11), date(2026, 11, 24)),
    ]


def test_what_a_release_gained_and_lost(releases, built):
    """4.1 brings Zhu's board, which 5.0 lacks again; in 5.0 another name stands at the place of old."""
    releases.organization("zhu")
    releases.claim(releases.board, "zhu")
    rows = built(releases).rows(
        "select release_branch, previous_branch, released_on, change, old_name, new_name, is_upstream_code,"
        " is_guangzhou from marts.openharmony_release_changes where release_branch != 'master' order by all"
    )
    assert rows == [
        (R41, R40, date(2025, 2, 10), "added", None, "device_board_zhu", False, True),
        (R41, R40, date(2025, 2, 10), "added", None, "old", False, False),
        (R41, R40, date(2025, 2, 10), "added", None, "third_party_zlib", True, False),
        (R50, R41, None, "dropped", "device_board_zhu", None, False, True),
        (R50, R41, None, "dropped", "third_party_zlib", None, True, False),
        (R50, R41, None, "renamed", "old", "later", False, False),
    ]


def test_what_belongs_to_a_release(releases, built):
    """4.1 has the board, 4.0 and 5.0 do not; the evening of 10 February in UTC is the 11th in Shanghai.

    4.1-LTS began before the sixth and is over; the days until then are 4.1's too.
    """
    world = releases
    world.commit(world.build, "1", "ann", "2025-01-10", lines_added=5, lines_deleted=1)
    world.commit(world.build, "2", "ann", "2025-01-11", lines_added=7)
    world.commit(world.board, "3", "bob", "2025-01-11", lines_added=None, lines_deleted=None)
    world.commit(world.board, "4", "bob", "2025-01-09")
    world.commit(world.build, "5", "eve", "2025-02-10 16:00")
    world.commit(world.build, "6", "eve", "2025-02-06")
    world.change_request(world.build, "1", None, "2025-01-12 00:00", merged="2025-01-12 06:00")
    world.change_request(world.board, "2", None, "2025-01-12 00:00", merged="2025-01-12 10:00")
    world.change_request(world.board, "3", None, "2025-03-12 00:00", merged="2025-03-12 01:00")
    result = built(world)
    rows = result.rows(
        "select period_id, commit_count, line_count, known_line_count, repository_count, is_complete,"
        " merged_change_request_count, median_hours_to_merge"
        " from marts.openharmony_activity where period_kind = 'release' order by all"
    )
    assert rows == [
        (R40, 1, 6, 6, 1, True, None, None),
        (L41, 1, 7, 7, 1, True, 1, 6.0),
        (R41, 3, None, 8, 2, True, 2, 8.0),
        (R50, 1, 1, 1, 1, False, None, None),
        ("master", 1, 1, 1, 1, False, None, None),
    ]
    [row] = result.rows(
        "select commit_count, line_count, merged_change_request_count, median_hours_to_merge"
        " from marts.openharmony_activity where period_kind = 'all'"
    )
    assert row == (6, None, 3, 6.0)


def test_newcomers_of_a_release_and_who_came_back(releases, built):
    """Twelve are new in 4.1, of whom six are back within twelve months; five were there before.

    Of the five and of the others nothing smaller than five can be told.
    """
    world = releases
    for number in range(5):
        world.commits(world.build, f"regular{number}", "2025-01-05", "2025-01-20")
    for number in range(12):
        world.commits(world.build, f"new{number}", "2025-01-20")
    for number in range(6):
        world.commits(world.build, f"new{number}", "2026-01-31" if number else "2025-02-03")
    world.commits(world.build, "new0", "2025-01-25")
    world.commits(world.build, "new6", "2026-02-01")
    rows = built(world).rows(
        "select period_id, contributor_count, newcomer_count, retained_newcomer_ratio"
        " from marts.openharmony_activity where period_kind = 'release' order by all"
    )
    assert (R41, 17, 12, 0.5) in rows


def test_guangzhou_at_three_confidences_and_none_that_gives_five_away(releases, built):
    """Five by a high claim, six with a medium one, which would show the sixth; eleven with a low one."""
    world = releases
    for organization_id, confidence, people in (
        ("zhu", "high", "abcde"),
        ("mu", "medium", "f"),
        ("lu", "low", "ghijk"),
    ):
        domain = f"{organization_id}.example"
        world.organization(organization_id)
        world.claim(domain, organization_id, subject_kind="mail_domain", affiliation_confidence=confidence)
        world.mail_domain(domain, "exclusive")
        for person in people:
            world.commit(world.build, person, person, "2025-01-20", author_domain=domain)
    world.commit(world.build, "z", "z", "2025-01-20", author_domain="contractors.example")
    rows = built(world).rows(
        "select employer_group, commit_count, contributor_count, round(share_ratio, 3),"
        " round(identified_ratio, 3), organization_count"
        " from marts.openharmony_activity where period_id = ? order by all",
        R41,
    )
    assert rows == [
        ("all", 12, 12, 1.0, 0.917, 3),
        ("guangzhou", 5, None, 0.417, 0.917, 1),
        ("guangzhou@all", 11, 11, 0.917, 0.917, 3),
        ("guangzhou@medium", 6, None, 0.5, 0.917, 2),
    ]


def test_universities_are_known_by_kind_or_by_domain(releases, built):
    world = releases
    world.organization("wuyang", kind="university")
    world.claim("wuyang.example", "wuyang", subject_kind="mail_domain")
    world.mail_domain("wuyang.example", "exclusive")
    world.mail_domain("far.edu.cn", "exclusive")
    world.mail_domain("maker.example", "exclusive")
    for sha, domain in (("1", "wuyang.example"), ("2", "far.edu.cn"), ("3", "maker.example")):
        world.commit(world.build, sha, sha, "2025-01-20", author_domain=domain)
    result = built(world)
    [row] = result.rows(
        "select commit_count, university_count, organization_count from marts.openharmony_activity"
        " where period_id = ? and employer_group = 'university'",
        R41,
    )
    assert row == (2, 2, 2)
    rows = result.rows(
        "select employer_id, is_university, is_guangzhou, confidence, repository_count"
        " from marts.openharmony_shares where period_id = ? order by all",
        R41,
    )
    assert rows == [
        ("far.edu.cn", True, False, None, 1),
        ("maker.example", False, False, None, 1),
        ("wuyang", True, True, "high", 1),
    ]


@pytest.mark.parametrize("is_imported", [True, False])
def test_threads_of_the_move_count_once_whether_or_not_they_were_carried_over(world, built, is_imported):
    """Three issues on Gitee under another owner, one of them still open; each is one issue in any case."""
    old = world.repository("gitee:openharmony-sig/lottie")
    new = world.repository("gitcode:openharmony-sig/lottie")
    for repository_id in (old, new) if is_imported else (old,):
        world.issue(repository_id, "I1", None, "2025-09-01 00:00", closed="2025-09-02 00:00")
        world.issue(repository_id, "I2", None, "2025-09-01 00:00")
        world.issue(repository_id, "I3", None, "2025-09-03 00:00", closed="2025-09-14 00:00")
    world.issue(new, "4", None, "2025-10-01 00:00")
    result = built(world)
    [row] = result.rows("select * from marts.openharmony_migration")
    assert row[:3] == ("sig", "lottie", "issue")
    imported, not_imported = (3, 4, 3, 3, None, 0, 4, "imported"), (3, 1, 0, 0, None, 1, 4, "not_imported")
    assert row[3:] == (imported if is_imported else not_imported)
    ended = result.rows(
        "select number, ended_on, is_ended_by_move from intermediate.openharmony_work"
        " order by opened_on, number"
    )
    second = ("I2", None, False) if is_imported else ("I2", date(2025, 9, 15), True)
    assert ended == [
        ("I1", date(2025, 9, 2), False),
        second,
        ("I3", date(2025, 9, 14), False),
        ("4", None, False),
    ]


def test_answers_stand_beside_the_share_that_was_read(releases, built):
    """Four change requests: answered after 6 hours, by nobody but its author, none by the list, not read."""
    world = releases
    for login in ("ann", "bob"):
        world.account(f"gitcode:{login}")
    for number in ("1", "2", "3", "4"):
        world.change_request(world.build, number, "gitcode:ann", "2026-03-01 00:00")
    world.facts[-2] = replace(world.facts[-2], comment_count=0)
    world.comment(world.build, "change_request 1", "gitcode:bob", "2026-03-01 06:00")
    world.comment(world.build, "change_request 2", "gitcode:ann", "2026-03-01 06:00")
    assert built(world).rows("select * from marts.openharmony_responses") == [
        (date(2026, 3, 1), "change_request", 4, 3, 0.75, 1, 6.0)
    ]
