"""A place in a v5 API goes in, a page of rows and the place of the next one come out.

Gitee links the next page; GitCode only says how many there are, so its pages are counted. A place is a path
with its query, below the API's address and without any token, so that a cursor survives a change of host.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from collectors.http import Answer, Http
from collectors.v5 import Row, count, row, rows

PER_PAGE = 100  # the most that either forge gives


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list."""

    rows: Sequence[Row]
    next_place: str | None
    total: int | None  # rows on all pages, by the forge's header
    request_count: int
    quota_remaining: int | None


class V5Client:
    """Asks one v5 API."""

    def __init__(self, http: Http, base_url: str) -> None:
        """Ask the API at ``base_url``, which ends in /api/v5 on the real hosts."""
        self._http = http
        self._base_url = base_url.rstrip("/")

    def page(self, place: str) -> Page:
        """Fetch one page. Raises a CollectError; Failed where the answer is no list."""
        answer = self._http.get(self._base_url + place)
        found = rows(answer)
        return Page(
            rows=found,
            next_place=self._linked(answer) or _counted(answer, place, len(found)),
            total=count(answer.headers.get("total_count")),
            request_count=answer.request_count,
            quota_remaining=answer.quota_remaining,
        )

    def one(self, place: str) -> Row:
        """Fetch one object. Raises a CollectError."""
        return row(self._http.get(self._base_url + place))

    def _linked(self, answer: Answer) -> str | None:
        """Give the place that the forge links as the next page."""
        if not answer.next_url:
            return None
        parts = urlsplit(answer.next_url)
        path = parts.path.removeprefix(urlsplit(self._base_url).path)
        return place(path, {name: value for name, value in parse_qsl(parts.query) if name != "access_token"})


def place(path: str, query: Mapping[str, str]) -> str:
    """Write a place; values are percent-encoded, the + of +08:00 with them."""
    return f"{path}?{urlencode(query)}" if query else path


def _counted(answer: Answer, here: str, row_count: int) -> str | None:
    """Count on to the next page where the forge links none: by its total, else while pages are full."""
    if "Link" in answer.headers:
        return None
    path, _, query_text = here.partition("?")
    query = dict(parse_qsl(query_text))
    number = int(query.get("page", "1"))
    page_total = count(answer.headers.get("total_page"))
    if page_total is None:
        has_more = row_count >= int(query.get("per_page", PER_PAGE))
    else:
        has_more = number < page_total and row_count > 0
    return place(path, query | {"page": str(number + 1)}) if has_more else None
