def test_somebody_is_new_once(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    world.commits(river, "ann", "2025-12-31", "2026-01-10", "2026-02-10")
    world.commits(tide, "ann", "2026-02-11")
    world.commits(tide, "bob", "2026-02-12", "2026-03-12")
    world.commits(river, "bob", "2026-04-12")
    world.commit(river, "auto", "robot", "2026-02-13", bot_rule="forge-app")

    result = built(world)

    def newcomers(subject, period_kind="month"):
        return result.values("new_contributors", subject, period_kind)

    months = newcomers("organization:zhu")
    assert [months[m] for m in ("2025-12", "2026-01", "2026-02", "2026-03", "2026-04")] == [1, 0, 1, 0, 0]
    assert newcomers("organization:zhu", "year") == {"2025": 1, "2026": 1}
    # to each repository on its own, both are new at one time or another
    assert newcomers("repository:github:zhu/river", "year") == {"2025": 1, "2026": 1}
    assert newcomers("repository:github:zhu/tide", "year") == {"2026": 2}
