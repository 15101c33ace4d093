"""Keyset cursors: where a page ended, as the keys of its last row."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any

from graph.errors import UsageError


def encode(keys: Sequence[Any]) -> str:
    """Write the keys of a row as an opaque text."""
    text = json.dumps(list(keys), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[str]:
    """Read a cursor back; UsageError unless it holds `length` keys."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        keys = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        keys = None
    if not isinstance(keys, list) or len(keys) != length or not all(isinstance(key, str) for key in keys):
        raise UsageError("`after` is no cursor of this list; give the endCursor of its previous page")
    return keys
