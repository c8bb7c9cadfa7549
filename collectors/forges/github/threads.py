"""The remarks beside issues and change requests: those on the page, and those that did not fit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from collectors.forges.github.collector import Pile
from collectors.forges.github.fields import Fields, Unreadable
from collectors.forges.github.graphql import GraphQL, PageSize
from collectors.forges.github.records import comment, review
from collectors.http.client import Overloaded
from collectors.protocol import Replaces
from collectors.records import Comment, Record, Review

PARENTS_AT_ONCE = 20  # with up to 100 remarks each: one point
LARGEST_PAGE = 100

MakeRecord = Callable[[str, Fields], Record]
"""From the parent's number and a node to a record."""
Where = Callable[[str], Mapping[str, str]]
"""From the parent's number to what tells its remarks from all others."""


@dataclass(frozen=True, slots=True)
class _Thread:
    """How far the remarks of one item are read, newest first."""

    number: str
    node_id: str
    floor: datetime | None
    is_held: bool  # some of it may have landed before
    told: int | None = None  # how many there are, as the forge says
    read: int = 0
    before: str | None = None


class Threads:
    """Reads one kind of remark beside the items of a page, then the older ones of all of them together.

    Remarks come newest first. Those from before ``floor`` were read with the pass before, so a long
    conversation is not read again for every new remark in it. One that is read whole takes the place of all
    that was held of it; one that gives less than the forge counts is noted, and replaces nothing.
    """

    def __init__(self, graphql: GraphQL, kind: "_Kind", make: MakeRecord, where: Where, pile: Pile) -> None:
        """Read ``kind`` beside the items into ``pile``."""
        self._graphql = graphql
        self._kind = kind
        self._make = make
        self._where = where
        self._pile = pile
        self._unfinished: list[_Thread] = []

    def read(self, item: Fields, floor: datetime | None, *, is_held: bool) -> None:
        """Read what lies beside the item, and remember what does not fit."""
        thread = _Thread(
            str(item.integer("number")), item.text("id"), floor, is_held, item.total(self._kind.connection)
        )
        if self._read(item, thread) is not None:
            self._unfinished.append(thread)

    def read_again(self, number: str, node_id: str, told: int) -> None:
        """Have all remarks of an item read with the next ``finish``."""
        self._unfinished.append(_Thread(number, node_id, None, is_held=True, told=told))

    def finish(self) -> None:
        """Fetch what did not fit, of many items at once: their newest hundred, then each to its end."""
        waiting, self._unfinished = self._unfinished, []
        size = PageSize(cap=LARGEST_PAGE)
        while waiting:
            fresh = [each for each in waiting if each.before is None][:PARENTS_AT_ONCE]
            chunk = fresh or waiting[:1]
            waiting = [each for each in waiting if each not in chunk] + list(self._fetch(chunk, size))

    def _fetch(self, chunk: list[_Thread], size: PageSize) -> Iterator[_Thread]:
        """Fetch one page of every item in the chunk; give those that go on."""
        variables = {"parents": [each.node_id for each in chunk], "before": chunk[0].before}
        result = self._graphql.page(self._kind.query, variables, size, "last")
        self._pile.spent(result)
        nodes = result.data.get("nodes") or []
        for each, node in zip(chunk, nodes, strict=False):
            if not isinstance(node, dict):
                self._pile.drift[f"{self._kind.query}.nodes: hole"] += 1
                continue
            left = self._read(Fields(node, self._kind.query, self._pile.drift), each)
            if left is not None:
                yield left

    def _read(self, parent: Fields, thread: _Thread) -> _Thread | None:
        """Read the remarks of one page; give what is left of the thread, None where nothing is."""
        oldest: datetime | None = None
        read = thread.read
        for node in parent.nodes(self._kind.connection, self._kind.connection):
            at = node.optional_instant(self._kind.time_field)
            oldest = min(oldest or at, at) if at else oldest
            try:
                self._pile.records.append(self._make(thread.number, node))
            except Unreadable:
                continue
            read += 1
        connection = parent.child(self._kind.connection)
        information = connection.child("pageInfo") if connection else None
        if information is None or not information.optional_flag("hasPreviousPage"):
            self._end(replace(thread, read=read))
            return None
        is_known_before = thread.floor is not None and oldest is not None and oldest < thread.floor
        before = None if is_known_before else information.optional_text("startCursor")
        return replace(thread, read=read, before=before) if before else None

    def _end(self, thread: _Thread) -> None:
        """Hold a thread that was read whole against the forge's count of it."""
        if thread.told is not None and thread.read != thread.told:
            self._pile.missing[self._kind.connection] += max(0, thread.told - thread.read)
        elif thread.is_held:
            self._pile.replaces.append(Replaces(table=self._kind.table, where=self._where(thread.number)))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of remark: where it lies, how it is asked for, and its table."""

    connection: str
    query: str
    time_field: str
    table: str


COMMENTS = _Kind("comments", "more_comments", "createdAt", Comment.table)
REVIEWS = _Kind("reviews", "more_reviews", "submittedAt", Review.table)


def comments(graphql: GraphQL, repository_id: str, parent_kind: str, pile: Pile) -> Threads:
    """Read the comments beside ``issue`` or ``change_request`` items."""

    def make(number: str, node: Fields) -> Record:
        return comment(repository_id, parent_kind, number, node, pile.accounts)

    def where(number: str) -> Mapping[str, str]:
        return {"repository_id": repository_id, "parent_kind": parent_kind, "parent_number": number}

    return Threads(graphql, COMMENTS, make, where, pile)


def reviews(graphql: GraphQL, repository_id: str, pile: Pile) -> "ReviewThreads":
    """Read the reviews beside change requests, each with the number of its remarks on code."""
    return ReviewThreads(graphql, repository_id, pile)


class ReviewThreads(Threads):
    """Reviews. How many remarks each holds is asked for a hundred reviews at once: beside every review of
    every change request it would cost as much as all the rest together.
    """

    def __init__(self, graphql: GraphQL, repository_id: str, pile: Pile) -> None:
        super().__init__(graphql, REVIEWS, self._review, self._reviews_of, pile)
        self._repository_id = repository_id
        self._uncounted: dict[str, list[int]] = {}  # places in the pile, by node id

    def count(self) -> None:
        """Ask for the counts of all that was read since; call it before the pile becomes a batch."""
        places, self._uncounted = self._uncounted, {}
        waiting, size = list(places), PageSize(cap=LARGEST_PAGE)
        while chunk := waiting[: size.value]:
            try:
                counts = self._counts(chunk)
            except Overloaded:
                if size.value == 1:
                    raise
                size.shrink()
                continue
            size.grow()
            waiting = waiting[len(chunk) :]
            for node_id, count in counts.items():
                self._note(places[node_id], count)

    def _note(self, places: list[int], count: int) -> None:
        """Complete the records of one review."""
        for place in places:
            record = self._pile.records[place]
            assert isinstance(record, Review)
            self._pile.records[place] = replace(record, comment_count=count)

    def _review(self, number: str, node: Fields) -> Record:
        record = review(self._repository_id, number, node, self._pile.accounts)
        if node_id := node.optional_text("id"):
            self._uncounted.setdefault(node_id, []).append(len(self._pile.records))
        return record

    def _reviews_of(self, number: str) -> Mapping[str, str]:
        return {"repository_id": self._repository_id, "change_request_number": number}

    def _counts(self, node_ids: list[str]) -> dict[str, int]:
        """Ask how many remarks on code each of up to a hundred reviews holds."""
        result = self._graphql.run_file("review_comment_counts", {"reviews": node_ids})
        self._pile.spent(result)
        found = Fields(result.data, "ReviewCommentCounts", self._pile.drift).children("nodes", "Review")
        counted = ((node.optional_text("id"), node.total("comments")) for node in found)
        return {node_id: count for node_id, count in counted if node_id and count is not None}
