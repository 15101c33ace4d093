"""The ontology for people: `python -m graph.describe` writes `docs/model.md`, `--check` compares it."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from graph.model import ALL, EDGES, KINDS, VALIDITY, Category, EdgeType, FieldType, Kind

DOCUMENT = Path(__file__).parents[1] / "docs" / "model.md"

_INTRODUCTION = """\
# The model

What a mapping can say, and what stands in Neo4j. This page is printed from `graph/model.py` by
`python -m graph.describe`.

A node is a **party** (`:Party` and a label for each role it plays, and `:Person` or `:Organization` where that is
known), a **thing** (`:Thing` and its kind) or an **interaction** (`:Interaction` and its kind; each has a date `at`).
A `:Record` is a row of one source system's master data; it `-[:DESCRIBES]->` the party or thing it is about. A field of
type `money` is stored as whole minor units under the field's name and `Minor`, a `unit_price` as millionths under its
name and `Micros`; both have a `currency` beside them. Fields of other names may be mapped freely; they are stored too.
"""

_EDGES = """\
## Edges
Every edge may also say `validFrom` and `validTo`, the first and the last day on which it holds. One that says neither
has always held; one without `validTo` still does. What is asked `asOf` a day leaves out edges that did not hold then.
"""

_TITLES = {
    Category.PARTY: "## Parties",
    Category.THING: "## Things",
    Category.INTERACTION: "## Interactions",
}


def document() -> str:
    """The page as Markdown."""
    parts = [_INTRODUCTION]
    for category, title in _TITLES.items():
        parts.append(title)
        parts.append("| kind | fields |\n|---|---|")
        parts[-1] += "".join(_kind(kind) for kind in KINDS.values() if kind.category is category) + "\n"
    parts.append(_EDGES)
    rows = "".join(
        f"\n| `{edge.type}` | {_ends(edge.starts)} | {_ends(edge.ends)} | {edge.caption} | {_fields(_own(edge))} |"
        for edge in EDGES.values()
    )
    parts.append(f"| type | from | to | reads | fields |\n|---|---|---|---|---|{rows}\n")
    return "\n".join(parts)


def _kind(kind: Kind) -> str:
    nature = f" ({kind.nature} unless the mapping says otherwise)" if kind.nature else ""
    return f"\n| `{kind.label}`{nature} | {_fields(kind.fields)} |"


def _fields(fields: Mapping[str, FieldType]) -> str:
    return ", ".join(f"`{name}`" if kind is FieldType.TEXT else f"`{name}` {kind}" for name, kind in fields.items())


def _own(edge: EdgeType) -> dict[str, FieldType]:
    return {name: kind for name, kind in edge.fields.items() if name not in VALIDITY}


def _ends(labels: Iterable[str]) -> str:
    return ", ".join("any record" if label == ALL else f"`{label}`" for label in labels)


def main(arguments: list[str]) -> int:
    """Write or check the page; returns the exit code."""
    text = document()
    if arguments == ["--check"]:
        if DOCUMENT.is_file() and DOCUMENT.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write(
            "docs/model.md is not what graph/model.py says; run `python -m graph.describe` and commit it\n"
        )
        return 1
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
