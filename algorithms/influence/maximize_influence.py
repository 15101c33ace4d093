"""Influence maximisation: which few nodes to start from so that a cascade reaches the most."""

from dataclasses import dataclass
from math import comb, lgamma, log, log2, sqrt

import numpy as np

from algorithms.arrays import Csr, Float, Int32, Int64, Matrix, Result
from algorithms.draws import stream, uniform
from algorithms.edges import edge_chances
from algorithms.errors import InvalidParameterError
from algorithms.inputs import as_whole
from algorithms.jit import blocks, in_threads, kernel

MAX_SETS = 5_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class InfluenceMaximum(Result):
    """What `maximize_influence` returns.

    Attributes
    ----------
    seeds : ndarray of int, shape (count,)
        The chosen nodes, the most valuable first.
    spread : ndarray, shape (count,)
        Expected number of nodes reached by the first 1, 2, … seeds, themselves included.
    standard_error : ndarray, shape (count,)
        Standard error of `spread`, which is estimated apart from the choice.
    score : ndarray, shape (n,)
        Expected number of nodes that each node reaches alone.
    sets : int
        Reverse-reachable sets used for the choice, and as many again for the estimates.

    """

    seeds: Int64
    spread: Float
    standard_error: Float
    score: Float
    sets: int


def maximize_influence(
    adjacency: Matrix,
    probabilities: "Matrix | float",
    *,
    count: int,
    epsilon: float = 0.1,
    confidence: float = 0.99,
    seed: int = 0,
    max_sets: int = MAX_SETS,
) -> InfluenceMaximum:
    """Choose seeds under the independent cascade model, by reverse-reachable sets (IMM).

    The spread of the choice is at least ``1 − 1/e − epsilon`` of the best, with probability `confidence`.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] is an edge from i to j.
    probabilities : float, or matrix of shape (n, n)
        Chance that an edge passes activation on: one for all, or one an edge.
    count : int
        How many seeds to choose, 1 to n.
    epsilon : float
        What may be lost beyond the greedy bound, in (0, 1).
    confidence : float
        In (0, 1).
    seed : int
        Seed of the draws; results do not depend on the number of threads.
    max_sets : int
        Most sets to draw; where the guarantee needs more, the result comes with ``converged=False``.

    Returns
    -------
    InfluenceMaximum
        `seeds`, `spread`, `standard_error`, `score`; `tolerance` is `epsilon`.

    Raises
    ------
    InvalidMatrixError, InvalidParameterError
        Bad shapes, numbers that are not probabilities, a count that is not possible.

    References
    ----------
    Y. Tang, Y. Shi, X. Xiao (2015), "Influence maximization in near-linear time: a martingale approach",
    SIGMOD '15: 1539-1554; with the correction of W. Chen (2018), arXiv:1808.09363, that the final sets are drawn
    afresh.

    Examples
    --------
    >>> star = [[0, 1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    >>> maximize_influence(star, 1.0, count=1).seeds.tolist()
    [0]

    """
    edges = edge_chances(adjacency, probabilities)
    n = edges.rows
    max_sets, seed, count = as_whole(max_sets, "max_sets", least=1), as_whole(seed, "seed"), as_whole(count, "count")
    if not 1 <= count <= n:
        raise InvalidParameterError(f"count is {count}; it must be between 1 and the number of nodes, {n}")
    if not (0 < epsilon < 1 and 0 < confidence < 1):
        raise InvalidParameterError(f"epsilon ({epsilon}) and confidence ({confidence}) must be between 0 and 1")
    incoming = edges.transposed()
    wanted, rounds = _enough(incoming, count, epsilon, -log(1 - confidence) / log(max(n, 2)), seed, max_sets)
    sets = min(wanted, max_sets)
    chosen, _ = _choose(_draw(incoming, sets, seed, 1), n, count)
    members, indptr = _draw(incoming, sets, seed, 2)
    hit = _first_hits(members, indptr, chosen, n)
    share = np.cumsum(np.bincount(hit[hit < count], minlength=count)) / sets
    return InfluenceMaximum(
        iterations=rounds,
        converged=wanted <= max_sets,
        tolerance=epsilon,
        seeds=chosen,
        spread=share * n,
        standard_error=n * np.sqrt(share * (1 - share) / sets),
        score=np.asarray(np.bincount(members, minlength=n) * (n / sets), dtype=np.float64),
        sets=sets,
    )


def _enough(incoming: Csr, count: int, epsilon: float, ell: float, seed: int, max_sets: int) -> tuple[int, int]:
    """Find how many sets the guarantee needs (algorithm 2 of Tang et al.), and the rounds that took."""
    n = incoming.rows
    if n < 2:
        return 1, 0
    ell *= 1 + log(2) / log(n)
    choices = log(comb(n, count)) if n < 1000 else lgamma(n + 1) - lgamma(count + 1) - lgamma(n - count + 1)
    wide = sqrt(2) * epsilon
    trial = (2 + 2 * wide / 3) * (choices + ell * log(n) + log(max(log2(n), 1))) * n / wide**2
    alpha = sqrt(ell * log(n) + log(2))
    beta = sqrt((1 - 1 / np.e) * (choices + ell * log(n) + log(2)))
    final = 2 * n * ((1 - 1 / np.e) * alpha + beta) ** 2 / epsilon**2
    rounds = 0
    for rounds in range(1, max(2, int(log2(n)))):
        guess = n / 2**rounds
        size = min(int(np.ceil(trial / guess)), max_sets)
        _, covered = _choose(_draw(incoming, size, seed, 0), n, count)
        spread = n * covered / size
        if spread >= (1 + wide) * guess:
            return int(np.ceil(final * (1 + wide) / spread)), rounds
        if size == max_sets:
            break
    return int(np.ceil(final / count)), rounds  # the seeds themselves are always reached


def _draw(incoming: Csr, sets: int, seed: int, purpose: int) -> tuple[Int32, Int64]:
    """Draw reverse-reachable sets: members one after another, and where each set begins."""

    def block(part: tuple[int, int]) -> tuple[Int32, Int64]:
        return _reverse_sets(incoming.indptr, incoming.indices, incoming.data, seed * 3 + purpose, part[0], part[1])

    parts = in_threads(block, blocks(sets, at_least=256))
    sizes = np.concatenate([part[1] for part in parts])
    return np.concatenate([part[0] for part in parts]), np.concatenate(([0], np.cumsum(sizes)))


def _choose(drawn: tuple[Int32, Int64], n: int, count: int) -> tuple[Int64, int]:
    members, indptr = drawn
    owner = np.repeat(np.arange(len(indptr) - 1, dtype=np.int64), np.diff(indptr))
    by_node = owner[np.argsort(members, kind="stable")]
    starts = np.concatenate(([0], np.cumsum(np.bincount(members, minlength=n))))
    return _cover(members, indptr, by_node, starts, count)


@kernel
def _reverse_sets(
    indptr: Int32, indices: Int32, chance: Float, seed: int, first: int, last: int
) -> tuple[Int32, Int64]:
    n = len(indptr) - 1
    seen = np.full(n, -1, dtype=np.int64)
    members = np.empty(max(4 * (last - first), n), dtype=np.int32)
    sizes = np.empty(last - first, dtype=np.int64)
    filled = 0
    for number in range(first, last):
        if filled + n > len(members):
            members = np.concatenate((members, np.empty(len(members) + n, dtype=np.int32)))
        key = stream(seed, number)
        root = min(n - 1, int(uniform(key, 0) * n))
        begin = filled
        members[filled] = root
        filled += 1
        seen[root] = number
        position = begin
        while position < filled:
            node = members[position]
            position += 1
            for entry in range(indptr[node], indptr[node + 1]):
                other = indices[entry]
                if seen[other] != number and uniform(key, 1 + entry) < chance[entry]:
                    seen[other] = number
                    members[filled] = other
                    filled += 1
        sizes[number - first] = filled - begin
    return members[:filled].copy(), sizes


@kernel
def _cover(members: Int32, indptr: Int64, by_node: Int64, starts: Int64, count: int) -> tuple[Int64, int]:
    """Choose nodes one by one that hit the most sets not hit yet."""
    open_sets = starts[1:] - starts[:-1]
    done = np.zeros(len(indptr) - 1, dtype=np.bool_)
    chosen = np.empty(count, dtype=np.int64)
    covered = 0
    for turn in range(count):
        best = np.argmax(open_sets)
        chosen[turn] = best
        for place in range(starts[best], starts[best + 1]):
            number = by_node[place]
            if not done[number]:
                done[number] = True
                covered += 1
                for member in range(indptr[number], indptr[number + 1]):
                    open_sets[members[member]] -= 1
        open_sets[best] = -1  # chosen once only, also where nothing is left to win
    return chosen, covered


@kernel
def _first_hits(members: Int32, indptr: Int64, chosen: Int64, n: int) -> Int64:
    """Return for each set the earliest chosen node in it; the number of chosen where there is none."""
    rank = np.full(n, len(chosen))
    for turn in range(len(chosen)):
        rank[chosen[turn]] = turn
    result = np.full(len(indptr) - 1, len(chosen))
    for number in range(len(indptr) - 1):
        for place in range(indptr[number], indptr[number + 1]):
            result[number] = min(result[number], rank[members[place]])
    return result
