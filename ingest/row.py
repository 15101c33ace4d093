"""What a row is once it is mapped, cleaned and checked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ingest.faults import Problem, shorten
from ingest.readers.chunk import Origin
from ingest.rejects import Reject


class End(NamedTuple):
    """A row that an edge names: its natural key, and what node it is (`Party` for any role)."""

    source: str
    table: str
    key: str
    node: str


class Edge(NamedTuple):
    """An edge that a row implies, to another row named by its natural key."""

    type: str
    outgoing: bool
    source: str
    table: str
    key: str
    node: str
    properties: dict[str, Any]


class Row(NamedTuple):
    """One row, mapped, cleaned and checked.

    `properties` have the names and types that they are stored with. `start` and `end` are set for tables of edges, and
    `kind`, the label of the node that the row is, for others.
    `digest` is the same for rows that say the same, wherever they stand: of properties, edges, ends, time of change,
    kind, nature and precedence.
    """

    source: str
    table: str
    key: str
    properties: dict[str, Any]
    edges: tuple[Edge, ...]
    start: End | None
    end: End | None
    modified: datetime | None
    digest: str
    number: int
    cells: Sequence[str]
    natives: Sequence[object]
    origin: Origin
    kind: str

    @property
    def file(self) -> str:
        """Name of the file that the row stands in."""
        return self.origin.file

    @property
    def raw(self) -> dict[str, str]:
        """The row as it came: column → text."""
        return dict(zip(self.origin.columns, self.cells, strict=True))

    def reject(self, rule: str, hint: str, column: str = "", value: str = "") -> Reject:
        """Return the row as a reject, for a rule of the whole table, as two rows with one key."""
        problems = (Problem(column, rule, shorten(value), hint),)
        return Reject(self.source, self.table, self.number, problems, self.key, tuple(self.natives), self.origin)
