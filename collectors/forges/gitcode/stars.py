"""Stars by day on GitCode, whose list says when each was given; who gave it is dropped at once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from collectors.clock import SHANGHAI, day_of
from collectors.forges.v5.client import V5Client, place
from collectors.forges.v5.list_collector import by_owner, full_name
from collectors.forges.v5.owner_lists import Owners
from collectors.http.loose_json import Row, count, instant, text
from collectors.protocol import Batch, State, Target
from collectors.records import StarDay

LIST_FROM = 2  # targets of one owner from which on its list says whose total of stars changed


class StarCollector:
    """Collects stars by day. A Planner: repositories whose total did not change are not asked about."""

    kind = "stars"

    def __init__(self, source: str, client: V5Client, owners: Owners) -> None:
        """Collect as ``source``."""
        self.source = source
        self._client = client
        self._owners = owners

    def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
        """Read the lists of the owners with several targets."""
        for owner, group in by_owner(targets).items():
            if len(group) >= LIST_FROM:
                self._owners.repositories(owner)

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the stars of every day since the last one held, which is counted again as a whole."""
        known = state or {}
        row = self._owners.known(full_name(target))
        mark = text(row.get("stargazers_count")) if row else None
        if mark is not None and mark == known.get("mark"):
            return
        first_day = date.fromisoformat(known["day"]) if known.get("day") else None
        days, total, drift, request_count = self._days(target, first_day)
        last_day = max(days, default=first_day)
        next_state = {
            "day": last_day.isoformat() if last_day else None,
            "day_count": days[last_day] if last_day else 0,
            "mark": mark,
        }
        if next_state != known:
            yield Batch(
                records=[
                    StarDay(repository_id=target.target_id, starred_on=day, star_count=given)
                    for day, given in sorted(days.items())
                ],
                next_state=next_state,
                forge_total=count(mark) if mark else total,
                request_count=request_count,
                drift=drift,
            )

    def _days(
        self, target: Target, first_day: date | None
    ) -> tuple[Counter[date], int | None, dict[str, int], int]:
        """Count stars by day; give the total of all where all were asked for, what is odd, and the cost."""
        days: Counter[date] = Counter()
        total: int | None = None
        undated = request_count = 0
        here: str | None = place(f"/repos/{full_name(target)}/stargazers", _query(first_day))
        while here:
            page = self._client.page(here)
            found = [_day(row) for row in page.rows]
            days.update(day for day in found if day and (first_day is None or day >= first_day))
            total = page.total if first_day is None else None
            undated += found.count(None)
            request_count += page.request_count
            here = page.next_place
        return days, total, {"stars.starred_at": undated} if undated else {}, request_count


def _query(first_day: date | None) -> dict[str, str]:
    if first_day is None:
        return {"per_page": "100"}
    midnight = datetime.combine(first_day, time(), SHANGHAI)
    return {"per_page": "100", "starred_after": midnight.isoformat(timespec="milliseconds")}


def _day(row: Row) -> date | None:
    moment = instant(row.get("starred_at"))
    return day_of(moment) if moment else None
