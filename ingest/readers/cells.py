"""Cells that have types of their own, as text."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import orjson

from ingest.values.numbers import NumberText

_EXACT: Final = 2**53


def text_of(cell: object) -> str:
    """Return a cell's text: numbers without exponent or a needless `.0`, dates in ISO, nothing for nothing.

    A whole number stays whole (an id of 1.0 is "1"), and numbers keep the mark that they were numbers.
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int | Decimal):
        return NumberText(number_text(cell))
    if isinstance(cell, datetime):
        return moment_text(cell)
    return _other_text(cell)


def number_text(cell: float | int | Decimal) -> str:
    """Return a number in plain digits."""
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        return _plain(repr(cell))
    return str(cell) if isinstance(cell, int) else _plain(str(cell))


def _plain(text: str) -> str:
    """Write out an exponent. `nan` and `inf` stay, for the field to refuse."""
    return format(Decimal(text), "f") if "e" in text or "E" in text else text


def moment_text(cell: datetime) -> str:
    """Return a point in time in ISO; a midnight without an offset as its date alone."""
    if cell.tzinfo is None and cell.time() == time.min:
        return cell.date().isoformat()
    return cell.isoformat(sep=" ")


def _duration_text(cell: timedelta) -> str:
    seconds = int(cell.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _other_text(cell: object) -> str:
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return _duration_text(cell)
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell).hex()
    if isinstance(cell, list | tuple | dict):
        return orjson.dumps(cell, default=text_of, option=orjson.OPT_NON_STR_KEYS).decode()
    return str(cell)
