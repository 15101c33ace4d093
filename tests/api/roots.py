"""The oracle's root fields: lists by filter and order, search, what surrounds a node, and how far apart two are."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tests.api.items import Item, Keys, Page, Seen, by_name, once

_LAST = "\uffff"
_SKIPPED = {"IN_CATEGORY", "STORED_IN", "DISPATCHED_FROM", "ATTENDED", "SAME_AS", "DESCRIBES", "WAS"}
_RANKS = ("Party", "Thing", "Interaction", "Record")
_SEARCHED = (
    "name",
    "legalName",
    "contactName",
    "firstName",
    "lastName",
    "email",
    "phone",
    "fax",
    "website",
    "city",
    "taxId",
    "key",
)


def plain(text: object) -> str:
    """Without case and accents."""
    spread = unicodedata.normalize("NFKD", str(text).casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).strip()


def listed(items: Iterable[Item], name: str, arguments: dict[str, Any]) -> tuple[Page, str]:
    """A list of parties or products, and the name that its cursors bear."""
    wanted = {key: value for key, value in (arguments.get("filter") or {}).items() if value not in {None, ""}}
    order = arguments.get("orderBy") or {}
    gone = {"Ended"} if wanted.pop("placeholder", False) else {"Ended", "Placeholder"}
    if name == "parties":
        label = str(arguments["role"]).title() if arguments.get("role") else "Party"
        rows = [i for i in items if label in i.labels and not gone & i.labels]
        rows = rows if "Placeholder" in gone else [i for i in rows if "Placeholder" in i.labels]
    else:
        rows = [i for i in items if {"Product", "Material"} & i.labels and not gone & i.labels]
    rows = [i for i in rows if all(_FITS.get(key, _same(key))(i, value) for key, value in wanted.items())]
    if "table" in wanted:
        rows = [i for i in rows if any(_is_of(r, wanted) for r in i.into("DESCRIBES"))]
    by = (order.get("field") or "NAME").lower()
    if name == "products" or "Placeholder" not in gone:
        by = "name"
    elif by == "name":
        by = next((place for place in ("city", "country") if place in wanted), "name")
    down = order.get("direction") == "DESC"
    of = f"Query.{name}{'' if by == 'name' else f' {by}'}{' descending' if down else ''}"
    return Page(rows, by_name if by == "name" else _by_place(by), down), of


def _by_place(place: str) -> Keys:
    def of(item: Item) -> tuple[Any, ...]:
        where = plain(item.values.get(place, "")) or _LAST
        return f"{where}\x01{item.values['sortName']}", item.values["id"]

    return Keys(of, ("text", "text"))


def _same(key: str) -> Callable[[Item, Any], bool]:
    return lambda item, value: item.values.get(key) == value


def _is_of(record: Item, wanted: dict[str, Any]) -> bool:
    return record.values["source"] == wanted["source"] and record.values["table"] == wanted["table"]


_FITS: dict[str, Callable[[Item, Any], bool]] = {
    "nameContains": lambda i, value: plain(value) in i.values["sortName"],
    "country": lambda i, value: plain(i.values.get("country", "")) == plain(value),
    "city": lambda i, value: plain(i.values.get("city", "")) == plain(value),
    "code": lambda i, value: plain(i.values.get("code", "")) == plain(value),
    "generated": lambda i, value: i.values.get("generated", False) == value,
    "discontinued": lambda i, value: i.values.get("discontinued", False) == value,
    "taxId": lambda i, value: any(r.values.get("taxId") == value for r in i.into("DESCRIBES")),
    "tag": lambda i, value: value in i.values.get("tags", ()),
    "nature": lambda i, value: str(value).title() in i.labels,
    "kind": lambda i, value: str(value).title() in i.labels,
    "source": lambda i, value: any(r.values["source"] == value for r in i.into("DESCRIBES")),
    "table": lambda *_: True,
    "category": lambda i, value: any(c.values["id"] == value for c in i.out("IN_CATEGORY")),
    "supplier": lambda i, value: any(r.values["id"] == value for s in i.into("SUPPLIES") for r in s.into("DESCRIBES")),
}


def found_by(items: Iterable[Item], text: str, role: str | None) -> list[Item]:
    """Parties of which every word of a text, of letters of one script, begins a word."""
    label = str(role).title() if role else "Party"
    rows = [i for i in items if {label, "Party"} <= i.labels and not {"Ended", "Placeholder"} & i.labels]
    return [i for i in rows if text and all(_has(i, word) for word in plain(text).split())]


def _has(party: Item, word: str) -> bool:
    texts = [party.values.get(name) for name in _SEARCHED]
    texts += [record.values["key"] for record in party.into("DESCRIBES")]
    words = {part for text in texts if text for part in "".join(c if c.isalnum() else " " for c in plain(text)).split()}
    if not word.isascii():
        return any(word in other for other in words)
    return word in words or (len(word) > 1 and any(other.startswith(word) for other in words))


def start(items: Iterable[Item], id_: str) -> Item | None:
    """The node that an id means: what a record of that id describes, or an interaction."""
    for item in items:
        if item.values.get("id") == id_ and "Record" in item.labels:
            return next(item.out("DESCRIBES"), None)
    return next((i for i in items if i.values.get("id") == id_ and "Interaction" in i.labels), None)


def _steps(item: Item, types: set[str], day: date | None = None) -> list[tuple[Item, Item]]:
    """Edges of a node and what they lead to; those that hold on a day."""
    found = {id(e): (e, e.end) for name in types for e in item.outgoing[name]}
    found |= {id(e): (e, e.start) for name in types for e in item.incoming[name] if e.start is not item}
    return [(e, far) for e, far in found.values() if far and (day is None or _holds(e, far, day))]


def _holds(edge: Item, far: Item, day: date) -> bool:
    return (
        edge.values.get("validFrom", day) <= day <= edge.values.get("validTo", day) and far.values.get("at", day) <= day
    )


def followed(items: Iterable[Item], arguments: dict[str, Any]) -> set[str]:
    """Types of edge that are followed."""
    known = {name for item in items for name in item.outgoing}
    return set(arguments.get("edgeTypes") or known - _SKIPPED)


def around(items: list[Item], arguments: dict[str, Any], day: date) -> dict[str, Any]:
    """The neighbourhood of a node."""
    types, limit = followed(items, arguments), arguments.get("limit") or 200
    kinds = {"".join(part.title() for part in kind.split("_")) for kind in arguments.get("kinds") or ()}
    first = start(items, arguments["id"])
    level = [first] if first else []
    depths = {id(item): 0 for item in level}
    seen, cut = list(level), False
    for depth in range(1, (arguments.get("depth") or 1) + 1):
        fresh: list[Item] = []
        for near in level:
            shares: dict[int, float] = {}
            far = [(e, f) for e, f in _steps(near, types, day) if not kinds or kinds & f.labels]
            for edge, other in far:
                shares[id(other)] = max(shares.get(id(other), 0.0), edge.values.get("share", 0.0))
            rows = sorted(once(f for _, f in far), key=lambda f: _nearness(f, shares[id(f)]))
            fresh += [f for f in rows if id(f) not in depths and f not in fresh]
        room = limit - len(seen)
        cut, level = cut or len(fresh) > room, fresh[:room]
        depths |= {id(item): depth for item in level}
        seen += level
    inside = set(map(id, seen))
    edges = [e for item in seen for e, far in _steps(item, types) if e.start is item and id(far) in inside]
    edges = [e for e in edges if e.values.get("validFrom", day) <= day <= e.values.get("validTo", day)]
    edges.sort(key=lambda e: (_type(e), e.start.values["id"], e.end.values["id"]))  # type: ignore[union-attr]
    return {
        "truncated": cut,
        "nodes": [_node(item, depths[id(item)], edges, types) for item in seen],
        "edges": [
            {"type": _type(e), "start": e.start.values["id"], "end": e.end.values["id"]}  # type: ignore[union-attr]
            for e in edges
        ],
    }


def _type(edge: Item) -> str:
    return next(iter(edge.labels))


def _nearness(item: Item, share: float) -> tuple[Any, ...]:
    rank = next(n for n, label in enumerate(_RANKS) if label in item.labels)
    return rank, -share, -item.values.get("at", date.min).toordinal(), item.values["id"]


def _node(item: Item, depth: int, edges: list[Item], types: set[str]) -> dict[str, Any]:
    shown = sum(1 for e in edges if item in {e.start, e.end})
    return {
        "id": item.values["id"],
        "category": next(label.upper() for label in _RANKS if label in item.labels),
        "at": item.values.get("at"),
        "depth": depth,
        "leftOut": len(_steps(item, types)) - shown,
    }


def apart(items: list[Item], arguments: dict[str, Any], day: date) -> dict[str, Any] | None:
    """How many edges a shortest path has."""
    types, most = followed(items, arguments), arguments.get("maxHops")
    first, last = start(items, arguments["from"]), start(items, arguments["to"])
    if not first or not last:
        return None
    level, seen, length = [first], {id(first)}, 0
    while level:
        if last in level:
            return {"length": length}
        if length == (6 if most is None else most):
            return None
        near = once(far for item in level for _, far in _steps(item, types, day))
        level = [far for far in near if id(far) not in seen and (length or first.values.get("at", day) <= day)]
        seen |= set(map(id, level))
        length += 1
    return None


def one(items: list[Item], name: str, arguments: dict[str, Any], day: date) -> Seen | None:
    """A party or product by id or key."""
    labels = {"Party"} if name.startswith("party") else {"Product", "Material"}
    keys = {key: arguments[key] for key in ("id", "source", "key", "table") if arguments.get(key) is not None}
    records = [i for i in items if "Record" in i.labels and keys.items() <= i.values.items()]
    found = list(once(end for record in records for end in record.out("DESCRIBES") if labels & end.labels))
    if len(found) > 1:
        raise LookupError("ambiguous")
    return Seen(found[0], day) if found else None
