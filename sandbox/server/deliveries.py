"""How an answer reaches the client, or does not: faults applied to answers."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import orjson

from sandbox.forges.github.rest.context import refusal
from sandbox.forges.github.state import GithubState
from sandbox.http.faults import Rule
from sandbox.http.messages import Answer, Request

_HTML = b"<html><head><title>Unicorn!</title></head><body><h1>502</h1></body></html>"
_TIMEOUTS = (502, 504)  # how GitHub answers what took longer than ten seconds
_INSTEAD = {"status", "html", "primary_limit", "secondary_limit", "resource_limits", "something_went_wrong"}


@dataclass(slots=True)
class Delivery:
    """An answer and what happens to it on the way."""

    answer: Answer
    drops: bool = False  # the connection closes without a word
    cut_at: int | None = None  # it closes after so many bytes of the body
    seconds: float = 0.0  # the body trickles for so long


def deliver(
    request: Request, rule: Rule | None, github: GithubState, answer: Callable[[], Answer]
) -> Delivery:
    """Answer a request under a fault, or without one."""
    if rule is None:
        return Delivery(answer())
    if rule.fault == "drop":
        return Delivery(Answer(0), drops=True)
    if rule.fault in _INSTEAD:
        return Delivery(_instead(request, rule, github))
    if rule.fault == "stall":
        time.sleep(rule.seconds)
    found = answer()
    if rule.fault == "truncate":
        found.body = found.body[: max(len(found.body) * 2 // 3, 1)]
    elif rule.fault == "null_nodes":
        found.body = _with_holes(found.body)
    cut_at = len(found.body) // 2 if rule.fault == "cut" else None
    return Delivery(found, cut_at=cut_at, seconds=rule.seconds if rule.fault == "slow" else 0.0)


def _instead(request: Request, rule: Rule, github: GithubState) -> Answer:
    if rule.fault == "html":
        return Answer(rule.status, _HTML, {"Content-Type": "text/html"})
    if rule.fault == "secondary_limit":
        return github.secondary(request, rule.retry_after)
    if rule.fault == "primary_limit":
        return _primary(request, github)
    if rule.fault in ("resource_limits", "something_went_wrong"):
        return _failed_query(rule.fault)
    if rule.status in _TIMEOUTS:
        _charge(request, github)
    answer = refusal(rule.status, HTTPStatus(rule.status).phrase).answer
    if rule.retry_after is not None:
        answer.headers["Retry-After"] = str(rule.retry_after)
    return answer


def _charge(request: Request, github: GithubState) -> None:
    """Let a timeout cost what the limits say, wherever the token is known."""
    holder = github.tokens.holder(request.token)
    if holder is not None:
        github.limits.charge_timeout(holder, "graphql" if request.path.endswith("/graphql") else "core")


def _primary(request: Request, github: GithubState) -> Answer:
    holder = github.tokens.holder(request.token)
    if holder is None:
        return refusal(401, "Bad credentials").answer
    quota = github.limits.quota(holder, "core")
    quota.used = quota.limit
    return github.primary(holder, quota)


def _failed_query(fault: str) -> Answer:
    if fault == "resource_limits":
        error = {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "Resource limits for this query exceeded."}
        return Answer.json({"data": {"repository": None}, "errors": [error | {"path": ["repository"]}]})
    message = "Something went wrong while executing your query. This may be the result of a timeout."
    return Answer.json({"data": None, "errors": [{"message": message}]})


def _with_holes(body: bytes) -> bytes:
    """Put null in place of the first of every list of nodes."""
    tree = orjson.loads(body)
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            nodes = value.get("nodes")
            if isinstance(nodes, list) and nodes:
                nodes[0] = None
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return orjson.dumps(tree)
