"""What a request may ask for, told before anything runs.

`check_shape` bounds a document by itself; `cost` counts, with the variables known, the objects that an operation may
bring back. Both visit each fragment once, however often it is spread.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_object_type,
)

from graph.pages import DEFAULT_PAGE

MAX_BODY = 64 * 1024
MAX_TOKENS = 4_000
MAX_DEPTH = 25
MAX_FIELDS = 1_000
MAX_ALIASES = 100
MAX_OPERATIONS = 20
MAX_COST = 100_000
LIST_SIZE = 5
"""Objects that a list without pages is counted as."""


@dataclass(frozen=True, slots=True)
class _Shape:
    depth: int = 0
    fields: int = 0
    aliases: int = 0


def check_shape(document: DocumentNode) -> None:
    """Raise a GraphQLError with code LIMIT_EXCEEDED for a document that is too deep or too large.

    Fields are counted as often as fragments repeat them.
    """
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) > MAX_OPERATIONS:
        raise refused(f"the document has {len(operations)} operations; {MAX_OPERATIONS} are allowed")
    visitor = _ShapeVisitor(_fragments(document))
    for operation in operations:
        shape = visitor.visit(operation.selection_set)
        if shape.depth > MAX_DEPTH:
            raise refused(f"the operation is {shape.depth} levels deep; {MAX_DEPTH} are allowed")
        if shape.fields > MAX_FIELDS:
            raise refused(f"the operation selects {shape.fields} fields; {MAX_FIELDS} are allowed")
        if shape.aliases > MAX_ALIASES:
            raise refused(f"the operation has {shape.aliases} aliases; {MAX_ALIASES} are allowed")


def refused(message: str) -> GraphQLError:
    """An error for a request that goes beyond a limit."""
    return GraphQLError(f"{message}; ask for less", extensions={"code": "LIMIT_EXCEEDED"})


@dataclass(slots=True)
class _ShapeVisitor:
    fragments: Mapping[str, FragmentDefinitionNode]
    known: dict[str, _Shape] = field(default_factory=dict)

    def visit(self, selections: SelectionSetNode | None, level: int = 0) -> _Shape:
        if selections is None:
            return _Shape()
        if level > MAX_DEPTH * 4:  # a guard for the stack; the exact depth is told above
            raise refused("the operation is nested too deeply")
        depth = fields = aliases = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                inner = self.visit(node.selection_set, level + 1)
                depth = max(depth, inner.depth + 1)
                fields += inner.fields + 1
                aliases += inner.aliases + (node.alias is not None)
            else:
                inner = (
                    self._fragment(node.name.value, level)
                    if isinstance(node, FragmentSpreadNode)
                    else (
                        self.visit(node.selection_set, level + 1)  # type: ignore[attr-defined]
                    )
                )
                depth = max(depth, inner.depth)
                fields += inner.fields
                aliases += inner.aliases
        return _Shape(depth, fields, aliases)

    def _fragment(self, name: str, level: int) -> _Shape:
        if name not in self.known:
            self.known[name] = _Shape()  # a cycle ends here; validation reports it
            if name in self.fragments:
                self.known[name] = self.visit(self.fragments[name].selection_set, level + 1)
        return self.known[name]


def cost(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> int:
    """Objects that a valid operation may bring back: each page counts as `first` times what it holds.

    Raises a GraphQLError with code LIMIT_EXCEEDED above `MAX_COST`.
    """
    root = schema.get_root_type(operation.operation)
    if root is None:
        return 0
    defaults = {
        definition.variable.name.value: int(definition.default_value.value)
        for definition in operation.variable_definitions or ()
        if isinstance(definition.default_value, IntValueNode)
    }
    total = _CostVisitor(_fragments(document), {**defaults, **variables}).visit(operation.selection_set, root)
    if total > MAX_COST:
        raise refused(f"the operation may bring back {total:,} objects; {MAX_COST:,} are allowed")
    return total


@dataclass(slots=True)
class _CostVisitor:
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
            else:
                total += self.visit(node.selection_set, parent)  # type: ignore[attr-defined]
        return total

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> int:
        if node.selection_set is None or not is_object_type(parent):
            return 0
        definition = parent.fields.get(node.name.value)
        if definition is None:  # __schema and __type cost no database
            return 0
        returned = get_named_type(definition.type)
        inner = self.visit(node.selection_set, returned)
        if "first" in definition.args:
            return self._first(node) * max(inner, 1) + 1
        if returned.name.endswith(("Edge", "Connection", "Money", "PageInfo")):
            return inner  # they are counted with their page, or hold no object
        return (inner + 1) * (LIST_SIZE if is_list_type(get_nullable_type(definition.type)) else 1)

    def _first(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                if isinstance(value, IntValueNode):
                    return max(int(value.value), 0)
                if isinstance(value, VariableNode):
                    given = self.variables.get(value.name.value)
                    return max(given, 0) if isinstance(given, int) else DEFAULT_PAGE
        return DEFAULT_PAGE

    def _fragment(self, name: str, parent: GraphQLNamedType) -> int:
        if (name, parent.name) not in self.known:
            self.known[name, parent.name] = self.visit(self.fragments[name].selection_set, parent)
        return self.known[name, parent.name]


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
