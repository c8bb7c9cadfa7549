"""How far declared dependencies trail the newest release, what their licences ask for, what is left open."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from collectors.records import Dependency, Package, PackageRelease

RELEASES = {
    "1.0.0": "2025-01-01",
    "1.9.0": "2025-03-01",
    "1.10.0": "2025-06-01",
    "2.0.0-rc.1": "2026-01-01",
    "2.0.0": "2026-06-01",
}


def package(name, releases=None, licence="MIT"):
    """A package of npm and its releases; the newest stable one is 2.0.0 of June 2026."""
    releases = RELEASES if releases is None else releases
    package_id = f"npm:{name}"
    plain = Package(
        package_id=package_id,
        ecosystem="npm",
        name=name,
        license=licence,
        repository_url=None,
        latest_version=None,
        release_count=len(releases),
        is_deprecated=False,
    )
    return [plain, *(release(package_id, version, day) for version, day in releases.items())]


def release(package_id, version, day):
    return PackageRelease(
        package_id=package_id,
        package_version=version,
        published_at=datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=UTC),
        is_prerelease="-" in version,
        is_yanked=False,
        is_deprecated=False,
        license=None,
        size_bytes=None,
        file_count=None,
    )


def dependency(repository_id, name, requirement, kind="runtime", ecosystem="npm"):
    return Dependency(
        repository_id=repository_id,
        manifest="package.json",
        ecosystem=ecosystem,
        name=name,
        kind=kind,
        requirement=requirement,
    )


@pytest.mark.parametrize(
    ("requirement", "allowed"),
    [
        ("1.9.0", "1.9.0"),
        ("^1.0.0", "1.10.0"),  # numbers, not text: 1.10 is newer than 1.9
        ("~1.9.0", "1.9.0"),
        ("1.x", "1.10.0"),
        (">=1.0 <2", "1.10.0"),
        ("<=1.9", "1.9.0"),
        (">=1", "2.0.0"),
        ("*", "2.0.0"),
        ("latest", "2.0.0"),
        (None, "2.0.0"),
        ("^3.0.0", None),
        ("^1 || ^2", None),
        ("github:zhu/left", None),
    ],
)
def test_a_requirement_allows_a_newest_release(world, built, requirement, allowed):
    river = world.repository("github:zhu/river")
    world.add(world.head(river), *package("left"), dependency(river, "left", requirement))

    result = built(world)

    rows = result.rows("select allowed_version, newest_version from marts.dependencies")
    assert rows == [(allowed, "2.0.0")]


def test_the_lag_is_the_time_between_the_release_allowed_and_the_newest(world, built):
    """1.9.0 of 1 March 2025 to 2.0.0 of 1 June 2026 is 457 days; ^2 has none; nothing is known of "right"."""
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    bare = world.repository("github:zhu/bare", "zhu")
    world.add(world.head(river), world.head(tide), world.head(bare), *package("left"), *package("up"))
    world.add(
        dependency(river, "left", "1.9.0"),
        dependency(river, "up", "^2.0.0"),
        dependency(river, "right", "1.0.0"),
        dependency(tide, "left", "1.9.0"),  # the same requirement once for the organisation
        dependency(tide, "left", "1.0.0", kind="development"),
    )

    result = built(world)

    def lag(subject):
        return result.values("dependency_lag", subject)

    assert lag(f"repository:{tide}") == {"2026-11": 457}
    assert lag(f"repository:{river}") == {"2026-11": 228.5}
    assert lag("organization:zhu") == {"2026-11": 228.5}
    assert lag(f"repository:{bare}") == {"2026-11": None}
    assert result.samples("dependency_lag", f"repository:{river}") == {"2026-11": 2}


@pytest.mark.parametrize(
    ("requirement", "behind", "newer"),
    [("^1.0.0", "major", 1), ("~1.9.0", "major", 2), ("*", "none", 0), ("^3.0.0", None, None)],
)
def test_how_many_versions_behind_is_known_without_days(world, built, requirement, behind, newer):
    """A registry that gives no day of publication still gives the order of versions; no days follow."""
    river = world.repository("github:zhu/river")
    undated = [replace(fact, published_at=None) for fact in package("left")[1:]]
    world.add(world.head(river), package("left")[0], *undated, dependency(river, "left", requirement))

    result = built(world)

    asked = "select behind, newer_release_count, lag_days from marts.dependencies"
    assert result.rows(asked) == [(behind, newer, None)]
    assert result.values("dependency_lag", f"repository:{river}") == {"2026-11": None}


@pytest.mark.parametrize(
    ("own", "theirs", "verdict"),
    [
        ("MIT", "Apache License 2.0", "compatible"),
        ("Apache-2.0", "MPL-2.0", "conditions"),
        ("Apache-2.0", "GPL-3.0-only", "review"),
        ("GPL-2.0", "Apache-2.0", "review"),  # the rule for the two goes before that for their classes
        ("GPL-3.0", "Apache-2.0", "compatible"),
        (None, "MIT", "review"),  # no licence at all
        ("MIT", "a licence of our own", None),  # never assumed permissive
        ("MIT", None, None),
    ],
)
def test_what_a_combination_of_licences_asks_for(world, built, own, theirs, verdict):
    river = world.repository("github:zhu/river")
    world.add(world.head(river, has_license=own is not None, license_spdx_id=own))
    world.add(*package("left", licence=theirs), dependency(river, "left", "*"))

    result = built(world)

    assert result.rows("select verdict from marts.dependencies") == [(verdict,)]


def test_the_open_points_of_a_repository(world, built):
    """River has everything but a licence that is recognised; Tide has nothing, and depends on old things."""
    river = world.repository("github:zhu/river")
    tide = world.repository("github:zhu/tide")
    fork = world.repository("github:zhu/fork", role="fork")
    unseen = world.repository("github:zhu/unseen")
    world.commit([river, fork, unseen], "a1", "ann", "2026-10-10")
    world.commit(tide, "b1", "ann", "2024-10-10")
    world.tag(river, "v1.0", "2026-10-10", "a1")
    world.add(
        world.head(river, has_license=True, has_security_policy=True, has_lock_file=True),
        world.head(tide),
        world.head(fork),
        *package("left", licence="GPL-3.0-only"),
        dependency(river, "left", "*"),
        dependency(tide, "left", "1.9.0"),
    )

    result = built(world)

    found = result.rows(
        "select repository_id, point, case_count, detail from marts.supply_chain_points order by all"
    )
    assert found == [
        (river, "unrecognised_license", 1, None),
        (tide, "far_behind", 1, "left"),
        (tide, "license_review", 1, "left"),
        (tide, "no_license", 1, None),
        (tide, "no_lock_file", 1, None),
        (tide, "no_release", 1, None),
        (tide, "no_security_policy", 1, None),
        (tide, "quiet_year", 1, None),
    ]


def test_every_pair_of_classes_has_one_rule(world, built):
    world.repository("github:zhu/river")
    result = built(world)
    classes = "(select distinct license_class as c from marts.license_classes)"
    missing = result.rows(
        f"select o.c, i.c from {classes} o, {classes} i"
        " where (o.c, i.c) not in (select (outgoing, incoming) from marts.license_rules)"
    )
    assert missing == []
    assert (
        result.rows("select outgoing, incoming from marts.license_rules group by all having count(*) > 1")
        == []
    )
    assert result.rows("select license from marts.license_classes group by all having count(*) > 1") == []
