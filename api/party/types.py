"""GraphQL types of parties: what they are, and the facet of each role."""

from datetime import date
from enum import Enum
from typing import Any

import strawberry

from api.fields import AS_OF, GENERATED, PLACEHOLDER, Connection, described, page
from api.goods.types import Supply
from api.trade.types import Complaint, Contract, Delivery, Invoice, Order, PurchaseOrder, Review, Training


@strawberry.enum(description="What a party is to the company; one may play several roles.")
class Role(Enum):
    """A role; the value is its label."""

    CUSTOMER = "Customer"
    SUPPLIER = "Supplier"
    EMPLOYEE = "Employee"
    PARTNER = "Partner"
    INVESTOR = "Investor"


@strawberry.enum(description="What a party is by nature.")
class Nature(Enum):
    """A nature; the value is its label."""

    PERSON = "Person"
    ORGANIZATION = "Organization"


@strawberry.type(description="One row of one source system about a party or thing.")
class Record:
    """A record."""

    id: strawberry.ID
    source: str
    table: str
    key: str
    kind: str | None = described("What the source holds it for, such as `Customer`.")
    name: str | None
    tax_id: str | None
    modified: str | None = described("When it last changed, as the source tells it.")
    generated: bool = described(GENERATED)
    placeholder: bool = described(PLACEHOLDER)


@strawberry.type(description="A stakeholder: one node, whichever systems know it and whichever roles it plays.")
class Party:
    """A party."""

    id: strawberry.ID
    name: str | None
    roles: list[Role]
    nature: Nature | None
    contact_name: str | None
    contact_title: str | None
    phone: str | None
    email: str | None
    website: str | None
    street: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str | None
    tax_id: str | None
    generated: bool = described(GENERATED)
    placeholder: bool = described(PLACEHOLDER)
    as_of: date = described(AS_OF)
    records: list[Record]
    customer: "CustomerFacet | None" = described("The party as a customer; null when it is none.")
    supplier: "SupplierFacet | None" = described("The party as a supplier; null when it is none.")
    employee: "EmployeeFacet | None" = described("The party as an employee; null when it is none.")


def _deliveries(
    first: int | None = 20, after: str | None = strawberry.UNSET, under_way: bool | None = strawberry.UNSET
) -> Any:
    raise NotImplementedError


@strawberry.type(description="A customer in the round.")
class CustomerFacet:
    """The customer's side of a party."""

    served_by: list[Party] = described("Employees who look after the customer.")
    orders: Connection[Order] = page("The newest first.")
    deliveries: Connection[Delivery] = page(
        "The newest first; `underWay: true` for those that have not arrived.", _deliveries
    )
    invoices: Connection[Invoice] = page("The newest first.")
    complaints: Connection[Complaint] = page("The newest first.")
    reviews: Connection[Review] = page("The newest first.")
    contracts: Connection[Contract] = page("The newest first.")


@strawberry.type(description="A supplier in the round.")
class SupplierFacet:
    """The supplier's side of a party."""

    served_by: list[Party] = described("Employees who look after the supplier.")
    supplies: Connection[Supply] = page("What it offers.")
    purchase_orders: Connection[PurchaseOrder] = page("The newest first.")
    deliveries: Connection[Delivery] = page("The newest first.")
    invoices: Connection[Invoice] = page("The newest first.")
    contracts: Connection[Contract] = page("The newest first.")


@strawberry.type(description="An employee in the round.")
class EmployeeFacet:
    """The employee's side of a party."""

    first_name: str | None
    last_name: str | None
    job_title: str | None
    department: str | None
    hired_at: date | None
    manager: Party | None
    team: Connection[Party] = page("Who reports to the employee.")
    serves: Connection[Party] = page("Parties that the employee looks after.")
    orders: Connection[Order] = page("Orders that the employee took, the newest first.")
    complaints: Connection[Complaint] = page("Complaints that the employee handles, the newest first.")
    trainings: Connection[Training] = page("The newest first.")
    reviews: Connection[Review] = page("Reviews of the employee, the newest first.")
