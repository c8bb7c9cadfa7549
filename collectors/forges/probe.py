"""A few live questions in, facts in words out: what the forges' documents leave open.

Each question stands alone: one that fails says so and the next is asked. Nothing of the answers lands.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from collectors.forges.gitcode.carried_over import carried_over
from collectors.forges.github.all_kinds import graphql_url
from collectors.forges.github.graphql import GraphQL, query_text, with_fragments
from collectors.http.client import Http
from collectors.protocol import CollectError

Fact = tuple[str, str]
Question = tuple[str, Callable[[], str]]


def probe_github(http: Http, api_url: str, full_name: str) -> Iterator[Fact]:
    """Ask GitHub about stars, comment counts, event actions and the time that a page takes."""
    answer: dict[str, Any] = {}

    def ask() -> str:
        owner, _, name = full_name.partition("/")
        started = time.monotonic()
        variables = {"owner": owner, "name": name}
        result = GraphQL(http, graphql_url(api_url)).run(with_fragments(query_text("probe")), variables)
        answer.update(result.data.get("repository") or {})
        return f"answered in {time.monotonic() - started:.1f} s"

    yield from _asked(
        ("GraphQL page", ask),
        ("GraphQL stargazers", lambda: _stargazers(answer)),
        ("totalCommentsCount", lambda: _comments(answer)),
        (
            "stargazers/history",
            lambda: _rows(http, f"{api_url}/repos/{full_name}/stargazers/history", "weeks"),
        ),
        ("event actions", lambda: _actions(http, f"{api_url}/repos/{full_name}/events?per_page=100")),
    )


def probe_gitee(http: Http, api_url: str, full_name: str) -> Iterator[Fact]:
    """Ask Gitee whether its list of stars still answers, and what is left of the quota."""
    yield from _asked(
        ("stargazers", lambda: _rows(http, f"{api_url}/repos/{full_name}/stargazers?per_page=1", "rows")),
        ("quota", lambda: f"{http.get(f'{api_url}/user').quota_remaining} requests left by its header"),
    )


def probe_gitcode(http: Http, api_url: str, full_name: str) -> Iterator[Fact]:
    """Ask GitCode whether what was opened on Gitee before the move was carried over."""

    def look() -> str:
        found = carried_over(http, api_url, full_name)
        issues = _carried(found.oldest_issue_at, found.has_issues)
        changes = _carried(found.oldest_change_request_at, found.has_change_requests)
        return f"{full_name}, moved {found.moved_on}: issues {issues}, change requests {changes}"

    yield from _asked(("history before the move", look))


def _carried(oldest: datetime | None, is_carried: bool) -> str:
    if oldest is None:
        return "none at all"
    return "carried over" if is_carried else "not carried over"


def _asked(*questions: Question) -> Iterator[Fact]:
    for name, ask in questions:
        try:
            yield name, ask()
        except CollectError as error:
            yield name, f"no answer: {error}"


def _rows(http: Http, url: str, what: str) -> str:
    return f"answers with {len(http.get(url).json())} {what} on the first page"


def _actions(http: Http, url: str) -> str:
    events = http.get(url).json()
    actions = {each["payload"].get("action") for each in events if each.get("type") == "PullRequestEvent"}
    return f"change requests: {', '.join(sorted(filter(None, actions))) or 'no event in the window'}"


def _stargazers(answer: Mapping[str, Any]) -> str:
    listed = answer.get("stargazers") or {}
    return (
        f"stargazerCount {answer.get('stargazerCount')}, totalCount {listed.get('totalCount')},"
        f" {len(listed.get('edges') or [])} identities"
    )


def _comments(answer: Mapping[str, Any]) -> str:
    """Compare a change request's totalCommentsCount with its conversation and code remarks added up."""
    nodes = [node for node in (answer.get("pullRequests") or {}).get("nodes") or [] if node]
    if not all("totalCommentsCount" in node and "comments" in node for node in nodes):
        return "GitHub no longer answers what is compared"
    sums = [
        node["comments"]["totalCount"]
        + sum(thread["comments"]["totalCount"] for thread in node["reviewThreads"]["nodes"] or [] if thread)
        for node in nodes
    ]
    equal = sum(node["totalCommentsCount"] == total for node, total in zip(nodes, sums, strict=True))
    return f"equals conversation plus code remarks in {equal} of {len(nodes)} change requests"


PROBES: Mapping[str, Callable[[Http, str, str], Iterator[Fact]]] = {
    "github": probe_github,
    "gitee": probe_gitee,
    "gitcode": probe_gitcode,
}
"""By forge: takes the client, the root of the interface and "owner/name" of a repository."""
