def robots(world):
    """A month with three commits by a person, one by a robot and its merge; a month of a robot alone."""
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", "2026-01-10", "2026-01-11", "2026-01-12")
    world.commit(river, "auto", "robot", "2026-01-13", bot_rule="forge-app")
    world.commit(river, "merge", "robot", "2026-01-13", bot_rule="forge-app", parent_shas=("a", "b"))
    world.commit(river, "again", "robot", "2026-02-13", bot_rule="forge-app")
    return f"repository:{river}"


def test_commits_of_bots_are_counted_apart(world, built):
    subject = robots(world)
    result = built(world)
    months = result.values("bot_contributions", subject)
    assert (months["2026-01"], months["2026-02"], months["2026-03"]) == (1, 1, 0)
    assert result.values("code_changes_commits", subject, "year") == {"2026": 3}
