"""How many stable releases came after the versions that are used of direct dependencies."""

import pytest

RELEASES = ("1.0.0", "1.9.0", "1.10.0", "2.0.0-rc.1", "2.0.0")


@pytest.mark.parametrize(
    ("requirement", "locked", "behind", "newer", "is_at_least"),
    [
        ("1.9.0", None, "major", 2, False),
        ("^1.0.0", "1.10.0", "major", 1, False),
        ("*", "v2.0.0", "none", 0, False),
        ("=2.0", None, "none", 0, False),  # the same as 2.0.0
        ("*", "2.0.0-rc.1", "patch", 1, False),  # before 2.0.0, and after all of 1
        ("^1.0.0", None, "major", 1, True),  # a range: at least so far behind
        ("~1.9.0", None, "major", 2, True),
        ("*", None, None, None, None),  # a range that allows the newest says nothing
        ("^3.0.0", None, None, None, None),
        ("*", "9.9.9", None, None, None),  # a version that the registry does not have
    ],
)
def test_how_many_versions_behind_is_known_without_days(
    world, built, requirement, locked, behind, newer, is_at_least
):
    """A registry that gives no day of publication still gives the order of versions; no days follow."""
    river = world.repository("github:zhu/river")
    world.add(world.head(river))
    world.package("left", dict.fromkeys(RELEASES))
    world.dependency(river, "left", requirement, locked_version=locked)

    result = built(world)

    asked = "select behind, newer_release_count, is_at_least, lag_days from marts.dependencies"
    assert result.rows(asked) == [(behind, newer, is_at_least, None)]
    subject = f"repository:{river}"
    assert result.values("dependency_lag", subject) == {"2026-11": None}
    assert result.values("dependency_releases_behind", subject) == {"2026-11": None if is_at_least else newer}
