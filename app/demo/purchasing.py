"""What is bought: enough, and in time, for all that Northwind shipped and for the stock that it had in the end.

For each supplier the two years fall into rounds of some weeks. What a round ships is ordered before it begins, so that
even a late receipt comes before the need; what the first round ships was in stock. Quantities are worked out from the
last round to the first, each rounded down to fives: what that leaves out is ordered one round earlier. So the stock
never falls below nothing, ends where Northwind says, and the open orders are Northwind's units on order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.demo import stories
from app.demo.dice import Dice
from app.demo.money import cents, total
from app.demo.outbound import Delivery
from app.demo.period import START, TODAY, plus, workday, workday_before
from app.demo.rows import Product
from app.demo.sourcing import Source, Supplier, buyer_of

_LOT = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a purchase order: `rejected` is the part of the quantity that does not pass inspection."""

    source: Source
    quantity: int
    rejected: int
    price: Decimal

    @property
    def payable(self) -> Decimal:
        """What the accepted part costs, rounded half up to cents."""
        return cents(self.price * (self.quantity - self.rejected))


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase order. `needed` is the day by which its goods must be there; empty for one that is still open."""

    id: str
    supplier: Supplier
    buyer: str
    ordered: date
    promised: date
    needed: date | None
    items: tuple[Item, ...]

    @property
    def amount(self) -> Decimal:
        """The value of what was ordered."""
        return total(cents(item.price * item.quantity) for item in self.items)


@dataclass(frozen=True, slots=True)
class _Round:
    number: int
    begins: date
    ends: date


def purchase(sources: Iterable[Source], deliveries: Iterable[Delivery]) -> tuple[Purchase, ...]:
    """Return all purchase orders, oldest first."""
    offers: dict[str, list[Source]] = {}
    for offer in sources:
        offers.setdefault(offer.product.id, []).append(offer)
    shipped: dict[str, list[tuple[date, int]]] = {}
    for delivery in deliveries:
        for product, quantity in delivery.items:
            shipped.setdefault(product, []).append((delivery.sent, quantity))
    by_supplier: dict[str, list[list[Source]]] = {}
    for mine in offers.values():
        by_supplier.setdefault(mine[0].supplier.party.company.id, []).append(mine)
    made = [
        order
        for key, products in by_supplier.items()
        for order in (*_past_orders(key, products, shipped), *_open_orders(products))
    ]
    made.sort(key=lambda order: (order.ordered, order.supplier.party.ref, order.promised))
    return tuple(replace(order, id=f"B{4500001 + index}") for index, order in enumerate(made))


def _past_orders(
    key: str, products: list[list[Source]], shipped: dict[str, list[tuple[date, int]]]
) -> Iterator[Purchase]:
    """Yield the orders of one supplier's rounds, and those of its products' second sources."""
    rounds = _rounds(key, [offer.supplier for offers in products for offer in offers])
    wanted: dict[tuple[int, str], list[tuple[Source, int, int]]] = {}
    for offers in products:
        for number, offer, quantity, rejected in _quantities(offers, rounds, shipped.get(offers[0].product.id, [])):
            wanted.setdefault((number, offer.supplier.party.company.id), []).append((offer, quantity, rejected))
    for (number, _), lines in sorted(wanted.items(), key=lambda pair: pair[0]):
        supplier = lines[0][0].supplier
        needed = rounds[number].begins
        promised = workday_before(plus(needed, -supplier.slack))
        yield _order(supplier, workday_before(plus(promised, -supplier.lead_days)), promised, needed, lines)


def _rounds(key: str, makers: list[Supplier]) -> list[_Round]:
    """Divide the two years, from a first round that is long enough to order for the second one in it."""
    longest = max(maker.lead_days + maker.slack for maker in makers)
    weeks = max(6, -(-(longest + 5) // 7)) + Dice("rounds", key).number(0, 2)
    begins, rounds = START, list[_Round]()
    while begins <= TODAY:
        ends = plus(begins, weeks * 7 - 1)
        rounds.append(_Round(len(rounds), begins, ends))
        begins = plus(ends, 1)
    return rounds


def _quantities(
    offers: list[Source], rounds: list[_Round], shipped: list[tuple[date, int]]
) -> Iterator[tuple[int, Source, int, int]]:
    """Yield round, offer, quantity and rejected part, from the last round back to the second."""
    owed = 0
    for span in reversed(rounds[1:]):
        owed += sum(quantity for day, quantity in shipped if span.begins <= day <= span.ends)
        lot = owed // _LOT * _LOT
        second = int(lot * offers[1].share) // _LOT * _LOT if len(offers) > 1 else 0
        for offer, quantity in zip(offers, (lot - second, second), strict=False):
            if quantity:
                rejected = _rejected(offer, span.number, quantity)
                owed -= quantity - rejected
                yield span.number, offer, quantity, rejected


def _rejected(offer: Source, number: int, quantity: int) -> int:
    dice = Dice("rejected", offer.supplier.party.ref, offer.product.id, number)
    if not dice.chance(offer.supplier.faulty):
        return 0
    worst = 20 if offer.supplier.party.company.id == stories.POOR_SUPPLIER else 9
    return max(1, quantity * dice.number(2, worst) // 100)


def _open_orders(products: list[list[Source]]) -> Iterator[Purchase]:
    """Yield the order that is still open, for the products of which Northwind has units on order."""
    lines = [(offers[0], offers[0].product.on_order, 0) for offers in products if offers[0].product.on_order]
    if not lines:
        return
    supplier = lines[0][0].supplier
    late = supplier.party.company.id == stories.LATE_SUPPLIER
    ahead = -12 if late else Dice("open order", supplier.party.ref).number(3, supplier.lead_days - 2)
    promised = workday(plus(TODAY, ahead))
    yield _order(supplier, workday_before(plus(promised, -supplier.lead_days)), promised, None, lines)


def _order(
    supplier: Supplier, ordered: date, promised: date, needed: date | None, lines: list[tuple[Source, int, int]]
) -> Purchase:
    items = tuple(
        Item(offer, quantity, rejected, offer.price_on(ordered))
        for offer, quantity, rejected in sorted(lines, key=lambda line: int(line[0].product.id))
    )
    return Purchase("", supplier, buyer_of(supplier.party), ordered, promised, needed, items)


def opening_stock(product: Product, deliveries: Iterable[Delivery], purchases: Iterable[Purchase]) -> int:
    """Return what must have been in stock when the demo begins, for Northwind's stock to be right in the end."""
    out = sum(quantity for delivery in deliveries for item, quantity in delivery.items if item == product.id)
    accepted = sum(
        item.quantity - item.rejected
        for order in purchases
        if order.needed
        for item in order.items
        if item.source.product.id == product.id
    )
    return product.stock + out - accepted
