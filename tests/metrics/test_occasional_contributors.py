def test_the_people_of_the_last_5_percent_of_the_commits(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    for author, count in {"ann": 10, "bob": 5, "eve": 3, "max": 1, "zoe": 1}.items():
        world.commits(river, author, *["2026-01-05"] * count)
    world.commits(river, "ann", *["2026-02-05"] * 20)
    for author in ("ann", "bob", "eve"):
        world.commits(river, author, "2026-03-05")

    result = built(world)

    months = result.values("occasional_contributors", f"repository:{river}")
    assert months["2026-01"] == 1  # max or zoe
    assert months["2026-02"] == 0
    assert months["2026-03"] == 0  # all work alike, so all are needed
    # ann 31, bob 6, eve 4, max and zoe 1 each: 40.85 of 43 commits are reached with ann, bob and eve
    assert result.values("occasional_contributors", "organization:zhu", "year") == {"2026": 2}
    assert result.samples("occasional_contributors", "organization:zhu", "year") == {"2026": 5}
