"""Lists of a v5 API: filtered by state and time, sorted, and cut into pages whose totals stand in headers."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from sandbox.http.messages import Answer, Request

Item = TypeVar("Item")
Json = dict[str, Any]
MOST_PER_PAGE = 100
DEFAULT_PER_PAGE = 20
_SHANGHAI = timezone(timedelta(hours=8))


def local_time(at: int | None, *, milliseconds: bool = False) -> str | None:
    """Write an instant as the forges mostly do: 2021-05-01T12:00:00+08:00."""
    if at is None:
        return None
    return datetime.fromtimestamp(at, _SHANGHAI).isoformat(
        timespec="milliseconds" if milliseconds else "seconds"
    )


def zulu_time(at: int | None) -> str | None:
    """Write an instant as they sometimes do: 2021-05-01T04:00:00.000Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z") if at is not None else None


def read_time(text: str | None) -> int:
    """Read a time parameter; 0 where it is missing or nonsense."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return 0
    return int((moment if moment.tzinfo else moment.replace(tzinfo=_SHANGHAI)).timestamp())


def paged(
    request: Request, items: Sequence[Item], write: Callable[[Item], Json], *, is_linked: bool
) -> Answer:
    """Serve the page that is asked for. ``is_linked``: with Link headers, as Gitee has them."""
    query = request.query
    size = min(_positive(query.get("per_page"), DEFAULT_PER_PAGE), MOST_PER_PAGE)
    page, last = _positive(query.get("page"), 1), -(-len(items) // size)
    answer = Answer.json([write(item) for item in items[(page - 1) * size : page * size]])
    answer.headers |= {"total_count": str(len(items)), "total_page": str(last)}
    if is_linked and page < last:
        further = urlencode(query | {"page": str(page + 1)}, quote_via=quote)
        answer.headers["Link"] = f'<{request.base_url}{request.path}?{further}>; rel="next"'
    return answer


def _positive(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and int(text) > 0 else default
