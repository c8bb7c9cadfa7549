def test_an_issue_is_active_once_however_much_happens(built_threads):
    months = built_threads.values("issues_active", "organization:zhu")
    assert months["2026-01"] == 2  # the two of river; the bot's does not count
    assert months["2026-02"] == 1  # opened in February by Shanghai's clock
    assert months["2026-03"] == 2  # a comment, and a closing in March by Shanghai's clock
    assert months["2026-04"] == 0
    assert built_threads.values("issues_active", "organization:zhu", "year") == {"2026": 3}
