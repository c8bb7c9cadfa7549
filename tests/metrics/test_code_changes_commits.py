"""Commits, counted by hand."""


def test_each_commit_counts_once_for_its_organization(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    mirror = world.repository("gitee:zhu/river", "zhu", role="mirror", mirror_of=river)
    fork = world.repository("github:zhu/borrowed", "zhu", role="fork")
    world.commit([river, mirror], "a", "ann", "2026-01-10")
    world.commit(tide, "b", "ann", "2026-01-20")  # the same person in the other repository
    world.commit([river, mirror], "c", "bob", "2026-02-10")
    world.commit(river, "withdrawn", "bob", "2026-02-11", is_reachable=False)
    world.commit(river, "robot", "robot", "2026-02-12", bot_rule="forge-app")
    world.commit(river, "merge", "ann", "2026-02-13", parent_shas=("a", "b"))
    world.commit(tide, "boundary", "eve", "2026-02-28 16:00")  # already March in Shanghai
    world.commit(fork, "foreign", "zoe", "2026-02-14")

    result = built(world)

    def counts(subject, period_kind="month"):
        return result.values("code_changes_commits", subject, period_kind)

    quiet = {f"2026-{month:02}": 0 for month in range(4, 12)}
    assert counts("organization:zhu") == {"2026-01": 2, "2026-02": 1, "2026-03": 1, **quiet}
    assert counts("organization:zhu", "quarter") == {"2026Q1": 4, "2026Q2": 0, "2026Q3": 0, "2026Q4": 0}
    assert counts("organization:zhu", "year") == {"2026": 4}
    assert counts("repository:gitee:zhu/river", "year") == {"2026": 2}
    assert counts("project:github:zhu/river", "year") == {"2026": 2}
    assert counts("repository:github:zhu/borrowed", "year") == {"2026": 1}
    assert counts("sector:internet", "year") == {"2026": 4}
