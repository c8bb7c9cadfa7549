def test_each_offset_counts_once(world, built):
    river = world.repository("github:zhu/river")
    for number, offset in enumerate([480, 480, -300, 330]):
        world.commit(river, f"c{number}", "ann", "2026-01-05", author_offset_minutes=offset)
    world.commit(river, "merge", "ann", "2026-01-06", author_offset_minutes=0, parent_shas=("c0", "c1"))
    world.commit(river, "later", "ann", "2026-02-05", author_offset_minutes=60)

    result = built(world)

    months = result.values("time_zone_spread", f"repository:{river}")
    assert (months["2026-01"], months["2026-02"], months["2026-03"]) == (3, 1, 0)
    assert result.values("time_zone_spread", f"repository:{river}", "year") == {"2026": 4}
