"""Whose accounts commits belong to: what GitHub links, asked for once and only where a branch moved."""

from datetime import UTC, datetime

import pytest

from collectors.forges.github.all_kinds import open_github, repository_collectors
from collectors.http.client import forge_http
from collectors.http.tokens import Credential
from collectors.protocol import Target
from sandbox.world.code.commits import ancestors
from sandbox.world.plans import Size
from sandbox.world.world import World

DAY = 86_400
KIND = "commit_accounts"
BUSY = Size(
    issue_count=2,
    change_request_count=120,
    direct_commit_count=260,
    star_count=1,
    fork_count=1,
    release_count=1,
)


@pytest.fixture(scope="module")
def made():
    return World(19, count=1, sizes={0: BUSY})


@pytest.fixture
def world(made):
    """Give the same world to every test, at the same instant."""
    end = made.until
    yield made
    made.until = end


def linked(world, plan, at):
    """Give sha and author of what the default branch leads to, by the world's own book."""
    git = world.git(plan)
    reached = ancestors(git.commits, [git.tip(at).sha])
    accounts = {sha: git.commits[sha].account for sha in reached}
    return {
        sha: f"github:{account.account_id}"
        for sha, account in accounts.items()
        if account.kind == "user" and not (account.deleted_at and account.deleted_at <= at)
    }


def held_authors(shelf):
    return {row.sha: row.author_account_id for row in shelf.table("commit_accounts").values()}


def operations(forge):
    return [request["operation"] for request in forge.sandbox.counters.recent]


def test_every_commit_of_the_branch_has_the_account_that_the_forge_links(serve, shelf, world):
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)], kinds=(KIND,))
        expected = linked(world, world.plans[0], world.until)
        assert len(expected) > 300
        assert held_authors(held) == expected
        assert {key[1] for key in held.table("accounts")} == set(expected.values())
        assert not held.drift
        assert held.batches[-1].forge_total == len(
            ancestors(world.git(world.plans[0]).commits, [world.git(world.plans[0]).tip(world.until).sha])
        )


def test_a_branch_that_did_not_move_is_not_asked_about(serve, shelf, world):
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(0)], kinds=(KIND,))
        forge.sandbox.counters.reset()
        forge.collect(held, [forge.target(0)], kinds=(KIND,))
        assert operations(forge) == ["Survey"]


def test_increments_and_cuts_give_what_one_reading_gives(serve, shelf, world):
    end = world.until
    with serve(world) as forge:
        stepwise, whole = shelf(), shelf()
        for days in (900, 400, 200, 90, 30, 3, 1):
            forge.move_to(end - days * DAY)
            github = forge.open(batch_items=10, round_items=20)
            forge.collect(
                stepwise, [forge.target(0)], github=github, kinds=(KIND,), batches_each=days % 3 or None
            )
        forge.move_to(end)
        forge.collect(stepwise, [forge.target(0)], kinds=(KIND,))
        forge.collect(whole, [forge.target(0)], kinds=(KIND,))
        assert set(held_authors(whole)) <= set(held_authors(stepwise))
        expected = linked(world, world.plans[0], end)
        assert {sha: held_authors(stepwise)[sha] for sha in expected} == expected


def test_the_news_of_a_day_is_a_page_and_a_count(serve, shelf, world):
    git = world.git(world.plans[0])
    last = max(point.at for point in git.main if point.at <= world.until)
    with serve(world) as forge:
        held = shelf()
        forge.move_to(last - 1)
        forge.collect(held, [forge.target(0)], kinds=(KIND,))
        forge.sandbox.counters.reset()
        forge.move_to(last)
        forge.collect(held, [forge.target(0)], kinds=(KIND,))
        assert operations(forge) == ["Survey", "CommitCounts", "CommitAccounts"]
        expected = linked(world, world.plans[0], last)
        assert {sha: held_authors(held)[sha] for sha in expected} == expected


def test_old_commits_that_a_late_merge_brings_are_found(serve, shelf, world):
    """A change request was opened long before it was merged; others were merged in between."""
    git, threads = world.git(world.plans[0]), world.history(world.plans[0]).threads
    merged = [
        thread
        for thread in threads
        if thread.change
        and thread.change.merge_style == "merge"
        and thread.change.merged_at
        and thread.change.merged_at <= world.until
        and thread.change.merged_at - thread.created_at > 3 * DAY
    ]
    assert merged
    change = merged[0].change
    with serve(world) as forge:
        held = shelf()
        forge.move_to(change.merged_at - 1)
        forge.collect(held, [forge.target(0)], kinds=(KIND,))
        assert not set(change.commit_shas) & set(held_authors(held))
        forge.move_to(change.merged_at)
        forge.collect(held, [forge.target(0)], kinds=(KIND,))
        late = {sha for sha in change.commit_shas if git.commits[sha].account.kind == "user"}
        assert late
        assert late <= set(held_authors(held))


def test_a_pass_whose_tip_was_pushed_over_begins_anew(serve, shelf, world):
    with serve(world) as forge:
        held, target = shelf(), forge.target(0)
        forge.collect(
            held, [target], github=forge.open(batch_items=10, round_items=10), kinds=(KIND,), batches_each=1
        )
        state = held.states[target.target_id, KIND]
        assert state["cursor"] is not None
        held.states[target.target_id, KIND] = {**state, "goal": "0" * 40}
        forge.collect(held, [target], kinds=(KIND,))
        assert forge.errors == {}
        assert held_authors(held) == linked(world, world.plans[0], world.until)


def test_an_empty_repository_is_asked_nothing(serve, shelf):
    world = World(1)
    empty = next(plan.number for plan in world.plans if plan.hazard == "empty")
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [forge.target(empty)], kinds=(KIND,))
        forge.collect(held, [forge.target(empty)], kinds=(KIND,))
        assert operations(forge) == ["Survey", "Survey"]
        [batch] = held.batches
        assert (batch.records, batch.is_complete) == ([], True)


def test_the_forges_own_account_is_nobody(loopback, reply, clock, shelf):
    person = {"__typename": "User", "login": "someone", "databaseId": 5}
    browser = {"__typename": "User", "login": "web-flow", "databaseId": 19864447}
    node = {
        "oid": "a" * 40,
        "committedDate": "2025-01-02T03:04:05Z",
        "author": {"user": person},
        "committer": {"user": browser},
    }
    unknown = {**node, "oid": "b" * 40, "author": {"user": None}, "committer": None}
    history = {"totalCount": 2, "pageInfo": {"hasNextPage": False}, "nodes": [node, unknown]}
    survey = {
        "id": "R_1",
        "databaseId": 1,
        "name": "b",
        "nameWithOwner": "a/b",
        "isFork": False,
        "isArchived": False,
        "defaultBranchRef": {"name": "main", "target": {"oid": "c" * 40}},
    }
    loopback.answer["/graphql"] = [
        reply(body={"data": {"r0": survey}}),
        reply(body={"data": {"node": {"object": {"history": history}}}}),
    ]
    http = forge_http(loopback.url, [Credential("T", lambda: "t")], clock)
    collector = next(
        each for each in repository_collectors(open_github(http, loopback.url, clock)) if each.kind == KIND
    )
    [batch] = collector.collect(Target(target_id="github:a/b", url=""), None)
    http.close()
    [row] = [record for record in batch.records if type(record).table == "commit_accounts"]
    assert (row.sha, row.author_account_id, row.committer_account_id) == ("a" * 40, "github:5", None)
    assert [record.login for record in batch.records if type(record).table == "accounts"] == ["someone"]
    assert batch.window_until == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
