"""Dominators: what every path from the sources to a node goes through."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from algorithms.arrays import Bool, Int32, Matrix, Result
from algorithms.errors import InvalidIndexError
from algorithms.inputs import as_csr, as_indices
from algorithms.jit import kernel


@dataclass(frozen=True, kw_only=True, slots=True)
class Dominators(Result):
    """What `dominators` returns.

    Attributes
    ----------
    dominator : ndarray of int32, shape (n,)
        Immediate dominator: the last node that all paths to a node share. −1 for sources, for nodes that
        paths from several sources reach without sharing one, and for nodes that are not reached.
    reached : ndarray of bool, shape (n,)
        Whether any source reaches the node.

    """

    dominator: Int32
    reached: Bool

    def of(self, node: int) -> list[int]:
        """List all dominators of a node other than itself, the nearest first; InvalidIndexError for no node."""
        found = []
        above = int(self.dominator[as_indices([node], "node", len(self.dominator))[0]])
        while above >= 0:
            found.append(above)
            above = int(self.dominator[above])
        return found


def dominators(adjacency: Matrix, sources: int | Sequence[int]) -> Dominators:
    """Find immediate dominators in a directed graph, as seen from one source or several.

    Parameters
    ----------
    adjacency : array-like or scipy.sparse, shape (n, n)
        A non-zero at [i, j] is an edge from i to j.
    sources : int or sequence of int
        Where paths begin, such as all suppliers that buy from nobody.

    Returns
    -------
    Dominators
        `dominator` and `reached`; ``result.of(node)`` lists all dominators of a node.

    Raises
    ------
    InvalidMatrixError, InvalidIndexError
        Bad shape, negative or missing numbers; no source, or one that is no node.

    References
    ----------
    K. D. Cooper, T. J. Harvey, K. Kennedy (2001), "A simple, fast dominance algorithm", Rice University,
    TR-06-33870.

    Examples
    --------
    Two ways from 0 to 3, one from there to 4:

    >>> result = dominators([[0, 1, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1], [0] * 5], 0)
    >>> result.dominator.tolist(), result.of(4)
    ([-1, 0, 0, 0, 3], [3, 0])

    """
    matrix = as_csr(adjacency, "adjacency")
    given = [sources] if np.ndim(sources) == 0 and not isinstance(sources, Set) else sources
    roots = np.unique(as_indices(given, "sources", matrix.rows)).astype(np.int32)
    if not len(roots):
        raise InvalidIndexError("sources is empty: name at least one node where paths begin")
    incoming = matrix.transposed()
    order = _postorder(matrix.indptr, matrix.indices, roots)
    dominator, rounds = _dominate(incoming.indptr, incoming.indices, order, roots)
    reached = np.zeros(matrix.rows, dtype=np.bool_)
    reached[order] = True
    return Dominators(iterations=rounds, converged=True, tolerance=0.0, dominator=dominator, reached=reached)


@kernel
def _postorder(indptr: Int32, indices: Int32, roots: Int32) -> Int32:
    n = len(indptr) - 1
    place = indptr[:-1].copy()
    seen = np.zeros(n, dtype=np.bool_)
    order = np.empty(n, dtype=np.int32)
    stack = np.empty(n, dtype=np.int32)
    done = 0
    for root in roots:
        if seen[root]:
            continue
        seen[root] = True
        stack[0] = root
        depth = 1
        while depth:
            node = stack[depth - 1]
            if place[node] == indptr[node + 1]:
                order[done] = node
                done += 1
                depth -= 1
                continue
            other = indices[place[node]]
            place[node] += 1
            if not seen[other]:
                seen[other] = True
                stack[depth] = other
                depth += 1
    return order[:done].copy()


@kernel
def _dominate(indptr: Int32, indices: Int32, order: Int32, roots: Int32) -> tuple[Int32, int]:
    """Intersect the dominators of predecessors until nothing changes; n stands for one source above all."""
    n = len(indptr) - 1
    number = np.full(n + 1, -1, dtype=np.int32)
    number[n] = len(order)
    for position in range(len(order)):
        number[order[position]] = position
    above = np.full(n + 1, -1, dtype=np.int32)
    above[n] = n
    fixed = np.zeros(n, dtype=np.bool_)
    for root in roots:
        above[root] = n
        fixed[root] = True
    rounds = 0
    changed = True
    while changed:
        changed = False
        rounds += 1
        for position in range(len(order) - 1, -1, -1):
            node = order[position]
            if fixed[node]:
                continue
            common = -1
            for entry in range(indptr[node], indptr[node + 1]):
                if above[indices[entry]] >= 0:
                    common = _shared(number, above, common, indices[entry])
            if common != above[node]:
                above[node] = common
                changed = True
    return np.where(above[:n] == n, np.int32(-1), above[:n]), rounds


@kernel
def _shared(number: Int32, above: Int32, first: int, second: int) -> int:
    """Return the nearest node above both; the second where there is no first yet."""
    if first < 0:
        return second
    while first != second:
        if number[first] < number[second]:
            first = above[first]
        else:
            second = above[second]
    return first
