"""How many requests a first pass over an organisation will take, said before it starts.

Totals come from the headers of the organisation-wide lists, forks and stars from the repositories' own rows.
What a half-empty last page costs, and how many remarks an issue and how many commits a change request has, is
measured on a few repositories spread evenly over the list.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from collectors.gitcode import PACE_SECONDS, gitcode_listings
from collectors.gitcode_records import GitcodeReader
from collectors.http import Http
from collectors.protocol import Gone
from collectors.v5 import Row
from collectors.v5_client import PER_PAGE, V5Client
from collectors.v5_comments import WINDOW
from collectors.v5_commit_accounts import commits_place
from collectors.v5_forecast import Forecast, own_pages, pages
from collectors.v5_owners import Owners

PROBES = 30  # repositories asked for their totals


class Forecaster:
    """Looks at one organisation."""

    def __init__(self, http: Http, base_url: str, owner: str) -> None:
        """Ask about ``owner``."""
        self._client = V5Client(http, base_url)
        self._owners = Owners(self._client)
        self._owner = owner.lower()
        self._listings = gitcode_listings(GitcodeReader("gitcode"))
        self._asked_count = 0

    def forecast(
        self,
        now: datetime,
        *,
        kinds: Sequence[str] = (),
        sample_every: int = 1,
        pace_seconds: float = PACE_SECONDS,
    ) -> Forecast:
        """Say what a first pass takes; ``kinds`` restricts it, ``sample_every`` is that of the comments.

        Of an owner without an organisation's lists nothing is said.
        """
        rows = self._owners.repositories(self._owner)
        if not rows:
            return Forecast(request_counts={}, asked_count=1, pace_seconds=pace_seconds)
        total = {kind: self._total(kind, None) for kind in ("change_requests", "issues")}
        probed = {kind: self._probed(kind, rows) for kind in ("change_requests", "issues", "comments")}
        total["comments"] = round(_scaled(total["issues"], probed["comments"], probed["issues"]))
        commits = [self._header(commits_place(name, None)) for name in self._chosen(rows)]
        total["commit_accounts"] = round(
            _scaled(total["change_requests"], commits, probed["change_requests"])
        )
        probed["commit_accounts"] = commits
        recent = self._total("change_requests", now - WINDOW)
        found = {
            "repository": self._owners.request_count,
            **{kind: pages(total[kind], probed[kind], len(rows)) for kind in total},
            "releases": len(rows),
            "forks": sum(own_pages(row, "forks_count") for row in rows.values()),
            "stars": sum(own_pages(row, "stargazers_count") for row in rows.values()),
            "change_request_comments": pages(recent, probed["change_requests"], len(rows))
            + recent // sample_every,
        }
        wanted = {kind: requests for kind, requests in found.items() if not kinds or kind in kinds}
        return Forecast(
            request_counts=wanted,
            asked_count=self._asked_count + self._owners.request_count,
            pace_seconds=pace_seconds,
        )

    def _total(self, kind: str, since: datetime | None) -> int:
        """Read an organisation-wide total."""
        listing = self._listings[kind]
        place = listing.owner_place(self._owner) or ""
        if since is not None:
            place = place.replace("?", f"?{listing.since}={since.date().isoformat()}&", 1)
        return self._header(place)

    def _probed(self, kind: str, rows: Mapping[str, Row]) -> list[int]:
        """Read the totals of a few repositories, spread evenly over the list."""
        listing = self._listings[kind]
        return [self._header(listing.first_place(name, None)) for name in self._chosen(rows)]

    def _chosen(self, rows: Mapping[str, Row]) -> list[str]:
        names = list(rows)
        return names[:: max(1, len(names) // PROBES)][:PROBES]

    def _header(self, place: str) -> int:
        """Read the total of a list; that of the commits of an empty repository is not there."""
        try:
            page = self._client.page(place.replace(f"per_page={PER_PAGE}", "per_page=1"))
        except Gone:
            self._asked_count += 1
            return 0
        self._asked_count += page.request_count
        return page.total or 0


def _scaled(total: int, probed: Sequence[int], beside: Sequence[int]) -> float:
    """Estimate a total of which no list tells from one that is told, by what is probed of both."""
    return total * sum(probed) / sum(beside) if sum(beside) else sum(probed)
