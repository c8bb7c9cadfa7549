"""Whose accounts GitHub itself says that commits belong to: the strongest evidence of who wrote them.

Asked only where the default branch moved. A pass reads the history of one tip, newest first, from some
instant on. A merge brings in commits that are older than those read before, so the instant is the latest
from which both tips have as many commits before it: day, month, year, or everything. State: ``tip`` (whose
history is read to its end), ``watermark`` (its newest commit), and inside a pass ``cursor``, ``goal`` (the
tip that is read), ``since``, ``seen`` (its newest commit so far), ``total`` (commits that it leads to).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from collectors.forges.github.collector import (
    GitHub,
    GitHubCollector,
    NoConnection,
    Page,
    Pile,
    Walked,
    instant_of,
    text_of,
    walk,
)
from collectors.forges.github.fields import Fields, Unreadable
from collectors.forges.github.graphql import LARGEST_SIZE, PageSize
from collectors.forges.github.records import commit_account
from collectors.forges.github.survey import Surveyed
from collectors.http.client import Overloaded
from collectors.protocol import Batch, State, Target

DEPTHS = {"day": timedelta(days=1), "month": timedelta(days=30), "year": timedelta(days=365)}
"""How far behind the newest commit that is known a pass may begin, the least first."""


class GitHubCommits(GitHubCollector):
    """The accounts of commits' authors and committers, where GitHub knows one."""

    kind = "commit_accounts"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the accounts of the commits that came since ``state``, at most a round of them."""
        known = state or {}
        surveyed = self._github.survey.of(target, state)
        if state is not None and known.get("cursor") is None and known.get("tip") == surveyed.tip:
            return
        try:
            yield from self._pass(surveyed, known)
        except NoConnection:  # the tip that a pass was under way for was pushed over, and is gone by now
            if known.get("cursor") is None:
                raise
            yield from self._pass(surveyed, {name: known.get(name) for name in ("tip", "watermark")})

    def _pass(self, surveyed: Surveyed, known: State) -> Iterator[Batch]:
        """Yield the rest of the pass that is under way, or a new one."""
        pile = Pile()
        reading = _begun(self._github, pile, surveyed, known)
        size = PageSize(cap=known.get("page_size") or LARGEST_SIZE)
        for cursor in walk(self._github, pile, size, reading.walked(), known.get("cursor"), reading.read):
            yield pile.batch(
                reading.state(cursor) | {"page_size": size.cap},
                forge_total=reading.total,
                is_complete=cursor is None and reading.goal == surveyed.tip,
            )


@dataclass(slots=True)
class _Reading:
    """One pass over the history of a tip, or the part of it that this round reads."""

    pile: Pile
    surveyed: Surveyed
    known: State
    goal: str | None
    since: datetime | None
    total: int | None
    seen: datetime | None = field(init=False)

    def __post_init__(self) -> None:
        self.seen = instant_of(self.known.get("seen") or self.known.get("watermark"))

    def walked(self) -> Walked:
        """Say what is asked; a repository without commits is not."""
        return Walked(
            name="commit_accounts",
            connection="history",
            where="Commit",
            variables={
                "repository": self.surveyed.node_id,
                "tip": self.goal,
                "since": text_of(self.since),
            },
            is_empty=self.goal is None,
            within="object",
        )

    def read(self, page: Page) -> bool:
        """Read a page; it never ends a pass."""
        if self.total is None:
            self.total = page.total
        for node in page.nodes:
            try:
                record = commit_account(node, self.pile.accounts)
            except Unreadable:
                continue
            if record.author_account_id or record.committer_account_id:
                self.pile.records.append(record)
            at = node.optional_instant("committedDate")
            self.pile.seen(at)
            self.seen = max(self.seen or at, at) if at else self.seen
        return False

    def state(self, cursor: str | None) -> dict[str, Any]:
        """Give the state to resume from."""
        shared = {"node_id": self.surveyed.node_id, "cursor": cursor}
        if cursor is None:
            return shared | {"tip": self.goal, "watermark": text_of(self.seen)}
        return shared | {
            "tip": self.known.get("tip"),
            "watermark": self.known.get("watermark"),
            "goal": self.goal,
            "since": text_of(self.since),
            "seen": text_of(self.seen),
            "total": self.total,
        }


def _begun(github: GitHub, pile: Pile, surveyed: Surveyed, known: State) -> _Reading:
    """Go on with the pass of an earlier round, or begin one at the present tip."""
    if known.get("cursor") is not None:
        since = instant_of(known.get("since"))
        return _Reading(pile, surveyed, known, known["goal"], since, known.get("total"))
    since, total = _depth(github, pile, surveyed, known)
    return _Reading(pile, surveyed, known, surveyed.tip, since, total)


def _depth(
    github: GitHub, pile: Pile, surveyed: Surveyed, known: State
) -> tuple[datetime | None, int | None]:
    """Find from when on a pass reads, None for everything, and how many commits there are, where known."""
    watermark = instant_of(known.get("watermark"))
    if watermark is None or known.get("tip") is None or surveyed.tip is None:
        return None, None
    instants = {name: watermark - depth for name, depth in DEPTHS.items()}
    variables = {name: text_of(instant) for name, instant in instants.items()}
    tips = {"repository": surveyed.node_id, "known": known["tip"], "tip": surveyed.tip}
    try:
        result = github.graphql.run_file("commit_counts", {**tips, **variables})
    except Overloaded:  # too long a history to count: then a year of it is read again
        return instants["year"], None
    pile.spent(result)
    repository = Fields({"node": result.data.get("node")}, "CommitCounts", pile.drift).child("node")
    before, after = (repository.child(name) if repository else None for name in ("known", "tip"))
    if before is None or after is None:
        return None, None
    total = after.total("all")
    for name, instant in instants.items():
        if _older(before, name) == _older(after, name):
            return instant, total
    return None, total


def _older(counts: Fields, name: str) -> int:
    """Give how many commits of a history are older than an instant."""
    return (counts.total("all") or 0) - (counts.total(name) or 0)
