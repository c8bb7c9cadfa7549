"""GitHub change requests with their reviews and comments, the last changed one first.

GitHub cannot list them from an instant on, so a pass goes from the newest down to the ``floor``, which is
where the pass before began. Only then does its own beginning, the ``candidate``, become the floor: a pass
that is cut off leaves no gap. Further state: ``cursor`` (inside a pass; None between passes), ``highest`` and
``highest_seen`` (numbers, before and in this pass), and what the survey said when the pass began:
``newest``, ``total``, ``read_at``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from collectors.forges.github.collector import (
    OVERLAP,
    GitHubCollector,
    Page,
    Pile,
    Walked,
    beginning,
    has_come_up_to,
    instant_of,
    is_unchanged,
    text_of,
    walk,
)
from collectors.forges.github.fields import Unreadable
from collectors.forges.github.records import change_request
from collectors.forges.github.survey import Surveyed
from collectors.forges.github.threads import ReviewThreads, Threads, comments, reviews
from collectors.protocol import Batch, State, Target


class GitHubChangeRequests(GitHubCollector):
    """Change requests, the reviews of them and the comments on them."""

    kind = "change_requests"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the change requests that changed since ``state``, at most a round of them."""
        known = state or {}
        surveyed = self._github.survey.of(target, state)
        total = surveyed.count.change_request_count
        if is_unchanged(known, surveyed, "pullRequests", total, self._github.clock.now()):
            return
        pile, size = Pile(), self._github.page_size(known)
        graphql = self._github.graphql
        threads = (
            comments(graphql, target.target_id, "change_request", pile),
            reviews(graphql, target.target_id, pile),
        )
        begun = beginning(known, surveyed, "pullRequests", total, self._github.clock.now())
        is_present = has_come_up_to(begun, surveyed, "pullRequests", total)
        reading = _Reading(target.target_id, surveyed, pile, threads, known)
        for cursor in walk(
            self._github, pile, size, reading.walked(total), known.get("cursor"), reading.read
        ):
            reading.threads[1].count()
            yield pile.batch(
                reading.state(cursor) | begun | {"page_size": size.cap},
                forge_total=total,
                is_complete=cursor is None and is_present,
            )


@dataclass(slots=True)
class _Reading:
    """One pass, or the part of it that this round reads."""

    repository_id: str
    surveyed: Surveyed
    pile: Pile
    threads: tuple[Threads, ReviewThreads]  # of comments, of reviews
    known: State
    floor: datetime | None = field(init=False)
    candidate: datetime | None = field(init=False)
    highest: int = field(init=False)
    highest_seen: int = field(init=False)

    def __post_init__(self) -> None:
        is_resumed = self.known.get("cursor") is not None
        self.floor = instant_of(self.known.get("floor"))
        self.candidate = instant_of(self.known.get("candidate")) if is_resumed else None
        self.highest = self.known.get("highest", 0)
        self.highest_seen = self.known.get("highest_seen", 0)

    def walked(self, total: int | None) -> Walked:
        """Say what is asked."""
        return Walked(
            name="change_requests",
            connection="pullRequests",
            where="PullRequest",
            variables={"repository": self.surveyed.node_id},
            is_empty=total == 0 and not self.known,
        )

    def read(self, page: Page) -> bool:
        """Read a page of change requests and what did not fit on it; tell whether the floor was reached."""
        lowest = self.floor - OVERLAP if self.floor else None
        is_reached = False
        for node in page.nodes:
            try:
                record = change_request(self.repository_id, node, self.pile.accounts)
                at = node.instant("updatedAt")
                if lowest is not None and at < lowest:
                    is_reached = True
                    break
                is_known = int(record.number) <= self.highest
                for thread, floor in zip(self.threads, (lowest if is_known else None, None), strict=True):
                    thread.read(node, floor, is_held=is_known)
            except Unreadable:
                continue
            self.pile.records.append(record)
            self.pile.seen(at)
            self.candidate = self.candidate or at  # the first one read is the newest
            self.highest_seen = max(self.highest_seen, int(record.number))
        for thread in self.threads:
            thread.finish()
        return is_reached

    def state(self, cursor: str | None) -> dict[str, Any]:
        """Give the state to resume from; the floor moves up only where the pass has reached the old one."""
        shared = {
            "node_id": self.surveyed.node_id,
            "cursor": cursor,
            "highest_seen": self.highest_seen,
        }
        if cursor is not None:
            open_pass = {"floor": text_of(self.floor), "candidate": text_of(self.candidate)}
            return shared | open_pass | {"highest": self.highest}
        return shared | {
            "floor": text_of(self.candidate or self.floor),
            "highest": self.highest_seen,
        }
