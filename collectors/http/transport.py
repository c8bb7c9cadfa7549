"""One request out, one response in: sessions that reuse connections, remember ETags and guard the token."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import NoReturn, Protocol, TypeVar
from urllib.parse import urlsplit

import orjson
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from requests.sessions import SessionRedirectMixin
from requests_cache import CacheActions, CachedResponse, CachedSession, SQLiteCache

CONNECT_SECONDS = 10.0  # a host that takes longer to shake hands is down for our purpose
READ_SECONDS = 60.0  # between two bytes, not for the whole answer
CONNECTIONS = 16  # kept open per host; more than the threads that collect
ETAG_DAYS = 60  # an answer not asked for again within this is forgotten
USER_AGENT = "suiyuan (research on open-source ecosystems)"
API_VERSION_HEADER = "X-GitHub-Api-Version"


AnySession = TypeVar("AnySession", bound=requests.Session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request before it is signed. ``body`` makes it a POST of JSON."""

    url: str
    accept: str = "application/json"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None

    @property
    def method(self) -> str:
        """Name the HTTP method."""
        return "GET" if self.body is None else "POST"

    @property
    def host(self) -> str:
        """Name the host, with its port where it is given."""
        return urlsplit(self.url).netloc

    @property
    def expects_json(self) -> bool:
        """Tell whether an answer that is not JSON is a broken one."""
        return "html" not in self.accept


class Transport(Protocol):
    """What turns a question into a response: the network, or pages that were kept."""

    is_live: bool  # False: it gives what was answered once, so that trying again is vain

    def send(self, question: Question, authorization: str | None) -> requests.Response:
        """Give the response, whatever its status. Raises requests.RequestException."""
        ...

    def close(self) -> None:
        """Let go of connections and files."""
        ...


class _Signed(AuthBase):
    """Signs a request; being an auth object, it also keeps requests from reading ~/.netrc."""

    def __init__(self, authorization: str | None) -> None:
        self._authorization = authorization

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header, and never anything to the URL."""
        if self._authorization:
            r.headers["Authorization"] = self._authorization
        return r


class _KeepsToken(SessionRedirectMixin):
    """Drops the token where a redirect leads to another host, and takes no password from ~/.netrc there."""

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Decide whether the token may follow the redirect."""
        before = response.request.url or ""
        if self.should_strip_auth(before, prepared_request.url or ""):
            prepared_request.headers.pop("Authorization", None)


class _PlainSession(_KeepsToken, requests.Session):
    pass


class _CachedSession(_KeepsToken, CachedSession):
    def _handle_error(self, cached_response: CachedResponse, actions: CacheActions) -> NoReturn:
        """Let a failed revalidation fail: by default what is remembered would pass for today's answer."""
        error = sys.exception()
        assert error is not None
        raise error


class _Store(SQLiteCache):
    """Gives only what its server can be asked about again; an older store may hold more."""

    def get_response(self, key: str, default: CachedResponse | None = None) -> CachedResponse | None:
        """Look an answer up; one without a validator counts as not there, however fresh it is said to be."""
        found = super().get_response(key, default)
        return found if found is not None and _has_validator(found) else default


class Network:
    """The real transport."""

    is_live = True

    def __init__(
        self,
        etag_file: Path | None = None,
        *,
        is_private: Callable[[str], bool] = lambda _: False,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        """Remember ETags and their answers in ``etag_file`` (SQLite), but none whose text ``is_private``."""
        self._timeout = (connect_seconds, read_seconds)
        self._plain = _prepared(_PlainSession())
        self._caching = _caching_session(etag_file, is_private) if etag_file else None

    def send(self, question: Question, authorization: str | None) -> requests.Response:
        """Send one request, following redirects. A question with an ETag of its own passes by the store."""
        own_etag = {"If-None-Match": question.etag} if question.etag else {}
        by_store = self._caching is not None and question.body is None and not question.etag
        session = self._caching if by_store and self._caching else self._plain
        return session.request(
            question.method,
            question.url,
            data=question.body,
            headers={"Accept": question.accept, **question.headers, **own_etag},
            auth=_Signed(authorization),
            timeout=self._timeout,
        )

    def close(self) -> None:
        """Close the connections and the store."""
        self._plain.close()
        if self._caching is not None:
            self._caching.cache.delete(expired=True)
            self._caching.close()


def _prepared(session: AnySession) -> AnySession:
    """Give a session our name, room for all threads' connections, and no cookies."""
    session.headers["User-Agent"] = USER_AGENT
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(pool_connections=CONNECTIONS, pool_maxsize=CONNECTIONS))
    return session


def _caching_session(path: Path, is_private: Callable[[str], bool]) -> _CachedSession:
    """Open the store: one answer per URL, Accept and API version, asked about again each time.

    How long its server says that an answer stays fresh (Cache-Control, Expires) is not listened to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    session = _CachedSession(
        backend=_Store(str(path)),
        always_revalidate=True,
        expire_after=timedelta(days=ETAG_DAYS),
        allowable_methods=("GET",),
        allowable_codes=(200,),
        match_headers=["Accept", API_VERSION_HEADER],
        filter_fn=lambda response: _is_worth_remembering(response) and not is_private(response.text),
    )
    return _prepared(session)


def _is_worth_remembering(response: requests.Response) -> bool:
    """Tell whether the store may keep an answer: not one that was cut, nor one that quotes the token.

    Nor one without a validator: nobody could ask whether it still holds, so it would hold for ETAG_DAYS.
    A failure passes here, since its status keeps it out and being filtered would drop what is remembered.
    """
    if not response.ok:
        return True
    if not _has_validator(response):
        return False
    sent = response.request.headers
    secret = str(sent.get("Authorization", "")).removeprefix("Bearer ")
    if secret and (secret in response.text or secret in str(response.headers)):
        return False
    return "html" in str(sent.get("Accept", "")) or _is_json(response.content)


def _has_validator(response: requests.Response | CachedResponse) -> bool:
    return bool(response.headers.get("ETag") or response.headers.get("Last-Modified"))


def _is_json(content: bytes) -> bool:
    try:
        orjson.loads(content)
    except orjson.JSONDecodeError:
        return False
    return True
