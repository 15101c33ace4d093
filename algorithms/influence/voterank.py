"""VoteRank: spreaders elected one by one, each lowering the votes of its surroundings."""

import heapq
from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Float, Int32, Int64, Matrix, Result
from algorithms.inputs import as_csr, as_whole
from algorithms.jit import kernel


@dataclass(frozen=True, kw_only=True, slots=True)
class VoteRank(Result):
    """What `voterank` returns.

    Attributes
    ----------
    elected : ndarray of int
        Nodes in the order of their election.
    score : ndarray, shape (n,)
        Votes with which each node was elected; 0 where it was not.

    """

    elected: Int64
    score: Float


def voterank(adjacency: Matrix, count: int | None = None) -> VoteRank:
    """Elect influential spreaders.

    In each round every node votes for its neighbours (in a directed graph, for those who point at it) with its
    voting ability. The winner loses its own, and those it points at lose one over the average degree. Weights
    and self-loops do not count. Votes are counted in whole numbers, so ties are real, and the lowest index wins.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] is an edge from i to j; symmetric for an undirected graph.
    count : int, optional
        How many to elect; all that get votes when not given.

    Returns
    -------
    VoteRank
        `elected` and `score`.

    Raises
    ------
    InvalidMatrixError, InvalidParameterError
        Bad shape, negative or missing numbers, a negative count.

    References
    ----------
    J.-X. Zhang, D.-B. Chen, Q. Dong, Z.-D. Zhao (2016), "Identifying a set of influential spreaders in complex
    networks", Scientific Reports 6: 27823.

    Examples
    --------
    >>> voterank([[0, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]).elected.tolist()
    [0]

    """
    matrix = as_csr(adjacency, "adjacency").without_diagonal()
    limit = matrix.rows if count is None else as_whole(count, "count")
    elected, votes = _elect(matrix.indptr, matrix.indices, min(limit, matrix.rows))
    score = np.zeros(matrix.rows)
    # One vote is as many units as there are edges, so that what is left of an ability stays whole.
    score[elected] = votes / max(matrix.entries, 1)
    return VoteRank(iterations=len(elected), converged=True, tolerance=0.0, elected=elected, score=score)


@kernel
def _elect(indptr: Int32, indices: Int32, limit: int) -> tuple[Int64, Int64]:
    n = len(indptr) - 1
    unit = np.int64(len(indices))
    ability = np.full(n, unit)
    heap = [(-unit * np.int64(indptr[node + 1] - indptr[node]), np.int64(node)) for node in range(n)]
    heapq.heapify(heap)
    elected = np.empty(limit, dtype=np.int64)
    votes = np.empty(limit, dtype=np.int64)
    count = 0
    while count < limit and len(heap) > 0:
        before, node = heapq.heappop(heap)
        now = np.int64(0)
        for entry in range(indptr[node], indptr[node + 1]):
            now += ability[indices[entry]]
        if now == 0:
            continue
        if now != -before:  # votes only fall, so an old figure is an upper bound
            heapq.heappush(heap, (-now, node))
            continue
        elected[count] = node
        votes[count] = now
        count += 1
        ability[node] = 0
        for entry in range(indptr[node], indptr[node + 1]):
            other = indices[entry]
            ability[other] = max(ability[other] - n, 0)
    return elected[:count].copy(), votes[:count].copy()
