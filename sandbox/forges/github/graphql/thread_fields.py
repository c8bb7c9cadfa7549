"""Resolvers of issues, change requests, reviews, comments and their events."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from graphql import GraphQLResolveInfo

from sandbox.forges.github.graphql.nodes import (
    CommentNode,
    CommitNode,
    EventNode,
    LabelNode,
    PullCommitNode,
    RefNode,
    RemarkNode,
    RemarkThread,
    RequestedReview,
    ReviewNode,
    git_of,
    type_name,
)
from sandbox.forges.github.graphql.pages import Arguments, Connection, by_position, connect, paged
from sandbox.forges.github.shapes.ids import node_id
from sandbox.world.history.threads import Change
from sandbox.world.seasons import iso
from sandbox.world.view import ThreadView, present

Resolver = Callable[..., Any]
_TEXT = "演示文本，内容均为虚构。"
_LARGEST_INT = 2**31 - 1


def small_int(number: int) -> int | None:
    """Give an id where it fits GraphQL's Int; the newer ones do not, and are null."""
    return number if number <= _LARGEST_INT else None


def instant_of(value: object) -> int:
    """Read a DateTime argument."""
    return int(datetime.fromisoformat(str(value)).timestamp())


def change_of(view: ThreadView) -> Change:
    """Give what only a change request has."""
    if view.thread.change is None:
        raise TypeError(f"#{view.number} is an issue")
    return view.thread.change


def _comments(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    nodes = [CommentNode(view, comment) for comment in view.comments]
    if arguments.get("orderBy"):
        descending = arguments["orderBy"]["direction"] == "DESC"
        nodes.sort(key=_comment_key, reverse=descending)
        return connect(nodes, arguments, _comment_key, descending=descending)
    return connect(nodes, arguments, lambda node: (node.comment.created_at, node.comment.comment_id))


def _comment_key(node: CommentNode) -> tuple[int, ...]:
    edited, at = node.comment.edited_at, node.view.repository.at
    return (edited if edited and edited <= at else node.comment.created_at, node.comment.comment_id)


def _labels(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    return by_position([LabelNode(view.repository, name) for name in view.labels], arguments)


def _assignees(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    accounts = {a.account_id: a for a in view.assignees if present(a, view.repository.at)}
    return by_position([a for a in accounts.values() if a.kind == "user"], arguments)


def _participants(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    at = view.repository.at
    everyone = [view.thread.author, *(c.author for c in view.comments), *(r.author for r in view.reviews)]
    found = {a.account_id: a for a in everyone if present(a, at) and a.kind == "user"}
    return by_position(list(found.values()), arguments)


def _moments(view: ThreadView) -> Iterable[tuple[int, int, Any]]:
    """Give everything on a thread's timeline with its instant and a rank among equals."""
    for position, event in enumerate(view.events):
        yield event.at, position, EventNode(view, event, position)
    for comment in view.comments:
        yield comment.created_at, 10_000 + comment.comment_id, CommentNode(view, comment)
    if view.is_change:
        for review in view.reviews:
            yield review.submitted_at, 20_000 + review.review_id, ReviewNode(view, review)
        for position, sha in enumerate(change_of(view).commit_shas):
            commit = git_of(view.repository).commits[sha]
            yield commit.committer.at, 30_000 + position, PullCommitNode(view, commit)


def _kind_of(node: object) -> str:
    name = type_name(node)
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in name).lstrip("_").upper()


def _timeline(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    wanted = arguments.get("itemTypes")
    since = instant_of(arguments["since"]) if arguments.get("since") else 0
    every = sorted(_moments(view), key=lambda moment: moment[:2])
    chosen = [m for m in every if m[0] >= since and (wanted is None or _kind_of(m[2]) in wanted)]
    page = connect(chosen, arguments, lambda moment: moment[:2], total_count=len(every))
    extra = {"filteredCount": len(chosen), "pageCount": len(page.nodes), "updatedAt": iso(view.updated_at)}
    return page._replace(nodes=[node for _, _, node in page.nodes], extra=extra)


def _page(view: ThreadView, info: GraphQLResolveInfo) -> str:
    base = info.context.render.repository(view.repository.plan)["html_url"]
    return f"{base}/{'pull' if view.is_change else 'issues'}/{view.number}"


def _edited(node: CommentNode) -> int | None:
    edited = node.comment.edited_at
    return edited if edited is not None and edited <= node.view.repository.at else None


_THREAD: dict[str, Resolver] = {
    "id": lambda v, i: node_id("PR" if v.is_change else "I", v.repository.plan.repository_id, v.number),
    "number": lambda v, i: v.number,
    "title": lambda v, i: v.thread.title,
    "body": lambda v, i: _TEXT if v.thread.has_body else "",
    "bodyText": lambda v, i: _TEXT if v.thread.has_body else "",
    "author": lambda v, i: v.author,
    "authorAssociation": lambda v, i: v.thread.association,
    "createdAt": lambda v, i: iso(v.thread.created_at),
    "publishedAt": lambda v, i: iso(v.thread.created_at),
    "updatedAt": lambda v, i: iso(v.updated_at),
    "closedAt": lambda v, i: None if v.closed_at is None else iso(v.closed_at),
    "closed": lambda v, i: v.state == "closed",
    "locked": lambda v, i: False,
    "url": _page,
    "resourcePath": lambda v, i: _page(v, i).removeprefix(i.context.render.web),
    "repository": lambda v, i: v.repository,
    "comments": paged(_comments),
    "labels": paged(_labels),
    "assignees": paged(_assignees),
    "participants": paged(_participants),
    "timelineItems": paged(_timeline),
    "reactionGroups": lambda v, i: [],
}
ISSUE: dict[str, Resolver] = _THREAD | {
    "databaseId": lambda v, i: small_int(v.thread.issue_id),
    "fullDatabaseId": lambda v, i: str(v.thread.issue_id),
    "state": lambda v, i: v.state.upper(),
    "stateReason": lambda v, i, enableDuplicate=False: _state_reason(v, enableDuplicate),
    "trackedIssuesCount": lambda v, i, states=None: 0,
}


def _state_reason(view: ThreadView, with_duplicate: bool) -> str | None:
    reason = view.state_reason
    if reason == "duplicate" and not with_duplicate:
        reason = "not_planned"
    return reason.upper() if reason else None


def _state(view: ThreadView) -> str:
    return "MERGED" if view.merged_at is not None else view.state.upper()


def _reviews(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    states = arguments.get("states")
    nodes = [ReviewNode(view, r) for r in view.reviews if states is None or r.state in states]
    return connect(nodes, arguments, lambda node: (node.review.submitted_at, node.review.review_id))


def _review_threads(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    at = view.repository.at
    nodes = [
        RemarkThread(view, review, remark)
        for review in view.reviews
        for remark in review.comments
        if remark.created_at <= at and remark.author is review.author
    ]
    return connect(nodes, arguments, lambda node: (node.remark.comment_id,))


def _commits(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    commits = git_of(view.repository).commits
    return by_position([PullCommitNode(view, commits[sha]) for sha in change_of(view).commit_shas], arguments)


def _merge_commit(view: ThreadView, info: GraphQLResolveInfo) -> CommitNode | None:
    sha = change_of(view).merge_sha
    if view.merged_at is None or sha is None:
        return None
    return CommitNode(view.repository, git_of(view.repository).commits[sha])


def _requests(view: ThreadView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    waiting = change_of(view).requested_reviewers if view.state == "open" else ()
    return by_position([RequestedReview(view, account, k) for k, account in enumerate(waiting)], arguments)


def _merged_by(view: ThreadView, info: GraphQLResolveInfo) -> object:
    return present(change_of(view).merged_by, view.repository.at) if view.merged_at is not None else None


def _review_decision(view: ThreadView, info: GraphQLResolveInfo) -> str | None:
    judged = [r.state for r in view.reviews if r.state in ("APPROVED", "CHANGES_REQUESTED")]
    return judged[-1] if judged else None


def _branch(view: ThreadView, info: GraphQLResolveInfo) -> RefNode:
    tip = git_of(view.repository).main[-1]
    return RefNode(view.repository, "refs/heads/", view.repository.plan.default_branch, tip.sha)


PULL_REQUEST: dict[str, Resolver] = _THREAD | {
    "databaseId": lambda v, i: small_int(v.thread.change_id),
    "fullDatabaseId": lambda v, i: str(v.thread.change_id),
    "state": lambda v, i: _state(v),
    "isDraft": lambda v, i: v.is_draft,
    "merged": lambda v, i: v.merged_at is not None,
    "mergedAt": lambda v, i: None if v.merged_at is None else iso(v.merged_at),
    "mergedBy": _merged_by,
    "mergeCommit": _merge_commit,
    "additions": lambda v, i: change_of(v).additions,
    "deletions": lambda v, i: change_of(v).deletions,
    "changedFiles": lambda v, i: change_of(v).changed_files,
    "baseRefName": lambda v, i: v.repository.plan.default_branch,
    "baseRefOid": lambda v, i: change_of(v).base_sha,
    "baseRef": _branch,
    "baseRepository": lambda v, i: v.repository,
    "headRefName": lambda v, i: change_of(v).head_branch,
    "headRefOid": lambda v, i: change_of(v).commit_shas[-1],
    "headRepository": lambda v, i: v.repository if change_of(v).head_owner else None,
    "headRepositoryOwner": lambda v, i: present(change_of(v).head_owner, v.repository.at),
    "isCrossRepository": lambda v, i: change_of(v).head_owner is not v.repository.plan.names[0][1],
    "mergeable": lambda v, i: "MERGEABLE" if v.state == "open" else "UNKNOWN",
    "mergeStateStatus": lambda v, i: "CLEAN" if v.state == "open" else "UNKNOWN",
    "permalink": _page,
    "reviews": paged(_reviews),
    "latestReviews": paged(_reviews),
    "reviewThreads": paged(_review_threads),
    "reviewRequests": paged(_requests),
    "reviewDecision": _review_decision,
    "commits": paged(_commits),
    "totalCommentsCount": lambda v, i: len(v.comments) + len(v.remarks()),
    "closingIssuesReferences": lambda v, i, **a: by_position([], a),
}


def _comment_id(node: CommentNode) -> str:
    return node_id("IC", node.view.repository.plan.repository_id, node.view.number, node.comment.comment_id)


COMMENT: dict[str, Resolver] = {
    "id": lambda n, i: _comment_id(n),
    "databaseId": lambda n, i: small_int(n.comment.comment_id),
    "fullDatabaseId": lambda n, i: str(n.comment.comment_id),
    "author": lambda n, i: present(n.comment.author, n.view.repository.at),
    "authorAssociation": lambda n, i: "MEMBER",
    "body": lambda n, i: _TEXT,
    "bodyText": lambda n, i: _TEXT,
    "createdAt": lambda n, i: iso(n.comment.created_at),
    "publishedAt": lambda n, i: iso(n.comment.created_at),
    "updatedAt": lambda n, i: iso(_edited(n) or n.comment.created_at),
    "lastEditedAt": lambda n, i: iso(edited) if (edited := _edited(n)) else None,
    "url": lambda n, i: f"{_page(n.view, i)}#issuecomment-{n.comment.comment_id}",
    "issue": lambda n, i: n.view,
    "pullRequest": lambda n, i: n.view if n.view.is_change else None,
    "repository": lambda n, i: n.view.repository,
    "reactionGroups": lambda n, i: [],
}


def _remarks(node: ReviewNode, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    at = node.view.repository.at
    nodes = [RemarkNode(node.view, node.review, c) for c in node.review.comments if c.created_at <= at]
    return connect(nodes, arguments, lambda remark: (remark.remark.comment_id,))


REVIEW: dict[str, Resolver] = {
    "id": lambda n, i: node_id(
        "PRR", n.view.repository.plan.repository_id, n.view.number, n.review.review_id
    ),
    "databaseId": lambda n, i: small_int(n.review.review_id),
    "fullDatabaseId": lambda n, i: str(n.review.review_id),
    "author": lambda n, i: present(n.review.author, n.view.repository.at),
    "authorAssociation": lambda n, i: "MEMBER",
    "state": lambda n, i: n.review.state,
    "body": lambda n, i: "" if n.review.comments else _TEXT,
    "createdAt": lambda n, i: iso(n.review.submitted_at),
    "submittedAt": lambda n, i: iso(n.review.submitted_at),
    "publishedAt": lambda n, i: iso(n.review.submitted_at),
    "updatedAt": lambda n, i: iso(n.review.submitted_at),
    "url": lambda n, i: f"{_page(n.view, i)}#pullrequestreview-{n.review.review_id}",
    "comments": paged(_remarks),
    "pullRequest": lambda n, i: n.view,
    "repository": lambda n, i: n.view.repository,
    "reactionGroups": lambda n, i: [],
}
