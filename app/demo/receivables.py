"""What customers are billed, and how they pay.

Every shipped order is billed once: its lines and its freight, on the day its last delivery leaves. Each debtor
pays in a manner of its own: on time, late, in parts, or not at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.demo import stories
from app.demo.dice import Dice
from app.demo.money import cents, total
from app.demo.parties import Account
from app.demo.period import TODAY, plus, workday
from app.demo.rows import Order


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice to a debtor for one order."""

    id: str
    account: Account
    order: Order
    issued: date
    due: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment from or to an account; `settles` are invoices and the part of the payment that each one takes."""

    id: str
    account: Account
    paid: date
    method: str
    settles: tuple[tuple[str, Decimal], ...]

    @property
    def amount(self) -> Decimal:
        """The whole of it."""
        return total(amount for _, amount in self.settles)


_Paid = tuple[date, Account, tuple[tuple[str, Decimal], ...]]


def bill(orders: Iterable[Order], debtors: Iterable[Account]) -> tuple[Invoice, ...]:
    """Return the invoices for all orders that were shipped, oldest first."""
    accounts = {account.party.company.id: account for account in debtors if account.party.source == "crm"}
    accounts |= {account.number: account for account in debtors}
    shipped = [(order.shipped, order) for order in orders if order.shipped is not None]
    shipped.sort(key=lambda pair: (pair[0], pair[1].id))
    return tuple(
        Invoice(
            id=f"AR{500001 + index}",
            account=accounts[order.customer],
            order=order,
            issued=day,
            due=plus(day, accounts[order.customer].terms),
            amount=order.amount + order.freight,
        )
        for index, (day, order) in enumerate(shipped)
    )


def collect(invoices: Iterable[Invoice]) -> tuple[Payment, ...]:
    """Return what came in for the invoices until today, oldest first."""
    made: list[_Paid] = []
    by_account: dict[str, list[Invoice]] = {}
    for invoice in invoices:
        by_account.setdefault(invoice.account.number, []).append(invoice)
    for mine in by_account.values():
        made += (payment for payment in _payments_of(mine) if payment[0] <= TODAY)
    made.sort(key=lambda payment: (payment[0], payment[2][0][0]))
    return tuple(
        Payment(
            id=f"IN{800001 + index}",
            account=account,
            paid=paid,
            method=Dice("method", account.number).pick(("transfer", "transfer", "cheque", "direct debit")),
            settles=settles,
        )
        for index, (paid, account, settles) in enumerate(made)
    )


def _payments_of(invoices: list[Invoice]) -> Iterator[_Paid]:
    """Yield one account's payments: now and then one settles two invoices, or an invoice takes two payments."""
    waiting: tuple[date, Invoice] | None = None
    for invoice in invoices:
        dice = Dice("collect", invoice.order.id)
        delay = _delay(invoice.account, dice)
        if delay is None:
            continue
        paid = workday(plus(invoice.due, delay))
        if waiting is not None and paid <= plus(waiting[0], 20):
            yield max(paid, waiting[0]), invoice.account, (_whole(waiting[1]), _whole(invoice))
            waiting = None
        elif waiting is None and dice.chance(0.07):
            waiting = (paid, invoice)
        else:
            yield from _alone(invoice, paid, dice)
    if waiting is not None:
        yield waiting[0], waiting[1].account, (_whole(waiting[1]),)


def _whole(invoice: Invoice) -> tuple[str, Decimal]:
    return invoice.id, invoice.amount


def _alone(invoice: Invoice, paid: date, dice: Dice) -> Iterator[_Paid]:
    """Yield the payment of one invoice, or the two that it takes."""
    disputed = invoice.order.id == _DISPUTED
    if not disputed and not dice.chance(0.05):
        yield paid, invoice.account, (_whole(invoice),)
        return
    first = cents(invoice.amount * dice.decimal("0.3", "0.6"))
    yield paid, invoice.account, ((invoice.id, first),)
    if not disputed:
        later = workday(plus(paid, dice.number(15, 40)))
        yield later, invoice.account, ((invoice.id, invoice.amount - first),)


_DISPUTED: Final = "10952"
"""ALFKI's order of March 1998: it complains about the invoice, and part of it is still open and overdue."""


def _delay(account: Account, dice: Dice) -> int | None:
    """Return by how many days after the due date this account pays, or nothing when it does not."""
    manner = _manner(account)
    if manner == "prompt":
        return dice.number(1, 12) if dice.chance(0.06) else -dice.number(0, 6)
    if manner == "slow":
        return dice.number(2, 25) if dice.chance(0.6) else -dice.number(0, 3)
    if dice.chance(0.12):
        return None
    return dice.number(10, 60)


def _manner(account: Account) -> str:
    if account.party.company.id in {stories.SAMPLE_CUSTOMER, stories.FALLING_CUSTOMER}:
        return "prompt"
    roll = Dice("manner", account.number).number(1, 100)
    return "prompt" if roll <= 68 else "slow" if roll <= 92 else "bad"
