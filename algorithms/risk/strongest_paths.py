"""Strongest paths: along which ties a loss reached a node."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Float, Int32, Matrix, Result
from algorithms.inputs import as_csr, as_indices
from algorithms.jit import kernel


@dataclass(frozen=True, kw_only=True, slots=True)
class StrongestPaths(Result):
    """What `strongest_paths` returns.

    Attributes
    ----------
    strength : ndarray, shape (n,)
        Product of the rates along the strongest path from any source; 1 for sources, 0 where there is none.
    previous : ndarray of int32, shape (n,)
        The node before, on that path; −1 for sources and for what is not reached.

    """

    strength: Float
    previous: Int32

    def path(self, node: int) -> list[int]:
        """List the nodes from a source to `node`; empty where there is no path, InvalidIndexError for no node."""
        node = int(as_indices([node], "node", len(self.strength))[0])
        if self.strength[node] == 0:
            return []
        found = [node]
        while (before := int(self.previous[found[-1]])) >= 0:
            found.append(before)
        return found[::-1]


def strongest_paths(rates: Matrix, sources: Sequence[int]) -> StrongestPaths:
    """Find for every node the path from the sources with the largest product of rates.

    This explains a loss: of all single paths, it is the one that carries most. Losses add up over paths, so the
    strength is a lower bound on what reaches a node from a total loss of the sources, not an estimate.

    Parameters
    ----------
    rates : array-like or scipy.sparse, shape (n, n)
        Share of the loss of i that passes on to j; above 1 counts as 1. For `debtrank`, this is the transpose
        of exposures over buffers.
    sources : sequence of int
        Where paths begin.

    Returns
    -------
    StrongestPaths
        `strength`, `previous`; ``result.path(node)`` lists a path.

    Raises
    ------
    InvalidMatrixError, InvalidIndexError
        Bad shape, negative or missing numbers, sources that are no nodes.

    References
    ----------
    E. W. Dijkstra (1959), "A note on two problems in connexion with graphs", Numerische Mathematik 1: 269-271.

    Examples
    --------
    >>> result = strongest_paths([[0, 0.5, 0.2], [0, 0, 0.5], [0, 0, 0]], [0])
    >>> result.path(2), float(result.strength[2])
    ([0, 1, 2], 0.25)

    """
    matrix = as_csr(rates, "rates")
    starts = np.unique(as_indices(sources, "sources", matrix.rows)).astype(np.int32)
    shares = np.minimum(matrix.data, 1.0)
    strength, previous = _search(matrix.indptr, matrix.indices, shares, starts)
    return StrongestPaths(iterations=0, converged=True, tolerance=0.0, strength=strength, previous=previous)


@kernel
def _search(indptr: Int32, indices: Int32, rates: Float, starts: Int32) -> tuple[Float, Int32]:
    n = len(indptr) - 1
    strength = np.zeros(n)
    previous = np.full(n, -1, dtype=np.int32)
    done = np.zeros(n, dtype=np.bool_)
    heap = [(-1.0, np.int64(node)) for node in starts]
    for node in starts:
        strength[node] = 1.0
    while len(heap) > 0:
        _, node = heapq.heappop(heap)
        if done[node]:
            continue
        done[node] = True
        for entry in range(indptr[node], indptr[node + 1]):
            other = np.int64(indices[entry])
            through = strength[node] * rates[entry]
            if through > strength[other]:
                strength[other] = through
                previous[other] = node
                heapq.heappush(heap, (-through, other))
    return strength, previous
