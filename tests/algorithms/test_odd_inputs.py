"""Inputs that are not what a function takes: each is refused by an error of ours that names it, or read as it is."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from algorithms.dependency import concentration, dominators
from algorithms.errors import AlgorithmError, InvalidIndexError
from algorithms.influence import betweenness, communities, maximize_influence, pagerank, voterank
from algorithms.risk import cascade, debtrank, esri, inoperability, strongest_paths, time_to_recover

LINE = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
FIRMS: dict[str, Any] = {"flows": LINE, "industry": [0, 1, 2], "essential": np.full((3, 3), 2), "final_demand": 1}
PLAN: dict[str, Any] = {
    "disrupted": [0],
    "duration": 1,
    "inventory": [1, 1, 1],
    "demand": [0, 0, 1],
    "margin": [0, 0, 1],
}

REFUSED: dict[str, tuple[str, Callable[[], object]]] = {
    "ragged shock": ("shock", lambda: debtrank(LINE, [1, 1, 1], [[0.1], [0.1, 0.2]])),
    "ragged essential": ("essential", lambda: esri(LINE, [0, 1, 2], [[1], [1, 2]], final_demand=1, closed=[0])),
    "ragged probabilities": ("probabilities", lambda: cascade(LINE, [[0.5], [0.1, 0.2]], seeds=[0])),
    "a number as closures": ("closures", lambda: esri(**FIRMS, closures=5)),
    "shares as closures": ("closures", lambda: esri(**FIRMS, closures=np.eye(3))),
    "words as capacity": ("capacity", lambda: time_to_recover(LINE, **PLAN, capacity=["a", "b", "c"])),
    "masked seeds": ("seeds", lambda: cascade(LINE, 0.5, seeds=np.ma.masked_equal([0.5, 1.0, 0.0], 1.0))),
    "ragged seeds": ("seeds", lambda: cascade(LINE, 0.5, seeds=[[0], [1, 2]])),
    "ragged closures": ("closures", lambda: esri(**FIRMS, closures=[[0], [0, [1]]])),
    "words as industry": ("industry", lambda: esri(LINE, ["0", "1", "2"], [[1]], final_demand=1, closed=[0])),
    "half an iteration": ("max_iterations", lambda: inoperability(LINE, [0, 0, 1], tolerance=1, max_iterations=1.5)),  # type: ignore[arg-type]
    "no set": ("max_sets", lambda: maximize_influence(LINE, 0.5, count=1, max_sets=0)),
    "half a seed": ("count", lambda: maximize_influence(LINE, 0.5, count=1.5)),
    "half a vote": ("count", lambda: voterank(LINE, 1.5)),
    "half a sample": ("samples", lambda: betweenness(LINE, samples=2.5)),
    "a seed below 0": ("seed", lambda: betweenness(LINE, samples=2, seed=-1)),
    "communities' seed below 0": ("seed", lambda: communities(LINE, seed=-1)),
    "half a tier": ("tiers", lambda: concentration(LINE, tiers=1.5)),
    "a word as weight": ("personalization", lambda: pagerank(LINE, personalization={0: "a"})),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_named(case: str) -> None:
    name, call = REFUSED[case]
    with pytest.raises(AlgorithmError, match=name):
        call()


def test_a_sparse_table_of_shocks_is_a_table() -> None:
    table = sparse.eye_array(3, format="csr")
    found, expected = (debtrank(LINE, [1, 1, 1], shock).loss for shock in (table, table.toarray()))
    assert found.tolist() == expected.tolist() == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    assert esri(**FIRMS, shock=table).esri.tolist() == esri(**FIRMS, closures="each").esri.tolist()


def test_whole_numbers_may_be_floats() -> None:
    assert voterank(LINE, 1.0).elected.tolist() == voterank(LINE, 1).elected.tolist()
    assert concentration(LINE, tiers=2.0).hhi.shape == (2, 3)


def test_sources_may_be_a_set() -> None:
    assert dominators(LINE, {0}).dominator.tolist() == dominators(LINE, [0]).dominator.tolist() == [-1, 0, 1]


@pytest.mark.parametrize("node", [-1, 3, 0.5])
def test_a_node_that_is_none_has_no_path(node: Any) -> None:
    with pytest.raises(InvalidIndexError, match="node"):
        dominators(LINE, 0).of(node)
    with pytest.raises(InvalidIndexError, match="node"):
        strongest_paths(LINE, [0]).path(node)


def test_weights_of_any_size_give_the_same() -> None:
    ring = np.roll(np.eye(6), 1, axis=1) + np.roll(np.eye(6), -1, axis=1)
    two = np.kron(np.eye(2), np.ones((3, 3))) - np.eye(6) + 0.1 * ring
    for unit in (1e-200, 1e-15, 1e15, 1e200, 1e308):
        assert communities(two * unit).label.tolist() == [0, 0, 0, 1, 1, 1]
    assert pagerank(LINE, personalization=[1e308] * 3).score.tolist() == pagerank(LINE).score.tolist()
