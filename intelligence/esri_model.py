"""ESRI over the network: what of an assembly's many inputs is scarcest decides, and demand fails upward.

Suppliers of a good are one industry, essential to it: they replace each other by share. Components of one good are
industries of their own, each essential: the scarcest decides. Customers need each good in proportion. Owners and
employees have no place in ESRI; what they bring about is worked out first and shocked along.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse

from algorithms.arrays import Float, Int32, Int64, summed
from algorithms.risk import EsriNetwork, esri_network, esri_on
from graph.errors import UsageError
from graph.snapshot import Snapshot
from intelligence.kernels import colours
from intelligence.links import By, Links
from intelligence.network import Network
from intelligence.spread import Options, Spread, along, by_debtrank

MOST_COMPONENTS: Final = 2_000
"""Components of one good up to which they are told apart."""
_TRACE: Final = 1e-6


def by_esri(snapshot: Snapshot, network: Network, shock: Mapping[str, Float], options: Options) -> Spread:
    """Health of every place, downward and upward; credit and stakes by DebtRank, as ESRI knows no money.

    Raises UsageError for a good of more than `MOST_COMPONENTS` components.
    """
    lost = esri_losses(snapshot, network, shock["down"][None, :], options)
    money = by_debtrank({"money": network.links["money"]}, {"money": shock["money"]}, options)
    loss = {"down": lost.down[0], "up": lost.up[0], "money": money.loss["money"]}
    notes = ["ESRI knows no stock: it is not counted; inputs are needed whole, whatever is passed on"]
    if len(lost.leakless):
        names = ", ".join(str(snapshot.nodes.name[network.place[i]]) for i in lost.leakless[:5])
        notes.append(f"goods sell only to each other, so that lost demand stays among them: {names}")
    rounds, settled = max(lost.iterations, money.iterations), lost.converged and money.converged
    return Spread(loss, rounds, settled, options.tolerance, tuple(notes))


@dataclass(frozen=True, slots=True, eq=False)
class EsriLosses:
    """Losses of every place in [0, 1], downward and upward, a row for each scenario; `leakless` are places."""

    down: Float
    up: Float
    leakless: Int64
    iterations: int
    converged: bool


def esri_losses(snapshot: Snapshot, network: Network, shocks: Float, options: Options) -> EsriLosses:
    """What many shocks bring about, a row of `shocks` each; raises UsageError as `by_esri` does."""
    economy = snapshot.remember(("esri", id(network)), lambda: _economy(snapshot, network))
    start = along(network.links["down"], shocks, options)
    found = esri_on(economy, shock=start, substitution=False, health=True, tolerance=options.tolerance)
    if found.health_downstream is None or found.health_upstream is None:
        raise AssertionError("health was asked for")
    down, up = (np.maximum(1.0 - health, 0.0) for health in (found.health_downstream, found.health_upstream))
    return EsriLosses(down, up, found.leakless, found.iterations, found.converged)


def _economy(snapshot: Snapshot, network: Network) -> EsriNetwork:
    """Flows from seller to buyer, the industry of every place, and what an industry is to another."""
    n, count = len(snapshot.nodes), len(network.place)
    colour, kinds = _coloured(snapshot, network.links["down"], n)
    goods = snapshot.nodes.having("Product", "Material")
    buyers = kinds + 1
    industry = np.zeros(count, dtype=np.int32)  # suppliers, and all who sell nothing
    industry[:n][goods] = 1 + colour[goods]
    industry[network.buyer[snapshot.tied("demand").target]] = buyers
    essential = np.zeros((kinds + 2, kinds + 2), dtype=np.int32)
    essential[:buyers, 1:buyers] = 2
    essential[1:buyers, buyers] = 1
    return esri_network(_flows(snapshot, network), industry, essential, final_demand=0.0)


def _coloured(snapshot: Snapshot, down: Links, n: int) -> tuple[Int32, int]:
    """An industry for each good, different for components of one good; and how many there are."""
    which = down.by == By.MATERIAL
    parts = sparse.csr_array((np.ones(which.sum()), (down.owner[which], down.other[which])), shape=(n, n))
    parts.sum_duplicates()
    many = np.diff(parts.indptr)
    if many.max(initial=0) > MOST_COMPONENTS:
        good = int(many.argmax())
        raise UsageError(
            f"{snapshot.nodes.name[good]!r} has {many.max():,} components, and ESRI tells at most {MOST_COMPONENTS:,} "
            "of one good apart; use debtrank"
        )
    uses = sparse.csr_array(parts.T.tocsr())
    degree = np.diff(uses.indptr)
    order = np.argsort(-degree, kind="stable")
    arrays = [np.asarray(a, dtype=np.int32) for a in (parts.indptr, parts.indices, uses.indptr, uses.indices)]
    found = colours(arrays[0], arrays[1], arrays[2], arrays[3], order[degree[order] > 0].astype(np.int32))
    return np.maximum(found, 0), int(found.max(initial=0)) + 1


def _flows(snapshot: Snapshot, network: Network) -> "sparse.csr_array[Any]":
    """What flows from seller to buyer in the window, in money.

    Downward only the proportions among a good's suppliers matter, upward those among a seller's buyers. A supplier
    sells its share of all that is spent on a good; a component its units used, at the price it is sold at (1 where it
    is not sold); what nothing flowed of in the window keeps a trace, so that it is still needed.
    """
    books, count = network.books, len(network.place)
    shares, material, demand = books.shares, snapshot.tied("material"), snapshot.tied("demand")
    supplied = shares.value * np.where(books.spend[shares.owner] > 0, books.spend[shares.owner], _TRACE)
    assembly, component = material.owner().astype(np.int64), material.target.astype(np.int64)
    quantity = np.where(material.weight > 0, material.weight, 1.0)
    units = np.maximum(books.need[assembly] * books.days, _TRACE) * quantity
    parts = (
        (shares.other, shares.owner, supplied),
        (component, assembly, units * _price(snapshot, network)[component]),
        (demand.owner().astype(np.int64), network.buyer[demand.target], books.sold),
    )
    seller, buyer, amount = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    flows = sparse.csr_array((amount, (seller, buyer)), shape=(count, count))
    flows.sum_duplicates()
    return flows


def _price(snapshot: Snapshot, network: Network) -> Float:
    """What a unit of each good was sold at; 1 where it was not."""
    demand = snapshot.tied("demand")
    units = summed(demand.owner(), np.maximum(demand.columns["quantity"], 0.0), len(snapshot.nodes))
    known = (units > 0) & (network.books.revenue > 0)
    return np.divide(network.books.revenue, units, out=np.ones(len(units)), where=known)
