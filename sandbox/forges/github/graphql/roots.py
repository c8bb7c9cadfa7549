"""Resolvers of the query's roots and of accounts, refs, files and review requests."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from sandbox.forges.github.graphql.nodes import (
    CommentNode,
    CommitNode,
    ForkNode,
    LabelNode,
    ReleaseNode,
    RemarkNode,
    RequestedReview,
    ReviewNode,
    Scope,
    git_of,
)
from sandbox.forges.github.graphql.pages import Arguments, Connection, connect, paged
from sandbox.forges.github.graphql.thread_fields import change_of
from sandbox.forges.github.shapes.ids import node_id, read_node_id
from sandbox.forges.github.shapes.repositories import Json
from sandbox.world.people import Account
from sandbox.world.plans import Plan
from sandbox.world.seasons import iso
from sandbox.world.view import RepositoryView, ThreadView, present

Resolver = Callable[..., Any]


def _failure(kind: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"type": kind})


def _readable(scope: Scope, plan: Plan) -> RepositoryView:
    at = scope.render.at
    if plan.blocked_at is not None and plan.blocked_at <= at:
        raise _failure("FORBIDDEN", "Repository access blocked")
    if plan.hazard == "forbidden":
        raise _failure("FORBIDDEN", "Resource protected by organization SAML enforcement.")
    return scope.render.world.view(plan, at)


def _repository(
    _: object,
    info: GraphQLResolveInfo,
    owner: str,
    name: str,
    followRenames: bool = True,
) -> RepositoryView:
    scope: Scope = info.context
    found = scope.render.world.named(owner, name, scope.render.at)
    if found is None or not (found[1] or followRenames):
        message = f"Could not resolve to a Repository with the name '{owner}/{name}'."
        raise _failure("NOT_FOUND", message)
    return _readable(scope, found[0])


def _account(info: GraphQLResolveInfo, login: str, kind: str, called: str) -> Account:
    scope: Scope = info.context
    found = scope.render.world.account(login, scope.render.at)
    if found is None or (kind and found.kind != kind):
        raise _failure("NOT_FOUND", f"Could not resolve to {called} with the login of '{login}'.")
    return found


def _node(_: object, info: GraphQLResolveInfo, id: str) -> object:
    found = _found(info.context, id)
    if found is None:
        raise _failure("NOT_FOUND", f"Could not resolve to a node with the global id of '{id}'")
    return found


def _nodes(_: object, info: GraphQLResolveInfo, ids: list[str]) -> list[Any]:
    def one(identifier: str) -> object:
        try:
            return _node(None, info, identifier)
        except GraphQLError as error:
            return error

    return [one(identifier) for identifier in ids]


def _found(scope: Scope, identifier: str) -> object:
    """Find what a node id names, if it still exists."""
    known = read_node_id(identifier)
    if known is None:
        return None
    prefix, parts = known
    numbers = parts[:1] if prefix in ("C", "LA") else parts
    if len(parts) < _PARTS.get(prefix, 1) or not all(part.isdecimal() for part in numbers):
        return None
    world, at = scope.render.world, scope.render.at
    if prefix in ("U", "O", "BOT"):
        return world.account_by_id(int(parts[0]), at)
    if prefix == "F":
        fork = world.fork(int(parts[0]), at)
        return None if fork is None else ForkNode(*fork)
    plan = world.repository(int(parts[0]), at)
    if plan is None:
        return None
    view = _readable(scope, plan)
    return view if prefix == "R" else _inside(view, prefix, parts[1:])


_PARTS = {"C": 2, "LA": 2, "I": 2, "PR": 2, "RE": 2, "IC": 3, "PRR": 3, "PRRC": 3}


def _inside(view: RepositoryView, prefix: str, parts: list[str]) -> object:
    if prefix == "C":
        commit = git_of(view).commits.get(parts[0])
        return None if commit is None else CommitNode(view, commit)
    if prefix == "LA":
        return LabelNode(view, parts[0])
    if prefix == "RE":
        return next((ReleaseNode(view, r) for r in view.releases if r.release_id == int(parts[0])), None)
    thread = view.by_number.get(int(parts[0]))
    if thread is None or prefix in ("I", "PR"):
        return thread
    return _inside_thread(thread, prefix, int(parts[1]))


def _inside_thread(thread: ThreadView, prefix: str, identifier: int) -> object:
    if prefix == "IC":
        return next((CommentNode(thread, c) for c in thread.comments if c.comment_id == identifier), None)
    if prefix == "PRR":
        return next((ReviewNode(thread, r) for r in thread.reviews if r.review_id == identifier), None)
    if prefix == "PRRC":
        remarks = [(r, c) for r in change_of(thread).reviews for c in r.comments]
        return next((RemarkNode(thread, r, c) for r, c in remarks if c.comment_id == identifier), None)
    return None


def _rate_limit(_: object, info: GraphQLResolveInfo, dryRun: bool = False) -> Json:
    scope: Scope = info.context
    return {
        "cost": scope.cost.points,
        "limit": scope.quota.limit,
        "nodeCount": scope.cost.node_count,
        "remaining": scope.quota.remaining,
        "resetAt": iso(scope.quota.reset_at),
        "used": scope.quota.used,
    }


def _viewer(_: object, info: GraphQLResolveInfo) -> Account:
    return Account(1, info.context.login, "user", "演示·采集者", info.context.render.at)


def _search(_: object, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    counts = dict.fromkeys(("codeCount", "discussionCount", "issueCount", "userCount", "wikiCount"), 0)
    scope: Scope = info.context
    words = [w.lower() for w in arguments["query"].split() if ":" not in w]
    if arguments["type"] != "REPOSITORY":
        return Connection([], 0, [], False, False, counts | {"repositoryCount": 0})
    world, at = scope.render.world, scope.render.at
    plans = [p for p in world.plans if p.exists_at(at) and p.hazard not in ("blocked", "forbidden")]
    found = [p for p in plans if all(word in p.full_name_at(at).lower() for word in words)][:1_000]
    page = connect(found, arguments, lambda p: (p.number,), **counts, repositoryCount=len(found))
    return page._replace(nodes=[world.view(plan, at) for plan in page.nodes])


QUERY: dict[str, Resolver] = {
    "repository": _repository,
    "organization": lambda _, i, login: _account(i, login, "organization", "an Organization"),
    "user": lambda _, i, login: _account(i, login, "user", "a User"),
    "repositoryOwner": lambda _, i, login: _account(i, login, "", "a RepositoryOwner"),
    "node": _node,
    "nodes": _nodes,
    "rateLimit": _rate_limit,
    "viewer": _viewer,
    "search": paged(_search),
    "id": lambda _, i: "Q_kwQuery",
}


def _owned(account: Account, info: GraphQLResolveInfo, arguments: Arguments) -> Connection:
    render = info.context.render
    views = [render.world.view(plan, render.at) for plan in render.world.owned_by(account, render.at)]
    for flag, argument in (("is_fork", "isFork"), ("is_archived", "isArchived")):
        wanted = arguments.get(argument)
        if wanted is not None:
            views = [view for view in views if _flag(view, flag) == wanted]
    order = arguments.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
    descending = order["direction"] == "DESC"
    if order["field"] == "NAME":
        views.sort(key=lambda view: view.plan.name_at(view.at)[1], reverse=descending)
        positions = {view.plan.number: k for k, view in enumerate(views)}
        return connect(views, arguments, lambda view: (positions[view.plan.number],), totalDiskUsage=0)
    key = _OWNED_KEYS[order["field"]]
    return connect(
        sorted(views, key=key, reverse=descending), arguments, key, descending=descending, totalDiskUsage=0
    )


_OWNED_KEYS: dict[str, Callable[[RepositoryView], tuple[int, ...]]] = {
    "CREATED_AT": lambda view: (view.plan.created_at, view.plan.number),
    "UPDATED_AT": lambda view: (view.updated_at, view.plan.number),
    "PUSHED_AT": lambda view: (view.pushed_at, view.plan.number),
    "STARGAZERS": lambda view: (view.star_count, view.plan.number),
}


def _flag(view: RepositoryView, flag: str) -> bool:
    if flag == "is_fork":
        return view.plan.is_fork
    return view.plan.archived_at is not None and view.plan.archived_at <= view.at


def _one_owned(account: Account, info: GraphQLResolveInfo, name: str, followRenames: bool = True) -> object:
    return _repository(None, info, account.login, name, followRenames)


def _account_url(account: Account, info: GraphQLResolveInfo, **_: object) -> str:
    return f"{info.context.render.web}/{account.login}"


def _prefix(account: Account) -> str:
    return {"organization": "O", "bot": "BOT"}.get(account.kind, "U")


ACCOUNT: dict[str, Resolver] = {
    "id": lambda a, i: node_id(_prefix(a), a.account_id),
    "databaseId": lambda a, i: a.account_id,
    "login": lambda a, i: a.login,
    "name": lambda a, i: a.name,
    "company": lambda a, i: a.company,
    "location": lambda a, i: a.location,
    "email": lambda a, i: "" if a.kind == "user" else None,
    "createdAt": lambda a, i: iso(a.created_at),
    "updatedAt": lambda a, i: iso(a.created_at + 86_400),
    "url": _account_url,
    "resourcePath": lambda a, i: f"/{a.login}",
    "avatarUrl": lambda a, i, size=0: f"{i.context.render.web}/avatars/u/{a.account_id}",
    "description": lambda a, i: f"{a.name} (demonstration)",
    "repositories": paged(_owned),
    "repository": _one_owned,
    "userViewType": lambda a, i: "PUBLIC",
}
REF: dict[str, Resolver] = {
    "id": lambda n, i: node_id("REF", n.view.plan.repository_id, n.prefix, n.name.replace(".", "_")),
    "name": lambda n, i: n.name,
    "prefix": lambda n, i: n.prefix,
    "target": lambda n, i: CommitNode(n.view, git_of(n.view).commits[n.sha]),
    "repository": lambda n, i: n.view,
}
BLOB: dict[str, Resolver] = {
    "id": lambda n, i: node_id("C", n.view.plan.repository_id, n.path.replace(".", "_")),
    "byteSize": lambda n, i: len(n.body),
    "text": lambda n, i: n.body.decode(),
    "isBinary": lambda n, i: False,
    "repository": lambda n, i: n.view,
}
PULL_COMMIT: dict[str, Resolver] = {
    "id": lambda n, i: node_id("C", n.view.repository.plan.repository_id, n.commit.sha),
    "commit": lambda n, i: CommitNode(n.view.repository, n.commit),
    "pullRequest": lambda n, i: n.view,
}


def _asked(node: RequestedReview, info: GraphQLResolveInfo) -> Account | None:
    return present(node.account, node.view.repository.at)


REVIEW_REQUEST: dict[str, Resolver] = {
    "id": lambda n, i: node_id("E", n.view.repository.plan.repository_id, n.view.number, n.position),
    "requestedReviewer": _asked,
    "pullRequest": lambda n, i: n.view,
}
