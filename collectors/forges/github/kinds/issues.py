"""GitHub issues with their comments, by the instant of their last change, oldest first.

In this order every page is a place to resume from: what changes meanwhile moves to the end and is met again.
State: ``since`` (where the pass began), ``cursor`` (inside a pass; None between passes), ``watermark`` (the
newest change read), ``highest`` and ``highest_seen`` (issue numbers, before and in this pass), and what the
survey said when the last pass ended: ``newest``, ``total``, ``read_at``.
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
    instant_of,
    is_unchanged,
    text_of,
    walk,
)
from collectors.forges.github.fields import Unreadable
from collectors.forges.github.records import issue
from collectors.forges.github.survey import Surveyed
from collectors.forges.github.threads import Threads, comments
from collectors.protocol import Batch, State, Target


class GitHubIssues(GitHubCollector):
    """Issues and the comments on them."""

    kind = "issues"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the issues that changed since ``state``, at most a round of them."""
        known = state or {}
        surveyed = self._github.survey.of(target, state)
        if is_unchanged(known, surveyed, "issues", surveyed.count.issue_count, self._github.clock.now()):
            return
        pile, size = Pile(), self._github.page_size(known)
        threads = comments(self._github.graphql, target.target_id, "issue", pile)
        reading = _Reading(target.target_id, surveyed, pile, threads, known)
        for cursor in walk(self._github, pile, size, reading.walked(), known.get("cursor"), reading.read):
            yield pile.batch(
                reading.state(cursor, self._github.clock.now()) | {"page_size": size.cap},
                forge_total=surveyed.count.issue_count,
                is_complete=cursor is None,
            )


@dataclass(slots=True)
class _Reading:
    """One pass, or the part of it that this round reads."""

    repository_id: str
    surveyed: Surveyed
    pile: Pile
    threads: Threads
    known: State
    since: datetime | None = field(init=False)
    watermark: datetime | None = field(init=False)
    highest: int = field(init=False)
    highest_seen: int = field(init=False)

    def __post_init__(self) -> None:
        is_resumed = self.known.get("cursor") is not None
        self.watermark = instant_of(self.known.get("watermark"))
        self.since = instant_of(self.known.get("since")) if is_resumed else self.watermark
        self.highest = self.known.get("highest", 0)
        self.highest_seen = self.known.get("highest_seen", 0)

    @property
    def floor(self) -> datetime | None:
        """From when on changes are read: a little before where the last pass ended."""
        return self.since - OVERLAP if self.since else None

    def walked(self) -> Walked:
        """Say what is asked."""
        filter_by = {"since": text_of(self.floor)} if self.floor else {}
        return Walked(
            name="issues",
            connection="issues",
            where="Issue",
            variables={"repository": self.surveyed.node_id, "filterBy": filter_by},
            is_empty=self.surveyed.count.issue_count == 0 and not self.known,
        )

    def read(self, page: Page) -> bool:
        """Read a page of issues, and the comments that did not fit on it."""
        for node in page.nodes:
            try:
                record = issue(self.repository_id, node, self.pile.accounts)
                number = int(record.number)
                is_known = number <= self.highest
                self.threads.read(node, self.floor if is_known else None, is_held=is_known)
            except Unreadable:
                continue
            self.pile.records.append(record)
            self.pile.seen(record.updated_at)
            self.highest_seen = max(self.highest_seen, number)
            if record.updated_at is not None:
                self.watermark = max(self.watermark or record.updated_at, record.updated_at)
        self.threads.finish()
        return False

    def state(self, cursor: str | None, now: datetime) -> dict[str, Any]:
        """Give the state to resume from."""
        shared = {
            "node_id": self.surveyed.node_id,
            "cursor": cursor,
            "watermark": text_of(self.watermark),
            "highest_seen": self.highest_seen,
        }
        if cursor is not None:
            return shared | {"since": text_of(self.since), "highest": self.highest}
        return shared | {
            "highest": self.highest_seen,
            "newest": text_of(self.surveyed.newest["issues"]),
            "total": self.surveyed.count.issue_count,
            "read_at": text_of(now),
        }
