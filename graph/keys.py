"""Natural keys and the ids made from them."""

import unicodedata
from functools import lru_cache
from hashlib import blake2b

import orjson


def row_id(source: str, table: str, key: str) -> str:
    """Id of the row with natural key `(source, table, key)`: 32 hexadecimal digits, the same on every load.

    It is the hash (BLAKE2b, 16 bytes) of the three as a JSON list without spaces, in UTF-8.
    """
    begun = _begun(source, table).copy()
    begun.update(orjson.dumps(key) + b"]")
    return begun.hexdigest()


@lru_cache(maxsize=1 << 10)
def _begun(source: str, table: str) -> blake2b:
    """The hash of what the ids of one table's rows have in common."""
    return blake2b(orjson.dumps([source, table])[:-1] + b",", digest_size=16)


def fold(text: str) -> str:
    """Fold case, accents and width, so that `Rodríguez` and `RODRIGUEZ` stand together."""
    if text.isascii():  # most are, and this is faster
        return text.lower().strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()
