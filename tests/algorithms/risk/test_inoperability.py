import numpy as np
import pytest
from hypothesis import given
from scipy import sparse

from algorithms.errors import AlgorithmError, DivergenceError
from algorithms.risk import inoperability
from tests.algorithms.support import column, seeds, shuffled, table

ROWS = table("iim_cases.csv")
MATRICES = {
    "HaimesJiang2001_2sector": [[0, 0.8], [0.2, 0]],
    # The table's last two rows of A are cut short; these are the published ones, and give its q.
    "HaimesJiang2001_4sector": [[0, 0.9, 0, 0], [0.4, 0, 0, 0], [1, 0.8, 0, 0], [1, 0.9, 0, 0]],
    "3sector": [[0, 0, 0.3], [0.4, 0, 0], [0.2, 0.6, 0]],
}


@pytest.mark.parametrize("case", MATRICES)
def test_published_cases(case):
    rows = [row for row in ROWS if row["case"] == case]
    result = inoperability(MATRICES[case], column(rows, "c_star"))
    np.testing.assert_allclose(result.inoperability, column(rows, "solved_q_capped"), atol=1e-9, rtol=0)
    np.testing.assert_allclose(result.uncapped, column(rows, "solved_q_uncapped"), atol=1e-9, rtol=0)
    np.testing.assert_allclose(result.inoperability, column(rows, "published_q"), atol=6e-3, rtol=0)


@given(seeds)
def test_solves_the_equation_whatever_the_order(seed):
    rng = np.random.default_rng(seed)
    matrix = rng.random((12, 12)) * (rng.random((12, 12)) < 0.3) * 0.3
    shock = rng.random(12) * 0.1
    result = inoperability(sparse.csr_array(matrix), shock)
    np.testing.assert_allclose(result.uncapped, matrix @ result.uncapped + shock, atol=1e-12)
    order = shuffled(seed, 12)
    other = inoperability(matrix[np.ix_(order, order)], shock[order])
    np.testing.assert_allclose(other.inoperability, result.inoperability[order], atol=1e-12)
    assert (inoperability(matrix, shock * 1.1).inoperability >= result.inoperability - 1e-12).all()


@pytest.mark.parametrize("matrix", [[[0, 1], [1, 0]], [[0, 2], [2, 0]], [[1, 0], [0, 0]], [[0, 5], [0.3, 0]]])
def test_growth_without_end_is_refused(matrix):
    with pytest.raises(DivergenceError):
        inoperability(matrix, [0.1, 0])


@pytest.mark.parametrize("shock", [[0.1], [0.1, -1], [0.1, 2], [0.1, np.nan]])
def test_bad_input_is_refused(shock):
    with pytest.raises(AlgorithmError):
        inoperability([[0, 0.5], [0.5, 0]], shock)


def test_no_sectors():
    assert inoperability(np.zeros((0, 0)), []).inoperability.shape == (0,)
