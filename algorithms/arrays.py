"""The forms that matrices, vectors and results have in here."""

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Float: TypeAlias = NDArray[np.float64]
Int32: TypeAlias = NDArray[np.int32]
Int64: TypeAlias = NDArray[np.int64]
Bool: TypeAlias = NDArray[np.bool_]
Matrix: TypeAlias = "ArrayLike | sparse.sparray | sparse.spmatrix"


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What every result says about how it was reached.

    Attributes
    ----------
    iterations : int
        Rounds used; 0 for a direct method.
    converged : bool
        False when `max_iterations` came first: the numbers are then a lower bound, or a guess.
    tolerance : float
        Bound on what is left unpropagated or unsettled, in the unit of the score; 0 for an exact method.

    """

    iterations: int
    converged: bool
    tolerance: float


class Csr(NamedTuple):
    """A matrix as compressed rows, 12 bytes an entry: sorted, no duplicates, no stored zeros."""

    indptr: Int32
    indices: Int32
    data: Float
    columns: int

    @property
    def rows(self) -> int:
        """Count the rows."""
        return len(self.indptr) - 1

    @property
    def entries(self) -> int:
        """Count the stored entries."""
        return len(self.indices)

    def to_scipy(self) -> "sparse.csr_array[Any]":
        """Return a scipy array over the same memory."""
        return sparse.csr_array((self.data, self.indices, self.indptr), shape=(self.rows, self.columns))

    def transposed(self) -> "Csr":
        """Return the same matrix with rows and columns exchanged."""
        return from_scipy(self.to_scipy().T.tocsr())

    def scaled(self, data: Float) -> "Csr":
        """Return the same pattern with other entries."""
        return Csr(self.indptr, self.indices, data, self.columns)

    def row_of_entry(self) -> Int32:
        """Return the row index of each entry."""
        return np.repeat(np.arange(self.rows, dtype=np.int32), np.diff(self.indptr))

    def row_sums(self) -> Float:
        """Sum each row."""
        return summed(self.row_of_entry(), self.data, self.rows)

    def column_sums(self) -> Float:
        """Sum each column."""
        return summed(self.indices, self.data, self.columns)

    def without_diagonal(self) -> "Csr":
        """Drop self-loops."""
        rows = self.row_of_entry()
        keep = rows != self.indices
        if keep.all():
            return self
        counts = np.bincount(rows[keep], minlength=self.rows)
        indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        return Csr(indptr, self.indices[keep], self.data[keep], self.columns)

    def times(self, vector: Float) -> Float:
        """Multiply by a vector."""
        return np.asarray(self.to_scipy() @ vector, dtype=np.float64)


def summed(groups: Int32 | Int64, amounts: Float, count: int = 0) -> Float:
    """Add up amounts by group, for at least `count` groups."""
    return np.asarray(np.bincount(groups, weights=amounts, minlength=count), dtype=np.float64)


def is_symmetric(matrix: Csr, transposed: Csr) -> bool:
    """Tell whether a matrix equals its transpose."""
    return (
        np.array_equal(matrix.indptr, transposed.indptr)
        and np.array_equal(matrix.indices, transposed.indices)
        and np.array_equal(matrix.data, transposed.data)
    )


def undirected(matrix: Csr) -> Csr:
    """Return max(A, Aᵀ) without self-loops: who is tied to whom, whatever the direction."""
    plain = matrix.without_diagonal()
    other = plain.transposed()
    if is_symmetric(plain, other):
        return plain
    return from_scipy(plain.to_scipy().maximum(other.to_scipy()).tocsr())


def folded(matrix: Csr) -> Csr:
    """Return A + Aᵀ, or of a symmetric A the same without its being added twice: self-loops count twice in either.

    So they do in networkx, where an undirected edge and a self-loop both add two to the degrees.
    """
    other = matrix.transposed()
    if is_symmetric(matrix, other):
        loops = matrix.row_of_entry() == matrix.indices
        return matrix.scaled(np.where(loops, 2.0 * matrix.data, matrix.data)) if loops.any() else matrix
    return from_scipy((matrix.to_scipy() + other.to_scipy()).tocsr())


def from_scipy(matrix: "sparse.csr_array[Any]") -> Csr:
    """Take a scipy array without duplicates or stored zeros, sorting its rows where they are not."""
    if not matrix.has_sorted_indices:
        matrix.sort_indices()
    return Csr(
        np.ascontiguousarray(matrix.indptr, dtype=np.int32),
        np.ascontiguousarray(matrix.indices, dtype=np.int32),
        np.ascontiguousarray(matrix.data, dtype=np.float64),
        int(matrix.shape[1]),
    )
