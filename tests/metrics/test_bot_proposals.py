"""Who behaves like a bot is proposed, with the reason, and still counts until a review decides."""

from datetime import date, datetime, timedelta

from flows.config.decisions import ReviewDecision

START = datetime(2026, 1, 1)


def commit_at(world, author, times, **facts):
    for number, at in enumerate(times):
        world.commit("github:zhu/river", f"{author}{number}", author, f"{at:%Y-%m-%d %H:%M:%S}", **facts)


def proposals(result):
    return result.rows(
        "select node_id, reason, commit_count, evidence from intermediate.bot_proposals order by 1, 2"
    )


def test_each_habit_of_robots_is_a_reason(world, built):
    world.repository("github:zhu/river")
    every_hour = [START + timedelta(hours=n, minutes=n * n * 7 % 59) for n in range(240)]  # ten in each
    commit_at(world, "sleepless", every_hour)
    commit_at(world, "nightly", [START + timedelta(days=n, minutes=n % 2) for n in range(60)])
    commit_at(world, "flood", [START + timedelta(days=n // 100, minutes=n % 100) for n in range(1000)])
    commit_at(
        world,
        "merger",
        [START + timedelta(days=n, minutes=n * n % 480) for n in range(100)],
        change_request_number=7,
    )
    result = built(world)
    assert proposals(result) == [
        ("key:flood", "volume", 1000, "days=10"),
        ("key:merger", "templated_merges", 100, "share=1.0"),
        ("key:nightly", "regular_intervals", 60, "minutes=1440 share=1.0"),
        ("key:sleepless", "no_rest", 240, "quietest_hours_share=0.33"),
    ]
    assert result.values("contributors", "repository:github:zhu/river", "year") == {"2026": 4}


def test_people_who_sleep_are_not_proposed(world, built):
    world.repository("github:zhu/river")
    commit_at(world, "ann", [START + timedelta(days=n // 3, minutes=n * n * 7 % 600) for n in range(300)])
    assert proposals(built(world)) == []


def test_an_account_that_always_answers_at_once_is_proposed(world, built):
    river = world.repository("github:zhu/river")
    for login in ("ann", "gate", "bob"):
        world.account(f"github:{login}")
    for number in range(100):
        at = START + timedelta(days=number)
        world.issue(river, f"{number}", "github:ann", f"{at:%Y-%m-%d %H:%M}")
        for login, wait in (("gate", timedelta(minutes=1)), ("bob", timedelta(minutes=10))):
            world.comment(river, f"issue {number}", f"github:{login}", f"{at + wait:%Y-%m-%d %H:%M}")
    assert proposals(built(world)) == [("account:github:gate", "instant_answers", 0, "share=1.0")]


def test_a_decision_ends_the_proposal(world, built):
    world.repository("github:zhu/river")
    commit_at(world, "nightly", [START + timedelta(days=n) for n in range(60)])
    world.add(
        ReviewDecision(
            decision_id="D00001",
            decided_on=date(2026, 3, 1),
            reviewer="a team",
            subject_kind="node",
            subject_id="key:nightly",
            verdict="person",
            organization_id=None,
            canonical_domain=None,
            reason="made up",
        )
    )
    assert proposals(built(world)) == []
