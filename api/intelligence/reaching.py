"""GraphQL types of what a supplier reaches and who could replace it, filled from `intelligence`."""

from datetime import date
from typing import TYPE_CHECKING, Any

import strawberry

from api.fields import Money, described
from api.intelligence.answers import (
    Ask,
    Assumption,
    NamedNode,
    RiskGap,
    amount,
    assumptions,
    bounded,
    built,
    gaps,
    named,
    node,
)
from graph.client import Database
from graph.pages import MAX_PAGE

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from intelligence.alternatives import Alternative as Candidate
    from intelligence.alternatives import Offer
    from intelligence.assumptions import Assumptions
    from intelligence.reach import Reach as Found
    from intelligence.reach import ReachedCustomer as FoundCustomer
    from intelligence.reach import ReachedGood as FoundGood
    from intelligence.reach import ReachedOrder as FoundOrder


@strawberry.type(description="A good that comes to lack a part of its supply.")
class ReachedGood:
    """A good."""

    good: NamedNode
    tier: int = described("Levels from the supplier: 1 is what it supplies itself.")
    lost: float = described("Share of what is needed that is lacking, 0 to 1.")
    stock_days: float | None = described("Days that its stock lasts at the usual need; null: nothing is needed of it.")
    days: float | None = described("Days until it runs out; null where it never does.")
    on: date | None = described("The day on which it runs out.")
    need_per_day: float
    value_per_day: Money = described("What is lost a day.")
    others: int = described("How many other suppliers it has.")
    lead_time_days: float | None = described("How soon the quickest of the others delivers.")


@strawberry.type(description="An open order line that the shortage hits.")
class ReachedOrder:
    """An order line."""

    id: strawberry.ID
    key: str
    customer: NamedNode
    good: NamedNode
    quantity: float | None
    required: date | None
    out_on: date = described("The day on which the good runs out.")


@strawberry.type(description="A customer who comes to lack a part of what it buys.")
class ReachedCustomer:
    """A customer."""

    customer: NamedNode
    lost: float = described("Share of what it buys from us, 0 to 1.")
    value_per_day: Money = described("What is lost a day.")
    on: date | None = described("The first day on which it lacks anything.")


def _goods(self: "Reach", first: int = 50) -> list[ReachedGood]:
    return [_good(each, self.currency) for each in bounded(self.found.goods, first)]


def _orders(self: "Reach", first: int = 50) -> list[ReachedOrder]:
    return [_order(each) for each in bounded(self.found.orders, first)]


def _customers(self: "Reach", first: int = 50) -> list[ReachedCustomer]:
    return [_customer(each, self.currency) for each in bounded(self.found.customers, first)]


@strawberry.type(description="What a supplier that stops reaches, and by when: stock over need, level by level.")
class Reach:
    """A supplier's reach."""

    supplier: NamedNode
    as_of: date
    currency: str
    value_per_day: Money = described("What is lost a day once all stock is used up.")
    goods: list[ReachedGood] = strawberry.field(resolver=_goods, description="Soonest first, at most 1,000.")
    good_count: int
    orders: list[ReachedOrder] = strawberry.field(resolver=_orders, description="By required day, at most 1,000.")
    order_count: int
    customers: list[ReachedCustomer] = strawberry.field(resolver=_customers, description="By value, at most 1,000.")
    customer_count: int
    assumptions: list[Assumption]
    gaps: list[RiskGap]
    found: strawberry.Private[Any]


@strawberry.type(description="What an alternative supplies in place of a good of the supplier that fails.")
class AlternativeOffer:
    """An offer."""

    instead_of: NamedNode
    good: NamedNode
    same: bool = described("Whether it is the same good; else one of the same category.")
    category: str | None
    price: Money | None = described("Of one unit.")
    dearer: float | None = described("Its price over that of the supplier that fails, less one.")
    lead_time_days: float | None
    quality: float | None = described("Share of the units bought within the window that was not rejected.")
    units: float = described("Units bought within the window.")
    could_take: float = described("Share of what is lacking that it could take.")


@strawberry.type(description="What an alternative shares with the supplier that fails.")
class SharedTie:
    """A shared tie."""

    kind: str
    what: str
    factor: float = described("How independent it remains for it, by assumption.")


@strawberry.type(description="A supplier who could step in.")
class Alternative:
    """An alternative."""

    supplier: NamedNode
    country: str | None
    score: float = described("What it could take, discounted for what it shares: couldTake × independence.")
    could_take: float = described("Share of the failing supplier's business that it could take.")
    independence: float = described("Product of the factors of what it shares; 1 is independent.")
    shares: list[SharedTie]
    offers: list[AlternativeOffer]
    assumptions: list[Assumption] = described("What the whole answer rests on.")


def reached(ask: Ask, database: Database, supplier: str) -> Reach:
    """What a supplier reaches."""
    from graph.snapshot_orders import open_lines  # noqa: PLC0415 - see api.intelligence
    from intelligence.reach import reach  # noqa: PLC0415 - see api.intelligence

    def work(snapshot: "Snapshot", assumed: "Assumptions") -> "Found":
        return reach(snapshot, supplier, assumed, lambda goods, day: open_lines(database, goods, day))

    found: Found = ask(work)
    return Reach(
        supplier=named(found.supplier, found.name),
        as_of=found.as_of,
        currency=found.currency,
        value_per_day=amount(found.value_per_day, found.currency),
        good_count=len(found.goods),
        order_count=len(found.orders),
        customer_count=len(found.customers),
        assumptions=assumptions(found.assumptions),
        gaps=gaps(found.gaps),
        found=found,
    )


def replacing(ask: Ask, supplier: str, first: int) -> list[Alternative]:
    """Who could replace a supplier, the best first."""
    from intelligence.alternatives import alternatives  # noqa: PLC0415 - see api.intelligence

    found = ask(lambda snapshot, assumed: alternatives(snapshot, supplier, assumed))
    told = assumptions(found.assumptions)
    return [_alternative(each, found.currency, told) for each in bounded(found.alternatives, first, MAX_PAGE)]


def _good(found: "FoundGood", currency: str) -> ReachedGood:
    lasts = found.stock_days if found.stock_days < float("inf") else None
    good, value = named(found.id, found.name), amount(found.value_per_day, currency)
    return built(ReachedGood, found, good=good, stock_days=lasts, value_per_day=value)


def _order(found: "FoundOrder") -> ReachedOrder:
    customer, good = named(found.customer, found.customer_name), named(found.good, found.good_name)
    return built(ReachedOrder, found, id=strawberry.ID(found.id), customer=customer, good=good)


def _customer(found: "FoundCustomer", currency: str) -> ReachedCustomer:
    value = amount(found.value_per_day, currency)
    return built(ReachedCustomer, found, customer=named(found.id, found.name), value_per_day=value)


def _alternative(found: "Candidate", currency: str, told: list[Assumption]) -> Alternative:
    return built(
        Alternative,
        found,
        supplier=node(found.supplier),
        country=found.country or None,
        shares=[built(SharedTie, tie) for tie in found.shares],
        offers=[_offer(offer, currency) for offer in found.offers],
        assumptions=told,
    )


def _offer(found: "Offer", currency: str) -> AlternativeOffer:
    price = None if found.price is None else amount(found.price, currency)
    return built(AlternativeOffer, found, instead_of=node(found.instead_of), good=node(found.good), price=price)
