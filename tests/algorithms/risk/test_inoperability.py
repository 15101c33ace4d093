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


@given(seeds)
def test_a_series_ends_within_the_tolerance(seed):
    rng = np.random.default_rng(seed)
    matrix = rng.random((40, 40)) * (rng.random((40, 40)) < 0.1)
    matrix *= rng.choice([0.3, 0.9, 0.95]) / max(np.abs(np.linalg.eigvals(matrix)).max(), 0.1)
    shock = rng.random(40) * (rng.random(40) < 0.2)
    exact = inoperability(matrix, shock).uncapped
    for tolerance in (1e-3, 1e-9):
        result = inoperability(sparse.csr_array(matrix), shock, tolerance=tolerance)
        assert (result.converged, result.tolerance) == (True, tolerance)
        assert (result.uncapped <= exact * (1 + 1e-9)).all()
        np.testing.assert_allclose(result.uncapped, exact, atol=tolerance, rtol=1e-9)
        np.testing.assert_array_equal(result.inoperability, np.minimum(result.uncapped, 1))


def test_a_series_cut_short_is_a_lower_bound():
    result = inoperability([[0.5]], [0.5], tolerance=1e-9, max_iterations=3)
    assert (result.converged, result.iterations) == (False, 3)
    assert result.uncapped.tolist() == [0.5 + 0.25 + 0.125 + 0.0625]


def test_a_series_that_ends_by_itself_is_exact():
    chain = sparse.csr_array(np.diag(np.full(9, 5.0), 1))
    result = inoperability(chain, np.append(np.zeros(9), 1e-6), tolerance=1e-9)
    np.testing.assert_allclose(result.uncapped, 1e-6 * 5.0 ** np.arange(9, -1, -1), rtol=1e-12)
    assert result.iterations == 10


def test_a_shock_that_nobody_depends_on_ends_however_strong_the_rest():
    chain = np.diag(np.full(149, 50.0), 1)
    result = inoperability(chain, np.eye(1, 150)[0] * 0.5, tolerance=1e-9)
    assert result.uncapped.tolist() == [0.5, *[0.0] * 149]
    deep = inoperability(chain, np.eye(1, 150, 149)[0] * 1e-200, tolerance=1e-9)
    np.testing.assert_allclose(deep.uncapped, 1e-200 * 50.0 ** np.arange(149, -1, -1), rtol=1e-12)


@pytest.mark.parametrize("matrix", [[[0, 1], [1, 0]], [[0, 2], [2, 0]], [[1, 0], [0, 0]], [[0, 5], [0.3, 0]]])
def test_a_series_without_end_is_refused(matrix):
    with pytest.raises(DivergenceError, match="shares of what each sector needs"):
        inoperability(matrix, [0.1, 0], tolerance=1e-9)


@pytest.mark.parametrize("shock", [[0.1], [0.1, -1], [0.1, 2], [0.1, np.nan]])
def test_bad_input_is_refused(shock):
    with pytest.raises(AlgorithmError):
        inoperability([[0, 0.5], [0.5, 0]], shock)


def test_no_sectors():
    assert inoperability(np.zeros((0, 0)), []).inoperability.shape == (0,)
