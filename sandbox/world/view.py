"""A repository as it stands at one instant: what forges show. Knows nothing of any forge's wire format."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sandbox.world.code.commits import Commit, GitModel, reachable
from sandbox.world.history.threads import (
    Comment,
    Event,
    Fork,
    History,
    Release,
    Review,
    ReviewComment,
    Thread,
)
from sandbox.world.people import Account
from sandbox.world.plans import Plan

WEEK = 7 * 86_400
_SUNDAY = 3 * 86_400  # 1970-01-04 was a Sunday


def present(account: Account | None, at: int) -> Account | None:
    """Give the account, or None where it was deleted by then: a ghost."""
    if account is None or (account.deleted_at is not None and account.deleted_at <= at):
        return None
    return account


class HistorySource(Protocol):
    """What can generate a repository's life."""

    def history(self, plan: Plan) -> History:
        """Everything that ever happens in it."""
        ...

    def git(self, plan: Plan) -> GitModel | None:
        """Its commits."""
        ...


@dataclass(slots=True, eq=False)
class ThreadView:
    """An issue or change request as of an instant."""

    thread: Thread
    repository: "RepositoryView"
    state: str  # open | closed
    state_reason: str | None
    closed_at: int | None
    closed_by: Account | None
    updated_at: int
    merged_at: int | None
    is_draft: bool
    labels: tuple[str, ...]
    assignees: tuple[Account, ...]
    comments: list[Comment]
    events: list[Event]
    reviews: list[Review]

    @property
    def number(self) -> int:
        """The number within the repository."""
        return self.thread.number

    @property
    def author(self) -> Account | None:
        """Who opened it, or None for a ghost."""
        return present(self.thread.author, self.repository.at)

    @property
    def is_change(self) -> bool:
        """Whether it is a change request."""
        return self.thread.change is not None

    def remarks(self) -> list[ReviewComment]:
        """List the line comments that exist by now, oldest first."""
        at = self.repository.activity_at
        found = [c for review in self.reviews for c in review.comments if c.created_at <= at]
        return sorted(found, key=lambda comment: comment.created_at)


ORDERS: dict[str, Callable[[ThreadView], tuple[int, int]]] = {
    "created": lambda view: (view.thread.created_at, view.number),
    "updated": lambda view: (view.updated_at, view.number),
    "comments": lambda view: (len(view.comments), view.number),
}
"""What lists of issues and change requests can be sorted by; the number decides among equals."""


def _labels_at(thread: Thread, events: list[Event]) -> tuple[str, ...]:
    labels = dict.fromkeys(thread.labels)
    for event in events:
        if event.kind == "labeled":
            labels[event.detail] = None
        elif event.kind == "unlabeled":
            labels.pop(event.detail, None)
    return tuple(sorted(labels))


def _updated_at(thread: Thread, at: int, events: list[Event], comments: list[Comment]) -> int:
    moments = [thread.appears_at]
    if events:
        moments.append(events[-1].at)
    for comment in comments:
        moments.append(comment.created_at)
        if comment.edited_at is not None and comment.edited_at <= at:
            moments.append(comment.edited_at)
        if comment.deleted_at is not None and comment.deleted_at <= at:
            moments.append(comment.deleted_at)
    if thread.change is not None:
        for review in thread.change.reviews:
            if review.submitted_at <= at:
                moments.append(review.submitted_at)
            moments += [c.created_at for c in review.comments if c.created_at <= at]
    return max(moments)


def view_thread(thread: Thread, repository: "RepositoryView") -> ThreadView:
    """Work out how a thread looks at the repository's instant."""
    at = repository.activity_at
    events = [event for event in thread.events if event.at <= at]
    said = [comment for comment in thread.comments if comment.created_at <= at]
    last = next((e for e in reversed(events) if e.kind in ("closed", "reopened")), None)
    closed = last if last is not None and last.kind == "closed" else None
    change = thread.change
    reason = None
    if last is not None and change is None:
        reason = "reopened" if last.kind == "reopened" else last.detail or None
    return ThreadView(
        thread=thread,
        repository=repository,
        state="closed" if closed else "open",
        state_reason=reason,
        closed_at=closed.at if closed else None,
        closed_by=present(closed.actor, repository.at) if closed else None,
        updated_at=_updated_at(thread, at, events, said),
        merged_at=change.merged_at if change and change.merged_at and change.merged_at <= at else None,
        is_draft=bool(change and change.draft_until and change.draft_until > at and closed is None),
        labels=_labels_at(thread, events),
        assignees=tuple(event.actor for event in events if event.kind == "assigned"),
        comments=[c for c in said if c.deleted_at is None or c.deleted_at > at],
        events=events,
        reviews=[r for r in change.reviews if r.submitted_at <= at] if change else [],
    )


class RepositoryView:
    """A repository as of an instant. All but its plan is generated and worked out when first asked for."""

    def __init__(self, plan: Plan, source: HistorySource, at: int, begins_at: int = 0) -> None:
        """Look at a repository as of ``at``, on a forge that has no thread from before ``begins_at``."""
        self.plan, self.at, self._begins_at = plan, at, begins_at
        self.activity_at = min(at, plan.ends_at - 1)
        self._source = source
        self._ordered: dict[tuple[str, str], list[ThreadView]] = {}

    @cached_property
    def git(self) -> GitModel | None:
        """Its commits; None where there are none."""
        return self._source.git(self.plan)

    @cached_property
    def commits(self) -> list[Commit]:
        """The commits of the default branch, newest first; none where it has none."""
        tip = self.git.tip(self.activity_at) if self.git else None
        return reachable(self.git, tip.sha) if self.git and tip else []

    @cached_property
    def _history(self) -> History:
        return self._source.history(self.plan)

    @cached_property
    def threads(self) -> list[ThreadView]:
        """All issues and change requests that exist, by number."""
        return [
            view_thread(thread, self)
            for thread in self._history.threads
            if self._begins_at <= thread.appears_at <= self.activity_at
            and (thread.deleted_at is None or thread.deleted_at > self.activity_at)
        ]

    @cached_property
    def by_number(self) -> dict[int, ThreadView]:
        """The same, found by number."""
        return {view.number: view for view in self.threads}

    @cached_property
    def issues(self) -> list[ThreadView]:
        """Issues only, by number."""
        return [view for view in self.threads if not view.is_change]

    @cached_property
    def changes(self) -> list[ThreadView]:
        """Change requests only, by number."""
        return [view for view in self.threads if view.is_change]

    def ordered(self, kind: str, field: str) -> list[ThreadView]:
        """Give ``threads``, ``issues`` or ``changes`` by ``created``, ``updated`` or ``comments``, rising."""
        if (kind, field) not in self._ordered:
            self._ordered[kind, field] = sorted(getattr(self, kind), key=ORDERS[field])
        return self._ordered[kind, field]

    @cached_property
    def releases(self) -> list[Release]:
        """Published releases, newest first."""
        found = [r for r in self._history.releases if r.published_at <= self.activity_at]
        return sorted(found, key=lambda release: release.created_at, reverse=True)

    @cached_property
    def forks(self) -> list[Fork]:
        """Forks, oldest first."""
        return [fork for fork in self._history.forks if fork.created_at <= self.activity_at]

    @property
    def star_count(self) -> int:
        """Stars held."""
        return bisect_right(self._history.star_instants, self.activity_at) - len(self._taken_back)

    @property
    def _taken_back(self) -> list[int]:
        return [given for given, ended in self._history.stars_taken_back if ended <= self.activity_at]

    @property
    def watcher_count(self) -> int:
        """People who asked to be told of everything."""
        return 2 + self.star_count // 25

    @cached_property
    def star_weeks(self) -> list[tuple[int, list[int]]]:
        """Stars per week (its first second, a Sunday in UTC) and day, newest first, quiet weeks included."""
        given = bisect_right(self._history.star_instants, self.activity_at)
        first = _week_of(self.plan.created_at)
        weeks = {week: [0] * 7 for week in range(first, _week_of(self.at) + WEEK, WEEK)}
        for instants, each in ((self._history.star_instants[:given], 1), (self._taken_back, -1)):
            for at in instants:
                weeks[_week_of(at)][(at - _SUNDAY) % WEEK // 86_400] += each
        return sorted(weeks.items(), reverse=True)

    def deleted_thread(self, number: int) -> Thread | None:
        """Find a thread that once had this number and is gone."""
        for thread in self._history.threads:
            if thread.number == number and thread.appears_at <= self.activity_at:
                return None if number in self.by_number else thread
        return None

    @cached_property
    def open_count(self) -> int:
        """Open issues and change requests together, as forges count them on a repository."""
        return sum(view.state == "open" for view in self.threads)

    @property
    def pushed_at(self) -> int:
        """When the default branch moved last."""
        tip = self.git.tip(self.activity_at) if self.git else None
        return tip.at if tip else self.plan.created_at

    @cached_property
    def updated_at(self) -> int:
        """When anything about the repository itself changed last."""
        moments = [self.plan.created_at, *(since for since, _, _ in self.plan.names if since <= self.at)]
        if self.star_count:
            given = bisect_right(self._history.star_instants, self.activity_at)
            moments.append(self._history.star_instants[given - 1])
        return max(moments)


def _week_of(at: int) -> int:
    return at - (at - _SUNDAY) % WEEK
