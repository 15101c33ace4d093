"""Centralities and communities beside networkx, and igraph and networkit where they can be imported."""

import importlib.util
from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse

from algorithms.influence import betweenness, communities, core_number, pagerank
from benchmarks.algorithms.graphs import communities_graph, directed_graph
from benchmarks.algorithms.timing import Row, Spent, best_of

SAMPLES = 64


def rows(nodes: int, edges: int) -> Iterator[Row]:
    """Yield all comparisons on a directed and an undirected graph of this size."""
    directed, ties = directed_graph(nodes, edges), communities_graph(nodes, edges)
    ours = _ours(directed, ties)
    size = f"{nodes // 1000}k/{edges / 1e6:g}M"
    for peer, durations, note in _peers(directed, ties):
        for task, duration in durations.items():
            yield Row(f"{task} {size}", peer, ours[task], duration, note.get(task, ""))
    label = communities(ties)
    print(f"communities: {label.count}, modularity {label.modularity:.4f}, {label.iterations} runs")


def _ours(directed: sparse.csr_array, ties: sparse.csr_array) -> dict[str, Spent]:
    work = {
        "pagerank": lambda: pagerank(directed),
        "core number": lambda: core_number(ties),
        "communities": lambda: communities(ties),
        f"betweenness, {SAMPLES} sources": lambda: betweenness(ties, samples=SAMPLES),
    }
    for compile_first in work.values():
        compile_first()
    return {task: best_of(run) for task, run in work.items()}


def _peers(
    directed: sparse.csr_array, ties: sparse.csr_array
) -> Iterator[tuple[str, dict[str, Spent], dict[str, str]]]:
    yield "networkx", _networkx(directed, ties), {}
    if importlib.util.find_spec("igraph"):
        yield "igraph (built)", *_igraph(directed, ties)
    if importlib.util.find_spec("networkit"):
        yield "networkit (built)", *_networkit(directed, ties)


def _networkx(directed: sparse.csr_array, ties: sparse.csr_array) -> dict[str, Spent]:
    one_way = nx.from_scipy_sparse_array(directed, create_using=nx.DiGraph)
    both = nx.from_scipy_sparse_array(ties)
    few = 2  # sources: networkx takes a second and more for each
    spent = best_of(lambda: nx.betweenness_centrality(both, k=few, seed=0), 1)
    return {
        "pagerank": best_of(lambda: nx.pagerank(one_way, tol=1e-9 / len(one_way)), 1),
        "core number": best_of(lambda: nx.core_number(both), 1),
        f"betweenness, {SAMPLES} sources": spent / (few / SAMPLES),
        "communities": best_of(lambda: nx.community.louvain_communities(both, seed=0), 1),
    }


def _igraph(directed: sparse.csr_array, ties: sparse.csr_array) -> tuple[dict[str, Spent], dict[str, str]]:
    import igraph  # noqa: PLC0415 - GPL, so only where somebody has installed it

    rows_, columns = directed.nonzero()
    one_way = igraph.Graph(directed.shape[0], np.column_stack([rows_, columns]), directed=True)
    upper = sparse.triu(ties).tocoo()
    both = igraph.Graph(ties.shape[0], np.column_stack(upper.coords))
    found: list[Any] = []
    durations = {
        "pagerank": best_of(lambda: one_way.pagerank(weights=directed.data.tolist())),
        "core number": best_of(both.coreness),
        "communities": best_of(lambda: found.append(both.community_leiden("modularity", n_iterations=-1)), 1),
        f"betweenness, {SAMPLES} sources": best_of(lambda: both.betweenness(sources=range(SAMPLES)), 1),
    }
    return durations, {"communities": f"Leiden until stable, modularity {found[0].modularity:.4f}"}


def _networkit(directed: sparse.csr_array, ties: sparse.csr_array) -> tuple[dict[str, Spent], dict[str, str]]:
    import networkit as nk  # noqa: PLC0415 - a benchmark's peer only

    rows_, columns = directed.nonzero()
    n = directed.shape[0]
    one_way = nk.GraphFromCoo((directed.data, (rows_, columns)), n=n, weighted=True, directed=True)
    upper = sparse.triu(ties).tocoo()
    both = nk.GraphFromCoo((np.ones(upper.nnz), upper.coords), n=n, weighted=False, directed=False)
    found: list[Any] = []

    def leiden() -> None:
        found[:] = [nk.community.ParallelLeiden(both, randomize=False).run().getPartition()]

    def louvain() -> None:
        found[1:] = [nk.community.PLM(both).run().getPartition()]

    durations = {
        "pagerank": best_of(lambda: nk.centrality.PageRank(one_way, tol=1e-9).run()),
        "core number": best_of(lambda: nk.centrality.CoreDecomposition(both).run()),
        f"betweenness, {SAMPLES} sources": best_of(
            lambda: nk.centrality.EstimateBetweenness(both, SAMPLES, parallel=True).run()
        ),
        "communities": best_of(leiden),
    }
    louvain_seconds = best_of(louvain)
    quality = [nk.community.Modularity().getQuality(part, both) for part in found]
    note = f"modularity {quality[0]:.4f}; Louvain (PLM) {louvain_seconds.wall:.3f} s, {quality[1]:.4f}"
    return durations, {"communities": note}
