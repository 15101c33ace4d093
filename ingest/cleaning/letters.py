"""Spaces, letter case and width."""

import re
import unicodedata
from typing import Final

from ingest.cleaning.steps import StepKind, simple

_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", '"': '"', "'": "'", "/": "/"}
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|[nrt\\\"'/])")
_WORD: Final = re.compile(r"[^\s\-/(]+")


def squeeze(text: str) -> str:
    """Turn runs of white space (new lines too) into one space, and take it off both ends."""
    return " ".join(text.split())


def title(text: str) -> str:
    """Begin each word with a capital: "ANNA-MARIA o'neil" becomes "Anna-Maria O'neil"."""
    return _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:].lower(), text)


def width(text: str) -> str:
    """Turn full-width letters, digits, punctuation and ligatures into their usual forms (Unicode NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def unescape(text: str) -> str:
    r"""Turn the two characters `\n` into a new line, likewise `\t`, `\r`, `\\`, `\"` and `\u00e9`."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    said = match[1]
    if said[0] != "u":
        return _ESCAPES[said]
    letter = chr(int(said[1:], 16))
    return match[0] if "\ud800" <= letter <= "\udfff" else letter


KINDS: Final[tuple[StepKind, ...]] = (
    simple("trim", "takes white space off both ends", str.strip),
    simple("squeeze", "turns runs of white space into one space, and takes it off both ends", squeeze),
    simple("upper", "capital letters", str.upper),
    simple("lower", "small letters", str.lower),
    simple("title", "each word begins with a capital", title),
    simple("width", "full-width forms (ＡＢＣ１２３) become usual ones (ABC123)", width),
    simple("unescape", r"`\n`, `\t`, `\\`, `\u00e9` written as several characters become the one meant", unescape),
)
