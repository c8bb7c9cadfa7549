"""How many requests a first pass over an owner's repositories on Gitee will take, said before it starts.

Gitee has an owner-wide list of issues only, and an owner may have far more repositories than are planned: so
totals are asked for by repository, of a sample.
"""

from collections.abc import Collection
from datetime import datetime, time

from collectors.clock import SHANGHAI
from collectors.forges.gitee.all_kinds import LISTINGS, PACE_SECONDS
from collectors.forges.v5.client import PER_PAGE, V5Client
from collectors.forges.v5.comments import PER_TURN, WINDOW
from collectors.forges.v5.commit_accounts import commits_place
from collectors.forges.v5.forecast import Forecast, Sample, own_pages, page_count
from collectors.forges.v5.owner_lists import Owners
from collectors.http.client import Http
from collectors.openharmony.forge_moves import MOVES
from collectors.protocol import Gone

LISTS = ("change_requests", "issues", "comments")


class GiteeForecaster:
    """Looks at the repositories of one owner."""

    def __init__(self, http: Http, base_url: str, owner: str, names: Collection[str]) -> None:
        """Ask about those of ``owner``'s repositories that are among ``names`` ("owner/name", lower case)."""
        self._client = V5Client(http, base_url)
        self._owners = Owners(self._client)
        self._owner = owner.lower()
        self._names = names
        self._asked_count = 0

    def forecast(self, now: datetime, *, pace_seconds: float = PACE_SECONDS) -> Forecast:
        """Say what a first pass takes. Of an owner without a list of repositories nothing is said."""
        listed = self._owners.repositories(self._owner)
        rows = {name: row for name, row in listed.items() if name in self._names}
        if not rows:
            return Forecast(request_counts={}, asked_count=1, pace_seconds=pace_seconds)
        sample = Sample.of(rows)
        told = {name: self._requests(name, now) for name in sample.names}
        found = {
            "repository": self._owners.request_count,
            "releases": len(rows),
            "forks": sum(own_pages(row, "forks_count") for row in rows.values()),
        }
        for kind in told[sample.names[0]]:
            found[kind] = sample.estimate({name: requests[kind] for name, requests in told.items()})
        return Forecast(
            request_counts=found,
            asked_count=self._asked_count + self._owners.request_count,
            pace_seconds=pace_seconds,
        )

    def _requests(self, name: str, now: datetime) -> dict[str, int]:
        """Ask for the totals of a repository's lists, and say what reading each of them takes, by kind."""
        totals = {kind: self._total(LISTINGS[kind].first_place(name, None)) or 0 for kind in LISTS}
        commits = self._total(commits_place(name, None))
        commented = self._commented(name, now)
        return {
            **{kind: page_count(total) for kind, total in totals.items()},
            "change_request_comments": commented + page_count(commented, PER_TURN),
            "commit_accounts": page_count(totals["change_requests"] if commits is None else commits),
        }

    def _commented(self, name: str, now: datetime) -> int:
        """Count the change requests whose comments are read: those of late, up to a move."""
        listing, move = LISTINGS["change_requests"], MOVES.get(self._owner)
        recent = self._total(listing.first_place(name, now - WINDOW)) or 0
        if move is None:
            return recent
        moved_at = datetime.combine(move.moved_on, time(), SHANGHAI)
        return recent - (self._total(listing.first_place(name, max(moved_at, now - WINDOW))) or 0)

    def _total(self, place: str) -> int | None:
        """Read the total of a list, None where it does not tell; an empty repository has no commits' list."""
        try:
            page = self._client.page(place.replace(f"per_page={PER_PAGE}", "per_page=1"))
        except Gone:
            self._asked_count += 1
            return 0
        self._asked_count += page.request_count
        return page.total
