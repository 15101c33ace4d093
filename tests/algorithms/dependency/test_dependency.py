"""Articulation points, bridges, dominators, concentration."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from scipy import sparse

from algorithms.dependency import articulation_points, bridges, concentration, dominators
from algorithms.errors import AlgorithmError
from tests.algorithms.support import column, graph, random_graph, seeds, shuffled, to_networkx


@pytest.mark.parametrize(
    "files",
    [("karate_edges.csv", "karate_centralities.csv"), ("florentine_edges.csv", "florentine_centralities.csv")],
)
def test_published_articulation_points(files):
    adjacency, rows = graph(*files)
    assert articulation_points(adjacency).nodes.tolist() == np.flatnonzero(column(rows, "articulation")).tolist()


@given(seeds)
def test_articulation_points_and_what_they_sever(seed):
    matrix = random_graph(seed, directed=False, loops=bool(seed % 2))
    other = to_networkx(matrix, directed=False)
    result = articulation_points(matrix)
    assert set(result.nodes.tolist()) == set(nx.articulation_points(other))
    for node in range(40):
        around = nx.node_connected_component(other, node) - {node}
        parts = [len(part) for part in nx.connected_components(other.subgraph(around))]
        assert result.severed[node] == (len(around) - max(parts) if len(parts) > 1 else 0)


@given(seeds)
def test_bridges_and_what_they_sever(seed):
    matrix = random_graph(seed, directed=False)
    other = to_networkx(matrix, directed=False)
    result = bridges(matrix)
    assert [tuple(edge) for edge in result.edges.tolist()] == sorted(tuple(sorted(e)) for e in nx.bridges(other))
    for (a, b), severed in zip(result.edges.tolist(), result.severed.tolist(), strict=True):
        cut = other.copy()
        cut.remove_edge(a, b)
        assert severed == min(len(nx.node_connected_component(cut, node)) for node in (a, b))


def test_direction_does_not_matter_for_falling_apart():
    one_way = [[0, 1, 0], [0, 0, 0], [0, 1, 0]]
    assert articulation_points(one_way).nodes.tolist() == [1]
    to_and_fro = [[0, 1, 0], [1, 0, 1], [0, 0, 0]]
    assert bridges(to_and_fro).edges.tolist() == [[0, 1], [1, 2]]


def test_deep_graphs_need_no_recursion():
    n = 200_000
    path = sparse.diags_array([np.ones(n - 1)], offsets=[1])
    assert len(articulation_points(path).nodes) == n - 2
    assert len(bridges(path).edges) == n - 1
    assert dominators(path, 0).dominator[-1] == n - 2


@given(seeds)
def test_dominators_are_those_of_networkx(seed):
    matrix = random_graph(seed, density=0.07, loops=bool(seed % 2))
    other = to_networkx(matrix)
    expected = {node: above for node, above in nx.immediate_dominators(other, 0).items() if node != 0}
    result = dominators(matrix, 0)
    assert {node: int(above) for node, above in enumerate(result.dominator) if above >= 0} == expected
    assert set(np.flatnonzero(result.reached).tolist()) == nx.descendants(other, 0) | {0}


@given(seeds)
def test_dominators_of_several_sources_by_removal(seed):
    matrix = random_graph(seed, n=16, density=0.12)
    sources = [0, 1, 2]
    result = dominators(matrix, sources)
    other = to_networkx(matrix)
    for node in range(16):
        passed = set()
        for gone in set(range(16)) - {node}:
            rest = other.subgraph(set(range(16)) - {gone})
            starts = [source for source in sources if source != gone]
            if not any(nx.has_path(rest, source, node) for source in starts):
                passed.add(gone)
        if result.reached[node]:
            assert set(result.of(node)) == passed
        else:
            assert result.of(node) == []


@given(seeds)
def test_do_not_depend_on_the_order_of_nodes(seed):
    matrix = random_graph(seed, directed=False)
    order = shuffled(seed, 40)
    other = matrix[np.ix_(order, order)]
    assert np.array_equal(articulation_points(other).severed, articulation_points(matrix).severed[order])
    plain = dominators(matrix, int(order[0]))
    moved = dominators(other, 0)
    assert np.array_equal(moved.reached, plain.reached[order])
    named = np.where(moved.dominator >= 0, order[moved.dominator], -1)
    assert np.array_equal(named, plain.dominator[order])


def test_concentration_by_hand():
    flows = np.zeros((6, 6))
    flows[0, 5], flows[1, 5] = 60, 40  # tier 1 of 5: 0.6 and 0.4
    flows[2, 0], flows[3, 0], flows[3, 1] = 1, 1, 7  # tier 2: 0.3 from 2, 0.3 + 0.4 from 3
    result = concentration(flows, tiers=3, nodes=[5, 0])
    np.testing.assert_allclose(result.hhi[:, 0], [0.52, 0.58, np.nan])
    np.testing.assert_allclose(result.effective[:2, 0], [1 / 0.52, 1 / 0.58])
    np.testing.assert_allclose(result.coverage, [[1, 1], [1, 0], [0, 0]])
    assert np.isnan(result.hhi[1, 1])


def test_concentration_states_what_cannot_be_followed():
    flows = np.zeros((4, 4))
    flows[0, 3], flows[1, 3] = 3, 1  # only 1's own supplier is known
    flows[2, 1] = 5
    result = concentration(flows, tiers=2, nodes=[3])
    np.testing.assert_allclose(result.coverage[:, 0], [1, 0.25])
    np.testing.assert_allclose(result.hhi[:, 0], [0.625, 1])


@given(seeds)
def test_concentration_bounds_order_and_unit(seed):
    matrix = random_graph(seed, weighted=True)
    order = shuffled(seed, 40)
    result = concentration(matrix, tiers=3)
    other = concentration(matrix[np.ix_(order, order)] * 1000, tiers=3)
    np.testing.assert_allclose(other.hhi, result.hhi[:, order], atol=1e-12)
    known = result.coverage > 0
    assert (result.hhi[known] <= 1 + 1e-12).all()
    assert (result.hhi[known] >= 1 / 40).all()
    assert (result.coverage <= 1 + 1e-12).all()
    assert np.isnan(result.hhi[~known]).all()


def test_many_buyers_are_taken_in_parts():
    n = 2_500
    chain = sparse.diags_array([np.ones(n - 1)], offsets=[1])
    result = concentration(chain, tiers=2)
    assert np.nansum(result.hhi[0]) == n - 1
    assert np.nansum(result.hhi[1]) == n - 2


def test_tiny_graphs():
    for n in (0, 1, 2):
        empty = np.zeros((n, n))
        assert articulation_points(empty).nodes.tolist() == []
        assert bridges(empty).edges.shape == (0, 2)
        assert concentration(empty).hhi.shape == (1, n)


@pytest.mark.parametrize("sources", [[], [3], 3, -1, [0.5], "0"])
def test_sources_that_are_no_nodes_are_refused(sources):
    with pytest.raises(AlgorithmError):
        dominators(np.zeros((3, 3)), sources)


def test_bad_matrices_are_refused():
    for function in (articulation_points, bridges, concentration):
        for bad in ([[0, -1], [0, 0]], [[0, np.nan], [0, 0]], [[0, 1]]):
            with pytest.raises(AlgorithmError):
                function(bad)
    with pytest.raises(AlgorithmError):
        concentration(np.zeros((2, 2)), tiers=0)
    with pytest.raises(AlgorithmError):
        concentration(np.zeros((2, 2)), nodes=[2])
