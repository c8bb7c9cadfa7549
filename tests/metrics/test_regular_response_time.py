def test_people_who_opened_one_before_are_timed_from_the_second_on(world, built):
    river = world.repository("github:zhu/river")
    for login in ("ann", "bob"):
        world.account(f"github:{login}")
    answers = {"1": None, "2": "2026-02-10 06:00", "3": "2026-02-20 02:00", "4": None}
    days = {
        "1": "2026-01-10 00:00",
        "2": "2026-02-10 00:00",
        "3": "2026-02-20 00:00",
        "4": "2026-03-10 00:00",
    }
    for number, answered_at in answers.items():
        world.change_request(river, number, "github:ann", days[number])
        if answered_at:
            world.comment(river, f"change_request {number}", "github:bob", answered_at)

    result = built(world)

    months = result.values("regular_response_time", f"repository:{river}")
    assert [months[month] for month in ("2026-01", "2026-02", "2026-03")] == [None, 4, None]
    assert result.samples("regular_response_time", f"repository:{river}")["2026-02"] == 2
    assert result.values("regular_response_time", f"repository:{river}", "year") == {"2026": 4}
