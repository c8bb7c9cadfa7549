"""OpenHarmony as a project, counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

import warehouse
from collectors import records
from collectors.protocol import Replaces
from flows.registry import record_types

RELEASES = ("OpenHarmony-4.1-Release", "OpenHarmony-5.0.0-Release", "master")


def manifest(release_branch: str, name: str, **facts) -> records.ManifestRepository:
    plain = records.ManifestRepository(
        release_branch=release_branch,
        name=name,
        source_path=f"p/{name}",
        groups=(),
        system_types=("standard",),
        repository_class="system",
        remote=None,
        revision=None,
    )
    return replace(plain, **facts)


def trailer(sha: str, position: int, domain: str, kind: str = "signed-off-by") -> records.CommitTrailer:
    return records.CommitTrailer(
        sha=sha, position=position, kind=kind, key_id="k", person_key=f"{sha}{position}", person_domain=domain
    )


def seat(
    sig_id: str, role: str, domain: str, repository_name: str = "", person: str = "p"
) -> records.SigSeat:
    return records.SigSeat(
        sig_id=sig_id,
        repository_name=repository_name,
        role=role,
        key_id="k",
        person_key=person,
        person_domain=domain,
    )


def group(sig_id: str, *leader_domains: str) -> records.SpecialInterestGroup:
    return records.SpecialInterestGroup(
        sig_id=sig_id, status="active", sub_systems=(), leader_domains=leader_domains, repository_count=0
    )


@pytest.fixture
def domains(world):
    """maker.example is Zhu's, of Guangzhou; typo.example is how it is mistyped."""
    world.organization("zhu")
    world.claim("maker.example", "zhu", subject_kind="mail_domain")
    for domain, canonical, scope in (
        ("maker.example", "maker.example", "exclusive"),
        ("typo.example", "maker.example", "exclusive"),
        ("giant.example", "giant.example", "exclusive"),
        ("group.example", "group.example", "shared"),
        ("partners.example", "partners.example", "contractor"),
        ("mail.example", "mail.example", "personal"),
    ):
        world.add(
            record_types.MailDomain(domain=domain, canonical_domain=canonical, domain_scope=scope, note=None)
        )
    return world


def test_repositories_of_a_release_by_system_type(world, built):
    world.add(
        manifest("master", "build", system_types=("mini", "standard")),
        manifest("master", "board", repository_class="chipset", system_types=()),
        manifest("master", "third_party_zlib", repository_class="other"),
        manifest("OpenHarmony-5.0.0-Release", "build"),
    )
    rows = built(world).rows(
        "select release_branch, system_type, repository_count, own_repository_count,"
        " upstream_repository_count, system_repository_count, chipset_repository_count"
        " from marts.openharmony_releases order by all"
    )
    assert rows == [
        ("OpenHarmony-5.0.0-Release", "all", 1, 1, 0, 1, 0),
        ("OpenHarmony-5.0.0-Release", "standard", 1, 1, 0, 1, 0),
        ("master", "all", 3, 2, 1, 1, 1),
        ("master", "mini", 1, 1, 0, 1, 0),
        ("master", "standard", 2, 1, 1, 1, 0),
    ]


def test_what_left_the_manifest(world, built):
    world.add(*(manifest(release, "build") for release in RELEASES), manifest(RELEASES[0], "lango"))
    world.add(manifest("OpenHarmony-10.0-Release", "build"))  # later than 5.0, whatever its letters
    rows = built(world).rows(
        "select name, release_count, first_release, last_release, is_in_master"
        " from marts.openharmony_release_presence order by all"
    )
    assert rows == [
        ("build", 4, "OpenHarmony-4.1-Release", "master", True),
        ("lango", 1, "OpenHarmony-4.1-Release", "OpenHarmony-4.1-Release", False),
    ]


def test_changes_of_the_manifest_and_the_groups_are_dated(domains, built):
    """The second reading drops one repository, renames another and adds a third."""
    world = domains
    world.add(manifest("master", "kept"), manifest("master", "dropped"), manifest("master", "old"))
    world.add(group("sig_board", "giant.example"), group("sig_gone", "giant.example"), group("sig_same"))
    later = datetime(2026, 11, 23, 17, tzinfo=UTC)  # the 24th in Shanghai
    landing = warehouse.Landing(built.data / "landing", "reality")
    built(world)
    stream = warehouse.Stream("openharmony", "gitcode:openharmony/manifest", "manifest")
    landing.state(stream)
    landing.append(
        stream,
        [
            manifest("master", "kept"),
            manifest("master", "new", source_path="p/old"),
            manifest("master", "added"),
            group("sig_board", "typo.example"),
            group("sig_same"),
            group("sig_new", "somebodys.example"),
        ],
        {},
        observed_at=later,
        run_id="run",
        replaces=[
            Replaces(table="manifest_repositories", where={"release_branch": "master"}),
            Replaces(table="special_interest_groups", where={}),
        ],
    )
    db = built.connections[-1]
    warehouse.load(db, landing, records.RECORD_TYPES)
    warehouse.build(db, as_of=later, now=later)
    rows = db.sql(
        "select change, old_name, new_name, changed_on from marts.openharmony_manifest_changes order by all"
    ).fetchall()
    day = date(2026, 11, 24)
    assert rows == [
        ("added", None, "added", day),
        ("dropped", "dropped", None, day),
        ("renamed", "old", "new", day),
    ]
    rows = db.sql("select * exclude (changed_on) from marts.openharmony_sig_changes order by all").fetchall()
    assert rows == [
        ("sig_board", "leader_changed", ["giant.example"], ["zhu"]),
        ("sig_gone", "dissolved", ["giant.example"], None),
        ("sig_new", "founded", None, ["unlisted"]),
    ]


def test_shares_by_employer_and_what_is_identified(domains, built):
    """Ten commits of 2026, worked by hand: who signed off first decides, then the author."""
    world = domains
    build = world.repository("gitcode:openharmony/build")
    copy = world.repository("github:openharmony/build", role="mirror", mirror_of=build)
    upstream = world.repository("gitcode:openharmony/third_party_zlib", role="upstream")
    other = world.repository("github:zhu/own")
    world.add(manifest("master", "build"), manifest("master", "third_party_zlib"))

    def commit(sha, author_domain, *signed, where=build, **facts):
        world.commit(where, sha, f"{sha}-author", "2026-03-01", author_domain=author_domain, **facts)
        world.add(*(trailer(sha, position, domain) for position, domain in enumerate(signed)))

    commit("1", "giant.example", where=[build, copy])  # on two forges, once
    commit("2", "mail.example", "giant.example")
    commit("3", "giant.example", "maker.example", "giant.example")
    commit("4", "typo.example")
    commit("5", "giant.example", "partners.example")
    commit("6", "mail.example")
    commit("7", "own-domain.example")
    commit("8", "")
    commit("9", "group.example")
    commit("10", "giant.example", "a-login-for-a-mailbox")
    commit("merge", "giant.example", parent_shas=("1", "2"))
    commit("bot", "giant.example", bot_rule="forge-app")
    commit("upstream", "giant.example", where=upstream)
    commit("elsewhere", "giant.example", where=other)
    rows = built(world).rows(
        "select employer_class, employer_id, is_guangzhou, commit_count, signed_off_count, share_ratio,"
        " identified_ratio, period_commit_count, repository_count from marts.openharmony_shares"
        " where period_kind = 'year' and period_id = '2026' order by all"
    )
    identified = (0.6, 10, 1)
    assert rows == [
        ("contractor", None, False, 1, 1, 0.1, *identified),
        ("group", "group.example", False, 1, 0, 0.1, *identified),
        ("none", None, False, 1, 0, 0.1, *identified),
        ("organization", "giant.example", False, 3, 2, 0.3, *identified),
        ("organization", "zhu", True, 2, 1, 0.2, *identified),
        ("personal", None, False, 1, 0, 0.1, *identified),
        ("unlisted", None, False, 1, 0, 0.1, *identified),
    ]


def test_seats_by_employer_without_persons(domains, built):
    domains.add(
        seat("sig_board", "leader", "giant.example"),
        seat("sig_board", "committer", "typo.example", "lango", person="a"),
        seat("sig_board", "committer", "maker.example", "asr", person="a"),
        seat("sig_board", "committer", "maker.example", "asr", person="b"),
        seat("sig_board", "committer", "somebodys.example", "asr", person="c"),
        seat("sig_board", "committer", "partners.example", "asr", person="d"),
    )
    result = built(domains)
    rows = result.rows("select * exclude (sig_id) from marts.openharmony_sig_seats order by all")
    assert rows == [
        ("committer", "contractor", None, 1, 1, False),
        ("committer", "organization", "zhu", 3, 2, True),
        ("committer", "unlisted", None, 1, 1, False),
        ("leader", "organization", "giant.example", 1, 0, False),
    ]


def test_what_upstream_code_holds_is_nobodys_original_work(domains, built):
    """Four commits: its own, two that upstream code holds too, and one by the platform's merge button."""
    world = domains
    build = world.repository("gitcode:openharmony/build")
    upstream = world.repository("gitcode:openharmony/third_party_zlib")
    kernel = world.repository("gitcode:openharmony/kernel", role="upstream")
    world.add(manifest("master", "build"), manifest("master", "third_party_zlib"))
    world.commit(build, "own", "ann", "2026-03-01", author_domain="giant.example")
    world.commit([build, upstream], "borrowed", "ann", "2026-03-01", author_domain="giant.example")
    world.commit([build, kernel], "linux", "ann", "2026-03-01", author_domain="giant.example")
    world.commit(build, "merge", "ann", "2026-03-01", parent_shas=("1", "2"), is_platform_merge=True)
    assert built(world).rows("select sha from intermediate.openharmony_commits") == [("own",)]


def test_where_organisations_of_guangzhou_work(domains, built):
    """Zhu has two of three commits in one repository, a seat in another, and claims a third one."""
    world = domains
    board = world.repository("gitcode:openharmony/board")
    world.repository("gitcode:openharmony/claimed", "zhu")
    world.add(manifest("OpenHarmony-4.1-Release", "board"), manifest("master", "claimed"))
    world.add(
        seat("sig_board", "committer", "maker.example", "seated"),
        seat("sig_board", "committer", "giant.example", "board"),
    )
    for sha, domain in (("1", "maker.example"), ("2", "typo.example"), ("3", "giant.example")):
        world.commit(board, sha, sha, f"2026-03-0{sha}", author_domain=domain)
    rows = built(world).rows(
        "select * exclude (organization_id, name_zh, name_en) from marts.openharmony_guangzhou order by all"
    )
    days = (date(2026, 3, 1), date(2026, 3, 2))
    assert rows == [
        ("board", "sig_board", "high", 2, 2 / 3, *days, 0, False, "OpenHarmony-4.1-Release", False),
        ("claimed", None, None, None, None, None, None, 0, True, "master", True),
        ("seated", "sig_board", None, None, None, None, None, 1, False, None, False),
    ]


def test_names_and_cities_of_employers(domains, built):
    """Five commits: one of Guangzhou by the registry, two of Beijing by the config, two of no known city."""
    world = domains
    build = world.repository("gitcode:openharmony/build")
    world.add(
        employer("giant.example", "Beijing"),
        employer("group.example", None),
    )
    for sha, domain in (
        ("1", "maker.example"),
        ("2", "giant.example"),
        ("3", "giant.example"),
        ("4", "group.example"),
        ("5", "partners.example"),
    ):
        world.commit(build, sha, sha, "2026-03-01", author_domain=domain)
    result = built(world)
    rows = result.rows(
        "select city_en, commit_count, organization_count, share_ratio, located_ratio, identified_ratio"
        " from marts.openharmony_cities where period_kind = 'month' order by all"
    )
    assert rows == [
        ("Beijing", 2, 1, 0.4, 0.6, 0.8),
        ("Guangzhou", 1, 1, 0.2, 0.6, 0.8),
        (None, 2, 1, 0.4, 0.6, 0.8),
    ]
    rows = result.rows(
        "select employer_id, name_en, is_group, kind, city_en, is_guangzhou"
        " from marts.openharmony_employers order by all"
    )
    assert rows == [
        ("giant.example", "giant.example in English", False, "enterprise", "Beijing", False),
        ("group.example", "group.example in English", True, "enterprise", None, False),
        ("zhu", "zhu", False, "enterprise", "Guangzhou", True),
    ]


def employer(domain: str, city: str | None) -> record_types.OpenHarmonyEmployer:
    return record_types.OpenHarmonyEmployer(
        domain=domain,
        name_zh=f"{domain}（虚构）",
        name_en=f"{domain} in English",
        city_zh=city,
        city_en=city,
        kind="enterprise",
        source="made up",
    )
