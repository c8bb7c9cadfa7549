def test_issues_are_new_on_their_day_of_shanghai(built_threads):
    months = built_threads.values("issues_new", "organization:zhu")
    assert months["2026-01"] == 2
    assert months["2026-02"] == 1
    assert months["2026-03"] == 0
    assert built_threads.values("issues_new", "organization:zhu", "year") == {"2026": 3}
