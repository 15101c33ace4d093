"""Who could replace a supplier: price, quality, lead time, the share each could take, and how independent it is.

For every good of the supplier that fails, others who supply the same good come into question, and those who supply
another good of the same category. What one could take is bounded by what it has shown: what was bought from it of the
good in the window, times the assumed `headroom`; of another good, what was bought of the whole category, and of that
only the assumed share `same_category` stands in. Each tie that it shares with the supplier that fails (owner, bank
account, sub-supplier, region) discounts it by the assumed factor.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from algorithms.arrays import Bool, Int64
from graph.snapshot import Snapshot
from intelligence.assumptions import Assumed, Assumptions, Ledger
from intelligence.dependencies import Node
from intelligence.kernels import levels
from intelligence.money import amounts, currency_of
from intelligence.network import Network, network_of
from intelligence.reach import supplier_index
from intelligence.what_if_results import Gap


@dataclass(frozen=True, slots=True)
class Offer:
    """What an alternative supplies in place of `instead_of`: the `same` good, or `good` of the same `category`.

    Prices are of one unit, in the answer's currency; `dearer` is the price over that of the supplier that fails, less
    one. `quality` is the share of the units bought in the window that was not rejected, of `units` in all. `could_take`
    is the share of the failing supplier's part in `instead_of` that it could take. None where the data do not say.
    """

    instead_of: Node
    good: Node
    same: bool
    category: str | None
    price: float | None
    dearer: float | None
    lead_time_days: float | None
    quality: float | None
    units: float
    could_take: float


@dataclass(frozen=True, slots=True)
class SharedTie:
    """What an alternative shares with the supplier that fails, by name, and the factor that discounts it for that."""

    kind: str
    what: str
    factor: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """One supplier who could step in.

    `could_take` is the share of the failing supplier's business (by what hangs on it) that it could take in all,
    `independence` the product of the factors of what it shares, and `score` the product of both.
    """

    supplier: Node
    country: str
    score: float
    could_take: float
    independence: float
    shares: tuple[SharedTie, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Alternatives by score; `without` are the goods for which there is none."""

    supplier: Node
    as_of: date
    currency: str
    alternatives: tuple[Alternative, ...]
    without: tuple[Node, ...]
    assumptions: tuple[Assumed, ...]
    gaps: tuple[Gap, ...]


def alternatives(snapshot: Snapshot, supplier: str, assumptions: Assumptions) -> Alternatives:
    """Find who could replace a supplier, by id. Raises UsageError where the id is no supplier's."""
    network, ledger = network_of(snapshot, assumptions), Ledger()
    search = _Search(snapshot, assumptions, network, supplier_index(snapshot, network, supplier))
    offers: dict[int, list[Offer]] = {}
    for good in search.goods:
        for other, offer in search.offers(int(good)):
            offers.setdefault(other, []).append(offer)
    found = [search.alternative(other, given) for other, given in offers.items()]
    found.sort(key=lambda a: (-a.score, -a.could_take, a.supplier.name))
    replaced = {offer.instead_of.id for given in offers.values() for offer in given}
    ledger.use("headroom", assumptions.headroom, len(found))
    near = sum(any(not offer.same for offer in each.offers) for each in found)
    ledger.use("same_category", assumptions.same_category, near)
    for kind in sorted({tie.kind for each in found for tie in each.shares}):
        used = sum(tie.kind == kind for each in found for tie in each.shares)
        ledger.use(f"independence.{kind}", getattr(assumptions.independence, kind), used)
    goods = [search.node(int(good)) for good in search.goods]
    return Alternatives(
        supplier=search.node(search.failing),
        as_of=snapshot.as_of,
        currency=currency_of(snapshot, assumptions),
        alternatives=tuple(found),
        without=tuple(good for good in goods if good.id not in replaced),
        assumptions=ledger.entries(),
        gaps=network.gaps,
    )


class _Search:
    """Looks for alternatives to one supplier."""

    def __init__(self, snapshot: Snapshot, assumptions: Assumptions, network: Network, failing: int) -> None:
        self.snapshot, self.assumptions, self.network, self.failing = snapshot, assumptions, network, failing
        shares = network.books.shares
        self.goods: Int64 = np.unique(shares.owner[shares.other == failing])
        self.prices = amounts(snapshot, assumptions, "supplies", "price")
        purchases = snapshot.tied("purchases")
        self.buying = purchases.owner()
        self.units = np.maximum(purchases.columns["quantity"], 0.0)
        category = snapshot.tied("category")
        self.in_category, self.category = category.owner(), category.target
        self.owners = self._above(failing)
        self.sub = self._sub_suppliers(failing)

    def node(self, at: int) -> Node:
        return Node(self.snapshot.nodes.id(at), self.snapshot.nodes.name[at])

    def offers(self, good: int) -> Iterator[tuple[int, Offer]]:
        """Offers in place of the failing supplier's part in a good: by those of the same good, then of its category."""
        shares = self.network.books.shares
        same = set(shares.other[shares.owner == good].tolist()) - {self.failing}
        for other in sorted(same):
            yield other, self._offer(good, good, other, None)
        for category in self.category[self.in_category == good].tolist():
            near = self.in_category[self.category == category]
            for like in near[near != good].tolist():
                for other in sorted(set(shares.other[shares.owner == like].tolist()) - {self.failing} - same):
                    yield other, self._offer(good, like, other, category)

    def alternative(self, other: int, given: list[Offer]) -> Alternative:
        """One supplier with its offers; of several in place of one good, the best counts."""
        worth = self.network.worth
        at = {self.node(int(good)).id: int(good) for good in self.goods}
        whole = sum(self._part(good) * worth[good] for good in at.values())
        best: dict[str, float] = {}
        for offer in given:
            best[offer.instead_of.id] = max(best.get(offer.instead_of.id, 0.0), offer.could_take)
        taken = sum(share * self._part(at[i]) * worth[at[i]] for i, share in best.items())
        could = float(taken / whole) if whole > 0 else float(sum(best.values()) / len(at))
        shared = tuple(self._shared(other))
        independence = float(np.prod([tie.factor for tie in shared])) if shared else 1.0
        given.sort(key=lambda o: (o.instead_of.name, not o.same, -o.could_take, o.good.name))
        country = self.snapshot.nodes.country[other]
        return Alternative(self.node(other), country, could * independence, could, independence, shared, tuple(given))

    def _part(self, good: int) -> float:
        shares = self.network.books.shares
        return float(shares.value[(shares.owner == good) & (shares.other == self.failing)].sum())

    def _offer(self, good: int, given: int, other: int, category: int | None) -> Offer:
        supplies, purchases = self.snapshot.tied("supplies"), self.snapshot.tied("purchases")
        row = supplies.row(given)
        times = supplies.columns["leadTimeDays"][row][supplies.target[row] == other]
        bought = (purchases.target == other) & (self.buying == given)
        units = float(self.units[bought].sum())
        rejected = float(purchases.columns["rejected"][bought].sum())
        shown = units if category is None else self._in(other, category) * self.assumptions.same_category
        spare = shown / self.network.books.days * self.assumptions.headroom
        lacking = self._part(good) * float(self.network.books.need[good])
        price, own = self._price(given, other), self._price(good, self.failing)
        return Offer(
            instead_of=self.node(good),
            good=self.node(given),
            same=category is None,
            category=None if category is None else self.snapshot.nodes.name[category],
            price=_known(price),
            dearer=_known(price / own - 1.0) if own > 0 else None,
            lead_time_days=_known(float(np.nanmin(times))) if (~np.isnan(times)).any() else None,
            quality=max(0.0, 1.0 - rejected / units) if units > 0 else None,
            units=units,
            could_take=min(1.0, spare / lacking) if lacking > 0 else 0.0,
        )

    def _in(self, other: int, category: int) -> float:
        """Units bought from a supplier in the window of all goods of a category."""
        goods = self.in_category[self.category == category]
        purchases = self.snapshot.tied("purchases")
        return float(self.units[(purchases.target == other) & np.isin(self.buying, goods)].sum())

    def _price(self, good: int, supplier: int) -> float:
        """The lowest price offered, else what was paid for a unit on the average; NaN where neither is known."""
        supplies, purchases = self.snapshot.tied("supplies"), self.snapshot.tied("purchases")
        row = supplies.row(good)
        offered = self.prices[row][supplies.target[row] == supplier]
        if (~np.isnan(offered)).any():
            return float(np.nanmin(offered))
        bought = (purchases.target == supplier) & (self.buying == good)
        units = self.units[bought].sum()
        return float(self.network.books.bought[bought].sum() / units) if units > 0 else float("nan")

    def _shared(self, other: int) -> Iterator[SharedTie]:
        nodes, factors = self.snapshot.nodes, self.assumptions.independence
        common = self.owners & self._above(other)
        if common.any():
            yield SharedTie("same_owner", ", ".join(nodes.name[common]), factors.same_owner)
        if nodes.bank[other] and nodes.bank[other] == nodes.bank[self.failing]:
            yield SharedTie("same_bank_account", nodes.bank[other], factors.same_bank_account)
        sub = self.sub & self._sub_suppliers(other)
        if sub.any():
            yield SharedTie("same_sub_supplier", ", ".join(nodes.name[sub]), factors.same_sub_supplier)
        if nodes.country[other] and nodes.country[other] == nodes.country[self.failing]:
            if nodes.region[other] and nodes.region[other] == nodes.region[self.failing]:
                yield SharedTie("same_region", nodes.region[other], factors.same_region)
            else:
                yield SharedTie("same_country", nodes.country[other], factors.same_country)

    def _above(self, party: int) -> Bool:
        """A party and all who own of it, at any remove: the group tree seen from below."""
        ties = self.snapshot.tied("ownership")
        found = np.zeros(len(self.snapshot.nodes), dtype=np.bool_)
        found[party] = True
        size = 0
        owner = ties.owner()
        while size != int(found.sum()):
            size = int(found.sum())
            found[owner[found[ties.target]]] = True
        return found

    def _sub_suppliers(self, supplier: int) -> Bool:
        """Suppliers of what the supplier's goods are made of, at any level."""
        shares, material = self.network.books.shares, self.snapshot.tied("material")
        goods = np.unique(shares.owner[shares.other == supplier]).astype(np.int32)
        below = levels(material.indptr, material.target, goods)
        found = np.zeros(len(self.snapshot.nodes), dtype=np.bool_)
        found[shares.other[below[shares.owner] > 0]] = True
        return found


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
