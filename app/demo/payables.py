"""What suppliers and carriers bill, and when they are paid: about one invoice in seven is paid late."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from app.demo.dice import Dice
from app.demo.inbound import Receipt
from app.demo.money import cents, total
from app.demo.outbound import Delivery
from app.demo.parties import Account
from app.demo.period import TODAY, plus, workday, workday_before
from app.demo.receivables import Payment

_LATE = 0.135
_FREIGHT_COST = Decimal("0.8")
"""What a carrier asks, of the freight that customers are billed."""


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice from a creditor: for a purchase order, or (with none) for a month's freight."""

    id: str
    account: Account
    purchase: str
    number: str
    issued: date
    due: date
    amount: Decimal


def billed(
    receipts: Iterable[Receipt], deliveries: Iterable[Delivery], creditors: Iterable[Account]
) -> tuple[Bill, ...]:
    """Return all that suppliers and carriers have billed until today, oldest first."""
    accounts = {account.party.ref: account for account in creditors}
    made = [*_for_goods(receipts, accounts), *_for_freight(deliveries, accounts)]
    kept = sorted(
        (bill for bill in made if bill.issued <= TODAY),
        key=lambda bill: (bill.issued, bill.account.number, bill.purchase),
    )
    return tuple(replace(bill, id=f"AP{600001 + index}") for index, bill in enumerate(kept))


def _for_goods(receipts: Iterable[Receipt], accounts: dict[str, Account]) -> Iterator[Bill]:
    """Yield one bill for each purchase order, after its last receipt, for what was accepted."""
    last: dict[str, Receipt] = {}
    for receipt in receipts:
        if receipt.arrived:
            last[receipt.purchase.id] = receipt
    for order, receipt in last.items():
        dice = Dice("bill", order)
        account = accounts[receipt.purchase.supplier.party.ref]
        issued = workday(plus(receipt.arrived or TODAY, dice.number(1, 5)))
        yield Bill(
            id="",
            account=account,
            purchase=order,
            number=f"{issued.year}-{dice.number(1000, 99999)}",
            issued=issued,
            due=plus(issued, account.terms),
            amount=total(item.payable for item in receipt.purchase.items),
        )


def _for_freight(deliveries: Iterable[Delivery], accounts: dict[str, Account]) -> Iterator[Bill]:
    """Yield a carrier's bill at each month's end, for the orders whose last delivery it has taken."""
    months: dict[tuple[str, date], Decimal] = {}
    for delivery in deliveries:
        order = delivery.order
        if order.shipped == delivery.sent:
            end = (delivery.sent.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            key = (order.carrier, end)
            months[key] = months.get(key, Decimal(0)) + order.freight
    for (carrier, end), freight in sorted(months.items()):
        account = accounts[f"warehouse:carriers:{carrier}"]
        yield Bill(
            id="",
            account=account,
            purchase="",
            number=f"F-{carrier}-{end:%Y%m}",
            issued=end,
            due=plus(end, account.terms),
            amount=cents(freight * _FREIGHT_COST),
        )


def pay(bills: Iterable[Bill]) -> tuple[Payment, ...]:
    """Return what was paid until today, oldest first."""
    made = []
    for bill in bills:
        dice = Dice("pay", bill.id, bill.number)
        late = dice.chance(_LATE)
        early = max(workday_before(plus(bill.due, -dice.number(0, 5))), plus(bill.issued, 1))
        paid = workday(plus(bill.due, dice.number(3, 35))) if late else early
        if paid <= TODAY:
            made.append((paid, bill))
    made.sort(key=lambda pair: (pair[0], pair[1].id))
    return tuple(
        Payment(f"OUT{900001 + index}", bill.account, paid, "transfer", ((bill.id, bill.amount),))
        for index, (paid, bill) in enumerate(made)
    )
