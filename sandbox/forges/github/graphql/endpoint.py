"""GitHub's GraphQL endpoint: parse, price, charge, execute; errors come with status 200."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from graphql import DocumentNode, GraphQLError, GraphQLSyntaxError, execute_sync, parse, validate

from sandbox.forges.github.graphql.cost import Cost, cost_of, operation_of
from sandbox.forges.github.graphql.nodes import Scope
from sandbox.forges.github.graphql.refusals import refusals
from sandbox.forges.github.graphql.resolvers import schema
from sandbox.forges.github.rest.context import refusal
from sandbox.forges.github.state import GithubState
from sandbox.http.limits import Holder, Quota
from sandbox.http.messages import Answer, Request

_KEPT = 200
_documents: OrderedDict[tuple[str, frozenset[str]], DocumentNode | list[dict[str, Any]]] = OrderedDict()


class _Query(NamedTuple):
    text: str
    variables: Mapping[str, Any]
    operation: str | None


def _read(request: Request) -> _Query:
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        raise refusal(400, "Problems parsing JSON") from None
    if not isinstance(body, dict) or not isinstance(body.get("query"), str):
        raise refusal(400, "A query attribute must be specified and must be a string.")
    return _Query(body["query"], body.get("variables") or {}, body.get("operationName"))


def _document(text: str, removed: frozenset[str]) -> DocumentNode | list[dict[str, Any]]:
    """Parse and validate a query; the results of the last ones are kept."""
    key = (text, removed)
    if key not in _documents:
        try:
            document = parse(text)
            errors = refusals(schema(), document, removed)
            errors = errors or [error_json(error) for error in validate(schema(), document)]
            _documents[key] = errors or document
        except GraphQLSyntaxError as error:
            _documents[key] = [error_json(error)]
        while len(_documents) > _KEPT:
            _documents.popitem(last=False)
    return _documents[key]


def error_json(error: GraphQLError) -> dict[str, Any]:
    """Write an error as GitHub does: with its type beside the message."""
    found: dict[str, Any] = {}
    if error.extensions and "type" in error.extensions:
        found["type"] = error.extensions["type"]
    if error.path:
        found["path"] = error.path
    if error.locations:
        found["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    return found | {"message": error.message}


def _errors(errors: list[dict[str, Any]], quota: Quota | None = None) -> Answer:
    answer = Answer.json({"errors": errors})
    if quota is not None:
        answer.headers |= quota.headers()
    return answer


def answer_query(request: Request, holder: Holder, github: GithubState) -> Answer:
    """Answer one POST."""
    query = _read(request)
    document = _document(query.text, github.settings.removed)
    if isinstance(document, list):
        return _errors(document)
    try:
        operation = operation_of(document, query.operation)
        cost = cost_of(schema(), document, operation, query.variables)
    except GraphQLError as error:
        return _errors([error_json(error)], github.limits.quota(holder, "graphql"))
    is_hurried = github.limits.is_hurried(holder, "graphql", cost.points)
    if is_hurried or github.limits.is_laborious(holder, "graphql", cost.node_count):
        return github.secondary(request)
    quota = github.limits.take(holder, "graphql", cost.points)
    if quota.is_exceeded:
        return _exhausted(holder, quota)
    return _execute(request, holder, github, document, query, cost, quota)


def _exhausted(holder: Holder, quota: Quota) -> Answer:
    message = f"API rate limit already exceeded for user ID {holder.holder_id}."
    body = {"errors": [{"type": "RATE_LIMIT", "code": "graphql_rate_limit", "message": message}]}
    answer = Answer.json(body)
    answer.headers |= quota.headers()
    return answer


def _execute(
    request: Request,
    holder: Holder,
    github: GithubState,
    document: DocumentNode,
    query: _Query,
    cost: Cost,
    quota: Quota,
) -> Answer:
    scope = Scope(github.render(request), cost, quota, github.settings.resource_limit, holder.login)
    result = execute_sync(
        schema(),
        document,
        context_value=scope,
        variable_values=dict(query.variables),
        operation_name=query.operation,
    )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [error_json(error) for error in result.errors]
    answer = Answer.json(body)
    answer.points = cost.points
    answer.headers |= quota.headers()
    return answer
