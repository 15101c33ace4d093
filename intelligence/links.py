"""Links: who passes which share of a loss on to whom, with the tie that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.arrays import Csr, Float, Int32, Int64


class By(IntEnum):
    """The channels of risk."""

    SUPPLY = 0
    MATERIAL = 1
    DEMAND = 2
    CREDIT = 3
    OWNERSHIP = 4
    PEOPLE = 5

    @property
    def word(self) -> str:
        """The channel's name."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Links of one kind: `owner` loses `rate` of what `other` loses; `entry` is the tie of `table` that says so."""

    by: By
    table: str
    owner: Int64
    other: Int64
    rate: Float
    entry: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """All links of one direction, sorted by owner and other; a pair has one for each channel and tie.

    `pairs` is the same as a matrix, rates of a pair added up; `onward` its transpose, along which losses run.
    `start` is the first link of each pair.
    """

    owner: Int32
    other: Int32
    rate: Float
    by: NDArray[np.int8]
    table: NDArray[np.int8]
    entry: Int32
    tables: tuple[str, ...]
    start: Int64
    pairs: Csr
    onward: Csr

    def scaled(self, factor: Float) -> "Links":
        """Links of which each owner feels only a share `factor`."""
        if (factor == 1.0).all():
            return self
        data = self.pairs.data * factor[self.pairs.row_of_entry()]
        return _with(self, self.rate * factor[self.owner], self.pairs.scaled(data))

    def between(self, other: int, owner: int) -> slice:
        """The links by which `owner` depends on `other`."""
        row = slice(int(self.pairs.indptr[owner]), int(self.pairs.indptr[owner + 1]))
        at = row.start + int(np.searchsorted(self.pairs.indices[row], other))
        last = self.start[at + 1] if at + 1 < len(self.start) else len(self.owner)
        return slice(int(self.start[at]), int(last))


def links_of(parts: Sequence[Found], count: int) -> Links:
    """Put links into rows; those that pass nothing on are left out."""
    tables = tuple(dict.fromkeys(part.table for part in parts))
    kept = [part.rate > 0 for part in parts]
    owner = _joined([p.owner[k] for p, k in zip(parts, kept, strict=True)], np.int64)
    other = _joined([p.other[k] for p, k in zip(parts, kept, strict=True)], np.int64)
    rate = _joined([p.rate[k] for p, k in zip(parts, kept, strict=True)], np.float64)
    entry = _joined([p.entry[k] for p, k in zip(parts, kept, strict=True)], np.int32)
    by = _joined([np.full(k.sum(), p.by, np.int8) for p, k in zip(parts, kept, strict=True)], np.int8)
    table = _joined(
        [np.full(k.sum(), tables.index(p.table), np.int8) for p, k in zip(parts, kept, strict=True)], np.int8
    )
    key = owner * count + other
    order = np.argsort(key, kind="stable")
    key = key[order]
    start = np.flatnonzero(np.diff(key, prepend=-1))
    first = order[start]
    summed = np.add.reduceat(rate[order], start) if len(start) else np.empty(0)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(owner[first], minlength=count)))).astype(np.int32)
    pairs = Csr(indptr, other[first].astype(np.int32), summed, count)
    return Links(
        owner[order].astype(np.int32), other[order].astype(np.int32), rate[order], by[order], table[order],
        entry[order], tables, start, pairs, pairs.transposed(),
    )  # fmt: skip


def _with(links: Links, rate: Float, pairs: Csr) -> Links:
    return Links(
        links.owner, links.other, rate, links.by, links.table, links.entry, links.tables, links.start, pairs,
        pairs.transposed(),
    )  # fmt: skip


def _joined(parts: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, dtype=kind)
