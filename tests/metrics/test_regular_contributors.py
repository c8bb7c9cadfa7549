def test_the_next_people_up_to_95_percent_of_the_commits(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    for author, count in {"ann": 10, "bob": 5, "eve": 3, "max": 1, "zoe": 1}.items():
        world.commits(river, author, *["2026-01-05"] * count)
    world.commits(river, "ann", *["2026-02-05"] * 20)

    result = built(world)

    months = result.values("regular_contributors", "organization:zhu")
    assert months["2026-01"] == 1  # 19 of 20 commits need one more than ann, bob and eve
    assert months["2026-02"] == 0  # ann is core, and alone
    # 38 of 40: eve, beyond ann and bob
    assert result.values("regular_contributors", f"repository:{river}", "year") == {"2026": 1}
    assert result.samples("regular_contributors", f"repository:{river}", "year") == {"2026": 5}
