"""Channels: what a snapshot reads, each by one query that turns facts into ties between parties and goods.

A channel is read by `cypher/snapshot/read_<name>.cypher`; which of its rows a change of the graph concerns is told by
`cypher/snapshot/concern_<name>.cypher`. `docs/channels.md` says what each holds, and what models make of it.

Every tie has an `owner`, whose row it is in, and an `other`. Amounts stay in the currency they were booked in: a model
converts them by rates that it names. No missing number is filled in: it is NaN, or counted in a column `missing`.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cypher import Query, query
from graph.errors import UsageError
from graph.model import EDGES, KINDS, Category

EDGE: Final = "edge:"
"""A channel named `edge:TYPE` holds all edges of that type, with no facts: the shape of the whole graph."""


class Sort(StrEnum):
    """How a column is kept: 8, 4, 4 or 2 bytes a tie."""

    AMOUNT = "amount"
    NUMBER = "number"
    COUNT = "count"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel.

    `weight` names the column that is kept as the ties' weight, a float64 (1 a tie where it is empty); `columns` are
    all others. `minor` names columns that come in minor units and are turned into major ones. A channel `windowed`
    counts events of a window of time that ends with the snapshot's day; another holds what stands on that day.
    `company` says that the other end is the company itself, which the graph has no node for.
    """

    name: str
    owner: Category
    weight: str
    unit: str
    columns: MappingProxyType[str, Sort] = field(default_factory=lambda: MappingProxyType({}))
    minor: frozenset[str] = frozenset()
    windowed: bool = False
    company: bool = False

    @property
    def reading(self) -> Query:
        """The statement that reads the ties of some owners."""
        return self._statement("read")

    @property
    def concern(self) -> Query:
        """The statement that tells which owners a change of some nodes concerns."""
        return self._statement("concern")

    def _statement(self, verb: str) -> Query:
        if self.name.startswith(EDGE):
            return query(f"snapshot/{verb}_edges").typed(EDGE_TYPE=self.name.removeprefix(EDGE))
        return query(f"snapshot/{verb}_{self.name}")


def _columns(**sorts: Sort) -> MappingProxyType[str, Sort]:
    return MappingProxyType(sorts)


_A, _N, _C, _T = Sort.AMOUNT, Sort.NUMBER, Sort.COUNT, Sort.TEXT
_PARTY, _THING = Category.PARTY, Category.THING

_CHANNELS: Final = (
    Channel(
        "supplies",
        _THING,
        "share",
        "share of the good's supply",
        _columns(leadTimeDays=_N, price=_A, currency=_T, minimumQuantity=_N),
    ),
    Channel(
        "purchases",
        _THING,
        "amount",
        "money in the window",
        _columns(quantity=_A, rejected=_N, lines=_C, missing=_C, currency=_T),
        windowed=True,
    ),
    Channel("material", _THING, "quantity", "units of the component in one unit of the good", _columns(unit=_T)),
    Channel(
        "demand",
        _THING,
        "amount",
        "money in the window",
        _columns(quantity=_A, lines=_C, missing=_C, currency=_T),
        windowed=True,
    ),
    Channel(
        "receivables",
        _PARTY,
        "amount",
        "money open on the day",
        _columns(overdue=_A, invoices=_C, missing=_C, currency=_T),
        minor=frozenset({"amount", "overdue"}),
        company=True,
    ),
    Channel(
        "payables",
        _PARTY,
        "amount",
        "money open on the day",
        _columns(overdue=_A, invoices=_C, missing=_C, currency=_T),
        minor=frozenset({"amount", "overdue"}),
        company=True,
    ),
    Channel(
        "ownership",
        _PARTY,
        "share",
        "share of the held party",
        _columns(amount=_A, currency=_T),
        minor=frozenset({"amount"}),
    ),
    Channel(
        "people",
        _PARTY,
        "",
        "dealings in the window",
        _columns(orders=_C, contacts=_C, complaints=_C, serves=_C),
        windowed=True,
    ),
    Channel("category", _THING, "", "membership"),
    Channel("storage", _THING, "quantity", "units in stock"),
)

CHANNELS: Final = MappingProxyType({channel.name: channel for channel in _CHANNELS})
SHAPE: Final = tuple(f"{EDGE}{name}" for name, edge in EDGES.items() if name != "SAME_AS")
"""Channels of the whole graph: every type of edge but those between records."""


def channel(name: str) -> Channel:
    """Find a channel by name; UsageError where there is none."""
    if name in CHANNELS:
        return CHANNELS[name]
    if name in SHAPE:
        # All kinds that edges of one type leave are of one category.
        start = EDGES[name.removeprefix(EDGE)].starts[0]
        return Channel(name, KINDS[start].category, "", "edge")
    raise UsageError(f"there is no channel {name!r}; there are {', '.join(CHANNELS)}, and edge:TYPE for a type of edge")
