"""Independent cascade: how likely each node is to fail when others do, by drawing whole worlds."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from algorithms.arrays import Csr, Float, Int32, Int64, Matrix, Result
from algorithms.draws import stream, uniform
from algorithms.edges import edge_chances
from algorithms.errors import InvalidParameterError, InvalidVectorError
from algorithms.inputs import as_csr, as_indices, as_numbers, as_vector, as_whole
from algorithms.jit import blocks, in_threads, kernel

Seeds: TypeAlias = "Mapping[int, float] | Iterable[int] | ArrayLike"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cascade(Result):
    """What `cascade` returns.

    Attributes
    ----------
    probability : ndarray, shape (n,)
        Share of the worlds in which each node fails.
    standard_error : ndarray, shape (n,)
        ``√(q(1 − q)/R)`` of that share.
    worlds : int
        R, the number of worlds drawn.

    """

    probability: Float
    standard_error: Float
    worlds: int


def cascade(
    adjacency: Matrix,
    probabilities: "Matrix | float",
    *,
    seeds: Seeds,
    correlation: float = 0.0,
    worlds: int = 10_000,
    seed: int = 0,
) -> Cascade:
    """Estimate failure probabilities under the independent cascade model, by Monte Carlo over live edges.

    In each world every seed fails with its own probability, and every edge i → j passes the failure of i on
    to j with the edge's. Draws are coupled: for one `seed` and `adjacency`, a higher probability or one more
    seed never lowers a result.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] is an edge from i to j.
    probabilities : float, or matrix of shape (n, n), or array of shape (n,)
        Chance that an edge passes a failure on: one for all, or one an edge. An array of n is instead the
        chance that each seed fails by itself; the edges' chances are then the entries of `adjacency`.
    seeds : sequence of int, mapping of int to float, or floats of shape (n,)
        Nodes that fail for certain, or node → chance that it fails by itself.
    correlation : float
        ρ in [0, 1): seeds fail together through one common factor, ``√ρ·M + √(1 − ρ)·ε`` (Gaussian copula).
    worlds : int
        How many worlds to draw.
    seed : int
        Seed of the draws; results do not depend on the number of threads.

    Returns
    -------
    Cascade
        `probability`, `standard_error`; `tolerance` is the largest standard error.

    Raises
    ------
    InvalidMatrixError, InvalidVectorError, InvalidIndexError, InvalidParameterError
        Bad shapes, numbers that are not probabilities, seeds that are no nodes.

    References
    ----------
    D. Kempe, J. Kleinberg, É. Tardos (2003), "Maximizing the spread of influence through a social network",
    KDD '03: 137-146. O. A. Vasicek (2002), "The distribution of loan portfolio value", Risk 15: 160-162.

    Examples
    --------
    >>> result = cascade([[0, 1], [0, 0]], 0.5, seeds=[0])
    >>> bool(abs(result.probability[1] - 0.5) < 4 * result.standard_error[1])
    True

    """
    worlds, seed = as_whole(worlds, "worlds", least=1), as_whole(seed, "seed")
    if not 0 <= correlation < 1:
        raise InvalidParameterError(f"correlation is {correlation}; it must be in [0, 1)")
    edges, own = _edges(adjacency, probabilities)
    nodes, chances = _seeds(seeds, edges.rows, own)
    probability = _frequency(edges, nodes, chances, correlation, worlds, seed)
    error = np.sqrt(probability * (1.0 - probability) / worlds)
    return Cascade(
        iterations=worlds,
        converged=True,
        tolerance=float(error.max(initial=0.0)),
        probability=probability,
        standard_error=error,
        worlds=worlds,
    )


def _edges(adjacency: Matrix, probabilities: "Matrix | float") -> tuple[Csr, Float | None]:
    given: Any = probabilities
    if hasattr(given, "toarray"):  # sparse; the type that `issparse` tells of is none that `Matrix` knows
        return edge_chances(adjacency, given), None
    chances = as_numbers(given, "probabilities", InvalidVectorError)
    if chances.ndim != 1:
        return edge_chances(adjacency, chances if chances.ndim else float(chances)), None
    edges = as_csr(adjacency, "adjacency", most=1.0)
    return edges, as_vector(chances, "probabilities", edges.rows, most=1.0)


def _seeds(seeds: Seeds, n: int, own: Float | None) -> tuple[Int32, Float]:
    if isinstance(seeds, Mapping):
        nodes = as_indices(list(seeds), "seeds", n)
        return nodes.astype(np.int32), as_vector(list(seeds.values()), "seeds", len(nodes), most=1.0)
    if np.ma.is_masked(seeds):
        raise InvalidVectorError("seeds has masked entries, which are missing: fill or drop them")
    listed = list(seeds) if isinstance(seeds, Iterable) and not hasattr(seeds, "__array__") else seeds
    try:
        table = np.asarray(listed)
    except ValueError as error:
        raise InvalidVectorError(f"seeds must be a flat list: {error}") from error
    if table.dtype.kind in "fb" and table.shape == (n,):
        full = as_vector(table, "seeds", n, most=1.0)
        nodes = np.flatnonzero(full)
        return nodes.astype(np.int32), full[nodes]
    nodes = np.unique(as_indices(table, "seeds", n))
    return nodes.astype(np.int32), np.ones(len(nodes)) if own is None else own[nodes]


def _frequency(edges: Csr, nodes: Int32, chances: Float, correlation: float, worlds: int, seed: int) -> Float:
    # The factor of each world and the thresholds of the copula are few: no kernel needs the normal quantile.
    factor = ndtri(_common(seed, worlds)) * np.sqrt(correlation)
    limits = ndtri(chances)

    def block(part: tuple[int, int]) -> Int64:
        counts = np.zeros(edges.rows, dtype=np.int64)
        _draw(edges.indptr, edges.indices, edges.data, nodes, limits, factor, correlation, seed, part, counts)
        return counts

    total = np.sum(in_threads(block, blocks(worlds, at_least=64)), axis=0)
    return np.asarray(total / worlds, dtype=np.float64)


@kernel
def _common(seed: int, worlds: int) -> Float:
    result = np.empty(worlds)
    for world in range(worlds):
        result[world] = uniform(stream(seed, world), -1)
    return result


@kernel
def _quantile_below(draw: float, limit: float) -> bool:
    """Tell whether a standard normal of probability `draw` lies below `limit`."""
    return draw < 0.5 * math.erfc(-limit * 0.7071067811865476)


@kernel
def _draw(
    indptr: Int32,
    indices: Int32,
    chance: Float,
    seeds: Int32,
    limits: Float,
    factor: Float,
    correlation: float,
    seed: int,
    part: tuple[int, int],
    counts: Int64,
) -> None:
    n = len(indptr) - 1
    failed_in = np.full(n, -1, dtype=np.int64)
    stack = np.empty(n, dtype=np.int64)
    scale = 1.0 / np.sqrt(1.0 - correlation)
    for world in range(part[0], part[1]):
        key = stream(seed, world)
        depth = 0
        for position in range(len(seeds)):
            node = seeds[position]
            limit = (limits[position] - factor[world]) * scale
            if failed_in[node] != world and _quantile_below(uniform(key, node), limit):
                failed_in[node] = world
                stack[depth] = node
                depth += 1
        while depth:
            depth -= 1
            source = stack[depth]
            counts[source] += 1
            for entry in range(indptr[source], indptr[source + 1]):
                node = indices[entry]
                if failed_in[node] != world and uniform(key, (source + 1) * n + node) < chance[entry]:
                    failed_in[node] = world
                    stack[depth] = node
                    depth += 1
