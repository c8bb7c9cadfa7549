"""Connections: pages of a sorted list by cursor. A cursor names a place in the order, not an index."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from graphql import GraphQLError, GraphQLResolveInfo

from sandbox.forges.github.shapes.ids import cursor, read_cursor

Item = TypeVar("Item")
Key = Callable[[Any], tuple[int, ...]]
Arguments = dict[str, Any]


class Connection(NamedTuple):
    """One page of a list and what is known of the whole."""

    nodes: Sequence[Any]
    total_count: int
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool
    extra: dict[str, Any]

    @property
    def edges(self) -> list[tuple[str, Any]]:
        """Pairs of a cursor and a node."""
        return list(zip(self.cursors, self.nodes, strict=True))


def paged(build: Callable[[Any, GraphQLResolveInfo, Arguments], Connection]) -> Callable[..., Connection]:
    """Make a resolver of a function that takes a field's arguments as one dictionary."""

    def resolve(source: object, info: GraphQLResolveInfo, **arguments: object) -> Connection:
        return build(source, info, arguments)

    return resolve


def connect(
    items: Sequence[Any],
    arguments: Arguments,
    key: Key,
    *,
    descending: bool = False,
    total_count: int | None = None,
    **extra: object,
) -> Connection:
    """Cut the page that ``first``/``after`` or ``last``/``before`` ask for; ``key`` is the list's order."""
    start, end = 0, len(items)
    if arguments.get("after"):
        start = _place(items, arguments["after"], key, descending, behind=True)
    if arguments.get("before"):
        end = _place(items, arguments["before"], key, descending, behind=False)
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None:
        end = min(end, start + first)
    elif last is not None:
        start = max(start, end - last)
    else:
        end = start
    chosen = items[start:end]
    return Connection(
        chosen,
        len(items) if total_count is None else total_count,
        [cursor(*key(item)) for item in chosen],
        end < len(items),
        start > 0,
        extra,
    )


def _place(items: Sequence[Any], text: str, key: Key, descending: bool, *, behind: bool) -> int:
    stand = read_cursor(text)
    if stand is None:
        raise GraphQLError(f"`{text}` does not appear to be a valid cursor.")
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        value = key(items[middle])
        before = value > stand if descending else value < stand
        if before or (behind and value == stand):
            low = middle + 1
        else:
            high = middle
    return low


def by_position(items: Sequence[Any], arguments: Arguments, **extra: int) -> Connection:
    """Page through a short list in its own order."""
    numbered = list(enumerate(items, start=1))
    page = connect(numbered, arguments, lambda pair: (pair[0],))
    return page._replace(nodes=[item for _, item in page.nodes], extra=extra)
