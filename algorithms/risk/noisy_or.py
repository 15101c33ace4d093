"""Noisy-OR: a fast bound on how likely each node is to be reached by a cascade."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from algorithms.arrays import Float, Int32, Matrix, Result
from algorithms.inputs import as_csr, as_vector, check_tolerance
from algorithms.jit import kernel


@dataclass(frozen=True, kw_only=True, slots=True)
class NoisyOr(Result):
    """What `noisy_or` returns.

    Attributes
    ----------
    probability : ndarray, shape (n,)
        Upper bound on the chance that each node fails.

    """

    probability: Float


def noisy_or(
    probabilities: Matrix, own: ArrayLike, *, tolerance: float = 1e-9, max_iterations: int = 100_000
) -> NoisyOr:
    """Bound failure probabilities by the fixed point ``x_i = 1 − (1 − p_i)·Π_j (1 − w[j, i]·x_j)``.

    Exact only where the influences that meet in a node are independent (a tree); elsewhere it is too high,
    by 7 % on a diamond and 14 % on a 2-cycle. `cascade` is unbiased and slower.

    Parameters
    ----------
    probabilities : array-like or scipy.sparse, shape (n, n)
        ``w[j, i]``: chance that the failure of j passes to i, in [0, 1].
    own : array-like, shape (n,)
        p: chance of each node to fail by itself, in [0, 1].
    tolerance : float
        Largest change of the last round.
    max_iterations : int
        Rounds after which it is given up with ``converged=False``.

    Returns
    -------
    NoisyOr
        `probability`.

    Raises
    ------
    InvalidMatrixError, InvalidVectorError, InvalidParameterError
        Bad shapes, or numbers that are not probabilities.

    References
    ----------
    J. Pearl (1988), "Probabilistic Reasoning in Intelligent Systems", section 4.3.2.

    Examples
    --------
    >>> noisy_or([[0, 0.5], [0, 0]], [0.5, 0]).probability.tolist()
    [0.5, 0.25]

    """
    check_tolerance(tolerance, max_iterations)
    incoming = as_csr(probabilities, "probabilities", most=1.0).transposed()
    chance = as_vector(own, "own", incoming.rows, most=1.0)
    result = chance.copy()
    change, rounds = np.inf, 0
    while change > tolerance and rounds < max_iterations:
        change = _round(incoming.indptr, incoming.indices, incoming.data, chance, result)
        rounds += 1
    return NoisyOr(iterations=rounds, converged=change <= tolerance, tolerance=tolerance, probability=result)


@kernel
def _round(indptr: Int32, indices: Int32, weights: Float, own: Float, result: Float) -> float:
    largest = 0.0
    for node in range(len(own)):
        spared = 1.0 - own[node]
        for entry in range(indptr[node], indptr[node + 1]):
            spared *= 1.0 - weights[entry] * result[indices[entry]]
        change = abs(1.0 - spared - result[node])
        largest = max(largest, change)
        result[node] = 1.0 - spared
    return largest
