import numpy as np
import pytest
from scipy import sparse

from algorithms.errors import (
    AlgorithmError,
    InvalidIndexError,
    InvalidMatrixError,
    InvalidParameterError,
    InvalidVectorError,
)
from algorithms.inputs import as_csr, as_indices, as_labels, as_vector, as_whole, check_tolerance


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


@pytest.mark.parametrize("form", [sparse.coo_array, sparse.coo_matrix])
def test_small_integers_add_up_beyond_their_type(form):
    twice = form((np.array([200, 100], dtype=np.uint8), ([0, 0], [1, 1])), shape=(2, 2))
    assert as_csr(twice, "adjacency").to_scipy().toarray().tolist() == [[0, 300], [0, 0]]


@pytest.mark.parametrize("values", [np.ma.masked_equal([1.0, 2.0], 2.0), [1j, 2.0], np.array([1j, 2.0]), [[1], 2]])
def test_what_is_masked_complex_or_ragged_is_refused(values):
    with pytest.raises(InvalidVectorError, match="weights"):
        as_vector(values, "weights", 2)


@pytest.mark.parametrize("matrix", [[[1j]], np.array([[1j]]), sparse.csr_array(np.array([[1j]]))])
def test_a_complex_matrix_is_refused(matrix):
    with pytest.raises(InvalidMatrixError, match="adjacency must be real numbers"):
        as_csr(matrix, "adjacency")


def test_masked_entries_are_missing():
    with pytest.raises(InvalidMatrixError, match="masked"):
        as_csr(np.ma.masked_equal([[0.0, 1.0], [2.0, 0.0]], 2.0), "adjacency")
    with pytest.raises(InvalidIndexError, match="masked"):
        as_indices(np.ma.masked_equal([0, 1], 1), "seeds", 2)


def test_a_list_of_lists_is_no_list_of_nodes():
    with pytest.raises(InvalidIndexError, match="flat list"):
        as_indices([[0], [1, 2]], "seeds", 3)  # type: ignore[list-item]


def test_labels_are_numbered_in_their_order():
    assert as_labels(["b", "a", "b"], "market", 3).tolist() == [1, 0, 1]
    assert as_labels([7, 3, 7], "market", 3).tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    "labels",
    [["a", None, "b"], [1.0, np.nan, 2.0], ["a", np.nan, "b"], ["a", "", "b"], np.ma.masked_equal([1, 2, 3], 2)],
)
def test_a_missing_label_is_not_the_same_as_another(labels):
    with pytest.raises(InvalidVectorError, match=r"market\[1\] is missing"):
        as_labels(labels, "market", 3)


def test_labels_of_two_sorts_are_refused():
    with pytest.raises(InvalidVectorError, match="of one type"):
        as_labels(["a", 1], "market", 2)
    with pytest.raises(InvalidVectorError, match="of one type"):
        as_labels([["a"], ["b", "c"]], "market", 2)


@pytest.mark.parametrize("labels", [5, "abc", None, ["a"], [["a"], ["b"], ["c"]]])
def test_what_is_no_list_of_labels_is_refused(labels):
    with pytest.raises(InvalidVectorError, match=r"market must have shape \(3,\)"):
        as_labels(labels, "market", 3)


def test_whole_numbers():
    assert [as_whole(value, "worlds", least=1) for value in (3, 1e3, np.int32(5))] == [3, 1000, 5]
    for wrong in (0, 2.5, np.nan, np.inf, "many", None, 2**63):
        with pytest.raises(InvalidParameterError, match="worlds is"):
            as_whole(wrong, "worlds", least=1)
