"""Receipts from suppliers, on time or late, whole or in two parts; and the inspections that they go through."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.demo.countries import COUNTRIES
from app.demo.dice import Dice
from app.demo.people import INSPECTORS
from app.demo.period import TODAY, by_today, plus, workday, workday_before
from app.demo.purchasing import Item, Purchase


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery from a supplier; `arrived` is empty while it is under way."""

    id: str
    purchase: Purchase
    sent: date
    arrived: date | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an inspector found in one product of a receipt."""

    id: str
    receipt: Receipt
    item: Item
    day: date
    inspector: str
    inspected: int
    result: str


def receive(purchases: Iterable[Purchase]) -> tuple[Receipt, ...]:
    """Return all receipts, and what is under way, in the order in which suppliers sent them."""
    made = [receipt for order in purchases for receipt in _receipts_of(order)]
    made.sort(key=lambda receipt: (receipt.sent, receipt.purchase.id))
    return tuple(replace(receipt, id=f"WE{700001 + index}") for index, receipt in enumerate(made))


def _receipts_of(order: Purchase) -> Iterator[Receipt]:
    dice = Dice("receipt", order.supplier.party.ref, order.ordered)
    travel = COUNTRIES[order.supplier.party.company.country].transit
    if order.needed is None:
        sent = workday_before(plus(order.promised, -travel))
        if order.ordered < sent <= TODAY < order.promised:
            yield Receipt("", order, sent, None, order.items)
        return
    arrived = _arrival(order, dice)
    parts: tuple[tuple[date, tuple[Item, ...]], ...] = ((arrived, order.items),)
    later = min(workday(plus(arrived, dice.number(3, 6))), order.needed)
    if len(order.items) > 1 and later > arrived and dice.chance(0.1):
        parts = ((arrived, order.items[:-1]), (later, order.items[-1:]))
    for day, items in parts:
        sent = workday_before(max(plus(day, -travel), plus(order.ordered, 1)))
        yield Receipt("", order, min(max(sent, plus(order.ordered, 1)), day), day, items)


def _arrival(order: Purchase, dice: Dice) -> date:
    needed = order.needed or TODAY
    if not dice.chance(order.supplier.late):
        return max(workday_before(plus(order.promised, -dice.number(0, 2))), plus(order.ordered, 2))
    return min(workday(plus(order.promised, dice.number(2, order.supplier.slack))), needed)


def inspect(receipts: Iterable[Receipt]) -> tuple[Inspection, ...]:
    """Return the inspections: of all goods with a fault, and of about half of the others."""
    made = [inspection for receipt in receipts if receipt.arrived for inspection in _inspections_of(receipt)]
    made.sort(key=lambda inspection: (inspection.day, inspection.receipt.id))
    return tuple(replace(inspection, id=f"QP{30001 + index}") for index, inspection in enumerate(made))


def _inspections_of(receipt: Receipt) -> Iterator[Inspection]:
    dice = Dice("inspect", receipt.id)
    for item in receipt.items:
        if not item.rejected and not dice.chance(0.5):
            continue
        share = item.rejected / item.quantity
        yield Inspection(
            id="",
            receipt=receipt,
            item=item,
            day=by_today(workday(plus(receipt.arrived or TODAY, dice.number(0, 1)))),
            inspector=dice.pick(INSPECTORS),
            inspected=item.quantity if item.rejected else max(min(item.quantity, 5), item.quantity // 4),
            result="passed" if not item.rejected else "passed with rejects" if share < 0.08 else "failed",
        )
