"""Amounts: decimals in whole cents, rounded half up, in the one currency that Northwind's figures are in."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CURRENCY: Final = "USD"
CENT: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """Return the amount rounded half up to cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum of amounts, with two places even when there are none."""
    return sum(amounts, ZERO)
