from datetime import date

from collectors.records import StarDay


def test_stars_by_month(world, built):
    world.organization("zhu")
    for name, days in {"river": {5: 2, 31: 1}, "tide": {5: 4}}.items():
        repository = world.repository(f"github:zhu/{name}", "zhu")
        world.add(
            *(
                StarDay(repository_id=repository, starred_on=date(2026, 1, day), star_count=count)
                for day, count in days.items()
            ),
            StarDay(repository_id=repository, starred_on=date(2026, 3, 1), star_count=10),
        )

    result = built(world)

    months = result.values("stars", "organization:zhu")
    assert (months["2026-01"], months["2026-02"], months["2026-03"]) == (7, 0, 20)
    assert result.values("stars", "repository:github:zhu/river", "quarter")["2026Q1"] == 13
