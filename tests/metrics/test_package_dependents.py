from datetime import UTC, date, datetime

from collectors.records import PackageCount, PackageRelease
from flows.registry.record_types import RegisteredPackage


def package(package_id, repository_id, relation="official"):
    ecosystem, _, name = package_id.partition(":")
    return RegisteredPackage(
        package_id=package_id,
        ecosystem=ecosystem,
        name=name,
        repository_id=repository_id,
        relation=relation,
    )


def counted(package_id, counted_on, dependent_count):
    return PackageCount(package_id=package_id, counted_on=counted_on, dependent_count=dependent_count)


def first_release(package_id):
    return PackageRelease(
        package_id=package_id,
        package_version="1.0.0",
        published_at=datetime(2026, 8, 1, tzinfo=UTC),
        is_prerelease=False,
        is_yanked=False,
        is_deprecated=False,
        license=None,
        size_bytes=None,
        file_count=None,
    )


def test_the_newest_count_of_each_own_package_by_the_periods_end(world, built):
    """A total without dependents says nothing of them; somebody else's package never counts."""
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    world.commits(river, "ann", "2026-08-05")
    world.add(
        package("ohpm:river", river),
        package("ohpm:tide", river, "likely"),
        package("ohpm:react-river", river, "community"),
        first_release("ohpm:river"),
        counted("ohpm:river", date(2026, 9, 5), 10),
        counted("ohpm:river", date(2026, 9, 25), 12),
        counted("ohpm:river", date(2026, 11, 2), None),
        counted("ohpm:tide", date(2026, 10, 5), 5),
        counted("ohpm:react-river", date(2026, 9, 5), 900),
    )

    result = built(world)

    expected = {"2026-09": 12, "2026-10": 17, "2026-11": 17}
    assert result.values("package_dependents", "organization:zhu") == expected
    samples = {"2026-09": 1, "2026-10": 2, "2026-11": 2}
    assert result.samples("package_dependents", "organization:zhu") == samples
