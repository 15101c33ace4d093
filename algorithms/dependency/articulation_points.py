"""Articulation points: nodes without which a network falls apart."""

from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Int32, Int64, Matrix, Result, undirected
from algorithms.dependency.lowpoints import search
from algorithms.inputs import as_csr


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticulationPoints(Result):
    """What `articulation_points` returns.

    Attributes
    ----------
    nodes : ndarray of int, shape (k,)
        The articulation points, by index.
    severed : ndarray of int32, shape (n,)
        Nodes cut off from the largest part that remains when a node goes; 0 for all that are no
        articulation points.

    """

    nodes: Int64
    severed: Int32


def articulation_points(adjacency: Matrix) -> ArticulationPoints:
    """Find the nodes whose removal disconnects their component, in O(edges).

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] or [j, i] ties i and j; weights, directions and self-loops do not count.

    Returns
    -------
    ArticulationPoints
        `nodes` and `severed`.

    Raises
    ------
    InvalidMatrixError
        Bad shape, negative or missing numbers.

    References
    ----------
    J. Hopcroft, R. Tarjan (1973), "Algorithm 447: efficient algorithms for graph manipulation",
    Communications of the ACM 16(6): 372-378.

    Examples
    --------
    >>> result = articulation_points([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> result.nodes.tolist(), result.severed.tolist()
    ([1], [0, 1, 0])

    """
    found = search(undirected(as_csr(adjacency, "adjacency")))
    root = found.parent < 0
    cuts = found.pieces > root  # a root needs two parts, another node has one above it
    above = np.where(root, 0, found.component - 1 - found.cut)
    severed = np.where(cuts, found.component - 1 - np.maximum(found.largest, above), 0).astype(np.int32)
    return ArticulationPoints(iterations=0, converged=True, tolerance=0.0, nodes=np.flatnonzero(cuts), severed=severed)
