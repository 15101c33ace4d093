"""Bounds on what is left of a series that is added up term by term."""

import numpy as np

from algorithms.arrays import Float


def rest_bound(term: Float, witness: Float, onward: Float) -> float:
    """Bound the sum of the terms that follow the last `term` of a series ``Σ Aᵏ·b`` with A ≥ 0 and b ≥ 0.

    Where ``A·x ≤ θ·x`` for an x ≥ 0 and θ < 1, a term d ≤ s·x is followed by terms that add up to s·θ/(1 − θ)·x at
    most (Collatz 1942): `witness` is x, and `onward` A·x. Infinite where x proves nothing.
    """
    ratio = _largest_ratio(onward, witness)
    if not ratio < 1.0:
        return np.inf
    return _largest_ratio(term, witness) * ratio / (1.0 - ratio) * float(witness.max(initial=0.0))


def _largest_ratio(above: Float, below: Float) -> float:
    """The largest quotient; 0/0 counts as 0."""
    quotient = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return np.inf if above[below == 0].any() else float(quotient.max(initial=0.0))
