def test_change_requests_that_were_merged(built_threads):
    months = built_threads.values("change_requests_accepted", "organization:zhu")
    assert months["2026-01"] == 1
    assert months["2026-02"] == 1
    assert months["2026-03"] == 0
    assert built_threads.values("change_requests_accepted", "organization:zhu", "year") == {"2026": 2}
