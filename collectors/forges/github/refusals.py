"""GitHub's refusals go in; what a query can leave out, and the query without it, come out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    REMOVE,
    ArgumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    VisitorAction,
    parse,
    print_ast,
    visit,
)

from collectors.forges.github.optional import OPTIONAL, OPTIONAL_ARGUMENTS, TYPE_OF

_FIELD = re.compile(r"Field '(\w+)' doesn't exist on type '(\w+)'")
_ARGUMENT = re.compile(r"Field '(\w+)' doesn't accept argument '(\w+)'")


def left_out(errors: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Name what a query can do without: ``Type.field`` or ``Type.field(argument)``, one or more an error.

    Empty where any of the errors is another one, or concerns what is required.
    """
    found = [set(_named(error)) for error in errors]
    return frozenset().union(*found) if all(found) else frozenset()


def _named(error: Mapping[str, Any]) -> Iterator[str]:
    """Read one error: by its extensions, else by its words."""
    told, message = error.get("extensions") or {}, str(error.get("message", ""))
    if told.get("code") == "undefinedField" or _FIELD.search(message):
        words = _FIELD.search(message)
        field = told.get("fieldName") or (words[1] if words else "")
        kind = told.get("typeName") or (words[2] if words else "")
        yield from OPTIONAL & {f"{kind}.{field}"}
    elif told.get("code") == "argumentNotAccepted" or _ARGUMENT.search(message):
        words = _ARGUMENT.search(message)
        field = told.get("name") or (words[1] if words else "")
        argument = told.get("argumentName") or (words[2] if words else "")
        alone = {name for name in OPTIONAL_ARGUMENTS if name.partition(".")[2] == f"{field}({argument})"}
        yield from alone or {name for name in OPTIONAL if name.partition(".")[2] == field}


@lru_cache(maxsize=256)
def without(text: str, names: frozenset[str]) -> str:
    """Write a query without some fields and arguments, and without what is then empty or not used."""
    document = visit(parse(text), _Pruning(names))
    used = _Used()
    visit(document, used)
    return print_ast(visit(document, _Unused(used)))


class _Pruning(Visitor):
    """Removes what is named; knows the type at each place by the fragments and TYPE_OF."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self._names = names
        self._types: list[str] = []
        self._fields: list[str] = []

    def enter_operation_definition(self, *_: object) -> None:
        self._types.append("Query")

    def leave_operation_definition(self, *_: object) -> None:
        self._types.pop()

    def enter_fragment_definition(
        self, node: FragmentDefinitionNode | InlineFragmentNode, *_: object
    ) -> None:
        self._types.append(node.type_condition.name.value if node.type_condition else self._types[-1])

    def leave_fragment_definition(self, *_: object) -> None:
        self._types.pop()

    enter_inline_fragment = enter_fragment_definition
    leave_inline_fragment = leave_fragment_definition

    def enter_field(self, node: FieldNode, *_: object) -> VisitorAction:
        name = f"{self._types[-1]}.{node.name.value}"
        if name in self._names:
            return REMOVE
        self._fields.append(name)
        self._types.append(TYPE_OF.get(name, ""))
        return None

    def leave_field(self, node: FieldNode, *_: object) -> VisitorAction:
        self._fields.pop()
        self._types.pop()
        return REMOVE if node.selection_set and not node.selection_set.selections else None

    def enter_argument(self, node: ArgumentNode, *_: object) -> VisitorAction:
        is_named = bool(self._fields) and f"{self._fields[-1]}({node.name.value})" in self._names
        return REMOVE if is_named else None


class _Used(Visitor):
    """Notes the variables and fragments that are used."""

    def __init__(self) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.fragments: set[str] = set()

    def enter_variable(self, node: VariableNode, key: object, parent: Node, *_: object) -> None:
        if parent.kind != "variable_definition":
            self.variables.add(node.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.fragments.add(node.name.value)


class _Unused(Visitor):
    """Removes the definitions of variables and fragments that nothing uses."""

    def __init__(self, used: _Used) -> None:
        super().__init__()
        self._used = used

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: object) -> VisitorAction:
        return None if node.variable.name.value in self._used.variables else REMOVE

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: object) -> VisitorAction:
        return None if node.name.value in self._used.fragments else REMOVE
