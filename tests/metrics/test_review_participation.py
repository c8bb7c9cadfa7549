def test_the_share_of_merges_that_somebody_else_looked_at(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    silent = world.repository("github:zhu/silent", "zhu")  # no review or comment is held of it
    for login in ("ann", "bob"):
        world.account(f"github:{login}")
    world.account("github:robot", kind="bot")

    def merge(repository, number, author, merged):
        world.change_request(repository, number, author, "2026-01-10 00:00", merged=merged)

    merge(river, "1", "github:ann", "2026-01-12 00:00")
    world.review(river, "1", "github:bob", "2026-01-11 00:00")
    merge(river, "2", "github:ann", "2026-01-12 00:00")
    world.comment(river, "change_request 2", "github:bob", "2026-01-11 00:00")
    merge(river, "3", "github:ann", "2026-01-12 00:00")
    world.review(river, "3", "github:robot", "2026-01-11 00:00")
    world.comment(river, "change_request 3", "github:ann", "2026-01-11 00:00")
    merge(river, "4", "github:ann", "2026-02-12 00:00")
    world.comment(river, "change_request 4", "github:bob", "2026-02-13 00:00")  # too late
    merge(river, "5", "github:robot", "2026-01-12 00:00")
    merge(silent, "6", "github:ann", "2026-01-12 00:00")

    result = built(world)

    months = result.values("review_participation", "organization:zhu")
    assert [months[month] for month in ("2026-01", "2026-02", "2026-03")] == [2 / 3, 0, None]
    assert result.values("review_participation", "organization:zhu", "year") == {"2026": 2 / 4}
    assert result.samples("review_participation", "organization:zhu", "year") == {"2026": 4}
    assert result.values("review_participation", f"repository:{silent}", "year") == {"2026": None}
