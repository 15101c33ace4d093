"""The schema's history: `cypher/migrations/NNN_name.cypher`, applied in order and never edited afterwards."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cypher import header

_NAME = re.compile(r"(\d{3})_([a-z0-9_]+)\.cypher")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema; its statements run one by one, so each must be safe to run again.

    `data` names what is done to the data first; `graph.schema` knows how.
    """

    id: str
    name: str
    purpose: str
    statements: tuple[str, ...]
    checksum: str
    data: tuple[str, ...] = ()


@cache
def migrations() -> tuple[Migration, ...]:
    """All migrations, in order; ValueError where two share a number or a file is not named `NNN_name.cypher`."""
    found: dict[str, Migration] = {}
    for path in files("cypher").joinpath("migrations").iterdir():
        match = _NAME.fullmatch(path.name)
        if not match:
            raise ValueError(f"cypher/migrations/{path.name}: a migration is named NNN_name.cypher")
        if match[1] in found:
            raise ValueError(f"cypher/migrations/{path.name}: number {match[1]} is {found[match[1]].name} already")
        found[match[1]] = parse(match[1], match[2], path.read_text(encoding="utf-8"))
    return tuple(found[number] for number in sorted(found))


def parse(number: str, name: str, text: str) -> Migration:
    """Read one migration file: a header, then statements that each end with `;` at the end of a line."""
    comments, body = header.split(text)
    head = header.parse(comments)
    statements = (part.strip() for part in re.split(r";[ \t]*(?:\n|$)", body))
    return Migration(
        id=number,
        name=name,
        purpose=head.purpose,
        statements=tuple(filter(None, statements)),
        checksum=hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest(),
        data=head.names("data"),
    )
