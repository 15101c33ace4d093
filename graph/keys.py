"""Natural keys and the ids made from them."""

import hashlib
import json
import unicodedata


def row_id(source: str, table: str, key: str) -> str:
    """Id of the row with natural key `(source, table, key)`: 32 hexadecimal digits, the same on every load."""
    text = json.dumps([source, table, key], ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def fold(text: str) -> str:
    """Fold case, accents and width, so that `Rodríguez` and `RODRIGUEZ` stand together."""
    if text.isascii():  # most are, and this is faster
        return text.lower().strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()
