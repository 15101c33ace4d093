"""Fragments that a GraphQL selection composes: `cypher/views/<Type>.cypher`, one for each field.

A file holds blocks, each a header and a piece of Cypher::

    // field: orders
    // kind: connection
    // params: first, after
    // returns: Order
    // order: child.at:date DESC, child.id
    MATCH (this)-[:PLACED]->(child:Order) WHERE child.at <= asOf

In the text `this` is the variable that the field is asked of, `child` the one it leads to, `asOf` the day as of
which the view holds, and names that begin with `_` are local: the compiler renames them, so that fragments nest.
`$name` is the field's argument of that name. `LABEL` stands for the label that the argument named in `label` chose,
out of those of the ontology. A field without a fragment is the property of the same name.

Kinds: `value` (an expression; the default), `money` (`[minor units, currency]`), `unit_price` (`[millionths,
currency]`), `same` (an object about the same node, when the condition holds), `one`, `list` and `connection` (a
clause that binds `child`: the first row, all rows, a page in `order`), and `root` and `roots`, which are to a
statement what `one` and `connection` are to a field. The clause of a connection ends in its `WHERE`; a `root` that
may find several rows names in `tells` the variable that tells them apart.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cypher import header

KINDS = frozenset({"value", "money", "unit_price", "same", "one", "list", "connection", "root", "roots"})

_START = re.compile(r"(?m)^// field:")
_TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|\$\w+|(?<![\w.`])_[a-z]\w*|(?<![\w.`])(?:this|child|LABEL)\b""")
_ORDER = re.compile(r"(?P<expression>[\w.]+)(?::(?P<type>date))?(?P<descending> DESC)?")


@dataclass(frozen=True, slots=True)
class Order:
    """One key that a page is ordered by; keys are never null. `type` is `date` or `text`."""

    expression: str
    type: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """How one field of one GraphQL type is read from the graph.

    `parts` is the text in pieces, in which names to be replaced stand alone.
    """

    type: str
    field: str
    kind: str
    text: str
    parts: tuple[str, ...]
    params: tuple[str, ...]
    returns: str | None
    order: tuple[Order, ...]
    label: str | None
    tells: str | None


@cache
def fragments(type_name: str) -> MappingProxyType[str, Fragment]:
    """Fragments of a GraphQL type by field name; empty where the type has none."""
    path = files("cypher").joinpath("views", f"{type_name}.cypher")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    starts = [match.start() for match in _START.finditer(text)]
    blocks = (text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
    return MappingProxyType({fragment.field: fragment for fragment in (_parse(type_name, b) for b in blocks)})


def view_names() -> tuple[str, ...]:
    """GraphQL types that have fragments, sorted."""
    paths = files("cypher").joinpath("views").iterdir()
    return tuple(sorted(p.name.removesuffix(".cypher") for p in paths if p.name.endswith(".cypher")))


def _parse(type_name: str, block: str) -> Fragment:
    comments, body = header.split(block)
    head = header.parse(comments)
    return Fragment(
        type=type_name,
        field=head.settings["field"],
        kind=head.settings.get("kind", "value"),
        text=body,
        parts=split(body),
        params=head.names("params"),
        returns=head.settings.get("returns"),
        order=tuple(_order(name) for name in head.names("order")),
        label=head.settings.get("label"),
        tells=head.settings.get("tells"),
    )


def split(text: str) -> tuple[str, ...]:
    """Cut a text at the names that the compiler replaces; strings stay whole."""
    parts = []
    end = 0
    for match in _TOKEN.finditer(text):
        parts += [text[end : match.start()], match[0]]
        end = match.end()
    return tuple(part for part in (*parts, text[end:]) if part)


def _order(text: str) -> Order:
    match = _ORDER.fullmatch(text)
    if not match:
        raise ValueError(f"order: {text!r} is not of the form `expression[:date] [DESC]`")
    return Order(match["expression"], match["type"] or "text", bool(match["descending"]))
