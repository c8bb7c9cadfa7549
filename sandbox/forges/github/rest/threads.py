"""Handlers for issues, change requests, reviews and comments."""

from datetime import datetime
from typing import Any

from sandbox.forges.github.rest.context import RepositoryContext, refusal
from sandbox.forges.github.rest.pages import by_cursor, numbered
from sandbox.forges.github.shapes.threads import (
    REACTIONS,
    issue_comment_json,
    issue_json,
    pull_json,
    review_comment_json,
    review_json,
)
from sandbox.http.messages import Answer
from sandbox.world.history.threads import Change, Comment, ReviewComment
from sandbox.world.seasons import iso
from sandbox.world.view import ORDERS, ThreadView

_STATES = ("open", "closed", "all")


def since(query: dict[str, str]) -> int:
    """Read ``since``, or refuse with 422."""
    text = query.get("since")
    if text is None:
        return 0
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        raise refusal(422, "Validation Failed", errors=[{"field": "since", "code": "invalid"}]) from None


def _state(query: dict[str, str]) -> str:
    state = query.get("state", "open")
    if state not in _STATES:
        raise refusal(422, "Validation Failed", errors=[{"field": "state", "code": "invalid"}])
    return state


def _sorting(query: dict[str, str]) -> tuple[str, bool]:
    """Read what to sort by and whether falling, or refuse with 422."""
    sort = query.get("sort", "created")
    if sort not in ORDERS:
        raise refusal(422, "Validation Failed", errors=[{"field": "sort", "code": "invalid"}])
    return sort, query.get("direction", "desc") != "asc"


def _chosen(found: RepositoryContext, kind: str, oldest: int) -> tuple[list[ThreadView], str, bool]:
    """Filter and sort the threads that a query asks for."""
    state = _state(found.query)
    sort, descending = _sorting(found.query)
    threads = [
        v for v in found.view.ordered(kind, sort) if state in ("all", v.state) and v.updated_at >= oldest
    ]
    return threads[::-1] if descending else threads, sort, descending


def list_issues(found: RepositoryContext) -> Answer:
    """Answer /issues: issues and change requests together, unless the tracker is off."""
    if not found.plan.has_issues:
        raise refusal(410, "Issues are disabled for this repo")
    chosen, sort, descending = _chosen(found, "threads", since(found.query))
    return by_cursor(
        chosen,
        found.query,
        found.page_url,
        lambda view: issue_json(found.render, view),
        ORDERS[sort],
        descending,
        found.context.settings.cursor_above,
    )


def get_issue(found: RepositoryContext, number: str) -> Answer:
    """Answer /issues/{number}."""
    return Answer.json(issue_json(found.render, found.thread(number), single=True))


def list_issue_comments(found: RepositoryContext, number: str) -> Answer:
    """Answer /issues/{number}/comments."""
    view, oldest = found.thread(number), since(found.query)
    comments = [c for c in view.comments if (c.edited_at or c.created_at) >= oldest]
    return numbered(
        comments, found.query, found.page_url, lambda c: issue_comment_json(found.render, view, c)
    )


def list_repository_comments(found: RepositoryContext) -> Answer:
    """Answer /issues/comments: the remarks of the whole repository."""
    oldest, at = since(found.query), found.view.at

    def touched(comment: Comment) -> int:
        edited = comment.edited_at
        return edited if edited is not None and edited <= at else comment.created_at

    pairs = [(v, c) for v in found.view.threads for c in v.comments if touched(c) >= oldest]
    by_update = found.query.get("sort") == "updated"
    descending = found.query.get("direction", "asc") == "desc"
    pairs.sort(
        key=lambda pair: (touched(pair[1]) if by_update else 0, pair[1].comment_id), reverse=descending
    )
    return numbered(pairs, found.query, found.page_url, lambda pair: issue_comment_json(found.render, *pair))


def _reactions(found: RepositoryContext, count: int, base: int) -> Answer:
    owner = found.context.world.cast.people[0].account

    def write(k: int) -> dict[str, Any]:
        return {
            "id": base + k,
            "node_id": f"REA_kw{base + k}",
            "user": found.render.user(owner),
            "content": REACTIONS[k % len(REACTIONS)],
            "created_at": iso(found.plan.created_at),
        }

    return numbered(range(count), found.query, found.page_url, write)


def list_issue_reactions(found: RepositoryContext, number: str) -> Answer:
    """Answer /issues/{number}/reactions: nobody reacts to issues here."""
    found.thread(number)
    return _reactions(found, 0, 0)


def list_comment_reactions(found: RepositoryContext, comment_id: str) -> Answer:
    """Answer /issues/comments/{id}/reactions."""
    for view in found.view.threads:
        for comment in view.comments:
            if comment.comment_id == int(comment_id):
                return _reactions(found, comment.reaction_count, comment.comment_id)
    raise refusal(404, "Not Found")


def list_remark_reactions(found: RepositoryContext, comment_id: str) -> Answer:
    """Answer /pulls/comments/{id}/reactions."""
    del comment_id
    return _reactions(found, 0, 0)


# ------------------------------------------------------------------------------------ change requests


def _pull(found: RepositoryContext, number: str) -> tuple[ThreadView, Change]:
    view = found.view.by_number.get(int(number))
    if view is None or view.thread.change is None:
        raise refusal(404, "Not Found")
    return view, view.thread.change


def list_pulls(found: RepositoryContext) -> Answer:
    """Answer /pulls. There is no ``since`` here, on the real forge either."""
    chosen, _, _ = _chosen(found, "changes", 0)
    return numbered(
        chosen,
        found.query,
        found.page_url,
        lambda view: pull_json(found.render, view, view.thread.change),  # pyright: ignore[reportArgumentType]
    )


def get_pull(found: RepositoryContext, number: str) -> Answer:
    """Answer /pulls/{number}."""
    return Answer.json(pull_json(found.render, *_pull(found, number), single=True))


def list_reviews(found: RepositoryContext, number: str) -> Answer:
    """Answer /pulls/{number}/reviews."""
    view, change = _pull(found, number)
    return numbered(
        view.reviews, found.query, found.page_url, lambda r: review_json(found.render, view, change, r)
    )


def list_remarks(found: RepositoryContext, number: str) -> Answer:
    """Answer /pulls/{number}/comments."""
    view, change = _pull(found, number)
    return numbered(
        view.remarks(),
        found.query,
        found.page_url,
        lambda c: review_comment_json(found.render, view, change, c),
    )


def list_repository_remarks(found: RepositoryContext) -> Answer:
    """Answer /pulls/comments: the line comments of the whole repository."""
    oldest = since(found.query)
    triples: list[tuple[ThreadView, Change, ReviewComment]] = [
        (view, view.thread.change, comment)
        for view in found.view.changes
        if view.thread.change is not None
        for comment in view.remarks()
        if comment.created_at >= oldest
    ]
    descending = found.query.get("direction", "asc") == "desc"
    triples.sort(key=lambda triple: triple[2].comment_id, reverse=descending)
    return numbered(
        triples, found.query, found.page_url, lambda triple: review_comment_json(found.render, *triple)
    )


def list_pull_commits(found: RepositoryContext, number: str) -> Answer:
    """Answer /pulls/{number}/commits, at most 250."""
    _, change = _pull(found, number)
    commits = found.view.git.commits if found.view.git else {}
    chosen = [commits[sha] for sha in change.commit_shas[:250]]
    return numbered(
        chosen, found.query, found.page_url, lambda commit: found.render.commit(found.plan, commit)
    )


def list_requested_reviewers(found: RepositoryContext, number: str) -> Answer:
    """Answer /pulls/{number}/requested_reviewers."""
    _, change = _pull(found, number)
    users = [found.render.user(account) for account in change.requested_reviewers]
    return Answer.json({"users": [user for user in users if user is not None], "teams": []})


def list_pull_files(found: RepositoryContext, number: str) -> Answer:
    """Answer /pulls/{number}/files."""
    _, change = _pull(found, number)
    base = found.render.repository(found.plan)
    totals: dict[str, tuple[int, int]] = {}
    for commit in change.commits:
        for edit in commit.edits:
            added, deleted = totals.get(edit.path, (0, 0))
            totals[edit.path] = (added + edit.added, deleted + edit.deleted)

    def write(path: str) -> dict[str, Any]:
        added, deleted = totals[path]
        sha = change.commit_shas[-1]
        return {
            "sha": "0" * 40,
            "filename": path,
            "status": "modified",
            "additions": added,
            "deletions": deleted,
            "changes": added + deleted,
            "blob_url": f"{base['html_url']}/blob/{sha}/{path}",
            "raw_url": f"{base['html_url']}/raw/{sha}/{path}",
            "contents_url": f"{base['url']}/contents/{path}?ref={sha}",
        }

    return numbered(sorted(totals), found.query, found.page_url, write)
