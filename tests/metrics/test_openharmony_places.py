"""Where a repository of OpenHarmony stands, and why its places are one, worked out by hand."""

from datetime import date

from collectors import records


def head(repository_id: str, root_sha: str) -> records.RepositoryHead:
    return records.RepositoryHead(
        repository_id=repository_id,
        is_empty=False,
        default_branch="master",
        head_sha="h",
        head_committed_at=None,
        root_shas=(root_sha,),
        license_spdx_id=None,
        has_license=None,
        has_security_policy=None,
        has_contributing_guide=None,
        has_code_of_conduct=None,
        has_ci=None,
        has_lock_file=None,
        has_sbom=None,
        has_mailmap=None,
        is_line_count_known=True,
    )


def test_the_places_of_a_repository_and_why_they_are_one(world, built):
    """A fork elsewhere is no place; what graduated from incubation is one; the sides on Gitee are closed."""
    for forge, root in (("gitcode", "r1"), ("gitee", "r1"), ("github", "other")):
        repository_id = world.repository(f"{forge}:openharmony/build")
        world.add(head(repository_id, root))
    world.repository("gitcode:openharmony/uncollected")
    moved = world.repository("gitee:openharmony-sig/build")
    fork = world.repository("github:zhu/build", role="fork")
    backup = world.repository("github:zhu-backup/Build", role="mirror", mirror_of="gitcode:openharmony/build")
    unrelated = world.repository("github:zhu/unrelated")
    world.add(*(head(repository_id, "r1") for repository_id in (moved, fork, backup, unrelated)))
    world.in_manifest("build")
    world.in_manifest("uncollected")
    rows = built(world).rows(
        "select name, repository_id, is_named_so, shares_root_commit, continued_as, closed_on, is_in_manifest"
        " from marts.openharmony_locations order by all"
    )
    closed = ("gitcode:openharmony/build", date(2025, 9, 15), True)
    stays = (None, None, True)
    assert rows == [
        ("build", "gitcode:openharmony/build", True, True, *stays),
        ("build", "gitee:openharmony-sig/build", False, True, *closed),
        ("build", "gitee:openharmony/build", True, True, *closed),
        ("build", "github:openharmony/build", True, False, *stays),
        ("build", "github:zhu-backup/Build", False, True, *stays),
        ("uncollected", "gitcode:openharmony/uncollected", True, None, *stays),
    ]


def test_incubation_and_libraries_are_parts_of_their_own(world, built):
    """Same name, another root: the library is not the incubated one. One on Gitee alone stays open."""
    for repository_id, root in (
        ("gitee:openharmony-sig/lottie", "r1"),
        ("gitcode:openharmony-sig/lottie", "r1"),
        ("gitee:openharmony-tpc/lottie", "r2"),
        ("gitcode:openharmony/extra", "r3"),
    ):
        world.add(head(world.repository(repository_id), root))
    world.in_manifest("build")
    rows = built(world).rows(
        "select part, name, repository_id, shares_root_commit, closed_on, is_in_manifest"
        " from marts.openharmony_locations order by all"
    )
    assert rows == [
        ("core", "extra", "gitcode:openharmony/extra", False, None, False),
        ("libraries", "lottie", "gitee:openharmony-tpc/lottie", False, None, False),
        ("sig", "lottie", "gitcode:openharmony-sig/lottie", True, None, False),
        ("sig", "lottie", "gitee:openharmony-sig/lottie", True, date(2025, 9, 15), False),
    ]


def test_commits_of_two_forges_are_held_twice_and_counted_once(world, built):
    build = world.repository("gitcode:openharmony/build")
    copy = world.repository("github:openharmony/build", role="mirror", mirror_of=build)
    world.repository("gitcode:openharmony/uncollected")
    world.commit([build, copy], "1", "ann", "2026-03-01")
    world.commit(build, "2", "ann", "2026-03-02")
    rows = built(world).rows("select * from marts.openharmony_forges order by all")
    assert rows == [
        ("core", "all", 3, 2, 2, 3, 2),
        ("core", "gitcode", 2, 2, 1, 2, 2),
        ("core", "github", 1, 1, 1, 1, 1),
    ]
