"""OpenHarmony's third-party libraries, counted by hand."""

from datetime import UTC, date, datetime

from collectors import records
from flows.registry import record_types


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def package(package_id: str) -> records.Package:
    ecosystem, _, name = package_id.partition(":")
    return records.Package(
        package_id=package_id,
        ecosystem=ecosystem,
        name=name,
        license=None,
        repository_url=None,
        latest_version=None,
        release_count=1,
        is_deprecated=None,
    )


def release(package_id: str, published: str) -> records.PackageRelease:
    return records.PackageRelease(
        package_id=package_id,
        package_version=published,
        published_at=day(published),
        is_prerelease=False,
        is_yanked=False,
        is_deprecated=False,
        license=None,
        size_bytes=None,
        file_count=None,
    )


def created(repository_id: str, at: str) -> records.Repository:
    forge, _, full_name = repository_id.partition(":")
    owner, _, name = full_name.partition("/")
    return records.Repository(
        repository_id=repository_id,
        forge=forge,
        forge_repository_id=repository_id,
        owner=owner,
        name=name,
        created_at=day(at),
    )


def test_libraries_by_the_month_in_which_they_were_first_published(world, built):
    """Two packages in January, one with a second release in March; a library on two forges counts once.

    Zhu made the first; the second became Zhu's the day after.
    """
    world.organization("zhu")
    for name, *days in (("@zhu/tide", "2026-01-05", "2026-03-05"), ("@ohos/lottie", "2026-01-20")):
        world.add(
            record_types.RegisteredPackage(
                package_id=f"ohpm:{name}",
                ecosystem="ohpm",
                name=name,
                repository_id=None,
                relation="official",
            ),
            package(f"ohpm:{name}"),
            *(release(f"ohpm:{name}", day) for day in days),
        )
    world.claim("ohpm:@zhu/tide", "zhu", subject_kind="package", valid_until_on=date(2026, 1, 31))
    world.claim("ohpm:@ohos/lottie", "zhu", subject_kind="package", valid_from_on=date(2026, 1, 21))
    world.add(package("npm:tide"), release("npm:tide", "2026-01-01"))
    for forge, day in (("gitee", "2026-02-01"), ("gitcode", "2026-03-01")):
        world.add(created(world.repository(f"{forge}:openharmony-tpc/lottie"), day))
    rows = built(world).rows("select * from marts.openharmony_libraries order by channel, month_on")
    assert rows == [
        (date(2026, 1, 1), "ohpm", True, 2, 2, 2, 1),
        (date(2026, 3, 1), "ohpm", True, 0, 2, 1, 0),
        (date(2026, 2, 1), "repository", True, 1, 1, None, 0),
    ]
