"""GraphQL types of roles: what a party is as a customer, supplier, employee, partner or investor."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api.fields import Connection, From, Money, To, described, events, page
from api.figures import (
    Ageing,
    BuyingHabits,
    ComplaintSummary,
    DeliveryPerformance,
    Figure,
    Quality,
    Satisfaction,
    Trend,
)
from api.goods.types import CategoryPreference, ProductPreference, Supply
from api.party.types import Holding, Party
from api.trade.types import (
    Complaint,
    Contract,
    Delivery,
    Inspection,
    Invoice,
    Order,
    PurchaseOrder,
    Review,
    Training,
)

if TYPE_CHECKING:
    from api.intelligence.types import Score

_NO = strawberry.UNSET
_SCORES = strawberry.lazy("api.intelligence.types")
_MEAN = "on average, on the source's own scale"


def _deliveries(
    first: int | None = 20, after: str | None = _NO, from_: From = _NO, to: To = _NO, under_way: bool | None = _NO
) -> Any:
    raise NotImplementedError


def _invoices(
    first: int | None = 20,
    after: str | None = _NO,
    from_: From = _NO,
    to: To = _NO,
    *,
    open: bool | None = _NO,  # noqa: A002
    overdue: bool | None = _NO,
) -> Any:
    raise NotImplementedError


def _complaints(
    first: int | None = 20,
    after: str | None = _NO,
    from_: From = _NO,
    to: To = _NO,
    open: bool | None = _NO,  # noqa: A002
) -> Any:
    raise NotImplementedError


def _contracts(
    first: int | None = 20, after: str | None = _NO, from_: From = _NO, to: To = _NO, running: bool | None = _NO
) -> Any:
    raise NotImplementedError


def _trend(days: int = 90) -> Any:
    raise NotImplementedError


DELIVERIES = "The newest first; `underWay: true` for those that have not arrived."
INVOICES = "The newest first; `open: true` for those with something to pay, `overdue: true` for those that are late."
COMPLAINTS = "The newest first; `open: true` for those that are not closed."
CONTRACTS = "The newest first; `running: true` for those that run on the day of the view."
SINCE = "The day since when there are dealings, as a source says."
LEVEL = "How a source ranks it, such as `gold`."


@strawberry.type(description="A customer in the round.")
class CustomerFacet:
    """The customer's side of a party."""

    since: date | None = described(SINCE)
    level: str | None = described(LEVEL)
    tags: list[str]
    served_by: list[Party] = described("Employees who look after the customer.")
    orders: Connection[Order] = events()
    deliveries: Connection[Delivery] = events(DELIVERIES, _deliveries)
    invoices: Connection[Invoice] = events(INVOICES, _invoices)
    complaints: Connection[Complaint] = events(COMPLAINTS, _complaints)
    reviews: Connection[Review] = events("Those that the customer wrote, the newest first.")
    contracts: Connection[Contract] = events(CONTRACTS, _contracts)
    buying_habits: BuyingHabits
    trend: Trend = strawberry.field(
        resolver=_trend, description="The last `days` days (90 unless given, at least 1) beside as many before."
    )
    preferred_products: Connection[ProductPreference] = page("What it orders most often, by order lines.")
    preferred_categories: Connection[CategoryPreference] = page("What it orders from most often, by order lines.")
    complaint_summary: ComplaintSummary
    satisfaction: Satisfaction
    receivables: list[Ageing] = described("What the customer owes, for each currency of its invoices.")


@strawberry.type(description="A supplier in the round.")
class SupplierFacet:
    """The supplier's side of a party."""

    since: date | None = described(SINCE)
    level: str | None = described(LEVEL)
    tags: list[str]
    served_by: list[Party] = described("Employees who look after the supplier.")
    supplies: Connection[Supply] = page("What it offers.")
    purchase_orders: Connection[PurchaseOrder] = events()
    deliveries: Connection[Delivery] = events(DELIVERIES, _deliveries)
    inspections: Connection[Inspection] = events("Of its deliveries, its purchase orders, or itself, the newest first.")
    invoices: Connection[Invoice] = events(INVOICES, _invoices)
    contracts: Connection[Contract] = events(CONTRACTS, _contracts)
    reviews: Connection[Review] = events("Those that are about the supplier, the newest first.")
    rating: Figure = described(f"Score of the reviews about the supplier, {_MEAN}; rests on reviews.")
    delivery_performance: DeliveryPerformance
    quality: Quality
    risk: Annotated["Score", _SCORES] | None = described("Its systemic risk by the latest run of the job `risk`.")
    payables: list[Ageing] = described("What the supplier is owed, for each currency of its invoices.")


@strawberry.type(description="An employee in the round.")
class EmployeeFacet:
    """The employee's side of a party."""

    first_name: str | None
    last_name: str | None
    job_title: str | None
    department: str | None
    hired_at: date | None
    tags: list[str]
    manager: Party | None
    team: Connection[Party] = page("Who reports to the employee.")
    serves: Connection[Party] = page("Parties that the employee looks after.")
    orders: Connection[Order] = events("Orders that the employee took, the newest first.")
    purchase_orders: Connection[PurchaseOrder] = events("Purchase orders of the employee, the newest first.")
    complaints: Connection[Complaint] = events(
        "Complaints that the employee handles, the newest first; `open: true` for those that are not closed.",
        _complaints,
    )
    trainings: Connection[Training] = events()
    reviews: Connection[Review] = events("Reviews of the employee, the newest first.")
    cases: ComplaintSummary = described("The complaints that the employee handles, in sum.")
    performance: Figure = described(f"Score of colleagues' reviews of the employee, {_MEAN}; rests on reviews.")
    regard: Figure = described(
        f"Score of customers', suppliers' and partners' reviews of the employee, {_MEAN}; rests on reviews."
    )
    key_person: Annotated["Score", _SCORES] | None = described(
        "Business with parties that deal with the employee alone, by the latest run of the job `dependency`."
    )
    satisfaction: Figure = described(
        f"Score that the employee gave the place of work, in reviews about no one, {_MEAN}; rests on reviews."
    )


@strawberry.type(description="A customer that a partner has to do with too.")
class SharedCustomer:
    """A customer and what ties it to a partner."""

    customer: Party
    partner_of: bool = described("A source calls the two partners.")
    contracts: int = described("Contracts that both signed.")
    deliveries: int = described("Deliveries to the customer that the partner carried.")


@strawberry.type(description="A partner in the round.")
class PartnerFacet:
    """The partner's side of a party."""

    since: date | None = described(SINCE)
    level: str | None = described(LEVEL)
    tags: list[str]
    served_by: list[Party] = described("Employees who look after the partner.")
    contracts: Connection[Contract] = events(CONTRACTS, _contracts)
    shared_customers: Connection[SharedCustomer] = page(
        "Customers that it is a partner of, signed a contract with, or carries to, in order of their names."
    )
    deliveries: Connection[Delivery] = events(f"Deliveries that it carried. {DELIVERIES}", _deliveries)
    delivery_performance: DeliveryPerformance


@strawberry.type(description="What an investor holds in one currency.")
class HoldingTotal:
    """Holdings in sum."""

    currency: str = described("ISO 4217 code.")
    holdings: int
    value: Money


@strawberry.type(description="An investor in the round.")
class InvestorFacet:
    """The investor's side of a party."""

    since: date | None = described(SINCE)
    level: str | None = described(LEVEL)
    tags: list[str]
    served_by: list[Party] = described("Employees who look after the investor.")
    contracts: Connection[Contract] = events(CONTRACTS, _contracts)
    holdings: Connection[Holding] = page("What it owns of others, in order of their names.")
    holding_totals: list[HoldingTotal] = described("For each currency; holdings without a value are left out.")
