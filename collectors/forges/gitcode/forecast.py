"""How many requests a first pass over an organisation will take, said before it starts.

Totals come from the headers of the organisation-wide lists, forks and stars from the repositories' own rows.
What a half-empty last page costs, and how many remarks an issue and how many commits a change request has, is
measured on a few repositories spread evenly over the list. Where only some of the organisation's repositories
are planned, its totals say nothing of them: those of a sample do.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from collectors.clock import day_of
from collectors.forges.gitcode.all_kinds import PACE_SECONDS, gitcode_listings
from collectors.forges.gitcode.records import GitcodeReader
from collectors.forges.v5.client import PER_PAGE, V5Client
from collectors.forges.v5.comments import WINDOW
from collectors.forges.v5.commit_accounts import commits_place
from collectors.forges.v5.forecast import Forecast, Sample, own_pages, page_count, pages
from collectors.forges.v5.owner_lists import Owners
from collectors.http.client import Http
from collectors.http.loose_json import Row
from collectors.protocol import Gone

PROBES = 30  # repositories asked for their totals
LISTS = ("change_requests", "issues", "comments")


class Forecaster:
    """Looks at one organisation."""

    def __init__(self, http: Http, base_url: str, owner: str, names: Collection[str] | None = None) -> None:
        """Ask about ``owner``: all its repositories, or those among ``names`` ("owner/name", lower case)."""
        self._client = V5Client(http, base_url)
        self._owners = Owners(self._client)
        self._owner = owner.lower()
        self._names = names
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
        listed = self._owners.repositories(self._owner)
        rows = {name: row for name, row in listed.items() if self._names is None or name in self._names}
        if not rows:
            return Forecast(request_counts={}, asked_count=1, pace_seconds=pace_seconds)
        is_whole = len(rows) == len(listed)
        lists = (self._of_all if is_whole else self._of_some)(rows, now, sample_every)
        found = {
            "repository": self._owners.request_count,
            "releases": len(rows),
            "forks": sum(own_pages(row, "forks_count") for row in rows.values()),
            "stars": sum(own_pages(row, "stargazers_count") for row in rows.values()),
            **lists,
        }
        wanted = {kind: requests for kind, requests in found.items() if not kinds or kind in kinds}
        return Forecast(
            request_counts=wanted,
            asked_count=self._asked_count + self._owners.request_count,
            pace_seconds=pace_seconds,
        )

    def _of_all(self, rows: Mapping[str, Row], now: datetime, sample_every: int) -> dict[str, int]:
        """Estimate what the lists of all repositories take, from the organisation's totals."""
        total = {kind: self._total(kind, None) for kind in ("change_requests", "issues")}
        probed = {kind: self._probed(kind, rows) for kind in LISTS}
        total["comments"] = round(_scaled(total["issues"], probed["comments"], probed["issues"]))
        commits = [self._header(commits_place(name, None)) for name in self._chosen(rows)]
        total["commit_accounts"] = round(
            _scaled(total["change_requests"], commits, probed["change_requests"])
        )
        probed["commit_accounts"] = commits
        recent = self._total("change_requests", now - WINDOW)
        return {kind: pages(total[kind], probed[kind], len(rows)) for kind in total} | {
            "change_request_comments": pages(recent, probed["change_requests"], len(rows))
            + recent // sample_every
        }

    def _of_some(self, rows: Mapping[str, Row], now: datetime, sample_every: int) -> dict[str, int]:
        """Estimate what the lists of some repositories take, from the totals of a sample of them."""
        sample = Sample.of(rows)
        told = {name: self._requests(name, now, sample_every) for name in sample.names}
        return {
            kind: sample.estimate({name: requests[kind] for name, requests in told.items()})
            for kind in told[sample.names[0]]
        }

    def _requests(self, name: str, now: datetime, sample_every: int) -> dict[str, int]:
        """Ask for the totals of a repository's lists, and say what reading each of them takes."""
        places = {kind: self._listings[kind].first_place(name, None) for kind in LISTS}
        places["commit_accounts"] = commits_place(name, None)
        recent = self._header(self._listings["change_requests"].first_place(name, now - WINDOW))
        return {kind: page_count(self._header(place)) for kind, place in places.items()} | {
            "change_request_comments": page_count(recent) + recent // sample_every
        }

    def _total(self, kind: str, since: datetime | None) -> int:
        """Read an organisation-wide total."""
        listing = self._listings[kind]
        place = listing.owner_place(self._owner) or ""
        if since is not None:
            place = place.replace("?", f"?{listing.since}={day_of(since).isoformat()}&", 1)
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
