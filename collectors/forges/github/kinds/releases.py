"""GitHub releases and the downloads of their assets.

Downloads move without a trace elsewhere, so releases with assets are read again every week; the others when
their number or the newest of them changes. State: ``cursor`` (inside a reading), ``asset_count``,
``counted_on``, and what the survey said when the reading began: ``newest``, ``total``, ``read_at``.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from collectors.clock import is_within
from collectors.forges.github.collector import (
    GitHubCollector,
    Page,
    Pile,
    Walked,
    beginning,
    has_come_up_to,
    is_unchanged,
    walk,
)
from collectors.forges.github.fields import Unreadable
from collectors.forges.github.records import release
from collectors.forges.github.survey import Surveyed
from collectors.protocol import Batch, Replaces, State, Target
from collectors.records import ReleaseAssetCount

COUNT_AGAIN = timedelta(days=7)


class GitHubReleases(GitHubCollector):
    """Releases, and the downloads of their assets on the day of the reading."""

    kind = "releases"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield all releases where any changed or downloads are due, at most a round of them."""
        known = state or {}
        surveyed = self._github.survey.of(target, state)
        today = self._github.today()
        total = surveyed.count.release_count
        now = self._github.clock.now()
        if is_unchanged(known, surveyed, "releases", total, now) and not _is_due(known, today):
            return
        pile, size, resumed = Pile(), self._github.page_size(known), known.get("cursor")
        begun = beginning(known, surveyed, "releases", total, self._github.clock.now())
        is_present = has_come_up_to(begun, surveyed, "releases", total)
        asset_count = known.get("asset_count", 0) if resumed else 0

        def read(page: Page) -> bool:
            for node in page.nodes:
                try:
                    pile.records += release(target.target_id, node, pile.accounts, today)
                except Unreadable:
                    continue
                pile.seen(node.optional_instant("createdAt"))
            return False

        for cursor in walk(self._github, pile, size, _walked(surveyed), resumed, read):
            asset_count += sum(isinstance(record, ReleaseAssetCount) for record in pile.records)
            is_whole = cursor is None and resumed is None
            yield pile.batch(
                {
                    "node_id": surveyed.node_id,
                    "cursor": cursor,
                    "asset_count": asset_count,
                    "counted_on": today.isoformat(),
                    "page_size": size.cap,
                    **begun,
                },
                forge_total=total,
                is_complete=cursor is None and is_present,
                replaces=_replaces(target.target_id) if is_whole else (),
            )
            resumed = cursor


def _is_due(known: State, today: date) -> bool:
    """Tell whether downloads are to be counted again."""
    if not known.get("asset_count"):
        return False
    return not is_within(date.fromisoformat(known["counted_on"]), today, COUNT_AGAIN)


def _walked(surveyed: Surveyed) -> Walked:
    return Walked(
        name="releases",
        connection="releases",
        where="Release",
        variables={"repository": surveyed.node_id},
        is_empty=surveyed.count.release_count == 0,
    )


def _replaces(repository_id: str) -> tuple[Replaces, ...]:
    """Say that a reading in one batch holds all releases, so that deleted ones are known."""
    return (Replaces(table="releases", where={"repository_id": repository_id}),)
