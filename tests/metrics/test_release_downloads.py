from datetime import date

from collectors.records import ReleaseAssetCount


def counted(repository_id, asset_id, counted_on, download_count):
    return ReleaseAssetCount(
        repository_id=repository_id,
        release_id="r1",
        asset_id=asset_id,
        counted_on=counted_on,
        size_bytes=None,
        download_count=download_count,
    )


def test_the_newest_total_of_each_asset_by_the_periods_end(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    world.commits(river, "ann", "2026-08-05")
    world.add(
        counted(river, "a", date(2026, 9, 5), 100),
        counted(river, "a", date(2026, 9, 25), 130),
        counted(river, "b", date(2026, 10, 5), 7),
        counted(tide, "a", date(2026, 11, 5), 1000),
    )

    result = built(world)

    assert result.values("release_downloads", "organization:zhu") == {
        "2026-09": 130,
        "2026-10": 137,
        "2026-11": 1137,
    }
    assert result.samples("release_downloads", "organization:zhu", "quarter") == {"2026Q3": 1, "2026Q4": 3}
