def test_the_median_hours_until_another_person_answers(built_threads):
    months = built_threads.values("time_to_first_response", "organization:zhu")
    assert months["2026-01"] == (24 + 4) / 2  # a review after a day, a comment after four hours
    assert months["2026-02"] is None
    assert built_threads.samples("time_to_first_response", "organization:zhu", "year") == {"2026": 2}
    assert built_threads.values("time_to_first_response", "repository:github:zhu/tide", "year") == {"2026": 4}
