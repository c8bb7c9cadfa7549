def test_change_requests_that_were_closed_unmerged(built_threads):
    months = built_threads.values("change_requests_declined", "organization:zhu")
    assert months["2026-01"] == 0
    assert months["2026-02"] == 0
    assert months["2026-03"] == 1
    assert built_threads.values("change_requests_declined", "organization:zhu", "year") == {"2026": 1}
