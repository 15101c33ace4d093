"""The CRM's export: plain CSV, UTF-8, ISO dates."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from app.demo.money import total
from app.demo.people import TEAM
from app.demo.rows import Order
from app.demo.tables import Cell, Dialect, Table, as_csv, generated, real
from app.demo.world import World

_DIALECT = Dialect()


def files(world: World) -> dict[str, bytes]:
    """Return the CRM's files by name."""
    return {f"{table.name}.csv": as_csv(table, _DIALECT) for table in _tables(world)}


def _tables(world: World) -> Iterator[Table]:
    yield real(
        "customers",
        "customer_id,company_name,contact_name,contact_title,address,city,region,postal_code,country,phone,fax,"
        "email,vat_number,customer_since,level",
        _customers(world),
    )
    yield generated("account_managers", "employee_id,customer_id", _account_managers(world))
    yield generated(
        "complaints",
        "complaint_id,customer_id,order_id,product_id,raised_on,subject,description,severity,handled_by,care_agent,closed_on,"
        "outcome,satisfaction",
        _complaints(world),
    )


def _customers(world: World) -> Iterator[tuple[Cell, ...]]:
    placed: dict[str, list[Order]] = {}
    for order in world.northwind.orders:
        placed.setdefault(order.customer, []).append(order)
    for party in world.parties.customers:
        row, orders = party.company, placed.get(party.company.id, [])
        yield (
            row.id,
            row.name,
            row.contact,
            row.contact_title,
            row.street,
            row.city,
            row.region,
            row.postal_code,
            row.country,
            row.phone,
            row.fax,
            party.email,
            party.tax_id,
            _since(orders),
            _level(orders),
        )


def _since(orders: list[Order]) -> date | None:
    return min((order.ordered for order in orders), default=None)


def _level(orders: list[Order]) -> str:
    """Return A, B or C by what a customer has ordered, and nothing for one that has not."""
    value = total(order.amount for order in orders)
    if not orders:
        return ""
    return "A" if value >= Decimal(20000) else "B" if value >= Decimal(5000) else "C"


def _account_managers(world: World) -> Iterator[tuple[Cell, ...]]:
    for customer, employee in world.serves.items():
        yield employee, customer


def _complaints(world: World) -> Iterator[tuple[Cell, ...]]:
    for complaint in world.complaints:
        yield (
            complaint.id,
            complaint.customer,
            complaint.order,
            complaint.product,
            complaint.raised,
            complaint.subject,
            complaint.text,
            complaint.severity,
            "" if complaint.handler in TEAM else complaint.handler,
            complaint.handler if complaint.handler in TEAM else "",
            complaint.closed,
            complaint.outcome,
            complaint.satisfaction,
        )
