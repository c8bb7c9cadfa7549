"""GitCode's v5 API over the generated world, field by field as its clients know them.

What is GitCode's own: users by hex id in one list and by number in another, times of every form, flags as
booleans or numbers, totals in headers and no links, sort parameters that differ and are refused elsewhere,
merger and lines in the list of change requests, replies within remarks, and the gate's own account.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from sandbox.forges.gitcode.shapes import (
    commit,
    discussion,
    fork,
    issue,
    issue_comment,
    pull,
    release,
    repository,
    stargazer,
    state_of,
    touched,
)
from sandbox.forges.v5.commits import list_commits
from sandbox.forges.v5.door import Asked, AskedOwner, Turned
from sandbox.forges.v5.lists import Json, paged, read_time
from sandbox.http.messages import Answer
from sandbox.world.view import ThreadView

_ERRORS = {400: "BAD_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 429: "TOO_MANY"}


class Gitcode:
    """The handlers of GitCode."""

    name = "gitcode"

    @property
    def of_repository(self) -> Mapping[str, Callable[..., Answer]]:
        """Give the handlers below a repository."""
        return {
            r"": lambda asked: Answer.json(repository(asked.view, asked.web)),
            r"/issues": list_issues,
            r"/issues/comments": list_issue_comments,
            r"/pulls": list_pulls,
            r"/pulls/comments": refuse_comments,
            r"/pulls/(\d+)/comments": list_pull_comments,
            r"/releases": list_releases,
            r"/commits": lambda asked: list_commits(asked, lambda each: commit(asked, each), is_linked=False),
            r"/forks": list_forks,
            r"/stargazers": list_stargazers,
        }

    @property
    def of_owner(self) -> Mapping[str, Callable[[AskedOwner], Answer]]:
        """Give the handlers of organisations, change requests below /org, all else below /orgs; persons'."""
        return {
            r"/orgs/([^/]+)/repos": list_repositories,
            r"/users/([^/]+)/repos": list_repositories,
            r"/orgs/([^/]+)/issues": list_owner_issues,
            r"/org/([^/]+)/pull_requests": list_owner_pulls,
        }

    def refusal(self, status: int, message: str) -> Answer:
        """Write an error: three fields, none of them called message."""
        body = {
            "error_code": status,
            "error_code_name": _ERRORS.get(status, "ERROR"),
            "error_message": message,
        }
        return Answer.json(body, status)

    def quota_headers(self, limit: int, remaining: int, reset_at: int) -> dict[str, str]:
        """Say nothing, as the real one does."""
        return {}


# ------------------------------------------------------------------------------------------- handlers


def _list(asked: Asked | AskedOwner, items: Sequence, write: Callable) -> Answer:
    return paged(asked.request, items, write, is_linked=False)


def list_repositories(asked: AskedOwner) -> Answer:
    """Answer /orgs/{org}/repos and /users/{login}/repos."""
    return _list(asked, asked.views, lambda view: repository(view, asked.web))


def list_issues(asked: Asked) -> Answer:
    """Answer /issues."""
    return _list(
        asked, _issues(asked, asked.view.ordered("issues", "updated")), lambda view: issue(view, asked.web)
    )


def list_owner_issues(asked: AskedOwner) -> Answer:
    """Answer /orgs/{org}/issues."""
    return _list(asked, _issues(asked, asked.issues()), lambda view: issue(view, asked.web))


def list_pulls(asked: Asked) -> Answer:
    """Answer /pulls; with ``only_count``, the totals by state."""
    if asked.request.query.get("only_count") == "true":
        return Answer.json(_totals(asked.view.changes))
    return _list(
        asked, _pulls(asked, asked.view.ordered("changes", "updated")), lambda view: pull(view, asked.web)
    )


def list_owner_pulls(asked: AskedOwner) -> Answer:
    """Answer /org/{org}/pull_requests."""
    views = [thread for view in asked.views for thread in view.ordered("changes", "updated")]
    return _list(asked, _pulls(asked, views), lambda view: pull(view, asked.web))


def refuse_comments(asked: Asked) -> Answer:
    """Answer /pulls/comments: there is no such list, and the word is taken for a number."""
    del asked
    raise Turned(400, "parameter number is not a number: comments")


def list_issue_comments(asked: Asked) -> Answer:
    """Answer /issues/comments: the remarks on all issues, oldest first unless told otherwise."""
    query, by_change = asked.request.query, _key(asked, "sort") == "updated"
    oldest = read_time(query.get("since"))
    pairs = [(v, each) for v in asked.view.issues for each in v.comments if touched(each) >= oldest]
    pairs.sort(
        key=lambda pair: (touched(pair[1]) if by_change else pair[1].created_at, pair[1].comment_id),
        reverse=query.get("direction") == "desc",
    )
    return _list(asked, pairs, lambda pair: issue_comment(pair[0], pair[1], asked.web))


def list_pull_comments(asked: Asked, number: str) -> Answer:
    """Answer /pulls/{number}/comments: discussions, each with its replies."""
    view = asked.thread(int(number), is_change=True)
    discussions = [view.comments[n : n + 2] for n in range(0, len(view.comments), 2)]
    return _list(asked, discussions, lambda held: discussion(view, held, asked.web))


def list_releases(asked: Asked) -> Answer:
    """Answer /releases, oldest first unless told otherwise."""
    is_descending = asked.request.query.get("direction") == "desc"
    releases = sorted(asked.view.releases, key=lambda each: each.created_at, reverse=is_descending)
    return _list(asked, releases, lambda each: release(asked, each))


def list_forks(asked: Asked) -> Answer:
    """Answer /forks, newest first unless told otherwise."""
    order = asked.request.query.get("sort", "newest")
    if order not in ("newest", "oldest"):
        raise Turned(400, "sort does not have a valid value")
    oldest = read_time(asked.request.query.get("created_after"))
    forks = [each for each in asked.view.forks if each.created_at >= oldest]
    forks.sort(key=lambda each: each.created_at, reverse=order == "newest")
    return _list(asked, forks, lambda each: fork(asked, each))


def list_stargazers(asked: Asked) -> Answer:
    """Answer /stargazers: who starred it and when, newest first."""
    weeks = asked.view.star_weeks
    days = [(week + n * 86_400, total) for week, totals in weeks for n, total in enumerate(totals)]
    instants = sorted(day for day, total in days for _ in range(total))
    first = bisect_left(instants, read_time(asked.request.query.get("starred_after")))
    return _list(asked, instants[first:][::-1], lambda at: stargazer(asked, at))


def _issues(asked: Asked | AskedOwner, views: Sequence[ThreadView]) -> list[ThreadView]:
    """Sort as documented (``sort``, ``direction``) or as observed (``order_by``, ``sort``)."""
    query = asked.request.query
    if query.get("sort") in ("asc", "desc"):
        key = "updated" if query.get("order_by") == "updated_at" else "created"
        return _chosen(query, views, key, query["sort"] == "desc")
    return _chosen(query, views, _key(asked, "sort"), query.get("direction") != "asc")


def _pulls(asked: Asked | AskedOwner, views: Sequence[ThreadView]) -> list[ThreadView]:
    query = asked.request.query
    return _chosen(query, views, _key(asked, "sort"), query.get("direction") != "asc")


def _key(asked: Asked | AskedOwner, name: str) -> str:
    """Read by which time a list is to be sorted, or turn away."""
    key = asked.request.query.get(name, "created").removesuffix("_at")
    if key not in ("created", "updated"):
        raise Turned(400, f"{name} does not have a valid value")
    return key


def _chosen(
    query: Mapping[str, str], views: Sequence[ThreadView], key: str, descending: bool
) -> list[ThreadView]:
    state = query.get("state", "open")
    oldest = read_time(query.get("since") or query.get("updated_after"))
    chosen = [v for v in views if (state == "all" or state == state_of(v)) and v.updated_at >= oldest]
    chosen.sort(
        key=lambda v: (v.updated_at if key == "updated" else v.thread.created_at, v.thread.issue_id),
        reverse=descending,
    )
    return chosen


def _totals(views: Sequence[ThreadView]) -> Json:
    states = [state_of(view) for view in views]
    return {
        "all": len(states),
        "opened": states.count("open"),
        "closed": states.count("closed"),
        "merged": states.count("merged"),
        "locked": 0,
    }
