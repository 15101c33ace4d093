"""The depth-first search of Hopcroft and Tarjan that articulation points and bridges are read from."""

from typing import NamedTuple

import numpy as np

from algorithms.arrays import Csr, Int32
from algorithms.jit import kernel


class Lowpoints(NamedTuple):
    """What the search leaves behind; all of shape (n,)."""

    parent: Int32  # in the search forest; −1 for roots
    found: Int32  # order of discovery
    low: Int32  # earliest node that a node's subtree is tied to, not counting the tree edge above
    size: Int32  # nodes in the subtree
    component: Int32  # nodes in the whole component
    pieces: Int32  # parts that fall off when the node goes
    cut: Int32  # nodes in these parts
    largest: Int32  # nodes in the largest of them


@kernel
def search(graph: Csr) -> Lowpoints:
    """Search an undirected graph without self-loops."""
    n = len(graph.indptr) - 1
    parent = np.full(n, -1, dtype=np.int32)
    found = np.full(n, -1, dtype=np.int32)
    low = np.zeros(n, dtype=np.int32)
    size = np.ones(n, dtype=np.int32)
    component = np.zeros(n, dtype=np.int32)
    pieces = np.zeros(n, dtype=np.int32)
    cut = np.zeros(n, dtype=np.int32)
    largest = np.zeros(n, dtype=np.int32)
    place = graph.indptr[:-1].copy()
    order = np.empty(n, dtype=np.int32)
    clock = 0
    for root in range(n):
        if found[root] >= 0:
            continue
        begin = clock
        node = root
        found[root] = low[root] = clock
        order[clock] = root
        clock += 1
        while node >= 0:
            if place[node] < graph.indptr[node + 1]:
                other = graph.indices[place[node]]
                place[node] += 1
                if found[other] < 0:
                    parent[other] = node
                    found[other] = low[other] = clock
                    order[clock] = other
                    clock += 1
                    node = other
                elif other != parent[node]:
                    low[node] = min(low[node], found[other])
                continue
            above = parent[node]
            if above >= 0:
                low[above] = min(low[above], low[node])
                size[above] += size[node]
                if low[node] >= found[above]:
                    pieces[above] += 1
                    cut[above] += size[node]
                    largest[above] = max(largest[above], size[node])
            node = above
        for position in range(begin, clock):
            component[order[position]] = clock - begin
    return Lowpoints(parent, found, low, size, component, pieces, cut, largest)
