"""How many requests a first pass over an owner's repositories on Gitee will take, said before it starts.

Gitee has an owner-wide list of issues only, and an owner may have far more repositories than are planned. So
totals are asked for by repository: of each of those with the most forks, which hold most of the work, and of
a few of the others, spread evenly.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time

from collectors.clock import SHANGHAI
from collectors.gitee import LISTINGS, PACE_SECONDS
from collectors.http import Http
from collectors.left_forges import MOVES
from collectors.protocol import Gone
from collectors.v5 import Row, count
from collectors.v5_client import PER_PAGE, V5Client
from collectors.v5_comments import PER_TURN, WINDOW
from collectors.v5_commit_accounts import commits_place
from collectors.v5_forecast import Forecast, own_pages
from collectors.v5_owners import Owners

LARGEST = 25  # repositories that are all asked for their totals
SAMPLED = 25  # of the others
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
        largest, others, weight = _chosen(rows)
        all_of = [self._requests(name, now) for name in largest]
        some_of = [self._requests(name, now) for name in others]
        told = {
            kind: sum(each[kind] for each in all_of) + round(weight * sum(each[kind] for each in some_of))
            for kind in all_of[0]
        }
        found = {
            "repository": self._owners.request_count,
            "releases": len(rows),
            "forks": sum(own_pages(row, "forks_count") for row in rows.values()),
        }
        return Forecast(
            request_counts=found | told,
            asked_count=self._asked_count + self._owners.request_count,
            pace_seconds=pace_seconds,
        )

    def _requests(self, name: str, now: datetime) -> dict[str, int]:
        """Ask for the totals of a repository's lists, and say what reading each of them takes, by kind."""
        totals = {kind: self._total(LISTINGS[kind].first_place(name, None)) or 0 for kind in LISTS}
        commits = self._total(commits_place(name, None))
        commented = self._commented(name, now)
        return {
            **{kind: _pages(total) for kind, total in totals.items()},
            "change_request_comments": commented + _pages(commented, PER_TURN),
            "commit_accounts": _pages(totals["change_requests"] if commits is None else commits),
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


def _chosen(rows: Mapping[str, Row]) -> tuple[Sequence[str], Sequence[str], float]:
    """Give the largest repositories, a sample of the others, and how many each of the sample stands for."""
    names = sorted(rows, key=lambda name: (-(count(rows[name].get("forks_count")) or 0), name))
    largest, rest = names[:LARGEST], names[LARGEST:]
    step = max(1, -(-len(rest) // SAMPLED))
    others = rest[step // 2 :: step]
    return largest, others, len(rest) / len(others) if others else 0.0


def _pages(total: int, per_page: int = PER_PAGE) -> int:
    return max(1, -(-total // per_page))
