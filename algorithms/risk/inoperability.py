"""Inoperability input-output: which share of each sector cannot run when demand, or supply, fails."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.sparse.linalg import splu

from algorithms.arrays import Csr, Float, Matrix, Result
from algorithms.errors import DivergenceError
from algorithms.inputs import as_csr, as_vector, check_tolerance
from algorithms.series import rest_bound


@dataclass(frozen=True, kw_only=True, slots=True)
class Inoperability(Result):
    """What `inoperability` returns.

    Attributes
    ----------
    inoperability : ndarray, shape (n,)
        q, the share of each sector that cannot run, in [0, 1].
    uncapped : ndarray, shape (n,)
        The solution before the cap: above 1 where demands on a sector exceed all it has.

    """

    inoperability: Float
    uncapped: Float


# A sum that has grown to this is taken to have no end, before it overflows.
_ENDLESS = 1e200


def inoperability(
    coefficients: Matrix,
    demand_shock: ArrayLike,
    *,
    tolerance: float | None = None,
    max_iterations: int = 10_000,
) -> Inoperability:
    """Solve the inoperability input-output model ``q = (I − A*)⁻¹ c*``, capped at 1.

    The cap is applied to the solution, as published: a sector at 1 still passes its uncapped figure on.

    Without a `tolerance` the system is factorised, exact but for rounding, which suits some ten thousand sectors.
    With one, the series ``c* + A*·c* + A*²·c* + …`` is added up until a bound proves that the rest of it is smaller:
    for millions of coefficients.

    Parameters
    ----------
    coefficients : array-like or scipy.sparse, shape (n, n)
        A*: ``A[i, j]`` is the inoperability that full inoperability of j brings to i; without unit.
    demand_shock : array-like, shape (n,)
        c*: inoperability that comes from outside, in [0, 1].
    tolerance : float, optional
        Bound on the error of every sector, before the cap, by which the series may end.
    max_iterations : int
        Terms after which the series comes with ``converged=False``: a lower bound.

    Returns
    -------
    Inoperability
        `inoperability` and `uncapped`; `iterations` and `tolerance` are 0 for the direct method.

    Raises
    ------
    DivergenceError
        The spectral radius of A* is 1 or more: a shock comes back at least as strong as it went out. By the series
        where `max_iterations` terms do not show that it is below, unless the shock's terms come to an end.
    InvalidMatrixError, InvalidVectorError, InvalidParameterError
        Bad shapes, negative or missing numbers.

    References
    ----------
    Y. Y. Haimes, P. Jiang (2001), "Leontief-based model of risk in complex interconnected infrastructures",
    Journal of Infrastructure Systems 7(1): 1-12.

    Examples
    --------
    >>> inoperability([[0, 0.8], [0.2, 0]], [0, 0.6]).inoperability.round(3).tolist()
    [0.571, 0.714]

    """
    matrix = as_csr(coefficients, "coefficients")
    shock = as_vector(demand_shock, "demand_shock", matrix.rows, most=1.0)
    if tolerance is None:
        solution, iterations, converged = _solve(matrix, shock), 0, True
    else:
        check_tolerance(tolerance, max_iterations)
        solution, iterations, converged = _add_up(matrix, shock, tolerance, max_iterations)
    return Inoperability(
        iterations=iterations,
        converged=converged,
        tolerance=tolerance or 0.0,
        inoperability=np.minimum(solution, 1.0),
        uncapped=solution,
    )


def _solve(matrix: Csr, shock: Float) -> Float:
    """Solve for the shock, and for ones to prove that the series converges.

    For A ≥ 0, ``x = A·x + 1`` has a solution x ≥ 1 exactly when the spectral radius of A is below 1.
    """
    n = matrix.rows
    if n == 0:
        return np.empty(0)
    whole = sparse.csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(n, n))
    system = sparse.csc_array(sparse.eye_array(n, format="csc") - whole)
    try:
        solved = splu(system).solve(np.column_stack([shock, np.ones(n)]))
    except RuntimeError:  # exactly singular
        solved = np.full((n, 2), np.nan)
    witness = solved[:, 1]
    if not (witness >= 1.0 - 1e-9).all() or not np.isfinite(witness).all():
        raise _endless("coefficients have a spectral radius of 1 or more")
    return np.maximum(solved[:, 0], 0.0)


def _add_up(matrix: Csr, shock: Float, tolerance: float, max_iterations: int) -> tuple[Float, int, bool]:
    """Add up the series of the shock, and that of ones, of which A makes the next sum less 1: a witness of its rest."""
    term, total, witness = shock, shock.copy(), np.ones(matrix.rows)
    left = np.inf
    for iteration in range(1, max_iterations + 1):
        onward = matrix.times(witness)
        term = matrix.times(term)
        total += term
        left = rest_bound(term, witness, onward)
        if left <= tolerance or not term.any():
            return total, iteration, True
        witness = np.minimum(onward + 1.0, _ENDLESS)
        if total.max() > _ENDLESS:
            break
    if left == np.inf:
        raise _endless(f"after {iteration} terms nothing shows that coefficients have a spectral radius below 1")
    return total, iteration, False


def _endless(why: str) -> DivergenceError:
    return DivergenceError(
        f"{why}, so inoperability would grow without end: check that they are shares of what each sector needs, "
        "not amounts"
    )
