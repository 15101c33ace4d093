"""GraphQL types of trade: what passes between a company and its parties."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.fields import GENERATED, Connection, Money, described, page
from api.goods.types import Product

if TYPE_CHECKING:
    from api.party.types import Party

_PARTIES = strawberry.lazy("api.party.types")


@strawberry.interface(description="Something that happened on a day, as one source system tells it.")
class Interaction:
    """What all interactions have."""

    id: strawberry.ID
    source: str
    key: str = described("Its key in the source.")
    at: date | None = described("The day it happened.")
    generated: bool = described(GENERATED)


@strawberry.type(description="One position of an order, a purchase order or a delivery.")
class Line:
    """The edge from a document to a product."""

    product: Product
    quantity: float | None
    unit_price: Money | None
    discount: float | None = described("Part of the price taken off, 0 to 1.")
    received: float | None
    rejected: float | None


@strawberry.type(description="A customer's order.")
class Order(Interaction):
    """An order."""

    required_at: date | None
    shipped_at: date | None
    total: Money | None
    freight: Money | None
    customer: Annotated["Party", _PARTIES] | None
    assigned_to: Annotated["Party", _PARTIES] | None = described("The employee who took it.")
    deliveries: list["Delivery"]
    invoices: list["Invoice"]
    complaints: list["Complaint"]
    lines: Connection[Line] = page("What was ordered.")


@strawberry.type(description="An order to a supplier.")
class PurchaseOrder(Interaction):
    """A purchase order."""

    promised_at: date | None
    total: Money | None
    supplier: Annotated["Party", _PARTIES] | None
    deliveries: list["Delivery"]
    invoices: list["Invoice"]
    lines: Connection[Line] = page("What was ordered.")


@strawberry.type(description="Goods on their way to a customer or from a supplier; `at` is the day they left or came.")
class Delivery(Interaction):
    """A delivery."""

    promised_at: date | None
    delivered_at: date | None
    under_way: bool
    order: Order | None
    purchase_order: PurchaseOrder | None
    carried_by: Annotated["Party", _PARTIES] | None
    inspections: list["Inspection"]
    lines: Connection[Line] = page("What it holds.")


@strawberry.type(description="An examination of goods received.")
class Inspection(Interaction):
    """An inspection."""

    result: str | None
    inspected: float | None
    rejected: float | None


@strawberry.type(description="A claim for payment, to a customer or from a supplier.")
class Invoice(Interaction):
    """An invoice."""

    number: str | None
    due_at: date | None
    total: Money | None
    paid: Money | None = described("What payments have settled of it.")
    open: Money | None = described("What is still to be paid.")
    customer: Annotated["Party", _PARTIES] | None
    supplier: Annotated["Party", _PARTIES] | None
    payments: list["Payment"]


@strawberry.type(description="Money paid.")
class Payment(Interaction):
    """A payment."""

    total: Money | None
    method: str | None


@strawberry.type(description="A customer's complaint and how it was handled.")
class Complaint(Interaction):
    """A complaint."""

    subject: str | None
    text: str | None
    severity: str | None
    closed_at: date | None
    outcome: str | None
    satisfaction: int | None = described("The customer's mark for the handling, 1 to 5.")
    raised_by: Annotated["Party", _PARTIES] | None
    assigned_to: Annotated["Party", _PARTIES] | None
    orders: list[Order]
    products: list[Product]


@strawberry.type(description="A contract; `at` is the day it was signed.")
class Contract(Interaction):
    """A contract."""

    title: str | None
    starts_at: date | None
    ends_at: date | None
    total: Money | None
    signed_by: list[Annotated["Party", _PARTIES]]


@strawberry.type(description="An opinion: a customer's satisfaction, an employee's performance.")
class Review(Interaction):
    """A review."""

    topic: str | None
    score: float | None
    text: str | None
    written_by: Annotated["Party", _PARTIES] | None


@strawberry.type(description="A training that employees attended.")
class Training(Interaction):
    """A training."""

    title: str | None
    hours: float | None
    result: str | None
