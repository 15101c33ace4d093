import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from algorithms.errors import AlgorithmError
from algorithms.risk import debtrank, strongest_paths
from tests.algorithms.support import random_graph, seeds, to_networkx


@given(seeds)
def test_is_the_shortest_path_of_logarithms(seed):
    rates = random_graph(seed, weighted=True) / 9
    result = strongest_paths(rates, [0, 1])
    other = to_networkx(rates)
    lengths = nx.multi_source_dijkstra_path_length(other, {0, 1}, weight=lambda _a, _b, d: -np.log(d["weight"]))
    expected = [np.exp(-lengths[node]) if node in lengths else 0 for node in range(40)]
    np.testing.assert_allclose(result.strength, expected, rtol=1e-9)
    for node in range(40):
        path = result.path(node)
        if not path:
            assert node not in lengths
            continue
        assert path[0] in (0, 1)
        assert path[-1] == node
        carried = np.prod([rates[a, b] for a, b in itertools.pairwise(path)])
        assert carried == pytest.approx(result.strength[node])


@given(seeds)
def test_is_below_the_loss_that_it_explains(seed):
    exposures = random_graph(seed, weighted=True)
    buffers = np.full(40, 20.0)
    loss = debtrank(exposures, buffers, np.eye(1, 40)[0]).loss
    assert (strongest_paths(exposures.T / 20, [0]).strength <= loss + 1e-9).all()


def test_rates_above_one_and_bad_input():
    assert strongest_paths([[0, 3], [0, 0]], [0]).strength.tolist() == [1, 1]
    assert strongest_paths([[0, 3], [0, 0]], []).strength.tolist() == [0, 0]
    with pytest.raises(AlgorithmError):
        strongest_paths([[0, -3], [0, 0]], [0])
    with pytest.raises(AlgorithmError):
        strongest_paths([[0, 3], [0, 0]], [2])
