"""Keyset cursors: where a page ended, as the keys of its last row, beside the name of the list they are of."""

import base64
import binascii
import json
import math
from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from graph.errors import UsageError


def encode(of: str, keys: Sequence[Any]) -> str:
    """Write the keys of a row of the list `of` as an opaque text."""
    text = json.dumps([of, *keys], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(of: str, cursor: str, types: Sequence[str]) -> list[Any]:
    """Read a cursor back: one key for each of `types`; UsageError where it is of no such list.

    A key of type `date` becomes a date, an `integer` or `number` one; any other stays a text.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name, *keys = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        values = [_key(key, kind) for key, kind in zip(keys, types, strict=True)]
    except (binascii.Error, ValueError, TypeError, RecursionError):
        name = None
    if name != of:
        raise UsageError("`after` is no cursor of this list; give the endCursor of its previous page, or leave it out")
    return values


def _key(key: object, kind: str) -> Any:
    if not isinstance(key, str):
        raise TypeError(key)
    key.encode()  # a lone surrogate, which JSON can write and Neo4j cannot take, is a ValueError here
    if kind in _NUMBERS:
        return _NUMBERS[kind](key)
    return date.fromisoformat(key) if kind == "date" else key


def _integer(text: str) -> int:
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise ValueError(text)
    return number


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_NUMBERS: Final = MappingProxyType({"integer": _integer, "number": _number})
