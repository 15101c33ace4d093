"""All that happens in the demo, before any system writes down its part of it."""

from dataclasses import dataclass

from app.demo.complaints import Complaint, complain
from app.demo.contracts import Contract, with_carriers, with_customers, with_suppliers
from app.demo.direct import direct_orders
from app.demo.engagement import Contact, Survey, keep_in_touch, survey
from app.demo.evaluation import Evaluation, evaluate
from app.demo.inbound import Inspection, Receipt, inspect, receive
from app.demo.outbound import Delivery, deliver
from app.demo.parties import Parties, build_parties
from app.demo.payables import Bill, billed, pay
from app.demo.personnel import Appraisal, Training, appraise, climate, train
from app.demo.purchasing import Purchase, purchase
from app.demo.receivables import Invoice, Payment, bill, collect
from app.demo.rows import Northwind, Order, load
from app.demo.service import who_serves
from app.demo.sourcing import Source, source, suppliers


@dataclass(frozen=True, slots=True)
class Sales:
    """What is sold, delivered and billed. `direct` are the orders that come on top of Northwind's own."""

    direct: tuple[Order, ...]
    deliveries: tuple[Delivery, ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Buying:
    """What is bought, received, inspected and paid."""

    sources: tuple[Source, ...]
    purchases: tuple[Purchase, ...]
    receipts: tuple[Receipt, ...]
    inspections: tuple[Inspection, ...]
    bills: tuple[Bill, ...]
    payments: tuple[Payment, ...]
    contracts: tuple[Contract, ...]
    evaluations: tuple[Evaluation, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """How customers and partners are looked after."""

    serves: dict[str, str]
    complaints: tuple[Complaint, ...]
    contacts: tuple[Contact, ...]
    surveys: tuple[Survey, ...]
    contracts: tuple[Contract, ...]


@dataclass(frozen=True, slots=True)
class Personnel:
    """What HR keeps."""

    trainings: tuple[Training, ...]
    appraisals: tuple[Appraisal, ...]
    climate: tuple[Appraisal, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Northwind, and everything that was made up around it."""

    northwind: Northwind
    parties: Parties
    sales: Sales
    buying: Buying
    care: Care
    carriage: tuple[Contract, ...]
    personnel: Personnel


def build_world() -> World:
    """Make up everything, always the same."""
    northwind = load()
    parties = build_parties(northwind)
    sales = _sell(northwind, parties)
    care = _care(northwind, sales)
    personnel = Personnel(train(northwind), appraise(northwind, care.surveys), climate(northwind))
    return World(northwind, parties, sales, _buy(northwind, parties, sales), care, with_carriers(), personnel)


def _sell(northwind: Northwind, parties: Parties) -> Sales:
    direct = direct_orders(northwind, parties)
    orders = (*northwind.orders, *direct)
    invoices = bill(orders, parties.debtors)
    return Sales(direct, deliver(orders), invoices, collect(invoices))


def _buy(northwind: Northwind, parties: Parties, sales: Sales) -> Buying:
    sources = source(northwind, suppliers(parties))
    purchases = purchase(sources, sales.deliveries)
    receipts = receive(purchases)
    bills = billed(receipts, sales.deliveries, parties.creditors)
    return Buying(
        sources=sources,
        purchases=purchases,
        receipts=receipts,
        inspections=inspect(receipts),
        bills=bills,
        payments=pay(bills),
        contracts=with_suppliers(bills),
        evaluations=evaluate(receipts),
    )


def _care(northwind: Northwind, sales: Sales) -> Care:
    serves = who_serves(northwind.orders)
    complaints = complain(northwind, sales.deliveries, serves)
    return Care(
        serves=serves,
        complaints=complaints,
        contacts=keep_in_touch(northwind.orders, serves, complaints),
        surveys=survey(sales.deliveries, complaints, serves),
        contracts=with_customers(northwind.orders),
    )
