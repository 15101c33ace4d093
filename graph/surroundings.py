"""What surrounds a node, and how two nodes hang together: which edges are followed, how far, and where it ends."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from graph.errors import UsageError
from graph.model import EDGES

DESCRIBES: Final = "DESCRIBES"
FOLLOWED: Final = tuple(
    name for name in EDGES if name not in {"IN_CATEGORY", "STORED_IN", "DISPATCHED_FROM", "ATTENDED", "SAME_AS"}
)
"""Types of edge that are followed unless others are asked for.

Categories, warehouses and trainings join what has nothing else to do with each other; records are what a party was told
from, not whom it deals with.
"""
MAX_DEPTH: Final = 3
MAX_NODES: Final = 500
MAX_HOPS: Final = 8
DEFAULT_NODES: Final = 200
DEFAULT_HOPS: Final = 6
HUB: Final = 1_000
"""Edges beyond which a node joins too much for a path through it to say anything."""
EACH: Final = 50
"""Neighbours that are shown of one node."""
LOOKED: Final = 20_000
"""Edges of one node that are looked at for its neighbours."""
MAX_EDGES: Final = 2_000
_BEYOND: Final = MappingProxyType({2: ("second",), 3: ("second", "third")})


def neighborhood(id_: str, depth: int, limit: int, types: Sequence[str] | None, kinds: Sequence[str] | None) -> Any:
    """Arguments of the neighbourhood of a node; UsageError for a bound that cannot be kept."""
    _within("depth", depth, 1, MAX_DEPTH)
    _within("limit", limit, 1, MAX_NODES)
    way: dict[str, Any] = {"each": EACH, "looked": LOOKED, "hub": HUB, "edges": MAX_EDGES}
    way |= dict.fromkeys(_BEYOND.get(depth, ()), True)
    return {"id": id_, "limit": limit, "kinds": list(kinds) if kinds else None, "way": way, **_followed(types)}


def path(start: str, end: str, hops: int, types: Sequence[str] | None) -> Mapping[str, Any]:
    """Arguments of the shortest path between two nodes; UsageError for a bound that cannot be kept."""
    _within("maxHops", hops, 0, MAX_HOPS)
    return {"from": start, "to": end, "way": {"hub": HUB, "hops": hops or None}, **_followed(types)}


def _followed(types: Sequence[str] | None) -> dict[str, Sequence[str]]:
    return {"edgeTypes": tuple(dict.fromkeys(types)) if types else FOLLOWED}


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise UsageError(f"`{name}` is {value}; it may be {least} to {most}")
