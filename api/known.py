"""Statements that are known: composed once for a document, and filled in with the arguments of its root field.

Documents are kept as they were parsed (`api.documents`), so a field of one is the same object each time.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    ListValueNode,
    ObjectValueNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from graph.compiler import Statement

Fragments = Mapping[str, FragmentDefinitionNode]

_MOST: Final = 100


class KnownStatements:
    """Statements of one document, by the fields that ask for them and which arguments are null. Thread-safe.

    It lives as long as its document. Directives may choose among fields of one name, so there can be more statements
    than fields: only so many are kept.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Statement] = {}

    def find(self, nodes: Sequence[FieldNode], arguments: Mapping[str, Any]) -> Statement | None:
        """The statement that was kept for these very nodes, and for arguments of which the same are null."""
        return self._known.get(_key(nodes, arguments))

    def keep(
        self, nodes: Sequence[FieldNode], arguments: Mapping[str, Any], statement: Statement, fragments: Fragments
    ) -> None:
        """Keep a statement, if no variable has a say in what is selected below the nodes."""
        if len(self._known) < _MOST and not mentions_variables(nodes, fragments):
            self._known[_key(nodes, arguments)] = statement


def _key(nodes: Sequence[FieldNode], arguments: Mapping[str, Any]) -> tuple[object, ...]:
    return (*map(id, nodes), *((name, value is None) for name, value in arguments.items()))


def mentions_variables(nodes: Iterable[FieldNode], fragments: Fragments) -> bool:
    """Whether an argument or directive below some fields, in their fragments too, names a variable.

    Arguments of the fields themselves are left out.
    """
    spread: set[str] = set()
    return any(node.selection_set and _mentions(node.selection_set, fragments, spread) for node in nodes)


def _mentions(selected: SelectionSetNode, fragments: Fragments, spread: set[str]) -> bool:
    for node in selected.selections:
        if _in_directives(node.directives):
            return True
        below = getattr(node, "selection_set", None)
        if isinstance(node, FieldNode):
            if any(_names_variable(argument.value) for argument in node.arguments or ()):
                return True
        elif isinstance(node, FragmentSpreadNode):
            if node.name.value in spread:
                continue
            spread.add(node.name.value)
            fragment = fragments[node.name.value]
            if _in_directives(fragment.directives):
                return True
            below = fragment.selection_set
        if below is not None and _mentions(below, fragments, spread):
            return True
    return False


def _in_directives(directives: Iterable[DirectiveNode] | None) -> bool:
    return any(_names_variable(argument.value) for each in directives or () for argument in each.arguments or ())


def _names_variable(value: ValueNode) -> bool:
    if isinstance(value, VariableNode):
        return True
    if isinstance(value, ListValueNode):
        return any(map(_names_variable, value.values))
    return isinstance(value, ObjectValueNode) and any(_names_variable(each.value) for each in value.fields)
