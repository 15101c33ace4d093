"""Reading a snapshot: all of it, or what a change concerns."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeVar

import numpy as np

from cypher import query
from graph.channels import EDGE, Channel, channel
from graph.client import Database
from graph.snapshot_nodes import Nodes, joined, nodes_of, with_company
from graph.snapshot_ties import Int64, Loose, Ties, loose_ties, loosened, ties_of

T = TypeVar("T")

OWNERS: Final = 2_000
"""Owners a statement reads the ties of: few enough for flat memory, enough to make the round trip not count."""
_NODES: Final = 10_000
_READERS: Final = 2
_INTERACTION: Final = "Interaction"
_ABSENT: Final = frozenset({"Placeholder", "Ended"})


@dataclass(frozen=True, slots=True)
class Extent:
    """What is read: channels, the day, and the first day that is before the window."""

    channels: tuple[Channel, ...]
    as_of: date
    since: date

    @property
    def interactions(self) -> bool:
        """Whether interactions are nodes: they are where the whole graph's shape is read."""
        return any(c.name.startswith(EDGE) for c in self.channels)


def extent(channels: Sequence[str], as_of: date, window_days: int) -> Extent:
    """What to read for these channels on a day; UsageError for a channel that does not exist."""
    return Extent(tuple(channel(name) for name in sorted(set(channels))), as_of, as_of - timedelta(days=window_days))


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """Nodes and ties as read, and how many ties named a node that was not there: something was writing meanwhile."""

    nodes: Nodes
    ties: dict[str, Ties]
    strange: int


def read_all(database: Database, wanted: Extent) -> Content:
    """Read everything."""
    rows = database.read(query("snapshot/list_nodes"), interactions=wanted.interactions, size=_NODES)
    nodes = with_company(_read_nodes(database, [row["nodes"] for row in rows], interactions=wanted.interactions))
    ties = {}
    strange = 0
    for each in wanted.channels:
        owners = np.flatnonzero(nodes.having(each.owner))
        found, missed = _read_ties(database, each, wanted, owners, nodes)
        ties[each.name] = ties_of(each, [found], len(nodes))
        strange += missed
    return Content(nodes, ties, strange)


def read_again(database: Database, wanted: Extent, known: Content, touched: set[str]) -> Content:
    """Read again what the nodes and records `touched` concern; equal to reading everything.

    A row of a channel depends on a path of the graph that begins at its owner. A path that is no more was cut
    somewhere; the nodes at the cut were touched, and the one nearer to the owner is still tied to it. So the rows to
    read again are those that still have a path, or the beginning of one, to something touched.
    """
    concerned = touched | _ids(database, "resolve_ids", sorted(touched))
    fresh = _read_nodes(database, _find(database, sorted(concerned)), interactions=wanted.interactions)
    former = known.nodes.take(np.arange(known.nodes.company))
    gone = np.isin(former.ids, np.array(sorted(concerned), dtype="S32"))
    nodes = with_company(joined(former.take(~gone), fresh))
    places = _places(known.nodes, nodes)
    ties = {}
    strange = 0
    for each in wanted.channels:
        before = known.ties[each.name]
        stale = set().union(*(_concerned(database, each, part) for part in _parts(sorted(concerned), OWNERS)))
        # An owner that is gone has no row to keep, and no row to read.
        kept = places >= 0
        kept[[known.nodes.index(i) for i in stale if _holds(known.nodes, i)]] = False
        owners = np.array(sorted(nodes.index(i) for i in stale if _holds(nodes, i)), dtype=np.int64)
        found, missed = _read_ties(database, each, wanted, owners, nodes)
        ties[each.name] = ties_of(each, [loosened(before, places, kept), found], len(nodes))
        strange += missed
    return Content(nodes, ties, strange)


def edges_are_dated(database: Database) -> bool:
    """Whether any edge ever said from when or to when it holds. Edges are not found by these days."""
    return bool(database.read(query("snapshot/read_validity"))[0]["known"])


def moved(database: Database, before: Extent, wanted: Extent) -> set[str]:
    """Ids of interactions that another day shows otherwise."""
    found: set[str] = set()
    for start, end in ((before.since, wanted.since), (before.as_of, wanted.as_of)):
        rows = database.read(query("snapshot/list_occurred"), after=min(start, end), until=max(start, end))
        found.update(row["id"] for row in rows)
    first, last = sorted((before.as_of, wanted.as_of))
    rows = database.read(query("snapshot/list_due"), after=first, until=last)
    return found | {row["id"] for row in rows}


def _read_nodes(database: Database, parts: Sequence[Sequence[int]], *, interactions: bool) -> Nodes:
    rows = _each(database, [(query("snapshot/read_nodes"), {"nodes": list(part)}) for part in parts])
    unwanted = _ABSENT if interactions else {_INTERACTION}
    return nodes_of([row for row in rows if _INTERACTION not in row["labels"] or not unwanted & set(row["labels"])])


def _read_ties(database: Database, each: Channel, wanted: Extent, owners: Int64, nodes: Nodes) -> tuple[Loose, int]:
    statement = each.reading
    params: dict[str, Any] = {"asOf": wanted.as_of}
    if each.windowed:
        params["since"] = wanted.since
    numbers = nodes.internal[owners].tolist()
    rows = _each(database, [(statement, {**params, "nodes": part}) for part in _parts(numbers, OWNERS)])
    return loose_ties(each, rows, nodes)


def _each(database: Database, statements: Sequence[tuple[Any, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The rows of some statements, run two at a time: one is decoded while the server works on the other."""
    if len(statements) <= 1:
        return [row for statement, params in statements for row in database.read(statement, **params)]
    with ThreadPoolExecutor(_READERS) as pool:
        found = pool.map(lambda given: database.read(given[0], **given[1]), statements)
        return [row for rows in found for row in rows]


def _find(database: Database, ids: Sequence[str]) -> list[list[int]]:
    """Neo4j's own numbers of the nodes of some ids, those that are there, in parts."""
    statement = query("snapshot/find_nodes")
    return [[row["node"] for row in database.read(statement, ids=part)] for part in _parts(ids, _NODES)]


def _ids(database: Database, name: str, ids: Sequence[str]) -> set[str]:
    return {row["id"] for part in _parts(ids, OWNERS) for row in database.read(query(f"snapshot/{name}"), ids=part)}


def _concerned(database: Database, each: Channel, ids: Sequence[str]) -> set[str]:
    return {row["id"] for row in database.read(each.concern, ids=ids)}


def _places(before: Nodes, after: Nodes) -> Int64:
    """Where each former node stands now; −1 for those that are gone."""
    known = after.ids[:-1]
    at = np.minimum(np.searchsorted(known, before.ids[:-1]), max(len(known) - 1, 0))
    found = np.where(known[at] == before.ids[:-1], at, -1) if len(known) else np.full(before.company, -1)
    return np.append(found, after.company)


def _holds(nodes: Nodes, node_id: str) -> bool:
    try:
        nodes.index(node_id)
    except KeyError:
        return False
    return True


def _parts(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
