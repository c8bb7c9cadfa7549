import pytest


@pytest.fixture
def welcome(world):
    """Ann and Eve open change requests in two repositories of one organisation; Bob answers."""
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    for login in ("ann", "bob", "eve"):
        world.account(f"github:{login}")
    world.account("github:robot", kind="bot")
    opened = (
        (river, "1", "ann", "2026-01-10 00:00", "2026-01-10 10:00"),
        (river, "2", "ann", "2026-01-20 00:00", "2026-01-20 02:00"),
        (tide, "3", "ann", "2026-02-10 00:00", "2026-02-10 04:00"),
        (tide, "4", "eve", "2026-01-31 16:00", "2026-02-02 16:00"),  # February in Shanghai
        (river, "5", "robot", "2026-01-05 00:00", "2026-01-05 01:00"),
    )
    for repository, number, author, at, answered_at in opened:
        world.change_request(repository, number, f"github:{author}", at)
        world.review(repository, number, "github:bob", answered_at)
    world.change_request(river, "6", "github:eve", "2026-03-01 00:00")  # nobody answers
    world.change_request(river, "7", None, "2026-03-02 00:00")  # by a deleted account
    return world


def test_a_person_s_first_change_request_in_the_subject_is_timed(welcome, built):
    result = built(welcome)

    def hours(subject, period_kind="month"):
        values = result.values("newcomer_response_time", subject, period_kind)
        return {period: value for period, value in values.items() if value is not None}

    assert hours("organization:zhu") == {"2026-01": 10, "2026-02": 48}
    assert hours("organization:zhu", "quarter") == {"2026Q1": (10 + 48) / 2}
    # to the tide both are new in February, to the river eve in March, and unanswered
    assert hours("repository:github:zhu/tide") == {"2026-02": (4 + 48) / 2}
    assert hours("repository:github:zhu/river", "year") == {"2026": 10}
    assert result.samples("newcomer_response_time", "organization:zhu", "year") == {"2026": 2}


def test_later_change_requests_are_timed_apart(welcome, built):
    result = built(welcome)

    def hours(subject, period_kind="month"):
        values = result.values("regular_response_time", subject, period_kind)
        return {period: value for period, value in values.items() if value is not None}

    assert hours("organization:zhu") == {"2026-01": 2, "2026-02": 4}
    assert hours("organization:zhu", "year") == {"2026": 3}
    assert hours("repository:github:zhu/river", "year") == {"2026": 2}
    assert hours("repository:github:zhu/tide", "year") == {}
