"""Lists as GitHub serves them: pages and Link headers, and cursors where a list is long."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from sandbox.forges.github.shapes.ids import cursor, read_cursor
from sandbox.http.messages import Answer

CURSOR_ABOVE = 1_000  # items; longer lists of issues refuse page numbers beyond it and link by cursor
Item = TypeVar("Item")
SortKey = Callable[[Any], tuple[int, ...]]


class BadPage(Exception):
    """The client asked for a page that does not exist in this way."""


def page_size(query: dict[str, str], largest: int = 100, default: int = 30) -> int:
    """Read ``per_page``; what is no number or out of range falls back as on GitHub."""
    text = query.get("per_page", "")
    size = int(text) if text.isdecimal() and int(text) > 0 else default
    return min(size, largest)


def page_number(query: dict[str, str]) -> int:
    """Read ``page``, 1 where it is missing or nonsense."""
    text = query.get("page", "")
    return max(int(text), 1) if text.isdecimal() else 1


def _link(url: str, query: dict[str, str], relation: str) -> str:
    return f'<{url}?{urlencode(query, quote_via=quote)}>; rel="{relation}"'


def _numbered_links(url: str, query: dict[str, str], page: int, last: int) -> list[str]:
    def at(number: int, relation: str) -> str:
        return _link(url, query | {"page": str(number)}, relation)

    links = []
    if page > 1:
        links.append(at(min(page - 1, last), "prev"))
    if page < last:
        links += [at(page + 1, "next"), at(last, "last")]
    if page > 1:
        links.append(at(1, "first"))
    return links


def numbered(
    items: Sequence[Item], query: dict[str, str], url: str, write: Callable[[Item], Any], largest: int = 100
) -> Answer:
    """Serve one page of a list by its number."""
    size, page = page_size(query, largest), page_number(query)
    last = max(-(-len(items) // size), 1)
    links = _numbered_links(url, query, page, last)
    answer = Answer.json([write(item) for item in items[(page - 1) * size : page * size]])
    if links:
        answer.headers["Link"] = ", ".join(links)
    return answer


def by_cursor(
    items: Sequence[Item],
    query: dict[str, str],
    url: str,
    write: Callable[[Item], Any],
    key: SortKey,
    descending: bool,
    cursor_above: int = CURSOR_ABOVE,
) -> Answer:
    """Serve one page of a list sorted by ``key``: by number while it is short, by cursor where it is long."""
    size = page_size(query)
    if len(items) <= cursor_above and "after" not in query and "before" not in query:
        return numbered(items, query, url, write)
    if "after" in query:
        start = _position(items, query["after"], key, descending)
    elif page_number(query) * size > cursor_above:
        raise BadPage(
            "Pagination with the page parameter is not supported for large datasets, "
            "please use cursor based pagination (after/before)"
        )
    else:
        start = (page_number(query) - 1) * size
    chosen = items[start : start + size]
    answer = Answer.json([write(item) for item in chosen])
    if start + size < len(items):
        page = page_number(query) + 1
        further = {**query, "after": cursor(*key(chosen[-1])), "page": str(page)}
        answer.headers["Link"] = _link(url, further, "next")
    return answer


def _position(items: Sequence[Any], text: str, key: SortKey, descending: bool) -> int:
    """Find the first item behind a cursor, wherever the item that it was made from is now."""
    stand = read_cursor(text)
    if stand is None:
        raise BadPage("The cursor is not valid")
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        behind = key(items[middle]) < stand if descending else key(items[middle]) > stand
        if behind:
            high = middle
        else:
            low = middle + 1
    return low
