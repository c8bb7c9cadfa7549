def test_change_requests_that_people_opened(built_threads):
    months = built_threads.values("change_requests", "organization:zhu")
    assert months["2026-01"] == 2
    assert months["2026-02"] == 2
    assert months["2026-03"] == 0
    assert built_threads.values("change_requests", "organization:zhu", "year") == {"2026": 4}
