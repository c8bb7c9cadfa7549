"""Kills, force-pushes and lost clones: whatever happens on the way, the end is that of an undisturbed run."""

import random
import shutil

import pytest

from collectors.protocol import OverBudget


def tables(stream):
    return {name: dict(sorted(rows.items())) for name, rows in stream.tables.items()}


def undisturbed(world, new_stream, **options):
    """What one run over a fresh clone gives."""
    stream = new_stream()
    shutil.rmtree(world.clone)
    world.collect(stream=stream, **options)
    return tables(stream)


def history(world, count: int) -> list[str]:
    """A history with merges, in which every commit's author may differ from its neighbours'."""
    shas = []
    for number in range(count):
        parents = [shas[-1], shas[number // 2]] if number % 4 == 3 else shas[-1:]
        mailbox = f"Signed-off-by: P <p{number % 3}@example.org>"
        shas.append(world.origin.commit({"a": f"{number}\n"}, f"work\n\n{mailbox}\n", parents=parents))
    return shas


@pytest.mark.parametrize("landed", range(1, 5))
def test_a_first_read_goes_on_where_it_was_killed(world, new_stream, landed):
    history(world, 9)
    world.collect_until_killed(landed, batch_commits=2)
    before = world.stream.reachable()
    batches = world.collect(batch_commits=2)
    read_again = {row.sha for batch in batches for row in batch.records if row.table == "commits"} & before
    assert len(before) == 2 * landed
    assert not read_again
    assert tables(world.stream) == undisturbed(world, new_stream)


def test_many_kills_and_pushes_end_as_one_run(world, new_stream):
    """Seeded: kills after 0 to 2 batches, pushes, force-pushes and tags, in any order."""
    chance = random.Random(20261123)
    shas = history(world, 8)
    for step in range(25):
        world.collect_until_killed(chance.randrange(3), batch_commits=2)
        deed = chance.randrange(4)
        if deed == 0:
            shas = [*shas, world.origin.commit({"a": f"s{step}"})]
        if deed == 1:
            shas = shas[: chance.randrange(3, len(shas))]
            world.origin.move(shas[-1])
            shas = [*shas, world.origin.commit({"a": f"f{step}"})]
        if deed == 2:
            world.origin.git("update-ref", f"refs/tags/v{step % 3}", chance.choice(shas))
    world.collect()
    expected = undisturbed(world, new_stream)
    got = tables(world.stream)
    assert world.stream.withdrawn(), "the seed must withdraw something"
    memberships = got.pop("repository_commits")
    reachable = {key: row for key, row in memberships.items() if row.is_reachable}
    assert reachable == expected.pop("repository_commits")
    commits = got.pop("commits")
    assert commits.items() >= expected.pop("commits").items()
    assert set(commits) == {(sha,) for _, sha in memberships}
    del got["commit_trailers"], expected["commit_trailers"]
    assert got == expected


def test_a_force_push_withdraws_and_a_push_back_restores(world):
    kept, *dropped = [world.origin.commit() for _ in range(3)]
    world.collect()
    world.origin.move(kept)
    new = world.origin.commit({"b": "1"})
    world.origin.forget_unreachable()
    world.collect()
    assert (world.stream.reachable(), world.stream.withdrawn()) == ({kept, new}, set(dropped))


def test_a_branch_that_is_pushed_back_is_reachable_again(world):
    first, second = world.origin.commit(), world.origin.commit()
    world.collect()
    world.origin.move(first)
    world.collect()
    assert world.stream.withdrawn() == {second}
    world.origin.move(second)
    world.collect()
    assert (world.stream.reachable(), world.stream.withdrawn()) == ({first, second}, set())


def test_a_reading_of_a_tip_that_was_force_pushed_away_is_finished_first(world):
    shas = [world.origin.commit() for _ in range(5)]
    world.collect_until_killed(1, batch_commits=2)
    world.origin.move(shas[0])
    new = world.origin.commit({"b": "1"})
    world.origin.forget_unreachable()
    world.collect(batch_commits=2)
    assert (world.stream.reachable(), world.stream.withdrawn()) == ({shas[0], new}, set(shas[1:]))


def test_a_lost_clone_costs_nothing_after_an_ordinary_push(world):
    old = world.origin.commit()
    world.collect()
    shutil.rmtree(world.clone)
    new = world.origin.commit()
    (batch,) = world.collect()
    assert {row.sha for row in batch.records if row.table == "commits"} == {new}
    assert world.stream.reachable() == {old, new}


def test_a_lost_tip_is_asked_for_while_the_forge_still_has_it(world):
    first, second = world.origin.commit(), world.origin.commit()
    world.collect()
    shutil.rmtree(world.clone)
    world.origin.move(first)
    world.collect()
    assert (world.stream.reachable(), world.stream.withdrawn()) == ({first}, {second})


@pytest.mark.parametrize("landed", [None, 1])
def test_a_tip_that_is_lost_everywhere_replaces_all_memberships(world, landed):
    first, second, third = (world.origin.commit() for _ in range(3))
    if landed:
        world.collect_until_killed(landed, batch_commits=2)
    else:
        world.collect()
    shutil.rmtree(world.clone)
    world.origin.move(first)
    world.origin.forget_unreachable()
    *_, last = world.collect(batch_commits=1)
    assert "repository_commits" in {replaces.table for replaces in last.replaces}
    assert {row.sha for row in world.stream.rows("repository_commits")} == {first}
    assert {second, third}.isdisjoint(world.stream.reachable())


def pins(world):
    return set(
        world.origin.git(
            "-C", str(world.clone), "for-each-ref", "--format=%(refname:lstrip=3)", "refs/suiyuan/tips"
        ).split()
    )


def test_a_tip_is_pinned_before_it_lands_and_let_go_after_the_next_has(world):
    first, second = world.origin.commit(), world.origin.commit()
    running = world.collector(batch_commits=1).collect(world.target, None)
    next(running)
    assert pins(world) == {second}
    running.close()
    world.collect()
    world.origin.move(first)
    new = world.origin.commit({"b": "1"})
    running = world.collector().collect(world.target, world.stream.state)
    batch = next(running)
    assert pins(world) == {second, new}
    assert next(running, None) is None
    assert pins(world) == {second, new}, "the batch may not have landed yet"
    world.stream.land(batch)
    newer = world.origin.commit({"b": "2"})
    world.collect()
    assert pins(world) == {new, newer}


def test_a_rule_that_comes_and_goes_within_a_kill_leaves_nothing_behind(world, bot_rule):
    """One batch lands under the new rule, the process dies, and the rule is taken back."""
    for number in range(4):
        world.origin.commit({"a": str(number)}, author="Robot <robot@ci.example.org>")
    world.collect()
    world.collect_until_killed(
        1, batch_commits=2, bots=[bot_rule("robots", "mailbox_suffix", "@ci.example.org")]
    )
    assert {row.bot_rule for row in world.stream.rows("commits")} == {None, "robots"}
    world.collect()
    assert {row.bot_rule for row in world.stream.rows("commits")} == {None}


def test_a_mailmap_that_comes_and_goes_within_a_kill_leaves_nothing_behind(world):
    first = world.origin.commit({"a": "1"})
    world.collect()
    world.origin.commit({".mailmap": "A <main@example.net> <ann@example.org>\n"})
    world.collect_until_killed(3, batch_commits=1)
    assert None not in {row.author_mapped_key for row in world.stream.rows("repository_commits")}
    shutil.rmtree(world.clone)  # so that the reading cannot go on
    world.origin.move(first)
    world.origin.commit({"a": "2"})
    world.collect(batch_commits=1)
    mapped = {row.author_mapped_key for row in world.stream.rows("repository_commits") if row.is_reachable}
    assert mapped == {None}


def test_a_used_up_time_budget_lands_what_was_read_and_goes_on(world, clock):
    """The clock jumps past the budget after a batch of three; two more commits have been read by then."""
    shas = history(world, 6)
    running = world.collector(batch_commits=3, time_budget_seconds=60).collect(world.target, None)
    world.stream.land(next(running))
    clock.seconds += 61
    with pytest.raises(OverBudget, match=r"github:owner/name: .*time budget"):
        for batch in running:
            world.stream.land(batch)
    assert len(world.stream.reachable()) == 5
    world.collect()
    assert world.stream.reachable() == set(shas)


def test_a_clone_that_outgrows_the_disk_budget_is_given_up(world):
    world.origin.commit({"big": random.Random(1).randbytes(300_000)})
    with pytest.raises(OverBudget, match="disk budget of 1,000 bytes"):
        world.collect(disk_budget_bytes=1000)
    assert not world.clone.exists()
    assert not list(world.clones.glob("*.part"))
    world.collect()


def test_news_of_a_run_that_was_stopped_after_its_fetch_are_not_missed(world):
    """Git says once what is new: a run that fetched it and was stopped must not make the next one deaf."""
    world.origin.commit()
    world.collect()
    new = world.origin.commit()
    with pytest.raises(OverBudget):
        world.collect(disk_budget_bytes=1)
    world.collect()
    assert new in world.stream.reachable()


def test_a_position_that_another_git_would_not_agree_with_is_not_trusted(world):
    """As if commits had come in another order when the position was noted: one of them would be skipped."""
    shas = history(world, 6)
    world.collect_until_killed(1, batch_commits=2)
    world.stream.state["reading"]["position"] += 1
    world.collect()
    assert world.stream.reachable() == set(shas)
