def test_closed_over_opened(built_threads):
    months = built_threads.values("change_request_closure_ratio", "organization:zhu")
    assert months["2026-01"] == 0.5
    assert months["2026-02"] == 0.5
    assert months["2026-03"] is None
    assert built_threads.values("change_request_closure_ratio", "organization:zhu", "year") == {"2026": 0.75}
    assert built_threads.samples("change_request_closure_ratio", "organization:zhu", "year") == {"2026": 4}
