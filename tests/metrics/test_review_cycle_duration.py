def test_the_median_hours_from_first_review_to_merging(built_threads):
    months = built_threads.values("review_cycle_duration", "organization:zhu")
    assert months["2026-01"] == 48
    assert months["2026-02"] is None
    assert built_threads.values("review_cycle_duration", "organization:zhu", "year") == {"2026": 48}
    assert built_threads.samples("review_cycle_duration", "organization:zhu", "year") == {"2026": 1}
