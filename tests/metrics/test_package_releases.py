from datetime import UTC, datetime

from collectors.records import PackageRelease
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


def release(package_id, version, day, hour=12):
    return PackageRelease(
        package_id=package_id,
        package_version=version,
        published_at=datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC),
        is_prerelease=False,
        is_yanked=False,
        is_deprecated=False,
        license=None,
        size_bytes=None,
        file_count=None,
    )


def test_own_packages_count_for_whoever_owns_the_repository(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu", "guangzhou")
    world.add(
        package("npm:river", river),
        package("pypi:river", river, "likely"),
        package("npm:react-river", river, "community"),
        release("npm:river", "1.0.0", "2026-01-05"),
        release("npm:river", "1.0.1", "2026-01-31", hour=16),  # February in Shanghai
        release("pypi:river", "1.0.0", "2026-02-05"),
        release("npm:react-river", "9.0.0", "2026-02-06"),
    )

    result = built(world)

    def releases(subject, period_kind="month"):
        return result.values("package_releases", subject, period_kind)

    months = releases("organization:zhu")
    assert (months["2026-01"], months["2026-02"], months["2026-03"]) == (1, 2, 0)
    assert releases("organization:zhu", "quarter")["2026Q1"] == 3
    assert releases("scope:guangzhou", "year") == releases(f"repository:{river}", "year") == {"2026": 3}
    assert releases("package:npm:react-river", "year") == {"2026": 1}
