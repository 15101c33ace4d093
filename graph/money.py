"""Amounts: whole minor units (or millionths) and a currency in the graph, a decimal string for people."""

from typing import Final

from graph.currency import EXPONENTS

MICROS: Final = 6


def digits(currency: str) -> int:
    """Decimals of a currency's minor unit (ISO 4217); two where the currency is not known."""
    return EXPONENTS.get(currency, 2)


def major_units(minor: int, currency: str) -> str:
    """`1234, "EUR"` → `"12.34"`."""
    return _decimal(minor, digits(currency))


def price(micros: int, currency: str) -> str:
    """Millionths as a decimal with at least the currency's own decimals: `1234500, "EUR"` → `"1.2345"`."""
    text = _decimal(micros, MICROS)
    kept = digits(currency)
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(kept, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _decimal(value: int, places: int) -> str:
    # A view has hundreds of amounts, and `Decimal` takes four times as long for each.
    if not places:
        return str(value)
    whole, part = divmod(abs(value), 10**places)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{places}}"
