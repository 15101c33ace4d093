"""A graph as plain objects: what the oracle looks at."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.conftest import Ask


@dataclass(eq=False)
class Item:
    """A node, or an edge with its `start` and `end`; an edge's label is its type."""

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
        plain = {key: _plain(value) for key, value in values.items()}  # type: ignore[attr-defined]
        edge = Item(str(element), frozenset({str(name)}), plain, nodes[start], nodes[end])
        nodes[start].outgoing[str(name)].append(edge)
        nodes[end].incoming[str(name)].append(edge)
    return list(nodes.values())


def _plain(value: Any) -> Any:
    return value.to_native() if hasattr(value, "to_native") else value


@dataclass(frozen=True)
class Keys:
    """What rows are ordered by: how it is told from a row, and of which types; dates and integers come down."""

    of: Callable[[Any], tuple[Any, ...]]
    types: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """Items, or rows worked out as dictionaries, in the order of some keys, or the other way round."""

    items: Iterable[Any]
    keys: Keys
    down: bool = False


def _name(item: Item) -> tuple[Any, ...]:
    return item.values["sortName"], item.values["id"]


def _day(item: Item) -> tuple[Any, ...]:
    return item.values["at"], item.values["id"]


def _end(edge: Item) -> tuple[Any, ...]:
    assert edge.end
    return *_name(edge.end), edge.id


def _start(edge: Item) -> tuple[Any, ...]:
    assert edge.start
    return *_name(edge.start), edge.id


def _start_day(edge: Item) -> tuple[Any, ...]:
    assert edge.start
    return *_day(edge.start), edge.id


by_name = Keys(_name, ("text", "text"))
by_day = Keys(_day, ("date", "text"))
by_end = Keys(_end, ("text", "text", "text"))
by_start = Keys(_start, ("text", "text", "text"))
by_start_day = Keys(_start_day, ("date", "text", "text"))


def by_count(count: str, of: str) -> Keys:
    """Rows by a number, then by the id of what they are of."""
    return Keys(lambda row: (row[count], row[of].item.values["id"]), ("integer", "text"))


by_customer = Keys(lambda row: _name(row["customer"].item), ("text", "text"))
