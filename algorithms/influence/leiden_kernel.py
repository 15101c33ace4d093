"""The three loops of Leiden over a symmetric graph; `scale` is resolution / 2m."""

import numpy as np

from algorithms.arrays import Csr, Float, Int32
from algorithms.jit import kernel


@kernel
def move_nodes(graph: Csr, strength: Float, start: Int32, order: Int32, scale: float) -> Int32:
    """Move nodes to the community they gain most by, revisiting neighbours of those that moved."""
    n = len(strength)
    label = start.copy()
    held = np.zeros(n)  # strength of each community
    size = np.zeros(n, dtype=np.int32)
    for node in range(n):
        held[label[node]] += strength[node]
        size[label[node]] += 1
    empty = np.flatnonzero(size == 0)
    spare = len(empty)
    empty = np.concatenate((empty, np.zeros(n - spare, dtype=np.int64)))
    ties = np.zeros(n)
    near = np.empty(n, dtype=np.int32)
    waiting = np.ones(n, dtype=np.bool_)
    queue = order.copy()
    head = 0
    length = n
    while length:
        node = queue[head]
        head = head + 1 if head + 1 < n else 0
        length -= 1
        waiting[node] = False
        own = label[node]
        count = _tally(graph, node, label, ties, near)
        held[own] -= strength[node]
        size[own] -= 1
        if size[own] == 0:
            empty[spare] = own
            spare += 1
        best = own
        most = ties[own] - scale * strength[node] * held[own]
        for position in range(count):
            other = near[position]
            gain = ties[other] - scale * strength[node] * held[other]
            if gain > most * (1.0 + 1e-12) + 1e-15:
                best, most = other, gain
        if most < 0.0 and spare:
            best = empty[spare - 1]
        for position in range(count):
            ties[near[position]] = 0.0
        if size[best] == 0:  # taken from the top: either the last pushed (own) or a spare one
            spare -= 1
        held[best] += strength[node]
        size[best] += 1
        if best != own:
            label[node] = best
            for entry in range(graph.indptr[node], graph.indptr[node + 1]):
                other = graph.indices[entry]
                if not waiting[other] and label[other] != best:
                    waiting[other] = True
                    tail = head + length
                    queue[tail if tail < n else tail - n] = other
                    length += 1
    return label


@kernel
def _tally(graph: Csr, node: int, label: Int32, ties: Float, near: Int32) -> int:
    """Add up a node's ties by community; list the communities."""
    count = 0
    for entry in range(graph.indptr[node], graph.indptr[node + 1]):
        other = graph.indices[entry]
        if other != node:
            community = label[other]
            if ties[community] == 0.0:
                near[count] = community
                count += 1
            ties[community] += graph.data[entry]
    return count


@kernel
def refine(graph: Csr, strength: Float, part: Int32, order: Int32, scale: float) -> Int32:
    """Rebuild each community from single nodes, merging only what is well connected within it."""
    n = len(strength)
    label = np.arange(n).astype(np.int32)
    held = strength.copy()
    single = np.ones(n, dtype=np.bool_)
    whole = np.zeros(n)  # strength of each community of `part`
    outward = np.zeros(n)  # ties of each refined community to the rest of its community
    for node in range(n):
        whole[part[node]] += strength[node]
        for entry in range(graph.indptr[node], graph.indptr[node + 1]):
            other = graph.indices[entry]
            if other != node and part[other] == part[node]:
                outward[node] += graph.data[entry]
    ties = np.zeros(n)
    near = np.empty(n, dtype=np.int32)
    for node in order:
        rest = whole[part[node]] - strength[node]
        if not single[node] or outward[node] < scale * strength[node] * rest:
            continue
        count = _tally(graph, node, label, ties, near)
        best, most = node, 0.0
        for position in range(count):
            other = near[position]
            if part[other] != part[node]:
                continue
            beyond = whole[part[node]] - held[other]
            gain = ties[other] - scale * strength[node] * held[other]
            if gain > most and outward[other] >= scale * held[other] * beyond:
                best, most = other, gain
        if best != node:
            label[node] = best
            single[best] = False
            held[best] += strength[node]
            outward[best] += outward[node] - 2.0 * ties[best]
        for position in range(count):
            ties[near[position]] = 0.0
    return label


@kernel
def aggregate(graph: Csr, label: Int32, count: int) -> tuple[Int32, Int32, Float]:
    """Merge nodes of one label into one; ties within become a self-loop."""
    n = len(label)
    start = np.zeros(count + 1, dtype=np.int32)
    for node in range(n):
        start[label[node] + 1] += 1
    for index in range(count):
        start[index + 1] += start[index]
    free = start.copy()
    members = np.empty(n, dtype=np.int32)
    for node in range(n):
        members[free[label[node]]] = node
        free[label[node]] += 1
    indptr = np.zeros(count + 1, dtype=np.int32)
    indices = np.empty(len(graph.indices), dtype=np.int32)
    data = np.empty(len(graph.indices))
    place = np.full(count, -1, dtype=np.int32)
    filled = 0
    for index in range(count):
        first = filled
        for position in range(start[index], start[index + 1]):
            node = members[position]
            for entry in range(graph.indptr[node], graph.indptr[node + 1]):
                other = label[graph.indices[entry]]
                if place[other] < first:
                    place[other] = filled
                    indices[filled] = other
                    data[filled] = 0.0
                    filled += 1
                data[place[other]] += graph.data[entry]
        indptr[index + 1] = filled
    return indptr, indices[:filled].copy(), data[:filled].copy()
