"""What the schema does not have, refused in GitHub's own words: with a code, and the place in the query."""

from collections.abc import Collection
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_location,
    visit,
)

Json = dict[str, Any]


def refusals(schema: GraphQLSchema, document: DocumentNode, removed: Collection[str]) -> list[Json]:
    """Give an error for every field and argument that is not there, or no longer: ``removed`` names those.

    They are named ``Type.field`` and ``Type.field(argument)``.
    """
    info = TypeInfo(schema)
    finding = _Finding(info, removed)
    visit(document, TypeInfoVisitor(info, finding))
    return finding.errors


class _Finding(Visitor):
    def __init__(self, info: TypeInfo, removed: Collection[str]) -> None:
        super().__init__()
        self.errors: list[Json] = []
        self._info = info
        self._removed = removed
        self._path: list[str] = []

    def enter(self, node: Node, *_: object) -> None:
        if name := _place(node):
            self._path.append(name)
        if isinstance(node, FieldNode):
            self._look_at_field(node)
        elif isinstance(node, ArgumentNode):
            self._look_at_argument(node)

    def leave(self, node: Node, *_: object) -> None:
        if _place(node):
            self._path.pop()

    def _look_at_field(self, node: FieldNode) -> None:
        kind, name = self._info.get_parent_type(), node.name.value
        if kind is None:
            return
        if self._info.get_field_def() is None or f"{kind.name}.{name}" in self._removed:
            more = {"code": "undefinedField", "typeName": kind.name, "fieldName": name}
            self._refuse(node, f"Field '{name}' doesn't exist on type '{kind.name}'", more)

    def _look_at_argument(self, node: ArgumentNode) -> None:
        kind, field, name = self._info.get_parent_type(), self._info.get_field_def(), node.name.value
        if kind is None or field is None or self._info.get_directive() is not None:
            return
        field_name = self._path[-2]
        if name not in field.args or f"{kind.name}.{field_name}({name})" in self._removed:
            told = {"name": field_name, "typeName": "Field", "argumentName": name}
            self._refuse(
                node,
                f"Field '{field_name}' doesn't accept argument '{name}'",
                {"code": "argumentNotAccepted", **told},
            )

    def _refuse(self, node: Node, message: str, extensions: Json) -> None:
        assert node.loc is not None
        at = get_location(node.loc.source, node.loc.start)
        self.errors.append(
            {
                "path": [*self._path],
                "extensions": extensions,
                "locations": [{"line": at.line, "column": at.column}],
                "message": message,
            }
        )


def _place(node: Node) -> str | None:
    """Name a node in the path of an error."""
    if isinstance(node, OperationDefinitionNode):
        return f"{node.operation.value} {node.name.value}" if node.name else node.operation.value
    if isinstance(node, FragmentDefinitionNode):
        return f"fragment {node.name.value}"
    if isinstance(node, InlineFragmentNode):
        return f"... on {node.type_condition.name.value}" if node.type_condition else "..."
    return node.name.value if isinstance(node, FieldNode | ArgumentNode) else None
