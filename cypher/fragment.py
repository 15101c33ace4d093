"""Fragments that a GraphQL selection composes: `cypher/views/<Type>.cypher`, one for each field.

A file holds blocks, each a header and a piece of Cypher::

    // field: orders
    // kind: connection
    // params: first, after
    // returns: Order
    // order: child.at:date DESC, child.id
    MATCH (this)-[:PLACED]->(child:Order) WHERE child.at <= asOf

In the text `this` is the variable that the field is asked of, `child` the one it leads to, `asOf` the day as of which
the view holds, and names that begin with `_` are local: the compiler renames them, so that fragments nest. `$name` is
the field's argument of that name. `LABEL` stands for the label that the argument named in `label` chose, out of those
of the ontology, `EDGE_TYPES` for the types of edge that the argument in `types` names, `HOPS` for `1..way.hops`, and
`latest` for the id of the newest run of the job in `job`. A line that ends in `// if name` or `// if name.part` is
left out where that argument was not given, so that the planner sees only what was asked. A field without a fragment
is the property of the same name.

Kinds: `value` (an expression; the default), `money` (`[minor units, currency]`), `unit_price` (`[millionths,
currency]`), `facts` (a map of properties), `json` (a text of JSON), `same` (an object about the same node, when the
condition holds), `node` (an expression that is the node or edge which the object is about), `each` (a list of such, in
its order), `one`, `list` and `connection` (a clause that binds `child`: the first row in `order`, all rows, a page),
and `root` and `roots`, which are to a statement what `one` and `connection` are to a field. The clause of a connection
ends in its `WHERE`, and its order in a key that no two rows share; the compiler sees to it that no `child` comes twice.
Keys in `along` are the same in all rows, and stand before those of `order` in the index that has the rows in order.
Keys under `order.name` are another order, which the argument `order` names. A field `x.probe` counts what an index
would find for the list `x`; see `graph.listing`. A `root` that may find several tells them apart by the expression in
`tells`.
What a `node`, `one`, `list` or `connection` leads to may be a map too, made of figures: its fields are its keys.

A `part` is no field: it is a piece that several fragments share. `@Invoice.paidMinor(_invoice)` puts the part
`paidMinor` of `Invoice.cypher` there, its `this` being `_invoice`, on one line, so that it may stand under a condition.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cypher import header

KINDS = frozenset(
    {
        "value",
        "money",
        "unit_price",
        "facts",
        "json",
        "same",
        "node",
        "each",
        "one",
        "list",
        "connection",
        "root",
        "roots",
        "part",
    }
)
SETTINGS = frozenset({"field", "kind", "params", "returns", "order", "label", "tells", "types", "along", "job"})

_START = re.compile(r"(?m)^// field:")
_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'|\$\w+|(?<![\w.`])_[a-z]\w*|(?<![\w.`])(?:this|child|asOf|latest|LABEL|EDGE_TYPES|HOPS)\b"""
)
_ORDER = re.compile(r"(?P<expression>[\w.()]+)(?::(?P<type>date|integer|number))?(?P<descending> DESC)?")
_CALL = re.compile(r"@(?P<type>\w+)\.(?P<part>\w+)\((?P<of>\w+)\)")
_CONDITION = re.compile(r"(?m)[ \t]*// if (?P<argument>\w+(?:\.\w+)?)$")


@dataclass(frozen=True, slots=True)
class Order:
    """One key that rows are ordered by; keys are never null. `type` is `date`, `integer`, `number` or `text`."""

    parts: tuple[str, ...]
    type: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a fragment's text, cut so that names to be replaced stand alone.

    `condition` is the path of the argument without which the piece is left out; empty where it always stands.
    """

    parts: tuple[str, ...]
    condition: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """How one field of one GraphQL type is read from the graph."""

    type: str
    field: str
    kind: str
    text: str
    pieces: tuple[Piece, ...]
    params: tuple[str, ...]
    returns: str | None
    order: tuple[Order, ...]
    orders: MappingProxyType[str, tuple[Order, ...]]
    label: str | None
    tells: str | None
    types: str | None
    along: tuple[Order, ...] = ()
    job: str | None = None


@cache
def fragments(type_name: str) -> MappingProxyType[str, Fragment]:
    """Fragments of a GraphQL type by field name; empty where the type has none."""
    found = (_parse(type_name, block) for block in _blocks(type_name))
    return MappingProxyType({fragment.field: fragment for fragment in found if fragment.kind != "part"})


def view_names() -> tuple[str, ...]:
    """GraphQL types that have fragments, sorted."""
    paths = files("cypher").joinpath("views").iterdir()
    return tuple(sorted(p.name.removesuffix(".cypher") for p in paths if p.name.endswith(".cypher")))


def _blocks(type_name: str) -> list[str]:
    path = files("cypher").joinpath("views", f"{type_name}.cypher")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    starts = [match.start() for match in _START.finditer(text)]
    return [text[start:end] for start, end in itertools.pairwise([*starts, len(text)])]


@cache
def _part(type_name: str, name: str) -> str:
    """Text of a part on one line; KeyError where there is none."""
    for block in _blocks(type_name):
        comments, body = header.split(block)
        settings = header.parse(comments).settings
        if settings.get("kind") == "part" and settings["field"] == name:
            return " ".join(line.strip() for line in expanded(body).splitlines())
    raise KeyError(f"cypher/views/{type_name}.cypher has no part {name}")


def expanded(text: str) -> str:
    """Put each part where it is called, its own names made new in the text; KeyError where there is no such part."""
    numbers = itertools.count(1)

    def put(call: re.Match[str]) -> str:
        number = next(numbers)
        names = {"this": call["of"]}
        tokens = split(_part(call["type"], call["part"]))
        return "".join(names.get(token, f"{token}_{number}" if token[0] == "_" else token) for token in tokens)

    return _CALL.sub(put, text)


def _parse(type_name: str, block: str) -> Fragment:
    comments, body = header.split(block)
    body = expanded(body)
    head = header.parse(comments)
    where = f"cypher/views/{type_name}.cypher: {head.settings.get('field', '?')}"
    kind = head.settings.get("kind", "value")
    if unknown := {name.partition(".")[0] for name in head.settings} - SETTINGS:
        raise ValueError(f"{where}: no setting is called {', '.join(sorted(unknown))}")
    if kind not in KINDS:
        raise ValueError(f"{where}: no kind is called {kind}")
    if ("latest" in split(body)) != ("job" in head.settings):
        raise ValueError(f"{where}: `latest` stands for the newest run of the job that the setting `job` names")
    return Fragment(
        type=type_name,
        field=head.settings["field"],
        kind=kind,
        text=body,
        pieces=pieces(body),
        params=head.names("params"),
        returns=head.settings.get("returns"),
        order=_keys(where, head, "order"),
        orders=MappingProxyType({n[6:]: _keys(where, head, n) for n in head.settings if n.startswith("order.")}),
        label=head.settings.get("label"),
        tells=head.settings.get("tells"),
        types=head.settings.get("types"),
        along=_keys(where, head, "along"),
        job=head.settings.get("job"),
    )


def _keys(where: str, head: header.Header, setting: str) -> tuple[Order, ...]:
    return tuple(_order(where, key) for key in head.names(setting))


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text at the lines that stand under a condition."""
    found = []
    always: list[str] = []
    for line in text.splitlines(keepends=True):
        condition = _CONDITION.search(line.rstrip("\n"))
        if condition is None:
            always.append(line)
            continue
        found += [Piece(split("".join(always)), ()), Piece(split(line[: condition.start()] + "\n"), _path(condition))]
        always = []
    return tuple(piece for piece in (*found, Piece(split("".join(always)), ())) if piece.parts)


def split(text: str) -> tuple[str, ...]:
    """Cut a text at the names that the compiler replaces; strings stay whole."""
    parts = []
    end = 0
    for match in _TOKEN.finditer(text):
        parts += [text[end : match.start()], match[0]]
        end = match.end()
    return tuple(part for part in (*parts, text[end:]) if part)


def _path(condition: re.Match[str]) -> tuple[str, ...]:
    return tuple(condition["argument"].split("."))


def _order(where: str, text: str) -> Order:
    match = _ORDER.fullmatch(text)
    if not match:
        raise ValueError(f"{where}: order {text!r} is not of the form `expression[:date|:integer|:number] [DESC]`")
    return Order(split(match["expression"]), match["type"] or "text", bool(match["descending"]))
