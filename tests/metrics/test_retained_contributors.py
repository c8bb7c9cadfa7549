def test_newcomers_who_commit_again_in_the_next_period(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu", "guangzhou")
    tide = world.repository("github:zhu/tide", "zhu", "guangzhou")
    world.commits(river, "ann", "2025-11-10", "2025-12-10", "2026-05-10")
    world.commits(river, "bob", "2025-11-11", "2026-01-10")
    world.commits(river, "eve", "2025-11-12")
    world.commits(tide, "eve", "2025-12-31 16:00")  # January in Shanghai
    world.commits(tide, "max", "2024-02-10", "2025-12-10", "2026-06-10")

    result = built(world)

    def retained(subject, period_kind="month"):
        values = result.values("retained_contributors", subject, period_kind)
        return {period: count for period, count in values.items() if count}

    # of ann, bob and eve, new in November, ann commits in December
    assert retained("organization:zhu") == {"2025-12": 1}
    assert result.samples("retained_contributors", "organization:zhu")["2025-12"] == 3
    # new in the fourth quarter: bob and eve are there in the first, ann is back in the second only
    assert retained("organization:zhu", "quarter") == {"2026Q1": 2}
    # new in 2025: all three are there in 2026; max, new in 2024, in 2025
    assert retained("organization:zhu", "year") == {"2025": 1, "2026": 3}
    assert retained("scope:guangzhou@all", "year") == {"2025": 1, "2026": 3}
    assert result.samples("retained_contributors", "organization:zhu", "year") == {
        "2024": 0,
        "2025": 1,
        "2026": 3,
    }
    # to the river alone eve never comes back; to the tide she is new in 2026
    assert retained(f"repository:{river}", "year") == {"2026": 2}
    assert retained(f"repository:{tide}", "year") == {"2025": 1}
