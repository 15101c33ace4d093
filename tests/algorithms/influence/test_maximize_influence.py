import numpy as np
import pytest

from algorithms.errors import AlgorithmError
from algorithms.influence import maximize_influence
from algorithms.risk import cascade
from tests.algorithms.support import column, random_graph, table

SINGLES = table("celf_exact_ic_singletons.csv")
NAMES = [row["node"] for row in SINGLES]
GREEDY = table("celf_exact_ic_greedy3.csv")
ADJACENCY = np.zeros((10, 10))
for _row in table("celf_gds_edges.csv"):
    ADJACENCY[NAMES.index(_row["source"]), NAMES.index(_row["target"])] = 1


def test_published_example():
    result = maximize_influence(ADJACENCY, 0.1, count=3, epsilon=0.02)
    assert result.converged
    assert [NAMES[node] for node in result.seeds] == [row["seed"] for row in GREEDY]
    away = (result.spread - column(GREEDY, "cumulative_exact")) / result.standard_error
    assert np.abs(away).max() < 4
    singles = column(SINGLES, "exact_ic_spread_p0.1")
    error = 10 * np.sqrt(singles / 10 * (1 - singles / 10) / result.sets)
    assert np.abs((result.score - singles) / error).max() < 4


def test_estimates_are_unbiased():
    exact = float(GREEDY[0]["cumulative_exact"])
    spreads = [maximize_influence(ADJACENCY, 0.1, count=1, epsilon=0.2, seed=seed).score[2] for seed in range(60)]
    assert np.mean(spreads) == pytest.approx(exact, abs=4 * np.std(spreads) / np.sqrt(60))


def test_agrees_with_forward_cascades():
    matrix = random_graph(5, n=60, density=0.05)
    result = maximize_influence(matrix, 0.3, count=4)
    for size in (1, 4):
        forward = cascade(matrix, 0.3, seeds=result.seeds[:size], worlds=20_000).probability.sum()
        assert result.spread[size - 1] == pytest.approx(forward, rel=0.05)
    assert (np.diff(result.spread) >= 0).all()


def test_probabilities_one_an_edge():
    chances = np.zeros((4, 4))
    chances[0, 1], chances[2, 3] = 0.1, 0.9
    assert maximize_influence(chances, chances, count=1).seeds.tolist() == [2]


def test_more_seeds_than_are_useful():
    star = np.zeros((4, 4))
    star[0, 1:] = 1
    result = maximize_influence(star, 1.0, count=4)
    assert sorted(result.seeds.tolist()) == [0, 1, 2, 3]
    np.testing.assert_allclose(result.spread, 4)


def test_without_edges_and_alone():
    assert maximize_influence(np.zeros((3, 3)), 0.5, count=3).spread[-1] == pytest.approx(3)
    assert maximize_influence([[0]], 0.5, count=1).spread.tolist() == [1.0]


def test_a_limit_on_sets_is_said():
    result = maximize_influence(ADJACENCY, 0.1, count=2, max_sets=50)
    assert not result.converged
    assert result.sets == 50


@pytest.mark.parametrize(
    "change",
    [{"count": 0}, {"count": 11}, {"epsilon": 0}, {"epsilon": 1}, {"confidence": 1}, {"probabilities": 2},
     {"probabilities": np.full((10, 10), -1)}],
)  # fmt: skip
def test_bad_input_is_refused(change):
    arguments = {"probabilities": 0.1, "count": 1} | change
    with pytest.raises(AlgorithmError):
        maximize_influence(ADJACENCY, arguments.pop("probabilities"), **arguments)
