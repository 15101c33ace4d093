"""Snapshots: the graph, or a projection of it by channel, as arrays in memory.

    snapshots = Snapshots(database)                  # one a process; threads may share it
    snapshot = snapshots.get()                       # all channels, as of the newest day on which something occurred
    snapshot = snapshots.get(Projection(("supplies", "material")))
    snapshot.ties["supplies"].indptr, .target, .weight, .columns["leadTimeDays"]
    snapshot.nodes.name[i], .ids[i], .having("Supplier"), .index("9a4f…")

A snapshot never changes. `get` answers from memory while the graph's version is the same; after a change it reads
again only what the change concerns, and the result equals one that is read from the beginning. The loader notes what
it touches in `:Change` nodes, of which the newest are kept; where they are missing, or more than a quarter of the graph
was touched, everything is read again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

import networkx as nx
import numpy as np
from scipy import sparse

from cypher import query
from graph.channels import CHANNELS, SHAPE
from graph.client import Database
from graph.errors import UsageError
from graph.snapshot_nodes import COMPANY, Nodes
from graph.snapshot_reading import Content, Extent, edges_are_dated, extent, moved, read_again, read_all
from graph.snapshot_ties import Ties

T = TypeVar("T")

WINDOW_DAYS: Final = 365
_ROUNDS: Final = 5
_MOST: Final = 0.25
"""Share of the nodes beyond which reading again what was touched saves nothing."""
_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Projection:
    """What a snapshot holds.

    `channels` are names of `graph.channels` (all of them where none is named; `WHOLE` for every edge of the graph, with
    interactions as nodes). `as_of` is the day it shows, by default the newest on which something occurred. Events count
    for `window_days` before that day.
    """

    channels: tuple[str, ...] = tuple(CHANNELS)
    as_of: date | None = None
    window_days: int = WINDOW_DAYS

    def __post_init__(self) -> None:
        if not self.channels:
            raise UsageError("a projection names no channel; name some, or leave them out for all")
        if self.window_days < 1:
            raise UsageError(f"a window of {self.window_days} days holds nothing; give at least 1")


WHOLE: Final = Projection(SHAPE)


class _Memo:
    """What was worked out from a snapshot, once however many threads ask."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._values: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], T], most: int | None) -> T:
        with self._lock:
            if key not in self._values:
                self._values[key] = make()
                if most is not None and isinstance(key, tuple):
                    alike = [known for known in self._values if isinstance(known, tuple) and known[0] == key[0]]
                    for oldest in alike[:-most]:
                        del self._values[oldest]
            return cast(T, self._values[key])


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Nodes and the ties between them, by channel, as of a day and a version of the graph.

    `how` tells how it was come by: "read" (everything), or "refreshed" (what had changed).
    """

    version: int
    as_of: date
    window_days: int
    nodes: Nodes
    ties: Mapping[str, Ties]
    how: str = "read"
    _memo: _Memo = field(default_factory=_Memo, repr=False)

    @property
    def tie_count(self) -> int:
        """Ties of all channels."""
        return sum(len(ties) for ties in self.ties.values())

    @property
    def nbytes(self) -> int:
        """Bytes that the ties take."""
        return sum(ties.nbytes for ties in self.ties.values())

    def remember(self, key: Hashable, make: Callable[[], T], *, most: int | None = None) -> T:
        """What `make` returns, worked out once for this snapshot and key (matrices that many questions share).

        Of keys that are tuples with the same first word, the `most` last made are kept; all where it is not given.
        """
        return self._memo.get(key, make, most)

    def adjacency(self, channels: Sequence[str] | None = None) -> "sparse.csr_array[Any]":
        """Which nodes some channels tie, as nodes × nodes with the number of ties; the company is one of them."""
        chosen = tuple(self.ties) if channels is None else tuple(channels)
        return self.remember(("adjacency", chosen), lambda: self._adjacency(chosen))

    def _adjacency(self, channels: Sequence[str]) -> "sparse.csr_array[Any]":
        n = len(self.nodes)
        owners = np.concatenate([self.tied(name).owner() for name in channels])
        others = np.concatenate([self.tied(name).target for name in channels])
        found = sparse.csr_array((np.ones(len(owners)), (owners, others)), shape=(n, n))
        found.sum_duplicates()
        return found

    def tied(self, channel: str) -> Ties:
        """The ties of a channel; UsageError where the projection left it out."""
        if channel not in self.ties:
            raise UsageError(f"this snapshot has no channel {channel!r}; it has {', '.join(self.ties)}")
        return self.ties[channel]

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The same for networkx: nodes by id with `name` and `labels`, edges with `channel`, `weight` and facts."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(version=self.version, as_of=self.as_of)
        ids = [self.nodes.id(i) for i in range(len(self.nodes))]
        for i, node_id in enumerate(ids):
            graph.add_node(node_id, name=self.nodes.name[i], labels=self.nodes.labels_of(i))
        for name, ties in self.ties.items():
            for entry, (owner, target) in enumerate(zip(ties.owner().tolist(), ties.target.tolist(), strict=True)):
                facts = {**ties.facts(entry), "weight": float(ties.weight[entry])}
                graph.add_edge(ids[owner], ids[target], channel=name, **facts)
        if not any(ties.channel.company for ties in self.ties.values()):
            graph.remove_node(COMPANY)
        return graph


@dataclass(slots=True)
class _Held:
    """What is kept of one projection."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    extent: Extent | None = None
    content: Content | None = None
    snapshot: Snapshot | None = None


class Snapshots:
    """Snapshots of one database by projection: the newest of each of the last few is kept. Thread-safe."""

    def __init__(self, database: Database, *, keep: int = 4) -> None:
        self._database = database
        self._keep = keep
        self._lock = threading.Lock()
        self._held: OrderedDict[Projection, _Held] = OrderedDict()

    def get(self, projection: Projection | None = None) -> Snapshot:
        """The snapshot of the graph as it is now.

        Under steady writing, what was written while it was read may be in it in part; its `version` is then the
        last before, and the next call puts it right. Raises UsageError for an unknown channel, UnavailableError and
        DatabaseError as reading does.
        """
        projection = projection or Projection()
        with self._lock:
            held = self._held.setdefault(projection, _Held())
            self._held.move_to_end(projection)
            while len(self._held) > self._keep:
                self._held.popitem(last=False)
        with held.lock:
            return self._current(projection, held)

    def _current(self, projection: Projection, held: _Held) -> Snapshot:
        version, wanted = self._now(projection)
        how = "refreshed"
        for _ in range(_ROUNDS):
            if held.snapshot and (held.snapshot.version, held.extent) == (version, wanted):
                break
            touched = self._touched(held, version, wanted)
            if touched is None or held.content is None:
                content, how = read_all(self._database, wanted), "read"
            else:
                content = read_again(self._database, wanted, held.content, touched)
            ties = MappingProxyType(content.ties)
            held.content, held.extent = content, wanted
            held.snapshot = Snapshot(version, wanted.as_of, projection.window_days, content.nodes, ties, how)
            version, wanted = self._now(projection)
        if held.snapshot is None:
            raise AssertionError("unreachable")
        return held.snapshot

    def _now(self, projection: Projection) -> tuple[int, Extent]:
        row = self._database.read(query("snapshot/read_as_of"))[0]
        as_of = projection.as_of or row["asOf"].to_native()
        return row["version"], extent(projection.channels, as_of, projection.window_days)

    def _touched(self, held: _Held, version: int, wanted: Extent) -> set[str] | None:
        """Ids that changed since what is held; None where nothing is held, or not enough is known."""
        if held.snapshot is None or held.content is None or held.extent is None or held.snapshot.version > version:
            return None
        found: set[str] = set()
        if held.snapshot.version < version:
            rows = self._database.read(query("snapshot/list_changes"), after=held.snapshot.version)
            kept = {row["version"]: row["touched"] for row in rows if row["version"] <= version}
            if len(kept) < version - held.snapshot.version or None in kept.values():
                return None
            for packed in kept.values():
                found.update(packed[i : i + _ID_BYTES].hex() for i in range(0, len(packed), _ID_BYTES))
        if held.extent != wanted:
            if edges_are_dated(self._database):
                return None
            found |= moved(self._database, held.extent, wanted)
        return None if len(found) > _MOST * len(held.content.nodes) + 1_000 else found
