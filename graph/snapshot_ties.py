"""The ties of one channel, as compressed rows with a column for each fact."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.channels import Channel, Sort
from graph.currency import EXPONENTS
from graph.errors import DatabaseError
from graph.snapshot_nodes import Nodes

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Column = NDArray[Any]

_DTYPES: Final = MappingProxyType(
    {Sort.AMOUNT: np.float64, Sort.NUMBER: np.float32, Sort.COUNT: np.int32, Sort.TEXT: np.int16}
)
_LARGEST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Ties of one channel: those of node i are entries ``indptr[i]`` to ``indptr[i + 1]``, sorted by target.

    `target` are node indices (int32), `weight` float64 in the channel's unit; `columns` holds one array a fact, as
    long as `target`. A text is kept as an int16 code, whose meaning `texts[column][code]` tells. A pair of nodes may
    stand more than once: once for each currency, or each offer.
    """

    channel: Channel
    indptr: Int32
    target: Int32
    weight: NDArray[np.float64]
    columns: Mapping[str, Column]
    texts: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.target)

    @property
    def nbytes(self) -> int:
        """Bytes held, row pointers included."""
        held: list[Column] = [self.indptr, self.target, self.weight, *self.columns.values()]
        return sum(array.nbytes for array in held)

    def owner(self) -> Int32:
        """The node whose row each tie is in."""
        return np.repeat(np.arange(len(self.indptr) - 1, dtype=np.int32), np.diff(self.indptr))

    def row(self, node: int) -> slice:
        """Where the ties of a node stand."""
        return slice(int(self.indptr[node]), int(self.indptr[node + 1]))

    def text(self, column: str, entry: int) -> str:
        """A text of one tie."""
        return self.texts[column][int(self.columns[column][entry])]

    def facts(self, entry: int) -> dict[str, Any]:
        """All facts of one tie by name: plain values, without those that are missing."""
        found: dict[str, Any] = {}
        if self.channel.weight:
            found[self.channel.weight] = float(self.weight[entry])
        for name, sort in self.channel.columns.items():
            found[name] = self.text(name, entry) if sort is Sort.TEXT else self.columns[name][entry].item()
        return {name: value for name, value in found.items() if value != "" and not _is_nan(value)}


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """Ties as they were read, not yet in rows; texts are still text."""

    owner: Int64
    target: Int64
    values: Mapping[str, Any]


def loose_ties(channel: Channel, rows: Sequence[Mapping[str, Any]], nodes: Nodes) -> tuple[Loose, int]:
    """Ties from rows of a channel's reading, and how many name a node that the snapshot does not know."""
    owner = nodes.places(_integers(rows, "owner"))
    if channel.company:
        target = np.full(len(owner), nodes.company, dtype=np.int64)
    else:
        target = nodes.places(_integers(rows, "other"))
    values: dict[str, Any] = {}
    for name, sort in _sorts(channel).items():
        values[name] = _read(rows, name, sort)
    for name in channel.minor:
        values[name] = values[name] / _scale(values["currency"])
    known = (owner >= 0) & (target >= 0)
    strange = int((~known).sum())
    if strange:
        owner, target = owner[known], target[known]
        values = {name: value[known] for name, value in values.items()}
    return Loose(owner, target, values), strange


def loosened(ties: Ties, places: Int64, kept: NDArray[np.bool_]) -> Loose:
    """Ties of the owners that are `kept`, their nodes moved to new `places`."""
    owner = ties.owner()
    which = kept[owner]
    values = {name: ties.columns[name][which] for name in ties.columns}
    for name, texts in ties.texts.items():
        values[name] = np.array([*texts, ""], dtype=object)[values[name]]
    if ties.channel.weight:
        values[ties.channel.weight] = ties.weight[which]
    target = places[ties.target[which]]
    if len(target) and target.min() < 0:
        raise DatabaseError("a tie outlived the node at its end; the snapshot must be read anew")
    return Loose(places[owner[which]], target, values)


def ties_of(channel: Channel, parts: Sequence[Loose], count: int) -> Ties:
    """Put ties into rows, in one order whatever the order of reading."""
    owner = np.concatenate([part.owner for part in parts])
    target = np.concatenate([part.target for part in parts])
    if len(owner) > _LARGEST:
        raise DatabaseError(
            f"channel {channel.name} has {len(owner)} ties, more than int32 can count; narrow the window"
        )
    values = {name: np.concatenate([part.values[name] for part in parts]) for name in _sorts(channel)}
    texts: dict[str, tuple[str, ...]] = {}
    for name, sort in channel.columns.items():
        if sort is Sort.TEXT:
            texts[name], values[name] = _coded(values[name])
    order = _order(owner * count + target, values)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count)))).astype(np.int32)
    columns = {name: values[name][order] for name in channel.columns}
    weight = values[channel.weight][order] if channel.weight else np.ones(len(owner))
    return Ties(
        channel, indptr, target[order].astype(np.int32), weight, MappingProxyType(columns), MappingProxyType(texts)
    )


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _sorts(channel: Channel) -> dict[str, Sort]:
    own = {channel.weight: Sort.AMOUNT} if channel.weight else {}
    return {**own, **channel.columns}


def _integers(rows: Sequence[Mapping[str, Any]], name: str) -> Int64:
    return np.concatenate([np.array(row[name], dtype=np.int64) for row in rows] or [np.empty(0, dtype=np.int64)])


def _read(rows: Sequence[Mapping[str, Any]], name: str, sort: Sort) -> Column:
    kind = object if sort is Sort.TEXT else _DTYPES[sort]
    return np.concatenate([np.array(row[name], dtype=kind) for row in rows] or [np.empty(0, dtype=kind)])


def _scale(currencies: Column) -> NDArray[np.float64]:
    """Minor units in one major unit; two decimals where the currency is not known, as in `graph.money`."""
    return np.array([10.0 ** EXPONENTS.get(currency, 2) for currency in currencies])


def _coded(values: Column) -> tuple[tuple[str, ...], Column]:
    listed = values.tolist()
    words = sorted(set(listed))
    if len(words) > np.iinfo(np.int16).max:
        raise DatabaseError(f"a channel has {len(words)} different units or currencies; correct the data's units")
    codes = {word: code for code, word in enumerate(words)}
    return tuple(words), np.fromiter(map(codes.__getitem__, listed), dtype=np.int16, count=len(listed))


def _order(key: Int64, values: Mapping[str, Column]) -> Int64:
    """Sort by key, and among equal keys by all values, so that the order of reading does not show."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    same = ordered[1:] == ordered[:-1]
    if same.any():
        # Only those that share a key are sorted again, within the places that they have together.
        at = np.flatnonzero(np.append(same, False) | np.append(False, same))
        shared = order[at]
        order[at] = shared[np.lexsort([*(column[shared] for column in values.values()), key[shared]])]
    return order
