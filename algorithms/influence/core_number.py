"""Core numbers: the largest k for which a node lies in a part where everybody has k ties."""

from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Int32, Matrix, Result, is_symmetric, undirected
from algorithms.inputs import as_csr
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
    """Compute core numbers in O(edges · log edges).

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
    arXiv:cs/0310049, for the definition. H. Kabir, K. Madduri (2017), "Parallel k-core decomposition on multicore
    platforms", for peeling by levels.

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
    """Remove nodes level by level, those first that have the fewest ties left.

    Of a neighbour nothing is looked up but its degree: keeping all nodes sorted by it, as the paper does, costs four
    scattered reads an edge. In exchange each level looks through the nodes that are left, which have as many ties as
    the level at least: O(edges · log edges) in all.
    """
    n = len(out_indptr) - 1
    core = (out_indptr[1:] - out_indptr[:-1]) + (in_indptr[1:] - in_indptr[:-1])
    left = np.arange(n).astype(np.int32)
    queue = np.empty(n, dtype=np.int32)
    count, done = n, np.int64(-1)
    while count > 0:
        kept, level = 0, np.int64(2**62)
        for i in range(count):
            node = left[i]
            if core[node] > done:  # others went with their neighbours
                left[kept] = node
                kept += 1
                level = min(level, np.int64(core[node]))
        count, kept, waiting = kept, 0, 0
        for i in range(count):
            node = left[i]
            if core[node] == level:
                queue[waiting] = node
                waiting += 1
            else:
                left[kept] = node
                kept += 1
        count, done, at = kept, level, 0
        while at < waiting:
            node = queue[at]
            at += 1
            for entry in range(out_indptr[node], out_indptr[node + 1]):
                waiting = _lower(out_indices[entry], level, core, queue, waiting)
            for entry in range(in_indptr[node], in_indptr[node + 1]):
                waiting = _lower(in_indices[entry], level, core, queue, waiting)
    return core.astype(np.int32)


@kernel
def _lower(node: int, level: np.int64, core: Int32, queue: Int32, waiting: int) -> int:
    """Take a tie from a node; one that comes down to the level goes with it."""
    value = core[node]
    if value <= level:
        return waiting
    core[node] = value - 1
    if value - 1 == level:
        queue[waiting] = node
        return waiting + 1
    return waiting
