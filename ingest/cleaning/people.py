"""Names of people, and addresses."""

import re
from typing import Final

from ingest.cleaning.letters import squeeze, title
from ingest.cleaning.steps import StepKind, simple

_PARTICLES: Final = frozenset(
    [
        "van",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "y",
        "e",
        "bin",
        "ibn",
        "al",
        "el",
        "ter",
        "ten",
    ]
)
_INNER_CAPITAL: Final = re.compile(r"\b(Mc|O['’]|D['’])([a-z])")


def name(text: str) -> str:
    """Write a person's name as it is spoken: "DAVOLIO,  Nancy" becomes "Nancy Davolio".

    A name all in capitals or all in small letters gets its capitals; one that has both keeps them.
    """
    text = squeeze(text)
    last, comma, first = text.partition(",")
    if comma and first.strip() and "," not in first:
        first, last = _capitals(first.strip()), _capitals(last.strip())
        return f"{first} {last}"
    return _capitals(text)


def _capitals(text: str) -> str:
    if not (text.isupper() or text.islower()):
        return text
    words = title(text).split(" ")
    text = " ".join(word.lower() if at and word.lower() in _PARTICLES else word for at, word in enumerate(words))
    return _INNER_CAPITAL.sub(lambda match: match[1] + match[2].upper(), text)


def address(text: str) -> str:
    """Write an address in one line: its lines joined by a comma, spaces and doubled commas put right."""
    lines = [squeeze(line).strip(" ,") for line in text.splitlines()]
    joined = ", ".join(line for line in lines if line)
    return re.sub(r"\s*,(?:\s*,)*\s*", ", ", joined).strip(" ,")


KINDS: Final[tuple[StepKind, ...]] = (
    simple("name", "a person's name as it is spoken: `DAVOLIO, Nancy` becomes `Nancy Davolio`", name),
    simple("address", "an address in one line, its lines joined by commas", address),
)
