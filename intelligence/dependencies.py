"""What hangs on one: goods with one source, parties with one contact, and what all supply of a good goes through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy import sparse

from algorithms.arrays import Int32, Int64
from algorithms.dependency import articulation_points, concentration, dominators
from graph.errors import UsageError
from graph.snapshot import Snapshot
from intelligence.assumptions import Assumed, Assumptions
from intelligence.links import By
from intelligence.money import currency_of
from intelligence.network import Network, network_of
from intelligence.what_if_results import Gap


@dataclass(frozen=True, slots=True)
class Node:
    """A node that an answer names."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Hanging:
    """A party that hangs on an employee: the employee's share of our dealings with it, and who comes next.

    `alone` says that nobody else deals with it. `value` is our business with it in the window, both ways.
    """

    party: Node
    employee: Node
    share: float
    alone: bool
    value: float
    colleague: Node | None
    colleague_share: float
    orders: int
    contacts: int
    complaints: int


@dataclass(frozen=True, slots=True)
class KeyPerson:
    """The parties that an employee deals with, by value at risk (share × value), greatest first."""

    employee: Node
    currency: str
    value: float
    value_alone: float
    parties: tuple[Hanging, ...]
    assumptions: tuple[Assumed, ...]


@dataclass(frozen=True, slots=True)
class SingleSource:
    """A good with one supplier; `value` is what hangs on it in the window."""

    good: Node
    supplier: Node
    value: float


@dataclass(frozen=True, slots=True)
class Tier:
    """Concentration of a good's supply in a tier: Σ share², its inverse, and the share that can be followed so far."""

    tier: int
    hhi: float
    effective: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a party or good depends on, and what depends on it.

    `single_sourced` are goods that this supplier alone supplies, or this good itself. `key_people` are employees who
    do most of the dealings with this party. `passes_through` is what every supply path of this good goes through,
    nearest first; `severed` how many parties and goods the supply network loses sight of without this node;
    `tiers` the concentration of this good's supply.
    """

    node: Node
    as_of: date
    currency: str
    single_sourced: tuple[SingleSource, ...]
    key_people: tuple[Hanging, ...]
    passes_through: tuple[Node, ...]
    severed: int
    tiers: tuple[Tier, ...]
    assumptions: tuple[Assumed, ...]
    gaps: tuple[Gap, ...]


def key_person(snapshot: Snapshot, employee: str, assumptions: Assumptions) -> KeyPerson:
    """Which parties hang on an employee; UsageError where the id is no employee's."""
    at = _index(snapshot, employee)
    if not snapshot.nodes.having("Employee")[at]:
        raise UsageError(f"{snapshot.nodes.name[at]!r} is no employee")
    network = network_of(snapshot, assumptions)
    people = snapshot.tied("people")
    entries = np.flatnonzero((people.target == at) & (network.books.served > 0))
    found = [_hanging(snapshot, network, int(entry)) for entry in entries]
    found.sort(key=lambda hanging: (-hanging.share * hanging.value, hanging.party.name))
    return KeyPerson(
        employee=_node(snapshot, at),
        currency=currency_of(snapshot, assumptions),
        value=sum(h.share * h.value for h in found),
        value_alone=sum(h.value for h in found if h.alone),
        parties=tuple(found),
        assumptions=network.assumed,
    )


def hanging_on_one(snapshot: Snapshot, assumptions: Assumptions) -> tuple[Hanging, ...]:
    """All parties that one employee alone deals with, by our business with them."""
    network, people = network_of(snapshot, assumptions), snapshot.tied("people")
    alone = np.flatnonzero(network.books.served >= 1.0)
    found = [_hanging(snapshot, network, int(entry)) for entry in alone]
    return tuple(sorted(found, key=lambda h: (-h.value, h.party.name))) if len(people) else ()


def single_sourced(snapshot: Snapshot, assumptions: Assumptions) -> tuple[SingleSource, ...]:
    """All goods with one supplier, by what hangs on them."""
    network = network_of(snapshot, assumptions)
    goods, suppliers = _one_source(network)
    return tuple(_sources(snapshot, network, goods, suppliers))


def dependencies(snapshot: Snapshot, node: str, assumptions: Assumptions, *, tiers: int = 3) -> Dependencies:
    """What a party or good, by id, depends on and what depends on it; UsageError for an unknown id."""
    at, network = _index(snapshot, node), network_of(snapshot, assumptions)
    goods, suppliers = _one_source(network)
    which = (suppliers == at) | (goods == at)
    good = bool(snapshot.nodes.having("Product", "Material")[at])
    row = snapshot.tied("people").row(at)
    entries = [e for e in range(row.start, row.stop) if network.books.served[e] > 0]
    entries.sort(key=lambda e: -network.books.served[e])
    return Dependencies(
        node=_node(snapshot, at),
        as_of=snapshot.as_of,
        currency=currency_of(snapshot, assumptions),
        single_sourced=tuple(_sources(snapshot, network, goods[which], suppliers[which])),
        key_people=tuple(_hanging(snapshot, network, entry) for entry in entries),
        passes_through=_passes_through(snapshot, network, at) if good else (),
        severed=int(_severed(snapshot, network)[at]),
        tiers=_tiers(snapshot, network, at, tiers) if good else (),
        assumptions=network.assumed,
        gaps=network.gaps,
    )


def _one_source(network: Network) -> tuple[Int64, Int64]:
    shares = network.books.shares
    kept = shares.value > 0
    goods, first, count = np.unique(shares.owner[kept], return_index=True, return_counts=True)
    return goods[count == 1], shares.other[kept][first[count == 1]]


def _sources(snapshot: Snapshot, network: Network, goods: Int64, suppliers: Int64) -> Sequence[SingleSource]:
    worth = network.worth * network.books.days
    found = [
        SingleSource(_node(snapshot, int(good)), _node(snapshot, int(supplier)), float(worth[good]))
        for good, supplier in zip(goods, suppliers, strict=True)
    ]
    return sorted(found, key=lambda source: (-source.value, source.good.name))


def _hanging(snapshot: Snapshot, network: Network, entry: int) -> Hanging:
    people, books = snapshot.tied("people"), network.books
    party = int(np.searchsorted(people.indptr, entry, side="right")) - 1
    row = people.row(party)
    shares = books.served[row].copy()
    shares[entry - row.start] = 0.0
    other = int(shares.argmax())
    colleague = _node(snapshot, int(people.target[row.start + other])) if shares[other] > 0 else None
    counts = {name: int(people.columns[name][entry]) for name in ("orders", "contacts", "complaints")}
    return Hanging(
        party=_node(snapshot, party),
        employee=_node(snapshot, int(people.target[entry])),
        share=float(books.served[entry]),
        alone=colleague is None,
        value=float(books.revenue[party] + books.spend[party]),
        colleague=colleague,
        colleague_share=float(shares[other]),
        **counts,
    )


def _supply(snapshot: Snapshot, network: Network) -> "sparse.csr_array[Any]":
    """The supply network: suppliers and components to goods, with their shares, over the snapshot's nodes."""

    def make() -> "sparse.csr_array[Any]":
        links, n = network.links["down"], len(snapshot.nodes)
        which = (links.by == By.SUPPLY) | (links.by == By.MATERIAL)
        found = sparse.csr_array((links.rate[which], (links.other[which], links.owner[which])), shape=(n, n))
        found.sum_duplicates()
        return found

    return snapshot.remember(("supply network", id(network)), make)


def _passes_through(snapshot: Snapshot, network: Network, good: int) -> tuple[Node, ...]:
    supply = _supply(snapshot, network)
    into, out = np.asarray(supply.sum(axis=0)).ravel(), np.asarray(supply.sum(axis=1)).ravel()
    sources = np.flatnonzero((into == 0) & (out > 0))
    if not len(sources):
        return ()
    found = snapshot.remember(("dominators", id(network)), lambda: dominators(supply, sources.tolist()))
    return tuple(_node(snapshot, node) for node in found.of(good)) if found.reached[good] else ()


def _severed(snapshot: Snapshot, network: Network) -> Int32:
    return snapshot.remember(
        ("articulation points", id(network)), lambda: articulation_points(_supply(snapshot, network)).severed
    )


def _tiers(snapshot: Snapshot, network: Network, good: int, tiers: int) -> tuple[Tier, ...]:
    found = concentration(_supply(snapshot, network), tiers=tiers, nodes=[good])
    return tuple(
        Tier(t + 1, float(found.hhi[t, 0]), float(found.effective[t, 0]), float(found.coverage[t, 0]))
        for t in range(tiers)
        if found.coverage[t, 0] > 0
    )


def _index(snapshot: Snapshot, node: str) -> int:
    try:
        return snapshot.nodes.index(node)
    except KeyError:
        raise UsageError(f"{node!r} is no party or thing of the graph; give an id") from None


def _node(snapshot: Snapshot, at: int) -> Node:
    return Node(snapshot.nodes.id(at), snapshot.nodes.name[at])
