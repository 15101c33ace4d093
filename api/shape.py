"""How large a document may be, told from its text alone, before it is validated or run.

Validation itself takes long on a document made to be slow: two fields under one name are compared with each other, and
what stands beneath them too. So the bounds come first. Each fragment is visited once, however often it is spread.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from api.refusals import refused

MAX_TOKENS = 4_000
MAX_OPERATIONS = 20
MAX_FRAGMENTS = 100
MAX_DEPTH = 25
MAX_NESTING = 100
"""Levels with those that fragments add, which bring no field of their own."""
MAX_FIELDS = 1_000
MAX_ALIASES = 100
MAX_COMPARISONS = 5_000
"""Pairs of fields under one name, of which validation compares each; those with arguments count ten times."""
ARGUMENTS_WEIGHT = 10


@dataclass(frozen=True, slots=True)
class _Size:
    depth: int = 0
    nesting: int = 0
    fields: int = 0
    aliases: int = 0

    def beside(self, other: "_Size") -> "_Size":
        return _Size(
            max(self.depth, other.depth),
            max(self.nesting, other.nesting),
            self.fields + other.fields,
            self.aliases + other.aliases,
        )


def check_shape(document: DocumentNode) -> None:
    """Raise a GraphQLError with code LIMIT_EXCEEDED for a document that is too deep or too large.

    Fields are counted as often as fragments repeat them, and fragments are bounded whether they are used or not; one
    that spreads itself is an error too.
    """
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    fragments = fragments_of(document)
    _bound(len(operations), MAX_OPERATIONS, "the document has {} operations")
    _bound(len(fragments), MAX_FRAGMENTS, "the document has {} fragments")
    sizes = _Sizes(fragments)
    total = 0
    for definition in (*operations, *fragments.values()):
        size = sizes.of(definition.selection_set)
        _bound(size.depth, MAX_DEPTH, "the operation is {} levels deep")
        _bound(size.nesting, MAX_NESTING, "fragments are nested {} levels deep")
        _bound(size.fields, MAX_FIELDS, "the operation selects {} fields")
        _bound(size.aliases, MAX_ALIASES, "the operation has {} aliases")
        total += size.fields
    _bound(total, MAX_FIELDS * 3, "operations and fragments select {} fields")
    comparisons = sum(_comparisons([node.selection_set], fragments) for node in (*operations, *fragments.values()))
    _bound(comparisons, MAX_COMPARISONS, "the document repeats fields, which makes {} pairs to compare")


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """Fragments of a document by name."""
    return {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}


def _bound(found: int, allowed: int, message: str) -> None:
    if found > allowed:
        raise refused(f"{message.format(f'{found:,}')}; {allowed:,} are allowed")


@dataclass(slots=True)
class _Sizes:
    fragments: Mapping[str, FragmentDefinitionNode]
    known: dict[str, _Size] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)

    def of(self, selections: SelectionSetNode | None, level: int = 0) -> _Size:
        if level > MAX_NESTING:
            raise refused(f"the operation is nested more than {MAX_NESTING} levels deep")
        total = _Size()
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                inner = self.of(node.selection_set, level + 1)
                own = _Size(
                    inner.depth + 1, inner.nesting + 1, inner.fields + 1, inner.aliases + (node.alias is not None)
                )
            elif isinstance(node, FragmentSpreadNode):
                own = self._fragment(node.name.value, level)
            elif isinstance(node, InlineFragmentNode):
                inner = self.of(node.selection_set, level + 1)
                own = _Size(inner.depth, inner.nesting + 1, inner.fields, inner.aliases)
            total = total.beside(own)
        return total

    def _fragment(self, name: str, level: int) -> _Size:
        if name in self.entered:
            # Told here, for what follows takes it that fragments end.
            raise GraphQLError(f"Cannot spread fragment '{name}' within itself.")
        if name not in self.known and name in self.fragments:
            self.entered.add(name)
            inner = self.of(self.fragments[name].selection_set, level + 1)
            self.entered.remove(name)
            self.known[name] = _Size(inner.depth, inner.nesting + 1, inner.fields, inner.aliases)
        return self.known.get(name, _Size())


def _comparisons(selections: Iterable[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]) -> int:
    """Pairs of fields that would stand under one name of the answer, here and beneath."""
    named: dict[str, list[FieldNode]] = defaultdict(list)
    for node in _fields(selections, fragments, set()):
        named[(node.alias or node.name).value].append(node)
    total = 0
    for nodes in named.values():
        pairs = len(nodes) * (len(nodes) - 1) // 2
        total += pairs * (ARGUMENTS_WEIGHT if any(node.arguments for node in nodes) else 1)
        if inner := [node.selection_set for node in nodes if node.selection_set]:
            total += _comparisons(inner, fragments)
    return total


def _fields(
    selections: Iterable[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode], entered: set[str]
) -> Iterator[FieldNode]:
    """Fields of selection sets, those of their fragments among them, each fragment once."""
    for selection in selections:
        for node in selection.selections:
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                yield from _fields([node.selection_set], fragments, entered)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in entered:
                entered.add(node.name.value)
                if node.name.value in fragments:
                    yield from _fields([fragments[node.name.value].selection_set], fragments, entered)
