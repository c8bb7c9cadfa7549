"""GitHub forks, the newest first, asked for only where their number moved.

A fork that is deleted later was made all the same, so its row stays. State: ``floor`` (when the newest fork
read was made), ``candidate`` and ``cursor`` (inside a pass), ``total`` (the number of forks as it began).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from collectors.forges.github.collector import (
    OVERLAP,
    GitHubCollector,
    Page,
    Pile,
    Walked,
    instant_of,
    text_of,
    walk,
)
from collectors.forges.github.fields import Unreadable
from collectors.forges.github.records import fork
from collectors.forges.github.survey import Surveyed
from collectors.protocol import Batch, State, Target


class GitHubForks(GitHubCollector):
    """Forks on the forge."""

    kind = "forks"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the forks made since ``state``, at most a round of them."""
        known = state or {}
        surveyed = self._github.survey.of(target, state)
        total, resumed = surveyed.count.fork_count, known.get("cursor")
        is_known = state is not None and resumed is None and total is not None
        if is_known and known.get("total") == total:
            return
        pile, size = Pile(), self._github.page_size(known)
        begun = known.get("total") if resumed else total
        reading = _Reading(target.target_id, pile, known)
        for cursor in walk(
            self._github, pile, size, _walked(surveyed, is_empty=total == 0), resumed, reading.read
        ):
            yield pile.batch(
                reading.state(surveyed.node_id, cursor) | {"total": begun, "page_size": size.cap},
                forge_total=total,
                is_complete=cursor is None and begun == total,
            )


class _Reading:
    """One pass from the newest fork down to the floor."""

    def __init__(self, repository_id: str, pile: Pile, known: State) -> None:
        self._repository_id = repository_id
        self._pile = pile
        self._floor = instant_of(known.get("floor"))
        self._candidate = instant_of(known.get("candidate")) if known.get("cursor") else None

    def read(self, page: Page) -> bool:
        """Read a page; tell whether the floor was reached."""
        for node in page.nodes:
            try:
                record = fork(self._repository_id, node, self._pile.accounts)
            except Unreadable:
                continue
            if self._is_known(record.forked_at):
                return True
            self._candidate = self._candidate or record.forked_at
            self._pile.records.append(record)
            self._pile.seen(record.forked_at)
        return False

    def _is_known(self, forked_at: datetime) -> bool:
        return self._floor is not None and forked_at < self._floor - OVERLAP

    def state(self, node_id: str, cursor: str | None) -> dict[str, Any]:
        """Give the state to resume from."""
        shared = {"node_id": node_id, "cursor": cursor}
        if cursor is not None:
            return shared | {"floor": text_of(self._floor), "candidate": text_of(self._candidate)}
        return shared | {"floor": text_of(self._candidate or self._floor)}


def _walked(surveyed: Surveyed, *, is_empty: bool) -> Walked:
    variables = {"repository": surveyed.node_id}
    return Walked(name="forks", connection="forks", where="Fork", variables=variables, is_empty=is_empty)
