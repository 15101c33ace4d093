"""Time to recover over the network: the least margin lost while suppliers and goods are down, by linear programming.

Goods that the shock reaches are made from their components and from what their suppliers deliver; a supplier that is
up delivers its share of the need and a headroom more. Other goods do not bind. Stock is used where it helps most.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse

from algorithms.arrays import Float, Int64, summed
from algorithms.risk import TimeToRecover, time_to_recover
from graph.errors import UsageError
from graph.snapshot import Snapshot
from intelligence.assumptions import Assumptions, Ledger
from intelligence.kernels import levels
from intelligence.links import By
from intelligence.network import Network
from intelligence.shocks import Shocked
from intelligence.spread import Options, Spread, along, by_debtrank

MOST_PLANNED: Final = 20_000
"""Goods and offers up to which the linear program is solved."""


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """Goods that the shock reaches, and offers: `supplier` delivers `share` of the need of the good at `position`.

    `need` is units a day of each good, `sold` those that leave the plan, `stock` units at the start.
    """

    goods: Int64
    position: Int64
    supplier: Int64
    share: Float
    need: Float
    sold: Float
    stock: Float


def by_time_to_recover(
    snapshot: Snapshot,
    network: Network,
    hit: Shocked,
    assumptions: Assumptions,
    *,
    ledger: Ledger,
    options: Options,
) -> Spread:
    """Loss of every place while what is shocked recovers; the lost margin stands in the notes.

    Raises UsageError where shocks last differently, where none reaches a good, and where the program would be too
    large.
    """
    if len(np.unique(hit.days)) > 1:
        raise UsageError("time_to_recover takes one duration for all shocks: ask for each duration by itself")
    size = np.zeros(len(network.place))
    size[network.places(hit.nodes)] = hit.size[np.searchsorted(hit.nodes, network.place[network.places(hit.nodes)])]
    shock = along(network.links["down"], size, options)
    plan = _plan(snapshot, network, shock, assumptions)
    found = time_to_recover(
        _requirements(snapshot, plan), disrupted=[], duration=hit.horizon, **_figures(network, plan, shock, assumptions)
    )
    ledger.use("headroom", assumptions.headroom, int((shock[plan.supplier] == 0).sum()))
    ledger.use("margin", assumptions.margin, int((plan.sold > 0).sum()))
    loss = shock.copy()
    loss[plan.goods] = _lost(plan, found, hit.horizon)
    down = network.links["down"]
    sales = down.by == By.DEMAND
    bought = summed(down.owner[sales], down.rate[sales] * loss[down.other[sales]], len(loss))
    money = by_debtrank({"money": network.links["money"]}, {"money": size}, options)
    losses: Mapping[str, Float] = {
        "down": np.minimum(np.maximum(loss, bought), 1.0),
        "up": size,
        "money": money.loss["money"],
    }
    note = f"least margin lost in {hit.horizon:g} days: {found.lost_margin:.2f}, of units sold at their average price"
    return Spread(losses, money.iterations, found.converged, found.tolerance, (note,))


def _plan(snapshot: Snapshot, network: Network, shock: Float, assumptions: Assumptions) -> _Plan:
    n, books = len(snapshot.nodes), network.books
    down = network.links["down"].onward
    reached = levels(down.indptr, down.indices, np.flatnonzero(shock).astype(np.int32))[:n] >= 0
    goods = np.flatnonzero(reached & snapshot.nodes.having("Product", "Material"))
    if not len(goods):
        raise UsageError("time_to_recover takes suppliers and goods down, and no good depends on what this shock names")
    where = np.full(n, -1, dtype=np.int64)
    where[goods] = np.arange(len(goods))
    shares = books.shares
    offered = np.flatnonzero((where[shares.owner] >= 0) & (shares.value > 0))
    if len(goods) + len(offered) > MOST_PLANNED:
        raise UsageError(
            f"the shock reaches {len(goods):,} goods with {len(offered):,} offers; time_to_recover plans for at most "
            f"{MOST_PLANNED:,} together: use debtrank, or shock less"
        )
    material = snapshot.tied("material")
    used = books.need[material.owner()] * np.nan_to_num(material.weight)
    sold = np.maximum(books.need - summed(material.target, used, n), 0.0)
    return _Plan(
        goods=goods,
        position=where[shares.owner[offered]],
        supplier=shares.other[offered],
        share=shares.value[offered],
        need=books.need[goods],
        sold=sold[goods],
        stock=_stock(snapshot, network, goods, assumptions),
    )


def _stock(snapshot: Snapshot, network: Network, goods: Int64, assumptions: Assumptions) -> Float:
    """Units in stock at the start: what lasts for the days of cover; where nothing is needed, as the data say."""
    cover = network.books.cover[goods]
    endless = ~np.isfinite(cover)
    held = np.nan_to_num(snapshot.nodes.stock[goods]) if assumptions.inventory.use else np.zeros(len(goods))
    return np.where(endless, np.maximum(held, 0.0), np.where(endless, 0.0, cover) * network.books.need[goods])


def _figures(network: Network, plan: _Plan, shock: Float, assumptions: Assumptions) -> dict[str, Any]:
    """Inventory, demand, margin, capacity and part of every node of the program: goods, then offers."""
    offers, count = len(plan.supplier), len(plan.goods)
    up, own = 1.0 - shock[plan.supplier], 1.0 - shock[plan.goods]
    spare = np.where(up < 1.0, 0.0, assumptions.headroom)
    able = plan.need[plan.position] * plan.share * (1.0 + spare) * up
    none = np.zeros(offers)
    return {
        "inventory": np.concatenate([plan.stock, none]),
        "demand": np.concatenate([plan.sold, none]),
        "margin": np.concatenate([_price(network, plan) * assumptions.margin, none]),
        "capacity": np.concatenate([np.where(own < 1.0, plan.need * own, np.inf), able]),
        "part": np.concatenate([np.arange(count), count + plan.position]),
    }


def _requirements(snapshot: Snapshot, plan: _Plan) -> "sparse.csr_array[Any]":
    """Units of each component, and one unit of any offer, for one unit of a good; components that are safe left out."""
    count, total = len(plan.goods), len(plan.goods) + len(plan.supplier)
    material = snapshot.tied("material")
    where = np.full(len(snapshot.nodes), -1, dtype=np.int64)
    where[plan.goods] = np.arange(count)
    component, assembly = where[material.target], where[material.owner()]
    inside = (component >= 0) & (assembly >= 0)
    units = np.where(material.weight > 0, material.weight, 1.0)
    rows = np.concatenate([component[inside], count + np.arange(len(plan.supplier))])
    columns = np.concatenate([assembly[inside], plan.position])
    values = np.concatenate([units[inside], np.ones(len(plan.supplier))])
    return sparse.csr_array((values, (rows, columns)), shape=(total, total))


def _price(network: Network, plan: _Plan) -> Float:
    """Money that a unit of each good earns, or costs where it is not sold; 1 where neither is known."""
    worth = network.worth[plan.goods]
    return np.where((plan.need > 0) & (worth > 0), worth / np.where(plan.need > 0, plan.need, 1.0), 1.0)


def _lost(plan: _Plan, found: TimeToRecover, days: float) -> Float:
    """Share of each good's sales that is lost; of what is not sold, the share of its need that is not there."""
    count = len(plan.goods)
    sold, needed = plan.sold * days, plan.need * days
    unsold = found.lost[:count] / np.where(sold > 0, sold, 1.0)
    short = 1.0 - (found.production[:count] + plan.stock) / np.where(needed > 0, needed, 1.0)
    return np.clip(np.where(sold > 0, unsold, np.where(needed > 0, short, 0.0)), 0.0, 1.0)
