"""Bridges: ties without which a network falls apart."""

from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Int32, Matrix, Result, undirected
from algorithms.dependency.lowpoints import search
from algorithms.inputs import as_csr


@dataclass(frozen=True, kw_only=True, slots=True)
class Bridges(Result):
    """What `bridges` returns.

    Attributes
    ----------
    edges : ndarray of int32, shape (k, 2)
        The bridges, the lower index first, sorted.
    severed : ndarray of int32, shape (k,)
        Nodes on the smaller side of each.

    """

    edges: Int32
    severed: Int32


def bridges(adjacency: Matrix) -> Bridges:
    """Find the edges whose removal disconnects their component, in O(edges).

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] or [j, i] ties i and j, once; weights, directions and self-loops do not count.

    Returns
    -------
    Bridges
        `edges` and `severed`.

    Raises
    ------
    InvalidMatrixError
        Bad shape, negative or missing numbers.

    References
    ----------
    R. Tarjan (1974), "A note on finding the bridges of a graph", Information Processing Letters 2(6): 160-161.

    Examples
    --------
    >>> bridges([[0, 1, 0], [0, 0, 1], [0, 0, 0]]).edges.tolist()
    [[0, 1], [1, 2]]

    """
    found = search(undirected(as_csr(adjacency, "adjacency")))
    below = np.flatnonzero((found.parent >= 0) & (found.low == found.found))
    edges = np.sort(np.column_stack([found.parent[below], below]).astype(np.int32), axis=1)
    severed = np.minimum(found.size[below], found.component[below] - found.size[below])
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    return Bridges(iterations=0, converged=True, tolerance=0.0, edges=edges[order], severed=severed[order])
