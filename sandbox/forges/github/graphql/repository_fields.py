"""Resolvers of repositories, their lists, and the accounts that own them."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from sandbox.forges.github.graphql.nodes import (
    BlobNode,
    CommitNode,
    ForkNode,
    LabelNode,
    RefNode,
    ReleaseNode,
    Scope,
    git_of,
)
from sandbox.forges.github.graphql.pages import Arguments, Connection, by_position, connect, paged
from sandbox.forges.github.graphql.thread_fields import instant_of
from sandbox.forges.github.rest.owners import languages_of
from sandbox.forges.github.shapes.ids import node_id
from sandbox.forges.github.shapes.licenses import license_json
from sandbox.world.history.issues import LABELS
from sandbox.world.plans import description
from sandbox.world.seasons import iso
from sandbox.world.view import ORDERS, RepositoryView, ThreadView

Resolver = Callable[..., Any]
_ORDER_FIELDS = {"CREATED_AT": "created", "UPDATED_AT": "updated", "COMMENTS": "comments"}


def _threads(view: RepositoryView, kind: str, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    """Filter, sort and cut a list of issues or change requests."""
    scope: Scope = info.context
    if arguments.get("first") or arguments.get("last"):
        scope.check_work(view)
    order = arguments.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
    field, descending = _ORDER_FIELDS[order["field"]], order["direction"] == "DESC"
    threads = view.ordered(kind, field)
    wanted = arguments.get("filterBy") or {}
    states = arguments.get("states") or wanted.get("states")
    if states is not None:
        threads = [v for v in threads if _state_name(v) in states]
    if wanted.get("since"):
        oldest = instant_of(wanted["since"])
        threads = [v for v in threads if v.updated_at >= oldest]
    labels = arguments.get("labels") or wanted.get("labels")
    if labels:
        threads = [v for v in threads if set(labels) & set(v.labels)]
    threads = threads[::-1] if descending else threads
    return connect(threads, arguments, ORDERS[field], descending=descending)


def _state_name(view: ThreadView) -> str:
    return "MERGED" if view.merged_at is not None else view.state.upper()


def _issues(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    return _threads(view, "issues", info, arguments)


def _pull_requests(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    return _threads(view, "changes", info, arguments)


def _thread(view: RepositoryView, number: int, *, change: bool | None) -> ThreadView:
    found = view.by_number.get(number)
    if found is None or (change is not None and found.is_change != change):
        kind = "a PullRequest" if change else "an Issue" if change is False else "an issue or pull request"
        raise GraphQLError(
            f"Could not resolve to {kind} with the number of {number}.", extensions={"type": "NOT_FOUND"}
        )
    return found


def _releases(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    order = arguments.get("orderBy") or {"field": "CREATED_AT", "direction": "DESC"}
    descending = order["direction"] == "DESC"
    nodes = [ReleaseNode(view, release) for release in view.releases]
    if order["field"] == "NAME":
        nodes.sort(key=lambda node: node.release.tag_name, reverse=descending)
        return by_position(nodes, arguments)
    nodes.sort(key=_release_key, reverse=descending)
    return connect(nodes, arguments, _release_key, descending=descending)


def _release_key(node: ReleaseNode) -> tuple[int, int]:
    return (node.release.created_at, node.release.release_id)


def _latest(view: RepositoryView, info: GraphQLResolveInfo) -> ReleaseNode | None:
    stable = [release for release in view.releases if not release.is_prerelease]
    return ReleaseNode(view, stable[0]) if stable else None


def _release(view: RepositoryView, info: GraphQLResolveInfo, tagName: str) -> ReleaseNode | None:
    return next((ReleaseNode(view, r) for r in view.releases if r.tag_name == tagName), None)


def _forks(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    order = arguments.get("orderBy") or {"field": "CREATED_AT", "direction": "DESC"}
    descending = order["direction"] == "DESC"

    def key(node: ForkNode) -> tuple[int, int]:
        return (node.fork.created_at, node.fork.fork_id)

    nodes = sorted((ForkNode(view.plan, fork) for fork in view.forks), key=key, reverse=descending)
    return connect(nodes, arguments, key, descending=descending, totalDiskUsage=0)


def _languages(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    sizes = languages_of(view.plan)
    nodes = [
        {"id": node_id("LA", name), "name": name, "color": "#888888", "size": n} for name, n in sizes.items()
    ]
    return by_position(nodes, arguments, totalSize=sum(sizes.values()))


def _topics(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    web = info.context.render.web
    nodes = [
        {
            "id": node_id("LA", view.plan.repository_id, name),
            "topic": {"id": node_id("LA", "topic", name), "name": name, "stargazerCount": 0},
            "url": f"{web}/topics/{name}",
            "resourcePath": f"/topics/{name}",
        }
        for name in view.plan.topics
    ]
    return by_position(nodes, arguments)


def _license(view: RepositoryView, info: GraphQLResolveInfo) -> dict[str, Any] | None:
    found = license_json(info.context.render.api, view.plan.license_id)
    if found is None or view.plan.is_empty:
        return None
    plain = {"body": "", "featured": False, "hidden": False, "pseudoLicense": found["key"] == "other"}
    return {
        "id": found["node_id"],
        "key": found["key"],
        "name": found["name"],
        "spdxId": found["spdx_id"],
        "url": found["url"],
        **plain,
    }


def _nobody(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    """Give the empty list that is left of stargazers and watchers since July 2026; the totals still work."""
    total = view.star_count if info.field_name == "stargazers" else view.watcher_count
    return Connection([], total, [], False, False, {})


def _default_branch(view: RepositoryView, info: GraphQLResolveInfo) -> RefNode | None:
    tip = view.git.tip(view.activity_at) if view.git else None
    return None if tip is None else RefNode(view, "refs/heads/", view.plan.default_branch, tip.sha)


def _refs(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    prefix = arguments["refPrefix"]
    branch = _default_branch(view, info)
    nodes = [branch] if branch is not None and prefix == "refs/heads/" else []
    if prefix == "refs/tags/" and view.git is not None:
        known = [tag for tag in view.git.tags if tag[0] <= view.activity_at]
        nodes = [RefNode(view, prefix, name, sha) for _, name, sha, _ in known]
    return by_position(nodes, arguments)


def _object(
    view: RepositoryView, info: GraphQLResolveInfo, expression: str | None = None, oid: str | None = None
) -> CommitNode | BlobNode | None:
    branch = _default_branch(view, info)
    revision, colon, path = (expression or oid or "").partition(":")
    if branch is None or (revision not in ("HEAD", view.plan.default_branch) and not oid):
        return None
    git = git_of(view)
    if colon:
        body = git.fixed.get(path)
        return None if body is None else BlobNode(view, path, body)
    commit = git.commits.get(oid or branch.sha)
    return None if commit is None else CommitNode(view, commit)


def _labels(view: RepositoryView, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    return by_position([LabelNode(view, name) for name in LABELS], arguments)


def _rest(name: str) -> Resolver:
    """Take a field from the REST shape of the same repository."""
    return lambda view, info: info.context.render.repository(view.plan)[name]


def _has_file(name: str) -> Resolver:
    return lambda view, info: view.git is not None and name in view.git.fixed


def _conduct(view: RepositoryView, info: GraphQLResolveInfo) -> dict[str, Any] | None:
    if view.git is None or "CODE_OF_CONDUCT.md" not in view.git.fixed:
        return None
    return {"id": node_id("LA", "conduct"), "key": "other", "name": "Other", "body": None, "url": None}


REPOSITORY: dict[str, Resolver] = {
    "id": lambda v, i: node_id("R", v.plan.repository_id),
    "databaseId": lambda v, i: v.plan.repository_id,
    "name": _rest("name"),
    "nameWithOwner": _rest("full_name"),
    "owner": lambda v, i: v.plan.name_at(v.at)[0],
    "description": lambda v, i: description(v.plan),
    "url": _rest("html_url"),
    "homepageUrl": _rest("homepage"),
    "mirrorUrl": _rest("mirror_url"),
    "sshUrl": _rest("ssh_url"),
    "createdAt": _rest("created_at"),
    "updatedAt": _rest("updated_at"),
    "pushedAt": lambda v, i: None if v.plan.is_empty else iso(v.pushed_at),
    "archivedAt": lambda v, i: (
        iso(v.plan.archived_at) if v.plan.archived_at and v.plan.archived_at <= v.at else None
    ),
    "isArchived": _rest("archived"),
    "isFork": lambda v, i: v.plan.is_fork,
    "isMirror": lambda v, i: v.plan.is_mirror,
    "isTemplate": _rest("is_template"),
    "isEmpty": lambda v, i: v.plan.is_empty,
    "isInOrganization": lambda v, i: v.plan.name_at(v.at)[0].kind == "organization",
    "hasIssuesEnabled": lambda v, i: v.plan.has_issues,
    "hasWikiEnabled": lambda v, i: True,
    "hasProjectsEnabled": lambda v, i: True,
    "forkingAllowed": lambda v, i: True,
    "visibility": lambda v, i: "PUBLIC",
    "viewerPermission": lambda v, i: "READ",
    "diskUsage": _rest("size"),
    "parent": lambda v, i: _parent(v, i),
    "forkCount": lambda v, i: len(v.forks),
    "stargazerCount": lambda v, i: v.star_count,
    "stargazers": paged(_nobody),
    "watchers": paged(_nobody),
    "licenseInfo": _license,
    "codeOfConduct": _conduct,
    "isSecurityPolicyEnabled": _has_file("SECURITY.md"),
    "primaryLanguage": lambda v, i: _languages(v, i, {"first": 1}).nodes[0] if languages_of(v.plan) else None,
    "languages": paged(_languages),
    "repositoryTopics": paged(_topics),
    "defaultBranchRef": _default_branch,
    "refs": paged(_refs),
    "object": _object,
    "issues": paged(_issues),
    "pullRequests": paged(_pull_requests),
    "issue": lambda v, i, number: _thread(v, number, change=False),
    "pullRequest": lambda v, i, number: _thread(v, number, change=True),
    "issueOrPullRequest": lambda v, i, number: _thread(v, number, change=None),
    "releases": paged(_releases),
    "latestRelease": _latest,
    "release": _release,
    "forks": paged(_forks),
    "labels": paged(_labels),
    "discussions": lambda v, i, **a: by_position([], a),
    "fundingLinks": lambda v, i: [],
}


def _parent(view: RepositoryView, info: GraphQLResolveInfo) -> RepositoryView | None:
    if not view.plan.is_fork or view.plan.parent is None:
        return None
    return info.context.render.world.view(view.plan.parent, view.at)
