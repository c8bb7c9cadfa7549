"""Collect any list of a v5 forge that can be read newest change first.

A first pass is read in turns, one batch for each call of ``collect``: the newest page of every repository
comes before the older pages of any. Later passes ask only for what changed since; where the owner has a list
over all its repositories, that list alone says which of them changed, and brings their rows along. What was
deleted shows in the forge's totals (``v5_tally``); then a list is read again as a whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from collectors.clock import Clock, SystemClock, day_of
from collectors.forges.v5.client import Page, V5Client
from collectors.forges.v5.cursor import Cursor, is_behind, is_newest_first
from collectors.forges.v5.listing import Listing
from collectors.forges.v5.owner_lists import Owners, UpdatedList, changed_at, is_same_mark, repository_of
from collectors.forges.v5.totals import Tally
from collectors.http.loose_json import Row, Unexpected, instant, text
from collectors.protocol import Batch, CollectError, State, Target
from collectors.records import Record

PAGES_PER_TURN = 2  # a kill loses at most these
HORIZON = timedelta(days=8)
"""How far an owner-wide list is read back: a repository asked about longer ago asks for itself."""
REFRESH = timedelta(days=3)
"""A quiet repository's floor is moved up this seldom: it costs a landed file each time."""


class ListCollector:
    """Collects one listing. A Planner: ``prepare`` reads the owner-wide lists."""

    def __init__(
        self,
        source: str,
        kind: str,
        client: V5Client,
        owners: Owners,
        listing: Listing,
        *,
        clock: Clock | None = None,
    ) -> None:
        """Collect ``listing`` as ``source`` and ``kind``; ``owners`` is shared by all kinds of one run."""
        self.source = source
        self.kind = kind
        self._client = client
        self._owners = owners
        self._listing = listing
        self._clock = clock or SystemClock()
        self._tops: dict[str, datetime] = {}
        self._changed: dict[str, Sequence[Row]] = {}
        self._strays: Counter[str] = Counter()  # rows of owner-wide lists that fit no known repository
        self._agreed: set[str] = set()  # targets of which nothing has gone, by their owner's total

    def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
        """Read the owner-wide lists of all owners with several targets; may be called part by part."""
        due = [target for target in targets if not self._is_done(target, states.get(target.target_id))]
        for owner, group in by_owner(due).items():
            if len(group) > 1:
                self._prepare(owner, group, states)

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one turn's worth of what is new, or nothing."""
        cursor, tally, mark = Cursor.parse(state), Tally.parse(state), self._mark(target)
        if self._is_done(target, state):
            return
        if cursor.is_at_rest and tally.is_off:
            yield self._whole(target, cursor, tally)
            return
        if not (cursor.is_at_rest and is_same_mark(mark, cursor.mark)):
            changed = self._changed.get(target.target_id) if cursor.is_at_rest else None
            if changed is not None and not (changed and self._listing.is_only_trigger):
                yield from self._of_owner(target, cursor, tally, changed)
            else:
                yield from self._turn(target, cursor, tally, mark)
        yield from self._check(target, cursor, tally)

    def _prepare(self, owner: str, group: Sequence[Target], states: Mapping[str, State | None]) -> None:
        listed = self._owners.repositories(owner)
        first_place = self._listing.owner_place(owner)
        updated = self._owners.updated(first_place) if first_place and listed else None
        if updated is None or updated.top is None:
            return
        known = [target for target in group if full_name(target) in listed]
        self._tops |= {target.target_id: updated.top for target in known}
        floors: dict[str, tuple[str, datetime]] = {}
        for target in known:
            cursor = Cursor.parse(states.get(target.target_id))
            oldest = cursor.floor if self._listing.is_only_trigger else cursor.oldest
            if cursor.is_at_rest and oldest and oldest >= updated.top - HORIZON:
                floors[full_name(target)] = (target.target_id, oldest)
        self._changed |= _sorted_out(updated, floors)
        listed_rows = updated.since(min(floor for _, floor in floors.values())) if floors else ()
        strays = sum(repository_of(row) not in listed for row in listed_rows)
        if strays:
            self._strays[owner] = strays
        tallies = {each.target_id: Tally.parse(states.get(each.target_id)) for each in known}
        if not self._listing.is_only_trigger and len(tallies) == len(listed):
            self._hold_against(updated.total, tallies)

    def _hold_against(self, total: int | None, tallies: Mapping[str, Tally]) -> None:
        """Spare repositories a check where their owner's total is what is held of all of them."""
        expected = [
            tally.expected + tally.made_among(self._changed.get(target_id, ()))
            for target_id, tally in tallies.items()
            if tally.expected is not None and not tally.is_off
        ]
        if len(expected) == len(tallies) and sum(expected) == total:
            self._agreed |= tallies.keys()

    def _mark(self, target: Target) -> str | None:
        row = self._owners.known(full_name(target))
        if self._listing.mark is None or row is None:
            return None
        return self._listing.mark(row, self._today)

    def _is_done(self, target: Target, state: State | None) -> bool:
        """Tell whether a stream was read to its end and will never grow again."""
        return self._listing.is_closed(target) and Cursor.parse(state).is_at_rest

    def _of_owner(self, target: Target, cursor: Cursor, tally: Tally, rows: Sequence[Row]) -> Iterator[Batch]:
        """Yield what the owner-wide list brought."""
        before, oldest = cursor.floor, cursor.oldest
        cursor.begin(self._tops[target.target_id])
        fresh = self._fresh(cursor, [row for row in rows if oldest and (changed_at(row) or oldest) >= oldest])
        cursor.finish()
        tally.see(fresh)
        tally.finish(self._today, is_guarded=self._listing.replaces is not None)
        is_stale = before is not None and cursor.floor is not None and cursor.floor - before > REFRESH
        if fresh or is_stale:
            records, drift = self._records(target, fresh)
            drift |= self._told_once(target)
            yield Batch(records=records, next_state=_state(cursor, tally), drift=drift, window_from=before)

    def _told_once(self, target: Target) -> dict[str, int]:
        """Give the rows of the owner's list that fit no repository of it, to the first that asks."""
        strays = self._strays.pop(full_name(target).partition("/")[0], 0)
        return {f"{self.kind}.repository": strays} if strays else {}

    def _turn(self, target: Target, cursor: Cursor, tally: Tally, mark: str | None) -> Iterator[Batch]:
        """Yield a batch of pages; what a later page meets is raised once the earlier ones were yielded."""
        before, is_whole = cursor.state(), cursor.floor is None or not self._listing.is_always_bounded
        is_due = is_whole and self._is_due(target, tally)
        if cursor.next_place is None:
            cursor.begin(self._tops.get(target.target_id))
        pages, trouble = self._pages(target, cursor)
        fresh = [row for page in pages for row in self._fresh(cursor, page.rows)]
        tally.see(fresh)
        tally.total = tally.total if before["next"] else self._total(target, pages[0])
        told, cursor.next_place = tally.total, pages[-1].next_place
        if self._is_end(pages[-1], cursor):
            cursor.finish()
            cursor.mark = mark
            tally.finish(self._today, is_guarded=self._listing.replaces is not None)
            if is_whole:
                tally.checked_on = self._today  # whether or not the list told its total
        if fresh or cursor.state() != before or tally.is_off or is_due:
            records, drift = self._records(target, fresh)
            yield Batch(
                records=records,
                next_state=_state(cursor, tally),
                forge_total=told,
                request_count=sum(page.request_count for page in pages),
                quota_remaining=pages[-1].quota_remaining,
                is_complete=cursor.next_place is None and not tally.is_off,
                drift=drift | self._disorder(pages),
            )
        if trouble:
            raise trouble

    def _check(self, target: Target, cursor: Cursor, tally: Tally) -> Iterator[Batch]:
        """Hold a list that is at rest against the forge's total, now and then."""
        is_spared = target.target_id in self._agreed or self._listing.mark is not None
        if is_spared or not cursor.is_at_rest or tally.is_off or not self._is_due(target, tally):
            return
        page = self._client.total(self._listing.total_place(full_name(target)))
        tally.total, tally.newest = page.total, tally.until or cursor.floor
        tally.finish(self._today, is_guarded=self._listing.replaces is not None)
        tally.checked_on = self._today
        yield Batch(
            records=[],
            next_state=_state(cursor, tally),
            forge_total=page.total,
            request_count=page.request_count,
            quota_remaining=page.quota_remaining,
            is_complete=not tally.is_off,
        )

    def _whole(self, target: Target, cursor: Cursor, tally: Tally) -> Batch:
        """Read the whole list again, so that rows which it no longer has are gone. Raises a CollectError."""
        assert self._listing.replaces is not None
        pages = [self._client.page(self._listing.first_place(full_name(target), None))]
        while next_place := pages[-1].next_place:
            pages.append(self._client.page(next_place))
        rows = [row for page in pages for row in page.rows]
        cursor.begin(None)
        cursor.see(rows, self._listing.changed_field)
        cursor.finish()
        tally.total = told = pages[0].total
        tally.see(rows)
        tally.settle(len({_name(row) for row in rows}), self._today)
        records, drift = self._records(target, rows)
        return Batch(
            records=records,
            next_state=_state(cursor, tally),
            replaces=[] if drift else [self._listing.replaces(target.target_id)],
            forge_total=told,
            request_count=sum(page.request_count for page in pages),
            quota_remaining=pages[-1].quota_remaining,
            drift=drift,
        )

    def _pages(self, target: Target, cursor: Cursor) -> tuple[list[Page], CollectError | None]:
        """Read a turn's pages. Raises what the first one meets; gives what a later one meets."""
        is_first = cursor.floor is None and cursor.next_place is None
        pages = [self._client.page(cursor.next_place) if cursor.next_place else self._top(target, cursor)]
        while len(pages) < (1 if is_first else PAGES_PER_TURN) and not self._is_end(pages[-1], cursor):
            next_place = pages[-1].next_place
            assert next_place is not None
            try:
                pages.append(self._client.page(next_place))
            except CollectError as error:
                return pages, error
        return pages, None

    def _top(self, target: Target, cursor: Cursor) -> Page:
        """Read the first page of a pass: of the whole list, whose total it tells, where its order is sure."""
        name, listing = full_name(target), self._listing
        bounded = listing.first_place(name, cursor.oldest)
        page = self._client.page(bounded if listing.is_always_bounded else listing.first_place(name, None))
        is_sorted = is_newest_first(page.rows, listing.changed_field)
        if listing.is_always_bounded or is_sorted or not (listing.since and cursor.oldest):
            return replace(page, total=None) if listing.is_always_bounded and cursor.oldest else page
        again = self._client.page(bounded)
        return replace(again, total=None, request_count=page.request_count + again.request_count)

    def _total(self, target: Target, page: Page) -> int | None:
        """Give the forge's total of a list: by its own page, else by the repository's row."""
        row = self._owners.known(full_name(target))
        return self._listing.total(row) if page.total is None and row else page.total

    def _is_due(self, target: Target, tally: Tally) -> bool:
        return self._listing.replaces is not None and tally.is_due(self._today, target.target_id)

    def _is_end(self, page: Page, cursor: Cursor) -> bool:
        return page.next_place is None or is_behind(page.rows, self._listing.changed_field, cursor.oldest)

    @property
    def _today(self) -> date:
        return day_of(self._clock.now())

    def _fresh(self, cursor: Cursor, rows: Sequence[Row]) -> list[Row]:
        """Leave out the rows that have landed, and note what was seen.

        What comes behind the overlap in a sorted list was asked for with the page, not for its own sake.
        """
        field, oldest = self._listing.changed_field, cursor.oldest
        cursor.see(rows, field)
        fresh = [row for row in rows if not cursor.is_held(row, field)]
        if oldest is None or self._listing.since is None or not is_newest_first(rows, field):
            return fresh
        return [row for row in fresh if (instant(row.get(field)) or oldest) >= oldest]

    def _records(self, target: Target, rows: Iterable[Row]) -> tuple[list[Record], dict[str, int]]:
        """Read rows into records, each key once (the newest comes first); count what could not be read."""
        found: dict[object, Record] = {}
        drift: Counter[str] = Counter()
        for row in rows:
            if not self._listing.is_wanted(target, row):
                continue
            try:
                for record in self._listing.read(row, target.target_id):
                    found.setdefault((record.table, *(getattr(record, k) for k in record.key)), record)
            except Unexpected as lack:
                drift[lack.field] += 1
        return list(found.values()), dict(drift)

    def _disorder(self, pages: Sequence[Page]) -> dict[str, int]:
        """Count the pages that are not sorted as they were asked for, and those that were cut short."""
        wrong = sum(not is_newest_first(page.rows, self._listing.changed_field) for page in pages)
        short = sum(page.is_short for page in pages)
        found = {f"{self.kind}.order": wrong, f"{self.kind}.short_page": short}
        return {name: pages_so for name, pages_so in found.items() if pages_so}


def _state(cursor: Cursor, tally: Tally) -> State:
    return {**cursor.state(), "tally": tally.state()}


def _name(row: Row) -> str | None:
    return text(row.get("id")) or text(row.get("number"))


def by_owner(targets: Iterable[Target]) -> dict[str, list[Target]]:
    """Group targets by their owner."""
    groups: dict[str, list[Target]] = {}
    for target in targets:
        groups.setdefault(full_name(target).partition("/")[0], []).append(target)
    return groups


def full_name(target: Target) -> str:
    """Give the "owner/name" of a target, in lower case, without the ``~id`` of one that took over a name."""
    return target.target_id.partition(":")[2].partition("~")[0].lower()


def _sorted_out(updated: UpdatedList, floors: Mapping[str, tuple[str, datetime]]) -> dict[str, list[Row]]:
    """Give each repository the rows changed after its floor, by target_id; none say that nothing changed."""
    if not floors:
        return {}
    found: dict[str, list[Row]] = {target_id: [] for target_id, _ in floors.values()}
    for row in updated.since(min(floor for _, floor in floors.values())):
        name, moment = repository_of(row), changed_at(row)
        if name is not None and name in floors and moment is not None and moment > floors[name][1]:
            found[floors[name][0]].append(row)
    return found
