def test_the_median_days_from_opening_to_closing(built_threads):
    months = built_threads.values("issue_resolution_duration", "organization:zhu")
    assert (months["2026-01"], months["2026-02"], months["2026-03"]) == (2, None, 28)
    assert built_threads.values("issue_resolution_duration", "organization:zhu", "year") == {"2026": 15}
    assert built_threads.samples("issue_resolution_duration", "organization:zhu", "year") == {"2026": 2}
