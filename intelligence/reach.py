"""Which goods, orders and customers a supplier reaches, and by when: stock over consumption, level by level.

    found = reach(snapshot, supplier_id, load_assumptions(), lambda goods, day: open_lines(database, goods, day))

A good whose supplier stops lacks that supplier's share of its need from the day on. Its stock makes up for what is
lacking until it is used up: that is the day it runs out. What is made of it lacks it from that day on, and lasts as
long as its own stock. An order is hit where it is required on that day or after, or where no day is required.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from algorithms.arrays import Float
from algorithms.risk import debtrank
from graph.errors import UsageError
from graph.snapshot import Snapshot
from graph.snapshot_orders import OpenLine
from intelligence.assumptions import Assumed, Assumptions
from intelligence.kernels import levels
from intelligence.links import By
from intelligence.money import currency_of
from intelligence.network import Network, network_of
from intelligence.what_if_results import Gap

OrdersOf = Callable[[Sequence[str], date], Sequence[OpenLine]]
_LONGEST: Final = 36_500
"""Days beyond which a day of running out is no day any more."""


@dataclass(frozen=True, slots=True)
class ReachedGood:
    """A good that comes to lack a share `lost` of its need.

    `days` from now until it runs out, and the day `on`; both None where its stock lasts for ever, as nothing is needed
    of it. `others` tells how many other suppliers it has, and `lead_time_days` how soon the quickest of them delivers.
    """

    id: str
    name: str
    tier: int
    lost: float
    stock_days: float
    days: float | None
    on: date | None
    need_per_day: float
    value_per_day: float
    others: int
    lead_time_days: float | None


@dataclass(frozen=True, slots=True)
class ReachedOrder:
    """An open order line that is hit: `required` on, or after, the day the good runs out."""

    id: str
    key: str
    customer: str
    customer_name: str
    good: str
    good_name: str
    quantity: float | None
    required: date | None
    out_on: date


@dataclass(frozen=True, slots=True)
class ReachedCustomer:
    """A customer who comes to lack a share `lost` of what it buys, first `on` a day."""

    id: str
    name: str
    lost: float
    value_per_day: float
    on: date | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What a supplier reaches, soonest first; customers by value. Money is a day's, at the rate of the window."""

    supplier: str
    name: str
    as_of: date
    currency: str
    value_per_day: float
    goods: tuple[ReachedGood, ...]
    orders: tuple[ReachedOrder, ...]
    customers: tuple[ReachedCustomer, ...]
    assumptions: tuple[Assumed, ...]
    gaps: tuple[Gap, ...]


def reach(snapshot: Snapshot, supplier: str, assumptions: Assumptions, orders_of: OrdersOf | None = None) -> Reach:
    """Follow a supplier, by id, to goods, orders and customers.

    `orders_of` reads open lines of some goods; without it no order is told. Raises UsageError for an id that is not
    in the snapshot, or names no supplier of anything.
    """
    nodes, network = snapshot.nodes, network_of(snapshot, assumptions)
    at = supplier_index(snapshot, network, supplier)
    down = network.links["down"]
    shock = np.zeros(len(network.place))
    shock[at] = 1.0
    lost = np.asarray(debtrank(down.pairs.to_scipy(), np.ones(len(shock)), shock).loss)
    out = _runs_out(snapshot, network, at, lost)
    goods = [
        _good(snapshot, network, at, i, lost=float(lost[i]), days=float(out[i]), tier=tier)
        for i, tier in _goods(snapshot, network, at, lost)
    ]
    known = {good.id: good for good in goods}
    lines = orders_of(sorted(known), snapshot.as_of) if orders_of else ()
    return Reach(
        supplier=supplier,
        name=nodes.name[at],
        as_of=snapshot.as_of,
        currency=currency_of(snapshot, assumptions),
        value_per_day=float(sum(good.value_per_day for good in goods)),
        goods=tuple(sorted(goods, key=lambda good: (_LONGEST if good.days is None else good.days, good.name))),
        orders=tuple(hit for line in lines if (hit := _order(snapshot, line, known[line.good]))),
        customers=_customers(snapshot, network, lost, out),
        assumptions=network.assumed,
        gaps=network.gaps,
    )


def supplier_index(snapshot: Snapshot, network: Network, supplier: str) -> int:
    """Index of a supplier by id; UsageError where it is none."""
    try:
        at = snapshot.nodes.index(supplier)
    except KeyError:
        raise UsageError(f"{supplier!r} is no party of the graph; give a supplier's id") from None
    if not (network.books.shares.other == at).any():
        raise UsageError(f"{snapshot.nodes.name[at]!r} supplies nothing: no SUPPLIES row and no purchase names it")
    return at


def _runs_out(snapshot: Snapshot, network: Network, start: int, lost: Float) -> Float:
    """Days until each place lacks something; infinite where it never does. Dijkstra, with stock as length."""
    down, n = network.links["down"].onward, len(snapshot.nodes)
    goods = snapshot.nodes.having("Product", "Material")
    days = np.full(len(network.place), np.inf)
    queue = [(0.0, start)]
    while queue:
        since, node = heapq.heappop(queue)
        if since >= days[node]:
            continue
        days[node] = since
        for other in down.indices[down.indptr[node] : down.indptr[node + 1]].tolist():
            lasts = network.cover[other] / lost[other] if other < n and goods[other] and lost[other] > 0 else 0.0
            if since + lasts < days[other]:
                heapq.heappush(queue, (since + lasts, other))
    return days


def _goods(snapshot: Snapshot, network: Network, start: int, lost: Float) -> list[tuple[int, int]]:
    down, n = network.links["down"].onward, len(snapshot.nodes)
    tier = levels(down.indptr, down.indices, np.array([start], dtype=np.int32))
    which = np.flatnonzero(snapshot.nodes.having("Product", "Material") & (lost[:n] > 0))
    return [(int(i), int(tier[i])) for i in which]


def _good(
    snapshot: Snapshot, network: Network, start: int, i: int, *, lost: float, days: float, tier: int
) -> ReachedGood:
    books, nodes = network.books, snapshot.nodes
    others = books.shares.other[(books.shares.owner == i) & (books.shares.other != start)]
    supplies = snapshot.tied("supplies")
    row = supplies.row(i)
    times = supplies.columns["leadTimeDays"][row][supplies.target[row] != start]
    known = times[~np.isnan(times)]
    return ReachedGood(
        id=nodes.id(i),
        name=nodes.name[i],
        tier=tier,
        lost=lost,
        stock_days=float(network.cover[i]),
        days=days if days < _LONGEST else None,
        on=_day(snapshot, days),
        need_per_day=float(books.need[i]),
        value_per_day=float(network.worth[i] * lost),
        others=len(others),
        lead_time_days=float(known.min()) if len(known) else None,
    )


def _day(snapshot: Snapshot, days: float) -> date | None:
    """The day on which something that lasts for some days is used up."""
    return snapshot.as_of + timedelta(days=int(days)) if days < _LONGEST else None


def _order(snapshot: Snapshot, line: OpenLine, good: ReachedGood) -> ReachedOrder | None:
    if good.on is None or (line.required is not None and line.required < good.on):
        return None
    customer = snapshot.nodes.name[snapshot.nodes.index(line.customer)]
    return ReachedOrder(
        line.order, line.key, line.customer, customer, line.good, good.name, line.quantity, line.required, good.on
    )  # fmt: skip


def _customers(snapshot: Snapshot, network: Network, lost: Float, out: Float) -> tuple[ReachedCustomer, ...]:
    links, nodes = network.links["down"], snapshot.nodes
    found = []
    for place in np.unique(links.owner[(links.by == By.DEMAND) & (lost[links.other] > 0)]).tolist():
        node, loss = int(network.place[place]), float(lost[place])
        sales = network.books.revenue[node] / network.books.days
        found.append(
            ReachedCustomer(nodes.id(node), nodes.name[node], loss, float(sales * loss), _day(snapshot, out[place]))
        )
    return tuple(sorted(found, key=lambda customer: (-customer.value_per_day, customer.name)))
