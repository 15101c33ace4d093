"""Communities by the Leiden method: groups that are tied more among themselves than chance would have it."""

from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Csr, Int32, Matrix, Result, folded, summed
from algorithms.errors import InvalidParameterError
from algorithms.influence.leiden_kernel import aggregate, connected_parts, move_nodes, refine, ties_and_strengths
from algorithms.inputs import as_csr, as_whole, check_tolerance


@dataclass(frozen=True, kw_only=True, slots=True)
class Communities(Result):
    """What `communities` returns.

    Attributes
    ----------
    label : ndarray of int32, shape (n,)
        Community of each node, the largest being 0; every community is connected.
    modularity : float
        Newman's modularity of the labels at the `resolution` asked for.
    count : int
        Number of communities.

    """

    label: Int32
    modularity: float
    count: int


def communities(
    adjacency: Matrix,
    *,
    resolution: float = 1.0,
    seed: int = 0,
    tolerance: float = 1e-4,
    max_iterations: int = 10,
) -> Communities:
    """Find communities that maximise modularity, by the Leiden method.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        Weight of the tie between i and j. Where it is not symmetric, both directions are added up.
    resolution : float
        γ > 0: higher gives smaller communities.
    seed : int
        Seed of the order in which nodes are visited.
    tolerance : float
        Runs are repeated from the last result while one gains more modularity than this.
    max_iterations : int
        Runs after which the result comes with ``converged=False``.

    Returns
    -------
    Communities
        `label`, `modularity`, `count`.

    Raises
    ------
    InvalidMatrixError, InvalidParameterError
        Bad shape, negative or missing numbers.

    References
    ----------
    V. A. Traag, L. Waltman, N. J. van Eck (2019), "From Louvain to Leiden: guaranteeing well-connected
    communities", Scientific Reports 9: 5233.

    Examples
    --------
    >>> tie = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    >>> communities(tie).label.tolist()
    [0, 0, 1, 1]

    """
    check_tolerance(tolerance, max_iterations)
    seed = as_whole(seed, "seed")
    if not 0 < resolution < np.inf:
        raise InvalidParameterError(f"resolution is {resolution}; it must be positive, 1 being usual")
    matrix = as_csr(adjacency, "adjacency")
    if matrix.entries:  # gains are compared in weights near 1, whatever their unit
        weights = matrix.data / matrix.data.max()  # before the mean, whose sum may overflow
        matrix = matrix.scaled(weights / weights.mean())
    graph = folded(matrix)
    label = np.arange(graph.rows, dtype=np.int32)
    total = float(graph.data.sum())
    quality = modularity(graph, label, resolution)
    runs, gain = 0, np.inf if total > 0 else 0.0
    while gain > tolerance and runs < max_iterations:
        label = _run(graph, label, resolution, total, np.random.default_rng((seed, runs)))
        after = modularity(graph, label, resolution)
        runs, gain, quality = runs + 1, after - quality, after
    label = _connected(graph, label)
    return Communities(
        iterations=runs,
        converged=gain <= tolerance,
        tolerance=tolerance,
        label=label,
        modularity=modularity(graph, label, resolution),
        count=int(label.max(initial=-1)) + 1,
    )


def modularity(graph: Csr, label: Int32, resolution: float = 1.0) -> float:
    """Return ``Σ_c (inside_c/2m − γ·(strength_c/2m)²)`` of a symmetric graph; 0 for one without edges."""
    inside, strength = ties_and_strengths(graph, label)
    total = float(strength.sum())
    return float(inside / total - resolution * np.square(strength / total).sum()) if total else 0.0


def _run(graph: Csr, label: Int32, resolution: float, total: float, rng: np.random.Generator) -> Int32:
    """Move, refine, aggregate, until a level has no two nodes in one community; labels of the first level."""
    member = np.arange(graph.rows, dtype=np.int32)  # node of the current level that each first node is in
    level, strength, part = graph, graph.row_sums(), label
    while True:
        order = rng.permutation(level.rows).astype(np.int32)
        part = _dense(move_nodes(level, strength, part, order, resolution / total))
        if part.max(initial=-1) + 1 == level.rows:
            return part[member]
        fine = _dense(refine(level, strength, part, order, resolution / total))
        if fine.max() + 1 == level.rows:  # nothing left to merge below the moved communities
            fine = part
        coarse = np.zeros(fine.max() + 1, dtype=np.int32)
        coarse[fine] = part
        member, part = fine[member], coarse
        strength = summed(fine, strength)
        level = Csr(*aggregate(level, fine, len(strength)), len(strength))


def _dense(label: Int32) -> Int32:
    return np.unique(label, return_inverse=True)[1].astype(np.int32)


def _connected(graph: Csr, label: Int32) -> Int32:
    """Split communities that are not connected, which never lowers modularity; number them by size."""
    part = connected_parts(graph, label)
    sizes = np.bincount(part)
    rank = np.empty(len(sizes), dtype=np.int32)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.take(rank, part)
