def test_issues_close_on_their_day_of_shanghai(built_threads):
    months = built_threads.values("issues_closed", "organization:zhu")
    assert months["2026-01"] == 1
    assert months["2026-02"] == 0
    assert months["2026-03"] == 1
    assert built_threads.values("issues_closed", "organization:zhu", "year") == {"2026": 2}
