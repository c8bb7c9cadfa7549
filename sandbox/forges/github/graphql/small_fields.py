"""Resolvers of the smaller things: line remarks, events, labels, commits, releases, forks."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from graphql import GraphQLResolveInfo

from sandbox.forges.github.graphql.nodes import (
    AssetNode,
    CommitNode,
    EventNode,
    ForkNode,
    LabelNode,
    ReleaseNode,
    RemarkNode,
    RemarkThread,
    git_of,
)
from sandbox.forges.github.graphql.pages import Arguments, Connection, by_position, connect, paged
from sandbox.forges.github.graphql.thread_fields import change_of, instant_of, small_int
from sandbox.forges.github.shapes.ids import node_id
from sandbox.forges.github.shapes.threads import LABEL_COLORS
from sandbox.world.code.commits import Commit, GitModel, Signature, ancestors
from sandbox.world.history.activity import downloads
from sandbox.world.history.threads import Fork
from sandbox.world.people import Account
from sandbox.world.seasons import iso
from sandbox.world.view import present

Resolver = Callable[..., Any]
_TEXT = "演示文本，内容均为虚构。"


def _remark_url(node: RemarkNode, info: GraphQLResolveInfo) -> str:
    base = info.context.render.repository(node.view.repository.plan)["html_url"]
    return f"{base}/pull/{node.view.number}#discussion_r{node.remark.comment_id}"


def _remark_id(node: RemarkNode) -> str:
    repository_id = node.view.repository.plan.repository_id
    return node_id("PRRC", repository_id, node.view.number, node.remark.comment_id)


def _path(node: RemarkNode | RemarkThread) -> str:
    return change_of(node.view).commits[0].edits[0].path


REMARK: dict[str, Resolver] = {
    "id": lambda n, i: _remark_id(n),
    "databaseId": lambda n, i: small_int(n.remark.comment_id),
    "fullDatabaseId": lambda n, i: str(n.remark.comment_id),
    "author": lambda n, i: present(n.remark.author, n.view.repository.at),
    "authorAssociation": lambda n, i: "MEMBER",
    "body": lambda n, i: _TEXT,
    "bodyText": lambda n, i: _TEXT,
    "diffHunk": lambda n, i: "@@ -1 +1 @@",
    "path": lambda n, i: _path(n),
    "createdAt": lambda n, i: iso(n.remark.created_at),
    "draftedAt": lambda n, i: iso(n.remark.created_at),
    "updatedAt": lambda n, i: iso(n.remark.created_at),
    "publishedAt": lambda n, i: iso(n.remark.created_at),
    "url": _remark_url,
    "state": lambda n, i: "SUBMITTED",
    "subjectType": lambda n, i: "LINE",
    "originalPosition": lambda n, i: 1,
    "pullRequest": lambda n, i: n.view,
    "repository": lambda n, i: n.view.repository,
}


def _thread_remarks(node: RemarkThread, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    at = node.view.repository.at
    replies = [
        remark
        for remark in node.review.comments
        if remark.author is not node.review.author
        and remark.created_at <= at
        and node.review.comments[0] is node.remark
    ]
    return by_position(
        [RemarkNode(node.view, node.review, remark) for remark in (node.remark, *replies)], arguments
    )


REMARK_THREAD: dict[str, Resolver] = {
    "id": lambda n, i: node_id("T", n.view.repository.plan.repository_id, n.remark.comment_id),
    "isResolved": lambda n, i: n.remark.comment_id % 3 == 0,
    "path": lambda n, i: _path(n),
    "diffSide": lambda n, i: "RIGHT",
    "subjectType": lambda n, i: "LINE",
    "pullRequest": lambda n, i: n.view,
    "repository": lambda n, i: n.view.repository,
    "comments": paged(_thread_remarks),
}


def _merge_commit_of(node: EventNode, info: GraphQLResolveInfo) -> object:
    return info.schema.type_map["PullRequest"].fields["mergeCommit"].resolve(node.view, info)  # pyright: ignore[reportAttributeAccessIssue]


def _reason(node: EventNode) -> str | None:
    if node.view.is_change:
        return None
    return "REOPENED" if node.event.kind == "reopened" else node.event.detail.upper() or None


def _event_user(node: EventNode) -> Account | None:
    account = present(node.event.actor, node.view.repository.at)
    return account if account is not None and account.kind == "user" else None


EVENT: dict[str, Resolver] = {
    "id": lambda n, i: node_id("E", n.view.repository.plan.repository_id, n.view.number, n.position),
    "actor": lambda n, i: present(n.event.actor, n.view.repository.at),
    "createdAt": lambda n, i: iso(n.event.at),
    "stateReason": lambda n, i: _reason(n),
    "label": lambda n, i: LabelNode(n.view.repository, n.event.detail),
    "assignee": lambda n, i: _event_user(n),
    "user": lambda n, i: _event_user(n),
    "commit": _merge_commit_of,
    "mergeRefName": lambda n, i: n.view.repository.plan.default_branch,
    "pullRequest": lambda n, i: n.view,
    "url": lambda n, i: f"{i.context.render.web}/events/{n.view.number}-{n.position}",
    "closer": lambda n, i: None,
}

LABEL: dict[str, Resolver] = {
    "id": lambda n, i: node_id("LA", n.view.plan.repository_id, n.name.replace(".", "_")),
    "name": lambda n, i: n.name,
    "color": lambda n, i: LABEL_COLORS.get(n.name, "ededed"),
    "isDefault": lambda n, i: n.name in LABEL_COLORS,
    "description": lambda n, i: None,
    "createdAt": lambda n, i: iso(n.view.plan.created_at),
    "repository": lambda n, i: n.view,
}


def _git_actor(signature: Signature, account: Account | None, at: int) -> dict[str, Any]:
    name, _, mailbox = signature.who.rpartition(" ")
    return {
        "name": name,
        "email": mailbox.strip("<>"),
        "date": iso(signature.at),
        "user": present(account, at) if account is not None and account.kind == "user" else None,
    }


def _commit_key(commit: Commit) -> tuple[int, int]:
    return (commit.committer.at, int(commit.sha[:12], 16))


@lru_cache(maxsize=64)
def _log(git: GitModel, sha: str) -> tuple[Commit, ...]:
    """List what a commit leads to, itself included, newest first."""
    found = (git.commits[each] for each in ancestors(git.commits, [sha]))
    return tuple(sorted(found, key=_commit_key, reverse=True))


def _history(node: CommitNode, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    commits = _log(git_of(node.view), node.commit.sha)
    if arguments.get("since"):
        oldest = instant_of(arguments["since"])
        commits = tuple(commit for commit in commits if commit.committer.at >= oldest)
    page = connect(commits, arguments, _commit_key, descending=True)
    return page._replace(nodes=[CommitNode(node.view, commit) for commit in page.nodes])


COMMIT: dict[str, Resolver] = {
    "id": lambda n, i: node_id("C", n.view.plan.repository_id, n.commit.sha),
    "oid": lambda n, i: n.commit.sha,
    "abbreviatedOid": lambda n, i: n.commit.sha[:7],
    "message": lambda n, i: n.commit.message.strip(),
    "messageHeadline": lambda n, i: n.commit.message.split("\n")[0],
    "messageBody": lambda n, i: n.commit.message.partition("\n\n")[2].strip(),
    "author": lambda n, i: _git_actor(n.commit.author, n.commit.account, n.view.at),
    "committer": lambda n, i: _git_actor(n.commit.committer, None, n.view.at),
    "authoredDate": lambda n, i: iso(n.commit.author.at),
    "committedDate": lambda n, i: iso(n.commit.committer.at),
    "additions": lambda n, i: n.commit.additions,
    "deletions": lambda n, i: n.commit.deletions,
    "changedFiles": lambda n, i: len(n.commit.changed),
    "changedFilesIfAvailable": lambda n, i: len(n.commit.changed),
    "history": paged(_history),
    "repository": lambda n, i: n.view,
    "url": lambda n, i: f"{i.context.render.repository(n.view.plan)['html_url']}/commit/{n.commit.sha}",
}


def _author_of(node: ReleaseNode) -> Account | None:
    account = present(node.release.author, node.view.at)
    return account if account is not None and account.kind == "user" else None


def _assets(node: ReleaseNode, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    wanted = arguments.get("name")
    assets = [a for a in node.release.assets if wanted in (None, a.name)]
    return by_position([AssetNode(node.view, node.release, asset) for asset in assets], arguments)


def _release_url(node: ReleaseNode, info: GraphQLResolveInfo) -> str:
    base = info.context.render.repository(node.view.plan)["html_url"]
    return f"{base}/releases/tag/{node.release.tag_name}"


RELEASE: dict[str, Resolver] = {
    "id": lambda n, i: node_id("RE", n.view.plan.repository_id, n.release.release_id),
    "databaseId": lambda n, i: n.release.release_id,
    "name": lambda n, i: f"演示 {n.release.tag_name}",
    "tagName": lambda n, i: n.release.tag_name,
    "author": lambda n, i: _author_of(n),
    "createdAt": lambda n, i: iso(n.release.created_at),
    "publishedAt": lambda n, i: iso(n.release.published_at),
    "updatedAt": lambda n, i: iso(n.release.published_at),
    "isPrerelease": lambda n, i: n.release.is_prerelease,
    "isLatest": lambda n, i: n.release is n.view.releases[0],
    "isDraft": lambda n, i: False,
    "url": _release_url,
    "releaseAssets": paged(_assets),
    "repository": lambda n, i: n.view,
    "description": lambda n, i: None,
}
ASSET: dict[str, Resolver] = {
    "id": lambda n, i: node_id("RA", n.view.plan.repository_id, n.release.release_id, n.asset.asset_id),
    "name": lambda n, i: n.asset.name,
    "size": lambda n, i: n.asset.size,
    "contentType": lambda n, i: "application/octet-stream",
    "downloadCount": lambda n, i: downloads(n.asset, n.release.published_at, n.view.at),
    "createdAt": lambda n, i: iso(n.release.created_at),
    "updatedAt": lambda n, i: iso(n.release.created_at),
    "downloadUrl": lambda n, i: f"{_release_url(n, i).replace('/tag/', '/download/')}/{n.asset.name}",
    "url": lambda n, i: f"{_release_url(n, i).replace('/tag/', '/download/')}/{n.asset.name}",
    "release": lambda n, i: ReleaseNode(n.view, n.release),
    "uploadedBy": lambda n, i: n.release.author,
}


def fork_field(name: str) -> Resolver:
    """Take a field of a fork without activity from its REST shape."""

    def resolve(node: ForkNode, info: GraphQLResolveInfo) -> object:
        fork: Fork = node.fork
        owner: Account = fork.owner
        if name == "owner":
            return present(owner, info.context.render.at) or owner
        return info.context.render.fork(node.parent, fork)[name]

    return resolve


FORK: dict[str, Resolver] = {
    "id": fork_field("node_id"),
    "databaseId": fork_field("id"),
    "name": fork_field("name"),
    "nameWithOwner": fork_field("full_name"),
    "owner": fork_field("owner"),
    "url": fork_field("html_url"),
    "createdAt": fork_field("created_at"),
    "updatedAt": fork_field("updated_at"),
    "pushedAt": fork_field("pushed_at"),
    "isFork": lambda n, i: True,
    "isEmpty": lambda n, i: False,
    "parent": lambda n, i: i.context.render.world.view(n.parent, i.context.render.at),
    "stargazerCount": lambda n, i: 0,
    "forkCount": lambda n, i: 0,
    "visibility": lambda n, i: "PUBLIC",
}
