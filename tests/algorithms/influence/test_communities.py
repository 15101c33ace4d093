import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from algorithms.errors import AlgorithmError
from algorithms.influence import communities
from tests.algorithms.support import graph, random_graph, seeds, shuffled, to_networkx


def groups(label):
    return [set(np.flatnonzero(label == value).tolist()) for value in range(label.max() + 1)]


def test_karate_club_reaches_the_known_optimum():
    adjacency, _ = graph("karate_edges.csv", "karate_centralities.csv")
    best = max(communities(adjacency, seed=seed).modularity for seed in range(10))
    assert best == pytest.approx(0.4197896, abs=1e-7)  # Brandes et al. (2008), by exhaustive search
    assert min(communities(adjacency, seed=seed).modularity for seed in range(10)) > 0.41


def test_cliques_in_a_ring():
    n, size = 12, 6
    matrix = np.kron(np.eye(n), np.ones((size, size)) - np.eye(size))
    for index in range(n):
        a, b = index * size, ((index + 1) % n) * size + 1
        matrix[a, b] = matrix[b, a] = 1
    result = communities(matrix)
    assert result.count == n
    assert all(len({*result.label[start : start + size]}) == 1 for start in range(0, n * size, size))


@pytest.mark.parametrize("weighted", [True, False])
@given(seed=seeds)
def test_states_the_modularity_that_networkx_finds(weighted, seed):
    matrix = random_graph(seed, directed=False, weighted=weighted, loops=bool(seed % 2))
    result = communities(matrix, seed=seed, resolution=1.0 + seed % 3)
    other = to_networkx(matrix, directed=False)
    expected = nx.community.modularity(other, groups(result.label), resolution=1.0 + seed % 3)
    assert result.modularity == pytest.approx(expected, abs=1e-12)
    assert result.count == len(groups(result.label))


def test_a_self_loop_counts_the_same_in_a_triangle_and_in_a_symmetric_matrix():
    looped = nx.Graph([(0, 0), (0, 1), (1, 2), (2, 3), (3, 4), (4, 2)])
    matrix = nx.to_scipy_sparse_array(looped, dtype=float)
    both, upper = communities(matrix), communities(sparse.triu(matrix))
    assert both.label.tolist() == upper.label.tolist()
    expected = nx.community.modularity(looped, groups(both.label))
    assert both.modularity == pytest.approx(expected, abs=1e-12)
    assert upper.modularity == pytest.approx(expected, abs=1e-12)


@given(seeds)
def test_is_as_good_as_louvain(seed):
    other = nx.random_partition_graph([15] * 6, 0.5, 0.03, seed=seed)
    matrix = nx.to_scipy_sparse_array(other, dtype=float)
    louvain = nx.community.modularity(other, nx.community.louvain_communities(other, seed=seed))
    assert communities(matrix, seed=seed).modularity >= louvain - 0.01


@given(seeds)
def test_every_community_is_connected(seed):
    matrix = random_graph(seed, n=80, density=0.03, directed=False)
    result = communities(matrix)
    for members in groups(result.label):
        inside = matrix[np.ix_(sorted(members), sorted(members))]
        assert connected_components(sparse.csr_array(inside), directed=False)[0] == 1


@given(seeds)
def test_order_and_unit_matter_little(seed):
    other = nx.random_partition_graph([12] * 5, 0.7, 0.02, seed=seed)
    matrix = nx.to_numpy_array(other)
    order = shuffled(seed, 60)
    plain = communities(matrix).modularity
    assert communities(matrix[np.ix_(order, order)]).modularity == pytest.approx(plain, abs=0.01)
    assert communities(matrix * 1e6).modularity == pytest.approx(plain, abs=0.01)


def test_directions_add_up():
    one_way = np.triu(random_graph(4, directed=False))
    assert communities(one_way).modularity == pytest.approx(communities(one_way + one_way.T).modularity)


def test_largest_community_comes_first():
    matrix = np.zeros((7, 7))
    matrix[0, 1] = matrix[1, 0] = 1
    matrix[2:6, 2:6] = 1 - np.eye(4)
    assert communities(matrix).label.tolist() == [1, 1, 0, 0, 0, 0, 2]


def test_resolution_and_no_edges():
    matrix = np.ones((6, 6)) - np.eye(6)
    assert communities(matrix).count == 1
    assert communities(matrix, resolution=10).count == 6
    nothing = communities(np.zeros((3, 3)))
    assert nothing.count == 3
    assert nothing.modularity == 0
    assert communities(np.zeros((0, 0))).count == 0


def test_repeats():
    matrix = random_graph(9, directed=False)
    assert np.array_equal(communities(matrix, seed=3).label, communities(matrix, seed=3).label)


@pytest.mark.parametrize("change", [{"resolution": 0}, {"resolution": np.nan}, {"tolerance": -1}])
def test_bad_input_is_refused(change):
    with pytest.raises(AlgorithmError):
        communities(np.zeros((2, 2)), **change)
    with pytest.raises(AlgorithmError):
        communities([[0, -1], [-1, 0]])
