def test_the_fewest_people_with_half_of_the_commits(world, built):
    river = world.repository("github:zhu/river")
    for author, count in {"ann": 4, "bob": 2, "eve": 2, "max": 1, "zoe": 1}.items():
        world.commits(river, author, *["2026-01-05"] * count)
    for author in ("ann", "bob", "eve", "max"):
        world.commits(river, author, "2026-02-05")
    world.commits(river, "ann", "2026-03-05", "2026-03-06")
    world.commits(river, "bob", "2026-03-07")

    result = built(world)

    factor = result.values("contributor_absence_factor", f"repository:{river}")
    assert factor["2026-01"] == 2  # ann and one of two make six of ten
    assert factor["2026-02"] == 2  # any two of four
    assert factor["2026-03"] == 1  # ann alone
    assert factor["2026-04"] is None
    # ann 7, bob 4, eve 3, max 2, zoe 1: seven of seventeen are not half, eleven are
    assert result.values("contributor_absence_factor", f"repository:{river}", "year") == {"2026": 2}
    assert result.samples("contributor_absence_factor", f"repository:{river}", "year") == {"2026": 17}
