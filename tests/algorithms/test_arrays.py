import numpy as np
import pytest
from scipy import sparse

from algorithms.arrays import as_csr, as_indices, as_vector, check_tolerance, folded, undirected
from algorithms.errors import (
    AlgorithmError,
    InvalidIndexError,
    InvalidMatrixError,
    InvalidParameterError,
    InvalidVectorError,
)


@pytest.mark.parametrize(
    "matrix",
    [
        [[0, 1], [2, 0]],
        np.array([[0, 1], [2, 0]]),
        sparse.csr_array([[0, 1], [2, 0]]),
        sparse.csc_matrix([[0, 1], [2, 0]]),
        sparse.coo_array(([1.0, 1.0, 1.0], ([0, 1, 1], [1, 0, 0])), shape=(2, 2)),
    ],
)
def test_all_forms_give_the_same(matrix):
    found = as_csr(matrix, "adjacency")
    assert found.to_scipy().toarray().tolist() == [[0, 1], [2, 0]]
    assert found.indptr.dtype == found.indices.dtype == np.int32
    assert found.data.dtype == np.float64


def test_canonical_csr_is_not_copied():
    matrix = sparse.csr_array(np.array([[0.0, 1.0], [2.0, 0.0]]))
    assert np.shares_memory(as_csr(matrix, "adjacency").data, matrix.data)


def test_input_is_never_changed():
    matrix = sparse.csr_array((np.array([1.0, 2.0, 0.0]), np.array([1, 1, 0]), np.array([0, 2, 3])), shape=(2, 2))
    before = matrix.copy()
    found = as_csr(matrix, "adjacency")
    assert found.to_scipy().toarray().tolist() == [[0, 3], [0, 0]]
    assert found.entries == 1
    assert np.array_equal(matrix.indices, before.indices)
    assert np.array_equal(matrix.data, before.data)


def test_unsorted_rows_are_sorted():
    matrix = sparse.csr_array((np.array([1.0, 2.0]), np.array([1, 0]), np.array([0, 2, 2])), shape=(2, 2))
    assert as_csr(matrix, "adjacency").indices.tolist() == [0, 1]


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf, -np.inf])
def test_a_bad_entry_is_named(bad):
    matrix = np.zeros((3, 3))
    matrix[1, 2] = bad
    with pytest.raises(InvalidMatrixError, match=r"exposures\[1, 2\]"):
        as_csr(matrix, "exposures")


@pytest.mark.parametrize("bad", [np.zeros((2, 3)), np.zeros(3), np.zeros((2, 2, 2)), "ab", [[1, 2], [3]], None])
def test_what_is_no_square_matrix_is_refused(bad):
    with pytest.raises(InvalidMatrixError, match="adjacency"):
        as_csr(bad, "adjacency")


@pytest.mark.parametrize("bad", [[1], [[1, 2]], [1, np.nan], [1, -1], [1, np.inf], [1, "x"], 1.0])
def test_what_is_no_vector_is_refused(bad):
    with pytest.raises(InvalidVectorError, match="buffers"):
        as_vector(bad, "buffers", 2)


@pytest.mark.parametrize("bad", [[0.5], [-1], [3], ["a"], [True], 1, "12", [[0]]])
def test_what_is_no_index_is_refused(bad):
    with pytest.raises(InvalidIndexError, match="seeds"):
        as_indices(bad, "seeds", 3)


@pytest.mark.parametrize(("tolerance", "limit"), [(0, 1), (-1, 1), (np.nan, 1), (np.inf, 1), (1e-9, 0)])
def test_tolerance_and_limit(tolerance, limit):
    with pytest.raises(InvalidParameterError):
        check_tolerance(tolerance, limit)


def test_whole_numbers_may_come_as_floats():
    assert as_indices(np.array([2.0, 0.0]), "seeds", 3).tolist() == [2, 0]


def test_errors_are_value_errors():
    assert issubclass(AlgorithmError, ValueError)


def test_two_ways_to_forget_direction():
    matrix = as_csr([[5, 1], [3, 0]], "adjacency")
    assert undirected(matrix).to_scipy().toarray().tolist() == [[0, 3], [3, 0]]
    assert folded(matrix).to_scipy().toarray().tolist() == [[10, 4], [4, 0]]
