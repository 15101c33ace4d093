"""Tables of `fixtures/`, and random graphs that tests of several algorithms share."""

import csv
from pathlib import Path

import networkx as nx
import numpy as np
from hypothesis import strategies as st
from scipy import sparse

FIXTURES = Path(__file__).parent / "fixtures"


def table(name):
    with (FIXTURES / name).open(newline="") as file:
        return list(csv.DictReader(file))


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def graph(edges_file, nodes_file):
    """Adjacency (undirected) in the order of the nodes file, and that file's rows."""
    rows = table(nodes_file)
    index = {row["node"]: position for position, row in enumerate(rows)}
    matrix = np.zeros((len(rows), len(rows)))
    for edge in table(edges_file):
        a, b = index[edge["source"]], index[edge["target"]]
        matrix[a, b] = matrix[b, a] = 1.0
    return matrix, rows


def to_networkx(matrix, *, directed=True):
    kind = nx.DiGraph if directed else nx.Graph
    return nx.from_scipy_sparse_array(sparse.csr_array(matrix), create_using=kind)


def random_graph(seed, n=40, *, density=0.06, directed=True, weighted=False, loops=False):
    """Sparse enough to fall apart and to have nodes without edges of their own."""
    rng = np.random.default_rng(seed)
    matrix = (rng.random((n, n)) < density).astype(float)
    if weighted:
        matrix *= rng.integers(1, 9, (n, n))
    if not loops:
        np.fill_diagonal(matrix, 0.0)
    if not directed:
        matrix = np.triu(matrix)
        matrix = np.maximum(matrix, matrix.T)
    return matrix


KINDS = [
    {"directed": directed, "weighted": weighted, "loops": loops}
    for directed in (True, False)
    for weighted in (True, False)
    for loops in (True, False)
]

seeds = st.integers(min_value=0, max_value=10_000)


def shuffled(seed, n):
    return np.random.default_rng(seed).permutation(n)
