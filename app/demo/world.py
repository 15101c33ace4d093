"""All that happens in the demo, before any system writes down its part of it."""

from dataclasses import dataclass

from app.demo.complaints import Complaint, complain
from app.demo.direct import direct_orders
from app.demo.outbound import Delivery, deliver
from app.demo.parties import Parties, build_parties
from app.demo.receivables import Invoice, Payment, bill, collect
from app.demo.rows import Northwind, Order, load
from app.demo.service import who_serves


@dataclass(frozen=True, slots=True)
class World:
    """Northwind, and everything that was made up around it."""

    northwind: Northwind
    parties: Parties
    direct: tuple[Order, ...]
    serves: dict[str, str]
    deliveries: tuple[Delivery, ...]
    invoices: tuple[Invoice, ...]
    receipts: tuple[Payment, ...]
    complaints: tuple[Complaint, ...]


def build_world() -> World:
    """Make up everything, always the same."""
    northwind = load()
    parties = build_parties(northwind)
    direct = direct_orders(northwind, parties)
    orders = (*northwind.orders, *direct)
    serves = who_serves(northwind.orders)
    deliveries = deliver(orders)
    invoices = bill(orders, parties.debtors)
    return World(
        northwind=northwind,
        parties=parties,
        direct=direct,
        serves=serves,
        deliveries=deliveries,
        invoices=invoices,
        receipts=collect(invoices),
        complaints=complain(northwind, deliveries, serves),
    )
