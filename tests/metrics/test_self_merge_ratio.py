def test_the_share_of_merges_by_the_author(built_threads):
    months = built_threads.values("self_merge_ratio", "organization:zhu")
    assert months["2026-01"] == 0
    assert months["2026-02"] == 1
    assert months["2026-03"] is None
    assert built_threads.values("self_merge_ratio", "organization:zhu", "year") == {"2026": 0.5}
    assert built_threads.samples("self_merge_ratio", "organization:zhu", "year") == {"2026": 2}
