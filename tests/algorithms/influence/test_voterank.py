from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from algorithms.errors import AlgorithmError
from algorithms.influence import voterank
from tests.algorithms.support import graph, random_graph, seeds, to_networkx


def by_fractions(matrix):
    """The election in exact arithmetic: networkx breaks ties by rounding errors."""
    n, edges = len(matrix), int((matrix > 0).sum())
    ability, elected = [Fraction(1)] * n, []
    for _ in range(n):
        votes = [
            0 if node in elected else sum((ability[other] for other in np.flatnonzero(matrix[node])), Fraction(0))
            for node in range(n)
        ]
        winner = max(range(n), key=votes.__getitem__)
        if votes[winner] == 0:
            break
        elected.append(winner)
        ability[winner] = Fraction(0)
        for other in np.flatnonzero(matrix[winner]):
            ability[other] = max(Fraction(0), ability[other] - Fraction(n, edges))
    return elected


@pytest.mark.parametrize("files", [("karate_edges.csv", "karate_centralities.csv")])
def test_karate_club_as_in_networkx(files):
    adjacency, _ = graph(*files)
    assert voterank(adjacency).elected.tolist() == nx.voterank(to_networkx(adjacency, directed=False))


@pytest.mark.parametrize("directed", [True, False])
@given(seed=seeds)
def test_election_in_exact_arithmetic(directed, seed):
    matrix = random_graph(seed, n=20, density=0.15, directed=directed)
    result = voterank(matrix)
    assert result.elected.tolist() == by_fractions(matrix)
    assert (np.flatnonzero(result.score) == np.sort(result.elected)).all()
    first = nx.voterank(to_networkx(matrix, directed=directed), 1)
    assert result.elected[:1].tolist() == first


def test_count_limits_and_votes_are_stated():
    star = np.zeros((5, 5))
    star[0, 1:] = star[1:, 0] = 1
    result = voterank(star, 1)
    assert result.elected.tolist() == [0]
    assert result.score.tolist() == [4, 0, 0, 0, 0]
    assert voterank(star, 0).elected.tolist() == []
    assert voterank(np.zeros((3, 3))).elected.tolist() == []
    with pytest.raises(AlgorithmError):
        voterank(star, -1)
