"""What becomes of a target: moved, renamed, deleted, taken down, refused, empty, taken over."""

from datetime import date

import pytest

from collectors.forges.github.all_kinds import owner_collector
from collectors.protocol import Forbidden, Gone, NoToken, Target
from collectors.records import RepositoryAlias
from sandbox.http.faults import Faults
from sandbox.world.world import World

DAY = 86_400
KINDS = ("repository",)


@pytest.fixture(scope="module")
def world():
    return World(1)


def number_of(world, hazard):
    return next(plan.number for plan in world.plans if plan.hazard == hazard)


def alias_rows(shelf):
    return sorted(shelf.table("repository_aliases").values(), key=lambda row: row.seen_on)


@pytest.mark.parametrize(
    ("hazard", "outcome", "words"),
    [("deleted", Gone, "404"), ("blocked", Gone, "legal reasons"), ("forbidden", Forbidden, "403")],
)
def test_a_target_that_is_not_there_says_why(serve, shelf, world, hazard, outcome, words):
    with serve(world) as forge:
        target = forge.target(number_of(world, hazard))
        forge.collect(shelf(), [target], kinds=KINDS)
        error = forge.errors[target.target_id, "repository"]
        assert type(error) is outcome
        assert words in str(error)


def test_one_bad_target_does_not_spoil_the_others(serve, shelf, world):
    with serve(world) as forge:
        held = shelf()
        targets = [
            forge.target(number_of(world, "deleted")),
            forge.target(0),
            Target(target_id="github:no/no", url=""),
        ]
        forge.collect(held, targets, kinds=KINDS)
        assert list(held.table("repositories")) == [("repositories", targets[1].target_id)]
        assert len(forge.errors) == 2


def test_an_empty_repository_is_no_error(serve, shelf, world):
    with serve(world) as forge:
        held, target = shelf(), forge.target(number_of(world, "empty"))
        forge.collect(held, [target])
        assert forge.errors == {}
        [repository] = held.table("repositories").values()
        assert repository.is_empty


@pytest.mark.parametrize(("hazard", "reason"), [("renamed", "renamed"), ("transferred", "transferred")])
def test_an_old_name_leads_to_the_repository_and_is_remembered(serve, shelf, world, hazard, reason):
    plan = world.plans[number_of(world, hazard)]
    old_owner, old_name = plan.names[0][1].login, plan.names[0][2]
    target = Target(target_id=f"github:{old_owner}/{old_name}".lower(), url="")
    with serve(world) as forge:
        held = shelf()
        forge.collect(held, [target], kinds=KINDS)
        [repository] = held.table("repositories").values()
        assert repository.repository_id == target.target_id
        assert repository.forge_repository_id == str(plan.repository_id)
        now = plan.full_name_at(world.until)
        assert f"{repository.owner}/{repository.name}" == now
        assert alias_rows(held) == [
            RepositoryAlias(
                repository_id=target.target_id,
                forge="github",
                full_name=now.lower(),
                forge_repository_id=str(plan.repository_id),
                seen_on=date(2026, 11, 20),
                reason=reason,
            )
        ]


def test_a_repository_that_is_renamed_later_is_followed_by_its_id(serve, shelf, world):
    start = world.until
    with serve(world) as forge:
        held, target = shelf(), forge.target(number_of(world, "renamed_later"))
        forge.collect(held, [target], kinds=KINDS)
        assert alias_rows(held) == []
        forge.move_to(start + 3 * DAY)
        forge.collect(held, [target], kinds=KINDS)
        forge.collect(held, [target], kinds=KINDS)
        assert [row.reason for row in alias_rows(held)] == ["renamed"]
        forge.move_to(start)


def test_a_repository_that_is_deleted_later_is_gone_and_keeps_its_rows(serve, shelf, world):
    start = world.until
    with serve(world) as forge:
        held, target = shelf(), forge.target(number_of(world, "deleted_later"))
        forge.collect(held, [target])
        before = dict(held.rows)
        forge.move_to(start + 4 * DAY)
        forge.collect(held, [target])
        assert all(type(error) is Gone for error in forge.errors.values())
        assert held.rows == before
        forge.move_to(start)


def test_a_name_that_another_repository_took_is_not_mixed_up(serve, shelf, world):
    """The first holder was collected, renamed, and its old name was given to a new repository."""
    plan = world.plans[number_of(world, "name_taken_over")]
    taken_at = plan.names[1][0]
    heir = next(
        p
        for p in world.plans
        if p is not plan and p.full_name_at(world.until) == plan.full_name_at(taken_at - DAY)
    )
    start = world.until
    with serve(world) as forge:
        held = shelf()
        forge.move_to(taken_at - DAY)
        target = forge.target(plan.number)
        forge.collect(held, [target], kinds=KINDS)
        forge.move_to(start)
        forge.collect(held, [target], kinds=KINDS)
        [repository] = held.table("repositories").values()
        assert repository.forge_repository_id == str(plan.repository_id) != str(heir.repository_id)
        assert f"{repository.owner}/{repository.name}" == plan.full_name_at(start)


def test_discovery_finds_an_owners_repositories_and_follows_renames(serve, shelf, world):
    start = world.until
    plan = world.plans[number_of(world, "renamed_later")]
    login = plan.name_at(start)[0].login
    with serve(world) as forge:
        held = shelf()
        forge.discover(held, login)
        owned = [p for p in world.plans if p.exists_at(start) and p.name_at(start)[0].login == login]
        rows = {row.forge_repository_id: row for row in held.table("discovered_repositories").values()}
        assert {key: row.full_name for key, row in rows.items()} == {
            str(p.repository_id): p.full_name_at(start) for p in owned
        }
        assert {key: row.is_fork for key, row in rows.items()} == {
            str(p.repository_id): p.is_fork for p in owned
        }
        before = held.states[f"github:{login}", "repositories"]["found"]
        forge.move_to(start + 8 * DAY)
        forge.discover(held, login)
        [renamed] = [
            row
            for row in held.table("discovered_repositories").values()
            if row.forge_repository_id == str(plan.repository_id)
        ]
        assert renamed.full_name == plan.full_name_at(start + 8 * DAY) != plan.full_name_at(start)
        after = held.states[f"github:{login}", "repositories"]["found"]
        assert {key: after[key] for key in before} == before
        forge.move_to(start)


def test_an_owner_without_news_costs_a_glance(serve, shelf, world):
    start = world.until
    logins = sorted({p.name_at(start)[0].login for p in world.plans if p.exists_at(start)})[:12]
    targets = [Target(target_id=f"github:{login}", url="") for login in logins]
    with serve(world) as forge:
        held = shelf()
        for login in logins:
            forge.discover(held, login)
        forge.sandbox.counters.reset()
        collector = owner_collector(forge.open())
        collector.prepare(targets, {})
        for target in targets:
            forge.collect_stream(held, collector, target)
        assert [each["operation"] for each in forge.sandbox.counters.recent] == ["Owners"]
        assert len(held.batches) == len(logins)


def test_an_owner_that_does_not_exist_is_gone(serve, shelf, world):
    with serve(world) as forge:
        forge.discover(shelf(), "nobody-of-this-name")
        [error] = forge.errors.values()
        assert type(error) is Gone


def test_without_a_valid_token_nothing_is_asked_twice(serve, shelf, world):
    with serve(world) as forge:
        http = forge.http("revoked-1", "revoked-2")
        with pytest.raises(NoToken, match="no valid token"):
            forge.collect(shelf(), [forge.target(0), forge.target(1)], github=forge.open(http))
        assert http.request_count == 2


def test_a_repository_that_is_too_much_even_alone_costs_only_itself(serve, shelf, small_world):
    """Every survey that holds the first repository fails, down to the one that holds nothing else."""
    world = small_world(5, seed=2)
    rule = {"operation": "Survey", "fault": "resource_limits", "times": 3}
    with serve(world, faults=Faults.scripted(rule)) as forge:
        held, targets = shelf(), [forge.target(number) for number in range(4)]
        forge.collect(held, targets, kinds=KINDS)
        assert [key[0] for key in forge.errors] == [targets[0].target_id]
        assert len(held.table("repositories")) == 3
