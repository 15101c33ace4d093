"""Statements that are known: composed once for a document, and filled in with the arguments of its root field.

Documents are kept as they were parsed (`api.documents`), so a field of one is the same object each time.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graphql import (
    BREAK,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Visitor,
    visit,
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
        self._known: dict[tuple[object, ...], Statement | None] = {}
        """None for one that has to be composed each time, so that this is found out once."""

    def find(self, nodes: Sequence[FieldNode], arguments: Mapping[str, Any]) -> Statement | None:
        """The statement that was kept for these very nodes, and for arguments of which the same are null."""
        return self._known.get(_key(nodes, arguments))

    def keep(
        self, nodes: Sequence[FieldNode], arguments: Mapping[str, Any], statement: Statement, fragments: Fragments
    ) -> None:
        """Keep a statement, if no variable has a say in what is selected below the nodes."""
        key = _key(nodes, arguments)
        if key not in self._known and len(self._known) < _MOST:
            self._known[key] = None if mentions_variables(nodes, fragments) else statement


def _key(nodes: Sequence[FieldNode], arguments: Mapping[str, Any]) -> tuple[object, ...]:
    return (*map(id, nodes), *((name, value is None) for name, value in arguments.items()))


def mentions_variables(nodes: Iterable[FieldNode], fragments: Fragments) -> bool:
    """Whether an argument or directive below some fields, in their fragments too, names a variable.

    Arguments of the fields themselves are left out.
    """
    seen = _Seen()
    for node in nodes:
        if node.selection_set:
            visit(node.selection_set, seen)
    done: set[str] = set()
    while not seen.variable and (left := seen.spread - done):
        for name in left:
            visit(fragments[name], seen)
        done |= left
    return seen.variable


class _Seen(Visitor):
    """Whether a variable was met, and the fragments that were spread."""

    def __init__(self) -> None:
        super().__init__()
        self.variable = False
        self.spread: set[str] = set()

    def enter_variable(self, *_: object) -> Any:
        self.variable = True
        return BREAK

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.spread.add(node.name.value)
