"""The network that a loss runs through: channels turned into rates, in three directions.

* **down**: what is missing goes from suppliers to goods, from components to assemblies, from goods to customers.
* **up**: what is not wanted any more goes from customers to goods, from assemblies to components, to suppliers.
* **money**: who cannot pay, or is worth less, harms those who have money at stake: the company by receivables,
  suppliers by our payables, owners by their stakes.

`rate[i, j]` is the share of i that is lost when j is lost whole. A party that buys and supplies stands in two places,
so that a customer who goes short does not by that stop supplying; `place` tells what node a place is of.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from algorithms.arrays import Bool, Float, Int64, summed
from algorithms.jit import in_threads
from graph.errors import InvalidDataError
from graph.snapshot import Snapshot
from intelligence.assumptions import Assumed, Assumptions, Ledger
from intelligence.books import Books, books_of
from intelligence.links import By, Found, Links, links_of
from intelligence.money import amounts
from intelligence.what_if_results import Gap

DIRECTIONS: Final = ("down", "up", "money")


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Links by direction, over places: first the snapshot's nodes, then the customer's side of parties with both.

    `worth` is money a day that hangs on a place, `buffer` what it can lose before it fails (NaN where it has nothing at
    stake), `covered` the places (goods) whose stock bridges missing inputs for `cover` days.
    """

    place: Int64
    buyer: Int64
    links: dict[str, Links]
    worth: Float
    buffer: Float
    cover: Float
    books: Books
    assumed: tuple[Assumed, ...]
    gaps: tuple[Gap, ...]

    def factor(self, days: float) -> Float:
        """Share of `days` without inputs that stock does not bridge, a place."""
        return np.clip(1.0 - self.cover / days, 0.0, 1.0)

    def places(self, nodes: Int64) -> Int64:
        """All places of some nodes."""
        return np.flatnonzero(np.isin(self.place, nodes))


def network_of(snapshot: Snapshot, assumptions: Assumptions) -> Network:
    """Build the network, once a snapshot and assumptions. Raises InvalidDataError as `books_of` does."""
    return snapshot.remember(("network", assumptions.digest), lambda: _Builder(snapshot, assumptions).network())


class _Builder:
    """Turns ties into links."""

    def __init__(self, snapshot: Snapshot, assumptions: Assumptions) -> None:
        self.snapshot, self.assumptions = snapshot, assumptions
        self.books = books_of(snapshot, assumptions)
        self.pass_on = assumptions.pass_on
        self.ledger = Ledger()
        self.gaps: list[Gap] = list(self.books.gaps)
        n = len(snapshot.nodes)
        customers = np.zeros(n, dtype=np.bool_)
        customers[snapshot.tied("demand").target] = True
        suppliers = np.zeros(n, dtype=np.bool_)
        suppliers[self.books.shares.other] = True
        both = np.flatnonzero(customers & suppliers)
        self.place = np.concatenate([np.arange(n), both])
        self.buyer = np.arange(n)
        self.buyer[both] = n + np.arange(len(both))
        self.n, self.both = n, both

    def network(self) -> Network:
        down = [*self.supply(), *self.material(), *self.sales(), *self.people(), *self.control()]
        up = [*self.lost_sales(), *self.lost_use(), *self.lost_purchases(), *self.people(), *self.control()]
        credit, buffer = self.money()
        count = len(self.place)
        found = in_threads(lambda parts: links_of(parts, count), (down, up, credit))
        links = dict(zip(DIRECTIONS, found, strict=True))
        self.ledger.add(self.books.assumed)
        self.ledger.use("window_days", self.snapshot.window_days, self.n)
        for name, value in self.pass_on.model_dump().items():
            used = sum(int((each.by == By[name.upper()]).sum()) for each in links.values())
            self.ledger.use(f"pass_on.{name}", value, used)
        goods = self.snapshot.nodes.having("Product", "Material", "Category", "Warehouse")
        cover = np.concatenate([np.where(goods, self.books.cover, 0.0), np.zeros(len(self.both))])
        return Network(
            self.place, self.buyer, links, self.worth(), buffer, cover, self.books,
            self.ledger.entries(), tuple(self.gaps),
        )  # fmt: skip

    def supply(self) -> list[Found]:
        """A good loses its supplier's share."""
        shares = self.books.shares
        found = []
        for table, entry in (("supplies", shares.supplies), ("purchases", shares.purchases)):
            which = entry >= 0 if table == "supplies" else (shares.supplies < 0) & (entry >= 0)
            rate = shares.value[which] * self.pass_on.supply
            found.append(Found(By.SUPPLY, table, shares.owner[which], shares.other[which], rate, entry[which]))
        return found

    def material(self) -> list[Found]:
        """An assembly loses as much as the component is essential."""
        ties = self.snapshot.tied("material")
        essential = np.full(self.n, self.assumptions.essential.default)
        for node_id, value in self.assumptions.essential.components.items():
            essential[self.named(node_id, "essential.components")] = value
        self.ledger.use("essential.default", self.assumptions.essential.default, len(np.unique(ties.target)))
        rate = essential[ties.target] * self.pass_on.material
        return [Found(By.MATERIAL, "material", _wide(ties.owner()), _wide(ties.target), rate, np.arange(len(ties)))]

    def sales(self) -> list[Found]:
        """A customer loses the good's share in what it buys from us."""
        ties, sold = self.snapshot.tied("demand"), self.books.sold
        rate = _over(sold, self.books.revenue[ties.target]) * self.pass_on.demand
        return [Found(By.DEMAND, "demand", self.buyer[ties.target], _wide(ties.owner()), rate, np.arange(len(ties)))]

    def lost_sales(self) -> list[Found]:
        """A good loses the customer's share in its sales."""
        ties, sold = self.snapshot.tied("demand"), self.books.sold
        rate = _over(sold, self.books.revenue[ties.owner()]) * self.pass_on.demand
        return [Found(By.DEMAND, "demand", _wide(ties.owner()), self.buyer[ties.target], rate, np.arange(len(ties)))]

    def lost_use(self) -> list[Found]:
        """A component loses the assembly's share in what is needed of it."""
        ties, need = self.snapshot.tied("material"), self.books.need
        owner = ties.owner()
        used = need[owner] * np.nan_to_num(ties.weight)
        rate = np.minimum(_over(used, need[ties.target]), 1.0) * self.pass_on.material
        return [Found(By.MATERIAL, "material", _wide(ties.target), _wide(owner), rate, np.arange(len(ties)))]

    def lost_purchases(self) -> list[Found]:
        """A supplier loses the good's share in what we buy from it."""
        ties, bought = self.snapshot.tied("purchases"), self.books.bought
        rate = _over(bought, self.books.spend[ties.target]) * self.pass_on.supply
        return [Found(By.SUPPLY, "purchases", _wide(ties.target), _wide(ties.owner()), rate, np.arange(len(ties)))]

    def people(self) -> list[Found]:
        """A party loses the employee's share in its dealings with us, on both sides."""
        ties = self.snapshot.tied("people")
        owner, rate = _wide(ties.owner()), self.books.served * self.pass_on.people
        found = [Found(By.PEOPLE, "people", owner, _wide(ties.target), rate, np.arange(len(ties)))]
        twice = np.flatnonzero(self.buyer[owner] != owner)
        found.append(
            Found(By.PEOPLE, "people", self.buyer[owner[twice]], _wide(ties.target)[twice], rate[twice], twice)
        )
        return found

    def control(self) -> list[Found]:
        """A party loses the share that a failing owner holds in it, on both sides."""
        owner, other, share, entry = self.stakes()
        rate = share * self.pass_on.ownership
        found = []
        for side in (np.arange(self.n), self.buyer):
            which = side[other] != other if side is self.buyer else np.ones(len(other), dtype=np.bool_)
            found.append(Found(By.OWNERSHIP, "ownership", side[other[which]], owner[which], rate[which], entry[which]))
        return found

    def stakes(self) -> tuple[Int64, Int64, Float, Int64]:
        """Holdings with a known share: holder, held, share, entry."""
        ties = self.snapshot.tied("ownership")
        owner, share = _wide(ties.owner()), ties.weight
        wrong = (share < 0) | (share > 1)
        if wrong.any():
            at = int(np.argmax(wrong))
            raise InvalidDataError(
                f"{self.snapshot.nodes.name[owner[at]]!r} owns a share of {share[at]:g} of "
                f"{self.snapshot.nodes.name[int(ties.target[at])]!r}; a share is between 0 and 1: correct the OWNS row"
            )
        own = owner == ties.target
        self.gap("ownership", "holdings without a share", np.isnan(share))
        self.gap("ownership", "parties that own themselves: left out", own)
        which = ~np.isnan(share) & ~own
        return owner[which], _wide(ties.target)[which], share[which], np.flatnonzero(which)

    def gap(self, channel: str, what: str, which: Bool) -> None:
        """Note facts that are left out, once."""
        count = int(which.sum())
        gap = Gap(channel, what, count, count)
        if count and gap not in self.gaps:
            self.gaps.append(gap)

    def money(self) -> tuple[list[Found], Float]:
        """Links of credit and ownership: what is at stake over the buffer of who has it at stake; and the buffers."""
        count, company = len(self.place), self.snapshot.nodes.company
        stakes = []
        for channel in ("receivables", "payables"):
            ties = self.snapshot.tied(channel)
            party, open_amount = _wide(ties.owner()), amounts(self.snapshot, self.assumptions, channel)
            us = np.full(len(party), company)
            ends = (us, party) if channel == "receivables" else (party, us)
            stakes.append((By.CREDIT, channel, *ends, open_amount * self.pass_on.credit, np.arange(len(ties))))
        stakes.append(self.holdings())
        exposed = sum((summed(owner, value, count) for _, _, owner, _, value, _ in stakes), np.zeros(count))
        buffer = self.buffers(exposed)
        links = [
            Found(by, table, owner, other, _over(value, buffer[owner]), entry)
            for by, table, owner, other, value, entry in stakes
        ]
        return links, buffer

    def holdings(self) -> tuple[By, str, Int64, Int64, Float, Int64]:
        """An owner has the worth of its stake at stake."""
        ties = self.snapshot.tied("ownership")
        owner = _wide(ties.owner())
        value = amounts(self.snapshot, self.assumptions, "ownership", "amount")
        if (value < 0).any():
            at = int(np.argmax(value < 0))
            raise InvalidDataError(
                f"the stake of {self.snapshot.nodes.name[owner[at]]!r} is worth {value[at]:g}; correct the OWNS row"
            )
        self.gap("ownership", "holdings whose worth is not known", np.isnan(value))
        which = ~np.isnan(value) & (owner != ties.target)
        worth = value[which] * self.pass_on.ownership
        return By.OWNERSHIP, "ownership", owner[which], _wide(ties.target)[which], worth, np.flatnonzero(which)

    def buffers(self, exposed: Float) -> Float:
        """What each can lose: as given, else a share of its business, and at least all it has at stake."""
        given, books, company = self.assumptions.buffers, self.books, self.snapshot.nodes.company
        business = np.concatenate([books.revenue + books.spend, np.zeros(len(self.both))])
        sales = float(books.sold.sum())
        found = np.maximum(business * given.party_share, exposed)
        found[company] = max(sales * given.company_share, exposed[company])
        concerned = exposed > 0
        for node_id, value in given.parties.items():
            at = self.named(node_id, "buffers.parties")
            found[at] = value
            concerned[at] = False
        if given.company is not None:
            found[company] = given.company
            self.ledger.use("buffers.company", given.company, int(concerned[company]))
        else:
            self.ledger.use("buffers.company_share", given.company_share, int(concerned[company]))
        concerned[company] = False
        self.ledger.use("buffers.party_share", given.party_share, int(concerned.sum()))
        return np.where(exposed > 0, found, np.nan)

    def named(self, node_id: str, where: str) -> int:
        """Index of a node that the assumptions name."""
        try:
            return self.snapshot.nodes.index(node_id)
        except KeyError:
            raise InvalidDataError(
                f"the assumptions' {where} name {node_id!r}, which is no party or thing of the graph; give its id"
            ) from None

    def worth(self) -> Float:
        """Money a day that hangs on each place."""
        books, n = self.books, self.n
        goods = self.snapshot.nodes.having("Product", "Material")
        parties = self.snapshot.nodes.having("Party")
        alone = parties & (self.buyer == np.arange(n))
        own = np.where(goods, books.worth(), 0.0)
        # Where a party has two places, the first is the supplier's; elsewhere one of the two figures is 0.
        own[alone] = (books.revenue + books.spend)[alone] / books.days
        own[self.both] = books.spend[self.both] / books.days
        whole = np.concatenate([own, books.revenue[self.both] / books.days])
        people = self.snapshot.tied("people")
        business = (books.revenue + books.spend)[people.owner()] / books.days
        whole[:n] += summed(people.target, books.served * business, n)
        return whole


def _wide(values: "np.ndarray[Any, np.dtype[np.int32]]") -> Int64:
    return values.astype(np.int64)


def _over(part: Float, whole: Float) -> Float:
    """Shares; 0 of nothing."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
