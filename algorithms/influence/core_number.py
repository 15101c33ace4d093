"""Core numbers: the largest k for which a node lies in a part where everybody has k ties."""

from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Int32, Matrix, Result, as_csr, is_symmetric, undirected
from algorithms.jit import kernel


@dataclass(frozen=True, kw_only=True, slots=True)
class CoreNumber(Result):
    """What `core_number` returns.

    Attributes
    ----------
    score : ndarray of int32, shape (n,)
        Core number of each node.

    """

    score: Int32


def core_number(adjacency: Matrix, *, directed: bool | None = None) -> CoreNumber:
    """Compute core numbers in O(edges).

    Weights do not count, and neither do self-loops. In a directed graph the degree is in-degree plus
    out-degree, as in networkx, so two edges to and fro count twice.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] is an edge from i to j; symmetric for an undirected graph.
    directed : bool, optional
        Told from symmetry when not given.

    Returns
    -------
    CoreNumber
        `score`.

    Raises
    ------
    InvalidMatrixError
        Bad shape, negative or missing numbers.

    References
    ----------
    V. Batagelj, M. Zaveršnik (2003), "An O(m) algorithm for cores decomposition of networks",
    arXiv:cs/0310049.

    Examples
    --------
    >>> core_number([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]]).score.tolist()
    [2, 2, 2, 1]

    """
    matrix = as_csr(adjacency, "adjacency").without_diagonal()
    other = matrix.transposed()
    symmetric = is_symmetric(matrix, other)
    if directed is None:
        directed = not symmetric
    if directed:
        indptr, indices = other.indptr, other.indices
    else:
        matrix = matrix if symmetric else undirected(matrix)
        indptr, indices = np.zeros_like(matrix.indptr), np.empty(0, dtype=np.int32)
    score = _peel(matrix.indptr, matrix.indices, indptr, indices)
    return CoreNumber(iterations=0, converged=True, tolerance=0.0, score=score)


@kernel
def _peel(out_indptr: Int32, out_indices: Int32, in_indptr: Int32, in_indices: Int32) -> Int32:
    """Remove nodes by rising degree; `order` stays sorted by degree, `start` marks where each begins."""
    n = len(out_indptr) - 1
    degree = (out_indptr[1:] - out_indptr[:-1]) + (in_indptr[1:] - in_indptr[:-1])
    largest = degree.max() if n else 0
    start = np.zeros(largest + 2, dtype=np.int32)
    for node in range(n):
        start[degree[node] + 1] += 1
    for value in range(largest + 1):
        start[value + 1] += start[value]
    place = np.empty(n, dtype=np.int32)
    order = np.empty(n, dtype=np.int32)
    free = start.copy()
    for node in range(n):
        place[node] = free[degree[node]]
        order[place[node]] = node
        free[degree[node]] += 1
    for position in range(n):
        node = order[position]
        for entry in range(out_indptr[node], out_indptr[node + 1]):
            _lower(out_indices[entry], degree[node], degree, start, place, order)
        for entry in range(in_indptr[node], in_indptr[node + 1]):
            _lower(in_indices[entry], degree[node], degree, start, place, order)
    return degree.astype(np.int32)


@kernel
def _lower(node: int, floor: int, degree: Int32, start: Int32, place: Int32, order: Int32) -> None:
    value = degree[node]
    if value <= floor:
        return
    first = start[value]
    other = order[first]
    if other != node:
        order[first], order[place[node]] = node, other
        place[other], place[node] = place[node], first
    start[value] = first + 1
    degree[node] = value - 1
