def test_reviews_by_others_than_the_author_and_bots(built_threads):
    months = built_threads.values("change_request_reviews", "organization:zhu")
    assert months["2026-01"] == 1
    assert months["2026-02"] == 0
    assert built_threads.values("change_request_reviews", "organization:zhu", "year") == {"2026": 1}


def test_a_forge_without_reviews_has_no_value(threads, built):
    threads.repository("gitcode:zhu/brook", "zhu")
    threads.commits("gitcode:zhu/brook", "ann", "2026-01-05")

    result = built(threads)

    assert result.values("change_request_reviews", "repository:gitcode:zhu/brook") == {}
    assert result.values("change_request_reviews", "repository:github:zhu/tide", "year") == {"2026": 0}
