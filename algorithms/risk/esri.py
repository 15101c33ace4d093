"""ESRI: how much of an economy's output is lost when a firm, or several, stop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike

from algorithms.arrays import Float, Int32, Int64, Matrix, Result
from algorithms.errors import InvalidParameterError
from algorithms.inputs import as_indices, check_tolerance
from algorithms.jit import blocks, in_threads
from algorithms.risk.debtrank import as_shocks
from algorithms.risk.esri_kernel import Scenarios, Totals, new_workspace, run_batch
from algorithms.risk.esri_network import Network, build_network
from algorithms.risk.lanes import LANES

Closures: TypeAlias = Sequence[Sequence[int]] | Sequence[int] | Literal["each"]

# Health is returned unasked up to so many figures (8 MB a table); beyond, it must be asked for.
_UNASKED = 1_000_000
# A firm holds back less than the tolerance, because losses that circulate add up what several hold back.
_HELD_BACK = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Esri(Result):
    """What `esri` returns; one figure, or one row, a closure.

    Attributes
    ----------
    esri : ndarray, shape (closures,)
        Σ out_i/Σout · (1 − min(hd_i, hu_i)), in [0, 1].
    downstream, upstream : ndarray, shape (closures,)
        The same with hd (missing inputs) alone, and with hu (missing demand) alone.
    health, health_downstream, health_upstream : ndarray, shape (closures, firms), or None
        min(hd, hu), hd and hu of each firm; None unless asked for, or few.
    leakless : ndarray of int
        Firms in groups from which no demand leaks, which only `final_demand` 0 allows. Such a group loses
        its whole demand as soon as one of its firms closes, whatever the tolerance.

    """

    esri: Float
    downstream: Float
    upstream: Float
    health: Float | None
    health_downstream: Float | None
    health_upstream: Float | None
    leakless: Int64


@dataclass(frozen=True, slots=True, eq=False)
class EsriNetwork:
    """What `esri_network` returns: who needs what of whom, ready for any number of closures."""

    arrays: Network
    leakless: Int64

    def __len__(self) -> int:
        return len(self.arrays.out)


def esri(
    flows: Matrix,
    industry: ArrayLike,
    essential: ArrayLike,
    *,
    revenue: ArrayLike | None = None,
    final_demand: ArrayLike | None = None,
    costs: ArrayLike | None = None,
    market: ArrayLike | None = None,
    closed: Sequence[int] | None = None,
    closures: Closures | None = None,
    shock: ArrayLike | None = None,
    substitution: bool = True,
    health: bool | None = None,
    tolerance: float = 1e-9,
    max_iterations: int = 100_000,
) -> Esri:
    """Compute the Economic Systemic Risk Index of closures of firms.

    A closed firm's missing goods travel downstream through generalised Leontief production functions, and its
    missing demand upstream, until both settle. Exactly one of `revenue` and `final_demand` must be given, and
    exactly one of `closed`, `closures` and `shock`.

    Parameters
    ----------
    flows : array-like or scipy.sparse, shape (n, n)
        W: what i sells to j in a period, in money.
    industry : array-like of int, shape (n,)
        Row (and column) of `essential` that each firm belongs to, from 0.
    essential : array-like of int, shape (K, K)
        What industry k is to a buyer in l: 2 essential, 1 not essential, 0 not needed.
    revenue : array-like, shape (n,)
        All sales of each firm, those outside the network included.
    final_demand : float or array-like, shape (n,)
        Sales outside the network; 0 says that there are none.
    costs : array-like, shape (n,), optional
        All costs of each firm; what is not essential then weighs by its share of them, not of purchases.
    market : array-like of int, shape (n,), optional
        Firms of one market can replace each other; the industry when not given.
    closed : sequence of int
        One joint set of firms that stop.
    closures : "each", sequence of sets of int, or sequence of int
        Many closures: every firm alone, each set, or each listed firm alone.
    shock : array-like, shape (n,) or (scenarios, n)
        Capacity that each firm loses, in [0, 1], where it does not stop altogether.
    substitution : bool
        Whether a small supplier is replaceable in proportion to its market share.
    health : bool, optional
        Whether to return health; when None, it is returned while closures × firms is at most a million.
    tolerance : float
        A firm passes a loss on until less than a fiftieth of this is left. What is left out of the index is
        of this order unless losses circulate for long (revenue close to sales, or firms that buy nearly all
        from each other).
    max_iterations : int
        Rounds after which a closure is given up with ``converged=False``; losses are then a lower bound.

    Returns
    -------
    Esri
        `esri`, `downstream`, `upstream`, and health on request.

    Raises
    ------
    NoLeakError
        `revenue` says that a group of firms sells only within itself.
    InvalidMatrixError, InvalidVectorError, InvalidIndexError, InvalidParameterError
        Bad shapes, missing or negative numbers, revenue below sales, costs below purchases.

    References
    ----------
    C. Diem, A. Borsos, T. Reisch, J. Kertész, S. Thurner (2022), "Quantifying firm-level economic systemic
    risk from nation-wide supply networks", Scientific Reports 12: 7719.

    Examples
    --------
    Firm 0 supplies firm 1, which cannot do without; half of what each earns comes from outside:

    >>> result = esri([[0, 10], [0, 0]], [0, 1], [[2, 2], [2, 2]], revenue=[20, 10], closures="each")
    >>> result.downstream.tolist(), result.upstream.tolist()
    ([1.0, 0.0], [1.0, 0.5])

    """
    check_tolerance(tolerance, max_iterations)
    network = esri_network(
        flows, industry, essential, revenue=revenue, final_demand=final_demand, costs=costs, market=market
    )
    return esri_on(
        network, closed=closed, closures=closures, shock=shock, substitution=substitution, health=health,
        tolerance=tolerance, max_iterations=max_iterations,
    )  # fmt: skip


def esri_network(
    flows: Matrix,
    industry: ArrayLike,
    essential: ArrayLike,
    *,
    revenue: ArrayLike | None = None,
    final_demand: ArrayLike | None = None,
    costs: ArrayLike | None = None,
    market: ArrayLike | None = None,
) -> EsriNetwork:
    """Prepare a network once, for many calls of `esri_on`; parameters and errors are those of `esri`.

    References
    ----------
    Diem et al. (2022), as for `esri`.

    Examples
    --------
    >>> len(esri_network([[0, 10], [0, 0]], [0, 1], [[2, 2], [2, 2]], revenue=[20, 10]))
    2

    """
    arrays, leakless = build_network(
        flows, industry, essential, revenue=revenue, final_demand=final_demand, costs=costs, market=market
    )
    return EsriNetwork(arrays, leakless)


def esri_on(
    network: EsriNetwork,
    *,
    closed: Sequence[int] | None = None,
    closures: Closures | None = None,
    shock: ArrayLike | None = None,
    substitution: bool = True,
    health: bool | None = None,
    tolerance: float = 1e-9,
    max_iterations: int = 100_000,
) -> Esri:
    """Compute the index on a network that `esri_network` prepared; parameters, result and errors are those of `esri`.

    References
    ----------
    Diem et al. (2022), as for `esri`.

    Examples
    --------
    >>> network = esri_network([[0, 10], [0, 0]], [0, 1], [[2, 2], [2, 2]], revenue=[20, 10])
    >>> [esri_on(network, closed=[firm]).esri.tolist() for firm in (0, 1)]
    [[1.0], [0.5]]

    """
    check_tolerance(tolerance, max_iterations)
    arrays, leakless = network.arrays, network.leakless
    n = len(network)
    scenarios = _scenarios(n, closed, closures, shock)
    count = len(scenarios.indptr) - 1
    keep = count * n <= _UNASKED if health is None else health
    totals = Totals(np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count, dtype=np.int32))
    healths = (np.empty((count, n)), np.empty((count, n))) if keep else None

    def block(part: tuple[int, int]) -> None:
        workspace = new_workspace(arrays)
        for first in range(part[0] * LANES, min(part[1] * LANES, count), LANES):
            run_batch(
                arrays, workspace, scenarios, first, min(first + LANES, count),
                substitution=substitution, held_back=tolerance * _HELD_BACK, max_rounds=max_iterations,
                totals=totals, healths=healths,
            )  # fmt: skip

    in_threads(block, blocks(-(-count // LANES)))
    down, up = healths or (None, None)
    return Esri(
        iterations=int(np.abs(totals.rounds).max(initial=0)),
        converged=bool((totals.rounds >= 0).all()),
        tolerance=tolerance,
        esri=totals.both,
        downstream=totals.downstream,
        upstream=totals.upstream,
        health=None if down is None or up is None else np.minimum(down, up),
        health_downstream=down,
        health_upstream=up,
        leakless=leakless,
    )


def _scenarios(
    n: int,
    closed: Sequence[int] | None,
    closures: Closures | None,
    shock: ArrayLike | None,
) -> Scenarios:
    if sum(option is not None for option in (closed, closures, shock)) != 1:
        raise InvalidParameterError("give exactly one of closed (one set), closures (many) and shock (shares)")
    if shock is not None:
        table = as_shocks(shock, n)
        rows, firms = np.nonzero(table)
        return _packed(np.bincount(rows, minlength=len(table)), firms, table[rows, firms])
    if closed is not None:
        groups = [as_indices(closed, "closed", n)]
    elif isinstance(closures, str):
        if closures != "each":
            raise InvalidParameterError(f"closures is {closures!r}; it must be 'each' or a list of sets of firms")
        groups = [np.array([firm]) for firm in range(n)]
    elif not isinstance(closures, Iterable) or _is_table_of_shares(closures):
        raise InvalidParameterError(
            "closures must be a list of firms, or of sets of firms, by index; shares that firms lose are a shock"
        )
    else:
        groups = [_group(member, index, n) for index, member in enumerate(cast("Sequence[Sequence[int]]", closures))]
    firms = np.concatenate([np.unique(group) for group in groups]) if groups else np.empty(0, dtype=np.int64)
    return _packed(np.array([len(np.unique(group)) for group in groups]), firms, np.ones(len(firms)))


def _is_table_of_shares(closures: Any) -> bool:
    return getattr(closures, "ndim", 1) == 2 and closures.dtype.kind in "fb"


def _group(member: Any, index: int, n: int) -> Int64:
    alone = not isinstance(member, Iterable) or (isinstance(member, np.ndarray) and member.ndim == 0)
    return as_indices([member] if alone else member, f"closures[{index}]", n)


def _packed(sizes: ArrayLike, firms: Int64, amounts: Float) -> Scenarios:
    indptr = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    rows: Int32 = firms.astype(np.int32)
    return Scenarios(indptr, rows, np.ascontiguousarray(amounts, dtype=np.float64))
