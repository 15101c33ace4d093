"""Katz centrality: how many walks end at a node, long ones counting less."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackNoConvergence, eigs

from algorithms.arrays import Csr, Float, Matrix, Result
from algorithms.errors import DivergenceError, InvalidParameterError
from algorithms.inputs import as_csr, check_tolerance
from algorithms.series import rest_bound

_DENSE = 64
_WITHOUT_CYCLES = 0.5
# A bound costs as much as a product: after so many rounds it is worked out each so many.
_OFTEN = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Katz(Result):
    """What `katz` returns.

    Attributes
    ----------
    score : ndarray, shape (n,)
        Centrality of each node; of Euclidean length 1 when normalised.
    alpha : float
        The attenuation used.

    """

    score: Float
    alpha: float


def katz(
    adjacency: Matrix,
    *,
    alpha: float | None = 0.1,
    beta: float = 1.0,
    normalized: bool = True,
    tolerance: float = 1e-9,
    max_iterations: int = 100_000,
) -> Katz:
    """Compute Katz centrality, the solution of ``x = α·Aᵀx + β``.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        Weight of the edge from i to j; a node is central by its incoming walks, as in networkx.
    alpha : float or None
        Attenuation of each step, below 1 over the largest eigenvalue; None takes half of that.
    beta : float
        What every node has of its own; positive.
    normalized : bool
        Whether to scale the result to Euclidean length 1.
    tolerance : float
        Bound on what is left of each node's walks, relative to the largest score.
    max_iterations : int
        Products after which the result comes with ``converged=False``.

    Returns
    -------
    Katz
        `score` and the `alpha` used.

    Raises
    ------
    DivergenceError
        `alpha` is at or above 1 over the largest eigenvalue: the sum over walks is infinite.
    InvalidMatrixError, InvalidParameterError
        Bad shapes, negative or missing numbers.

    References
    ----------
    L. Katz (1953), "A new status index derived from sociometric analysis", Psychometrika 18: 39-43.

    Examples
    --------
    >>> katz([[0, 1], [0, 0]], alpha=0.5, normalized=False).score.tolist()
    [1.0, 1.5]

    """
    check_tolerance(tolerance, max_iterations)
    if not 0 < beta < np.inf or (alpha is not None and not 0 <= alpha < np.inf):
        raise InvalidParameterError(
            f"alpha is {alpha}, beta {beta}; both must be finite, alpha not negative and beta positive"
        )
    matrix = as_csr(adjacency, "adjacency")
    step = _checked(matrix, alpha)
    incoming = matrix.transposed().to_scipy()
    walks = np.full(matrix.rows, beta, dtype=np.float64)
    score = walks.copy()
    rounds, left = 0, np.inf if matrix.rows else 0.0
    while left > tolerance * score.max(initial=0.0) and rounds < max_iterations:
        last, walks = walks, step * np.asarray(incoming @ walks)
        before, score = score, score + walks
        rounds += 1
        if rounds < _OFTEN or rounds % _OFTEN == 0 or rounds == max_iterations:
            # Walks prove little where they alternate between two sides, and the sum of them where it is very large.
            left = min(rest_bound(walks, before, score - beta), rest_bound(walks, last, walks))
    converged = bool(left <= tolerance * score.max(initial=0.0))
    if normalized and matrix.rows:
        score /= np.linalg.norm(score)
    return Katz(
        iterations=rounds,
        converged=converged,
        tolerance=tolerance,
        score=score,
        alpha=step,
    )


def _checked(matrix: Csr, alpha: float | None) -> float:
    if alpha is not None:
        bound = min(matrix.row_sums().max(initial=0.0), matrix.column_sums().max(initial=0.0))
        if alpha * bound < 1:  # no eigenvalue is above the largest row or column sum
            return alpha
    radius = spectral_radius(matrix)
    if alpha is None:
        return 0.5 / radius if radius > 0 else _WITHOUT_CYCLES
    if alpha * radius >= 1 - 1e-12:
        raise DivergenceError(
            f"alpha is {alpha:g}, but the largest eigenvalue is {radius:.6g}, so it must be below {1 / radius:.6g}: "
            "lower it, or give None for half of that"
        )
    return alpha


def spectral_radius(matrix: Csr) -> float:
    """Return the largest eigenvalue of a non-negative matrix; 0 where it has no cycle."""
    _, part = connected_components(matrix.to_scipy(), directed=True, connection="strong")
    rows = matrix.row_of_entry()
    inner = part[rows] == part[matrix.indices]
    if not inner.any():
        return 0.0
    # Entries between strong components change no eigenvalue, but where several share one, make it hard to find.
    shape = (matrix.rows, matrix.rows)
    whole = sparse.csr_array((matrix.data[inner], (rows[inner], matrix.indices[inner])), shape=shape)
    if matrix.rows <= _DENSE:
        return float(np.abs(np.linalg.eigvals(whole.toarray())).max())
    try:
        start = np.ones(matrix.rows)  # ARPACK draws a start of its own otherwise
        found = eigs(whole, k=1, which="LM", v0=start, return_eigenvectors=False)
    except ArpackNoConvergence as error:
        raise DivergenceError(
            "the largest eigenvalue could not be found: give an alpha below 1 over the largest row sum"
        ) from error
    return float(np.abs(found[0]))
