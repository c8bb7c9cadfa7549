from dataclasses import replace


def test_the_share_of_which_comments_or_reviews_are_held(built_threads):
    """Of January's two, one has reviews and one a comment; of February's two, neither; a bot is left out."""
    months = built_threads.values("change_request_comments_read_ratio", "organization:zhu")
    assert (months["2026-01"], months["2026-02"]) == (1.0, 0.0)
    assert months["2026-03"] is None  # none was opened
    samples = built_threads.samples("change_request_comments_read_ratio", "organization:zhu", "year")
    assert samples == {"2026": 4}


def test_what_the_list_says_has_no_comments_is_read(world, built):
    tide = world.repository("gitcode:zhu/tide")
    for number in ("1", "2"):
        world.change_request(tide, number, "gitcode:ann", "2026-01-10 00:00")
    world.facts[-1] = replace(world.facts[-1], comment_count=0)
    result = built(world)
    months = result.values("change_request_comments_read_ratio", "repository:gitcode:zhu/tide")
    assert months["2026-01"] == 0.5
