"""PageRank, betweenness, Katz and core numbers: published values, networkx, and what must always hold."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from scipy import sparse

from algorithms.errors import AlgorithmError, DivergenceError
from algorithms.influence import betweenness, core_number, katz, pagerank
from tests.algorithms.support import KINDS, column, graph, random_graph, seeds, shuffled, to_networkx

PUBLISHED = [
    ("karate_edges.csv", "karate_centralities.csv"),
    ("florentine_edges.csv", "florentine_centralities.csv"),
]


@pytest.mark.parametrize("files", PUBLISHED)
def test_published_networks(files):
    adjacency, rows = graph(*files)
    # The tables have 12 significant digits.
    np.testing.assert_allclose(pagerank(adjacency).score, column(rows, "pagerank_085"), atol=1e-9, rtol=0)
    np.testing.assert_allclose(betweenness(adjacency).score, column(rows, "betweenness_norm"), atol=1e-9, rtol=0)
    attenuated = katz(adjacency, alpha=None).score
    np.testing.assert_allclose(attenuated, column(rows, "katz_half_inv_lambda1_l2"), atol=1e-9, rtol=0)
    assert core_number(adjacency).score.tolist() == column(rows, "core").tolist()


def test_published_core_numbers():
    adjacency, rows = graph("gds_kcore_edges.csv", "gds_kcore.csv")
    assert core_number(adjacency).score.tolist() == column(rows, "core").tolist()


@pytest.mark.parametrize("kind", KINDS)
@given(seed=seeds)
def test_pagerank_is_that_of_networkx(kind, seed):
    matrix = random_graph(seed, **kind)
    start = np.random.default_rng(seed).random(40) * (np.arange(40) % 3 == 0) + (np.arange(40) == 1)
    for vector in (None, start):
        named = None if vector is None else dict(enumerate(vector))
        expected = nx.pagerank(to_networkx(matrix), personalization=named, tol=1e-14, max_iter=1000)
        result = pagerank(matrix, personalization=vector)
        assert result.converged
        distance = np.abs(result.score - [expected[node] for node in range(40)]).sum()
        assert distance <= 1.1e-9
        assert result.score.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@given(seed=seeds)
def test_betweenness_is_that_of_networkx(kind, seed):
    matrix = random_graph(seed, **kind)
    other = to_networkx(matrix, directed=kind["directed"])
    for normalized in (True, False):
        expected = nx.betweenness_centrality(other, normalized=normalized)
        result = betweenness(matrix, normalized=normalized, directed=kind["directed"])
        np.testing.assert_allclose(result.score, [expected[node] for node in range(40)], atol=1e-11)


@pytest.mark.parametrize("kind", KINDS)
@given(seed=seeds)
def test_katz_is_that_of_networkx(kind, seed):
    matrix = random_graph(seed, **kind)
    result = katz(matrix, alpha=None, normalized=True)
    other = to_networkx(matrix, directed=kind["directed"])
    expected = nx.katz_centrality_numpy(other, alpha=result.alpha, weight="weight")
    np.testing.assert_allclose(result.score, [expected[node] for node in range(40)], atol=1e-9, rtol=0)


@pytest.mark.parametrize("directed", [True, False])
@given(seed=seeds)
def test_core_numbers_are_those_of_networkx(directed, seed):
    matrix = random_graph(seed, density=0.15, directed=directed)
    expected = nx.core_number(to_networkx(matrix, directed=directed))
    assert core_number(matrix, directed=directed).score.tolist() == [expected[node] for node in range(40)]


@given(seeds)
def test_do_not_depend_on_the_order_of_nodes(seed):
    matrix = random_graph(seed, directed=bool(seed % 2))
    order = shuffled(seed, 40)
    other = matrix[np.ix_(order, order)]
    np.testing.assert_allclose(pagerank(other).score, pagerank(matrix).score[order], atol=2e-9, rtol=0)
    np.testing.assert_allclose(betweenness(other).score, betweenness(matrix).score[order], atol=1e-12)
    np.testing.assert_allclose(katz(other, alpha=None).score, katz(matrix, alpha=None).score[order], atol=1e-9)
    assert np.array_equal(core_number(other).score, core_number(matrix).score[order])


@given(seeds)
def test_pagerank_does_not_depend_on_the_unit_of_weights(seed):
    matrix = random_graph(seed, weighted=True)
    np.testing.assert_allclose(pagerank(matrix * 1e6).score, pagerank(matrix).score, atol=1e-12)


def test_personalization_by_name():
    matrix = random_graph(8)
    vector = np.eye(1, 40, 3)[0] * 2
    assert np.array_equal(
        pagerank(matrix, personalization={3: 2}).score, pagerank(matrix, personalization=vector).score
    )
    with pytest.raises(AlgorithmError):
        pagerank(matrix, personalization={40: 1})


def test_katz_where_terms_alternate():
    star = np.zeros((401, 401))
    star[0, 1:] = star[1:, 0] = 1
    alpha = 0.9 / 20
    result = katz(star, alpha=alpha, normalized=False)
    hub = (1 + 400 * alpha) / (1 - 400 * alpha**2)
    np.testing.assert_allclose(result.score, [hub] + [1 + alpha * hub] * 400, rtol=1e-9)


def test_pagerank_by_hand():
    # 0 → 1, and 1 ends there: x1 = x0·0.85 + rest, shared out anew.
    score = pagerank([[0, 1], [0, 0]]).score
    np.testing.assert_allclose(score, [1 / 2.85, 1.85 / 2.85], atol=1e-12)
    assert pagerank([[0, 1], [0, 0]], damping=0).score.tolist() == [0.5, 0.5]


def test_pagerank_that_gives_up_says_so():
    assert not pagerank(random_graph(1), max_iterations=1).converged


@pytest.mark.parametrize(
    "change",
    [{"damping": 1}, {"damping": -0.1}, {"personalization": np.zeros(3)}, {"personalization": [1, 2]},
     {"personalization": [1, -1, 1]}, {"personalization": [1, np.nan, 1]}, {"tolerance": 0},
     {"max_iterations": 0}],
)  # fmt: skip
def test_pagerank_refuses_bad_input(change):
    with pytest.raises(AlgorithmError):
        pagerank(np.ones((3, 3)), **change)


@given(seeds)
def test_sampled_betweenness_keeps_its_stated_error(seed):
    matrix = random_graph(seed % 7, n=80, density=0.05, directed=False)
    exact = betweenness(matrix).score
    result = betweenness(matrix, samples=40, seed=seed)
    assert result.samples == 40
    assert result.tolerance == result.standard_error.max()
    away = np.sqrt(np.square(result.score - exact).mean())
    assert away < 2 * np.sqrt(np.square(result.standard_error).mean())


def test_sampled_betweenness_is_unbiased():
    matrix = random_graph(3, n=60, directed=False)
    exact = betweenness(matrix).score
    estimates = np.mean([betweenness(matrix, samples=20, seed=seed).score for seed in range(200)], axis=0)
    np.testing.assert_allclose(estimates, exact, atol=0.01)


def test_all_samples_are_exact():
    matrix = random_graph(2)
    result = betweenness(matrix, samples=40)
    assert result.tolerance == 0
    assert np.array_equal(result.score, betweenness(matrix).score)
    assert np.array_equal(betweenness(matrix, samples=999).score, result.score)


def test_large_graphs_are_sampled_unasked():
    n = 6_000
    path = sparse.diags_array([np.ones(n - 1), np.ones(n - 1)], offsets=[1, -1])
    result = betweenness(path)
    assert result.samples == 1_000
    assert result.standard_error.max() > 0


@pytest.mark.parametrize("samples", [-1, 0, 1])
def test_betweenness_refuses_too_few_samples(samples):
    with pytest.raises(AlgorithmError):
        betweenness(random_graph(1), samples=samples)


def test_katz_does_not_stop_before_a_small_part_beside_a_hub_has_settled():
    leaves = 2_000
    rows = [*range(1, leaves + 1), leaves + 1, leaves + 2]
    columns = [*[0] * leaves, leaves + 2, leaves + 1]
    size = leaves + 3
    matrix = sparse.csr_array((np.ones(leaves + 2), (rows, columns)), shape=(size, size))
    result = katz(matrix, alpha=0.99, normalized=False)
    assert result.converged
    np.testing.assert_allclose(result.score[[0, -1]], [1 + 0.99 * leaves, 100], rtol=0, atol=2e-6)


@pytest.mark.parametrize("cycles", [31, 60])
def test_katz_of_cycles_in_a_chain(cycles):
    """All have the largest eigenvalue 1, one after the other: the matrix as a whole has one eigenvector for it."""
    n = 2 * cycles
    matrix = np.zeros((n, n))
    for first in range(0, n, 2):
        matrix[first, first + 1] = matrix[first + 1, first] = 1
    for first in range(0, n - 2, 2):
        matrix[first + 1, first + 2] = 1
    order = shuffled(1, n)
    mixed = matrix[np.ix_(order, order)]
    assert katz(mixed, alpha=None).alpha == pytest.approx(0.5, abs=1e-12)
    result = katz(mixed, alpha=0.9, normalized=False)
    assert result.converged
    exact = np.linalg.solve(np.eye(n) - 0.9 * mixed.T, np.ones(n))
    np.testing.assert_allclose(result.score, exact, rtol=0, atol=2e-9 * exact.max())


@pytest.mark.parametrize("wrong", [{"alpha": np.nan}, {"beta": np.nan}, {"beta": np.inf}, {"beta": 0.0}])
def test_katz_refuses_what_is_no_number(wrong):
    with pytest.raises(AlgorithmError, match="must be finite"):
        katz([[0, 1], [1, 0]], **wrong)


def test_katz_refuses_what_has_no_sum():
    adjacency, _ = graph(*PUBLISHED[0])
    with pytest.raises(DivergenceError, match="largest eigenvalue"):
        katz(adjacency, alpha=0.2)
    with pytest.raises(DivergenceError):
        katz(np.ones((100, 100)), alpha=0.01)
    with pytest.raises(AlgorithmError):
        katz(adjacency, alpha=-0.1)
    with pytest.raises(AlgorithmError):
        katz(adjacency, beta=0)


def test_katz_without_cycles_takes_any_alpha():
    chain = np.diag(np.ones(4), 1)
    np.testing.assert_allclose(katz(chain, alpha=2.0, normalized=False).score, [1, 3, 7, 15, 31])
    assert katz(chain, alpha=None).alpha == 0.5


def test_katz_that_gives_up_says_so():
    adjacency, _ = graph(*PUBLISHED[0])
    assert not katz(adjacency, max_iterations=2).converged
    close = katz(adjacency, alpha=0.999 / 6.72569772)
    assert close.converged


def test_self_loops_do_not_count_in_core_numbers():
    assert core_number([[5, 1], [1, 5]]).score.tolist() == [1, 1]


def test_undirected_core_numbers_of_a_one_way_matrix():
    assert core_number(np.triu(np.ones((4, 4)), 1), directed=False).score.tolist() == [3, 3, 3, 3]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tiny_graphs(n):
    empty = np.zeros((n, n))
    assert pagerank(empty).score.tolist() == [1 / n] * n if n else True
    assert betweenness(empty).score.tolist() == [0.0] * n
    assert core_number(empty).score.tolist() == [0] * n
    assert len(katz(empty, alpha=None).score) == n


def test_a_hub_with_a_million_edges():
    n = 1_000_001
    spokes = np.arange(1, n, dtype=np.int32)
    star = sparse.csr_array((np.ones(n - 1), (spokes, np.zeros(n - 1, dtype=np.int32))), shape=(n, n))
    score = pagerank(star).score
    assert score[0] == pytest.approx((1 + 0.85 * (n - 1)) / (n + 0.85 * (n - 1)), rel=1e-6)
    assert core_number(star, directed=False).score.max() == 1
