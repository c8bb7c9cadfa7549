"""The comments of change requests, which neither forge lists for a whole repository: one request for each.

They cannot all be had under the quota. The first pass takes the change requests of the last 24 months, the
newest change first, every one or a fixed sample, within an allowance of requests for the run; later passes
take those that changed. What share was read shows in the data: a change request with comments held or not.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zlib import crc32

from collectors.clock import Clock, SystemClock
from collectors.forges.v5.client import Page, V5Client
from collectors.forges.v5.cursor import Cursor, is_behind
from collectors.forges.v5.list_collector import HORIZON, REFRESH, full_name
from collectors.forges.v5.listing import Listing
from collectors.forges.v5.owner_lists import Owners, UpdatedList, repository_of
from collectors.http.loose_json import Row, Unexpected, count, instant, text
from collectors.protocol import Batch, OverBudget, Replaces, State, Target
from collectors.records import Comment, Record

WINDOW = timedelta(days=730)
PER_TURN = 20  # change requests; a kill loses at most these
ALLOWANCE = 1_000  # requests of one run: a third of an hour of GitCode's quota

Read = Callable[[Row, str, str], Iterable[Record]]


class ChangeRequestComments:
    """Collects comments by change request; ``listing`` is that of the change requests themselves."""

    kind = "change_request_comments"

    def __init__(
        self,
        source: str,
        client: V5Client,
        owners: Owners,
        listing: Listing,
        read: Read,
        *,
        sample_every: int = 1,
        allowance: int = ALLOWANCE,
        clock: Clock | None = None,
    ) -> None:
        """Take one in ``sample_every`` change requests, always the same ones; 1 takes all."""
        self.source = source
        self._client = client
        self._owners = owners
        self._listing = listing
        self._read = read
        self._sample_every = sample_every
        self._left = allowance
        self._clock = clock or SystemClock()

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one turn of the first pass, or all that changed since. Raises OverBudget in between."""
        cursor = Cursor.parse(state)
        if not cursor.is_at_rest:
            yield from self._turn(target, cursor, int((state or {}).get("skip", 0)))
        elif not self._listing.is_closed(target):
            yield from self._changed(target, cursor)

    def _turn(self, target: Target, cursor: Cursor, skip: int) -> Iterator[Batch]:
        """Take the next few change requests of the page that the first pass has come to."""
        oldest = self._clock.now() - WINDOW
        if cursor.next_place is None:
            cursor.begin(self._top(target))
        here = cursor.next_place or self._listing.first_place(full_name(target), oldest)
        page = self._page(target, here)
        cursor.see(page.rows, "updated_at")
        chosen, skip = self._next(target, page.rows, skip, oldest)
        records, drift, request_count = self._comments(target, chosen)
        if skip >= len(page.rows):
            is_end = page.next_place is None or is_behind(page.rows, "updated_at", oldest)
            here, skip = page.next_place or "", 0
            if is_end:
                cursor.finish()
                here = ""
        cursor.next_place = here or None
        yield Batch(
            records=records,
            next_state={**cursor.state(), "skip": skip},
            request_count=request_count + page.request_count,
            is_complete=cursor.next_place is None,
            drift=drift,
        )

    def _next(
        self, target: Target, rows: Sequence[Row], skip: int, oldest: datetime
    ) -> tuple[list[Row], int]:
        """Choose the next few change requests of a page; give them and how far that brings us."""
        chosen: list[Row] = []
        while skip < len(rows) and len(chosen) < PER_TURN:
            if _is_within(rows[skip], oldest) and self._is_wanted(target, rows[skip]):
                chosen.append(rows[skip])
            skip += 1
        return chosen, skip

    def _changed(self, target: Target, cursor: Cursor) -> Iterator[Batch]:
        """Take the change requests that changed, the oldest change first, so that the floor can follow."""
        rows = [row for row in self._rows(target, cursor) if not cursor.is_held(row, "updated_at")]
        rows.sort(key=lambda row: instant(row.get("updated_at")) or self._clock.now())
        for start in range(0, len(rows), PER_TURN):
            chosen = rows[start : start + PER_TURN]
            wanted = [row for row in chosen if self._is_wanted(target, row)]
            records, drift, request_count = self._comments(target, wanted)
            cursor.begin(None)
            cursor.see(chosen, "updated_at")
            cursor.finish()
            yield Batch(
                records=records,
                next_state=cursor.state(),
                replaces=[] if drift else [_of_thread(target, number) for number in map(_number, wanted)],
                request_count=request_count,
                drift=drift,
            )
        top = self._top(target)
        if top and cursor.floor and top - cursor.floor > REFRESH:
            cursor.begin(top)
            cursor.finish()
            yield Batch(records=[], next_state=cursor.state())

    def _updated(self, target: Target) -> UpdatedList | None:
        """Give the owner-wide list of change requests where the owner's repositories are known."""
        name = full_name(target)
        owner_place = self._listing.owner_place(name.partition("/")[0])
        return self._owners.updated(owner_place) if owner_place and self._owners.known(name) else None

    def _top(self, target: Target) -> datetime | None:
        updated = self._updated(target)
        return updated.top if updated else None

    def _rows(self, target: Target, cursor: Cursor) -> list[Row]:
        """Give the change requests changed since the cursor, from the owner-wide list where it serves."""
        oldest, updated = cursor.oldest, self._updated(target)
        assert oldest is not None
        if updated is None or updated.top is None or oldest < updated.top - HORIZON:
            return self._own_rows(target, oldest)
        return [row for row in updated.since(oldest) if repository_of(row) == full_name(target)]

    def _own_rows(self, target: Target, oldest: datetime) -> list[Row]:
        found: list[Row] = []
        here: str | None = self._listing.first_place(full_name(target), oldest)
        while here:
            page = self._page(target, here)
            found += page.rows
            here = None if is_behind(page.rows, "updated_at", oldest) else page.next_place
        return [row for row in found if _is_within(row, oldest)]

    def _comments(self, target: Target, rows: Sequence[Row]) -> tuple[list[Record], Mapping[str, int], int]:
        """Read all comments of some change requests; give what they cost, too."""
        found: dict[object, Record] = {}
        drift: Counter[str] = Counter()
        before = self._left
        for number in filter(None, map(_number, rows)):
            for comment in self._of_change_request(target, number):
                if not self._listing.is_wanted(target, comment):
                    continue
                try:
                    for record in self._read(comment, target.target_id, number):
                        found.setdefault((record.table, *(getattr(record, k) for k in record.key)), record)
                except Unexpected as lack:
                    drift[lack.field] += 1
        return list(found.values()), dict(drift), before - self._left

    def _is_wanted(self, target: Target, row: Row) -> bool:
        """Tell whether a change request has a number, is in the sample and may have any comments."""
        totals = [count(row.get(name)) for name in ("notes", "user_notes_count", "comments")]
        has_any = any(totals) or all(total is None for total in totals)
        is_sampled = crc32(f"{target.target_id}#{_number(row)}".encode()) % self._sample_every == 0
        return _number(row) is not None and has_any and is_sampled and self._listing.is_wanted(target, row)

    def _of_change_request(self, target: Target, number: str) -> Iterator[Row]:
        here: str | None = f"/repos/{full_name(target)}/pulls/{number}/comments?per_page=100"
        while here:
            page = self._page(target, here)
            yield from page.rows
            here = page.next_place

    def _page(self, target: Target, here: str) -> Page:
        """Fetch a page within the allowance. Raises OverBudget."""
        if self._left <= 0:
            raise OverBudget(
                f"{target.target_id}: this run's allowance of requests for comments is used up; "
                "the next run goes on from here"
            )
        page = self._client.page(here)
        self._left -= page.request_count
        return page


def _of_thread(target: Target, number: str | None) -> Replaces:
    """Say that all comments of a change request were read, so that those which are absent are gone."""
    parent = {"parent_kind": "change_request", "parent_number": str(number)}
    return Replaces(table=Comment.table, where={"repository_id": target.target_id, **parent})


def _is_within(row: Row, oldest: datetime) -> bool:
    moment = instant(row.get("updated_at"))
    return moment is None or moment >= oldest


def _number(row: Row) -> str | None:
    return text(row.get("number") or row.get("iid"))
