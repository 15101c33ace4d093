"""Amounts: whole minor units (or millionths) and a currency in the graph, a decimal string for people."""

from typing import Final

from graph.currency import EXPONENTS

MICROS: Final = 6
_USUAL: Final = 2
_CENT: Final = 10 ** (MICROS - _USUAL)


def digits(currency: str) -> int:
    """Decimals of a currency's minor unit (ISO 4217); two where the currency is not known."""
    return EXPONENTS.get(currency, 2)


def major_units(minor: int, currency: str) -> str:
    """`1234, "EUR"` → `"12.34"`."""
    return _decimal(minor, digits(currency))


def price(micros: int, currency: str) -> str:
    """Millionths as a decimal with at least the currency's own decimals: `1234500, "EUR"` → `"1.2345"`."""
    kept = digits(currency)
    if kept == _USUAL and not micros % _CENT:  # nearly all are whole cents
        return _decimal(micros // _CENT, _USUAL)
    text = _decimal(micros, MICROS)
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(kept, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _decimal(value: int, places: int) -> str:
    # A view has hundreds of amounts, and `Decimal` takes four times as long for each.
    if not places:
        return str(value)
    text = str(abs(value)).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{text[:-places]}.{text[-places:]}"
