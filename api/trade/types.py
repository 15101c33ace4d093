"""GraphQL types of trade: what passes between a company and its parties."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.fields import GENERATED, Connection, Money, described, page
from api.goods.types import Product, Warehouse

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
    at_time: datetime | None = described("The moment, in UTC, where the source tells it.")
    generated: bool = described(GENERATED)


@strawberry.type(description="One position of an order, a purchase order or a delivery.")
class Line:
    """The edge from a document to a product."""

    product: Product
    order: "Order | None" = described("The order that it is a line of; null when it is of something else.")
    purchase_order: "PurchaseOrder | None" = described(
        "The purchase order that it is a line of; null when it is of something else."
    )
    quantity: float | None = described("Units.")
    unit_price: Money | None
    discount: float | None = described("Part of the price taken off, 0 to 1.")
    received: float | None = described("Units that came.")
    rejected: float | None = described("Units that came and could not be used.")


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
    assigned_to: Annotated["Party", _PARTIES] | None = described("The employee who buys.")
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
    dispatched_from: Warehouse | None
    inspections: list["Inspection"]
    lines: Connection[Line] = page("What it holds.")


@strawberry.type(description="An examination of goods received.")
class Inspection(Interaction):
    """An inspection."""

    result: str | None
    inspected: float | None = described("Units.")
    rejected: float | None = described("Units that could not be used.")
    assigned_to: Annotated["Party", _PARTIES] | None = described("The employee who inspected.")
    deliveries: list[Delivery]
    products: list[Product]


@strawberry.type(description="A claim for payment, to a customer or from a supplier.")
class Invoice(Interaction):
    """An invoice."""

    number: str | None
    due_at: date | None
    total: Money | None
    paid: Money | None = described("What payments have settled of it.")
    open: Money | None = described("What is still to be paid; below nothing where too much was.")
    overdue: bool = described("It was due before the day of the view and is not known to be paid.")
    customer: Annotated["Party", _PARTIES] | None
    supplier: Annotated["Party", _PARTIES] | None
    payments: list["Payment"]
    orders: list[Order] = described("Orders that it bills.")
    purchase_orders: list[PurchaseOrder] = described("Purchase orders that it bills.")
    lines: Connection[Line] = page("What it bills, where the source tells its lines.")


@strawberry.type(description="Money paid.")
class Payment(Interaction):
    """A payment."""

    total: Money | None
    method: str | None
    paid_by: Annotated["Party", _PARTIES] | None = described("The customer who paid.")
    paid_to: Annotated["Party", _PARTIES] | None = described("The supplier who was paid.")
    invoices: list[Invoice] = described("Invoices that it settles, in whole or in part.")


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
    deliveries: list[Delivery]


@strawberry.type(description="A contract; `at` is the day it was signed.")
class Contract(Interaction):
    """A contract."""

    title: str | None
    starts_at: date | None
    ends_at: date | None
    total: Money | None
    running: bool = described("Whether the day of the view is one of its days.")
    signed_by: list[Annotated["Party", _PARTIES]]
    about: list[Annotated["Party", _PARTIES]] = described("Parties that it is about.")
    products: list[Product] = described("Products that it is about.")


@strawberry.type(description="An opinion: a customer's satisfaction, an employee's performance.")
class Review(Interaction):
    """A review."""

    topic: str | None
    score: float | None = described("On the source's own scale.")
    text: str | None
    written_by: Annotated["Party", _PARTIES] | None
    about: list[Annotated["Party", _PARTIES]] = described("Parties that it is about.")
    products: list[Product] = described("Products that it is about.")


@strawberry.type(description="A training that employees attended.")
class Training(Interaction):
    """A training."""

    title: str | None
    hours: float | None
    result: str | None
    attended_by: list[Annotated["Party", _PARTIES]]


@strawberry.type(description="A call, a visit, a letter: the company and a party in touch.")
class Contact(Interaction):
    """A contact."""

    channel: str | None = described("How, such as `visit`.")
    subject: str | None
    parties: list[Annotated["Party", _PARTIES]] = described("Who took part, employees among them.")
    orders: list[Order] = described("Orders that it was about.")
