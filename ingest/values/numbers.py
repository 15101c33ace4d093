"""Whole numbers and numbers, with either decimal mark."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from ingest.faults import Unfit

INT64: Final = range(-(2**63), 2**63)
_WHOLE: Final = re.compile(r"([+-]?\d+)(?:\.0*)?", re.ASCII)
_PLAIN: Final = re.compile(r"-?\d{1,18}(?:\n-?\d{1,18})*", re.ASCII)
_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"})


class NumberText(str):
    """The text of a cell that its file has as a number: the decimal mark is `.`, whatever the mapping says."""

    __slots__ = ()


def plain(decimal: str, thousands: str | None) -> Callable[[str], str] | None:
    """Return a function that gives a number's text with `.` and without groups; `None` when there is nothing to do.

    It raises `Unfit` where a mark stands that the mapping does not allow, or groups are not of three digits.
    """
    if decimal == "." and thousands is None:
        return None
    grouped = (
        re.compile(rf"[+-]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d*)?", re.ASCII)
        if thousands
        else None
    )

    def normalise(text: str) -> str:
        if text.__class__ is NumberText:
            return text
        text = text.strip().translate(_SPACES)
        if thousands and grouped and thousands in text:
            if not grouped.fullmatch(text):
                raise Unfit("number", f"`{thousands}` does not group this into thousands; mend the number")
            text = text.replace(thousands, "")
        if decimal == ",":
            if "." in text:
                raise Unfit("number", "the decimal mark here is `,`; if `.` groups thousands, say `thousands: .`")
            text = text.replace(",", ".")
        return text

    return normalise


def _no_number(text: str, what: str, rule: str) -> Unfit:
    if "," in text:
        return Unfit(rule, f"is not {what}; say `decimal: ','` or `thousands: ','` for what the comma means")
    return Unfit(rule, f"is not {what}; mend it, or clean it (`null_if` for a word that means nothing)")


def integer(text: str) -> int | None:
    """Return a whole number of 64 bits; `12.0` counts as one."""
    try:
        value = int(text)
    except ValueError:
        stripped = text.strip()
        if not stripped:
            return None
        match = _WHOLE.fullmatch(stripped)
        if match is None or len(stripped) > 40:
            raise _no_number(text, "a whole number", "integer") from None
        value = int(match[1])
    else:
        if "_" in text or not text.isascii():
            raise _no_number(text, "a whole number", "integer")
    if value not in INT64:
        raise Unfit("integer", "does not fit into 64 bits; if it is an id, use `type: text`")
    return value


def integers(texts: Sequence[str]) -> list[int] | None:
    """Do what `integer` does to a whole column, if all of it is plain digits."""
    return list(map(int, texts)) if _PLAIN.fullmatch("\n".join(texts)) else None


def number(text: str) -> float | None:
    """Return a finite number."""
    try:
        value = float(text)
    except ValueError:
        if not text.strip():
            return None
        raise _no_number(text, "a number", "number") from None
    if "_" in text or not text.isascii() or value - value != 0.0:
        raise _no_number(text, "a finite number", "number")
    return value
