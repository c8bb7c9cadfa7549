"""Was the history before a move from Gitee carried over to GitCode? A look at each of two lists says it.

Where it was, the rows of both forges stand for the same work and are joined by when they were opened; where
it was not, Gitee's rows are all there is of the time before the move.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from collectors.clock import SHANGHAI
from collectors.forges.v5.client import V5Client, place
from collectors.http.client import Http
from collectors.http.loose_json import instant
from collectors.openharmony.forge_moves import MOVES


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """What GitCode holds of the time before the move; None where nothing was opened at all."""

    full_name: str
    moved_on: date
    oldest_issue_at: datetime | None
    oldest_change_request_at: datetime | None

    @property
    def has_issues(self) -> bool:
        """Tell whether issues were carried over."""
        return self._is_before(self.oldest_issue_at)

    @property
    def has_change_requests(self) -> bool:
        """Tell whether change requests were carried over."""
        return self._is_before(self.oldest_change_request_at)

    def _is_before(self, moment: datetime | None) -> bool:
        return moment is not None and moment < datetime.combine(self.moved_on, time(), SHANGHAI)


def carried_over(http: Http, base_url: str, full_name: str) -> CarriedOver:
    """Look at the oldest issue and change request of a repository whose owner moved (``MOVES``)."""
    client = V5Client(http, base_url)
    issues = {"state": "all", "order_by": "created_at", "sort": "asc", "per_page": "1"}
    pulls = {"state": "all", "sort": "created", "direction": "asc", "per_page": "1"}
    return CarriedOver(
        full_name=full_name,
        moved_on=MOVES[full_name.partition("/")[0].lower()].moved_on,
        oldest_issue_at=_oldest(client, place(f"/repos/{full_name}/issues", issues)),
        oldest_change_request_at=_oldest(client, place(f"/repos/{full_name}/pulls", pulls)),
    )


def _oldest(client: V5Client, here: str) -> datetime | None:
    rows = client.page(here).rows
    return instant(rows[0].get("created_at")) if rows else None
