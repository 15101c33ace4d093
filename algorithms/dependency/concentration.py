"""Supplier concentration: on how few does a buyer rest, tier by tier."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from algorithms.arrays import Csr, Float, Int64, Matrix, Result
from algorithms.inputs import as_csr, as_indices, as_whole

# Buyers whose shares are propagated together: bounds memory where second tiers are dense.
_TOGETHER = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Concentration(Result):
    """What `concentration` returns; one row a tier, one column a buyer.

    Attributes
    ----------
    nodes : ndarray of int, shape (k,)
        The buyers.
    hhi : ndarray, shape (tiers, k)
        Herfindahl-Hirschman index Σ share² of the suppliers in the tier, in (0, 1]; NaN without any.
    effective : ndarray, shape (tiers, k)
        Effective number of suppliers, 1/HHI; NaN without any.
    coverage : ndarray, shape (tiers, k)
        Share of the buyer's purchases that can be followed to the tier: 1 in the first, less where suppliers
        further up are not known.

    """

    nodes: Int64
    hhi: Float
    effective: Float
    coverage: Float


def concentration(flows: Matrix, *, tiers: int = 1, nodes: Sequence[int] | None = None) -> Concentration:
    """Compute supplier concentration by tier, with shares propagated up the tiers.

    A supplier's share in tier t + 1 is the sum over firms of tier t of their share times its share in their
    purchases. Shares are taken of what can be followed, which `coverage` states.

    Parameters
    ----------
    flows : array-like or scipy.sparse, shape (n, n)
        What i sells to j, in money or units.
    tiers : int
        How many tiers to follow.
    nodes : sequence of int, optional
        The buyers; all when not given.

    Returns
    -------
    Concentration
        `hhi`, `effective` and `coverage`, each tiers × buyers.

    Raises
    ------
    InvalidMatrixError, InvalidIndexError, InvalidParameterError
        Bad shape, negative or missing numbers, buyers that are no nodes, no tier.

    References
    ----------
    A. O. Hirschman (1964), "The paternity of an index", American Economic Review 54(5): 761-762.

    Examples
    --------
    Two suppliers with equal shares, both of whom buy from one:

    >>> flows = [[0, 4, 4, 0], [0, 0, 0, 5], [0, 0, 0, 5], [0, 0, 0, 0]]
    >>> concentration(flows, tiers=2, nodes=[3]).hhi.tolist()
    [[0.5], [1.0]]

    """
    tiers = as_whole(tiers, "tiers", least=1)
    matrix = as_csr(flows, "flows")
    buyers = np.arange(matrix.rows) if nodes is None else as_indices(nodes, "nodes", matrix.rows)
    bought = matrix.column_sums()
    shares = matrix.scaled(matrix.data / bought[matrix.indices])
    squares, coverage = _tiers(shares, buyers, tiers)
    known = coverage > 0
    hhi = np.divide(squares, coverage**2, out=np.full(squares.shape, np.nan), where=known)
    return Concentration(
        iterations=tiers,
        converged=True,
        tolerance=0.0,
        nodes=buyers,
        hhi=hhi,
        effective=1.0 / hhi,
        coverage=coverage,
    )


def _tiers(shares: Csr, buyers: Int64, tiers: int) -> tuple[Float, Float]:
    squares, coverage = np.zeros((tiers, len(buyers))), np.zeros((tiers, len(buyers)))
    whole = shares.to_scipy()
    by_buyer = sparse.csc_array(whole)
    for first in range(0, len(buyers), _TOGETHER):
        part = slice(first, first + _TOGETHER)
        held = sparse.csc_array(by_buyer[:, buyers[part]])
        for tier in range(tiers):
            coverage[tier, part] = held.sum(axis=0)
            squares[tier, part] = held.power(2).sum(axis=0)
            if tier + 1 < tiers:
                held = sparse.csc_array(whole @ held)
    return squares, coverage
