"""One question, from the first try to a usable response or an outcome."""

import logging
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests

from collectors.clock import Clock
from collectors.http.recorded_pages import PageKeeper
from collectors.http.retry_rules import (
    BROKEN_BODY,
    NO_CONNECTION,
    SERVER_ERROR,
    TIMEOUT,
    TOKEN_REFUSED,
    RetryRule,
    Trouble,
    retried,
    trouble_of_error,
    trouble_of_response,
)
from collectors.http.tokens import Credential, TokenPool
from collectors.http.transport import Question, Transport
from collectors.http.waiting import Breaker, WaitingBudget
from collectors.protocol import CollectError, RateLimited, Unreachable

log = logging.getLogger(__name__)


class Overloaded(Unreachable):
    """The server gave up on this request; a smaller one may pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What all exchanges of one forge share."""

    transport: Transport
    clock: Clock
    waiting: WaitingBudget
    breaker: Breaker
    tokens: TokenPool | None = None
    keeper: PageKeeper | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A usable response and what it cost."""

    response: requests.Response
    document: Any  # the parsed body, where it is JSON
    quota_remaining: int | None


@dataclass(slots=True, kw_only=True)
class Exchange:
    """Asks one question until it is answered. ``bucket`` names the quota that it is expected to draw on."""

    edge: Edge
    question: Question
    bucket: str
    needs_token: bool = False
    is_impatient: bool = (
        False  # an overload is reported at once, since a smaller question is the better answer
    )
    request_count: int = 0
    _tried: Counter[str] = field(default_factory=Counter)

    def run(self) -> Reply:
        """Give a usable reply. Raises the CollectError that the ledger keeps."""
        while True:
            self.edge.breaker.check(self.question.host)
            with self._lease() as credential:
                result = self._try(credential)
            if isinstance(result, Reply):
                self.edge.breaker.succeed(self.question.host)
                self._keep(result.response)
                return result
            self._recover(result, credential)

    def _lease(self) -> AbstractContextManager[Credential | None]:
        """Take a credential where this host has any."""
        tokens = self.edge.tokens
        if tokens is not None and tokens.host == self.question.host:
            return tokens.lease(self.bucket, needs_token=self.needs_token)
        return nullcontext()

    def _try(self, credential: Credential | None) -> Reply | Trouble:
        """Send once and judge what came."""
        tokens = self.edge.tokens
        authorization = tokens.header(credential) if tokens and credential else None
        self.request_count += 1
        try:
            response = self.edge.transport.send(self.question, authorization)
        except requests.RequestException as error:
            return replace(trouble_of_error(error), host=_host_of(error))
        self.request_count += len(response.history)
        left = tokens.learn(credential, response, self.bucket) if tokens and credential else None
        return trouble_of_response(response, self.edge.clock.now()) or self._read(response, left)

    def _read(self, response: requests.Response, quota_remaining: int | None) -> Reply | Trouble:
        """Parse a JSON body; one that was cut counts as broken, and may be whole the next time."""
        content = response.content
        is_json = "json" in response.headers.get("Content-Type", "")
        if not content or not (is_json or self.question.expects_json):
            return Reply(response, None, quota_remaining)
        try:
            return Reply(response, orjson.loads(content), quota_remaining)
        except orjson.JSONDecodeError:
            return retried(BROKEN_BODY, "the answer is not JSON", response=response)

    def _recover(self, trouble: Trouble, credential: Credential | None) -> None:
        """Do what the trouble's rule says, so that another try makes sense, or raise the outcome."""
        rule = trouble.rule
        if rule is None:
            self.edge.breaker.succeed(self.question.host)  # it answered, if not to our liking
            raise self._outcome(trouble)
        if self.is_impatient and rule in (SERVER_ERROR, TIMEOUT):
            self._keep(trouble.response)
            raise Overloaded(self._text(trouble))
        self._tried[rule.name] += 1
        if rule is TOKEN_REFUSED:
            self._refuse(trouble, credential)
        elif self._tried[rule.name] >= (rule.tries if self.edge.transport.is_live else 1):
            raise self._give_up(trouble)
        else:
            self._rest(trouble, rule, credential)

    def _rest(self, trouble: Trouble, rule: RetryRule, credential: Credential | None) -> None:
        """Wait, or let the token rest whose limit was met, so that another one may go on."""
        seconds = rule.wait_seconds(self._tried[rule.name], trouble.told_seconds)
        text = f"{self._text(trouble)}; {rule.name}, try {self._tried[rule.name]}"
        if rule.parks and self.edge.tokens and credential:
            log.info("%s; %s rests for %.0f s", text, credential.label, seconds)
            self.edge.tokens.rest(credential, self.bucket if rule.parks == "bucket" else None, seconds)
        else:
            self.edge.waiting.wait(seconds, text)

    def _refuse(self, trouble: Trouble, credential: Credential | None) -> None:
        """Go on with another token, if this one was refused; nothing can be done where there was none."""
        if self.edge.tokens is None or credential is None or credential.secret is None:
            raise self._outcome(trouble)
        log.warning("%s: %s was refused; make a new one", self.question.host, credential.label)
        self.edge.tokens.refuse(credential)

    def _give_up(self, trouble: Trouble) -> CollectError:
        """Remember an outage for the host's other targets, and give the outcome."""
        if trouble.is_outage:
            is_down = trouble.rule is NO_CONNECTION
            self.edge.breaker.fail(trouble.host or self.question.host, trouble.text, is_down=is_down)
        return self._outcome(trouble)

    def _outcome(self, trouble: Trouble) -> CollectError:
        """Make the error that the ledger keeps."""
        self._keep(trouble.response)
        seconds = trouble.told_seconds if trouble.outcome is RateLimited else None
        until = self.edge.clock.now() + timedelta(seconds=seconds) if seconds else None
        return trouble.outcome(self._text(trouble), until=until)

    def _keep(self, response: requests.Response | None) -> None:
        """Keep the page for a replay, where that is wanted."""
        if self.edge.keeper is not None:
            self.edge.keeper.keep(self.question, response, self._without_tokens)

    def _text(self, trouble: Trouble) -> str:
        """Say in one line what was asked and what came, without any token."""
        return self._without_tokens(f"{self.question.method} {self.question.url}: {trouble.text}")

    def _without_tokens(self, text: str) -> str:
        return self.edge.tokens.redacted(text) if self.edge.tokens else text


def _host_of(error: requests.RequestException) -> str | None:
    """Name the host that failed: after a redirect it is another than the one that was asked."""
    url = error.request.url if error.request is not None else None
    return urlsplit(str(url)).netloc if url else None
