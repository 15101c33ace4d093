"""A graph as plain objects: what the oracle looks at."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.conftest import Ask


@dataclass(eq=False)
class Item:
    """A node, or an edge with its `start` and `end`."""

    id: str
    labels: frozenset[str]
    values: dict[str, Any]
    start: "Item | None" = None
    end: "Item | None" = None
    outgoing: dict[str, list["Item"]] = field(default_factory=lambda: defaultdict(list))
    incoming: dict[str, list["Item"]] = field(default_factory=lambda: defaultdict(list))

    def out(self, name: str) -> Iterator["Item"]:
        return once(edge.end for edge in self.outgoing[name])

    def into(self, name: str) -> Iterator["Item"]:
        return once(edge.start for edge in self.incoming[name])


def once(items: Iterable[Item | None]) -> Iterator[Item]:
    return iter({id(item): item for item in items if item}.values())


@dataclass(frozen=True)
class Seen:
    """An item as of a day."""

    item: Item
    day: date

    def past(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if item.values.get("at") and item.values["at"] <= self.day]


def read_graph(ask: Ask) -> list[Item]:
    """Every node of the graph, joined to its neighbours."""
    nodes: dict[Any, Item] = {}
    for element, labels, values in ask("MATCH (n) RETURN elementId(n), labels(n), properties(n)"):
        plain = {name: _plain(value) for name, value in values.items()}  # type: ignore[attr-defined]
        nodes[element] = Item(str(element), frozenset(labels), plain)  # type: ignore[call-overload]
    text = "MATCH (a)-[e]->(b) RETURN elementId(e), type(e), properties(e), elementId(a), elementId(b)"
    for element, name, values, start, end in ask(text):
        edge = Item(str(element), frozenset(), dict(values), nodes[start], nodes[end])  # type: ignore[call-overload]
        nodes[start].outgoing[str(name)].append(edge)
        nodes[end].incoming[str(name)].append(edge)
    return list(nodes.values())


def _plain(value: Any) -> Any:
    return value.to_native() if hasattr(value, "to_native") else value


@dataclass(frozen=True)
class Page:
    """Items in the order of some keys; dates come newest first."""

    items: Iterable[Item]
    keys: Callable[[Item], tuple[Any, ...]]


def by_name(item: Item) -> tuple[Any, ...]:
    return item.values["sortName"], item.values["id"]


def by_day(item: Item) -> tuple[Any, ...]:
    return item.values["at"], item.values["id"]


def by_end(edge: Item) -> tuple[Any, ...]:
    assert edge.end
    return *by_name(edge.end), edge.id


def by_start(edge: Item) -> tuple[Any, ...]:
    assert edge.start
    return *by_name(edge.start), edge.id
