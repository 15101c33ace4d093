"""What buyers think of suppliers, once a year: from how punctual and how sound the year's receipts were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.demo.inbound import Receipt
from app.demo.period import plus

_DAYS: Final = (date(1996, 12, 18), date(1997, 12, 17))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A buyer's mark for a supplier, from 1 to 5, and why."""

    id: str
    supplier: str
    table: str
    buyer: str
    day: date
    score: int
    text: str


def evaluate(receipts: Iterable[Receipt]) -> tuple[Evaluation, ...]:
    """Return the evaluations of all suppliers that delivered in the year before."""
    arrived = [receipt for receipt in receipts if receipt.arrived]
    made: list[Evaluation] = []
    for day in _DAYS:
        by_supplier: dict[tuple[str, str], list[Receipt]] = {}
        for receipt in arrived:
            party = receipt.purchase.supplier.party
            if receipt.arrived and plus(day, -365) < receipt.arrived < day:
                by_supplier.setdefault((party.table, party.company.id), []).append(receipt)
        for (table, key), mine in sorted(by_supplier.items()):
            made.append(_evaluation(f"LB-{len(made) + 101}", table, key, day, mine))
    return tuple(made)


def _evaluation(number: str, table: str, key: str, day: date, receipts: list[Receipt]) -> Evaluation:
    late = sum(r.arrived is not None and r.arrived > r.purchase.promised for r in receipts) / len(receipts)
    items = [item for receipt in receipts for item in receipt.items]
    faulty = sum(item.rejected for item in items) / sum(item.quantity for item in items)
    score = 5 - (late > 0.1) - (late > 0.3) - (faulty > 0.01) - (faulty > 0.05)
    text = f"{late:.0%} of {len(receipts)} receipts late, {faulty:.1%} of the goods rejected."
    return Evaluation(number, key, table, receipts[0].purchase.buyer, day, score, text)
