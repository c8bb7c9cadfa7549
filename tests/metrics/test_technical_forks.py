from datetime import UTC, datetime

from collectors.records import Fork


def test_forks_by_their_day_of_shanghai(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    moments = [datetime(2026, 1, 5, 8, tzinfo=UTC), datetime(2026, 1, 31, 16, tzinfo=UTC)]
    world.add(
        *(
            Fork(repository_id=river, forge_fork_id=str(number), owner_account_id=None, forked_at=moment)
            for number, moment in enumerate(moments)
        )
    )

    result = built(world)

    months = result.values("technical_forks", "organization:zhu")
    assert (months["2026-01"], months["2026-02"], months["2026-03"]) == (1, 1, 0)
    assert result.values("technical_forks", "organization:zhu", "year") == {"2026": 2}
