def test_the_median_days_from_opening_to_merging(built_threads):
    months = built_threads.values("change_request_duration", "organization:zhu")
    assert months["2026-01"] == 3
    assert months["2026-02"] == 20
    assert months["2026-03"] is None
    assert built_threads.values("change_request_duration", "organization:zhu", "year") == {"2026": 11.5}
    assert built_threads.samples("change_request_duration", "organization:zhu", "year") == {"2026": 2}
