import itertools

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import multivariate_normal, norm

from algorithms.errors import AlgorithmError
from algorithms.risk import cascade, noisy_or
from tests.algorithms.support import seeds, table

ROWS = table("ic_exact_vs_noisyor.csv")
DIAMOND = np.zeros((5, 5))  # s → a → {b, c} → d
for _edge in [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4)]:
    DIAMOND[_edge] = 1
CYCLE = np.array([[0, 1, 0], [0, 0, 1], [0, 1, 0]])
CASES = [(DIAMOND, 4, ROWS[0]), (CYCLE, 1, ROWS[1]), (CYCLE, 2, ROWS[2])]


def exact(chances, seeds_):
    """Sum over all worlds of live edges."""
    n = len(chances)
    edges = list(zip(*np.nonzero(chances), strict=True))
    total = np.zeros(n)
    for live in itertools.product((0, 1), repeat=len(edges)):
        weight, reached = 1.0, set(seeds_)
        for edge, on in zip(edges, live, strict=True):
            weight *= chances[edge] if on else 1 - chances[edge]
        while more := {b for (a, b), on in zip(edges, live, strict=True) if on and a in reached} - reached:
            reached |= more
        total[list(reached)] += weight
    return np.clip(total, 0, 1)


@pytest.mark.parametrize(("adjacency", "node", "row"), CASES)
def test_published_probabilities(adjacency, node, row):
    result = cascade(adjacency, 0.5, seeds=[0], worlds=200_000)
    q = float(row["exact_live_edge_prob"])
    assert exact(adjacency * 0.5, [0])[node] == pytest.approx(q, abs=1e-12)
    assert result.standard_error[node] == pytest.approx(np.sqrt(q * (1 - q) / 200_000), rel=0.02)
    assert abs(result.probability[node] - q) < 4 * result.standard_error[node]


@pytest.mark.parametrize(("adjacency", "node", "row"), CASES)
def test_published_bound(adjacency, node, row):
    own = np.eye(1, len(adjacency))[0]
    result = noisy_or(adjacency * 0.5, own, tolerance=1e-12)
    assert result.converged
    assert result.probability[node] == pytest.approx(float(row["noisy_or_fixed_point"]), abs=1e-9)


def small(seed):
    rng = np.random.default_rng(seed)
    chances = rng.random((5, 5)) * (rng.random((5, 5)) < 0.35)
    np.fill_diagonal(chances, 0)
    return chances


@given(seeds)
def test_close_to_the_exact_sum_and_below_the_bound(seed):
    chances = small(seed)
    truth = exact(chances, [0])
    result = cascade(chances, chances, seeds=[0], worlds=20_000, seed=seed)
    error = np.sqrt(truth * (1 - truth) / 20_000)
    assert (np.abs(result.probability - truth) <= 5 * error + 1e-12).all()
    assert (noisy_or(chances, np.eye(1, 5)[0]).probability >= truth - 1e-8).all()


@given(seeds)
def test_draws_are_coupled(seed):
    chances = small(seed)
    few = cascade(chances, chances, seeds=[0], worlds=500, seed=seed).probability
    more = cascade(chances, np.minimum(1, chances * 1.2), seeds=[0], worlds=500, seed=seed).probability
    both = cascade(chances, chances, seeds=[0, 1], worlds=500, seed=seed).probability
    assert (more >= few).all()
    assert (both >= few).all()


def test_results_repeat_and_follow_the_seed():
    arguments = {"seeds": {0: 0.3, 1: 0.6}, "correlation": 0.4}
    first, again = cascade(CYCLE, 0.5, **arguments), cascade(CYCLE, 0.5, **arguments)
    assert np.array_equal(first.probability, again.probability)
    assert not np.array_equal(first.probability, cascade(CYCLE, 0.5, seed=1, **arguments).probability)


def test_seeds_fail_together_through_the_common_factor():
    # Both seeds must fail for node 2 to … node 2 fails if either does, so its chance tells of their joint one.
    joined = np.array([[0, 0, 1], [0, 0, 1], [0, 0, 0]])
    for correlation in (0.0, 0.5, 0.9):
        result = cascade(joined, 1.0, seeds={0: 0.2, 1: 0.3}, correlation=correlation, worlds=200_000)
        limits = norm.ppf([0.2, 0.3])
        both = multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf(limits)
        np.testing.assert_allclose(result.probability, [0.2, 0.3, 0.5 - both], atol=0.006)


def test_three_ways_to_say_who_fails():
    chances = small(5)
    by_map = cascade(chances, chances, seeds={0: 0.25, 3: 1.0})
    by_array = cascade(chances, chances, seeds=np.array([0.25, 0, 0, 1.0, 0]))
    by_node = cascade(chances, [0.25, 0.9, 0.9, 1.0, 0.9], seeds=[0, 3])
    assert np.array_equal(by_map.probability, by_array.probability)
    assert np.array_equal(by_map.probability, by_node.probability)


def test_certain_impossible_and_empty():
    assert cascade(CYCLE, 1.0, seeds=[0]).probability.tolist() == [1, 1, 1]
    assert cascade(CYCLE, 0.0, seeds=[0]).probability.tolist() == [1, 0, 0]
    assert cascade(CYCLE, 1.0, seeds=[]).probability.tolist() == [0, 0, 0]
    assert cascade(CYCLE, 1.0, seeds={0: 0.0}).tolerance == 0


def test_noisy_or_is_exact_on_a_tree():
    chances = np.zeros((4, 4))
    chances[0, 1], chances[1, 2], chances[1, 3] = 0.5, 0.4, 0.2
    np.testing.assert_allclose(noisy_or(chances, [0.5, 0, 0, 0]).probability, [0.5, 0.25, 0.1, 0.05])


def test_noisy_or_gives_up_when_told():
    assert not noisy_or(CYCLE * 0.9, [0.5, 0, 0], max_iterations=2).converged


@pytest.mark.parametrize(
    "change",
    [
        {"probabilities": 1.5},
        {"probabilities": -0.1},
        {"probabilities": np.nan},
        {"probabilities": np.full((3, 3), 2.0)},
        {"probabilities": np.zeros((2, 2))},
        {"probabilities": [0.5, 0.5]},
        {"seeds": [3]},
        {"seeds": [0.5]},
        {"seeds": {0: 1.5}},
        {"seeds": {7: 0.5}},
        {"seeds": np.array([0.5])},
        {"correlation": 1.0},
        {"correlation": -0.1},
        {"worlds": 0},
    ],
)
def test_bad_input_is_refused(change):
    arguments = {"probabilities": 0.5, "seeds": [0]} | change
    with pytest.raises(AlgorithmError):
        cascade(CYCLE, arguments.pop("probabilities"), **arguments)


@pytest.mark.parametrize("form", [list, tuple, np.array])
def test_a_float_a_node_is_its_chance_in_any_container(form):
    ring = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert cascade(ring, 0.0, seeds=form([1.0, 0.0, 0.0]), worlds=10).probability.tolist() == [1, 0, 0]
    assert cascade(ring, 0.0, seeds=form([0.0, 1.0, 1.0]), worlds=10).probability.tolist() == [0, 1, 1]


@pytest.mark.parametrize("nodes", [[1, 2], {1, 2}, (1, 2), range(1, 3), np.array([1, 2]), [2.0, 1.0], iter([1, 2])])
def test_whole_numbers_are_nodes_in_any_container(nodes):
    ring = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert cascade(ring, 0.0, seeds=nodes, worlds=10).probability.tolist() == [0, 1, 1]


@pytest.mark.parametrize("wrong", [{"worlds": 0}, {"worlds": 2.5}, {"seed": 2**63}, {"seed": None}, {"seed": -1}])
def test_counts_and_seeds_are_whole_numbers(wrong):
    with pytest.raises(AlgorithmError, match="whole number"):
        cascade([[0, 1], [0, 0]], 0.5, seeds=[0], **wrong)
