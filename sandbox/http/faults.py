"""Faults on request: by a seeded rate over all answers, or by a script of rules.

A rule says which requests it meets, which fault they get, and how often:

    {"path": "/repos/.*/pulls$", "fault": "status", "status": 502, "times": 2}
    {"operation": "Issues", "fault": "resource_limits", "when_first_above": 50}
    {"fault": "drop", "rate": 0.2}

Faults: status (with ``status`` and perhaps ``retry_after``), html, drop (the connection closes unanswered),
cut (it closes in the middle of the body), truncate (a whole answer whose JSON is cut short), stall (the
answer comes after ``seconds``), slow (it trickles for ``seconds``), primary_limit, secondary_limit, and for
GraphQL resource_limits, something_went_wrong (200 with errors) and null_nodes (holes in lists).
"""

import hashlib
import re
import threading
from dataclasses import dataclass, field
from typing import Any

from sandbox.http.messages import Request

RANDOM_FAULTS: tuple[dict[str, Any], ...] = (
    {"fault": "status", "status": 500},
    {"fault": "status", "status": 502},
    {"fault": "status", "status": 503},
    {"fault": "status", "status": 504},
    {"fault": "status", "status": 429, "retry_after": 1},
    {"fault": "html", "status": 502},
    {"fault": "drop"},
    {"fault": "cut"},
    {"fault": "truncate"},
    {"fault": "secondary_limit", "retry_after": 1},
    {"fault": "resource_limits"},
    {"fault": "something_went_wrong"},
)
_PAGE_SIZE = re.compile(rb"(?:first|last|page_?size|per_?page)\"?\s*:\s*(\d+)", re.I)
_GRAPHQL_ONLY = ("resource_limits", "something_went_wrong", "null_nodes")
_JSON_ONLY = ("truncate", "secondary_limit", "primary_limit", *_GRAPHQL_ONLY)


@dataclass(slots=True)
class Rule:
    """One line of a script."""

    fault: str
    path: str = ""  # a regular expression on path and query
    method: str = ""
    token: str = ""
    operation: str = ""  # the name of the GraphQL operation
    status: int = 502
    retry_after: int | None = None
    seconds: float = 0.0
    after: int = 0  # let so many matching requests pass first
    times: int | None = None  # then strike so often; None: always
    rate: float = 1.0
    when_first_above: int | None = None  # GraphQL: only where a page is larger
    met: int = 0
    struck: int = 0

    def matches(self, request: Request) -> bool:
        """Tell whether the rule is about this request."""
        return (
            (not self.path or re.search(self.path, request.target) is not None)
            and (not self.method or self.method == request.method)
            and (not self.token or self.token == request.token)
            and (not self.operation or self.operation == request.operation)
            and (self.when_first_above is None or _largest_page(request) > self.when_first_above)
        )


@dataclass(slots=True)
class Faults:
    """Decides for every request whether and how it fails. The same seed and requests: the same faults."""

    rate: float = 0.0
    seed: int = 1
    rules: list[Rule] = field(default_factory=list)
    kinds: tuple[dict[str, Any], ...] = RANDOM_FAULTS
    _attempts: dict[bytes, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def scripted(cls, *rules: dict[str, Any]) -> "Faults":
        """Make faults from a script."""
        return cls(rules=[Rule(**rule) for rule in rules])

    def replan(self, rate: float = 0.0, seed: int = 1, rules: list[Rule] | None = None) -> None:
        """Forget what was planned and what has happened, and plan anew."""
        with self._lock:
            self.rate, self.seed, self.rules = rate, seed, rules or []
            self._attempts.clear()

    def pick(self, request: Request) -> Rule | None:
        """Choose what befalls a request; None: nothing does."""
        with self._lock:
            key = _key(request)
            attempt = self._attempts[key] = self._attempts.get(key, 0) + 1
            for position, rule in enumerate(self.rules):
                if rule.matches(request) and self._strikes(rule, position, key, attempt):
                    return rule
            if self.rate and _chance(self.seed, key, attempt, "rate") < self.rate:
                return self._random(request, key, attempt)
            return None

    def _strikes(self, rule: Rule, position: int, key: bytes, attempt: int) -> bool:
        rule.met += 1
        if rule.met <= rule.after or (rule.times is not None and rule.struck >= rule.times):
            return False
        if rule.rate < 1 and _chance(self.seed, key, attempt, f"rule {position}") >= rule.rate:
            return False
        rule.struck += 1
        return True

    def _random(self, request: Request, key: bytes, attempt: int) -> Rule:
        is_graphql = request.path.endswith("/graphql")
        is_git = "/info/refs" in request.path or request.path.endswith("/git-upload-pack")
        fitting = [
            kind
            for kind in self.kinds
            if (is_graphql or kind["fault"] not in _GRAPHQL_ONLY)
            and (not is_git or kind["fault"] not in _JSON_ONLY)
        ]
        return Rule(**fitting[int(_chance(self.seed, key, attempt, "kind") * len(fitting))])


def _key(request: Request) -> bytes:
    return f"{request.method} {request.target} ".encode() + hashlib.sha256(request.body).digest()


def _chance(seed: int, key: bytes, attempt: int, purpose: str) -> float:
    digest = hashlib.sha256(f"{seed}:{attempt}:{purpose}:".encode() + key).digest()
    return int.from_bytes(digest[:7]) / 2**56


def _largest_page(request: Request) -> int:
    """Read the largest page that a GraphQL request asks for, in its text or its variables."""
    asked = [int(n) for n in _PAGE_SIZE.findall(request.body)]
    return max(asked, default=0)
