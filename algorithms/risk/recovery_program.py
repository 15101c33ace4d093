"""The linear program of Simchi-Levi et al.: what can still be made while some nodes are down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.optimize import linprog

from algorithms.arrays import Csr, Float, Int64, Matrix, as_csr, as_vector
from algorithms.errors import InvalidParameterError, InvalidVectorError

# What HiGHS allows constraints to be off by.
FEASIBILITY = 1e-7


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
    kinds = _labels(part, "part", n)
    blocks = [_balance(needs, wanted), _material(needs, kinds), _at_most(most, needs.entries)]
    if plant is not None or plant_capacity is not None:
        blocks.append(_plants(_labels(plant, "plant", n), plant_capacity, n, needs.entries))
    blocks.append(_lost_at_most(wanted, needs.entries))
    rows = sparse.csr_array(sparse.vstack(blocks))
    limits = np.concatenate([stock, np.zeros(rows.shape[0] - n)])
    return Program(rows=rows, limits=limits, margin=as_vector(margin, "margin", n), edges=needs.entries)


def least_loss(program: Program, disrupted: Int64, duration: float) -> tuple[Float, Float]:
    """Return lost units and production of each node at the least lost margin over `duration`."""
    n = len(program.margin)
    cost = np.concatenate([np.zeros(n), program.margin, np.zeros(program.edges + 1)])
    found = _solve(program, cost, disrupted, (duration, duration))
    if found.status != 0:
        raise InvalidParameterError(f"the recovery program has no solution: {found.message}")
    return found.x[n : 2 * n], found.x[:n]


def longest_without_loss(program: Program, disrupted: Int64) -> float:
    """Return how long all demand is met; infinite where the disrupted nodes are not needed."""
    n = len(program.margin)
    cost = np.zeros(2 * n + program.edges + 1)
    cost[-1] = -1.0
    found = _solve(program, cost, disrupted, (0.0, np.inf), lossless=True)
    if found.status in (3, 4):  # unbounded, or the solver cannot tell it from infeasible; 0 is always feasible
        return np.inf
    return float(found.x[-1])


def _solve(
    program: Program, cost: Float, disrupted: Int64, time: tuple[float, float], *, lossless: bool = False
) -> Any:
    n = len(program.margin)
    upper = np.full(len(cost), np.inf)
    upper[disrupted] = 0.0
    if lossless:
        upper[n : 2 * n] = 0.0
    lower = np.zeros(len(cost))
    lower[-1], upper[-1] = time
    bounds: Any = np.column_stack([lower, upper])  # the stubs know neither arrays of bounds nor sparse rows
    rows: Any = program.rows
    return linprog(cost, A_ub=rows, b_ub=program.limits, bounds=bounds, method="highs")


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
    (
        groups,
        group,
    ) = np.unique(keys, return_inverse=True)
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
    most = np.array(capacity, dtype=np.float64)
    if most.shape == (n,):
        as_vector(np.where(np.isposinf(most), 0.0, most), "capacity", n)  # infinite is allowed here
        return most
    return as_vector(most, "capacity", n)


def _labels(values: ArrayLike | None, name: str, n: int) -> Int64:
    if values is None:
        return np.arange(n)
    found = np.asarray(values)
    if found.shape != (n,):
        raise InvalidVectorError(f"{name} must have shape ({n},), one label a node; it has shape {found.shape}")
    return np.unique(found, return_inverse=True)[1].astype(np.int64)
