"""Deliveries to customers: when an order was shipped is Northwind's, in which parcels and when they came is made up.

An order's last delivery leaves on the order's own shipping date. Some orders go in two; some that Northwind has
not shipped yet have a first part under way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.demo.countries import COUNTRIES
from app.demo.dice import Dice
from app.demo.period import TODAY, plus, workday
from app.demo.rows import Order

Items = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery to a customer: `items` are product and quantity; `delivered` is empty while it is under way."""

    id: str
    order: Order
    sent: date
    delivered: date | None
    warehouse: str
    items: Items


def deliver(orders: Iterable[Order]) -> tuple[Delivery, ...]:
    """Return all deliveries of the orders, in the order in which they left."""
    sent = [delivery for order in orders for delivery in _deliveries_of(order)]
    sent.sort(key=lambda delivery: (delivery.sent, delivery.order.id))
    return tuple(replace(delivery, id=f"L{100001 + index}") for index, delivery in enumerate(sent))


def _deliveries_of(order: Order) -> Iterator[Delivery]:
    dice = Dice("outbound", order.id)
    everything = tuple((line.product, line.quantity) for line in order.lines)
    splits = len(everything) > 1 and dice.chance(0.09 if order.shipped else 0.5)
    first_day = workday(plus(order.ordered, dice.number(1, 4)))
    if order.shipped is None:
        if splits and first_day <= TODAY:
            yield _delivery(order, first_day, _first_part(everything, dice), dice)
        return
    if splits and first_day < order.shipped:
        part = _first_part(everything, dice)
        yield _delivery(order, first_day, part, dice)
        yield _delivery(order, order.shipped, _rest(everything, part), dice)
    else:
        yield _delivery(order, order.shipped, everything, dice)


def _first_part(everything: Items, dice: Dice) -> Items:
    """Return all lines but some, the last of them perhaps only in part."""
    part = list(everything[: dice.number(1, len(everything) - 1)])
    product, quantity = part[-1]
    if quantity >= 10 and dice.chance(0.4):
        part[-1] = (product, quantity // 2)
    return tuple(part)


def _rest(everything: Items, part: Items) -> Items:
    sent = dict(part)
    left = ((product, quantity - sent.get(product, 0)) for product, quantity in everything)
    return tuple((product, quantity) for product, quantity in left if quantity)


def _delivery(order: Order, sent: date, items: Items, dice: Dice) -> Delivery:
    country = COUNTRIES[order.ship_to.country]
    held_up = dice.number(4, 15) if dice.chance(0.06) else 0
    arrives = workday(plus(sent, country.transit + dice.number(0, 2) + held_up))
    return Delivery(
        id="",
        order=order,
        sent=sent,
        delivered=arrives if arrives <= TODAY else None,
        warehouse=country.warehouse,
        items=items,
    )
