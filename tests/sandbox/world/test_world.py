"""The generated world: one seed, one world; an earlier one is a prefix; its activity is shaped like life."""

import re
import statistics
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from sandbox import World
from sandbox.forges.github.shapes.repositories import Render
from sandbox.forges.github.shapes.threads import issue_json, pull_json
from sandbox.world.organizations import make_organizations
from sandbox.world.plans import HAZARDS, Size
from sandbox.world.seasons import DAY, DEFAULT_UNTIL, SHANGHAI

DIGEST = """
import hashlib, orjson
from sandbox import World
from sandbox.forges.github.shapes.repositories import Render
from sandbox.forges.github.shapes.threads import issue_json
world = World(seed=%d, count=12)
render = Render(world, "http://a/api/v3", "http://a", world.until, "2022-11-28")
digest = hashlib.sha256()
for plan in world.plans[1:]:
    view = world.view(plan)
    digest.update(orjson.dumps([render.full_repository(plan), [issue_json(render, t) for t in view.threads]]))
    digest.update((view.git.main[-1].sha if view.git else "").encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def world(sandbox):
    return sandbox.world


def _digest(seed, hash_seed):
    command = [sys.executable, "-c", DIGEST % seed]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONHASHSEED": hash_seed}, check=True
    )
    return done.stdout


def test_the_same_seed_gives_the_same_bytes_in_any_process():
    assert _digest(1, "1") == _digest(1, "2") != _digest(2, "1")


def _frozen(world, plan, at):
    """Write every thread that has not changed since ``at`` as both forge APIs would."""
    render = Render(world, "http://a/api/v3", "http://a", at, "2022-11-28")
    return {
        view.number: (view.updated_at, issue_json(render, view), pull_json(render, view, view.thread.change))
        if view.thread.change
        else (view.updated_at, issue_json(render, view))
        for view in world.view(plan, at).threads
    }


def test_an_earlier_world_is_a_prefix_of_a_later_one(world):
    earlier, later = DEFAULT_UNTIL - 90 * DAY, DEFAULT_UNTIL
    unchanged = changed = 0
    for plan in world.plans[1:]:
        if not (plan.exists_at(earlier) and plan.exists_at(later)) or plan.name_at(earlier) != plan.name_at(
            later
        ):
            continue
        before, after = _frozen(world, plan, earlier), _frozen(world, plan, later)
        deleted = {number for number in before if number not in after}
        assert deleted <= {t.number for t in world.history(plan).threads if t.deleted_at is not None}
        for number in before.keys() & after.keys():
            if after[number][0] <= earlier:  # not touched since: nothing about it may differ
                assert _without_people(before[number]) == _without_people(after[number])
                unchanged += 1
            else:
                changed += 1
        assert all(
            after[n][1]["created_at"] > max(b[1]["created_at"] for b in before.values())
            for n in after.keys() - before.keys()
            if before and n > max(before)
        )
    assert unchanged > 1_000 and changed > 20


def _without_people(frozen):
    """Leave out what changes without a trace in updated_at: deleted accounts, the repository's counts."""
    text = str(frozen[1:])
    text = re.sub(r"'(user|assignee|closed_by|owner)': (\{[^{}]*\}|None)", "", text)
    text = re.sub(r"'(assignees|requested_reviewers)': \[[^\]]*\]", "", text)
    return re.sub(r"'repo': \{.*?'default_branch': '\w+'\}", "", text)


def test_commits_only_grow_but_for_a_force_push(world):
    earlier, later = DEFAULT_UNTIL - 400 * DAY, DEFAULT_UNTIL
    from sandbox.world.code.commits import ancestors

    rewritten = []
    for plan in world.plans[1:]:
        git = world.git(plan)
        if git is None or git.tip(earlier) is None:
            continue
        if git.tip(earlier).sha not in ancestors(git.commits, [git.tip(later).sha]):
            rewritten.append(plan.hazard)
    assert set(rewritten) <= {"force_push"}
    pushed = next(plan for plan in world.plans if plan.hazard == "force_push")
    points = world.git(pushed).main
    reachable = ancestors(world.git(pushed).commits, [points[-1].sha])
    assert [point for point in points if point.sha not in reachable]


def test_one_world_has_every_kind_of_organisation_and_every_hard_case(world):
    organizations = make_organizations(1, 1)
    assert {o.kind for o in organizations} == {
        "enterprise", "university", "institute", "community", "foundation", "government",
    }  # fmt: skip
    assert len({o.sector for o in organizations}) >= 14
    assert len({o.district for o in organizations}) >= 11
    assert not all(o.has_public_account for o in organizations)
    assert {plan.hazard for plan in world.plans} == {None, *HAZARDS.values()}


def test_everything_that_can_be_read_says_that_it_is_a_demonstration(world):
    for organization in world.cast.organizations:
        assert "演示" in organization.name_zh and "Demo" in organization.name_en
        assert organization.login.startswith("demo-") and organization.mail_domain.endswith(".example")
    for person in world.cast.people:
        assert person.name.startswith("演示·") and person.account.login.startswith("demo-")
        assert person.personal_mailbox.endswith(".example")
    for plan in world.plans:
        assert plan.full_name_at(world.until).startswith("demo-")
    view = world.view(world.plans[1])
    assert all("演示" in thread.thread.title for thread in view.threads)
    mailboxes = {c.author.who.rpartition("<")[2].rstrip(">") for c in view.git.commits.values()}
    assert all(m.endswith((".example", "@users.noreply.github.com")) for m in mailboxes)


def test_people_rest_at_weekends_and_at_spring_festival(world):
    days = Counter()
    for plan in world.plans[:20]:
        for thread in world.view(plan).threads:
            days[datetime.fromtimestamp(thread.thread.created_at + SHANGHAI, UTC).date()] += 1
    first, last = min(days), max(days)
    every = [first + timedelta(days=n) for n in range((last - first).days)]
    weekdays = statistics.mean(days[day] for day in every if day.weekday() < 5)
    weekends = statistics.mean(days[day] for day in every if day.weekday() >= 5)
    assert weekends < 0.5 * weekdays
    festivals = [day for day in every if datetime(2026, 2, 15).date() <= day <= datetime(2026, 2, 24).date()]
    around = [day for day in every if datetime(2026, 3, 2).date() <= day <= datetime(2026, 3, 20).date()]
    assert statistics.mean(days[d] for d in festivals) < 0.35 * statistics.mean(days[d] for d in around)


def test_sizes_have_a_long_tail_and_grow_with_the_years(world):
    counts = sorted((len(world.view(plan).threads) for plan in world.plans), reverse=True)
    assert counts[0] > 4_000 and counts[0] > 4 * counts[1] and statistics.median(counts) < 100
    view = world.view(world.plans[0])
    assert len(view.issues) > 2_000 and len(view.changes) > 2_000
    years = Counter(datetime.fromtimestamp(t.thread.created_at, UTC).year for t in view.threads)
    assert years[2025] > 2 * years[2019]
    assert max(len(thread.comments) for thread in view.threads) > 100  # more than one page of any API


def test_ghosts_bots_and_nulls_occur(world):
    view = world.view(world.plans[0])
    assert any(thread.author is None for thread in view.threads)
    assert any(thread.author and thread.author.kind == "bot" for thread in view.threads)
    assert any(not thread.thread.has_body for thread in view.threads)
    assert any(t.thread.change and t.thread.change.head_owner is None for t in view.changes)
    accounts = [len(person.accounts) for person in world.cast.people]
    assert max(accounts) == 2 and sum(n == 2 for n in accounts) > 5


def test_names_change_hands_over_time(world):
    later = world.until + 30 * DAY
    renamed = next(plan for plan in world.plans if plan.hazard == "renamed_later")
    _, owner, name = renamed.names[0]
    assert world.named(owner.login, name, world.until) == (renamed, True)
    assert world.named(owner.login, name.upper(), later) == (renamed, False)
    gone = next(plan for plan in world.plans if plan.hazard == "deleted_later")
    assert world.repository(gone.repository_id, world.until) is gone
    assert world.repository(gone.repository_id, later) is None
    unborn = next(plan for plan in world.plans if plan.hazard == "unborn")
    assert world.repository(unborn.repository_id, later) is unborn


def test_a_hundredfold_world_is_planned_at_once_and_generated_on_demand():
    large = World(scale=100)
    assert len(large.plans) == 6_000 and len(large.cast.people) > 5_000
    assert len(large.view(large.plans[4_321]).threads) > 0
    assert len({plan.full_name_at(large.until) for plan in large.plans}) == 6_000


def test_sizes_can_be_set_for_one_repository():
    small = World(count=1, sizes={0: Size(30, 20, 5, 4, 3, 2)})
    history = small.history(small.plans[0])
    assert (len(history.threads), len(history.forks), len(history.star_instants)) == (50, 3, 4)
