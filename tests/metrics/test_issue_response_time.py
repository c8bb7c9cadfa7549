def test_the_median_time_until_another_person_answers(built_threads):
    months = built_threads.values("issue_response_time", "organization:zhu")
    # bob after 6 hours: the author, the bot and the deleted account came earlier; eve after 44 days
    assert months["2026-01"] == (6 + 44 * 24) / 2
    assert built_threads.samples("issue_response_time", "organization:zhu")["2026-01"] == 2
    assert months["2026-02"] is None  # nobody answered
    assert built_threads.values("issue_response_time", "repository:github:zhu/tide", "year") == {"2026": None}
