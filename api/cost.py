"""What an operation may bring back, told before it runs, with its variables known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SchemaMetaFieldDef,
    SelectionSetNode,
    TypeMetaFieldDef,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_object_type,
)

from api.refusals import refused
from graph.pages import DEFAULT_PAGE
from graph.surroundings import DEFAULT_HOPS, DEFAULT_NODES

MAX_COST: Final = 100_000
LIST_SIZE: Final = 5
"""Objects that a list without pages is counted as."""
_INTROSPECTION: Final = MappingProxyType({"types": 50, "fields": 10, "possibleTypes": 20})
"""Objects that the lists of the schema about itself are counted as, where not as `LIST_SIZE`."""
_BOUNDS: Final = MappingProxyType({"Subgraph": ("limit", DEFAULT_NODES, 0), "Path": ("maxHops", DEFAULT_HOPS, 1)})
"""Types whose lists are bounded by an argument of the field that leads to them: its name, what it is unless given, and
how many more there may be."""
_META: Final = MappingProxyType({"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef})


def cost(
    schema: GraphQLSchema,
    fragments: Mapping[str, FragmentDefinitionNode],
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> int:
    """Objects that a valid operation may bring back: each page counts as `first` times what it holds.

    A neighbourhood counts as `limit` times what is asked of a node and an edge, a path as `maxHops` times.

    `variables` are coerced. Raises a GraphQLError with code LIMIT_EXCEEDED above `MAX_COST`.
    """
    root = schema.get_root_type(operation.operation)
    if root is None:
        return 0
    total = _Visitor(fragments, variables).visit(operation.selection_set, root)
    if total > MAX_COST:
        raise refused(f"the operation may bring back {total:,} objects; {MAX_COST:,} are allowed")
    return total


@dataclass(slots=True)
class _Visitor:
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    known: dict[tuple[str, str], int] = field(default_factory=dict)

    def visit(self, selections: SelectionSetNode, parent: GraphQLNamedType) -> int:
        total = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += self._field(node, parent)
            elif isinstance(node, FragmentSpreadNode):
                total += self._fragment(node.name.value, parent)
            elif isinstance(node, InlineFragmentNode):
                total += self.visit(node.selection_set, parent)
        return total

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> int:
        name = node.name.value
        definition = _META.get(name) or (parent.fields.get(name) if is_object_type(parent) else None)
        if node.selection_set is None or definition is None:
            return 0
        returned = get_named_type(definition.type)
        inner = self.visit(node.selection_set, returned)
        if "first" in definition.args:
            return self._bound(node, "first", DEFAULT_PAGE) * max(inner, 1) + 1
        if bound := _BOUNDS.get(returned.name):
            name, default, more = bound
            return (self._bound(node, name, default) + more) * max(inner, 1) + 1
        if returned.name.endswith(("Edge", "Connection", "Money", "PageInfo")) and returned.name != "GraphEdge":
            return inner  # they are counted with their page, or hold no object
        return (inner + 1) * _size(name, parent, definition)

    def _bound(self, node: FieldNode, name: str, default: int) -> int:
        """Rows that a field may hold, by the argument that bounds them; one out of bounds is refused when compiled."""
        value = next((a.value for a in node.arguments or () if a.name.value == name), None)
        if isinstance(value, VariableNode):
            found = self.variables.get(value.name.value)
        else:
            found = int(value.value) if isinstance(value, IntValueNode) else None
        return default if found is None else max(found, 0)

    def _fragment(self, name: str, parent: GraphQLNamedType) -> int:
        if (name, parent.name) not in self.known:
            self.known[name, parent.name] = self.visit(self.fragments[name].selection_set, parent)
        return self.known[name, parent.name]


def _size(name: str, parent: GraphQLNamedType, definition: GraphQLField) -> int:
    if not is_list_type(get_nullable_type(definition.type)) or parent.name in _BOUNDS:
        return 1
    return _INTROSPECTION.get(name, LIST_SIZE) if parent.name.startswith("__") else LIST_SIZE
