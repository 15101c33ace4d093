"""Keyset cursors: where a page ended, as the keys of its last row, beside the name of the list they are of."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from graph.errors import UsageError


def encode(of: str, keys: Sequence[Any]) -> str:
    """Write the keys of a row of the list `of` as an opaque text."""
    text = json.dumps([of, *keys], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(of: str, cursor: str, types: Sequence[str]) -> list[Any]:
    """Read a cursor back: one key for each of `types`, a `date` as a date; UsageError where it is of no such list."""
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
    return date.fromisoformat(key) if kind == "date" else key
