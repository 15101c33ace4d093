"""PageRank: the weight that a random walker gives to each node."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from algorithms.arrays import Float, Int32, Matrix, Result
from algorithms.errors import InvalidParameterError, InvalidVectorError
from algorithms.inputs import as_csr, as_indices, as_vector, check_tolerance
from algorithms.jit import kernel


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRank(Result):
    """What `pagerank` returns.

    Attributes
    ----------
    score : ndarray, shape (n,)
        Share of the walker's time at each node; sums to 1.

    """

    score: Float


def pagerank(
    adjacency: Matrix,
    *,
    damping: float = 0.85,
    personalization: ArrayLike | Mapping[int, float] | None = None,
    tolerance: float = 1e-9,
    max_iterations: int = 10_000,
) -> PageRank:
    """Compute PageRank, or personalised PageRank, by Gauss-Seidel sweeps.

    Nodes without outgoing edges send the walker to the personalisation, as in networkx. (Graph Data Science
    loses what they hold, so its scores do not sum to 1.)

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        Weight of the edge from i to j; symmetric for an undirected graph. Self-loops count.
    damping : float
        Chance in [0, 1) that the walker follows an edge.
    personalization : array-like of shape (n,), or mapping of int to float, optional
        Non-negative weights of where it starts anew, 0 for nodes that a mapping leaves out; uniform when not
        given.
    tolerance : float
        Bound on Σ |score − exact|.
    max_iterations : int
        Sweeps after which the result comes with ``converged=False``.

    Returns
    -------
    PageRank
        `score`.

    Raises
    ------
    InvalidMatrixError, InvalidVectorError, InvalidParameterError
        Bad shapes, negative or missing numbers, a personalisation that is all zero.

    References
    ----------
    L. Page, S. Brin, R. Motwani, T. Winograd (1999), "The PageRank citation ranking: bringing order to the
    web", Stanford InfoLab 1999-66.

    Examples
    --------
    >>> pagerank([[0, 1, 0], [0, 0, 1], [1, 0, 0]]).score.round(6).tolist()
    [0.333333, 0.333333, 0.333333]

    """
    check_tolerance(tolerance, max_iterations)
    if not 0 <= damping < 1:
        raise InvalidParameterError(f"damping is {damping}; it must be in [0, 1)")
    matrix = as_csr(adjacency, "adjacency")
    n = matrix.rows
    start = _start(personalization, n)
    if n == 0:
        return PageRank(iterations=0, converged=True, tolerance=tolerance, score=start)
    out = matrix.row_sums()
    share = np.divide(damping, out, out=np.zeros(n), where=out > 0)
    incoming = matrix.transposed()
    score = start.copy()
    # A change of δ leaves at most δ·d/(1 − d) to come, because columns of the walk sum to at most d; scaling the
    # sum to 1 can double that.
    enough = tolerance * (1.0 - damping) / (2.0 * max(damping, 1e-300))
    base = (1.0 - damping) * start
    sweeps = _sweeps(incoming.indptr, incoming.indices, incoming.data, share, base, score, enough, max_iterations)
    # Leaving out what dangling nodes send back only scales the solution, so it is scaled at the end.
    score /= score.sum()
    return PageRank(iterations=abs(sweeps), converged=sweeps >= 0, tolerance=tolerance, score=score)


def _start(personalization: ArrayLike | Mapping[int, float] | None, n: int) -> Float:
    if personalization is None:
        return np.full(n, 1.0 / n) if n else np.empty(0)
    if isinstance(personalization, Mapping):
        weights = np.zeros(n)
        chosen = as_indices(list(personalization), "personalization", n)
        weights[chosen] = as_vector(list(personalization.values()), "personalization", len(chosen))
        personalization = weights
    start = as_vector(personalization, "personalization", n)
    most = start.max(initial=0.0)
    if most == 0 and n:
        raise InvalidVectorError("personalization is all zero: name at least one node to start from")
    start = start / most  # a sum of the largest numbers overflows
    return np.asarray(start / start.sum())


@kernel
def _sweeps(
    indptr: Int32,
    indices: Int32,
    weights: Float,
    share: Float,
    base: Float,
    score: Float,
    enough: float,
    max_sweeps: int,
) -> int:
    n = len(score)
    sent = score * share
    for sweep in range(1, max_sweeps + 1):
        change = 0.0
        total = 0.0
        for node in range(n):
            gained = 0.0
            for entry in range(indptr[node], indptr[node + 1]):
                gained += weights[entry] * sent[np.uint32(indices[entry])]
            gained += base[node]
            change += abs(gained - score[node])
            total += gained
            score[node] = gained
            sent[node] = gained * share[node]
        if change <= enough * total:
            return sweep
    return -max_sweeps
