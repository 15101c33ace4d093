"""Arithmetic on eight figures at once: one row of a table of eight columns, as a tuple.

Each operation is written out eight times and not as a loop: only so does the compiler keep the figures in vector
registers.
"""

from typing import TypeAlias

import numpy as np

from algorithms.arrays import Float, Int32
from algorithms.jit import kernel

LANES = 8
Lanes: TypeAlias = tuple[float, float, float, float, float, float, float, float]


@kernel
def row_of(values: Float, row: int) -> Lanes:
    """Read a row."""
    return (
        values[row, 0], values[row, 1], values[row, 2], values[row, 3],
        values[row, 4], values[row, 5], values[row, 6], values[row, 7],
    )  # fmt: skip


@kernel
def set_row(values: Float, row: int, a: Lanes) -> None:
    """Write a row."""
    values[row, 0], values[row, 1], values[row, 2], values[row, 3] = a[0], a[1], a[2], a[3]
    values[row, 4], values[row, 5], values[row, 6], values[row, 7] = a[4], a[5], a[6], a[7]


@kernel
def gathered(indices: Int32, weights: Float, start: int, end: int, values: Float) -> Lanes:
    """Add up the rows ``values[indices[start:end]]``, weighted."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    for entry in range(start, end):
        weight = weights[entry]
        row = np.uint32(indices[entry])
        s0 += weight * values[row, 0]
        s1 += weight * values[row, 1]
        s2 += weight * values[row, 2]
        s3 += weight * values[row, 3]
        s4 += weight * values[row, 4]
        s5 += weight * values[row, 5]
        s6 += weight * values[row, 6]
        s7 += weight * values[row, 7]
    return s0, s1, s2, s3, s4, s5, s6, s7


@kernel
def larger(a: Lanes, b: Lanes) -> Lanes:
    """Of each pair the larger."""
    return (
        max(a[0], b[0]), max(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]),
        max(a[4], b[4]), max(a[5], b[5]), max(a[6], b[6]), max(a[7], b[7]),
    )  # fmt: skip


@kernel
def at_most_one(a: Lanes) -> Lanes:
    """Each, or 1 where it is above."""
    return (
        min(a[0], 1.0), min(a[1], 1.0), min(a[2], 1.0), min(a[3], 1.0),
        min(a[4], 1.0), min(a[5], 1.0), min(a[6], 1.0), min(a[7], 1.0),
    )  # fmt: skip


@kernel
def minus(a: Lanes, b: Lanes) -> Lanes:
    """Difference of each pair."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3], a[4] - b[4], a[5] - b[5], a[6] - b[6], a[7] - b[7]


@kernel
def times(a: Lanes, b: Lanes) -> Lanes:
    """Product of each pair."""
    return a[0] * b[0], a[1] * b[1], a[2] * b[2], a[3] * b[3], a[4] * b[4], a[5] * b[5], a[6] * b[6], a[7] * b[7]


@kernel
def scaled(a: Lanes, factor: float) -> Lanes:
    """Each times a factor."""
    return (
        a[0] * factor, a[1] * factor, a[2] * factor, a[3] * factor,
        a[4] * factor, a[5] * factor, a[6] * factor, a[7] * factor,
    )  # fmt: skip


@kernel
def largest(a: Lanes) -> float:
    """The largest of the eight."""
    return max(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7])
