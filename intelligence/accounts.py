"""Accounts: from losses by direction to loss, value, tier and channel of every node."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from algorithms.arrays import Float, Int32, Int64, summed
from graph.snapshot import Snapshot
from intelligence.kernels import levels
from intelligence.links import By, Links
from intelligence.network import Network
from intelligence.shocks import Shocked
from intelligence.spread import Spread

CHANNEL_WORDS: Final = (*(by.word for by in By), "shock")
SHOCK: Final = len(By)
KINDS: Final = (
    "Product", "Material", "Customer", "Supplier", "Employee", "Partner", "Investor", "Company", "Other",
)  # fmt: skip
_SALES, _PURCHASES, _BUFFER = 1, 2, 4
_BASES: Final = {_SALES: "sales", _PURCHASES: "purchases", _SALES | _PURCHASES: "sales and purchases"}


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One way to look at the places: their loss, its value, the share of each channel in it, and their tier."""

    loss: Float
    value: Float
    parts: Float
    tier: Int32


@dataclass(frozen=True, slots=True, eq=False)
class Accounts:
    """Figures a node (n, or n × channels), and the places that totals are made of (`place_…`).

    `by_channel` adds up to `value`; `channel` is the one that brought most of it, or of the loss where it has no worth.
    """

    loss: Float
    value: Float
    by_channel: Float
    channel: Int64
    tier: Int32
    bases: Int32
    place_parts: Float
    place_value: Float
    place_tier: Int32
    place_kind: Int32

    def basis(self, node: int) -> str:
        """What the value is a share of."""
        mask = int(self.bases[node])
        words = [_BASES[mask & ~_BUFFER]] if mask & ~_BUFFER else []
        return " and ".join([*words, *(["buffer"] if mask & _BUFFER else [])]) or "nothing"


def account(
    snapshot: Snapshot,
    network: Network,
    *,
    links: Mapping[str, Links],
    shock: Mapping[str, Float],
    spread: Spread,
    hit: Shocked,
) -> Accounts:
    """Account for every node.

    A flow is lost downward or upward, whichever is worse, as ESRI has it; money that is not paid back is lost besides.
    """
    worth = network.worth * hit.horizon
    down, up = (_side(links[d], spread.loss[d], shock[d], spread.loss[d] * worth) for d in ("down", "up"))
    flow = _worse(down, up)
    passed = np.maximum(spread.loss["money"] - shock["money"], 0.0)
    money = _side(
        links["money"], passed, shock["money"] * 0, passed * np.nan_to_num(network.buffer), spread.loss["money"]
    )
    n = len(snapshot.nodes)
    at, first = network.place, slice(0, n)
    loss, tier = flow.loss[first].copy(), flow.tier[first].copy()
    value = summed(at, flow.value + money.value, n)
    weighed = flow.parts * flow.value[:, None] + money.parts * money.value[:, None]
    by_channel = np.stack([summed(at, column, n) for column in weighed.T], axis=1)
    parts = flow.parts[first].copy()
    best = flow.value[first].copy()
    for side, where in ((flow, slice(n, None)), (money, first)):
        nodes = at[where]
        more = (side.value[where] > best[nodes]) | ((loss[nodes] == 0) & (side.loss[where] > 0))
        chosen = nodes[more]
        best[chosen], tier[chosen], parts[chosen] = (
            side.value[where][more],
            side.tier[where][more],
            side.parts[where][more],
        )
        np.maximum.at(loss, nodes, side.loss[where])
    main = np.where(value > 0, by_channel.argmax(axis=1), parts.argmax(axis=1))
    kind = _kinds(snapshot, network)
    return Accounts(
        loss=loss,
        value=value,
        by_channel=by_channel,
        channel=main,
        tier=tier,
        bases=_bases(network, flow, money, n),
        place_parts=np.concatenate([flow.parts, money.parts]),
        place_value=np.concatenate([flow.value, money.value]),
        place_tier=np.concatenate([flow.tier, money.tier]),
        place_kind=np.concatenate([kind, kind]),
    )


def _side(links: Links, loss: Float, shock: Float, value: Float, passing: Float | None = None) -> Side:
    """Divide the loss of every place among the channels that brought it; `passing` is what is passed on, if not it."""
    sources = loss if passing is None else passing
    count, width = len(loss), len(CHANNEL_WORDS)
    at = np.flatnonzero(sources[links.other] > 0)
    owner = links.owner[at].astype(np.int64)
    brought = links.rate[at] * sources[links.other[at]]
    parts = summed(owner * width + links.by[at], brought, count * width).reshape(count, width)
    parts[:, SHOCK] = shock
    parts[loss <= 0] = 0.0
    total = parts.sum(axis=1)
    parts = np.divide(parts, total[:, None], out=np.zeros_like(parts), where=total[:, None] > 0)
    start = np.flatnonzero(shock > 0) if passing is None else np.flatnonzero((passing > 0) & (loss <= 0))
    hops = levels(links.onward.indptr, links.onward.indices, start.astype(np.int32))
    return Side(loss, value, parts, np.maximum(hops, 0))


def _worse(first: Side, second: Side) -> Side:
    other = second.loss > first.loss
    return Side(
        np.where(other, second.loss, first.loss),
        np.where(other, second.value, first.value),
        np.where(other[:, None], second.parts, first.parts),
        np.where(other, second.tier, first.tier).astype(np.int32),
    )


def _kinds(snapshot: Snapshot, network: Network) -> Int32:
    """The kind of every place; a party of several roles counts by the first of them, on its supplier's side as one."""
    nodes, n = snapshot.nodes, len(snapshot.nodes)
    found = np.full(len(network.place), KINDS.index("Other"), dtype=np.int32)
    for kind in reversed(KINDS[:-2]):
        found[:n][nodes.having(kind)] = KINDS.index(kind)
    found[network.place[n:]] = KINDS.index("Supplier")
    found[n:] = KINDS.index("Customer")
    found[nodes.company] = KINDS.index("Company")
    return found


def _bases(network: Network, flow: Side, money: Side, n: int) -> Int32:
    books = network.books
    lost = summed(network.place, flow.value, n) > 0
    found = np.where(lost & (books.revenue > 0), _SALES, 0)
    bought = (books.spend > 0) & ((books.revenue == 0) | np.isin(np.arange(n), network.place[n:]))
    found |= np.where(lost & bought, _PURCHASES, 0)
    served = lost & (found == 0)  # an employee: the business of the parties served
    found |= np.where(served, _SALES | _PURCHASES, 0)
    found |= np.where(money.value[:n] > 0, _BUFFER, 0)
    return found.astype(np.int32)
