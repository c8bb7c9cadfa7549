"""What an answer means and what to do about it: retry rules as named data, each with its reason.

A reply is usable, or it matches a rule and is tried again, or it is an outcome. Rate limits are told from
a plain refusal by what the server says (headers and text), never by the status alone: 403 may be either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests
import urllib3

from collectors.protocol import CollectError, Failed, Forbidden, Gone, NoToken, RateLimited, Unreachable

LONGEST_WINDOW_SECONDS = 3700.0  # quotas are renewed hourly; a longer wait comes from a clock that is wrong
TEXT_BYTES = 4000  # how much of a refusal is read to find out why


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryRule:
    """One kind of trouble: how often and how patiently to try again, and what it is when that fails too.

    ``tries`` counts the first one. Waits double from ``first_wait_seconds``; a wait that the server names
    goes before. ``parks`` says what rests meanwhile: only this request, the token's bucket or the token.
    """

    name: str
    reason: str
    tries: int
    first_wait_seconds: float
    longest_wait_seconds: float
    outcome: type[CollectError]
    parks: str = ""  # "" | bucket | token

    def wait_seconds(self, attempt: int, told_seconds: float | None) -> float:
        """Give the wait after failed try number ``attempt`` (from 1)."""
        doubled = self.first_wait_seconds * 2.0 ** (attempt - 1)
        return min(doubled, self.longest_wait_seconds) if told_seconds is None else told_seconds


NO_CONNECTION = RetryRule(
    name="no_connection",
    reason="one more try tells a hiccup from an outage; more would delay every target of a host that is down",
    tries=2,
    first_wait_seconds=1.0,
    longest_wait_seconds=1.0,
    outcome=Unreachable,
)
TIMEOUT = RetryRule(
    name="timeout",
    reason="a server that stalled may recover, but each try costs a full timeout and quota on some forges",
    tries=3,
    first_wait_seconds=5.0,
    longest_wait_seconds=20.0,
    outcome=Unreachable,
)
BROKEN_BODY = RetryRule(
    name="broken_body",
    reason="a dropped or cut answer is an accident of the way; the same request usually passes at once",
    tries=4,
    first_wait_seconds=1.0,
    longest_wait_seconds=10.0,
    outcome=Unreachable,
)
SERVER_ERROR = RetryRule(
    name="server_error",
    reason="5xx are short: restarts, overload, a gateway's timeout; what half a minute does not heal lasts",
    tries=5,
    first_wait_seconds=2.0,
    longest_wait_seconds=16.0,
    outcome=Unreachable,
)
COMPUTING = RetryRule(
    name="computing",
    reason="202 says that the answer is being made; forges take seconds to a minute",
    tries=6,
    first_wait_seconds=2.0,
    longest_wait_seconds=20.0,
    outcome=Unreachable,
)
PRIMARY_LIMIT = RetryRule(
    name="primary_limit",
    reason="the bucket is empty until its reset; another token may have some left",
    tries=1000,  # bounded by the waiting budget, not by tries
    first_wait_seconds=60.0,
    longest_wait_seconds=60.0,
    outcome=RateLimited,
    parks="bucket",
)
SECONDARY_LIMIT = RetryRule(
    name="secondary_limit",
    reason="too fast or too costly; forges ask for a minute at least and ban who goes on",
    tries=6,
    first_wait_seconds=60.0,
    longest_wait_seconds=960.0,
    outcome=RateLimited,
    parks="token",
)
TOKEN_REFUSED = RetryRule(
    name="token_refused",
    reason="a revoked token stays revoked; another one may do",
    tries=1000,  # bounded by the number of tokens
    first_wait_seconds=0.0,
    longest_wait_seconds=0.0,
    outcome=NoToken,
)

RULES = (
    NO_CONNECTION,
    TIMEOUT,
    BROKEN_BODY,
    SERVER_ERROR,
    COMPUTING,
    PRIMARY_LIMIT,
    SECONDARY_LIMIT,
    TOKEN_REFUSED,
)

OUTCOMES: Mapping[int, tuple[type[CollectError], str]] = {
    401: (NoToken, "needs a token"),
    403: (Forbidden, "may not be read"),
    404: (Gone, "is not there"),
    410: (Gone, "was deleted"),
    451: (Gone, "was taken down for legal reasons"),
}


LIMIT_STATUSES = (403, 418, 429)
ALWAYS_LIMIT_STATUSES = (418, 429)  # 418: GitCode's "suspected unsafe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a try did not give a usable answer."""

    text: str
    rule: RetryRule | None = None  # None: trying again does not help
    outcome: type[CollectError] = Failed
    told_seconds: float | None = None
    is_outage: bool = False
    response: requests.Response | None = None
    host: str | None = None  # where it happened


def trouble_of_error(error: requests.RequestException) -> Trouble:
    """Say what a failed transfer means. The error's own text stays out: it may quote headers."""
    if isinstance(error, requests.exceptions.SSLError):
        return Trouble(text="its certificate is not trusted; see REQUESTS_CA_BUNDLE", outcome=Unreachable)
    if isinstance(error, requests.exceptions.ProxyError):
        return retried(NO_CONNECTION, "the proxy does not let us through", is_outage=True)
    if isinstance(error, requests.ConnectTimeout):
        return retried(NO_CONNECTION, "no connection within the time", is_outage=True)
    if isinstance(error, requests.Timeout) or _has_cause(error, urllib3.exceptions.ReadTimeoutError):
        return retried(TIMEOUT, "no answer within the time", is_outage=True)
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return retried(BROKEN_BODY, "the answer broke off")
    if _has_cause(error, urllib3.exceptions.ProtocolError):
        return retried(BROKEN_BODY, "the connection was dropped", is_outage=True)
    if isinstance(error, requests.ConnectionError):
        return retried(NO_CONNECTION, "no connection", is_outage=True)
    return Trouble(text=f"the request cannot be made ({type(error).__name__})")


def _has_cause(error: requests.RequestException, kind: type[Exception]) -> bool:
    """Tell whether the transport below failed in that way."""
    return bool(error.args) and isinstance(error.args[0], kind)


def trouble_of_response(response: requests.Response, now: datetime) -> Trouble | None:
    """Say what is wrong with a response, or None where it is usable. ``now`` serves where Date is missing."""
    status = response.status_code
    if status == HTTPStatus.ACCEPTED:
        return retried(
            COMPUTING, "is still being computed", told=_retry_after(response, now), response=response
        )
    if limit := _limit_trouble(response, now):
        return limit
    if status < HTTPStatus.BAD_REQUEST:
        return None
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        told = _retry_after(response, now)
        return retried(SERVER_ERROR, f"HTTP {status}", told=told, is_outage=True, response=response)
    if status == HTTPStatus.UNAUTHORIZED:
        return Trouble(text="needs a valid token", rule=TOKEN_REFUSED, outcome=NoToken, response=response)
    outcome, text = OUTCOMES.get(status, (Failed, "was refused"))
    return Trouble(text=f"{text} (HTTP {status})", outcome=outcome, response=response)


def _limit_trouble(response: requests.Response, now: datetime) -> Trouble | None:
    """Tell a rate limit from everything else, and the primary one from a secondary one."""
    status = response.status_code
    if status not in LIMIT_STATUSES and not _is_graphql_refusal(response):
        return None
    text = response.content[:TEXT_BYTES].decode("utf-8", "replace").lower()
    told = _retry_after(response, now)
    is_secondary = "secondary rate limit" in text or "abuse detection" in text
    if response.headers.get("X-RateLimit-Remaining") == "0" and not is_secondary:
        return retried(
            PRIMARY_LIMIT, "the hour's quota is used up", told=_until_reset(response, now), response=response
        )
    says_limit = is_secondary or "rate limit" in text or '"rate_limited"' in text
    if told is not None or says_limit or status in ALWAYS_LIMIT_STATUSES:
        return retried(SECONDARY_LIMIT, "asks us to slow down", told=told, response=response)
    return None


def _is_graphql_refusal(response: requests.Response) -> bool:
    """Tell a 200 that carries a limit's error and no data: GraphQL says so in the body only."""
    if response.status_code != HTTPStatus.OK or len(response.content) > TEXT_BYTES:
        return False
    text = response.content.lower()
    return b'"errors"' in text and (b"rate limit" in text or b'"rate_limited"' in text)


def server_now(response: requests.Response, now: datetime) -> datetime:
    """Give the server's instant, so that a wrong clock here does not matter to its resets."""
    try:
        return parsedate_to_datetime(response.headers["Date"])
    except (KeyError, ValueError):
        return now


def seconds_until(response: requests.Response, epoch: str | None, now: datetime) -> float | None:
    """Give the seconds from the server's now to ``epoch`` (text, seconds since 1970), within reason."""
    if epoch is None or not epoch.isdigit():
        return None
    seconds = float(epoch) - server_now(response, now).timestamp()
    return min(max(seconds, 1.0), LONGEST_WINDOW_SECONDS)


def _until_reset(response: requests.Response, now: datetime) -> float | None:
    """Give the seconds until the bucket is refilled."""
    return seconds_until(response, response.headers.get("X-RateLimit-Reset"), now)


def _retry_after(response: requests.Response, now: datetime) -> float | None:
    """Read Retry-After in seconds, whichever of its two forms it has."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return min(float(text), LONGEST_WINDOW_SECONDS)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return min(max((until - server_now(response, now)).total_seconds(), 1.0), LONGEST_WINDOW_SECONDS)


def retried(
    rule: RetryRule,
    text: str,
    *,
    told: float | None = None,
    is_outage: bool = False,
    response: requests.Response | None = None,
) -> Trouble:
    """Make the trouble of a rule."""
    return Trouble(
        text=text,
        rule=rule,
        outcome=rule.outcome,
        told_seconds=told,
        is_outage=is_outage,
        response=response,
    )
