from algorithms.arrays import folded, undirected
from algorithms.inputs import as_csr


def test_two_ways_to_forget_direction():
    matrix = as_csr([[5, 1], [3, 0]], "adjacency")
    assert undirected(matrix).to_scipy().toarray().tolist() == [[0, 3], [3, 0]]
    assert folded(matrix).to_scipy().toarray().tolist() == [[10, 4], [4, 0]]
    symmetric = as_csr([[5, 1], [1, 0]], "adjacency")
    assert folded(symmetric).to_scipy().toarray().tolist() == [[10, 1], [1, 0]]
