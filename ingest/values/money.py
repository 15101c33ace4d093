"""Amounts as whole numbers: never a float on the way."""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from graph.currency import EXPONENTS
from ingest.faults import Unfit
from ingest.values.numbers import INT64

MICROS: Final = 6
"""Decimals of a unit price."""

_ROUNDINGS: Final = MappingProxyType({"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN})
_CONTEXT: Final = Context(prec=60)
_DIGITS: Final = 40


def scaled(places: int, rounding: str, rule: str) -> Callable[[str], int | None]:
    """Return a function that reads a decimal as a whole number of units of 10^-`places`, and raises `Unfit`.

    `rounding` is `exact` (more decimals are refused), `half_up` or `half_even`.
    """
    mode = _ROUNDINGS.get(rounding)
    simple = re.compile(rf"([+-]?\d{{1,15}})(?:\.(\d{{0,{places}}})0*)?", re.ASCII).fullmatch

    def read(text: str) -> int | None:
        match = simple(text)
        if match is None or len(text) > 2 * _DIGITS:
            return _read_slowly(text, places, mode, rule)
        whole, fraction = match.groups("")
        return int(whole + fraction.ljust(places, "0"))

    return read


def _columns(places: int) -> Callable[[Sequence[str]], list[int] | None]:
    """Return a function that reads a whole column at once, if every cell has `places` decimals, or none has any."""
    cell = rf"-?\d{{1,12}}\.\d{{{places}}}"
    all_full = re.compile(rf"{cell}(?:\n{cell})*", re.ASCII).fullmatch
    none = re.compile(r"-?\d{1,12}(?:\n-?\d{1,12})*", re.ASCII).fullmatch
    factor = 10**places

    def read(texts: Sequence[str]) -> list[int] | None:
        joined = "\n".join(texts)
        if places and all_full(joined):
            return list(map(int, joined.replace(".", "").split("\n")))
        if none(joined):
            return [factor * int(text) for text in texts]
        return None

    return read


_COLUMNS: Final = MappingProxyType({places: _columns(places) for places in {*EXPONENTS.values(), MICROS}})


def amount_column(minor: bool) -> Callable[[Sequence[str], str], list[int] | None]:
    """Return a function from a column of amounts in one currency to minor units, or to millionths."""

    def read(texts: Sequence[str], currency: str) -> list[int] | None:
        places = exponent_of(currency)
        return _COLUMNS[places if minor else MICROS](texts)

    return read


def _read_slowly(text: str, places: int, mode: str | None, rule: str) -> int | None:
    stripped = text.strip()
    if not stripped:
        return None
    try:
        amount = Decimal(stripped)
    except InvalidOperation:
        comma = "; say `decimal: ','` or `thousands: ','` for what the comma means" if "," in text else ""
        raise Unfit(rule, f"is not an amount{comma or '; mend it, or clean it'}") from None
    if not amount.is_finite() or "_" in stripped or not stripped.isascii():
        raise Unfit(rule, "is not an amount; mend it")
    if (amount and not -_DIGITS < amount.adjusted() < _DIGITS) or len(stripped) > 2 * _DIGITS:
        raise Unfit(rule, "has more digits than an amount can have; mend it")
    units = amount.scaleb(places, _CONTEXT)
    rounded = units.to_integral_value(mode or ROUND_HALF_UP, _CONTEXT)
    if mode is None and rounded != units:
        raise Unfit(rule, f"has more than {places} decimals; say `round: half_up` if it may be rounded")
    value = int(rounded)
    if value not in INT64:
        raise Unfit(rule, "does not fit into 64 bits; mend it")
    return value


def exponent_of(currency: str) -> int:
    """Return the decimals of a currency's amounts.

    Raises
    ------
    Unfit
        It is no ISO 4217 code.

    """
    exponent = EXPONENTS.get(currency)
    if exponent is None:
        if currency.strip().upper() in EXPONENTS:
            raise Unfit("currency", f"is written {currency.strip().upper()}; clean it: [trim, upper]")
        raise Unfit("currency", "is no ISO 4217 code such as EUR; clean it (`currency`, or `map` to codes)")
    return exponent


def money(rounding: str) -> Callable[[str, str | None], int | None]:
    """Return a function from an amount's text and its currency to whole minor units; it raises `Unfit`."""
    by_places = {places: scaled(places, rounding, "money") for places in set(EXPONENTS.values())}

    def read(text: str, currency: str | None) -> int | None:
        if not text or text.isspace():
            return None
        if currency is None:
            raise Unfit("currency", "an amount needs a currency; this row has none")
        return by_places[exponent_of(currency)](text)

    return read


def unit_price(rounding: str) -> Callable[[str, str | None], int | None]:
    """Return a function from a price's text and its currency to millionths of the major unit; it raises `Unfit`."""
    micros = scaled(MICROS, rounding, "unit_price")

    def read(text: str, currency: str | None) -> int | None:
        if not text or text.isspace():
            return None
        if currency is None:
            raise Unfit("currency", "a price needs a currency; this row has none")
        exponent_of(currency)
        return micros(text)

    return read
