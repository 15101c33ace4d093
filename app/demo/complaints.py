"""Complaints: about real orders, after they came; likelier when they came late or were from a poor supplier."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from app.demo import stories
from app.demo.dice import Dice
from app.demo.outbound import Delivery
from app.demo.period import TODAY, plus, workday
from app.demo.rows import Northwind, Product


@dataclass(frozen=True, slots=True)
class Complaint:
    """A customer's complaint about an order, perhaps about one product of it, and how it was handled."""

    id: str
    customer: str
    order: str
    product: str
    raised: date
    subject: str
    text: str
    severity: str
    handler: str
    closed: date | None
    outcome: str
    satisfaction: int | None


_TEXTS: Final = MappingProxyType(
    {
        "late delivery": "Order {order} came on {day}, later than we were promised.",
        "damaged goods": "Of order {order}, several packages of {product} arrived broken.",
        "poor quality": "{product} of order {order} is not of the quality we are used to.",
        "wrong quantity": "We counted less {product} than the papers of order {order} say.",
        "billing": "The invoice for order {order} does not show the discount we agreed on.",
    }
)
_OUTCOMES: Final = MappingProxyType(
    {
        "late delivery": ("apology", "credit note", "freight refunded"),
        "damaged goods": ("replacement", "credit note"),
        "poor quality": ("credit note", "replacement", "rejected"),
        "wrong quantity": ("replacement", "credit note", "rejected"),
        "billing": ("credit note", "rejected"),
    }
)
_ALWAYS: Final = MappingProxyType({"10643": "damaged goods", "10952": "billing", "10724": "poor quality"})
"""Orders with a complaint whatever the dice say: two of ALFKI's, and MEREP's last."""
_UNSETTLED: Final = frozenset({"10952", "10724"})
CARE_TEAM: Final = ("8", "8", "105")
"""Who handles complaints: the inside sales coordinator, and customer care."""


def complain(northwind: Northwind, deliveries: Iterable[Delivery], serves: dict[str, str]) -> tuple[Complaint, ...]:
    """Return all complaints, oldest first."""
    products = {product.id: product for product in northwind.products}
    last: dict[str, Delivery] = {}
    for delivery in deliveries:
        if delivery.order.table == "orders" and delivery.delivered and delivery.order.shipped == delivery.sent:
            last[delivery.order.id] = delivery
    raised = [complaint for delivery in last.values() for complaint in _about(delivery, products, serves) if complaint]
    raised.sort(key=lambda complaint: (complaint.raised, complaint.order))
    return tuple(replace(complaint, id=f"CC-{1001 + index}") for index, complaint in enumerate(raised))


def _about(delivery: Delivery, products: dict[str, Product], serves: dict[str, str]) -> Iterator[Complaint]:
    order = delivery.order
    dice = Dice("complaint", order.id)
    subject = _ALWAYS.get(order.id) or _subject(delivery, products, dice)
    raised = workday(plus(delivery.delivered or TODAY, dice.number(1, 9)))
    if not subject or raised > TODAY:
        return
    product = _product(delivery, products, dice) if "{product}" in _TEXTS[subject] else None
    closed = _closed(order.id, raised, dice)
    outcome = dice.pick(_OUTCOMES[subject]) if closed else ""
    yield Complaint(
        id="",
        customer=order.customer,
        order=order.id,
        product=product.id if product else "",
        raised=raised,
        subject=subject,
        text=_TEXTS[subject].format(order=order.id, day=delivery.delivered, product=product.name if product else ""),
        severity="high" if order.id in _ALWAYS else dice.pick(("low", "medium", "medium", "high")),
        handler=dice.pick((*CARE_TEAM, serves[order.customer])),
        closed=closed,
        outcome=outcome,
        satisfaction=_satisfaction(outcome, raised, closed, dice) if closed else None,
    )


def _subject(delivery: Delivery, products: dict[str, Product], dice: Dice) -> str:
    late = delivery.delivered is not None and delivery.delivered > delivery.order.required
    poor = any(products[line.product].supplier == stories.POOR_SUPPLIER for line in delivery.order.lines)
    if late and dice.chance(0.55):
        return "late delivery"
    if poor and dice.chance(0.22):
        return "poor quality"
    if dice.chance(0.06):
        return dice.pick(("damaged goods", "damaged goods", "poor quality", "wrong quantity", "billing"))
    return ""


def _product(delivery: Delivery, products: dict[str, Product], dice: Dice) -> Product:
    ordered = [products[line.product] for line in delivery.order.lines]
    poor = [product for product in ordered if product.supplier == stories.POOR_SUPPLIER]
    return dice.pick(poor or ordered)


def _closed(order: str, raised: date, dice: Dice) -> date | None:
    closes = workday(plus(raised, dice.number(2, 28)))
    return None if order in _UNSETTLED or closes > TODAY else closes


def _satisfaction(outcome: str, raised: date, closed: date, dice: Dice) -> int | None:
    """Return how the customer liked the handling, from 1 to 5; not all of them say."""
    if not dice.chance(0.8):
        return None
    mark = 5 - (outcome in {"rejected", "apology"}) - (outcome == "rejected") - ((closed - raised).days > 14)
    return max(1, mark - dice.number(0, 1))
