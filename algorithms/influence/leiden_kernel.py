"""The loops of Leiden over a symmetric graph; `scale` is resolution / 2m."""

from typing import NamedTuple

import numpy as np

from algorithms.arrays import Bool, Csr, Float, Int32, Int64
from algorithms.jit import kernel


class _Stack(NamedTuple):
    items: Int32
    height: Int64


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
    spare = _Stack(np.empty(n, dtype=np.int32), np.zeros(1, dtype=np.int64))  # labels that are free
    for value in range(n):
        if size[value] == 0:
            _push(spare, value)
    ties = np.zeros(n)
    near = np.empty(n, dtype=np.int32)
    waiting = np.ones(n, dtype=np.bool_)
    queue = order.copy()
    head, length = 0, n
    while length:
        node = queue[head]
        head = head + 1 if head + 1 < n else 0
        length -= 1
        waiting[node] = False
        own = label[node]
        held[own] -= strength[node]
        size[own] -= 1
        if size[own] == 0:
            _push(spare, own)
        best = _best(graph, node, label, ties, near, held, scale * strength[node])
        if best < 0:
            best = spare.items[spare.height[0] - 1]
        if size[best] == 0:
            # The top of the stack: a free label that was taken from there, or the node's own, just put there.
            spare.height[0] -= 1
        held[best] += strength[node]
        size[best] += 1
        if best != own:
            label[node] = best
            length = _wake(graph, node, label, waiting, queue, head, length)
    return label


@kernel
def _push(stack: _Stack, item: int) -> None:
    stack.items[stack.height[0]] = item
    stack.height[0] += 1


@kernel
def _best(graph: Csr, node: int, label: Int32, ties: Float, near: Int32, held: Float, pull: float) -> int:
    """Return the label that a node, taken out of its community, gains most by; −1 where none is worth it."""
    count = _tally(graph, node, label, ties, near)
    best = label[node]
    most = ties[best] - pull * held[best]
    for position in range(count):
        gain = ties[near[position]] - pull * held[near[position]]
        if gain > most * (1.0 + 1e-12) + 1e-15:
            best, most = near[position], gain
    for position in range(count):
        ties[near[position]] = 0.0
    return best if most >= 0.0 else -1


@kernel
def _wake(graph: Csr, node: int, label: Int32, waiting: Bool, queue: Int32, head: int, length: int) -> int:
    """Queue the neighbours that are not in a node's new community; return the new length of the queue."""
    n = len(queue)
    for entry in range(graph.indptr[node], graph.indptr[node + 1]):
        other = graph.indices[entry]
        if not waiting[other] and label[other] != label[node]:
            waiting[other] = True
            tail = head + length
            queue[tail if tail < n else tail - n] = other
            length += 1
    return length


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
    for node in range(n):
        whole[part[node]] += strength[node]
    outward = _ties_within(graph, part)  # later, of each refined community to the rest of its community
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
def _ties_within(graph: Csr, part: Int32) -> Float:
    """Sum each node's ties to the others of its community."""
    result = np.zeros(len(part))
    for node in range(len(part)):
        for entry in range(graph.indptr[node], graph.indptr[node + 1]):
            other = graph.indices[entry]
            if other != node and part[other] == part[node]:
                result[node] += graph.data[entry]
    return result


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


@kernel
def ties_and_strengths(graph: Csr, label: Int32) -> tuple[float, Float]:
    """Sum the ties within communities, and the strengths of each community's nodes."""
    inside, strength = 0.0, np.zeros(len(label))
    for node in range(len(label)):
        own = label[node]
        total = 0.0
        for entry in range(graph.indptr[node], graph.indptr[node + 1]):
            total += graph.data[entry]
            if label[graph.indices[entry]] == own:
                inside += graph.data[entry]
        strength[own] += total
    return inside, strength


@kernel
def connected_parts(graph: Csr, label: Int32) -> Int32:
    """Number the parts of communities that are tied together, in the order of their first nodes."""
    n = len(label)
    part = np.full(n, -1, dtype=np.int32)
    stack = np.empty(n, dtype=np.int32)
    count = 0
    for first in range(n):
        if part[first] >= 0:
            continue
        part[first], stack[0], height = count, first, 1
        while height:
            height -= 1
            node = stack[height]
            for entry in range(graph.indptr[node], graph.indptr[node + 1]):
                other = graph.indices[entry]
                if part[other] < 0 and label[other] == label[node]:
                    part[other] = count
                    stack[height] = other
                    height += 1
        count += 1
    return part
