"""The one place that speaks HTTP: typed answers, or the CollectError that the ledger keeps.

A question is signed with a leased token (``http_tokens``), sent (``http_transport``) and judged
(``http_rules``). What may pass is tried again within the tries of its rule and the run's waiting budget
(``http_limits``); what may not becomes an outcome (``http_exchange``). Nothing above knows a status code, a
quota's header or a token.
"""

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import orjson
from requests.utils import parse_header_links

from collectors.clock import Clock, SystemClock
from collectors.http.exchange import Edge, Exchange, Overloaded
from collectors.http.loose_json import Json
from collectors.http.recorded_pages import PageKeeper
from collectors.http.tokens import Credential, TokenPool
from collectors.http.transport import Network, Question, Transport
from collectors.http.waiting import WAITING_SECONDS, Breaker, WaitingBudget
from collectors.protocol import Failed

__all__ = ["Answer", "Http", "Overloaded", "forge_http"]

"""Parsed JSON, of a shape that only its reader knows."""


_SECRET_PARAMETER = re.compile(r"(?<=[?&])(?:access_token|private_token)=[^&]*&?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A usable answer: 2xx, or 304 where the question offered an ETag."""

    url: str  # where it came from in the end
    status: int
    headers: Mapping[str, str]
    body: bytes
    document: Json = None  # the parsed body, where it is JSON
    was_moved: bool = False
    request_count: int = 1
    quota_remaining: int | None = None

    @property
    def is_unchanged(self) -> bool:
        """Tell whether the server says that nothing changed since the offered ETag."""
        return self.status == HTTPStatus.NOT_MODIFIED

    @property
    def next_url(self) -> str | None:
        """Give the next page as the server links it; we never count pages. Raises Failed off the host."""
        for link in parse_header_links(self.headers.get("Link", "")):
            if link.get("rel") == "next":
                if urlsplit(link["url"]).netloc != urlsplit(self.url).netloc:
                    raise Failed(f"{self.url}: its next page lies on another host")
                return _SECRET_PARAMETER.sub("", link["url"])
        return None

    def json(self) -> Json:
        """Give the parsed body, None where it is empty. Raises Failed where it is not JSON."""
        if self.document is None and self.body.strip() not in (b"", b"null"):
            raise Failed(f"{self.url}: the answer is not JSON")
        return self.document


def forge_http(
    api_url: str,
    credentials: Iterable[Credential],
    clock: Clock,
    *,
    transport: Transport | None = None,
    keeper: PageKeeper | None = None,
    headers: Mapping[str, str] | None = None,
    pace_seconds: float = 0.0,
    waiting_seconds: float = WAITING_SECONDS,
) -> "Http":
    """Make the client of one forge: its tokens go to the host of ``api_url`` and nowhere else.

    Without credentials it asks as nobody, which most forges allow some sixty times an hour.
    """
    waiting = WaitingBudget(clock, waiting_seconds)
    pool = TokenPool(
        list(credentials) or [Credential(label="no token")],
        clock,
        waiting,
        host=urlsplit(api_url).netloc,
        pace_seconds=pace_seconds,
    )
    return Http(transport, tokens=pool, clock=clock, waiting=waiting, keeper=keeper, headers=headers)


class Http:
    """Ask one forge or registry over HTTP. Threads may share it."""

    def __init__(
        self,
        transport: Transport | None = None,
        *,
        tokens: TokenPool | None = None,
        clock: Clock | None = None,
        waiting: WaitingBudget | None = None,
        breaker: Breaker | None = None,
        keeper: PageKeeper | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Ask through ``transport``, by default the network; ``keeper`` keeps what was answered."""
        clock = clock or SystemClock()
        self._edge = Edge(
            transport=transport or Network(),
            clock=clock,
            waiting=waiting or WaitingBudget(clock),
            breaker=breaker or Breaker(clock),
            tokens=tokens,
            keeper=keeper,
        )
        self._headers = dict(headers or {})
        self._lock = threading.Lock()
        self.request_count = 0

    def get(
        self, url: str, *, accept: str = "application/json", etag: str | None = None, bucket: str = "core"
    ) -> Answer:
        """Fetch ``url``; with ``etag``, an unchanged page gives an answer without a body."""
        question = Question(url=url, accept=accept, etag=etag, headers=self._headers)
        return self._ask(Exchange(edge=self._edge, question=question, bucket=bucket))

    def pages(self, url: str, *, accept: str = "application/json", bucket: str = "core") -> Iterator[Answer]:
        """Fetch ``url`` and every page that the server links as the next one."""
        next_url: str | None = url
        while next_url:
            answer = self.get(next_url, accept=accept, bucket=bucket)
            yield answer
            next_url = answer.next_url

    def post_json(self, url: str, body: Json, *, bucket: str, is_impatient: bool = False) -> Answer:
        """Post a query, which needs a token. Raises Overloaded at once where ``is_impatient``."""
        question = Question(url=url, body=orjson.dumps(body), headers=self._headers)
        return self._ask(
            Exchange(
                edge=self._edge,
                question=question,
                bucket=bucket,
                needs_token=True,
                is_impatient=is_impatient,
            )
        )

    def wait(self, seconds: float, why: str) -> None:
        """Wait within the run's budget. Raises RateLimited where it is used up."""
        self._edge.waiting.wait(seconds, why)

    def close(self) -> None:
        """Let go of connections and files."""
        self._edge.transport.close()

    def _ask(self, exchange: Exchange) -> Answer:
        """Run the exchange and count its requests, whatever comes of it."""
        try:
            reply = exchange.run()
        finally:
            with self._lock:
                self.request_count += exchange.request_count
        response = reply.response
        return Answer(
            url=response.url,
            status=response.status_code,
            headers=response.headers,
            body=response.content,
            document=reply.document,
            was_moved=bool(response.history),
            request_count=exchange.request_count,
            quota_remaining=reply.quota_remaining,
        )
