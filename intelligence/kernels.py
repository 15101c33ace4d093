"""Compiled loops over the networks of this package."""

import numpy as np

from algorithms.arrays import Float, Int32
from algorithms.jit import kernel


@kernel
def levels(indptr: Int32, indices: Int32, sources: Int32) -> Int32:
    """Hops from the nearest source along rows; −1 for what none reaches."""
    n = len(indptr) - 1
    level = np.full(n, -1, dtype=np.int32)
    queue = np.empty(n, dtype=np.int32)
    count = 0
    for node in sources:
        if level[node] < 0:
            level[node] = 0
            queue[count] = node
            count += 1
    first = 0
    while first < count:
        node = queue[first]
        first += 1
        for entry in range(indptr[node], indptr[node + 1]):
            other = indices[entry]
            if level[other] < 0:
                level[other] = level[node] + 1
                queue[count] = other
                count += 1
    return level


@kernel
def exploded(indptr: Int32, indices: Int32, quantity: Float, direct: Float) -> tuple[Float, int]:
    """Need of every good when each row lists a good's components; second, a good on a cycle, or −1.

    Goods are taken in the order in which all that they go into is done (Kahn), so each is visited once.
    """
    n = len(indptr) - 1
    uses = np.zeros(n, dtype=np.int64)
    for entry in range(len(indices)):
        uses[indices[entry]] += 1
    need = direct.copy()
    queue = np.empty(n, dtype=np.int32)
    count = 0
    for node in range(n):
        if uses[node] == 0:
            queue[count] = node
            count += 1
    first = 0
    while first < count:
        node = queue[first]
        first += 1
        for entry in range(indptr[node], indptr[node + 1]):
            other = indices[entry]
            need[other] += need[node] * quantity[entry]
            uses[other] -= 1
            if uses[other] == 0:
                queue[count] = other
                count += 1
    if count < n:
        for node in range(n):
            if uses[node] > 0:
                return need, node
    return need, -1


@kernel
def colours(indptr: Int32, indices: Int32, up_indptr: Int32, up_indices: Int32, order: Int32) -> Int32:
    """Colour components so that no two of one good (a row) have one colour, greedily in `order`."""
    n = len(indptr) - 1
    colour = np.full(n, -1, dtype=np.int32)
    seen = np.full(n + 1, -1, dtype=np.int32)
    for node in order:
        for entry in range(up_indptr[node], up_indptr[node + 1]):
            good = up_indices[entry]
            for other in range(indptr[good], indptr[good + 1]):
                taken = colour[indices[other]]
                if taken >= 0:
                    seen[taken] = node
        free = 0
        while seen[free] == node:
            free += 1
        colour[node] = free
    return colour
