"""What comes in, checked once and brought to one form: matrices, vectors, indices, labels and whole numbers."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from algorithms.arrays import Csr, Float, Int32, Int64, Matrix, from_scipy
from algorithms.errors import (
    AlgorithmError,
    InvalidIndexError,
    InvalidMatrixError,
    InvalidParameterError,
    InvalidVectorError,
)

INT32_MAX = 2**31 - 1
INT64_MAX = 2**63 - 1


def as_csr(matrix: Matrix, name: str, *, shape: tuple[int, int] | None = None, most: float = np.inf) -> Csr:
    """Check a matrix of weights and bring it to `Csr`, without a copy where it has that form already.

    Parameters
    ----------
    matrix : array-like or scipy.sparse, shape (n, n)
        Non-negative, finite weights.
    name : str
        What the caller calls it, for messages.
    shape : tuple of int, optional
        The shape it must have; square when not given.
    most : float
        Largest entry allowed.

    Raises
    ------
    InvalidMatrixError
        Not a square (or `shape`) matrix of finite numbers in [0, most].

    """
    found = sparse.csr_array(_sparse(matrix, name) if sparse.issparse(matrix) else _dense(matrix, name))
    if found.ndim != 2 or (found.shape != shape if shape else found.shape[0] != found.shape[1]):
        wanted = f"shape {shape}" if shape else "a square matrix (nodes × nodes)"
        raise InvalidMatrixError(f"{name} must have {wanted}; it has shape {found.shape}")
    if max(found.nnz, *found.shape) > INT32_MAX:
        raise InvalidMatrixError(f"{name} has {found.nnz} entries, more than int32 can index; split the graph")
    if not found.has_canonical_format:
        found = found.copy()  # the caller's arrays may be shared, and summing works in place
        found.sum_duplicates()
    if found.nnz and not found.data.all():
        found = found.copy()
        found.eliminate_zeros()
    result = from_scipy(found)
    _check_entries(result, name, most)
    return result


def as_numbers(values: Any, name: str, error: type[AlgorithmError]) -> Float:
    """Read numbers of any shape as float64; raise `error` where one is masked, complex or no number."""
    if np.ma.is_masked(values):
        raise error(f"{name} has masked entries, which are missing: fill or drop them")
    try:
        found = np.asarray(values)
        if found.dtype.kind != "c":
            return found.astype(np.float64, copy=False)
    except (TypeError, ValueError) as problem:
        raise error(f"{name} must be numbers: {problem}") from problem
    raise error(f"{name} must be real numbers; it is complex")


def as_vector(
    values: ArrayLike, name: str, length: int, *, least: float = 0.0, most: float = np.inf, scalar: bool = False
) -> Float:
    """Check a vector of `length` finite numbers in [least, most]; a scalar is repeated where allowed.

    Raises
    ------
    InvalidVectorError
        Wrong length, missing, infinite or out of range.

    """
    found = as_numbers(values, name, InvalidVectorError)
    if scalar and found.ndim == 0:
        found = np.full(length, float(found))
    if found.shape != (length,):
        raise InvalidVectorError(f"{name} must have shape ({length},), one a node; it has shape {found.shape}")
    bad = ~((found >= least) & (found <= most) & np.isfinite(found))
    if bad.any():
        node = int(np.argmax(bad))
        bounds = f"in [{least:g}, {most:g}]" if np.isfinite(most) else f"finite and at least {least:g}"
        raise InvalidVectorError(f"{name}[{node}] is {found[node]}; it must be {bounds}: correct or drop the node")
    return np.ascontiguousarray(found)


def as_indices(values: ArrayLike | Iterable[int], name: str, below: int) -> Int64:
    """Check whole numbers in [0, below).

    Raises
    ------
    InvalidIndexError
        Fractions, booleans, text, or out of range.

    """
    if np.ma.is_masked(values):
        raise InvalidIndexError(f"{name} has masked entries, which are missing: drop them")
    try:
        found = np.asarray(values if isinstance(values, np.ndarray) else list(_iterated(values, name)))
    except ValueError as error:
        raise InvalidIndexError(f"{name} must be a flat list of whole numbers: {error}") from error
    if found.size == 0:
        return np.empty(0, dtype=np.int64)
    if found.dtype.kind == "f" and np.isfinite(found).all() and (found == np.rint(found)).all():
        found = found.astype(np.int64)  # tables are often read as floats
    if found.ndim != 1 or not np.issubdtype(found.dtype, np.integer):
        raise InvalidIndexError(
            f"{name} must be a flat list of whole numbers; it is {found.dtype} of shape {found.shape}"
        )
    if found.min() < 0 or found.max() >= below:
        wrong = found[(found < 0) | (found >= below)][0]
        raise InvalidIndexError(f"{name} holds {wrong}; indices count from 0 and must be below {below}")
    return found.astype(np.int64)


def as_labels(values: ArrayLike, name: str, length: int) -> Int32:
    """Number labels of any sort from 0, in their order; equal labels are one.

    Raises
    ------
    InvalidVectorError
        Wrong length, or a label is missing: what is not known is not the same as something else.

    """
    # A list is not made an array of one type: that turns a missing number among texts into the text "nan".
    given = list(values) if isinstance(values, Iterable) and not isinstance(values, str | bytes) else values
    found = np.asarray(values) if hasattr(values, "__array__") else np.array(given, dtype=object)
    if found.shape != (length,):
        raise InvalidVectorError(f"{name} must have shape ({length},), one a node; it has shape {found.shape}")
    listed = found.tolist()
    missing = [label is None or label != label or label == "" for label in listed]  # noqa: PLR0124 - NaN, of any type
    if isinstance(values, np.ma.MaskedArray):
        missing = (np.ma.getmaskarray(values) | missing).tolist()
    if any(missing):
        node = missing.index(True)
        raise InvalidVectorError(
            f"{name}[{node}] is missing: give each node whose label is not known one of its own, or drop it"
        )
    try:
        numbers = {label: number for number, label in enumerate(sorted(set(listed)))}
    except TypeError as error:
        raise InvalidVectorError(f"{name} must hold labels of one type: {error}") from error
    return np.fromiter(map(numbers.__getitem__, listed), dtype=np.int32, count=length)


def as_whole(value: float, name: str, *, least: int = 0) -> int:
    """Check a whole number of 64 bits, `least` at least; 1e3 is one.

    Raises
    ------
    InvalidParameterError
        A fraction, not a number, or out of range.

    """
    try:
        found = int(value)
        whole = found == value
    except (TypeError, ValueError, OverflowError):
        found, whole = least, False
    if not whole or not least <= found <= INT64_MAX:
        raise InvalidParameterError(f"{name} is {value!r}; it must be a whole number, at least {least}")
    return found


def check_tolerance(tolerance: float, max_iterations: int = 1) -> None:
    """Refuse a tolerance that is not positive and finite, or an iteration limit below 1.

    Raises
    ------
    InvalidParameterError
        Either is out of range.

    """
    if not (0 < tolerance < np.inf):
        raise InvalidParameterError(f"tolerance is {tolerance}; it must be positive and finite, such as 1e-9")
    if not isinstance(max_iterations, int | np.integer) or max_iterations < 1:
        raise InvalidParameterError(f"max_iterations is {max_iterations}; it must be a whole number, at least 1")


def _iterated(values: Any, name: str) -> Iterable[int]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise InvalidIndexError(f"{name} must be a list of node indices; it is {values!r}")
    return values


def _dense(matrix: Any, name: str) -> Float:
    found = as_numbers(matrix, name, InvalidMatrixError)
    if found.ndim != 2:
        raise InvalidMatrixError(f"{name} must have two dimensions; it has shape {found.shape}")
    return found


def _sparse(matrix: Any, name: str) -> Any:
    """The same in float64, before scipy adds up what stands twice: small integers would overflow."""
    if matrix.dtype.kind == "c":
        raise InvalidMatrixError(f"{name} must be real numbers; it is {matrix.dtype}")
    return matrix if matrix.dtype.kind == "b" else matrix.astype(np.float64, copy=False)


def _check_entries(matrix: Csr, name: str, most: float) -> None:
    data = matrix.data
    if not len(data) or (data.min() >= 0 and data.max() <= min(most, np.finfo(np.float64).max)):
        return
    entry = int(np.argmax(~((data >= 0) & (data <= most) & np.isfinite(data))))
    row = int(np.searchsorted(matrix.indptr, entry, side="right")) - 1
    bounds = f"between 0 and {most:g}" if np.isfinite(most) else "finite and not negative"
    raise InvalidMatrixError(
        f"{name}[{row}, {matrix.indices[entry]}] is {data[entry]}; every entry must be {bounds}: "
        "fill or drop missing ones, and turn a negative amount into an edge the other way"
    )
