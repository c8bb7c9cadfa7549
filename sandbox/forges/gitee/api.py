"""Gitee's v5 API over the generated world, field by field as its description has them.

What is Gitee's own: issue numbers such as I1ABC2, the states progressing and rejected, +08:00 everywhere,
Link headers, an organisation's issues only with ``filter=all``, no stars by user, no lines of a change.
"""

from collections.abc import Callable, Mapping, Sequence

from sandbox.forges.gitee.shapes import (
    commit,
    fork,
    issue,
    note,
    pull,
    pull_comment,
    release,
    repository,
    state_of,
    touched,
)
from sandbox.forges.v5.commits import list_commits
from sandbox.forges.v5.door import Asked, AskedOwner, Turned
from sandbox.forges.v5.lists import Json, paged, read_time
from sandbox.http.messages import Answer
from sandbox.world.view import ThreadView


class Gitee:
    """The handlers of Gitee."""

    name = "gitee"

    @property
    def of_repository(self) -> Mapping[str, Callable[..., Answer]]:
        """Give the handlers below a repository."""
        return {
            r"": lambda asked: Answer.json(repository(asked.view, asked.web)),
            r"/issues": list_issues,
            r"/issues/comments": list_issue_comments,
            r"/pulls": list_pulls,
            r"/pulls/(\d+)/comments": list_pull_comments,
            r"/releases": lambda asked: _list(asked, asked.view.releases, lambda each: release(asked, each)),
            r"/commits": lambda asked: list_commits(asked, lambda each: commit(asked, each), is_linked=True),
            r"/forks": lambda asked: _list(asked, asked.view.forks[::-1], lambda each: fork(asked, each)),
        }

    @property
    def of_owner(self) -> Mapping[str, Callable[[AskedOwner], Answer]]:
        """Give the handlers of organisations, and of persons below /users."""
        return {
            r"/orgs/([^/]+)/repos": list_repositories,
            r"/orgs/([^/]+)/issues": list_owner_issues,
            r"/users/([^/]+)/repos": list_repositories,
        }

    def refusal(self, status: int, message: str) -> Answer:
        """Write an error: one message, in text or in a list."""
        body: Json = {"messages": [message]} if status == 400 else {"message": message}
        return Answer.json(body, status)

    def quota_headers(self, limit: int, remaining: int, reset_at: int) -> dict[str, str]:
        """Write the quota as the live forge was seen to."""
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": str(reset_at),
        }


# ------------------------------------------------------------------------------------------- handlers


def _list(asked: Asked | AskedOwner, items: Sequence, write: Callable) -> Answer:
    return paged(asked.request, items, write, is_linked=True)


def list_repositories(asked: AskedOwner) -> Answer:
    """Answer /orgs/{org}/repos and /users/{login}/repos."""
    return _list(asked, asked.views, lambda view: repository(view, asked.web))


def list_owner_issues(asked: AskedOwner) -> Answer:
    """Answer /orgs/{org}/issues."""
    return _list(asked, _chosen(asked, asked.issues()), lambda view: issue(view, asked.web))


def list_issues(asked: Asked) -> Answer:
    """Answer /issues."""
    return _list(
        asked, _chosen(asked, asked.view.ordered("issues", "updated")), lambda view: issue(view, asked.web)
    )


def list_pulls(asked: Asked) -> Answer:
    """Answer /pulls."""
    return _list(
        asked, _chosen(asked, asked.view.ordered("changes", "updated")), lambda view: pull(view, asked.web)
    )


def list_issue_comments(asked: Asked) -> Answer:
    """Answer /issues/comments: the remarks on all issues."""
    oldest = read_time(asked.request.query.get("since"))
    pairs = [(view, each) for view in asked.view.issues for each in view.comments]
    pairs = [pair for pair in pairs if touched(pair[1]) >= oldest]
    pairs.sort(
        key=lambda pair: (touched(pair[1]), pair[1].comment_id),
        reverse=asked.request.query.get("direction") == "desc",
    )
    return _list(asked, pairs, lambda pair: note(pair[0], pair[1], asked.web))


def list_pull_comments(asked: Asked, number: str) -> Answer:
    """Answer /pulls/{number}/comments."""
    view = asked.thread(int(number), is_change=True)
    return _list(asked, view.comments, lambda each: pull_comment(view, each, asked.web))


def _chosen(asked: Asked | AskedOwner, views: Sequence[ThreadView]) -> list[ThreadView]:
    query = asked.request.query
    state, oldest = query.get("state", "open"), read_time(query.get("since"))
    if state not in ("open", "progressing", "closed", "rejected", "merged", "all"):
        raise Turned(400, "state does not have a valid value")
    chosen = [v for v in views if (state == "all" or state == state_of(v)) and v.updated_at >= oldest]
    by_update = query.get("sort") == "updated"
    chosen.sort(
        key=lambda v: (v.updated_at if by_update else v.thread.created_at, v.thread.issue_id),
        reverse=query.get("direction", "desc") != "asc",
    )
    return chosen
