"""DebtRank: how far the loss of some spreads to those who have something at stake in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from algorithms.arrays import Csr, Float, Int32, Matrix, Result
from algorithms.errors import InvalidParameterError, InvalidVectorError
from algorithms.inputs import as_csr, as_numbers, as_vector, check_tolerance
from algorithms.jit import blocks, in_threads, kernel

# What a node holds back must be far below the tolerance, because many nodes hold something back.
_HELD_BACK = 1e-3

# Once the losses of more than one node in so many move, reading all rows is cheaper than writing to columns.
_DENSE = 8

Spread: TypeAlias = Callable[[Csr, Csr, Float, float, int], int]


@dataclass(frozen=True, kw_only=True, slots=True)
class DebtRank(Result):
    """What `debtrank` returns.

    Attributes
    ----------
    loss : ndarray, shape (n,) or (scenarios, n)
        h at the end, the shock included: share of each node's buffer that is gone, in [0, 1].
    value : float or ndarray, shape (scenarios,)
        Σ weight × (loss − shock), in the unit of the weights: what the network adds to the shock.

    """

    loss: Float
    value: float | Float


def debtrank(
    exposures: Matrix,
    buffers: ArrayLike,
    shock: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    variant: Literal["linear", "original"] = "linear",
    tolerance: float = 1e-9,
    max_iterations: int = 100_000,
) -> DebtRank:
    """Spread an initial loss through a network of exposures.

    With ``L[i, j] = exposures[i, j] / buffers[i]``, the linear form is the least h with
    ``h_i = min(1, shock_i + Σ_j L[i, j]·h_j)``. In the original form a node passes its loss on once, when it
    is first hit, over ``min(1, L)``.

    Parameters
    ----------
    exposures : array-like or scipy.sparse, shape (n, n)
        What i has at stake in j, in money. The diagonal counts like any other entry.
    buffers : array-like, shape (n,)
        What i can lose before it fails (equity), in the same money; positive where i has exposures.
    shock : array-like, shape (n,) or (scenarios, n)
        Initial loss of each node as a share of its buffer, in [0, 1].
    weights : array-like, shape (n,), optional
        Worth of each node for `value`; the buffers when not given, so that `value` is money.
    variant : {"linear", "original"}
        Bardoscia et al. (2015) or Battiston et al. (2012).
    tolerance : float
        A node passes on its loss while more than a thousandth of this is unpropagated, which keeps the
        result within `tolerance` of the fixed point unless losses grow, by leverage, by many that hold back
        a little for one who feels them all, or by going round, more than a thousand times.
    max_iterations : int
        Rounds after which a scenario is given up with ``converged=False``; `loss` is then a lower bound.

    Returns
    -------
    DebtRank
        `loss` and `value`; one row, one figure a scenario when `shock` has two dimensions.

    Raises
    ------
    InvalidMatrixError, InvalidVectorError, InvalidParameterError
        Bad shapes, negative or missing numbers, exposures over no buffer, unknown variant.

    References
    ----------
    M. Bardoscia, S. Battiston, F. Caccioli, G. Caldarelli (2015), "DebtRank: A microscopic foundation for
    shock propagation", PLoS ONE 10(6): e0130406.
    S. Battiston, M. Puliga, R. Kaushik, P. Tasca, G. Caldarelli (2012), "DebtRank: Too central to fail?",
    Scientific Reports 2: 541.

    Examples
    --------
    A has 0.5 at stake in B, B in C; C loses its whole equity of 0.5:

    >>> result = debtrank([[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]], [1.5, 1, 0.5], [0, 0, 1])
    >>> result.loss.round(4).tolist()
    [0.1667, 0.5, 1.0]
    >>> round(result.value, 4)
    0.75

    """
    check_tolerance(tolerance, max_iterations)
    if variant not in ("linear", "original"):
        raise InvalidParameterError(f"variant is {variant!r}; it must be 'linear' or 'original'")
    matrix = as_csr(exposures, "exposures")
    n = matrix.rows
    equity = as_vector(buffers, "buffers", n)
    worth = equity if weights is None else as_vector(weights, "weights", n, least=-np.inf)
    shocks = as_shocks(shock, n)
    rates = _relative(matrix, equity)
    loss = shocks.copy()
    if variant == "original":
        rates = rates.scaled(np.minimum(rates.data, 1.0))
        rounds = _run(_original, rates, loss, 0.0, n + 1)
    else:
        rounds = _run(_linear, rates, loss, tolerance * _HELD_BACK, max_iterations)
    value = (loss - shocks) @ worth
    single = np.ndim(shock) == 1
    return DebtRank(
        iterations=int(np.abs(rounds).max(initial=0)),
        converged=bool((rounds >= 0).all()),
        tolerance=tolerance,
        loss=loss[0] if single else loss,
        value=float(value[0]) if single else value,
    )


def as_shocks(shock: ArrayLike, n: int) -> Float:
    """Check one shock, or one a row, of shares in [0, 1]; always returns two dimensions."""
    table = shock.toarray() if sparse.issparse(shock) else as_numbers(shock, "shock", InvalidVectorError)
    if table.ndim != 2:
        return as_vector(table, "shock", n, most=1.0)[None, :]
    rows = [as_vector(row, f"shock[{index}]", n, most=1.0) for index, row in enumerate(table)]
    return np.array(rows).reshape(len(rows), n)


def _relative(exposures: Csr, equity: Float) -> Csr:
    owner = exposures.row_of_entry()
    if (bare := equity[owner] == 0).any():
        node = int(owner[bare][0])
        raise InvalidVectorError(
            f"buffers[{node}] is 0 but node {node} has exposures: give its buffer, or drop its exposures "
            "and set shock to 1 if it has failed already"
        )
    return exposures.scaled(exposures.data / equity[owner])


def _run(spread: Spread, rates: Csr, loss: Float, held_back: float, limit: int) -> Int32:
    columns = rates.transposed()
    rounds = np.zeros(len(loss), dtype=np.int32)

    def block(part: tuple[int, int]) -> None:
        for scenario in range(*part):
            rounds[scenario] = spread(rates, columns, loss[scenario], held_back, limit)

    in_threads(block, blocks(len(loss)))
    return rounds


@kernel
def _linear(rates: Csr, columns: Csr, loss: Float, held_back: float, max_rounds: int) -> int:
    """Push what has moved along columns while little does, then sweep over rows."""
    shock = loss.copy()
    n = len(loss)
    pending = loss.copy()
    queued = np.zeros(n, dtype=np.bool_)
    current = np.empty(n, dtype=np.int32)
    following = np.empty(n, dtype=np.int32)
    count = 0
    for node in range(n):
        if pending[node] > held_back:
            queued[node] = True
            current[count] = node
            count += 1
    rounds = 0
    while count:
        if rounds == max_rounds:
            return -rounds
        if count * _DENSE > n:
            return _sweep(rates, shock, loss, held_back, rounds, max_rounds)
        rounds += 1
        reached = 0
        for position in range(count):
            source = current[position]
            queued[source] = False
            passed = pending[source]
            pending[source] = 0.0
            for entry in range(columns.indptr[source], columns.indptr[source + 1]):
                node = columns.indices[entry]
                before = loss[node]
                if before >= 1.0:
                    continue
                after = min(1.0, before + columns.data[entry] * passed)
                loss[node] = after
                pending[node] += after - before
                if pending[node] > held_back and not queued[node]:
                    queued[node] = True
                    following[reached] = node
                    reached += 1
        current, following = following, current
        count = reached
    return rounds


@kernel
def _sweep(rates: Csr, shock: Float, loss: Float, held_back: float, rounds: int, max_rounds: int) -> int:
    change = np.inf
    while change > held_back:
        if rounds == max_rounds:
            return -rounds
        rounds += 1
        change = 0.0
        for node in range(len(loss)):
            if loss[node] >= 1.0:
                continue
            total = shock[node]
            for entry in range(rates.indptr[node], rates.indptr[node + 1]):
                total += rates.data[entry] * loss[np.uint32(rates.indices[entry])]
            total = min(1.0, total)
            if total > loss[node]:
                change = max(change, total - loss[node])
                loss[node] = total
    return rounds


@kernel
def _original(_rates: Csr, columns: Csr, loss: Float, _held_back: float, _max_rounds: int) -> int:
    n = len(loss)
    spent = loss > 0.0  # distressed now or before: passes on once
    current = np.flatnonzero(spent).astype(np.int32)
    rounds = 0
    while len(current):
        rounds += 1
        passed = loss[current]  # as of the last round, whoever else is hit in this one
        following = np.empty(n, dtype=np.int32)
        reached = 0
        for position in range(len(current)):
            source = current[position]
            for entry in range(columns.indptr[source], columns.indptr[source + 1]):
                node = columns.indices[entry]
                loss[node] = min(1.0, loss[node] + columns.data[entry] * passed[position])
                if not spent[node] and loss[node] > 0.0:
                    spent[node] = True
                    following[reached] = node
                    reached += 1
        current = following[:reached]
    return rounds
