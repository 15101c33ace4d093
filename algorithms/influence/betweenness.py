"""Betweenness: the share of shortest paths that run through a node."""

from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Float, Int32, Matrix, Result, is_symmetric
from algorithms.errors import InvalidParameterError
from algorithms.inputs import as_csr, as_whole
from algorithms.jit import blocks, in_threads, kernel

EXACT_UP_TO = 5_000
SAMPLES = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Betweenness(Result):
    """What `betweenness` returns.

    Attributes
    ----------
    score : ndarray, shape (n,)
        Betweenness of each node, or its estimate.
    standard_error : ndarray, shape (n,)
        Standard error of the estimate; 0 where it is exact.
    samples : int
        Number of sources used; n where it is exact.

    """

    score: Float
    standard_error: Float
    samples: int


def betweenness(
    adjacency: Matrix,
    *,
    normalized: bool = True,
    samples: int | None = None,
    seed: int = 0,
    directed: bool | None = None,
) -> Betweenness:
    """Compute betweenness centrality, exactly or from a sample of sources.

    Paths are counted by edges: weights are not lengths. Self-loops and end points do not count.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] is an edge from i to j; symmetric for an undirected graph.
    normalized : bool
        Whether to divide by the number of pairs, (n − 1)(n − 2) ordered ones.
    samples : int, optional
        How many sources to draw without replacement; n or more is exact. When not given, all up to 5 000
        nodes, and 1 000 sources above.
    seed : int
        Seed of the draw of sources.
    directed : bool, optional
        Whether pairs are ordered, which matters when not normalised; told from symmetry when not given.

    Returns
    -------
    Betweenness
        `score`, `standard_error`; `tolerance` is the largest standard error.

    Raises
    ------
    InvalidMatrixError, InvalidParameterError
        Bad shapes, negative or missing numbers, fewer than two samples.

    References
    ----------
    U. Brandes (2001), "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology
    25(2): 163-177. U. Brandes, C. Pich (2007), "Centrality estimation in large networks", International
    Journal of Bifurcation and Chaos 17(7): 2303-2318.

    Examples
    --------
    >>> betweenness([[0, 1, 0], [1, 0, 1], [0, 1, 0]]).score.tolist()
    [0.0, 1.0, 0.0]

    """
    matrix = as_csr(adjacency, "adjacency")
    n = matrix.rows
    seed = as_whole(seed, "seed")
    wanted = (n if n <= EXACT_UP_TO else SAMPLES) if samples is None else min(as_whole(samples, "samples"), n)
    if wanted < min(2, n):
        raise InvalidParameterError(f"samples is {samples}; an error can only be stated from 2 or more")
    sources = np.arange(n)
    if wanted < n:
        sources = np.sort(np.random.default_rng(seed).choice(n, size=wanted, replace=False))
    pairs = sources.astype(np.int32)

    def block(part: tuple[int, int]) -> Float:
        return _dependencies(matrix.indptr, matrix.indices, pairs[part[0] : part[1]])

    sums = np.sum([np.zeros((2, n)), *in_threads(block, blocks(wanted, per_core=2))], axis=0)
    scale = _scale(n, normalized, directed if directed is not None else not is_symmetric(matrix, matrix.transposed()))
    if wanted == n:
        error = np.zeros(n)
    else:
        variance = np.maximum(sums[1] - sums[0] ** 2 / wanted, 0.0) / (wanted - 1)
        error = n * scale * np.sqrt(variance / wanted * (1.0 - wanted / n))
    return Betweenness(
        iterations=wanted,
        converged=True,
        tolerance=float(error.max(initial=0.0)),
        score=sums[0] * (scale * n / max(wanted, 1)),
        standard_error=error,
        samples=wanted,
    )


def _scale(n: int, normalized: bool, directed: bool) -> float:
    if normalized:
        return 1.0 / ((n - 1) * (n - 2)) if n > 2 else 1.0
    return 1.0 if directed else 0.5


@kernel
def _dependencies(indptr: Int32, indices: Int32, sources: Int32) -> Float:
    """Sum, and sum of squares, over sources of how much each node lies between a source and all others."""
    n = len(indptr) - 1
    sums = np.zeros((2, n))
    distance = np.full(n, -1, dtype=np.int32)
    paths = np.zeros(n)
    passing = np.zeros(n)  # (1 + dependency) / paths of a node, once all behind it are done
    order = np.empty(n, dtype=np.int32)
    for source in sources:
        distance[source] = 0
        paths[source] = 1.0
        order[0] = source
        reached = 1
        position = 0
        while position < reached:
            node = order[position]
            position += 1
            further = distance[node] + 1
            through = paths[node]
            for entry in range(indptr[node], indptr[node + 1]):
                other = indices[entry]
                if distance[other] < 0:
                    distance[other] = further
                    paths[other] = through
                    order[reached] = other
                    reached += 1
                elif distance[other] == further:
                    paths[other] += through
        for position in range(reached - 1, 0, -1):
            node = order[position]
            further = distance[node] + 1
            behind = 0.0
            for entry in range(indptr[node], indptr[node + 1]):
                if distance[indices[entry]] == further:
                    behind += passing[indices[entry]]
            dependency = behind * paths[node]
            passing[node] = (1.0 + dependency) / paths[node]
            sums[0, node] += dependency
            sums[1, node] += dependency * dependency
        for position in range(reached):
            distance[order[position]] = -1
    return sums
