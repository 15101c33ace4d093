"""Time to recover, time to survive, and the Risk Exposure Index."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from algorithms.arrays import Float, Int64, Matrix, Result
from algorithms.errors import InvalidParameterError
from algorithms.inputs import as_indices, as_vector
from algorithms.jit import in_threads
from algorithms.risk.recovery_program import (
    FEASIBILITY,
    Program,
    build_program,
    least_loss,
    longest_without_loss,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeToRecover(Result):
    """What `time_to_recover` returns.

    Attributes
    ----------
    lost_margin : float
        Σ margin × lost units, in money: the least that the disruption costs.
    lost : ndarray, shape (n,)
        Units of each node's demand that are not met.
    production : ndarray, shape (n,)
        Units that each node makes meanwhile.

    """

    lost_margin: float
    lost: Float
    production: Float


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeToSurvive(Result):
    """What `time_to_survive` returns.

    Attributes
    ----------
    duration : float
        How long all demand is met, in the period of demand and capacity; infinite where it always is.

    """

    duration: float


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskExposure(Result):
    """What `risk_exposure_index` returns; one figure for each of `nodes`.

    Attributes
    ----------
    nodes : ndarray of int, shape (k,)
        The nodes that were taken down, each alone.
    impact : ndarray, shape (k,)
        Lost margin while the node recovers, in money.
    index : ndarray, shape (k,)
        Impact over the largest impact, in [0, 1]; 0 where nothing has any.
    survival : ndarray, shape (k,)
        Time to survive without the node.

    """

    nodes: Int64
    impact: Float
    index: Float
    survival: Float


def time_to_recover(
    requirements: Matrix,
    *,
    disrupted: Sequence[int],
    duration: float,
    inventory: ArrayLike,
    demand: ArrayLike,
    margin: ArrayLike,
    capacity: ArrayLike | None = None,
    part: ArrayLike | None = None,
    plant: ArrayLike | None = None,
    plant_capacity: ArrayLike | None = None,
) -> TimeToRecover:
    """Compute the least margin lost while `disrupted` nodes are down for `duration`.

    A linear program chooses what to make and where to send it, so that lost margin is least while material,
    stock and capacity bind. Stock of a disrupted node can still be used; it makes nothing.

    Parameters
    ----------
    requirements : array-like or scipy.sparse, shape (n, n)
        Units of i that one unit of j needs.
    disrupted : sequence of int
        Nodes that make nothing.
    duration : float
        Time to recover, in periods.
    inventory : array-like, shape (n,)
        Units in stock at the start.
    demand : array-like, shape (n,)
        Units a period that customers take; 0 for what is not sold.
    margin : array-like, shape (n,)
        Margin of a unit sold, in money.
    capacity : array-like, shape (n,), optional
        Units a period that each node can make; infinite when not given.
    part : array-like, shape (n,), optional
        Nodes with one label make the same part and replace each other where both are required.
    plant : array-like, shape (n,), optional
        Nodes with one label share the capacity of a plant.
    plant_capacity : array-like, shape (plants,), optional
        Units a period of each plant, by sorted label.

    Returns
    -------
    TimeToRecover
        `lost_margin`, `lost`, `production`.

    Raises
    ------
    InvalidMatrixError, InvalidVectorError, InvalidIndexError, InvalidParameterError
        Bad shapes, negative or missing numbers, nodes that do not exist.

    References
    ----------
    D. Simchi-Levi, W. Schmidt, Y. Wei, P. Y. Zhang, K. Combs, Y. Ge, O. Gusikhin, M. Sanders, D. Zhang (2015),
    "Identifying risks and mitigating disruptions in the automotive supply chain", Interfaces 45(5): 375-390.

    Examples
    --------
    >>> plan = dict(inventory=[40, 20], demand=[0, 10], margin=[0, 5], capacity=[np.inf, 15])
    >>> time_to_recover([[0, 2], [0, 0]], disrupted=[0], duration=6, **plan).lost_margin
    100.0

    """
    if not 0 <= duration < np.inf:
        raise InvalidParameterError(f"duration is {duration}; it must be finite and not negative")
    program = build_program(
        requirements, inventory=inventory, demand=demand, margin=margin, capacity=capacity,
        part=part, plant=plant, plant_capacity=plant_capacity,
    )  # fmt: skip
    lost, made = least_loss(program, as_indices(disrupted, "disrupted", len(program.margin)), duration)
    return TimeToRecover(
        iterations=0,
        converged=True,
        tolerance=FEASIBILITY,
        lost_margin=float(program.margin @ lost),
        lost=lost,
        production=made,
    )


def time_to_survive(
    requirements: Matrix,
    *,
    disrupted: Sequence[int],
    inventory: ArrayLike,
    demand: ArrayLike,
    capacity: ArrayLike | None = None,
    part: ArrayLike | None = None,
    plant: ArrayLike | None = None,
    plant_capacity: ArrayLike | None = None,
) -> TimeToSurvive:
    """Compute how long all demand can be met without the `disrupted` nodes.

    Parameters, errors and source are those of `time_to_recover`.

    Returns
    -------
    TimeToSurvive
        `duration`.

    Examples
    --------
    >>> plan = dict(inventory=[40, 20], demand=[0, 10], capacity=[np.inf, 15])
    >>> time_to_survive([[0, 2], [0, 0]], disrupted=[0], **plan).duration
    4.0

    """
    program = build_program(
        requirements, inventory=inventory, demand=demand, margin=np.zeros(np.shape(demand)), capacity=capacity,
        part=part, plant=plant, plant_capacity=plant_capacity,
    )  # fmt: skip
    down = as_indices(disrupted, "disrupted", len(program.margin))
    duration = longest_without_loss(program, down)
    return TimeToSurvive(iterations=0, converged=True, tolerance=FEASIBILITY, duration=duration)


def risk_exposure_index(
    requirements: Matrix,
    *,
    durations: ArrayLike,
    nodes: Sequence[int] | None = None,
    inventory: ArrayLike,
    demand: ArrayLike,
    margin: ArrayLike,
    capacity: ArrayLike | None = None,
    part: ArrayLike | None = None,
    plant: ArrayLike | None = None,
    plant_capacity: ArrayLike | None = None,
) -> RiskExposure:
    """Take each node down alone for its own time to recover, and compare what that costs.

    `durations`, of shape (n,), are the times to recover of the nodes, in periods; `nodes` are those to take
    down, all when not given. Other parameters, errors and source are those of `time_to_recover`.

    Returns
    -------
    RiskExposure
        `impact`, `index` and `survival` of each.

    Examples
    --------
    >>> plan = dict(inventory=[40, 20], demand=[0, 10], margin=[0, 5], capacity=[np.inf, 15])
    >>> risk_exposure_index([[0, 2], [0, 0]], durations=[6, 3], **plan).impact.tolist()
    [100.0, 50.0]

    """
    program = build_program(
        requirements, inventory=inventory, demand=demand, margin=margin, capacity=capacity,
        part=part, plant=plant, plant_capacity=plant_capacity,
    )  # fmt: skip
    n = len(program.margin)
    times = as_vector(durations, "durations", n)
    chosen = np.arange(n) if nodes is None else as_indices(nodes, "nodes", n)
    figures = in_threads(lambda node: _alone(program, node, times[node]), chosen.tolist())
    impact = np.array([figure[0] for figure in figures])
    largest = impact.max(initial=0.0)
    return RiskExposure(
        iterations=len(chosen),
        converged=True,
        tolerance=FEASIBILITY,
        nodes=chosen,
        impact=impact,
        index=impact / largest if largest > 0 else np.zeros(len(chosen)),
        survival=np.array([figure[1] for figure in figures]),
    )


def _alone(program: Program, node: int, duration: float) -> tuple[float, float]:
    down = np.array([node])
    lost, _ = least_loss(program, down, duration)
    return float(program.margin @ lost), longest_without_loss(program, down)
