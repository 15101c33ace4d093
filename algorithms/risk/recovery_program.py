"""The linear program of Simchi-Levi et al.: what can still be made while some nodes are down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.optimize import linprog

from algorithms.arrays import Csr, Float, Int64, Matrix
from algorithms.errors import InvalidParameterError, InvalidVectorError
from algorithms.inputs import as_csr, as_labels, as_numbers, as_vector

# What HiGHS allows constraints to be off by, in the units of `_units`: relative to the numbers of a plan.
FEASIBILITY = 1e-7
_UNBOUNDED = 3
_TURNS = 20
_MOST_TURNED = 500
_OUT_OF_PROPORTION = (
    "the recovery program cannot be solved: stock, demand, capacity, requirements, margin or duration hold numbers "
    "that are out of proportion; check their units"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """Rows ``A·x ≤ b`` over x = (production, lost units, deliveries along each edge, time).

    Attributes
    ----------
    rows : scipy.sparse.csr_array
        Balance of each node; material and capacity of each node; capacity of each plant; demand.
    limits : ndarray
        b: the stock for balances, 0 for all others.
    margin : ndarray, shape (n,)
        Lost for each unit not delivered, in money.
    edges : int
        Number of deliveries.

    """

    rows: "sparse.csr_array[Any]"
    limits: Float
    margin: Float
    edges: int


def build_program(
    requirements: Matrix,
    *,
    inventory: ArrayLike,
    demand: ArrayLike,
    margin: ArrayLike,
    capacity: ArrayLike | None,
    part: ArrayLike | None,
    plant: ArrayLike | None,
    plant_capacity: ArrayLike | None,
) -> Program:
    """Check what `time_to_recover` was given and lay out its constraints."""
    needs = as_csr(requirements, "requirements")
    n = needs.rows
    stock, wanted = as_vector(inventory, "inventory", n), as_vector(demand, "demand", n)
    most = _capacity(capacity, n)
    kinds = np.arange(n) if part is None else as_labels(part, "part", n).astype(np.int64)
    blocks = [_balance(needs, wanted), _material(needs, kinds), _at_most(most, needs.entries)]
    if plant is not None or plant_capacity is not None:
        sites = np.arange(n) if plant is None else as_labels(plant, "plant", n).astype(np.int64)
        blocks.append(_plants(sites, plant_capacity, n, needs.entries))
    blocks.append(_lost_at_most(wanted, needs.entries))
    rows = sparse.csr_array(sparse.vstack(blocks))
    limits = np.concatenate([stock, np.zeros(rows.shape[0] - n)])
    return Program(rows=rows, limits=limits, margin=as_vector(margin, "margin", n), edges=needs.entries)


def least_loss(program: Program, disrupted: Int64, duration: float) -> tuple[Float, Float]:
    """Return lost units and production of each node at the least lost margin over `duration`."""
    n = len(program.margin)
    rows = sparse.csr_array(program.rows[:, :-1])
    with np.errstate(over="ignore"):  # refused below
        limits = program.limits - duration * program.rows[:, [-1]].toarray().ravel()
    cost = np.concatenate([np.zeros(n), program.margin, np.zeros(program.edges)])
    found = _solve(rows, limits, cost, none_of=disrupted)
    if found is None:
        raise AssertionError("margins are not negative, so there is a least loss")
    return found[n : 2 * n], found[:n]


def longest_without_loss(program: Program, disrupted: Int64) -> float:
    """Return how long all demand is met; infinite where the disrupted nodes are not needed."""
    n = len(program.margin)
    cost = np.zeros(2 * n + program.edges + 1)
    cost[-1] = -1.0
    found = _solve(program.rows, program.limits, cost, none_of=np.concatenate([disrupted, np.arange(n, 2 * n)]))
    return np.inf if found is None else float(found[-1])


def _solve(rows: "sparse.csr_array[Any]", limits: Float, cost: Float, *, none_of: Int64) -> Float | None:
    """Minimise ``cost·x`` over ``rows·x ≤ limits``, x ≥ 0, without `none_of`; None where there is no least.

    HiGHS goes by absolute tolerances, and drops what is below 1e-9: so every row and column gets a unit in which its
    numbers are near 1, the limits being a column of their own and the cost a row.
    """
    if not len(cost):
        return np.empty(0)
    if not np.isfinite(limits).all():
        raise InvalidParameterError(_OUT_OF_PROPORTION)
    row_units, column_units = _units(rows, limits, cost)
    of_limits, of_cost = column_units[-1], row_units[-1]
    upper = np.full(len(cost), np.inf)
    upper[none_of] = 0.0
    # The stubs know neither arrays of bounds nor sparse rows.
    bounds: Any = np.column_stack([np.zeros(len(cost)), upper])
    scaled: Any = sparse.diags_array(row_units[:-1]) @ rows @ sparse.diags_array(column_units[:-1])
    goal, most = cost * column_units[:-1] * of_cost, limits * row_units[:-1] * of_limits
    if not (np.isfinite(goal).all() and np.isfinite(most).all() and np.isfinite(scaled.data).all()):
        raise InvalidParameterError(_OUT_OF_PROPORTION)
    for presolve in (True, False):  # which may leave open whether there is no bound or no solution; to lose all is one
        found: Any = linprog(
            goal, A_ub=scaled, b_ub=most, bounds=bounds, method="highs", options={"presolve": presolve}
        )
        if found.status == 0:
            return np.asarray(found.x * column_units[:-1] / of_limits)
        if found.status == _UNBOUNDED:
            return None
    raise InvalidParameterError(f"{_OUT_OF_PROPORTION} ({found.message})")


def _units(rows: "sparse.csr_array[Any]", limits: Float, cost: Float) -> tuple[Float, Float]:
    """Factors of rows and columns, of cost and limits last, that bring numbers near 1: geometric means, in turns."""
    below = sparse.csr_array(np.append(cost, 0.0)[None, :])
    whole = sparse.coo_array(sparse.vstack([sparse.hstack([rows, sparse.csr_array(limits[:, None])]), below]))
    whole.eliminate_zeros()
    places = [np.asarray(axis, dtype=np.int64) for axis in whole.coords]
    sizes = np.log2(np.abs(whole.data))
    units = [np.zeros(length) for length in whole.shape]
    for _ in range(_TURNS):
        for axis, place in enumerate(places):
            now = sizes + units[0][places[0]] + units[1][places[1]]
            most, least = np.full(whole.shape[axis], -np.inf), np.full(whole.shape[axis], np.inf)
            np.maximum.at(most, place, now)
            np.minimum.at(least, place, now)
            filled = most >= least
            units[axis][filled] -= np.rint((most[filled] + least[filled]) / 2)
    # Powers of two: no digit is lost.
    of_rows, of_columns = (np.exp2(np.clip(each, -_MOST_TURNED, _MOST_TURNED)) for each in units)
    return of_rows, of_columns


def _columns(n: int, edges: int, parts: "Mapping[str, sparse.sparray[Any]]", rows: int) -> "sparse.csr_array[Any]":
    sizes = {"made": n, "lost": n, "sent": edges, "time": 1}
    return sparse.csr_array(
        sparse.hstack([parts.get(name, sparse.csr_array((rows, size))) for name, size in sizes.items()])
    )


def _balance(needs: Csr, demand: Float) -> "sparse.csr_array[Any]":
    n, edges = needs.rows, needs.entries
    sent = sparse.csr_array((np.ones(edges), (needs.row_of_entry(), np.arange(edges))), shape=(n, edges))
    minus = -sparse.eye_array(n, format="csr")
    parts = {"made": minus, "lost": minus, "sent": sent, "time": sparse.csr_array(demand[:, None])}
    return _columns(n, edges, parts, n)


def _material(needs: Csr, kinds: Int64) -> "sparse.csr_array[Any]":
    n, edges = needs.rows, needs.entries
    keys = needs.indices.astype(np.int64) * (kinds.max(initial=0) + 1) + kinds[needs.row_of_entry()]
    groups, group = np.unique(keys, return_inverse=True)
    count = len(groups)
    maker = np.empty(count, dtype=np.int64)
    maker[group] = needs.indices
    made = sparse.csr_array((np.ones(count), (np.arange(count), maker)), shape=(count, n))
    sent = sparse.csr_array((-1.0 / needs.data, (group, np.arange(edges))), shape=(count, edges))
    return _columns(n, edges, {"made": made, "sent": sent}, count)


def _at_most(most: Float, edges: int) -> "sparse.csr_array[Any]":
    n = len(most)
    limited = np.flatnonzero(np.isfinite(most))
    made = sparse.csr_array((np.ones(len(limited)), (np.arange(len(limited)), limited)), shape=(len(limited), n))
    return _columns(n, edges, {"made": made, "time": sparse.csr_array(-most[limited][:, None])}, len(limited))


def _plants(plant: Int64, capacity: ArrayLike | None, n: int, edges: int) -> "sparse.csr_array[Any]":
    count = int(plant.max(initial=-1)) + 1
    if capacity is None:
        raise InvalidParameterError("plant is given without plant_capacity: one capacity a plant is needed")
    most = as_vector(capacity, "plant_capacity", count)
    made = sparse.csr_array((np.ones(n), (plant, np.arange(n))), shape=(count, n))
    return _columns(n, edges, {"made": made, "time": sparse.csr_array(-most[:, None])}, count)


def _lost_at_most(demand: Float, edges: int) -> "sparse.csr_array[Any]":
    n = len(demand)
    parts = {"lost": sparse.eye_array(n, format="csr"), "time": sparse.csr_array(-demand[:, None])}
    return _columns(n, edges, parts, n)


def _capacity(capacity: ArrayLike | None, n: int) -> Float:
    if capacity is None:
        return np.full(n, np.inf)
    most = as_numbers(capacity, "capacity", InvalidVectorError)
    if most.shape == (n,):
        as_vector(np.where(np.isposinf(most), 0.0, most), "capacity", n)  # infinite is allowed here
        return most
    return as_vector(most, "capacity", n)
