"""What a column seems to hold, from a sample of its cells."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.currency import EXPONENTS
from graph.model import FieldType
from ingest.cleaning import STEPS
from ingest.faults import Unfit
from ingest.values import dates
from ingest.values.numbers import integer, number, plain
from ingest.values.words import boolean

_DATES: Final = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%d-%m-%Y", "%d-%b-%Y", "%d %b %Y",
    "%b %d, %Y", "%d.%m.%y", "%m/%d/%y", "%d/%m/%y", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
)  # fmt: skip
_AMOUNT_WORDS: Final = re.compile(
    r"price|cost|amount|total|sum|freight|value|preis|betrag|kosten|prix|montant|fee|tax|due|salary|budget|金额|价",
    re.IGNORECASE,
)
_CODE_WORDS: Final = re.compile(
    r"(^|[^a-z])(id|no|nr|nummer|number|code|key|zip|plz|postal|postcode|phone|fax|tel|iban|bic|sku|ean|vat|tax)"
    r"([^a-z]|$)|[a-z]I[Dd]$|Code$|Number$",
    re.IGNORECASE,
)
_PLAIN_WORDS: Final = re.compile(r"[a-z]I[Dd]$")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column's type, the settings that read it, and what a person should know about it."""

    type: FieldType
    settings: tuple[tuple[str, str], ...] = ()
    note: str = ""


def guess(name: str, cells: Sequence[str]) -> Guess:
    """Return what a column seems to hold. Only what all of the cells are is said of it; the rest is text."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return Guess(FieldType.TEXT, note="empty in the first rows")
    if _is_code(name, filled):
        return _words(name, filled)
    return _dated(filled) or _flagged(filled) or _counted(name, filled) or _words(name, filled)


def _is_code(name: str, filled: Sequence[str]) -> bool:
    """Whether a column names things rather than counts them: ids, post codes, anything with leading zeros."""
    zeros = any(cell.isdecimal() and cell[0] == "0" and len(cell) > 1 for cell in filled)
    return zeros or bool(_CODE_WORDS.search(name) or _PLAIN_WORDS.search(name))


def _all(read: Callable[[str], Any], cells: Sequence[str]) -> bool:
    try:
        return all(read(cell) is not None for cell in cells)
    except (Unfit, ValueError):
        return False


def _dated(filled: Sequence[str]) -> Guess | None:
    if _all(dates.date_reader(()), filled):
        return Guess(FieldType.DATE)
    if _all(dates.datetime_reader((), None), filled):
        return Guess(FieldType.DATETIME)
    if _all(dates.datetime_reader((), "UTC"), filled):
        return Guess(FieldType.DATETIME, (("timezone", "UTC"),), "say the time zone in which these clocks stood")
    fitting = [form for form in _DATES if _all(dates.date_reader((form,)), filled)]
    if not fitting or (fitting[0] == "%Y%m%d" and not all(cell[:2] in {"19", "20"} for cell in filled)):
        return None
    doubt = "day and month could be the other way round: check" if {"%d/%m/%Y", "%m/%d/%Y"} <= set(fitting) else ""
    if "%H" in fitting[0]:
        midnight = all(cell.rstrip("0.:").endswith(" ") or " 00:00" in cell for cell in filled)
        if not midnight:
            note = doubt or "say the time zone in which these clocks stood"
            return Guess(FieldType.DATETIME, (("format", fitting[0]), ("timezone", "UTC")), note)
    return Guess(FieldType.DATE, (("format", fitting[0]),), doubt)


def _flagged(filled: Sequence[str]) -> Guess | None:
    if len(set(filled)) <= 2 and _all(boolean, filled) and not set(filled) <= {"1"}:
        return Guess(FieldType.BOOLEAN)
    return None


def _counted(name: str, filled: Sequence[str]) -> Guess | None:
    amounts = bool(_AMOUNT_WORDS.search(name))
    if _all(integer, filled) and not amounts:
        return Guess(FieldType.INTEGER)
    for decimal, thousands in ((".", None), (",", None), (".", ","), (",", "."), (",", " "), (".", "'")):
        normalise = plain(decimal, thousands)

        def read(cell: str, normalise: Callable[[str], str] | None = normalise) -> float | None:
            return number(normalise(cell) if normalise else cell)

        if _all(read, filled):
            settings = [("decimal", decimal)] if decimal != "." else []
            settings += [("thousands", thousands)] if thousands else []
            return _amount(filled, tuple(settings), decimal) if amounts else Guess(FieldType.NUMBER, tuple(settings))
    return None


def _amount(filled: Sequence[str], settings: tuple[tuple[str, str], ...], decimal: str) -> Guess:
    longest = max(len(cell.partition(decimal)[2].rstrip("0")) for cell in filled)
    if longest <= 2:
        return Guess(FieldType.MONEY, settings)
    return Guess(FieldType.UNIT_PRICE, (*settings, ("round", "half_up")), "more than two decimals: a price of one?")


def _words(name: str, filled: Sequence[str]) -> Guess:
    lower = name.lower()
    if set(filled) <= set(EXPONENTS):
        return Guess(FieldType.TEXT, note="currency")
    if "mail" in lower and _all(STEPS["email"].build(), filled):
        return Guess(FieldType.TEXT, (("clean", "[email]"),))
    if ("country" in lower or "land" in lower or "国家" in name) and _all(STEPS["country"].build(), filled):
        return Guess(FieldType.TEXT, (("clean", "[country]"),))
    if any(cell != " ".join(cell.split()) for cell in filled):
        return Guess(FieldType.TEXT, (("clean", "[squeeze]"),))
    return Guess(FieldType.TEXT)
