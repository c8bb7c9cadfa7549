"""The one place that speaks HTTP: typed answers or a CollectError, nothing else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from collectors.protocol import CollectError, Failed, Forbidden, Gone, NoToken, RateLimited, Unreachable

Json = Any
"""Parsed JSON, of a shape that only its reader knows."""

CONNECT_SECONDS = 10.0  # a host that takes longer to shake hands is down for our purpose
READ_SECONDS = 60.0  # between two bytes, not for the whole answer
USER_AGENT = "suiyuan (research; open-source metrics)"

OUTCOMES: Mapping[int, tuple[type[CollectError], str]] = {
    401: (NoToken, "needs a token, or the token is not valid"),
    403: (Forbidden, "may not be read"),
    404: (Gone, "is not there"),
    410: (Gone, "was deleted"),
    429: (RateLimited, "asks us to slow down"),
    451: (Gone, "was taken down for legal reasons"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A usable answer: 200, or 304 where the caller offered an ETag."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    request_count: int = 1

    @property
    def is_unchanged(self) -> bool:
        """Tell whether the server says that nothing changed since the offered ETag."""
        return self.status == requests.codes.not_modified

    def json(self) -> Json:
        """Parse the body. Raises Failed where it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Failed(f"{self.url}: the answer is not JSON ({error})") from error


class Http:
    """Ask over HTTP; give answers or raise the CollectError that the ledger keeps."""

    def __init__(self, session: requests.Session | None = None) -> None:
        """Take a session, or make one that reuses its connections."""
        self._session = session or requests.Session()
        self._session.headers["User-Agent"] = USER_AGENT

    def get(self, url: str, *, accept: str = "application/json", etag: str | None = None) -> Answer:
        """Fetch ``url``; with ``etag``, an unchanged page gives an answer without a body."""
        headers = {"Accept": accept} | ({"If-None-Match": etag} if etag else {})
        try:
            response = self._session.get(url, headers=headers, timeout=(CONNECT_SECONDS, READ_SECONDS))
        except requests.RequestException as error:
            raise Unreachable(f"{url}: no answer ({type(error).__name__})") from error
        return _answer(url, response)


def _answer(url: str, response: requests.Response) -> Answer:
    """Turn a response into an answer. Raises the CollectError of its status."""
    if response.ok:
        return Answer(
            url=response.url, status=response.status_code, headers=response.headers, body=response.content
        )
    kind, reason = OUTCOMES.get(response.status_code, (Unreachable, "failed to answer"))
    raise kind(f"{url}: {reason} (HTTP {response.status_code})")
