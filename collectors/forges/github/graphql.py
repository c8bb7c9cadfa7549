"""GitHub's GraphQL endpoint: queries kept as files, pages whose size follows what the server can bear.

What GitHub refuses because it no longer has it, and ``github_optional`` lists, is left out from then on, in
every query of the run: it is unknown, and is told as drift.
"""

import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from collectors.http.client import Answer, Http, Overloaded
from collectors.http.loose_json import Json
from collectors.protocol import GONE_FIELD, Failed

FIRST_SIZE = 50  # what a nested page of a busy repository usually bears
LARGEST_SIZE = 100  # GitHub's own limit
TRIES_AT_SMALLEST = 5
FIRST_WAIT_SECONDS = 2.0
QUIET_PAGES = 20  # so many good pages, then a size that once failed may be tried again

HEAVY_TYPES = ("RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED")
HEAVY_TEXT = "something went wrong while executing your query"
TARGET_TYPES = ("NOT_FOUND", "FORBIDDEN")

_SPREAD = re.compile(r"\.\.\.([A-Z]\w+)")
_COMMENT = re.compile(r"^#.*\n", re.MULTILINE)
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a query gave: data, the errors that concern single targets, and what it cost."""

    data: Mapping[str, Any]
    errors: Sequence[Mapping[str, Any]] = ()
    request_count: int = 1
    point_count: int = 0
    quota_remaining: int | None = None


@dataclass(slots=True)
class PageSize:
    """How many items to ask for at once.

    A page that fails is asked for again at half the size. If the next one of the former size passes, it was
    an accident; if it fails too, the size was too much, and ``cap`` comes down between the two. After many
    good pages the cap goes up again, a quarter at a time. The cap is what a stream remembers.
    """

    cap: int = FIRST_SIZE
    largest: int = LARGEST_SIZE
    value: int = 0
    suspect: int | None = None  # a size that failed and has not passed since
    quiet: int = 0

    def __post_init__(self) -> None:
        self.value = self.value or self.cap

    def shrink(self) -> None:
        """Note that a page of the present size failed."""
        half = max(1, self.value // 2)
        if self.suspect is not None and self.value >= self.suspect:
            self.cap = max(1, (half + self.value) // 2)
        self.suspect, self.value, self.quiet = self.value, half, 0

    def grow(self) -> None:
        """Note that a page of the present size passed."""
        if self.suspect is not None and self.value >= self.suspect:
            self.suspect = None
        self.quiet += 1
        if self.quiet >= QUIET_PAGES:
            self.cap, self.quiet = min(self.largest, self.cap + max(1, self.cap // 4)), 0
        self.value = min(self.value * 2, self.cap)


@cache
def query_text(name: str) -> str:
    """Read ``queries/<name>.graphql`` and the fragments that it spreads. ``name`` is in snake case."""
    return with_fragments(_read(name))


def with_fragments(text: str) -> str:
    """Append every fragment that the text spreads, and those that they spread, each once."""
    found: dict[str, str] = {}
    wanted = _SPREAD.findall(text)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = _read(_WORD.sub("_", name).lower())
            wanted += _SPREAD.findall(found[name])
    return "\n".join([text, *(found[name] for name in sorted(found))])


def _read(name: str) -> str:
    text = (files("collectors.forges.github") / "queries" / f"{name}.graphql").read_text(encoding="utf-8")
    return _COMMENT.sub("", text)


class GraphQL:
    """Runs queries with the tokens of an ``Http``, and adds up what they cost."""

    def __init__(self, http: Http, url: str) -> None:
        """Post to ``url``."""
        self._http = http
        self._url = url
        self._lock = threading.Lock()
        self._left_out: frozenset[str] = frozenset()
        self._untold = Counter[str]()
        self.point_count = 0

    def drift(self) -> Mapping[str, int]:
        """Give what was left out of the queries since this was last asked."""
        with self._lock:
            untold, self._untold = dict(self._untold), Counter()
        return untold

    def run(self, text: str, variables: Mapping[str, Json], *, is_impatient: bool = False) -> Result:
        """Run a query. Raises Overloaded where it was too much, Failed where it is not understood."""
        request_count = 0
        while True:
            left_out = self._left_out
            body = {"query": _without(text, left_out), "variables": variables}
            answer = self._http.post_json(self._url, body, bucket="graphql", is_impatient=is_impatient)
            request_count += answer.request_count
            if not self._leaves_more_out(answer, left_out):
                return replace(self._result(answer), request_count=request_count)

    def _leaves_more_out(self, answer: Answer, left_out: frozenset[str]) -> bool:
        """Tell whether the query was refused for something that it can do without, and that it still held."""
        document = answer.json()
        if not isinstance(document, dict) or document.get("data") or not document.get("errors"):
            return False
        from collectors.forges.github.refusals import left_out as refused  # half a second, on a rare day

        more = refused(document["errors"]) - left_out
        with self._lock:
            self._untold.update(f"{name}: {GONE_FIELD}" for name in more - self._left_out)
            self._left_out |= more
        return bool(more)

    def run_file(self, name: str, variables: Mapping[str, Json]) -> Result:
        """Run ``queries/<name>.graphql``, which has no pages. Raises Overloaded or Failed."""
        return self.run(query_text(name), variables)

    def page(
        self, name: str, variables: Mapping[str, Json], size: PageSize, parameter: str = "first"
    ) -> Result:
        """Run ``queries/<name>.graphql`` with the size as ``parameter``, smaller and smaller until it passes.

        Raises Unreachable where not even single items come through.
        """
        failures = 0
        while True:
            is_smallest = size.value == 1
            try:
                filled = {**variables, parameter: size.value}
                result = self.run(query_text(name), filled, is_impatient=not is_smallest)
            except Overloaded:
                failures += is_smallest
                if failures >= TRIES_AT_SMALLEST:
                    raise
                if is_smallest:
                    self._http.wait(FIRST_WAIT_SECONDS * 2**failures, f"{name}: too much even one by one")
                size.shrink()
            else:
                size.grow()
                return result

    def _result(self, answer: Answer) -> Result:
        """Read an answer's envelope."""
        document = answer.json()
        if not isinstance(document, dict):
            raise Failed(f"{answer.url}: not a GraphQL answer")
        errors = document.get("errors") or []
        data = document.get("data")
        _raise_what_concerns_all(errors, answer.url)
        if not isinstance(data, dict):
            raise Failed(f"{answer.url}: a GraphQL answer without data")
        points = (data.get("rateLimit") or {}).get("cost") or 0
        with self._lock:
            self.point_count += points
        return Result(
            data=data,
            errors=errors,
            request_count=answer.request_count,
            point_count=points,
            quota_remaining=answer.quota_remaining,
        )


def _without(text: str, names: frozenset[str]) -> str:
    if not names:
        return text
    from collectors.forges.github.refusals import without  # half a second, on a rare day

    return without(text, names)


def _raise_what_concerns_all(errors: Sequence[Mapping[str, Any]], url: str) -> None:
    """Raise for errors that spoil the whole answer; those about single targets may pass."""
    for error in errors:
        kind, message = error.get("type"), str(error.get("message", ""))
        if kind in HEAVY_TYPES or HEAVY_TEXT in message.lower():
            raise Overloaded(f"{url}: {message}")
        if kind not in TARGET_TYPES:
            raise Failed(f"{url}: the query was refused: {message[:200]}")
