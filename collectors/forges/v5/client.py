"""A place in a v5 API goes in, a page of rows and the place of the next one come out.

Gitee links the next page; GitCode only says how many there are, so its pages are counted. A place is a path
with its query, below the API's address and without any token, so that a cursor survives a change of host.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from collectors.forges.v5.answers import row, rows
from collectors.http.client import Answer, Http
from collectors.http.loose_json import Row, count
from collectors.protocol import Gone

PER_PAGE = 100  # the most that either forge gives
SECOND_LOOKS = 20
"""Pages of a run that are asked for again since they hold fewer rows than they should: arrays come cut short,
but a forge may also leave rows out on purpose, and that must not double the price of a pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list."""

    rows: Sequence[Row]
    next_place: str | None
    total: int | None  # rows on all pages, by the forge's header
    is_short: bool = False  # by its total it must be full, and it is not
    request_count: int
    quota_remaining: int | None


class V5Client:
    """Asks one v5 API, but not for the lists of a repository that is not there. Threads may share it."""

    def __init__(self, http: Http, base_url: str) -> None:
        """Ask the API at ``base_url``, which ends in /api/v5 on the real hosts."""
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._second_looks = SECOND_LOOKS
        self._gone: set[str] = set()

    def page(self, place: str) -> Page:
        """Fetch one page, again where it was cut short. Raises a CollectError; Failed where it is no list."""
        page = self._page(place)
        if not page.is_short or self._second_looks <= 0:
            return page
        self._second_looks -= 1
        again = self._page(place)
        better = max(page, again, key=lambda each: len(each.rows))
        return replace(better, request_count=page.request_count + again.request_count)

    def _page(self, place: str) -> Page:
        answer = self._get(place)
        found = rows(answer)
        total = count(answer.headers.get("total_count"))
        return Page(
            rows=found,
            next_place=self._linked(answer) or _counted(answer, place, len(found)),
            total=total,
            is_short=len(found) < _per_page(place) <= (total or 0) - _before(place),
            request_count=answer.request_count,
            quota_remaining=answer.quota_remaining,
        )

    def total(self, place: str) -> Page:
        """Read how many rows a list has: by the header of a page, or by the body that is a count alone."""
        answer = self._get(place)
        counted = answer.json()
        is_count = isinstance(counted, dict) and "all" in counted
        return Page(
            rows=() if is_count else rows(answer),
            next_place=None,
            total=count(counted["all"] if is_count else answer.headers.get("total_count")),
            request_count=answer.request_count,
            quota_remaining=answer.quota_remaining,
        )

    def one(self, place: str) -> Row:
        """Fetch one object. Raises a CollectError."""
        try:
            return row(self._get(place))
        except Gone:
            self._gone.add(place)
            raise

    def pass_over(self, place: str) -> Gone:
        """Take an object for one that is not there, without asking; give what says so."""
        self._gone.add(place)
        return Gone(f"{self._base_url}{place}: its owner does not list it; it is asked for once a week")

    def _get(self, place: str) -> Answer:
        """Ask for a place. Raises Gone at once below what was asked for as one object and is not there."""
        above = "/".join(place.partition("?")[0].split("/")[:4])
        if above != place and above in self._gone:
            raise Gone(f"{self._base_url}{above}: is not there, and so its lists were not asked for")
        return self._http.get(self._base_url + place)

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


def _per_page(here: str) -> int:
    return int(dict(parse_qsl(here.partition("?")[2])).get("per_page", PER_PAGE))


def _before(here: str) -> int:
    """Count the rows on the pages before a counted one."""
    page = dict(parse_qsl(here.partition("?")[2])).get("page", "1")
    return (int(page) - 1) * _per_page(here) if page.isdigit() else 0


def _counted(answer: Answer, here: str, row_count: int) -> str | None:
    """Count on to the next page where the forge links none: by its total, else while pages are full."""
    if "Link" in answer.headers:
        return None
    path, _, query_text = here.partition("?")
    query = dict(parse_qsl(query_text))
    number = int(query.get("page", "1"))
    page_total = count(answer.headers.get("total_page"))
    has_more = row_count >= _per_page(here) if page_total is None else number < page_total
    return place(path, query | {"page": str(number + 1)}) if has_more else None
