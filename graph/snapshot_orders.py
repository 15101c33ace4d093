"""Open order lines: what customers wait for, read when a question needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cypher import query
from graph.client import Database


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One line of an order that has not left; `required` and `quantity` are None where the data do not say."""

    order: str
    key: str
    at: date
    required: date | None
    customer: str
    good: str
    quantity: float | None


def open_lines(database: Database, goods: Sequence[str], as_of: date) -> list[OpenLine]:
    """Lines for these goods (ids) of orders that had not left by a day, by the day they are required."""
    rows = database.read(query("snapshot/list_open_lines"), ids=list(goods), asOf=as_of)
    return [
        OpenLine(
            row["order"], row["key"], _day(row["at"]), row["requiredAt"] and _day(row["requiredAt"]), row["customer"],
            row["good"], row["quantity"],
        )
        for row in rows
    ]  # fmt: skip


def _day(value: Any) -> date:
    found: date = value.to_native()
    return found
