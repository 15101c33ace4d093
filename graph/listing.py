"""Ways into long lists: which index serves a filter and an order, so that no page looks at all parties.

A list is read in the order of an index, each row looked at until a page is full, which is quick where many rows fit.
Where few do, an index finds those few instead, and they are put in order. Which of the two it is, the statement decides
itself: a probe counts what the narrow index holds, up to `FEW`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from cypher.fragment import Fragment, Order
from graph.errors import UsageError
from graph.keys import fold
from graph.searching import mark_query, placed, run_query, sorting

FEW: Final = 10_000
"""Rows that are put in order rather than looked for along an index."""
_SHORTEST_CONTAINED: Final = 3
"""Characters that an index of all triples of characters can look for."""
_MARKS: Final = MappingProxyType({"level": "$", "tag": "#", "nature": "="})


@dataclass(frozen=True, slots=True)
class Ordered:
    """The order of a list: its keys, the name that its cursors bear, and keys before them that all rows share."""

    keys: tuple[Order, ...]
    name: str
    along: tuple[Order, ...] = ()

    @classmethod
    def of(cls, fragment: Fragment, arguments: Mapping[str, Any]) -> "Ordered":
        """The order that the arguments `order` and `descending` ask for."""
        chosen = arguments.get("order")
        keys = fragment.orders[chosen] if chosen else fragment.order
        name = f"{fragment.type}.{fragment.field}{f' {chosen}' if chosen else ''}"
        if not arguments.get("descending"):
            return cls(keys, name, fragment.along)
        return cls(_turned(keys), f"{name} descending", _turned(fragment.along))


def _turned(keys: tuple[Order, ...]) -> tuple[Order, ...]:
    return tuple(Order(key.parts, key.type, not key.descending) for key in keys)


def party_list(role: str | None, given: Mapping[str, Any], order: str, *, descending: bool) -> dict[str, Any]:
    """Arguments of the list of parties: a filter as indexes want it, and the ways in.

    `given` has the filter's names; what is null or empty narrows nothing. Raises UsageError for a table without its
    source.
    """
    wanted = {name: value for name, value in given.items() if value is not None and value != ""}
    if "table" in wanted and "source" not in wanted:
        raise UsageError("`filter.table` needs `filter.source`: several sources may have a table of that name")
    if "nameContains" in wanted:
        wanted["nameContains"] = fold(wanted["nameContains"])
    marks = _marks(role, wanted)
    for name in ("country", "city"):
        if name in wanted:
            wanted[name] = _stretch(wanted[name])
    along = order
    if wanted.get("placeholder"):  # of which nothing is known but a key
        along = "name"
    elif order == "name":  # the parties of one place stand in the order of their names
        along = next((place for place in ("city", "country") if place in wanted), order)
    many = {along: True, "standing": True, ("all" if along == "name" else "party"): True}
    few = _few(role, wanted, marks, along)
    return {
        "filter": wanted,
        "order": None if along == "name" else along,
        "descending": descending,
        "ways": (many,) if few is None else (few,) if few.get("surely") else (many, few),
    }


def _few(role: str | None, wanted: Mapping[str, Any], marks: str | None, along: str) -> dict[str, Any] | None:
    """The narrow way in, if there is one; `surely` where it need not be probed."""
    if "taxId" in wanted:
        return {"taxId": True, "standing": True, "surely": True}
    if wanted.get("placeholder"):
        return {"waiting": True, "surely": True}
    counted: dict[str, Any] = {"standing": True, "limit": FEW + 1}
    if along == "city" and "city" in wanted:
        return None
    if marks is not None:
        return counted | {"marks": marks}
    if len(wanted.get("nameContains", "")) >= _SHORTEST_CONTAINED:
        return counted | {"contains": True, "party": True}
    return counted | {"role": True, "all": True} if role is not None and along != "name" else None


def _marks(role: str | None, wanted: Mapping[str, Any]) -> str | None:
    """The full-text query for what the filter wants, where that holds anything such a query can find."""
    found = [(sign, str(wanted[name])) for name, sign in _MARKS.items() if name in wanted]
    if "source" in wanted:
        found.append(("@", wanted["source"] + wanted.get("table", "")))
    if wanted.get("generated"):
        found.append(("=", "generated"))
    run = run_query(wanted.get("nameContains", ""))
    if not found and run is None:
        return None
    return " ".join(filter(None, (mark_query(role, found), run)))


def _stretch(place: str) -> dict[str, str]:
    """Where the parties of a place begin in its index, and where they end."""
    start = placed(place)
    return {"start": start, "end": start[:-1] + chr(ord(start[-1]) + 1)}


def thing_list(given: Mapping[str, Any], *, descending: bool) -> dict[str, Any]:
    """Arguments of the list of products; see `party_list`."""
    wanted = {name: value for name, value in given.items() if value is not None and value != ""}
    if "nameContains" in wanted:
        wanted["nameContains"] = fold(wanted["nameContains"])
    if "code" in wanted:
        wanted["code"] = sorting(wanted["code"])
    ways: tuple[dict[str, Any], ...] = ({"name": True},)
    narrow = next((name for name in ("code", "supplier", "category") if name in wanted), None)
    if narrow:
        ways = ({narrow: True},)
    elif len(wanted.get("nameContains", "")) >= _SHORTEST_CONTAINED:
        ways = (*ways, {"contains": True, "limit": FEW + 1})
    return {"filter": wanted, "order": None, "descending": descending, "ways": ways}
