"""Booleans and lists."""

from collections.abc import Callable
from typing import Final

import orjson

from ingest.faults import Unfit

TRUE: Final = frozenset(["true", "t", "yes", "y", "1", "on", "ja", "j", "oui", "si", "sí", "wahr", "vrai", "是"])
FALSE: Final = frozenset(["false", "f", "no", "n", "0", "off", "nein", "non", "falsch", "faux", "否"])


def boolean(text: str) -> bool | None:
    """Return what a yes-or-no word says, in capital or small letters."""
    word = text.strip().casefold()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    if not word:
        return None
    raise Unfit("boolean", "is neither yes nor no; clean it: [{map: {…: 'true', …: 'false'}}]")


def members(separator: str, *, typed: bool = False) -> Callable[[str], list[str] | None]:
    """Return a function from a text to the list of its members, white space taken off, empty ones left out.

    In a `typed` file a cell may be a list already; it comes as JSON.
    """

    def read(text: str) -> list[str] | None:
        if typed and text.startswith("["):
            try:
                found = orjson.loads(text)
            except orjson.JSONDecodeError:
                found = None
            if isinstance(found, list):
                return [member for each in found if (member := _member(each))] or None
        return [member for part in text.split(separator) if (member := part.strip())] or None

    return read


def _member(value: object) -> str:
    if value is None or isinstance(value, str):
        return (value or "").strip()
    return orjson.dumps(value).decode()
