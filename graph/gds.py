"""Graph Data Science: figures of graphs that outgrow this process, on a projection inside Neo4j.

    with projected(database, projection) as name:
        figures = measure(database, name)

The projection is the network of dependence, with the same ties as `intelligence.jobs.network` makes of a snapshot. It
is dropped when the block ends, whatever ends it; where the process dies, the next projection drops it first. One
process at a time holds projections, under a lock that ends with it.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cypher import query
from graph.client import Database
from graph.errors import DatabaseError, UsageError

LARGE: Final = 20_000_000
"""Edges of the database from which the engine `auto` is Graph Data Science: a snapshot takes up to 40 bytes a tie."""
EXACT: Final = 5_000
"""Nodes up to which betweenness is exact, as in `algorithms.influence.betweenness`."""
SAMPLES: Final = 1_000
_PREFIX: Final = "guanxi-"
_ITERATIONS: Final = 10_000
_CHUNK: Final = 10_000


@dataclass(frozen=True, slots=True)
class Extent:
    """What a projection shows: the graph's version, the day, and how many days before it count."""

    version: int
    as_of: date
    window_days: int


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Figures of a projection's nodes, sorted by id, in networkx's conventions; `facts` say how each was come by.

    `absent` counts parties and goods that no tie brings into the projection.
    """

    ids: NDArray[np.bytes_]
    name: NDArray[np.object_]
    labels: NDArray[np.object_]
    pagerank: NDArray[np.float64]
    betweenness: NDArray[np.float64]
    core: NDArray[np.int32]
    community: NDArray[np.int32]
    component: NDArray[np.int32]
    neighbours: NDArray[np.int32]
    dependants: NDArray[np.int32]
    absent: int
    facts: Mapping[str, Mapping[str, Any]]

    def id(self, index: int, /) -> str:
        """Id of a node."""
        return bytes(self.ids[index]).decode()

    def labels_of(self, index: int, /) -> tuple[str, ...]:
        """Labels of a node."""
        return tuple(self.labels[index])


def is_large(database: Database) -> bool:
    """Whether the graph is so large that it is better worked on inside Neo4j."""
    return bool(database.read(query("gds/count_edges"))[0]["edges"] >= LARGE)


def extent(database: Database, as_of: date | None, window_days: int) -> Extent:
    """What a projection of the graph as it is now shows, by default on the newest day on which something occurred."""
    row = database.read(query("snapshot/read_as_of"))[0]
    return Extent(row["version"], as_of or row["asOf"].to_native(), window_days)


@contextmanager
def projected(database: Database, shown: Extent) -> Iterator[str]:
    """Keep the network of dependence as a projection, whose name is given, until the block ends.

    Raises UsageError where this Neo4j has no Graph Data Science.
    """
    try:
        database.read(query("gds/read_version"))
    except DatabaseError as error:
        raise UsageError(
            f"this Neo4j has no Graph Data Science ({error}); install it there, or set GUANXI_ENGINE=process"
        ) from error
    name = f"{_PREFIX}{uuid.uuid4().hex}"
    with database.holding(query("runs/hold_job"), job="gds"):
        for row in database.read(query("gds/list_projections"), prefix=_PREFIX):
            database.read(query("gds/drop_projection"), name=row["name"])
        try:
            since = shown.as_of - timedelta(days=shown.window_days)
            database.read(query("gds/project_dependence"), name=name, asOf=shown.as_of, since=since)
            yield name
        finally:
            database.read(query("gds/drop_projection"), name=name)


def measure(
    database: Database, name: str, *, damping: float = 0.85, resolution: float = 1.0, seed: int = 0,
    tolerance: float = 1e-9,
) -> Figures:  # fmt: skip
    """Work out all figures of a projection and read them."""
    if not database.read(query("gds/list_projections"), prefix=name):
        return _figures([], {}, 0)  # nothing depends on anything: there is no projection of no ties
    database.read(query("gds/tie"), name=name)
    database.read(query("gds/count_ties"), name=name)
    rank = database.read(
        query("gds/rank_pages"), name=name, damping=damping, tolerance=tolerance, iterations=_ITERATIONS
    )[0]
    database.read(query("gds/find_cores"), name=name)
    groups = database.read(query("gds/find_communities"), name=name, resolution=resolution, seed=seed)[0]
    components = database.read(query("gds/find_components"), name=name)[0]
    nodes = database.read(query("gds/count_nodes"), name=name)[0]["nodes"]
    samples = min(nodes, SAMPLES) if nodes > EXACT else nodes
    if samples < nodes:
        database.read(query("gds/sample_betweenness"), name=name, samples=samples, seed=seed)
    else:
        database.read(query("gds/measure_betweenness"), name=name)
    facts = {
        "pagerank": {**rank, "tolerance": tolerance},
        "betweenness": {"samples": samples, "tolerance": 0.0, "converged": samples == nodes},
        "core": {"tolerance": 0.0, "converged": True},
        "community": {**groups, "tolerance": 1e-4},
        "component": {**components, "tolerance": 0.0, "converged": True},
    }
    rows = list(database.stream(query("gds/stream_figures"), name=name, size=_CHUNK))
    return _figures(rows, facts, database.read(query("gds/count_standing"))[0]["nodes"])


def _figures(rows: list[dict[str, Any]], facts: Mapping[str, Mapping[str, Any]], standing: int) -> Figures:
    def column(name: str, kind: Any) -> NDArray[Any]:
        return np.array([value for row in rows for value in row[name]], dtype=kind)

    ids = column("id", "S32")
    order = np.argsort(ids, kind="stable")
    n = len(ids)
    labels = np.empty(n, dtype=np.object_)
    labels[:] = [tuple(value) for row in rows for value in row["label"]]
    pagerank = column("pagerank", np.float64)
    scored = sum(bool({"Customer", "Supplier", "Employee", "Partner", "Investor", "Product", "Material"} & set(each))
                 for each in labels)  # fmt: skip
    samples = facts["betweenness"]["samples"] if facts else 0
    return Figures(
        ids[order],
        column("called", np.object_)[order],
        labels[order],
        # (I - dPᵀ)y = (1 - d)·1 is solved by a multiple of networkx's scores: what is lost at dead ends is what they
        # would give to all nodes alike.
        (pagerank / pagerank.sum() if n else pagerank)[order],
        _normalized(column("betweenness", np.float64), n, samples)[order],
        column("core", np.int32)[order],
        _by_size(column("community", np.int64)[order]),
        _by_size(column("component", np.int64)[order]),
        column("neighbours", np.int32)[order],
        column("dependants", np.int32)[order],
        standing - scored,
        facts,
    )


def _normalized(betweenness: NDArray[np.float64], n: int, samples: int) -> NDArray[np.float64]:
    """Pairs, each counted once, as a share of all pairs of other nodes; a sample stands for all sources."""
    pairs = (n - 1) * (n - 2) / 2
    return betweenness * (n / samples / pairs) if pairs > 0 else betweenness


def _by_size(label: NDArray[np.int64]) -> NDArray[np.int32]:
    """Labels from 0, the largest group first."""
    _, first, inverse, size = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[inverse]
