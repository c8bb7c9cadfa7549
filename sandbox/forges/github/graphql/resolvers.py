"""The published schema with the resolvers of this world attached to it."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
)

from sandbox.forges.github.graphql.nodes import ForkNode, type_name
from sandbox.forges.github.graphql.pages import Connection
from sandbox.forges.github.graphql.repository_fields import REPOSITORY
from sandbox.forges.github.graphql.roots import ACCOUNT, BLOB, PULL_COMMIT, QUERY, REF, REVIEW_REQUEST
from sandbox.forges.github.graphql.small_fields import (
    ASSET,
    COMMIT,
    EVENT,
    FORK,
    LABEL,
    RELEASE,
    REMARK,
    REMARK_THREAD,
)
from sandbox.forges.github.graphql.thread_fields import COMMENT, ISSUE, PULL_REQUEST, REVIEW

SCHEMA_FILE = Path(__file__).parent / "schema" / "github.graphql"
Resolver = Callable[..., Any]

_EVENTS = (
    "ClosedEvent", "ReopenedEvent", "LabeledEvent", "UnlabeledEvent", "AssignedEvent", "MergedEvent",
    "ReadyForReviewEvent",
)  # fmt: skip
_TABLES: dict[str, dict[str, Resolver]] = {
    "Query": QUERY,
    "Repository": REPOSITORY,
    "Issue": ISSUE,
    "PullRequest": PULL_REQUEST,
    "IssueComment": COMMENT,
    "PullRequestReview": REVIEW,
    "PullRequestReviewComment": REMARK,
    "PullRequestReviewThread": REMARK_THREAD,
    "Label": LABEL,
    "Commit": COMMIT,
    "Ref": REF,
    "Blob": BLOB,
    "PullRequestCommit": PULL_COMMIT,
    "ReviewRequest": REVIEW_REQUEST,
    "Release": RELEASE,
    "ReleaseAsset": ASSET,
    **dict.fromkeys(("User", "Organization", "Bot"), ACCOUNT),
    **dict.fromkeys(_EVENTS, EVENT),
}
_CONNECTION: dict[str, Resolver] = {
    "nodes": lambda c, i: c.nodes,
    "totalCount": lambda c, i: c.total_count,
    "edges": lambda c, i: c.edges,
    "pageInfo": lambda c, i: {
        "endCursor": c.cursors[-1] if c.cursors else None,
        "startCursor": c.cursors[0] if c.cursors else None,
        "hasNextPage": c.has_next,
        "hasPreviousPage": c.has_previous,
    },
}


def _blank(field: GraphQLField) -> object:
    """Give a value of the right type for a field that the world says nothing about: null where it may be."""
    kind = field.type
    if not isinstance(kind, GraphQLNonNull):
        return None
    kind = kind.of_type
    if isinstance(kind, GraphQLList):
        return []
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    blanks = {"Boolean": False, "Int": 0, "Float": 0.0}
    if kind.name in blanks:
        return blanks[kind.name]
    if kind.name.endswith("Connection"):
        return Connection([], 0, [], False, False, {})
    if kind.name in ("DateTime", "GitTimestamp"):
        return "2016-11-01T00:00:00Z"
    return "https://demo.example/" if kind.name == "URI" else ""


def _default(field: GraphQLField) -> Resolver:
    blank = _blank(field)

    def resolve(source: object, info: GraphQLResolveInfo, **_: object) -> object:
        return source.get(info.field_name, blank) if isinstance(source, dict) else blank

    return resolve


def _for_repository(name: str, of_view: Resolver, blank: Resolver) -> Resolver:
    of_fork = FORK.get(name, blank)

    def resolve(source: object, info: GraphQLResolveInfo, **arguments: object) -> object:
        chosen = of_fork if isinstance(source, ForkNode) else of_view
        return chosen(source, info, **arguments)

    return resolve


def _of_connection(name: str, default: Resolver) -> Resolver:
    if name in _CONNECTION:
        return _CONNECTION[name]

    def resolve(source: Connection, info: GraphQLResolveInfo, **arguments: object) -> object:
        return source.extra.get(name) if name in source.extra else default(source, info, **arguments)

    return resolve


def _of_edge(name: str) -> Resolver:
    if name == "size":
        return lambda edge, info: edge[1]["size"]
    return lambda edge, info: edge[0] if name == "cursor" else edge[1]


def _attach(kind: GraphQLObjectType) -> None:
    table = _TABLES.get(kind.name, {})
    for name, field in kind.fields.items():
        default = _default(field)
        if kind.name.endswith("Connection"):
            field.resolve = _of_connection(name, default)
        elif kind.name.endswith("Edge"):
            field.resolve = _of_edge(name)
        else:
            field.resolve = table.get(name, default)
        if kind.name == "Repository":
            field.resolve = _for_repository(name, field.resolve, default)


@lru_cache(maxsize=1)
def schema() -> GraphQLSchema:
    """Build the schema once."""
    built = build_schema(SCHEMA_FILE.read_text())
    for name, kind in built.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            _attach(kind)
        elif isinstance(kind, (GraphQLInterfaceType, GraphQLUnionType)):
            kind.resolve_type = type_name
    return built
