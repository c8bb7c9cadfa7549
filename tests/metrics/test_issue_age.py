def test_the_median_age_of_what_is_open_at_the_end(built_threads):
    months = built_threads.values("issue_age", "organization:zhu")
    assert months["2026-01"] == 11  # only river's second, since the 20th
    assert months["2026-02"] == (39 + 27) / 2  # and tide's first, since 1 February
    assert months["2026-03"] == 70  # tide's first was closed on 1 March
    assert built_threads.samples("issue_age", "organization:zhu")["2026-02"] == 2
    # the running period is as of 24 November
    assert built_threads.values("issue_age", "organization:zhu", "year") == {"2026": 308}
    assert built_threads.values("issue_age", "repository:github:zhu/tide", "year") == {"2026": None}
