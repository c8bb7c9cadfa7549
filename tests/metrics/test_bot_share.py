def test_the_share_that_bots_have_of_all_commits(world, built):
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", "2026-01-10", "2026-01-11", "2026-01-12")
    world.commit(river, "auto", "robot", "2026-01-13", bot_rule="forge-app")
    world.commit(river, "again", "robot", "2026-02-13", bot_rule="forge-app")
    result = built(world)
    months = result.values("bot_share", f"repository:{river}")
    assert (months["2026-01"], months["2026-02"], months["2026-03"]) == (0.25, 1, None)
    assert result.samples("bot_share", f"repository:{river}", "year") == {"2026": 5}
