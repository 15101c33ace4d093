"""What a job finds: one metric's values over nodes of a snapshot, and the evidence of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.arrays import Result
from graph.model import KINDS
from graph.runs import Scores, ranks

Evidence: TypeAlias = Callable[[int], Mapping[str, Any]]
Csr: TypeAlias = "sparse.csr_array[Any]"


class Directory(Protocol):
    """What tells who the nodes are: those of a snapshot, or those that Graph Data Science names."""

    @property
    def ids(self) -> NDArray[np.bytes_]:
        """Ids of all nodes."""

    @property
    def name(self) -> NDArray[np.object_]:
        """Names of all nodes."""

    def id(self, index: int, /) -> str:
        """Id of a node."""

    def labels_of(self, index: int, /) -> tuple[str, ...]:
        """Labels of a node."""


@dataclass(frozen=True, slots=True)
class Place:
    """One row of a ranking; `roles` are a party's, or the kind of a thing."""

    rank: int
    id: str
    name: str
    roles: tuple[str, ...]
    value: float
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: its kind (the name of its scores), a title and what a value means, for people."""

    kind: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Values of one metric, the highest first.

    `nodes` are indices of the `directory`; `evidence` gives that of one of the places. `insufficient` counts what lacks
    the data for a value; a node without a value that is not counted there has nothing of what is measured.
    """

    metric: Metric
    directory: Directory
    nodes: NDArray[np.int64]
    values: NDArray[np.float64]
    evidence: Evidence
    insufficient: int
    facts: Mapping[str, Any] = field(default_factory=dict)

    def scores(self) -> Scores:
        """The same for `graph.runs`."""
        ids = [self.directory.id(int(node)) for node in self.nodes]
        evidence = [self.evidence(place) for place in range(len(ids))]
        return Scores(self.metric.kind, ids, self.values.tolist(), evidence, self.insufficient, self.facts)

    def top(self, count: int = 10) -> list[Place]:
        """The first places, with names."""
        nodes = self.directory
        shown = self.nodes[:count].tolist()
        rank = ranks(self.values[:count].tolist())
        return [
            Place(
                rank[place],
                nodes.id(node),
                str(nodes.name[node]),
                _roles(nodes.labels_of(node)),
                float(self.values[place]),
                self.evidence(place),
            )
            for place, node in enumerate(shown)
        ]


def _roles(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Roles of a party, or the kind of a thing."""
    return tuple(label for label in labels if label in KINDS)


def found(
    metric: Metric,
    directory: Directory,
    nodes: NDArray[Any],
    values: NDArray[Any],
    evidence: Evidence,
    *,
    insufficient: int,
    **facts: Any,
) -> Found:
    """Order the values of some nodes: the highest first, equal ones by id. `evidence` goes by position as given."""
    order = np.lexsort((directory.ids[nodes], -np.asarray(values, dtype=np.float64)))
    return Found(
        metric,
        directory,
        np.asarray(nodes, dtype=np.int64)[order],
        np.asarray(values, dtype=np.float64)[order],
        lambda place: evidence(int(order[place])),
        insufficient,
        facts,
    )


def reached(result: Result, engine: str = "process") -> dict[str, Any]:
    """How a result was come by, as facts of a run."""
    return {
        "engine": engine,
        "tolerance": float(result.tolerance),
        "iterations": int(result.iterations),
        "converged": bool(result.converged),
    }


def strongest(matrix: Csr, count: int = 3) -> list[list[tuple[int, float]]]:
    """The largest entries of each row as (column, entry), the largest first; equal ones by column."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    place = np.arange(len(order)) - matrix.indptr[rows]
    kept = order[place < count]
    picked: list[list[tuple[int, float]]] = [[] for _ in range(matrix.shape[0])]
    for row, column, entry in zip(
        rows[kept].tolist(), matrix.indices[kept].tolist(), matrix.data[kept].tolist(), strict=True
    ):
        picked[row].append((column, entry))
    return picked


def named(directory: Directory, nodes: Iterable[int], *, most: int = 3) -> list[dict[str, str]]:
    """Ids and names of the first nodes, for evidence."""
    shown = [int(node) for _, node in zip(range(most), nodes, strict=False)]
    return [{"id": directory.id(node), "name": str(directory.name[node])} for node in shown]
