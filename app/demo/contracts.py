"""Contracts with customers, partners, carriers and suppliers; some have run out, some are about to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.demo import stories
from app.demo.associates import PARTNERS
from app.demo.dice import Dice
from app.demo.money import total
from app.demo.payables import Bill
from app.demo.period import START, TODAY, plus, workday_before
from app.demo.rows import Order


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract: `party` is the other side's record (`source:table:key`), `value` what is expected in a year."""

    id: str
    party: str
    title: str
    signed: date
    starts: date
    ends: date
    value: Decimal


def with_customers(orders: Iterable[Order]) -> tuple[Contract, ...]:
    """Return the frame agreements with customers that order much, and with partners."""
    ordered: dict[str, list[Order]] = {}
    for order in orders:
        ordered.setdefault(order.customer, []).append(order)
    made: list[Contract] = []
    for customer, mine in sorted(ordered.items()):
        value = total(order.amount for order in mine) / 2
        dice = Dice("contract", customer)
        if customer == stories.SAMPLE_CUSTOMER or (value >= 5000 and dice.chance(0.7)):
            first = max(min(order.ordered for order in mine), START)
            made += _years(f"crm:customers:{customer}", "Frame agreement", first, value, dice)
    for partner in PARTNERS:
        dice = Dice("contract", partner.id)
        made += _years(f"crm:partners:{partner.id}", "Agency agreement", START, Decimal(6000), dice)
    return _numbered("CA", made)


def with_carriers() -> tuple[Contract, ...]:
    """Return the contracts of carriage."""
    made = [
        contract
        for carrier in stories.CARRIERS_USED
        for contract in _years(
            f"warehouse:carriers:{carrier}", "Contract of carriage", START, Decimal(16000), Dice("carriage", carrier)
        )
    ]
    return _numbered("CC", made)


def with_suppliers(bills: Iterable[Bill]) -> tuple[Contract, ...]:
    """Return the supply contracts: with most suppliers, and with those of the stories always."""
    spent: dict[str, list[Bill]] = {}
    for bill in bills:
        if bill.purchase:
            spent.setdefault(bill.account.party.ref, []).append(bill)
    made: list[Contract] = []
    for ref, mine in sorted(spent.items()):
        dice = Dice("supply contract", ref)
        if dice.chance(0.75) or ref.split(":")[2] in {stories.LATE_SUPPLIER, stories.SINGLE_SOURCE}:
            first = min(bill.issued for bill in mine)
            made += _years(ref, "Supply contract", first, total(bill.amount for bill in mine) / 2, dice)
    return _numbered("LV", made)


def _years(party: str, title: str, first: date, value: Decimal, dice: Dice) -> Iterator[Contract]:
    """Yield contracts of a year each, renewed most of the time, from about the first day on."""
    starts = plus(first, dice.number(0, 40)).replace(day=1) if first > START else START
    while starts <= TODAY:
        ends = plus(starts.replace(year=starts.year + 1), -1)
        worth = (value * dice.decimal("0.8", "1.2")).quantize(Decimal("1E2"), ROUND_HALF_UP)
        signed = max(workday_before(plus(starts, -dice.number(0, 20))), START)
        yield Contract("", party, title, signed, starts, ends, worth.quantize(Decimal("0.01")))
        if dice.chance(0.15):
            return
        starts = plus(ends, 1)


def _numbered(prefix: str, made: list[Contract]) -> tuple[Contract, ...]:
    made.sort(key=lambda contract: (contract.signed, contract.party))
    return tuple(replace(contract, id=f"{prefix}-{101 + index}") for index, contract in enumerate(made))
