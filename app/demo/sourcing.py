"""Who supplies what: Northwind names one supplier for each product; the demo adds price, lead time and second sources.

A product's sources share its purchases; the shares of all its sources add up to one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from app.demo import stories
from app.demo.countries import COUNTRIES
from app.demo.dice import Dice
from app.demo.money import cents
from app.demo.parties import Parties, Party
from app.demo.people import BUYERS
from app.demo.period import START, TODAY
from app.demo.rows import Northwind, Product

_SECOND_SOURCES: Final = MappingProxyType(
    {
        "1": ("20", "0.25"),
        "7": ("24", "0.25"),
        "8": ("29", "0.3"),
        "10": ("17", "0.2"),
        "13": ("4", "0.2"),
        "14": ("4", "0.3"),
        "19": ("22", "0.25"),
        "27": ("22", "0.2"),
        "30": ("21", "0.3"),
        "31": ("S-201", "0.3"),
        "32": ("S-201", "0.35"),
        "36": ("21", "0.35"),
        "45": ("17", "0.25"),
        "46": ("S-202", "0.3"),
        "47": ("8", "0.3"),
        "48": ("11", "0.3"),
        "51": ("3", "0.3"),
        "52": ("26", "0.3"),
        "56": ("S-203", "0.25"),
        "57": ("S-203", "0.25"),
        "61": ("3", "0.2"),
        "70": ("16", "0.3"),
        "72": ("S-201", "0.2"),
        "74": ("6", "0.25"),
    }
)
"""Products with a second source: who it is, and its share. All others have one source only."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """How a supplier does its work. `slack` is by how many days before the need it is asked to deliver."""

    party: Party
    lead_days: int
    slack: int
    late: float
    faulty: float
    swing: int
    """By how many per cent its prices move from month to month."""


@dataclass(frozen=True, slots=True)
class Source:
    """A supplier's offer of a product. `ratio` is what its price is of the list price."""

    supplier: Supplier
    product: Product
    share: Decimal
    ratio: Decimal
    main: bool
    minimum: int

    @property
    def price(self) -> Decimal:
        """Today's price."""
        return self.price_on(TODAY)

    def price_on(self, day: date) -> Decimal:
        """Return the price on a day: it rises by a tenth in two years, and swings from month to month."""
        trend = Decimal("0.94") + Decimal("0.10") * (day - START).days / (TODAY - START).days
        dice = Dice("price", self.supplier.party.ref, self.product.id, day.year, day.month)
        swing = 1 + Decimal(dice.number(-10 * self.supplier.swing, 10 * self.supplier.swing)) / 1000
        return cents(self.product.price * self.ratio * trend * swing)


def buyer_of(party: Party) -> str:
    """Return the employee who buys from a supplier."""
    return Dice("buyer", party.ref).pick(BUYERS)


def suppliers(parties: Parties) -> dict[str, Supplier]:
    """Return how every supplier works, by its id."""
    return {party.company.id: _supplier(party) for party in (*parties.suppliers, *parties.second_sources)}


def _supplier(party: Party) -> Supplier:
    dice = Dice("supplier", party.ref)
    key = party.company.id
    lead_days = 6 + COUNTRIES[party.company.country].transit + dice.number(0, 6)
    late, faulty = dice.number(2, 18) / 100, dice.number(2, 16) / 100
    return Supplier(
        party=party,
        lead_days=lead_days,
        slack=18 if key == stories.LATE_SUPPLIER else dice.number(8, 14),
        late=0.7 if key == stories.LATE_SUPPLIER else late,
        faulty=0.5 if key == stories.POOR_SUPPLIER else faulty,
        swing=dice.number(1, 5),
    )


def source(northwind: Northwind, known: dict[str, Supplier]) -> tuple[Source, ...]:
    """Return all offers, product by product, the main one first."""
    return tuple(offer for product in northwind.products for offer in _sources_of(product, known))


def _sources_of(product: Product, known: dict[str, Supplier]) -> Iterator[Source]:
    second, share = _SECOND_SOURCES.get(product.id, ("", "0"))
    dice = Dice("source", product.id)
    ratio = dice.decimal("0.50", "0.60")
    minimum = dice.pick((5, 10, 20))
    yield Source(known[product.supplier], product, 1 - Decimal(share), ratio, main=True, minimum=minimum)
    if second:
        # The second source is the dearer one, which is why it is the second.
        dearer = ratio + dice.decimal("0.01", "0.04")
        yield Source(known[second], product, Decimal(share), dearer, main=False, minimum=minimum)
