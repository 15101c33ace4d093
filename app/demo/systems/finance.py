"""Finance's export: one workbook of many sheets, with companies under finance's own numbers and spellings."""

from collections.abc import Iterable, Iterator
from typing import Final

from app.demo import stories
from app.demo.associates import HOLDINGS
from app.demo.countries import COUNTRIES
from app.demo.money import CURRENCY
from app.demo.parties import Account
from app.demo.receivables import Payment
from app.demo.stories import Link
from app.demo.tables import Cell, Table, as_workbook, generated
from app.demo.world import World

_ACCOUNT: Final = "Account,Name 1,Street,ZIP,Town,Ctry,Tel,Fax,E-Mail,VAT no,Terms"

_INVESTOR: Final = "Investor,Name,Contact,Function,Street,ZIP,Town,Region,Ctry,Tel"


def files(world: World) -> dict[str, bytes]:
    """Return finance's workbook."""
    return {"finance.xlsx": as_workbook(tuple(_tables(world)), "Ledgers")}


def _tables(world: World) -> Iterator[Table]:
    parties = world.parties
    yield generated("Debtors", f"{_ACCOUNT},Clerk", _debtors(parties.debtors))
    yield generated("Creditors", _ACCOUNT, (_account(account) for account in parties.creditors))
    yield generated("Crosswalk", "Ledger,Account,System,Table,Their id", _crosswalk(world))
    yield generated(
        "AR invoices",
        "Invoice,Debtor,Sales order,Direct order,Issued,Due,Amount,Currency",
        _invoices(world),
    )
    came_in, went_out = world.sales.payments, world.buying.payments
    yield generated("AR receipts", "Receipt,Debtor,Received,Method,Amount,Currency", _payments(came_in))
    yield generated("AR allocations", "Receipt,Invoice,Amount,Currency", _allocations(came_in))
    yield generated(
        "AP invoices", "Invoice,Creditor,Their number,Purchase order,Issued,Due,Amount,Currency", _bills(world)
    )
    yield generated("AP payments", "Payment,Creditor,Paid,Method,Amount,Currency", _payments(went_out))
    yield generated("AP allocations", "Payment,Invoice,Amount,Currency", _allocations(went_out))
    yield generated("Investors", f"{_INVESTOR},E-Mail,VAT no", _investors(world))
    yield generated("Holdings", "Investor,System,Table,Their id,Share,Book value,Currency", _holdings())


def _account(account: Account) -> tuple[Cell, ...]:
    row = account.company
    return (
        account.number,
        row.name,
        row.street,
        row.postal_code,
        row.city,
        COUNTRIES[row.country].iso,
        row.phone,
        row.fax,
        account.email,
        account.tax_id,
        account.terms,
    )


def _debtors(accounts: Iterable[Account]) -> Iterator[tuple[Cell, ...]]:
    for account in accounts:
        direct = account.party.source == "srm"
        yield (*_account(account), stories.DIRECT_CLERKS[account.party.company.id] if direct else "")


def _crosswalk(world: World) -> Iterator[tuple[Cell, ...]]:
    for account in (*world.parties.debtors, *world.parties.creditors):
        if account.link is Link.CROSSWALK:
            party = account.party
            yield account.ledger, account.number, party.source, party.table, party.company.id


def _invoices(world: World) -> Iterator[tuple[Cell, ...]]:
    for invoice in world.sales.invoices:
        order = invoice.order
        yield (
            invoice.id,
            invoice.account.number,
            order.id if order.table == "orders" else "",
            order.id if order.table == "direct_orders" else "",
            invoice.issued,
            invoice.due,
            invoice.amount,
            CURRENCY,
        )


def _payments(payments: Iterable[Payment]) -> Iterator[tuple[Cell, ...]]:
    for payment in payments:
        yield payment.id, payment.account.number, payment.paid, payment.method, payment.amount, CURRENCY


def _allocations(payments: Iterable[Payment]) -> Iterator[tuple[Cell, ...]]:
    for payment in payments:
        for invoice, amount in payment.settles:
            yield payment.id, invoice, amount, CURRENCY


def _bills(world: World) -> Iterator[tuple[Cell, ...]]:
    for bill in world.buying.bills:
        yield (
            bill.id,
            bill.account.number,
            bill.number,
            bill.purchase,
            bill.issued,
            bill.due,
            bill.amount,
            CURRENCY,
        )


def _investors(world: World) -> Iterator[tuple[Cell, ...]]:
    for party in world.parties.investors:
        row = party.company
        yield (
            row.id,
            row.name,
            row.contact,
            row.contact_title,
            row.street,
            row.postal_code,
            row.city,
            row.region,
            COUNTRIES[row.country].iso,
            row.phone,
            party.email,
            party.tax_id,
        )


def _holdings() -> Iterator[tuple[Cell, ...]]:
    for holding in HOLDINGS:
        yield (
            holding.investor,
            holding.system,
            holding.table,
            holding.key,
            holding.share,
            holding.value,
            CURRENCY,
        )
