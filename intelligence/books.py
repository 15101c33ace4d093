"""What a snapshot's channels say in figures that models share: sales, spend, shares, needs, stock."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Float, Int64, summed
from graph.errors import InvalidDataError
from graph.snapshot import Snapshot
from graph.snapshot_ties import Ties
from intelligence.assumptions import Assumed, Assumptions, Ledger
from intelligence.kernels import exploded
from intelligence.money import amounts
from intelligence.what_if_results import Gap


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """One figure a pair of nodes, and a tie that says it: entry of `supplies`, else of `purchases`."""

    owner: Int64
    other: Int64
    value: Float
    supplies: Int64
    purchases: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Books:
    """Figures a node, all of shape (n,), in the one currency or in units.

    `revenue` of a good or customer and `spend` on a good or with a supplier are of the window; `need` is units of a
    good a day, what goes into other goods included; `cover` days that its stock lasts (infinite where it is not needed
    and there is some). `sold` and `bought` are money a tie of `demand` and `purchases`; `shares` who supplies how much
    of a good, `served` how much of a party's dealings each tie of `people` is.
    """

    days: float
    revenue: Float
    spend: Float
    need: Float
    cover: Float
    sold: Float
    bought: Float
    shares: Pairs
    served: Float
    assumed: tuple[Assumed, ...]
    gaps: tuple[Gap, ...]

    def worth(self) -> Float:
        """Money a day that hangs on a good: its sales, or what is spent on it where it is not sold itself."""
        return np.where(self.revenue > 0, self.revenue, self.spend) / self.days


def books_of(snapshot: Snapshot, assumptions: Assumptions) -> Books:
    """Work the figures out, once a snapshot and assumptions.

    Raises InvalidDataError for a currency without a rate, and for a bill of materials that contains itself.
    """
    return snapshot.remember(("books", assumptions.digest), lambda: _books(snapshot, assumptions))


def _books(snapshot: Snapshot, assumptions: Assumptions) -> Books:
    n = len(snapshot.nodes)
    ledger, gaps = Ledger(), _missing(snapshot)
    demand, purchases = snapshot.tied("demand"), snapshot.tied("purchases")
    sold = _not_negative(amounts(snapshot, assumptions, "demand"), demand, "returns exceed sales", gaps)
    bought = _not_negative(amounts(snapshot, assumptions, "purchases"), purchases, "returns exceed purchases", gaps)
    revenue = summed(demand.owner(), sold, n) + summed(demand.target, sold, n)
    spend = summed(purchases.owner(), bought, n) + summed(purchases.target, bought, n)
    units = _not_negative(demand.columns["quantity"], demand, "returned units exceed those sold", [])
    need = _need(snapshot, summed(demand.owner(), units, n) / snapshot.window_days, gaps)
    taken = _not_negative(purchases.columns["quantity"], purchases, "returned units exceed those bought", [])
    need = np.where(need > 0, need, summed(purchases.owner(), taken, n) / snapshot.window_days)
    return Books(
        days=float(snapshot.window_days),
        revenue=revenue,
        spend=spend,
        need=need,
        cover=_cover(snapshot, assumptions, need, ledger),
        sold=sold,
        bought=bought,
        shares=_shares(snapshot, taken, ledger),
        served=_served(snapshot, ledger),
        assumed=ledger.entries(),
        gaps=tuple(gaps),
    )


def _missing(snapshot: Snapshot) -> list[Gap]:
    """What the queries left out, by their columns `missing`."""
    lacks: Mapping[str, str] = {
        "demand": "order lines without quantity or price",
        "purchases": "purchase lines without quantity or price",
        "receivables": "invoices whose open amount is not known",
        "payables": "invoices whose open amount is not known",
    }
    found = []
    for name, what in lacks.items():
        missing = snapshot.tied(name).columns["missing"]
        if missing.any():
            found.append(Gap(name, what, int(missing.sum()), int((missing > 0).sum())))
    return found


def _not_negative(values: Float, ties: Ties, what: str, gaps: list[Gap]) -> Float:
    negative = values < 0
    if negative.any():
        gaps.append(Gap(ties.channel.name, f"{what}: counted as none", int(negative.sum()), int(negative.sum())))
    return np.maximum(values, 0.0)


def _need(snapshot: Snapshot, direct: Float, gaps: list[Gap]) -> Float:
    """Units a day of every good, those that go into others included."""
    material = snapshot.tied("material")
    unknown = ~(material.weight >= 0)
    if unknown.any():
        gaps.append(
            Gap(
                "material",
                "components without a quantity: their need is not known",
                int(unknown.sum()),
                int(unknown.sum()),
            )
        )
    quantity = np.where(unknown, 0.0, material.weight)
    need, cycle = exploded(material.indptr, material.target, quantity, direct)
    if cycle >= 0:
        raise InvalidDataError(
            f"the bill of materials of {snapshot.nodes.name[cycle]!r} ({snapshot.nodes.id(cycle)}) contains the good "
            "itself, at some level: correct the COMPONENT_OF rows"
        )
    return need


def _cover(snapshot: Snapshot, assumptions: Assumptions, need: Float, ledger: Ledger) -> Float:
    n = len(snapshot.nodes)
    goods = snapshot.nodes.having("Product", "Material")
    if not assumptions.inventory.use:
        ledger.use("inventory.use", False, int(goods.sum()))
        return np.zeros(n)
    storage = snapshot.tied("storage")
    stored = summed(storage.owner(), np.nan_to_num(storage.weight), n)
    known = np.isin(np.arange(n), storage.owner()[~np.isnan(storage.weight)])
    stock = np.where(np.isnan(snapshot.nodes.stock), np.where(known, stored, np.nan), snapshot.nodes.stock)
    unknown = goods & np.isnan(stock)
    ledger.use("inventory.unknown_days", assumptions.inventory.unknown_days, int(unknown.sum()))
    held = np.maximum(np.nan_to_num(stock), 0.0)
    cover = np.divide(held, need, out=np.where(held > 0, np.inf, 0.0), where=need > 0)
    return np.where(unknown, assumptions.inventory.unknown_days, cover)


def _shares(snapshot: Snapshot, taken: Float, ledger: Ledger) -> Pairs:
    """Each supplier's share of a good.

    As stated where all suppliers of the good state one (and never more than 1 in all), else of what was bought in the
    window, else equal.
    """
    n = len(snapshot.nodes)
    supplies, purchases = snapshot.tied("supplies"), snapshot.tied("purchases")
    listed = len(supplies)
    owners = np.concatenate([supplies.owner(), purchases.owner()]).astype(np.int64)
    keys, pair = np.unique(owners * n + np.concatenate([supplies.target, purchases.target]), return_inverse=True)
    good = keys // n
    stated = summed(pair[:listed], np.nan_to_num(supplies.weight), len(keys))
    bought = summed(pair[listed:], taken, len(keys))
    offers = summed(pair[:listed], np.ones(listed), len(keys)) > 0
    silent = summed(supplies.owner(), np.isnan(supplies.weight).astype(np.float64), n)
    total, quantity = summed(good, stated, n), summed(good, bought, n)
    suppliers = summed(good, offers.astype(np.float64), n)
    by_statement = (suppliers > 0) & (silent == 0) & (total > 0)
    by_quantity = ~by_statement & (quantity > 0)
    equally = ~by_statement & ~by_quantity & (suppliers > 0)
    ledger.use("equal shares of a good's suppliers", "1 / suppliers", int(equally.sum()))
    value = np.select(
        [by_statement[good], by_quantity[good], equally[good]],
        [stated / np.maximum(total, 1.0)[good], bought / np.where(quantity > 0, quantity, 1.0)[good],
         offers / np.maximum(suppliers, 1.0)[good]],
        0.0,
    )  # fmt: skip
    return Pairs(good, keys % n, value, _first(pair[:listed], len(keys)), _first(pair[listed:], len(keys)))


def _first(pair: Int64, count: int) -> Int64:
    """The first entry of each pair; −1 where it has none."""
    found = np.full(count, -1, dtype=np.int64)
    found[pair[::-1]] = np.arange(len(pair))[::-1]
    return found


def _served(snapshot: Snapshot, ledger: Ledger) -> Float:
    """Which share of a party's dealings each tie of `people` is: by what was handled, else by who is said to serve."""
    people, n = snapshot.tied("people"), len(snapshot.nodes)
    owner = people.owner()
    handled = sum((people.columns[name] for name in ("orders", "contacts", "complaints")), np.zeros(len(people)))
    total = summed(owner, handled, n)
    said = people.columns["serves"].astype(np.float64)
    servers = summed(owner, said, n)
    idle = (total == 0) & (servers > 0)
    ledger.use("equal shares of those who serve a party", "1 / employees", int(idle.sum()))
    by_word = said / np.maximum(servers, 1.0)[owner]
    return np.where(total[owner] > 0, handled / np.where(total > 0, total, 1.0)[owner], by_word)
