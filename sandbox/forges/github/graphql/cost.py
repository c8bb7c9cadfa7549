"""What a GraphQL query costs by GitHub's published formula, and whether its pages are within bounds.

Requests = one per connection, times the ``first`` or ``last`` of every connection around it; points =
requests / 100, rounded, at least 1. Nodes = all that could come back, at most 500,000.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

NODE_LIMIT = 500_000
PAGE_LIMIT = 100
_ITEM_FIELDS = {"nodes", "edges", "pageInfo"}


@dataclass(slots=True)
class Cost:
    """What a query may cause."""

    requests: int = 0
    node_count: int = 0

    @property
    def points(self) -> int:
        """The points that it takes from the hourly limit."""
        return max(1, (self.requests + 50) // 100)


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Find the operation to run."""
    found = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    chosen = [d for d in found if name is None or (d.name is not None and d.name.value == name)]
    if not chosen:
        raise GraphQLError(f"No operation named {name!r}")
    return chosen[0]


class _Counter:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.cost = Cost()
        self._schema, self._variables = schema, variables
        self._fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }

    def visit(self, selections: SelectionSetNode, parent: object, times: int) -> None:
        """Count a selection set that is resolved ``times`` times."""
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                self._visit_field(selection, parent, times)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                inside = self._schema.get_type(condition.name.value) if condition else parent
                self.visit(selection.selection_set, inside, times)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
                inside = self._schema.get_type(fragment.type_condition.name.value)
                self.visit(fragment.selection_set, inside, times)

    def _visit_field(self, node: FieldNode, parent: object, times: int) -> None:
        if not isinstance(parent, (GraphQLObjectType, GraphQLInterfaceType)) or node.selection_set is None:
            return
        field = parent.fields.get(node.name.value)
        if field is None or not self._is_included(node):
            return
        inside = get_named_type(field.type)
        if inside.name.endswith("Connection"):
            size = self._page_size(node)
            self.cost.requests += times
            self.cost.node_count += times * size
            times *= max(size, 1)
        elif node.name.value == "nodes" and parent.name == "Query":
            times *= self._list_length(node)
            self.cost.node_count += times
        self.visit(node.selection_set, inside, times)

    def _page_size(self, node: FieldNode) -> int:
        """Read ``first`` or ``last``; a connection asked only for its total needs neither."""
        name = node.name.value
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last"):
                size = self._value(argument.value)
                if size is None:
                    continue
                if not 0 <= size <= PAGE_LIMIT:
                    raise GraphQLError(
                        f"Requesting {size} records on the `{name}` connection exceeds the "
                        f"`{argument.name.value}` limit of {PAGE_LIMIT} records.",
                        node,
                        extensions={"type": "EXCESSIVE_PAGINATION"},
                    )
                return size
        asked = {s.name.value for s in node.selection_set.selections if isinstance(s, FieldNode)}  # pyright: ignore[reportOptionalMemberAccess]
        if asked & _ITEM_FIELDS:
            raise GraphQLError(
                f"You must provide a `first` or `last` value to properly paginate the `{name}` connection.",
                node,
                extensions={"type": "MISSING_PAGINATION_BOUNDARIES"},
            )
        return 0

    def _value(self, node: ValueNode) -> int | None:
        if isinstance(node, VariableNode):
            return self._variables.get(node.name.value)
        return int(node.value) if isinstance(node, IntValueNode) else None

    def _list_length(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value == "ids":
                if isinstance(argument.value, ListValueNode):
                    return len(argument.value.values)
                if isinstance(argument.value, VariableNode):
                    return len(self._variables.get(argument.value.name.value) or ())
        return 1

    def _is_included(self, node: FieldNode) -> bool:
        for directive in node.directives or ():
            value = directive.arguments[0].value if directive.arguments else None
            switch = self._variables.get(value.name.value) if isinstance(value, VariableNode) else None
            if switch is None:
                switch = getattr(value, "value", True)
            if bool(switch) == (directive.name.value == "skip"):
                return False
        return True


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Cost:
    """Work out a query's cost, or raise where a page is unbounded or too large."""
    defaults = {
        definition.variable.name.value: getattr(definition.default_value, "value", None)
        for definition in operation.variable_definitions or ()
    }
    numbers = {name: int(v) if isinstance(v, str) and v.isdigit() else v for name, v in defaults.items()}
    counter = _Counter(schema, document, numbers | dict(variables))
    counter.visit(operation.selection_set, schema.query_type, 1)
    if counter.cost.node_count > NODE_LIMIT:
        raise GraphQLError(
            f"This query requests up to {counter.cost.node_count:,} possible nodes "
            f"which exceeds the maximum limit of {NODE_LIMIT:,}.",
            extensions={"type": "MAX_NODE_LIMIT_EXCEEDED"},
        )
    return counter.cost
