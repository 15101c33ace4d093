"""Orders of suppliers that also buy: made up, placed directly and not through the CRM.

Three suppliers take goods that others make. Finance keeps them as debtors, sales keeps their orders in a book of
its own, and only the link between the accounts shows that customer and supplier are one party.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from app.demo import stories
from app.demo.dice import Dice
from app.demo.parties import Account, Parties
from app.demo.period import plus, workday
from app.demo.rows import Line, Northwind, Order, Product, ShipTo

_WANTED: Final = MappingProxyType(
    {
        "12": ("38", "59", "60", "2", "43"),
        "4": ("38", "19", "61", "26"),
        "20": ("33", "48", "27", "16"),
    }
)
"""What each of them buys: no product that it supplies itself."""

_PERIOD: Final = (date(1997, 1, 20), date(1998, 4, 14))


def direct_orders(northwind: Northwind, parties: Parties) -> tuple[Order, ...]:
    """Return the orders of the suppliers that buy, oldest first."""
    products = {product.id: product for product in northwind.products}
    accounts = {account.party.company.id: account for account in parties.debtors if account.party.source == "srm"}
    made = [
        order
        for key in stories.SUPPLIERS_THAT_BUY
        for order in _orders_of(accounts[key], [products[wanted] for wanted in _WANTED[key]])
    ]
    made.sort(key=lambda order: (order.ordered, order.customer))
    return tuple(replace(order, id=str(number)) for number, order in enumerate(made, start=20001))


def _orders_of(account: Account, wanted: list[Product]) -> Iterator[Order]:
    key = account.party.company.id
    dice = Dice("direct orders", key)
    company = account.party.company
    day = plus(_PERIOD[0], dice.number(0, 60))
    while day <= _PERIOD[1]:
        ordered = workday(day)
        lines = tuple(
            Line(product.id, product.price, dice.number(2, 8) * 5, dice.pick((Decimal(0), Decimal("0.05"))))
            for product in dice.some(wanted, dice.number(1, 3))
        )
        yield Order(
            table="direct_orders",
            id="",
            customer=account.number,
            employee=stories.DIRECT_CLERKS[key],
            ordered=ordered,
            required=plus(ordered, 28),
            shipped=workday(plus(ordered, dice.number(3, 9))),
            carrier=str(dice.number(1, 3)),
            freight=dice.decimal("18", "160"),
            ship_to=ShipTo(
                company.name, company.street, company.city, company.region, company.postal_code, company.country
            ),
            lines=lines,
        )
        day = plus(day, dice.number(75, 130))
