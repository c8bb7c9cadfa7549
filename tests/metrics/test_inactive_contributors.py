def test_the_sixth_silent_month_counts(world, built):
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", "2025-01-10", "2025-12-10")  # silent from February to July, back in December
    world.commits(river, "bob", "2025-01-10", "2025-07-10", "2026-05-10")  # never six months in 2025
    world.commits(river, "eve", "2026-05-31 16:00")  # June in Shanghai: the sixth silent month is December

    result = built(world)

    silent = result.values("inactive_contributors", f"repository:{river}")
    assert {month: count for month, count in silent.items() if count} == {
        "2025-07": 1,  # ann
        "2026-01": 1,  # bob, silent since August
        "2026-06": 1,  # ann again
    }
    assert silent["2026-10"] == 0
    assert silent["2026-11"] is None  # still running; bob may yet come back
    assert result.values("inactive_contributors", f"repository:{river}", "year") == {"2025": 1, "2026": None}
