"""What was carried over from forge to forge counts once in what holds both places, worked out by hand.

River left Gitee on 15 September 2025. Its issues 1 to 3 and its change request 4 were carried over, issue 5
and change request 6 were not, 7 and 8 came afterwards. What was opened in August:

    issue 1           carried    answered on Gitee after 2 hours, an answer that the import dated anew; closed
    issues 2 and 3    carried    of one second; 2 was closed on Gitee, reopened on GitCode, closed in October;
                                 3 stands open on Gitee for ever, was closed on GitCode on 24 October
    issue 5           left       open
    change request 4  carried    reviewed on Gitee after a day, merged after two; the import closed it instead
    change request 6  left       declined
"""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

OLD, NEW = "gitee:zhu/river", "gitcode:zhu/river"
BOTH = (f"project:{NEW}", "organization:zhu", "organization:zhu@all", "scope:guangzhou")
THREAD_STREAMS = ("'issues'", "'change_requests'")
METRICS = sorted(
    path.stem
    for path in (Path(__file__).parents[2] / "warehouse/models/metrics").glob("*.sql")
    if any(stream in path.read_text("utf-8") for stream in THREAD_STREAMS)
)


def river(world, *, is_imported=True):
    world.organization("zhu")
    world.repository(NEW, "zhu", "guangzhou")
    world.repository(OLD, "zhu", "guangzhou", role="mirror", mirror_of=NEW)
    for login in ("gitee:ann", "gitee:bob", "gitee:eve", "gitcode:@ann", "gitcode:@bob", "gitcode:@eve"):
        world.account(login)
    ends = {"1": "2025-08-12 04:00", "2": "2025-08-22 04:00", "3": None, "5": None}
    for number, closed in ends.items():
        opened = {"1": "2025-08-10 04:00", "5": "2025-08-25 04:00"}.get(number, "2025-08-20 04:00")
        world.issue(OLD, number, "gitee:ann", opened, closed=closed)
    world.comment(OLD, "issue 1", "gitee:eve", "2025-08-10 06:00")
    world.change_request(
        OLD, "4", "gitee:ann", "2025-08-11 04:00", merged="2025-08-13 04:00", merger="gitee:bob"
    )
    world.review(OLD, "4", "gitee:bob", "2025-08-12 04:00")
    world.change_request(OLD, "6", "gitee:ann", "2025-08-15 04:00", closed="2025-08-16 04:00")
    if is_imported:
        world.issue(NEW, "101", "gitcode:@ann", "2025-08-10 04:00", closed="2025-08-12 04:00")
        world.comment(NEW, "issue 101", "gitcode:@eve", "2025-09-15 04:00")
        world.issue(NEW, "102", "gitcode:@ann", "2025-08-20 04:00", closed="2025-10-22 04:00")
        world.issue(NEW, "103", "gitcode:@ann", "2025-08-20 04:00", closed="2025-10-24 04:00")
        world.change_request(NEW, "104", "gitcode:@ann", "2025-08-11 04:00", closed="2025-09-15 04:00")
    world.issue(NEW, "107", "gitcode:@bob", "2025-10-05 04:00")
    world.change_request(NEW, "108", "gitcode:@bob", "2025-10-01 04:00", merged="2025-10-04 04:00")
    return world


def wanting(result, *metrics):
    """Build these measures at once."""
    result.rows(" union all ".join(f"select subject_id from metrics.{metric}" for metric in metrics))
    return result


@pytest.fixture
def moved(world, built):
    return wanting(built(river(world)), *METRICS)


def test_each_thread_is_opened_and_ended_once(moved):
    def months(metric, subject):
        values = moved.values(metric, subject)
        return [values[month] for month in ("2025-08", "2025-09", "2025-10")]

    for subject in BOTH:
        assert months("issues_new", subject) == [4, 0, 1]  # 1, 2, 3, 5; 7
        assert months("issues_closed", subject) == [1, 0, 2]  # 1; 2 and 3 where they went on
        assert months("issues_active", subject) == [4, 1, 3]  # the answer to 1; 7, 2, 3
        assert months("issue_resolution_duration", subject) == [2.0, None, 64.0]  # of 63 and 65 days
        assert months("change_requests", subject) == [2, 0, 1]  # 4, 6; 8
        assert months("change_requests_accepted", subject) == [1, 0, 1]  # merged on Gitee; 8
        assert months("change_requests_declined", subject) == [1, 0, 0]  # 6, and no import's closing
        assert months("change_request_duration", subject) == [2.0, None, 3.0]
        assert months("change_request_closure_ratio", subject) == [1.0, None, 1.0]


def test_a_repository_alone_has_all_that_it_shows(moved):
    def august_to_october(metric, repository_id):
        values = moved.values(metric, f"repository:{repository_id}")
        return [values[month] for month in ("2025-08", "2025-09", "2025-10")]

    assert august_to_october("issues_new", OLD) == [4, 0, 0]
    assert august_to_october("issues_new", NEW) == [3, 0, 1]
    assert august_to_october("issues_closed", OLD) == [2, 0, 0]
    assert august_to_october("issues_closed", NEW) == [1, 0, 2]
    assert august_to_october("issues_active", OLD) == [4, 0, 0]
    assert august_to_october("change_requests", OLD) == [2, 0, 0]
    assert august_to_october("change_requests", NEW) == [1, 0, 1]
    assert august_to_october("change_requests_accepted", NEW) == [0, 0, 1]
    assert august_to_october("change_requests_declined", NEW) == [0, 1, 0]
    assert august_to_october("change_request_reviews", OLD) == [1, 0, 0]


def test_what_stands_open_is_what_the_place_says_where_the_thread_goes_on(moved):
    """Days old at the end of the month: of 2, 3 and 5, later of 5 and 7."""

    def ages(subject):
        values, counts = moved.values("issue_age", subject), moved.samples("issue_age", subject)
        return [(values[month], counts[month]) for month in ("2025-08", "2025-10")]

    for subject in BOTH:
        assert ages(subject) == [(11, 3), (46.5, 2)]  # 11, 11, 6; 67, 26
    assert ages(f"repository:{OLD}") == [(8.5, 2), (69.5, 2)]  # 3 and 5 alone: 11, 6; 72, 67
    assert ages(f"repository:{NEW}") == [(11, 2), (26, 1)]  # 2 and 3; 7


def test_a_thread_has_one_first_answer_and_review_wherever_they_were_given(moved):
    for subject in (*BOTH, f"repository:{OLD}", f"repository:{NEW}"):
        assert moved.values("issue_response_time", subject)["2025-08"] == 2.0
        assert moved.samples("issue_response_time", subject)["2025-08"] == 1
        assert moved.values("time_to_first_response", subject)["2025-08"] == 24.0
        assert moved.values("newcomer_response_time", subject)["2025-08"] == 24.0
    for subject in BOTH:
        assert moved.values("review_cycle_duration", subject)["2025-08"] == 24.0
        assert moved.values("review_participation", subject)["2025-08"] == 1.0
        assert moved.values("self_merge_ratio", subject)["2025-08"] == 0.0
        assert moved.values("change_request_reviews", subject)["2025-08"] == 1
        assert moved.values("change_request_comments_read_ratio", subject)["2025-08"] == 0.5  # 4, not 6
        assert moved.samples("change_request_comments_read_ratio", subject)["2025-08"] == 2


def test_people_are_those_of_the_copies_that_count(moved):
    """In August Ann of both forges, as nothing joins her accounts, and Bob of Gitee, who merged.

    Eve answered issue 1, and the import says when: in September.
    """
    for subject in BOTH:
        assert moved.values("issue_and_change_request_participants", subject)["2025-08"] == 3
        assert moved.values("issue_and_change_request_participants", subject)["2025-09"] == 1  # the answer
    assert moved.values("issue_and_change_request_participants", f"repository:{OLD}")["2025-08"] == 3
    assert moved.values("issue_and_change_request_participants", f"repository:{NEW}")["2025-08"] == 1


def test_what_was_not_imported_counts_where_it_was_left(world, built):
    result = wanting(built(river(world, is_imported=False)), "issues_new", "change_requests", "issue_age")
    for subject in BOTH:
        assert result.values("issues_new", subject, "year")["2025"] == 5
        assert result.values("change_requests", subject, "year")["2025"] == 3
        assert result.samples("issue_age", subject)["2025-10"] == 3  # 3, 5 and 7
    assert result.rows("select * from marts.carried_threads") == []


def test_comments_count_from_the_copy_that_has_any_by_a_person(world, built):
    """Bob's on the first issue was not imported, only a bot's note is there; of the second it was."""
    world.repository(NEW, project_id="river")
    world.repository(OLD, project_id="river")
    world.account("gitcode:@importer", kind="bot")
    for number, login in (("1", "bob"), ("2", "eve")):
        for repository_id in (OLD, NEW):
            world.issue(repository_id, number, None, f"2025-08-0{number} 04:00")
        world.comment(OLD, f"issue {number}", f"gitee:{login}", "2025-08-20 04:00")
    world.comment(NEW, "issue 1", "gitcode:@importer", "2025-09-15 04:00")
    world.comment(NEW, "issue 2", "gitcode:@eve", "2025-09-16 04:00")
    result = wanting(built(world), "issue_and_change_request_participants", "issues_active")
    assert result.values("issue_and_change_request_participants", "project:river", "year")["2025"] == 2
    assert result.values("issue_and_change_request_participants", "project:river")["2025-08"] == 1
    assert result.values("issues_active", "project:river")["2025-08"] == 2


def test_a_claim_that_follows_the_move_holds_each_day_of_the_thread_once(world, built):
    """Gitee's side is the organisation's until the move, GitCode's from then on."""
    world.organization("zhu")
    world.repository(NEW, project_id="river")
    world.repository(OLD, project_id="river")
    world.claim(OLD, "zhu", valid_until_on=date(2025, 9, 14))
    world.claim(NEW, "zhu", valid_from_on=date(2025, 9, 15))
    world.issue(OLD, "1", None, "2025-08-01 04:00")
    world.issue(NEW, "1", None, "2025-08-01 04:00", closed="2025-10-01 04:00")
    result = wanting(built(world), "issues_new", "issues_closed", "issue_age")
    for subject in ("organization:zhu", "project:river"):
        assert result.values("issues_new", subject, "year")["2025"] == 1
        assert result.values("issues_closed", subject, "year")["2025"] == 1
        ages = result.values("issue_age", subject)
        assert (ages["2025-08"], ages["2025-09"], ages["2025-10"]) == (30, 60, None)


def test_an_issue_left_behind_at_a_place_that_openharmony_closed_is_open_no_longer(world, built):
    world.repository("gitcode:openharmony/build")
    old = world.repository("gitee:openharmony/build")
    world.issue(old, "1", None, "2025-08-01 04:00")
    result = wanting(built(world), "issue_age")
    ages = result.values("issue_age", f"repository:{old}")
    assert (ages["2025-08"], ages["2025-09"]) == (30, None)


def test_the_join_is_shown_with_its_evidence_unless_a_repository_may_not_be_named(world, built):
    river(world)
    hidden = world.repository("gitcode:zhu/hidden", is_aggregate_only=True)
    copy = world.repository("gitee:zhu/hidden", role="mirror", mirror_of=hidden)
    for repository_id in (hidden, copy):
        world.issue(repository_id, "1", None, "2025-08-01 04:00")
    rows = built(world).rows(
        "select thread_kind, repository_id, number, kept_number, joined_by, order_in_second, has_same_author,"
        " kept_because from marts.carried_threads order by all"
    )
    assert rows == [
        ("change_request", NEW, "104", "4", "mirror", 1, False, "merged"),
        ("issue", OLD, "1", "101", "mirror", 1, False, "location"),
        ("issue", OLD, "2", "102", "mirror", 1, False, "location"),
        ("issue", OLD, "3", "103", "mirror", 2, False, "location"),
    ]


def any_threads(world, seed):
    """Forty threads of a repository, with what people and a bot did to them."""
    chance = random.Random(seed)
    start = date(2025, 1, 1)

    def moment(day):
        return f"{start + timedelta(days=day)} 04:{chance.randrange(2):02}"

    acts = []
    for number in range(40):
        day, who = chance.randrange(300), f"gitcode:@{chance.randrange(6)}"
        end = moment(day + chance.randrange(1, 60)) if chance.random() < 0.7 else None
        kind = chance.choice(("issue", "change_request"))
        ending = chance.choice(("merged", "closed")) if kind == "change_request" else "closed"
        acts.append((kind, str(number), who, moment(day), {ending: end}))
        for _ in range(chance.randrange(3)):
            answered = moment(day + chance.randrange(1, 60))
            acts.append(("comment", f"{kind} {number}", f"gitcode:@{chance.randrange(6)}", answered, {}))
            if kind == "change_request":
                acts.append(("review", str(number), f"gitcode:@{chance.randrange(6)}", answered, {}))
    return acts


@pytest.mark.parametrize("seed", [1, 2])
def test_adding_the_place_that_threads_were_copied_to_changes_no_figure(world, built, tmp_path_factory, seed):
    for login in range(5):
        world.account(f"gitcode:@{login}")
    world.account("gitcode:@5", kind="bot")
    world.organization("zhu")
    world.repository(NEW, "zhu", "guangzhou")
    acts = any_threads(world, seed)
    for act, what, who, at, facts in acts:
        getattr(world, act)(NEW, what, who, at, **facts)
    figures = (
        "select metric, subject_kind, subject_id, period_kind, period_start_on, value, sample_count"
        " from metrics.all_measures where subject_kind in ('project', 'organization', 'scope')"
        f" and metric in {tuple(METRICS)} and value is not null and value != 0 order by all"
    )
    alone = built(world).rows(figures)
    world.repository(OLD, "zhu", "guangzhou", role="mirror", mirror_of=NEW)
    for act, what, who, at, facts in acts:
        getattr(world, act)(OLD, what, who, at, **facts)
    built.data = tmp_path_factory.mktemp("with-the-copy")
    both = built(world).rows(figures)
    assert len(alone) > 100
    assert both == alone
