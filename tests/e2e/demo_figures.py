"""Figures of the demo company, worked out again from its files with plain code."""

import itertools
import math
import statistics
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.app.demo.exports import Exports, Row, Table

DAY = date(1998, 5, 6)


class DemoFigures:
    """Reads the files that a demo was loaded from."""

    def __init__(self, folder: Path) -> None:
        self._files = Exports(folder)

    def habits(self, customer: str) -> dict[str, Any]:
        """Of a customer with orders in `sales.db`: `customer` is its key there."""
        orders = self._files["sales:orders"]
        own = [row for row in orders.rows if row["customer_id"] == customer]
        days = sorted({_day(orders, row, "at") for row in own})
        totals = [orders.number(row, "total") for row in own]
        return {
            "orders": len(own),
            "recency": (DAY - days[-1]).days,
            "frequency": 30 * (len(own) - 1) / (days[-1] - days[0]).days,
            "interval": statistics.median((b - a).days for a, b in itertools.pairwise(days)),
            "average": str(round(Decimal(sum(totals)) / len(totals), 2)),
        }

    def lift(self, customer: str, product: str) -> float:
        """How much more often a customer's order lines are about a product than all are."""
        orders = {row["order_id"] for row in self._files["sales:orders"].rows if row["customer_id"] == customer}
        lines = [*self._files["sales:order_lines"].rows, *self._files["sales:direct_order_lines"].rows]
        own = Counter(row["product_id"] for row in lines if row["order_id"] in orders)
        everyone = Counter(row["product_id"] for row in lines)
        return float(Fraction(own[product], own.total()) / Fraction(everyone[product], everyone.total()))

    def owed(self, account: str) -> tuple[str, str]:
        """What is open and what is overdue of a debtor's invoices."""
        invoices, settled = self._files["finance:customer_invoices"], self._files["finance:receipt_allocations"]
        paid: dict[str, Decimal] = defaultdict(Decimal)
        for row in settled.rows:
            paid[row["Invoice"]] += settled.number(row, "amount")
        rest = overdue = Decimal(0)
        for row in invoices.rows:
            if row["Debtor"] == account:
                left = invoices.number(row, "total") - paid[row["Invoice"]]
                rest += left
                overdue += left if date.fromisoformat(row["Due"][:10]) < DAY else 0
        return f"{rest:.2f}", f"{overdue:.2f}"

    def on_time(self, supplier: str) -> float:
        """The share of what was ordered, and is due, that came by the promised day."""
        orders, receipts = self._files["srm:purchase_orders"], self._files["srm:receipts"]
        due = {
            row["Bestellung"]: _day(orders, row, "promisedAt")
            for row in orders.rows
            if row["Lieferant"] == supplier and _day(orders, row, "promisedAt") <= DAY
        }
        arrived = {
            row["Wareneingang"]: (row["Bestellung"], receipts.day(row, "deliveredAt"))
            for row in receipts.rows
            if row["Bestellung"] in due
        }
        came: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        parts = self._files["srm:receipt_lines"]
        for row in parts.rows:
            order, day = arrived.get(row["Wareneingang"], ("", None))
            if day and day <= due[order]:
                came[order, row["Artikel"]] += parts.number(row, "received" if row["Geliefert"] else "quantity")
        lines = self._files["srm:purchase_lines"]
        ordered = {
            (row["Bestellung"], row["Artikel"]): lines.number(row, "quantity")
            for row in lines.rows
            if row["Bestellung"] in due
        }
        return float(sum(min(q, came[key]) for key, q in ordered.items()) / sum(ordered.values()))

    def pass_rate(self, supplier: str) -> float:
        """The share of what was inspected that was not rejected."""
        mine = {r["Bestellung"] for r in self._files["srm:purchase_orders"].rows if r["Lieferant"] == supplier}
        receipts = {r["Wareneingang"] for r in self._files["srm:receipts"].rows if r["Bestellung"] in mine}
        inspections = self._files["srm:inspections"]
        found = [row for row in inspections.rows if row["Wareneingang"] in receipts]
        rejected, inspected = (sum(inspections.number(r, name) for r in found) for name in ("rejected", "inspected"))
        return float(1 - rejected / inspected)

    def volatility(self, supplier: str, product: str) -> float:
        """The standard deviation of the changes of a price's logarithm; these orders are of one currency."""
        orders, lines = self._files["srm:purchase_orders"], self._files["srm:purchase_lines"]
        days = {r["Bestellung"]: _day(orders, r, "at") for r in orders.rows if r["Lieferant"] == supplier}
        prices = defaultdict(list)
        for row in lines.rows:
            if row["Bestellung"] in days and row["Artikel"] == product:
                prices[days[row["Bestellung"]]].append(float(lines.number(row, "unitPrice")))
        means = [statistics.fmean(prices[day]) for day in sorted(prices)]
        return statistics.stdev(math.log(b / a) for a, b in itertools.pairwise(means))

    def carried_on_time(self, carrier: str) -> tuple[int, int]:
        """Deliveries that a carrier brought by the promised day, and all that are due."""
        deliveries = self._files["warehouse:deliveries"]
        own = [r for r in deliveries.rows if r["carrier_id"] == carrier and _day(deliveries, r, "promisedAt") <= DAY]
        on_time = [
            r for r in own if (came := deliveries.day(r, "deliveredAt")) and came <= _day(deliveries, r, "promisedAt")
        ]
        return len(on_time), len(own)


def _day(table: Table, row: Row, field: str) -> date:
    found = table.day(row, field)
    return found or date.max
