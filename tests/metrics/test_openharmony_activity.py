"""OpenHarmony's work over time, at two forges at once, counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime

from collectors import records
from flows.registry import record_types


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seat(sig_id: str, repository_name: str) -> records.SigSeat:
    return records.SigSeat(
        sig_id=sig_id,
        repository_name=repository_name,
        role="committer",
        key_id="k",
        person_key="p",
        person_domain="giant.example",
    )


def change(repository_id: str, number: str, opened: str, **facts) -> records.ChangeRequest:
    merged = facts.pop("merged", None)
    plain = records.ChangeRequest(
        repository_id=repository_id,
        number=number,
        forge_change_request_id=None,
        author_account_id=None,
        merged_by_account_id=None,
        state="merged" if merged else "open",
        is_draft=None,
        opened_at=instant(opened),
        updated_at=None,
        merged_at=instant(merged) if merged else None,
        closed_at=None,
        merge_commit_sha=None,
        base_branch=None,
        lines_added=None,
        lines_deleted=None,
        files_changed=None,
        commit_count=None,
        comment_count=None,
        review_count=None,
        review_comment_count=None,
    )
    return replace(plain, **facts)


def comment(repository_id: str, number: str, signal: str | None, nth: int) -> records.Comment:
    return records.Comment(
        repository_id=repository_id,
        comment_id=f"{number}-{nth}",
        parent_kind="change_request",
        parent_number=number,
        author_account_id=None,
        commented_at=instant("2026-03-01"),
        gate_signal=signal,
    )


def account(account_id: str, login: str) -> records.Account:
    return records.Account(
        account_id=account_id, forge=account_id.partition(":")[0], login=login, kind="user"
    )


def test_what_was_carried_over_counts_once_and_the_gate_says_what_was_read(world, built):
    new = world.repository("gitcode:openharmony/build")
    old = world.repository("gitee:openharmony/build", role="mirror", mirror_of=new)
    world.in_manifest("build")
    world.add(account("gitee:7", "Lee"), account("gitcode:@lee", "lee"))
    world.add(
        change(old, "1", "2025-09-01 00:00", merged="2025-09-01 10:00", author_account_id="gitee:7"),
        change(new, "91", "2025-09-01 00:00", merged="2025-09-01 10:00", author_account_id="gitcode:@lee"),
        change(old, "2", "2025-09-02 00:00", merged="2025-09-02 02:00"),  # not carried over
        change(new, "92", "2025-09-20 00:00", merged="2025-09-20 04:00"),  # opened after the move
        change(new, "93", "2026-03-01 00:00"),
        change(new, "94", "2026-03-02 00:00"),
    )
    world.add(
        *(comment(new, "93", signal, n) for n, signal in enumerate(("start_build", "build_failed"))),
        *(comment(new, "93", signal, n + 2) for n, signal in enumerate(("start_build", "build_passed"))),
    )
    world.commits(new, "ann", "2025-09-05")
    result = built(world)
    assert result.rows("select * from marts.openharmony_migration") == [
        ("core", "build", "change_request", 2, 4, 1, 1, 1.0, 0, 5, "imported")
    ]
    [row] = result.rows(
        "select merged_change_request_count, median_hours_to_merge from marts.openharmony_activity"
        " where employer_group = 'all' and period_id = '2025-09'"
    )
    assert row == (3, 4.0)  # of 10, 2 and 4 hours
    assert result.rows("select * from marts.openharmony_gate where month_on = '2026-03-01'") == [
        (date(2026, 3, 1), 2, 1, 0.5, 1, 2, 2.0, 1, 1)
    ]


def test_months_boards_and_groups(world, built):
    """Six people in January 2025, one of them of Guangzhou; two came back within a year: too few to say."""
    world.organization("zhu")
    world.claim("zhu.example", "zhu", subject_kind="mail_domain")
    for domain in ("zhu.example", "giant.example"):
        world.add(
            record_types.MailDomain(
                domain=domain, canonical_domain=domain, domain_scope="exclusive", note=None
            )
        )
    board = world.repository("gitcode:openharmony/device_board_zhu", "zhu")
    world.in_manifest("device_board_zhu", "OpenHarmony-4.1-Release", "master")
    world.in_manifest("vendor_giant")
    world.add(seat("sig_board", "device_board_zhu"))
    for n, person in enumerate("abcdef"):
        domain = "zhu.example" if person == "a" else "giant.example" if n < 5 else ""
        world.commit(board, f"first-{person}", person, "2025-01-10", author_domain=domain)
    world.commit(board, "again-a", "a", "2025-03-01", author_domain="zhu.example")
    world.commit(board, "again-b", "b", "2026-01-31", author_domain="giant.example")
    world.commit(board, "again-c", "c", "2026-02-01", author_domain="giant.example")
    result = built(world)
    rows = result.rows(
        "select commit_count, contributor_count, newcomer_count, round(retained_newcomer_ratio, 3),"
        " organization_count, round(identified_ratio, 3), round(share_ratio, 3), is_complete"
        " from marts.openharmony_activity where period_id = '2025-01'"
        " and employer_group in ('all', 'guangzhou') order by employer_group"
    )
    assert rows == [
        (6, 6, 6, None, 2, 0.833, 1.0, True),
        (1, None, None, None, 1, 0.833, 0.167, True),
    ]
    assert result.rows("select * from marts.openharmony_boards order by all") == [
        ("OpenHarmony-4.1-Release", "device_board_zhu", "board", "zhu", "zhu", True),
        ("master", "device_board_zhu", "board", "zhu", "zhu", True),
        ("master", "vendor_giant", "product", "giant", None, False),
    ]
    rows = result.rows(
        "select * from marts.openharmony_sig_activity where period_kind = 'year' order by period_id"
    )
    assert rows == [
        ("year", "2025", "sig_board", 1, 7, 6, 6, 2, 2, 6 / 7),
        ("year", "2026", "sig_board", 1, 2, None, None, 1, 0, 1.0),
    ]
    rows = result.rows(
        "select * exclude (release_branch) from marts.openharmony_vendors where release_branch = 'all'"
    )
    assert sorted(rows) == [
        ("giant", None, False, 0, 0, 1, "master", 0, None, None),
        ("zhu", "zhu", True, 1, 0, 0, "master", 1, 9, 2),
    ]


def test_their_rules_beside_ours(world, built):
    """2026: three commits, two of two universities, the first an import; two changes, one of 3,000 lines."""
    build = world.repository("gitcode:openharmony/build")
    world.add(world.head(build, root_shas=("1",)))
    world.in_manifest("build")
    for domain in ("big.edu.cn", "small.edu.cn", "giant.example"):
        world.add(
            record_types.MailDomain(
                domain=domain, canonical_domain=domain, domain_scope="exclusive", note=None
            )
        )
    for sha, domain, lines in (
        ("1", "big.edu.cn", 999),
        ("2", "small.edu.cn", 998),
        ("3", "giant.example", 5),
    ):
        world.commit(build, sha, sha, "2026-03-01", author_domain=domain, lines_added=lines, lines_deleted=1)
    world.commit(build, "unknown", "z", "2025-03-01", author_domain="big.edu.cn", lines_added=None)
    world.add(
        change(build, "1", "2026-03-01", merged="2026-03-02", lines_added=2_900, lines_deleted=100),
        change(build, "2", "2026-03-01", merged="2026-03-02", lines_added=10, lines_deleted=0),
        change(build, "3", "2025-03-01", merged="2025-03-02"),
    )
    rows = built(world).rows(
        "select year, rule, our_value, their_value, difference"
        " from marts.openharmony_counting_rules order by all"
    )
    assert rows == [
        (2025, "activity", 1, 1, 0),
        (2025, "large_changes", None, None, None),
        (2025, "modified_lines", None, None, None),
        (2025, "universities", 1, None, None),
        (2026, "activity", 3, 2, -1),
        (2026, "large_changes", 3_010, 10, -3_000),
        (2026, "modified_lines", 2_005, 1_005, -1_000),
        (2026, "universities", 2, 1, -1),
    ]


def test_people_with_the_join_across_forges_and_without(world, built):
    """Nineteen come in February 2025, seven of them on GitHub; these are on GitCode in March, as are five."""
    new = world.repository("gitcode:openharmony/build")
    copy = world.repository("github:openharmony/build", role="mirror", mirror_of=new)
    world.in_manifest("build")
    world.add(seat("sig_build", "build"))
    for number in range(12):
        world.commits(new, f"o{number}", "2025-02-10", *["2025-03-10"][: number < 5])
    for number in range(7):
        for repository_id, day in ((copy, "2025-02-10"), (new, "2025-03-10")):
            forge = repository_id.partition(":")[0]
            sha = f"{forge} {number}"
            world.commit(repository_id, sha, sha, day, author_domain="home.example")
            world.add(
                records.CommitAccount(
                    sha=sha, forge=forge, author_account_id=f"{forge}:{number}", committer_account_id=None
                )
            )
        world.identity(f"account:github:{number}", f"account:gitcode:{number}")
    result = built(world)
    rows = result.rows(
        "select period_id, contributor_count, newcomer_count, retained_newcomer_ratio,"
        " unjoined_contributor_count, unjoined_newcomer_count, unjoined_retained_newcomer_ratio"
        " from marts.openharmony_activity where period_kind in ('month', 'year') order by all"
    )
    assert rows == [
        ("2025", 19, 19, None, 26, 26, None),  # twelve months after it are not over
        ("2025-02", 19, 19, 12 / 19, 19, 19, 5 / 19),
        ("2025-03", 12, 0, None, 12, 7, 0.0),
    ]
    rows = result.rows(
        "select contributor_count, unjoined_contributor_count from marts.openharmony_sig_activity"
        " where period_id = '2025'"
    )
    assert rows == [(19, 26)]
