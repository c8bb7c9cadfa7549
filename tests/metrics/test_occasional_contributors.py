def test_five_commits_are_no_longer_occasional(world, built):
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", *(f"2026-01-0{day}" for day in range(1, 6)))
    world.commits(river, "bob", *(f"2026-01-0{day}" for day in range(1, 5)), "2026-02-01")

    result = built(world)

    months = result.values("occasional_contributors", f"repository:{river}")
    assert (months["2026-01"], months["2026-02"], months["2026-03"]) == (1, 1, 0)
    assert result.samples("occasional_contributors", f"repository:{river}")["2026-01"] == 2
    assert result.values("occasional_contributors", f"repository:{river}", "year") == {"2026": 0}
