"""How far declared dependencies trail the newest release, what their licences ask for, what is left open."""

import pytest


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
    world.add(world.head(river))
    world.package("left")
    world.dependency(river, "left", requirement)

    result = built(world)

    asked = "select coalesce(used_version, allowed_version), newest_version from marts.dependencies"
    assert result.rows(asked) == [(allowed, "2.0.0")]


def test_the_lag_is_the_time_between_the_version_used_and_the_newest_release(world, built):
    """1.9.0 of 1 March 2025 to 2.0.0 of 1 June 2026 is 457 days, from 1.10.0 of 1 June 2025 it is 365.

    River's median of 457, 365 and 0 is 365, of 2, 1 and 0 releases it is 1. A range tells neither, also
    where it shuts out the newest release, and nothing is known of "right".
    """
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    bare = world.repository("github:zhu/bare", "zhu")
    world.add(*map(world.head, (river, tide, bare)))
    for name in ("left", "up", "down", "wide", "narrow"):
        world.package(name)
    world.dependency(river, "left", "1.9.0")
    world.dependency(river, "up", "^1.0.0", locked_version="1.10.0")
    world.dependency(river, "down", "*", locked_version="2.0.0")
    world.dependency(river, "wide", "^2.0.0")
    world.dependency(river, "narrow", "^1.0.0")
    world.dependency(river, "right", "1.0.0")
    world.dependency(tide, "left", "1.9.0")  # the same version once for the organisation
    world.dependency(tide, "left", "1.0.0", kind="development")

    result = built(world)

    def measured(metric, subject):
        return result.values(metric, subject)["2026-11"], result.samples(metric, subject)["2026-11"]

    assert measured("dependency_lag", f"repository:{tide}") == (457, 1)
    assert measured("dependency_releases_behind", f"repository:{tide}") == (2, 1)
    for subject in (f"repository:{river}", "organization:zhu"):
        assert measured("dependency_lag", subject) == (365, 3)
        assert measured("dependency_releases_behind", subject) == (1, 3)
    for metric in ("dependency_lag", "dependency_releases_behind"):
        assert measured(metric, f"repository:{bare}") == (None, 0)


def test_why_it_is_not_known_how_far_a_dependency_is_behind(world, built):
    river = world.repository("github:zhu/river")
    world.add(world.head(river))
    for name in ("left", "wide", "odd"):
        world.package(name)
    world.asked("npm", "npm:gone", "releases", "gone")
    world.dependency(river, "left", "1.9.0")
    world.dependency(river, "wide", "^1.0.0")
    world.dependency(river, "branch", "main || next")
    world.dependency(river, "org.example:jar", "1.0", ecosystem="maven")
    world.dependency(river, "org.example:managed", None, ecosystem="maven")
    world.dependency(river, "odd", "*", locked_version="7.7.7")
    world.dependency(river, "gone", "1.0.0")
    world.dependency(river, "unasked", "1.0.0")

    result = built(world)

    reasons = dict(result.rows("select name, unknown_reason from marts.dependencies"))
    assert reasons == {
        "left": None,
        "wide": "no_version",
        "branch": "no_version",
        "org.example:jar": "no_registry",
        "org.example:managed": "no_registry",  # its version may stand elsewhere: nothing is said of it
        "odd": "no_release",
        "gone": "not_in_registry",
        "unasked": "not_collected",
    }


def test_packages_that_are_only_depended_upon_are_no_part_of_the_coverage(world, built):
    """Nor do their releases, however old, begin the calendar."""
    river = world.repository("github:zhu/river")
    world.add(world.head(river))
    world.package("left", {"0.1.0": "1999-01-01"})
    world.dependency(river, "left", "0.1.0")
    world.asked("npm", "npm:left", "releases")

    result = built(world)

    assert result.rows("select * from marts.coverage where target_id = 'npm:left'") == []
    assert result.rows("select * from marts.packages") == []
    assert result.rows("select * from marts.periods where period_start_on < date '2020-01-01'") == []


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
    world.package("left", licence=theirs)
    world.dependency(river, "left", "*")

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
    )
    world.package("left", licence="GPL-3.0-only")
    world.dependency(river, "left", "*")
    world.dependency(tide, "left", "1.9.0")

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
