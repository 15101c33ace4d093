"""Whole statements: `query("load/write_records")` reads `cypher/load/write_records.cypher`.

A header precedes each statement::

    // What the statement is for.
    // params: rows, load
    // returns: id, outcome
    // mode: write
    // types: EDGE_TYPE        (only where an identifier is filled in; see `Query.typed`)
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from cypher import header

_IDENTIFIER = re.compile(r"[A-Z][A-Za-z_]*")
_NOT_QUERIES = {"migrations", "views"}


@dataclass(frozen=True, slots=True)
class Query:
    """One statement with what its header says."""

    name: str
    text: str
    purpose: str
    params: frozenset[str]
    returns: tuple[str, ...]
    mode: Literal["read", "write"]
    types: tuple[str, ...] = ()

    def typed(self, **names: str) -> "Query":
        """Fill in the identifiers that the header lists under `types`.

        Cypher takes no parameter for a relationship type where an index is to be used, so a type of the ontology
        stands in the text instead. Raises ValueError for a name that is not declared, or is no identifier.
        """
        text = self.text
        for placeholder, name in names.items():
            if placeholder not in self.types:
                raise ValueError(f"{self.name} has no type {placeholder}; it has {', '.join(self.types) or 'none'}")
            if not _IDENTIFIER.fullmatch(name):
                raise ValueError(f"{name!r} is no type of an edge or node")
            text = re.sub(rf"\b{placeholder}\b", name, text)
        return replace(self, text=text, types=tuple(t for t in self.types if t not in names))


@cache
def query(name: str) -> Query:
    """Read the statement `cypher/<name>.cypher`; KeyError when there is none."""
    path = files("cypher").joinpath(*f"{name}.cypher".split("/"))
    if not path.is_file():
        raise KeyError(f"no query {name!r} under cypher/")
    comments, body = header.split(path.read_text(encoding="utf-8"))
    head = header.parse(comments)
    return Query(
        name=name,
        text=body,
        purpose=head.purpose,
        params=frozenset(head.names("params")),
        returns=head.names("returns"),
        mode=cast(Literal["read", "write"], head.settings.get("mode", "")),
        types=head.names("types"),
    )


def query_names() -> tuple[str, ...]:
    """Names of all whole statements, sorted."""
    return tuple(
        sorted(
            f"{folder.name}/{path.name.removesuffix('.cypher')}"
            for folder in files("cypher").iterdir()
            if folder.is_dir() and folder.name not in _NOT_QUERIES
            for path in folder.iterdir()
            if path.name.endswith(".cypher")
        )
    )
