"""How much is asked, in which portions, and that trouble on the way changes nothing in the result."""

import json
from bisect import insort
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.forges.github.all_kinds import open_github, repository_collectors
from collectors.forges.github.collector import OVERLAP
from collectors.forges.github.graphql import PageSize
from collectors.http.client import Http, forge_http
from collectors.http.recorded_pages import PageKeeper, Replay
from collectors.http.tokens import Credential
from collectors.protocol import Failed, RateLimited, Target
from sandbox.http.faults import Faults
from sandbox.http.limits import LimitSettings
from sandbox.world.history.threads import Comment
from sandbox.world.plans import Size
from sandbox.world.world import World

DAY = 86_400
LARGE = Size(
    issue_count=300,
    change_request_count=300,
    direct_commit_count=5,
    star_count=40,
    fork_count=150,
    release_count=60,
)
QUICK_FAULTS = (
    {"fault": "status", "status": 502},
    {"fault": "status", "status": 429, "retry_after": 1},
    {"fault": "html", "status": 502},
    {"fault": "drop"},
    {"fault": "cut"},
    {"fault": "truncate"},
    {"fault": "secondary_limit", "retry_after": 1},
    {"fault": "resource_limits"},
    {"fault": "something_went_wrong"},
)


@pytest.fixture(scope="module")
def large_world():
    return World(3, count=1, sizes={0: LARGE})


def threads_of(world, kind):
    threads = world.history(world.plans[0]).threads
    return [thread for thread in threads if (thread.change is not None) == (kind == "change_requests")]


def test_everything_the_forge_has_arrives_with_its_true_facts(serve, shelf, large_world):
    """Counted from the world itself, not from what any API says of it."""
    world = large_world
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)])
        here = [t for t in world.history(world.plans[0]).threads if t.created_at <= world.until]
        here = [t for t in here if t.deleted_at is None or t.deleted_at > world.until]
        issues = {str(t.number): t for t in here if t.change is None}
        changes = {str(t.number): t for t in here if t.change is not None}
        assert {row.number for row in held.table("issues").values()} == set(issues)
        assert {row.number for row in held.table("change_requests").values()} == set(changes)
        for row in held.table("change_requests").values():
            change = changes[row.number].change
            merged_at = change.merged_at if change.merged_at and change.merged_at <= world.until else None
            assert (row.merged_at and int(row.merged_at.timestamp())) == merged_at
            assert row.review_count == sum(review.submitted_at <= world.until for review in change.reviews)
        comments = [
            c
            for t in here
            for c in t.comments
            if c.created_at <= world.until and not (c.deleted_at and c.deleted_at <= world.until)
        ]
        assert len(held.table("comments")) == len(comments)
        assert len(held.table("forks")) == sum(
            f.created_at <= world.until for f in world.history(world.plans[0]).forks
        )
        stars = [at for at in world.history(world.plans[0]).star_instants if at <= world.until]
        assert sum(row.star_count for row in held.table("star_days").values()) == len(stars)
        assert not held.drift


def test_forty_unchanged_repositories_cost_one_request(serve, shelf, small_world):
    world = small_world(45, seed=2, size=Size(3, 3, 2, 3, 1, 1))
    with serve(world) as forge:
        held = shelf()
        targets = [
            forge.target(plan.number)
            for plan in world.plans
            if plan.exists_at(world.until) and plan.hazard not in ("blocked", "forbidden")
        ][:40]
        assert len(targets) == 40
        forge.collect(held, targets)
        forge.clock.instant += OVERLAP * 2
        forge.collect(held, targets)  # whatever changed within the overlap is settled now
        batches = len(held.batches)
        http = forge.http()
        forge.collect(held, targets, github=forge.open(http))
        assert http.request_count == 1
        assert len(held.batches) == batches


def test_long_threads_are_read_to_their_end_and_only_their_news_later(serve, shelf, small_world):
    world = small_world(1, seed=4)
    thread = threads_of(world, "issues")[0]
    author = thread.comments[0].author if thread.comments else thread.author
    start = world.until
    extra = [Comment(author, start - (500 - n) * 60, comment_id=9_000_000 + n) for n in range(250)]
    thread.comments = sorted([*thread.comments, *extra], key=lambda comment: comment.created_at)
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)], kinds=("issues",))
        mine = [row for row in held.table("comments").values() if row.parent_number == str(thread.number)]
        assert len(mine) >= 250
        more = forge.sandbox.counters.recent
        assert sum(request["operation"] == "MoreComments" for request in more) == 3
        thread.comments.append(Comment(author, start + 60, comment_id=9_100_000))
        forge.move_to(start + DAY)
        forge.sandbox.counters.reset()
        forge.collect(held, [forge.target(0)], kinds=("issues",))
        assert "9100000" in {row.comment_id for row in held.table("comments").values()}
        assert not any(request["operation"] == "MoreComments" for request in forge.sandbox.counters.recent)


def test_a_first_collection_goes_in_rounds_and_lets_others_have_their_turn(serve, shelf, large_world):
    with serve(large_world) as forge:
        held = shelf()
        github = forge.open(batch_items=20, round_items=40, first_size=10)
        collector = next(each for each in repository_collectors(github) if each.kind == "issues")
        batches = list(collector.collect(forge.target(0), None))
        assert [batch.is_complete for batch in batches] == [False, False]
        assert all(sum(type(r).table == "issues" for r in batch.records) == 20 for batch in batches)
        rounds = 1
        for batch in batches:
            held.take(forge.target(0), "issues", batch)
        while not batches[-1].is_complete:
            batches = list(
                collector.collect(forge.target(0), held.states[forge.target(0).target_id, "issues"])
            )
            for batch in batches:
                held.take(forge.target(0), "issues", batch)
            rounds += 1
        whole = shelf()
        forge.collect(whole, [forge.target(0)], kinds=("issues",))
        assert rounds > 4
        assert held.threads() == whole.threads()


def test_a_page_that_is_too_much_shrinks_and_the_good_size_is_remembered(serve, shelf, large_world):
    rule = {"operation": "ChangeRequests", "fault": "resource_limits", "when_first_above": 22}
    with serve(large_world, faults=Faults.scripted(rule)) as forge:
        held, whole = shelf(), shelf()
        target = forge.target(0)
        forge.collect(held, [target], kinds=("change_requests",), github=forge.open(batch_items=30))
        failed = sum(request["fault"] is not None for request in forge.sandbox.counters.recent)
        assert 1 <= failed <= 6
        assert 5 <= held.states[target.target_id, "change_requests"]["page_size"] <= 22
        forge.sandbox.faults.replan()
        forge.collect(whole, [target], kinds=("change_requests",))
        assert held.threads() == whole.threads()


def test_an_accident_does_not_shrink_pages_for_good():
    size = PageSize()
    for _ in range(10):
        size.shrink()
        size.grow()
        assert size.value == 50
        size.grow()
    assert size.cap == 50


def test_a_size_that_fails_twice_lowers_the_cap():
    size = PageSize()
    size.shrink()
    size.grow()
    size.shrink()
    assert (size.value, size.cap) == (25, 37)
    for _ in range(20):
        size.grow()
    assert (size.value, size.cap) == (46, 46)


def test_holes_in_a_list_are_counted_and_passed_over(serve, shelf, large_world):
    rule = {"operation": "Issues", "fault": "null_nodes", "times": 1}
    with serve(large_world, faults=Faults.scripted(rule)) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)], kinds=("issues",))
        assert held.drift["Repository.issues.nodes: hole"] >= 1
        assert held.batches[-1].forge_total > len(held.table("issues"))  # the ledger shows the difference
        assert forge.errors == {}


def test_faults_in_a_fifth_of_all_answers_change_nothing(serve, shelf, large_world):
    with serve(large_world, faults=Faults(rate=0.2, seed=7, kinds=QUICK_FAULTS)) as forge:
        troubled, clean = shelf(), shelf()
        forge.collect(troubled, [forge.target(0)], github=forge.open(first_size=10))
        assert forge.sandbox.counters.totals["faults"] > 10
        assert forge.errors == {}
        forge.sandbox.faults.replan()
        forge.collect(clean, [forge.target(0)])
        assert troubled.threads() == clean.threads()


def test_what_was_deleted_or_transferred_becomes_a_tombstone_within_a_week(serve, shelf, small_world):
    world = small_world(1, seed=5)
    start = world.until
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)])
        issue = next(t for t in threads_of(world, "issues") if t.created_at < start - DAY)
        change = next(t for t in threads_of(world, "change_requests") if t.created_at < start - DAY)
        issue.deleted_at = change.deleted_at = start + DAY
        forge.move_to(start + 3 * DAY)
        forge.collect(held, [forge.target(0)])
        assert held.deleted == []
        forge.move_to(start + 8 * DAY)
        forge.collect(held, [forge.target(0)])
        gone = {str(issue.number), str(change.number)}
        assert {key[2] for key in held.deleted if key[0] == "issues"} == gone
        assert not gone & {row.number for row in held.table("issues").values()}
        assert not gone & {row.number for row in held.table("change_requests").values()}
        requests = forge.http()
        forge.move_to(start + 16 * DAY)
        forge.collect(held, [forge.target(0)], github=forge.open(requests))
        assert {key[2] for key in held.deleted} == gone  # told once


def test_half_of_the_numbers_gone_at_once_is_not_believed(serve, shelf, small_world):
    world = small_world(1, seed=5)
    start = world.until
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)])
        for thread in world.history(world.plans[0]).threads[::1]:
            if thread.number % 4:
                thread.deleted_at = start + DAY
        forge.move_to(start + 8 * DAY)
        forge.collect(held, [forge.target(0)], kinds=("removals",))
        assert isinstance(forge.errors[forge.target(0).target_id, "removals"], Failed)
        assert held.deleted == []


def test_a_star_that_is_taken_back_empties_its_day(serve, shelf, small_world):
    world = small_world(1, seed=6)
    start = world.until
    stars = world.history(world.plans[0]).star_instants
    insort(stars, start - 3600)
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)], kinds=("stars",))
        before = sum(row.star_count for row in held.table("star_days").values())
        stars.remove(start - 3600)
        forge.move_to(start + 60)
        forge.collect(held, [forge.target(0)], kinds=("stars",))
        assert sum(row.star_count for row in held.table("star_days").values()) == before - 1


def held_stars(held) -> int:
    return sum(row.star_count for row in held.table("star_days").values())


def test_a_star_of_long_ago_that_is_taken_back_is_followed(serve, shelf, small_world):
    world = small_world(1, seed=6)
    start, history = world.until, world.history(world.plans[0])
    oldest = history.star_instants[0]
    history.star_instants = [each for each in history.star_instants if each <= start] + [start + 60]
    count = len(history.star_instants)
    assert start - oldest > 90 * DAY
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)], kinds=("stars",))
        day = datetime.fromtimestamp(oldest, UTC).date()
        [before] = [row.star_count for row in held.table("star_days").values() if row.starred_on == day]
        history.stars_taken_back += [(oldest, start + 90)]
        forge.move_to(start + 120)  # one came and one went: the total is what it was
        forge.collect(held, [forge.target(0)], kinds=("stars",))
        assert held_stars(held) == count - 1
        history.star_instants.append(start + 2 * DAY)
        forge.move_to(start + 3 * DAY)  # now the total moves, and tells
        forge.collect(held, [forge.target(0)], kinds=("stars",))
        assert held_stars(held) == count
        after = [row.star_count for row in held.table("star_days").values() if row.starred_on == day]
        assert sum(after) == before - 1


def test_a_history_that_disagrees_is_read_again_once_in_four_weeks_at_most(serve, shelf, small_world):
    world = small_world(1, seed=6)
    start, history = world.until, world.history(world.plans[0])
    history.star_instants = [each for each in history.star_instants if each <= start]
    costs, sums = [], []
    with serve(world) as forge:
        held = shelf()
        for days in (0, 1, 2, 3, 10, 31, 32):
            if days in (1, 3):
                history.stars_taken_back.append((history.star_instants[days], start + days * DAY))
            forge.move_to(start + days * DAY)
            landed = len(held.batches)
            forge.collect(held, [forge.target(0)], kinds=("stars",))
            costs.append(sum(batch.request_count for batch in held.batches[landed:]))
            sums.append(held_stars(held) - len(history.star_instants))
    whole = costs[0]
    assert whole > 1
    # taken back: on day 1, seen at once; on day 3, when all may be read again
    assert costs == [whole, whole, 0, 1, 0, whole + 1, 0]  # the history is five weeks longer by then
    assert sums == [0, -1, -1, -1, -1, -2, -2]


def test_exhausted_tokens_stop_the_work_and_keep_its_cursor(serve, shelf, large_world):
    with serve(large_world, limits=LimitSettings(graphql_per_hour=6), clock=lambda: 1_800_000_000.0) as forge:
        held, whole = shelf(), shelf()
        target = forge.target(0)
        http = forge.http(seconds=100)
        forge.collect(
            held, [target], kinds=("issues",), github=forge.open(http, batch_items=20, first_size=20)
        )
        error = forge.errors[target.target_id, "issues"]
        assert isinstance(error, RateLimited)
        assert "goes on from its cursor" in str(error)
        assert error.until is not None
        assert held.states[target.target_id, "issues"]["cursor"] is not None
        forge.sandbox.limits.settings = LimitSettings()
        forge.sandbox.limits.reset()
        forge.collect(held, [target], kinds=("issues",))
        forge.collect(whole, [target], kinds=("issues",))
        assert held.threads() == whole.threads()


def test_a_token_revoked_in_the_middle_is_replaced_by_another(serve, shelf, large_world):
    with serve(large_world) as forge:
        held = shelf()
        collector = next(
            each
            for each in repository_collectors(
                forge.open(forge.http("demo-token-1", "demo-token-2"), batch_items=20, first_size=20)
            )
            if each.kind == "issues"
        )
        for batch in collector.collect(forge.target(0), None):
            held.take(forge.target(0), "issues", batch)
            forge.sandbox.tokens.revoke("demo-token-1")
        assert held.batches[-1].is_complete


def test_kept_pages_give_the_same_records_offline(serve, shelf, large_world, tmp_path: Path, clock):
    with serve(large_world) as forge:
        target, url = forge.target(0), forge.sandbox.api_url
        live = forge.http(keeper=PageKeeper(tmp_path, "run", clock))
        recorded, replayed = shelf(), shelf()
        forge.collect(recorded, [target], github=open_github(live, url, clock))
        asked = forge.sandbox.counters.totals["requests"]
        forge.collect(replayed, [target], github=open_github(Http(Replay(tmp_path), clock=clock), url, clock))
        assert forge.sandbox.counters.totals["requests"] == asked
    assert replayed.rows == recorded.rows
    assert forge.errors == {}
    assert "demo-token-1" not in json.dumps(
        [path.read_bytes().hex() for path in tmp_path.rglob("*") if path.is_file()]
    )


@pytest.fixture
def scripted(loopback, reply, clock):
    """A GraphQL endpoint that answers as the test says."""
    http = forge_http(loopback.url, [Credential("T", lambda: "t")], clock)
    github = open_github(http, loopback.url, clock)

    def collect(*answers):
        loopback.answer["/graphql"] = [reply(body=answer) for answer in answers]
        collector = next(each for each in repository_collectors(github) if each.kind == "issues")
        return list(collector.collect(Target(target_id="github:a/b", url=""), None))

    yield collect
    http.close()


REPOSITORY = {
    "id": "R_1",
    "databaseId": 1,
    "name": "b",
    "nameWithOwner": "a/b",
    "isFork": False,
    "isArchived": False,
    "issues": {"totalCount": 2, "nodes": [{"updatedAt": "2025-01-01T00:00:00Z"}]},
    "pullRequests": {"totalCount": 0, "nodes": []},
    "releases": {"totalCount": 0, "nodes": []},
    "languages": {"nodes": []},
    "repositoryTopics": {"nodes": []},
}
ISSUE = {
    "id": "I_1",
    "number": 1,
    "fullDatabaseId": "11",
    "state": "OPEN",
    "stateReason": None,
    "createdAt": "2025-01-01T00:00:00Z",
    "updatedAt": "2025-01-01T00:00:00Z",
    "closedAt": None,
    "author": None,
    "labels": {"totalCount": 0, "nodes": []},
    "reopenings": {"totalCount": 0},
    "comments": {"totalCount": 0, "pageInfo": {"hasPreviousPage": False}, "nodes": []},
}


def answer(*issues):
    connection = {"totalCount": len(issues), "pageInfo": {"hasNextPage": False}, "nodes": list(issues)}
    return {"data": {"rateLimit": {"cost": 1}, "node": {"issues": connection}}}


def test_drift_is_counted_and_costs_one_record_at_most(scripted):
    strange = [
        ISSUE | {"unheardOf": 1},
        ISSUE | {"number": 2, "state": "PARKED"},
        ISSUE | {"number": 3, "createdAt": None},
        ISSUE | {"number": "4"},
        ISSUE | {"number": 5, "author": {"__typename": "Robot", "login": "r2", "databaseId": 5}},
        ISSUE | {"number": 6, "closedAt": "yesterday"},
    ]
    [batch] = scripted({"data": {"r0": REPOSITORY}}, answer(*strange))
    issues = [record for record in batch.records if type(record).table == "issues"]
    assert [record.number for record in issues] == ["1", "2", "5", "6"]
    assert (issues[1].state, issues[1].forge_state) == ("open", "parked")
    assert batch.drift == {
        "Issue.state: value PARKED": 1,
        "Issue.createdAt: missing": 1,
        "Issue.number: type": 1,
        "Issue.number: missing": 1,
        "Actor.__typename: value Robot": 1,
        "Issue.closedAt: type": 1,
    }
    assert batch.forge_total == 2


def test_a_required_field_that_github_took_away_is_one_clear_error(scripted):
    error = {"message": "Field 'number' doesn't exist on type 'Issue'", "path": ["query"]}
    with pytest.raises(Failed, match="the query was refused: Field 'number' doesn't exist"):
        scripted({"data": {"r0": REPOSITORY}}, {"errors": [error]})


def test_a_repository_without_its_name_is_failed_and_not_a_crash(scripted):
    with pytest.raises(Failed, match=r"lacks Repository\.nameWithOwner"):
        scripted({"data": {"r0": {"id": "R_1"}}})


def test_a_bot_has_the_name_that_rest_and_git_know(scripted):
    bot = {"__typename": "Bot", "login": "dependabot", "databaseId": 49699333}
    [batch] = scripted({"data": {"r0": REPOSITORY}}, answer(replace_author(bot)))
    account = next(record for record in batch.records if type(record).table == "accounts")
    assert (account.login, account.kind, account.account_id) == ("dependabot[bot]", "bot", "github:49699333")


def replace_author(author):
    return ISSUE | {"author": author}


def test_a_deleted_comment_goes_when_its_thread_is_read_again(serve, shelf, small_world):
    world = small_world(1, seed=5)
    start = world.until
    thread = next(
        t for t in threads_of(world, "issues") if len(t.comments) > 1 and t.created_at < start - DAY
    )
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)])
        gone = thread.comments[0]
        gone.deleted_at = start + 60
        thread.comments.append(Comment(gone.author, start + 90, comment_id=9_200_000))
        forge.move_to(start + DAY)
        forge.collect(held, [forge.target(0)])
        ids = {row.comment_id for row in held.table("comments").values()}
        assert "9200000" in ids
        assert str(gone.comment_id) not in ids
        whole = shelf()
        forge.collect(whole, [forge.target(0)])
        assert held.threads() == whole.threads()


def test_deleted_comments_and_reviews_of_quiet_threads_go_within_a_week(serve, shelf, small_world):
    """The first reading of the numbers counts no remarks, the second has nothing to compare with."""
    world = small_world(1, seed=5)
    start = world.until
    quiet = next(t for t in threads_of(world, "issues") if t.comments and t.created_at < start - 90 * DAY)
    reviewed = next(t for t in threads_of(world, "change_requests") if t.change.reviews)
    loud = next(t for t in threads_of(world, "issues") if t is not quiet)
    with serve(world) as forge:
        held = shelf()
        for week in range(2):
            forge.move_to(start + week * 8 * DAY)
            loud.comments.append(Comment(quiet.author, world.until - 60, comment_id=9_300_000 + week))
            forge.collect(held, [forge.target(0)])
        forgotten, undone = quiet.comments[0], reviewed.change.reviews[-1]
        forgotten.deleted_at = world.until + 60
        reviewed.change.reviews.remove(undone)
        forge.move_to(start + 17 * DAY)
        loud.comments.append(Comment(quiet.author, world.until - 60, comment_id=9_300_009))
        forge.collect(held, [forge.target(0)])
        assert str(forgotten.comment_id) not in {row.comment_id for row in held.table("comments").values()}
        assert str(undone.review_id) not in {row.review_id for row in held.table("reviews").values()}
        whole = shelf()
        forge.collect(whole, [forge.target(0)])
        for table in ("comments", "reviews"):
            assert held.table(table) == whole.table(table)


def test_a_review_has_the_number_of_its_remarks_on_code(serve, shelf, large_world):
    world = large_world
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)], kinds=("change_requests",))
        expected = {
            str(review.review_id): sum(remark.created_at <= world.until for remark in review.comments)
            for thread in threads_of(world, "change_requests")
            if thread.created_at <= world.until
            for review in thread.change.reviews
            if review.submitted_at <= world.until
        }
        found = {row.review_id: row.comment_count for row in held.table("reviews").values()}
        assert found == {review_id: expected[review_id] for review_id in found}
        assert len(found) > 50
        assert sum(found.values()) > 10


def test_remarks_that_the_forge_counts_and_does_not_give_are_told_and_replace_nothing(scripted):
    remark = {"fullDatabaseId": "5", "createdAt": "2025-01-01T00:00:00Z", "author": None}
    counted = {"totalCount": 3, "pageInfo": {"hasPreviousPage": False}, "nodes": [remark]}
    [batch] = scripted({"data": {"r0": REPOSITORY}}, answer(ISSUE | {"comments": counted}))
    assert batch.missing == {"comments": 2}
    assert batch.replaces == []


@pytest.mark.parametrize(
    ("license_id", "told"),
    [("MIT", ("MIT", True)), ("UNRECOGNISED", (None, True)), (None, (None, False))],
)
def test_a_licence_that_github_does_not_recognise_has_no_id_and_is_there(
    serve, shelf, small_world, license_id, told
):
    world = small_world(1, seed=6)
    world.plans[0].license_id = license_id
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)], kinds=("repository",))
    [repository] = held.table("repositories").values()
    assert (repository.license_spdx_id, repository.has_license) == told
