"""What a GitHub repository says of itself, its names and its counts; all of it comes with the survey.

State: ``node_id`` and ``forge_repository_id`` (the key, whatever its name), ``full_name`` (the name it had
last), ``digest`` (of what landed last), ``counted_on``.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from collectors.clock import is_within
from collectors.forges.github.collector import GitHubCollector
from collectors.forges.github.survey import Surveyed, full_name_of
from collectors.protocol import Batch, Gone, State, Target
from collectors.records import RepositoryAlias

COUNT_AGAIN = timedelta(days=7)  # even where nothing moved, so that a flat line is known to be one


class GitHubRepository(GitHubCollector):
    """Metadata, counts of the day, and names."""

    kind = "repository"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch where anything changed since ``state``, or a week has passed."""
        surveyed = self._github.survey.of(target, state)
        known, today = state or {}, self._github.today()
        forge_id = surveyed.repository.forge_repository_id
        if known and known["forge_repository_id"] != forge_id:
            raise Gone(f"{target.target_id}: its name now belongs to repository {forge_id}")
        digest = _digest(surveyed)
        is_due = not known or not is_within(date.fromisoformat(known["counted_on"]), today, COUNT_AGAIN)
        if digest == known.get("digest") and not is_due:
            return
        before = known.get("full_name") or full_name_of(target)
        alias = alias_of(target.target_id, before, surveyed.full_name, forge_id, today)
        yield Batch(
            records=[surveyed.repository, surveyed.count, *surveyed.accounts, *alias],
            next_state={
                "node_id": surveyed.node_id,
                "forge_repository_id": forge_id,
                "full_name": surveyed.full_name,
                "digest": digest,
                "counted_on": today.isoformat(),
            },
            drift=surveyed.drift,
        )


def alias_of(
    repository_id: str, before: str, full_name: str, forge_id: str, today: date
) -> list[RepositoryAlias]:
    """Give the row for a name that differs from the one before, if it does."""
    if before.lower() == full_name.lower():
        return []
    is_same_owner = before.partition("/")[0].lower() == full_name.partition("/")[0].lower()
    return [
        RepositoryAlias(
            repository_id=repository_id,
            forge="github",
            full_name=full_name.lower(),
            forge_repository_id=forge_id,
            seen_on=today,
            reason="renamed" if is_same_owner else "transferred",
        )
    ]


def _digest(surveyed: Surveyed) -> str:
    """Hash what would land, the day left out."""
    count = replace(surveyed.count, counted_on=date.min)
    text = repr((surveyed.repository, count, surveyed.accounts, surveyed.full_name))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
