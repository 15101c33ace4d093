"""Inoperability input-output: which share of each sector cannot run when demand, or supply, fails."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.sparse.linalg import splu

from algorithms.arrays import Csr, Float, Matrix, Result, as_csr, as_vector
from algorithms.errors import DivergenceError


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


def inoperability(coefficients: Matrix, demand_shock: ArrayLike) -> Inoperability:
    """Solve the inoperability input-output model ``q = (I − A*)⁻¹ c*``, capped at 1.

    The cap is applied to the solution, as published: a sector at 1 still passes its uncapped figure on.

    Parameters
    ----------
    coefficients : array-like or scipy.sparse, shape (n, n)
        A*: ``A[i, j]`` is the inoperability that full inoperability of j brings to i; without unit.
    demand_shock : array-like, shape (n,)
        c*: inoperability that comes from outside, in [0, 1].

    Returns
    -------
    Inoperability
        `inoperability` and `uncapped`; a direct method (`iterations` 0, `tolerance` 0).

    Raises
    ------
    DivergenceError
        The spectral radius of A* is 1 or more: a shock comes back at least as strong as it went out.
    InvalidMatrixError, InvalidVectorError
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
    solution = _solve(matrix, shock)
    return Inoperability(
        iterations=0,
        converged=True,
        tolerance=0.0,
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
        raise DivergenceError(
            "coefficients have a spectral radius of 1 or more, so inoperability would grow without end: "
            "check that they are shares of what each sector needs, not amounts"
        )
    return np.maximum(solved[:, 0], 0.0)
