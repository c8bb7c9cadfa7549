"""Collect any list of a v5 forge that can be read newest change first: which list, and how its rows read.

A first pass is read in turns, one batch for each call of ``collect``: the newest page of every repository
comes before the older pages of any. Later passes ask only for what changed since; where the owner has a list
over all its repositories, that list alone says which of them changed, and brings their rows along.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from collectors.clock import Clock, SystemClock, day_of
from collectors.protocol import Batch, CollectError, State, Target
from collectors.records import Record
from collectors.v5 import Row, Unexpected
from collectors.v5_client import Page, V5Client, place
from collectors.v5_owners import Owners, UpdatedList, changed_at, is_same_mark, repository_of
from collectors.v5_pass import Cursor, is_behind, is_newest_first

PAGES_PER_TURN = 2  # a kill loses at most these
HORIZON = timedelta(days=8)
"""How far an owner-wide list is read back: a repository asked about longer ago asks for itself."""
REFRESH = timedelta(days=3)
"""A quiet repository's floor is moved up this seldom: it costs a landed file each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One kind of list on one forge.

    ``path`` and ``owner_path`` hold {full_name} and {owner}; ``query`` asks for all states, newest change
    first. ``since`` names the parameter that leaves out what changed before, written by ``write_since``.
    ``read`` gives the records of one row and raises Unexpected where it is not as expected; ``is_wanted``
    leaves rows out. ``mark`` tells from the repository's own row and the day whether this list is to be read.
    """

    path: str
    query: Mapping[str, str]
    read: Callable[[Row, str], Iterable[Record]]
    changed_field: str = "updated_at"
    since: str | None = None
    write_since: Callable[[datetime], str] = datetime.isoformat
    owner_path: str | None = None
    owner_query: Mapping[str, str] | None = None
    is_only_trigger: bool = False  # the owner-wide list says which repositories changed, but holds other rows
    mark: Callable[[Row, date], str | None] | None = None
    is_wanted: Callable[[Target, Row], bool] = lambda target, row: True
    is_closed: Callable[[Target], bool] = lambda target: False  # read once, then never again

    def first_place(self, full_name: str, oldest: datetime | None) -> str:
        """Write the place of the first page of a pass."""
        bounded = {self.since: self.write_since(oldest)} if self.since and oldest else {}
        return place(self.path.format(full_name=full_name), {**self.query, **bounded})

    def owner_place(self, owner: str) -> str | None:
        """Write the place of the owner-wide list."""
        if self.owner_path is None:
            return None
        return place(self.owner_path.format(owner=owner), self.owner_query or self.query)


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

    def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
        """Read the owner-wide lists of all owners with several targets; may be called part by part."""
        due = [target for target in targets if not self._is_done(target, states.get(target.target_id))]
        for owner, group in by_owner(due).items():
            if len(group) > 1:
                self._prepare(owner, group, states)

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one turn's worth of what is new, or nothing."""
        cursor, mark = Cursor.parse(state), self._mark(target)
        if self._is_done(target, state) or (cursor.is_at_rest and is_same_mark(mark, cursor.mark)):
            return
        changed = self._changed.get(target.target_id) if cursor.is_at_rest else None
        if changed is not None and not (changed and self._listing.is_only_trigger):
            yield from self._of_owner(target, cursor, changed)
        else:
            yield from self._turn(target, cursor, mark)

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

    def _mark(self, target: Target) -> str | None:
        row = self._owners.known(full_name(target))
        if self._listing.mark is None or row is None:
            return None
        return self._listing.mark(row, day_of(self._clock.now()))

    def _is_done(self, target: Target, state: State | None) -> bool:
        """Tell whether a stream was read to its end and will never grow again."""
        return self._listing.is_closed(target) and Cursor.parse(state).is_at_rest

    def _of_owner(self, target: Target, cursor: Cursor, rows: Sequence[Row]) -> Iterator[Batch]:
        """Yield what the owner-wide list brought."""
        before, oldest = cursor.floor, cursor.oldest
        cursor.begin(self._tops[target.target_id])
        fresh = self._fresh(cursor, [row for row in rows if oldest and (changed_at(row) or oldest) >= oldest])
        cursor.finish()
        is_stale = before is not None and cursor.floor is not None and cursor.floor - before > REFRESH
        if fresh or is_stale:
            records, drift = self._records(target, fresh)
            yield Batch(records=records, next_state=cursor.state(), drift=drift, window_from=before)

    def _turn(self, target: Target, cursor: Cursor, mark: str | None) -> Iterator[Batch]:
        """Yield a batch of pages; what a later page meets is raised once the earlier ones were yielded."""
        before = cursor.state()
        is_first = cursor.floor is None and cursor.next_place is None
        if cursor.next_place is None:
            cursor.begin(self._tops.get(target.target_id))
        here = cursor.next_place or self._listing.first_place(full_name(target), cursor.oldest)
        pages, trouble = self._pages(here, cursor, 1 if is_first else PAGES_PER_TURN)
        fresh = [row for page in pages for row in self._fresh(cursor, page.rows)]
        cursor.next_place = pages[-1].next_place
        if self._is_end(pages[-1], cursor):
            cursor.finish()
            cursor.mark = mark
        if fresh or cursor.state() != before:
            records, drift = self._records(target, fresh)
            yield Batch(
                records=records,
                next_state=cursor.state(),
                forge_total=pages[0].total if is_first else None,
                request_count=sum(page.request_count for page in pages),
                quota_remaining=pages[-1].quota_remaining,
                is_complete=cursor.next_place is None,
                drift=drift | self._disorder(pages),
            )
        if trouble:
            raise trouble

    def _pages(self, here: str, cursor: Cursor, most: int) -> tuple[list[Page], CollectError | None]:
        """Read up to ``most`` pages. Raises what the first one meets; gives what a later one meets."""
        pages = [self._client.page(here)]
        while len(pages) < most and not self._is_end(pages[-1], cursor):
            next_place = pages[-1].next_place
            assert next_place is not None
            try:
                pages.append(self._client.page(next_place))
            except CollectError as error:
                return pages, error
        return pages, None

    def _is_end(self, page: Page, cursor: Cursor) -> bool:
        return page.next_place is None or is_behind(page.rows, self._listing.changed_field, cursor.oldest)

    def _fresh(self, cursor: Cursor, rows: Sequence[Row]) -> list[Row]:
        """Leave out the rows of the overlap that have landed, and note what was seen."""
        field = self._listing.changed_field
        cursor.see(rows, field)
        return [row for row in rows if not cursor.is_held(row, field)]

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
        """Count the pages that are not sorted as they were asked for."""
        wrong = sum(not is_newest_first(page.rows, self._listing.changed_field) for page in pages)
        return {f"{self.kind}.order": wrong} if wrong else {}


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
