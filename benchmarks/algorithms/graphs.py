"""Graphs and economies of the size that the aims speak of, the same in every run."""

import numpy as np
from scipy import sparse


def communities_graph(nodes: int, edges: int, *, seed: int = 0, groups: int = 500) -> sparse.csr_array:
    """Return an undirected graph with hubs, four in five of its edges within one of `groups` groups."""
    rng = np.random.default_rng(seed)
    weight = np.arange(1, nodes + 1) ** -0.4
    draw = int(edges * 1.15)
    source = rng.choice(nodes, draw, p=weight / weight.sum())
    target = rng.choice(nodes, draw, p=weight / weight.sum())
    inside = rng.random(draw) < 0.8
    target[inside] = (target[inside] // groups) * groups + source[inside] % groups
    keep = (source != target) & (target < nodes)
    pairs = np.unique(np.sort(np.column_stack([source, target])[keep], axis=1), axis=0)
    pairs = pairs[rng.permutation(len(pairs))[:edges]]
    rows, columns = np.concatenate([pairs, pairs[:, ::-1]]).T
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(nodes, nodes))


def directed_graph(nodes: int, edges: int, *, seed: int = 0) -> sparse.csr_array:
    """Return a directed graph with hubs and random weights."""
    rng = np.random.default_rng(seed)
    weight = np.arange(1, nodes + 1) ** -0.5
    source = rng.integers(0, nodes, edges)
    target = rng.permutation(nodes)[rng.choice(nodes, edges, p=weight / weight.sum())]
    keep = source != target
    shape = (nodes, nodes)
    return sparse.csr_array((rng.random(int(keep.sum())) + 0.1, (source[keep], target[keep])), shape=shape)


def economy(firms: int, links: int, *, seed: int = 0, industries: int = 50) -> dict[str, object]:
    """Return the arguments of `esri` for a network with hubs on either side; revenue is 1.3 × sales."""
    rng = np.random.default_rng(seed)
    weight = np.arange(1, firms + 1) ** -0.6
    weight /= weight.sum()
    source = rng.choice(firms, links, p=weight)
    target = rng.choice(firms, links, p=rng.permutation(weight))
    keep = source != target
    amounts = rng.lognormal(0, 1.5, int(keep.sum()))
    flows = sparse.csr_array((amounts, (source[keep], target[keep])), shape=(firms, firms))
    flows.sum_duplicates()
    return {
        "flows": flows,
        "industry": rng.integers(0, industries, firms),
        "essential": rng.choice([0, 1, 2], p=[0.3, 0.4, 0.3], size=(industries, industries)),
        "revenue": 1.3 * np.asarray(flows.sum(axis=1)).ravel() + 1e-9,
    }
