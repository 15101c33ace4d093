"""The nodes of a snapshot, as columns."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from graph.model import KINDS, NATURES

COMPANY: Final = "company"
"""Id of the company itself, which is the last node of every snapshot: the graph is its own, and has no node for it."""

LABELS: Final = (*KINDS, *NATURES, "Party", "Thing", "Interaction")
_BITS: Final = {label: 1 << position for position, label in enumerate(LABELS)}
_TABLE: Final = 8
"""A table of all of Neo4j's numbers up to the largest is made where it has no more places a node, or tie, than this."""
_NUMBERS: Final = ("price", "stock", "onOrder", "daysToMake")
_TEXTS: Final = ("name", "country", "region", "bank", "currency")


def bits(*labels: str) -> int:
    """The mask of some labels; KeyError for one that is no label of the model."""
    return sum(_BITS[label] for label in labels)


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Parties and things (and interactions, where the whole graph was asked for), sorted by id; the company last.

    `ids` are 32 hexadecimal digits as bytes, `labels` masks of `bits`, texts lists (empty where missing), numbers
    float64 (NaN where missing): `price` in major units of `currency`, `stock` and `onOrder` in units, `daysToMake`.
    `internal` are Neo4j's own numbers, by which a snapshot is read, and read again as long as it is kept.
    """

    ids: NDArray[np.bytes_]
    internal: NDArray[np.int64]
    labels: NDArray[np.int32]
    name: NDArray[np.object_]
    country: NDArray[np.object_]
    region: NDArray[np.object_]
    bank: NDArray[np.object_]
    currency: NDArray[np.object_]
    price: NDArray[np.float64]
    stock: NDArray[np.float64]
    onOrder: NDArray[np.float64]  # noqa: N815 - the graph's own name
    daysToMake: NDArray[np.float64]  # noqa: N815

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def company(self) -> int:
        """Index of the company itself."""
        return len(self.ids) - 1

    def index(self, node_id: str) -> int:
        """Index of a node by its id; KeyError where the snapshot has none."""
        if node_id == COMPANY:
            return self.company
        sought = node_id.encode()
        at = int(np.searchsorted(self.ids[:-1], sought))
        if at == self.company or self.ids[at] != sought:
            raise KeyError(node_id)
        return at

    def id(self, index: int) -> str:
        """Id of a node."""
        return bytes(self.ids[index]).decode()

    def having(self, *labels: str) -> NDArray[np.bool_]:
        """Which nodes carry any of some labels."""
        found: NDArray[np.bool_] = (self.labels & bits(*labels)) != 0
        return found

    def labels_of(self, index: int) -> tuple[str, ...]:
        """Labels of a node: its kind or roles, its nature, and Party, Thing or Interaction."""
        mask = int(self.labels[index])
        return tuple(label for label in LABELS if mask & _BITS[label])

    def take(self, which: NDArray[Any]) -> Self:
        """These nodes only, in this order."""
        return replace(self, **{f.name: getattr(self, f.name)[which] for f in fields(self)})

    def places(self, internal: NDArray[np.int64]) -> NDArray[np.int64]:
        """Indices of nodes by Neo4j's own numbers; −1 for those that are not there."""
        largest = max(self.internal.max(initial=0), internal.max(initial=0))
        if largest < _TABLE * (len(self.internal) + len(internal)):
            table = np.full(largest + 2, -1, dtype=np.int64)
            table[self.internal] = np.arange(len(self.internal))  # the company's −1 is the last place
            return table[internal]
        order = np.argsort(self.internal, kind="stable")
        known = self.internal[order]
        at = np.minimum(np.searchsorted(known, internal), len(known) - 1)
        return np.where(known[at] == internal, order[at], -1)


def nodes_of(rows: list[dict[str, Any]]) -> Nodes:
    """Nodes from rows of `read_nodes`, sorted by id, without the company."""
    columns: dict[str, list[Any]] = {name: [] for name in ("id", "node", *_TEXTS, *_NUMBERS)}
    labels: list[int] = []
    for row in rows:
        for name, values in columns.items():
            values.extend(row[name])
        labels.extend([_mask(row["labels"])] * len(row["id"]))
    facts: dict[str, Any] = {name: _objects(columns[name]) for name in _TEXTS}
    facts |= {name: np.array(columns[name], dtype=np.float64) for name in _NUMBERS}
    found = Nodes(
        ids=np.array(columns["id"], dtype="S32"),
        internal=np.array(columns["node"], dtype=np.int64),
        labels=np.array(labels, dtype=np.int32),
        **facts,
    )
    return found.take(np.argsort(found.ids, kind="stable"))


def joined(first: Nodes, second: Nodes) -> Nodes:
    """Nodes of both, sorted by id; neither holds the company."""
    both = {f.name: np.concatenate([getattr(first, f.name), getattr(second, f.name)]) for f in fields(Nodes)}
    found = Nodes(**both)
    return found.take(np.argsort(found.ids, kind="stable"))


def with_company(nodes: Nodes) -> Nodes:
    """The same nodes, and the company after them."""
    facts: dict[str, Any] = {name: _objects([""]) for name in _TEXTS} | {name: np.array([np.nan]) for name in _NUMBERS}
    facts["name"] = _objects(["(the company itself)"])
    own = Nodes(
        ids=np.array([COMPANY], dtype="S32"),
        internal=np.array([-1]),
        labels=np.zeros(1, dtype=np.int32),
        **facts,
    )
    return Nodes(**{f.name: np.concatenate([getattr(nodes, f.name), getattr(own, f.name)]) for f in fields(Nodes)})


def _mask(labels: list[str]) -> int:
    return sum(_BITS.get(label, 0) for label in labels)


def _objects(values: list[Any]) -> NDArray[np.object_]:
    found = np.empty(len(values), dtype=np.object_)
    found[:] = [value if isinstance(value, str) else str(value) for value in values]
    return found
