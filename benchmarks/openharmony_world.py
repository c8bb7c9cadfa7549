"""A sandbox world of OpenHarmony's size: one organisation, 514 repositories of long-tailed sizes.

The sandbox's own handlers serve it; only what happened in the repositories is made more simply than in other
worlds, so that a million change requests fit into memory. After ``NOW`` come days of a stated business.
"""

import random
from bisect import insort
from collections.abc import Mapping, Sequence
from functools import cache

from sandbox.world.code.commits import Commit, GitModel, Point, Signature
from sandbox.world.history.threads import Change, Comment, Event, Fork, History, Thread
from sandbox.world.people import Account
from sandbox.world.plans import Plan, Size
from sandbox.world.seasons import DAY, instant
from sandbox.world.world import World

REPOSITORIES = 514
OWNER = "openharmony"
BEGAN = instant("2020-09-01")
NOW = instant("2026-11-20")
ISSUES_PER_CHANGE = 0.5
QUIET = {"changes": 120, "issues": 45, "pushes": 60, "stars": 25, "forks": 15}
BUSY = {"changes": 1_500, "issues": 500, "pushes": 300, "stars": 80, "forks": 60}
IDS_PER_REPOSITORY = 10_000_000


class OpenHarmony(World):
    """The world: so many change requests by ``NOW``, and how busy each of the ``days`` after it is."""

    def __init__(self, change_requests: int, days: Sequence[Mapping[str, int]] = ()) -> None:
        """Plan all repositories and spread the change requests over them."""
        super().__init__(seed=1, count=REPOSITORIES, until=NOW, kept=2 * REPOSITORIES)
        owner = next(account for account in self.cast.organization_accounts if account.organization)
        for plan, size in zip(self.plans, _sizes(change_requests), strict=True):
            plan.names = ((BEGAN, owner, f"part_{plan.number}"),)
            plan.created_at, plan.organization, plan.size = BEGAN, owner.organization, size
            plan.hazard = plan.deleted_at = plan.archived_at = plan.blocked_at = plan.parent = None
        self.rename_account(owner, OWNER)
        self._made: dict[int, History] = {}
        self._days = [_Day(self.plans, day, random.Random(number)) for number, day in enumerate(days)]

    def history(self, plan: Plan) -> History:
        """Give all that ever happens in a repository, made once."""
        if plan.number not in self._made:
            self._made[plan.number] = _history(plan, self._writers(), self._days)
        return self._made[plan.number]

    def git(self, plan: Plan) -> GitModel | None:
        """Give the commits of a repository: one for each merge, and one for each push beside."""
        return self._gits.get(plan.number, lambda: _git(plan, self.history(plan), self._days))

    @cache  # noqa: B019  # the world lives as long as the benchmark
    def _writers(self) -> list[Account]:
        return [person.account for person in self.cast.people if person.account.deleted_at is None]


class _Day:
    """Which repositories something happens in on one day after ``NOW``, mostly in the large ones."""

    def __init__(self, plans: list[Plan], counts: Mapping[str, int], rng: random.Random) -> None:
        weights = [plan.size.change_request_count + 1 for plan in plans]
        numbers = [plan.number for plan in plans]
        self.changes = rng.choices(numbers, weights, k=counts["changes"])
        self.issues = rng.choices(numbers, weights, k=counts["issues"])
        self.pushes = set(rng.sample(numbers, counts["pushes"]))
        self.stars = set(rng.sample(numbers, counts["stars"]))
        self.forks = set(rng.sample(numbers, counts["forks"]))


def _sizes(change_requests: int) -> list[Size]:
    """Spread with a long tail; a twentieth of the repositories has hardly any change request."""
    weights = [1 / (rank + 3) ** 0.9 if rank % 20 != 19 else 0 for rank in range(REPOSITORIES)]
    scale = change_requests / sum(weights)
    counts = [round(weight * scale) or 2 for weight in weights]
    return [Size(round(n * ISSUES_PER_CHANGE), n, 0, n // 20, n // 8, 0) for n in counts]


def _history(plan: Plan, writers: list[Account], days: list[_Day]) -> History:
    size, base = plan.size, plan.number * IDS_PER_REPOSITORY
    made = _instants(size.change_request_count)
    made += [NOW + n * DAY + 60 * k + 3_600 for n, day in enumerate(days) for k in _places(day.changes, plan)]
    threads = [_change(at, writers[k % len(writers)]) for k, at in enumerate(made)]
    made = _instants(size.issue_count)
    made += [NOW + n * DAY + 60 * k + 7_200 for n, day in enumerate(days) for k in _places(day.issues, plan)]
    threads += [_issue(at, writers[k % len(writers)], k) for k, at in enumerate(made)]
    threads.sort(key=lambda thread: thread.created_at)
    remark = base
    for number, thread in enumerate(threads, 1):
        thread.number, thread.issue_id, thread.change_id = number, base + number, base + number
        for comment in thread.comments:
            remark += 1
            comment.comment_id = remark
    stars = _instants(size.star_count) + [NOW + n * DAY + 60 for n in _days_of(days, "stars", plan)]
    forked = _instants(size.fork_count) + [NOW + n * DAY + 60 for n in _days_of(days, "forks", plan)]
    forks = [Fork(base + k, writers[k % len(writers)], at) for k, at in enumerate(forked)]
    return History(threads, [], forks, stars, [])


def _instants(count: int) -> list[int]:
    """Spread instants evenly over the time up to two days before ``NOW``."""
    return [BEGAN + DAY + (NOW - BEGAN - 3 * DAY) * k // max(count, 1) for k in range(count)]


def _places(numbers: list[int], plan: Plan) -> list[int]:
    return [k for k, number in enumerate(numbers) if number == plan.number]


def _days_of(days: list[_Day], what: str, plan: Plan) -> list[int]:
    return [n for n, day in enumerate(days) if plan.number in getattr(day, what)]


def _change(at: int, author: Account) -> Thread:
    """Make a change request that is remarked on, and was merged within minutes unless it is new."""
    change = Change([], "topic", None)
    thread = Thread(author, at, "演示", "NONE", change=change)
    thread.comments = [Comment(author, at + 300), Comment(author, at + 400)]
    if at < NOW:
        change.merged_at, change.merged_by = at + 600, author
        thread.events = [Event(at + 600, "merged", author), Event(at + 600, "closed", author)]
    return thread


def _issue(at: int, author: Account, k: int) -> Thread:
    """Make an issue with two or three remarks."""
    return Thread(
        author, at, "演示", "NONE", comments=[Comment(author, at + 60 * n) for n in range(2 + k % 2)]
    )


def _git(plan: Plan, history: History, days: list[_Day]) -> GitModel:
    model = GitModel({})
    moments = [t.change.merged_at for t in history.threads if t.change and t.change.merged_at]
    for n in _days_of(days, "pushes", plan):
        insort(moments, NOW + n * DAY + 120)
    parents: tuple[str, ...] = ()
    account = history.threads[0].author if history.threads else None
    for k, at in enumerate(sorted(moments)):
        sha = f"{plan.number:08x}{k:032x}"
        signature = Signature("Demo <demo@maker.example>", at, 480)
        model.commits[sha] = Commit(sha, parents, "", signature, signature, "演示", account, {}, 1, 0)
        model.main.append(Point(at, sha, {}))
        parents = (sha,)
    return model
