"""The remarks beside issues and change requests: those on the page, and those that did not fit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from collectors.answer_fields import Fields, Unreadable
from collectors.github_graphql import GraphQL, PageSize
from collectors.github_records import comment, review
from collectors.github_streams import Pile
from collectors.records import Record

PARENTS_AT_ONCE = 20  # with up to 100 remarks each: one point
LARGEST_PAGE = 100

MakeRecord = Callable[[str, Fields], Record]
"""From the parent's number and a node to a record."""


@dataclass(frozen=True, slots=True)
class _Unfinished:
    number: str
    node_id: str
    before: str | None
    floor: datetime | None


class Threads:
    """Reads one kind of remark beside the items of a page, then the older ones of all of them together.

    Remarks come newest first. Those from before ``floor`` were read with the pass before, so a long
    conversation is not read again for every new remark in it.
    """

    def __init__(
        self, graphql: GraphQL, connection: str, query: str, time_field: str, make: MakeRecord, pile: Pile
    ) -> None:
        """Read ``connection`` beside the items, and what does not fit by ``query``."""
        self._graphql = graphql
        self._connection = connection
        self._query = query
        self._time_field = time_field
        self._make = make
        self._pile = pile
        self._unfinished: list[_Unfinished] = []

    def read(self, item: Fields, floor: datetime | None) -> None:
        """Read what lies beside the item, and remember what does not fit."""
        number = str(item.integer("number"))
        before = self._read(item, number, floor)
        if before is not None:
            self._unfinished.append(_Unfinished(number, item.text("id"), None, floor))

    def finish(self) -> None:
        """Fetch what did not fit, of many items at once: their newest hundred, then each to its end."""
        waiting, self._unfinished = self._unfinished, []
        size = PageSize(cap=LARGEST_PAGE)
        while waiting:
            fresh = [each for each in waiting if each.before is None][:PARENTS_AT_ONCE]
            chunk = fresh or waiting[:1]
            waiting = [each for each in waiting if each not in chunk] + list(self._fetch(chunk, size))

    def _fetch(self, chunk: list[_Unfinished], size: PageSize) -> Iterator[_Unfinished]:
        """Fetch one page of every item in the chunk; give those that go on."""
        variables = {"parents": [each.node_id for each in chunk], "before": chunk[0].before}
        result = self._graphql.page(self._query, variables, size, "last")
        self._pile.spent(result)
        nodes = result.data.get("nodes") or []
        for each, node in zip(chunk, nodes, strict=False):
            if not isinstance(node, dict):
                self._pile.drift[f"{self._query}.nodes: hole"] += 1
                continue
            before = self._read(Fields(node, self._query, self._pile.drift), each.number, each.floor)
            if before is not None:
                yield _Unfinished(each.number, each.node_id, before, each.floor)

    def _read(self, parent: Fields, number: str, floor: datetime | None) -> str | None:
        """Read the remarks of one page; give the cursor of the older ones, None where there is no need."""
        oldest: datetime | None = None
        for node in parent.nodes(self._connection, self._connection):
            at = node.optional_instant(self._time_field)
            oldest = min(oldest or at, at) if at else oldest
            try:
                self._pile.records.append(self._make(number, node))
            except Unreadable:
                continue
        connection = parent.child(self._connection)
        information = connection.child("pageInfo") if connection else None
        if information is None or not information.optional_flag("hasPreviousPage"):
            return None
        is_known_before = floor is not None and oldest is not None and oldest < floor
        return None if is_known_before else information.optional_text("startCursor")


def comments(graphql: GraphQL, repository_id: str, parent_kind: str, pile: Pile) -> Threads:
    """Read the comments beside ``issue`` or ``change_request`` items."""

    def make(number: str, node: Fields) -> Record:
        return comment(repository_id, parent_kind, number, node, pile.accounts)

    return Threads(graphql, "comments", "more_comments", "createdAt", make, pile)


def reviews(graphql: GraphQL, repository_id: str, pile: Pile) -> Threads:
    """Read the reviews beside change requests."""

    def make(number: str, node: Fields) -> Record:
        return review(repository_id, number, node, pile.accounts)

    return Threads(graphql, "reviews", "more_reviews", "submittedAt", make, pile)
