"""Edges that pass something on by chance."""

import numpy as np

from algorithms.arrays import Csr, Matrix
from algorithms.errors import InvalidParameterError
from algorithms.inputs import as_csr


def edge_chances(adjacency: Matrix, probabilities: "Matrix | float") -> Csr:
    """Put a probability on every edge of `adjacency`; edges that never pass anything on are dropped.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] is an edge from i to j.
    probabilities : float, or matrix of shape (n, n)
        One chance for all edges, or one an edge; in [0, 1].

    Raises
    ------
    InvalidMatrixError, InvalidParameterError
        Bad shapes, or numbers that are not probabilities.

    """
    pattern = as_csr(adjacency, "adjacency")
    if isinstance(probabilities, int | float | np.number):
        chance = float(probabilities)
        if not 0 <= chance <= 1:
            raise InvalidParameterError(f"probabilities is {chance}; it must be between 0 and 1")
        if chance == 0:
            return Csr(np.zeros_like(pattern.indptr), pattern.indices[:0], pattern.data[:0], pattern.columns)
        return pattern.scaled(np.full(pattern.entries, chance))
    chances = as_csr(probabilities, "probabilities", shape=(pattern.rows, pattern.rows), most=1.0)
    return as_csr(chances.to_scipy() * pattern.scaled(np.ones(pattern.entries)).to_scipy(), "probabilities")
