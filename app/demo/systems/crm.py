"""The CRM's export: plain CSV, UTF-8, ISO dates."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from app.demo.associates import INTRODUCED
from app.demo.complaints import Complaint
from app.demo.contracts import Contract
from app.demo.engagement import Contact, Survey
from app.demo.money import CURRENCY, total
from app.demo.people import by_sheet
from app.demo.rows import Company, Order
from app.demo.tables import Cell, Dialect, Table, as_csv, generated, real
from app.demo.world import World

_DIALECT: Final = Dialect()


_COMPANY: Final = "company_name,contact_name,contact_title,address,city,region,postal_code,country,phone"


def files(world: World) -> dict[str, bytes]:
    """Return the CRM's files by name."""
    return {f"{table.name}.csv": as_csv(table, _DIALECT) for table in _tables(world)}


def _tables(world: World) -> Iterator[Table]:
    yield real("customers", f"customer_id,{_COMPANY},fax,email,vat_number,customer_since,level", _customers(world))
    yield generated("partners", f"partner_id,{_COMPANY},email,vat_number", _partners(world))
    yield generated("account_managers", "employee_id,customer_id", _account_managers(world))
    yield generated("partner_customers", "partner_id,customer_id", INTRODUCED)
    yield generated(
        "complaints",
        "complaint_id,customer_id,order_id,product_id,raised_on,subject,description,severity,handled_by,care_agent,"
        "closed_on,outcome,satisfaction",
        _complaints(world.care.complaints),
    )
    yield generated(
        "contacts",
        "contact_id,customer_id,employee_id,care_agent,date,channel,subject,order_id",
        _contacts(world.care.contacts),
    )
    yield generated("surveys", "survey_id,customer_id,employee_id,date,score,remark", _surveys(world.care.surveys))
    yield generated(
        "contracts",
        "contract_id,customer_id,partner_id,title,signed_on,starts_on,ends_on,yearly_value,currency",
        _contracts(world.care.contracts),
    )


def _customers(world: World) -> Iterator[tuple[Cell, ...]]:
    placed: dict[str, list[Order]] = {}
    for order in world.northwind.orders:
        placed.setdefault(order.customer, []).append(order)
    for party in world.parties.customers:
        orders = placed.get(party.company.id, [])
        yield (
            *_company(party.company),
            party.company.fax,
            party.email,
            party.tax_id,
            _since(orders),
            _level(orders),
        )


def _partners(world: World) -> Iterator[tuple[Cell, ...]]:
    for party in world.parties.partners:
        yield *_company(party.company), party.email, party.tax_id


def _company(row: Company) -> tuple[str, ...]:
    return (
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
    for customer, employee in world.care.serves.items():
        yield employee, customer


def _complaints(complaints: Iterable[Complaint]) -> Iterator[tuple[Cell, ...]]:
    for complaint in complaints:
        yield (
            complaint.id,
            complaint.customer,
            complaint.order,
            complaint.product,
            complaint.raised,
            complaint.subject,
            complaint.text,
            complaint.severity,
            *by_sheet(complaint.handler),
            complaint.closed,
            complaint.outcome,
            complaint.satisfaction,
        )


def _contacts(contacts: Iterable[Contact]) -> Iterator[tuple[Cell, ...]]:
    for contact in contacts:
        yield (
            contact.id,
            contact.customer,
            *by_sheet(contact.employee),
            contact.day,
            contact.channel,
            contact.subject,
            contact.order,
        )


def _surveys(surveys: Iterable[Survey]) -> Iterator[tuple[Cell, ...]]:
    for answer in surveys:
        yield answer.id, answer.customer, answer.employee, answer.day, answer.score, answer.text


def _contracts(contracts: Iterable[Contract]) -> Iterator[tuple[Cell, ...]]:
    for contract in contracts:
        _, table, key = contract.party.split(":")
        parties = (key, "") if table == "customers" else ("", key)
        yield (
            contract.id,
            *parties,
            contract.title,
            contract.signed,
            contract.starts,
            contract.ends,
            contract.value,
            CURRENCY,
        )
