"""What the GitHub collectors share: the survey, batches of bounded size, and rounds that end."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from collectors.clock import Clock, day_of
from collectors.forges.github.fields import Fields
from collectors.forges.github.graphql import FIRST_SIZE, GraphQL, PageSize, Result
from collectors.forges.github.records import Accounts
from collectors.forges.github.survey import Survey, Surveyed
from collectors.http.client import Http
from collectors.protocol import Batch, Failed, Replaces, State, Target
from collectors.records import Record

BATCH_ITEMS = 500  # items per landed file
ROUND_ITEMS = 5000  # items per call of collect, so that one large repository does not keep the others waiting
OVERLAP = timedelta(minutes=5)  # read again each time: replicas lag, and instants are whole seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHub:
    """One GitHub, public or Enterprise, as the collectors of one run share it."""

    http: Http
    graphql: GraphQL
    survey: Survey
    api_url: str
    clock: Clock
    batch_items: int = BATCH_ITEMS
    round_items: int = ROUND_ITEMS
    first_size: int = FIRST_SIZE  # of a page, before a stream knows better

    def today(self) -> date:
        """Give the day that counts carry."""
        return day_of(self.clock.now())

    def page_size(self, state: Mapping[str, Any]) -> PageSize:
        """Start from the size that was good for this stream the last time."""
        return PageSize(cap=state.get("page_size") or self.first_size)


class GitHubCollector(ABC):
    """What every kind has in common. A kind sets ``kind`` and implements ``collect``."""

    source = "github"
    kind: str

    def __init__(self, github: GitHub) -> None:
        self._github = github

    def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
        """Look at all targets with as few queries as can be."""
        self._github.survey.prepare(targets, states)

    def drift(self) -> Mapping[str, int]:
        """Give what GitHub no longer answers, of all kinds, since this was last asked."""
        return self._github.graphql.drift()

    @abstractmethod
    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield what is new since ``state``. Raises a CollectError."""


@dataclass(slots=True)
class Pile:
    """What a batch gathers: records, the accounts they name, what it cost, what looked odd."""

    accounts: Accounts = field(default_factory=Accounts)
    records: list[Record] = field(default_factory=list)
    drift: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    replaces: list[Replaces] = field(default_factory=list)
    item_count: int = 0
    request_count: int = 0
    quota_remaining: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None

    def spent(self, result: Result) -> None:
        """Note what a query cost."""
        self.request_count += result.request_count
        self.quota_remaining = result.quota_remaining

    def seen(self, instant: datetime | None) -> None:
        """Note the instant of an item, for the window."""
        if instant is not None:
            self.first_at = min(self.first_at or instant, instant)
            self.last_at = max(self.last_at or instant, instant)

    def batch(
        self,
        next_state: State,
        *,
        forge_total: int | None,
        is_complete: bool,
        replaces: Sequence[Replaces] = (),
        deletions: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    ) -> Batch:
        """Make the batch and start a new pile."""
        made = Batch(
            records=[*self.records, *self.accounts.take()],
            next_state=next_state,
            replaces=[*replaces, *self.replaces],
            deletions=deletions or {},
            forge_total=forge_total,
            request_count=self.request_count,
            quota_remaining=self.quota_remaining,
            window_from=self.first_at,
            window_until=self.last_at,
            is_complete=is_complete,
            drift=dict(self.drift),
            missing=dict(self.missing),
        )
        self.records, self.replaces, self.item_count, self.request_count = [], [], 0, 0
        self.first_at = self.last_at = None
        self.drift.clear()
        self.missing.clear()
        return made


class NoConnection(Failed):
    """The object that holds a list is not in GitHub's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a connection."""

    nodes: list[Fields]
    end_cursor: str | None  # None: the last page
    total: int | None


def read_page(
    result: Result, connection: str, where: str, drift: Counter[str], within: str | None = None
) -> Page:
    """Read ``node.<connection>``, or that of ``node.<within>``. Raises NoConnection where there is none."""
    node = result.data.get("node")
    fields = Fields(node if isinstance(node, dict) else {}, "Repository", drift)
    if within is not None:
        fields = fields.child(within) or Fields({}, within, drift)
    return page_of(fields, connection, where)


def page_of(parent: Fields, connection: str, where: str) -> Page:
    """Read a connection of ``parent``; ``where`` names its nodes. Raises NoConnection where there is none."""
    fields = parent.child(connection)
    if fields is None:
        raise NoConnection(f"GitHub's answer has no {connection} in it")
    information = fields.child("pageInfo")
    has_next = bool(information and information.optional_flag("hasNextPage"))
    return Page(
        nodes=list(fields.children("nodes", where)),
        end_cursor=information.optional_text("endCursor") if has_next and information else None,
        total=fields.optional_integer("totalCount"),
    )


def walk(
    github: GitHub,
    pile: Pile,
    size: PageSize,
    query: "Walked",
    cursor: str | None,
    read: Callable[[Page], bool],
) -> Iterator[str | None]:
    """Read a connection page by page from ``cursor`` on. ``read`` takes a page and tells whether to stop.

    Yields wherever a batch is due: the cursor to go on from, or None where the walk has reached its end. Ends
    there, or when the round is full.
    """
    item_count = 0
    if query.is_empty:
        yield None
        return
    while True:
        result = github.graphql.page(query.name, {**query.variables, "after": cursor}, size)
        pile.spent(result)
        page = read_page(result, query.connection, query.where, pile.drift, query.within)
        is_last = read(page) or page.end_cursor is None
        pile.item_count += len(page.nodes)
        item_count += len(page.nodes)
        cursor = None if is_last else page.end_cursor
        is_over = is_last or item_count >= github.round_items
        if is_over or pile.item_count >= github.batch_items:
            yield cursor
        if is_over:
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """Which connection a walk goes along, by which query. An empty one is known without asking."""

    name: str  # of the file in queries/
    connection: str
    where: str  # what one node is called in drift counts
    variables: Mapping[str, Any]
    is_empty: bool = False
    within: str | None = None  # the field of the repository that holds the connection


def is_unchanged(state: State, surveyed: Surveyed, connection: str, total: int | None, now: datetime) -> bool:
    """Tell whether a list that was read to its end is as it was: the same newest change, the same total.

    A change in the very second of the last reading would show only later, so a list that was read within the
    overlap of its newest change counts as changed once more; so does one read by a clock that was ahead.
    """
    newest, read_at = surveyed.newest[connection], instant_of(state.get("read_at"))
    if read_at is None or state.get("cursor") is not None:
        return False
    is_settled = newest is None or newest + OVERLAP < read_at <= now
    return is_settled and text_of(newest) == state.get("newest") and total == state.get("total")


def beginning(
    known: State, surveyed: Surveyed, connection: str, total: int | None, now: datetime
) -> dict[str, Any]:
    """Give what the survey said when this pass began, which may have been in an earlier run.

    A pass that goes from the newest item down does not see what came after it began, so the end of a resumed
    pass may be no more than the beginning of the next.
    """
    if known.get("cursor") is not None:
        return {name: known.get(name) for name in ("newest", "total", "read_at")}
    return {"newest": text_of(surveyed.newest[connection]), "total": total, "read_at": text_of(now)}


def has_come_up_to(begun: Mapping[str, Any], surveyed: Surveyed, connection: str, total: int | None) -> bool:
    """Tell whether nothing had moved between the pass's beginning and the present survey."""
    return begun["newest"] == text_of(surveyed.newest[connection]) and begun["total"] == total


def instant_of(text: str | None) -> datetime | None:
    """Read an instant of a state."""
    return datetime.fromisoformat(text) if text else None


def text_of(instant: datetime | None) -> str | None:
    """Write an instant into a state."""
    return instant.isoformat() if instant else None
