"""A mapping as frozen data: what a source system's tables mean in the graph."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.model import EdgeType, FieldType, Kind

Extent = Literal["full", "window", "changes"]
Rounding = Literal["exact", "half_up", "half_even"]
OnError = Literal["reject", "null", "keep"]
Format = Literal["csv", "excel", "parquet", "jsonl", "sql"]
How = Literal["one", "filled", "sum", "min", "max", "count", "list"]


@dataclass(frozen=True, slots=True)
class Step:
    """One cleaning step: its name and its argument (text, number, tuple, or pairs as a tuple of tuples)."""

    name: str
    argument: object = None


@dataclass(frozen=True, slots=True)
class Column:
    """One part of a key: a column, or the same text for every row; cleaned before use."""

    name: str | None
    value: str | None = None
    clean: tuple[Step, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a node or an edge, and how it is read."""

    name: str
    type: FieldType
    columns: tuple[str, ...] = ()
    join: str = " "
    value: str | None = None
    required: bool = False
    allowed: tuple[str, ...] | None = None
    clean: tuple[Step, ...] = ()
    formats: tuple[str, ...] = ()
    timezone: str | None = None
    decimal: str = "."
    thousands: str | None = None
    round: Rounding = "exact"
    separator: str = ","
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    precedence: int | None = None
    on_error: OnError = "reject"
    line: int = 0

    @property
    def stored(self) -> str:
        """Name of the node property."""
        return self.type.property_name(self.name)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another row: its source and table, the column(s) of this row that hold its key, and what node it is.

    `node` is a kind's label, or `Party` where the row may play any role.
    """

    source: str
    table: str
    key: tuple[Column, ...]
    node: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class ImpliedEdge:
    """An edge that a row's columns imply."""

    type: EdgeType
    outgoing: bool
    to: Reference
    fields: tuple[Field, ...] = ()
    required: bool = False
    only: "tuple[Filter, ...]" = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Options:
    """How a table's files are read. Those of other formats stay at their defaults."""

    format: Format
    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    row_end: str | None = None
    encoding: str | None = None
    names: tuple[str, ...] | None = None
    skip: int = 0
    sheet: str | int | None = None
    url: str | None = None
    query: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows to read: those whose `column` has (or with `keep` false: has not) one of `values`, or matches `pattern`."""

    column: str
    values: frozenset[str]
    keep: bool = True
    line: int = 0
    pattern: str | None = None

    def wants(self) -> Callable[[str], bool]:
        """Return a function that tells of a cell whether its row is wanted."""
        if self.pattern is None:
            values, keep = self.values, self.keep
            return lambda cell: (cell in values) is keep
        match, keep = re.compile(self.pattern).fullmatch, self.keep
        return lambda cell: (match(cell) is not None) is keep


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of node for each text of a column; other texts are rejects."""

    column: Field
    kinds: tuple[tuple[str, Kind], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The kinds that a row may be, each once."""
        return tuple(dict.fromkeys(kind.label for _, kind in self.kinds))


@dataclass(frozen=True, slots=True)
class Each:
    """Several rows made of one: of the members of a list, or of columns that stand side by side.

    Exactly one of `column` (which holds a JSON list) and `groups` (a new column, and the columns that it is made of) is
    set.
    """

    column: str | None
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class FillDown:
    """Columns whose blank cells say what the row before says, as long as the first of them goes on as it was."""

    columns: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Take:
    """What is taken of a column where a look-up finds several rows, and how its cells are read for that."""

    how: How
    reads: Field


@dataclass(frozen=True, slots=True)
class Lookup:
    """Columns of other rows, found by what stands in this one.

    `rows` are the rows to look in, as a table of the columns that are read from it. A row is found where its `by` says
    what `key` says here. Of several, `order` tells the one to take: the `last`, or the first. `names` are the columns
    that name a row in its own table, if that is another, and `changed` says when it changed: those of one name count
    once.
    """

    name: str
    rows: "Table"
    key: tuple[Column, ...]
    by: tuple[Column, ...]
    take: tuple[tuple[str, Take], ...] = ()
    order: Field | None = None
    last: bool = True
    required: bool = True
    columns: tuple[str, ...] = ()
    """The columns that are read from the rows found."""
    names: tuple[Column, ...] = ()
    changed: Field | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a source: where its rows are, and what each of them is: a node, or an edge between two.

    Exactly one of `node` and `edge` is set; `start` and `end` are set with `edge`. `key` is empty for a table of
    edges whose two ends name a row.
    """

    name: str
    source: str
    files: tuple[str, ...]
    options: Options
    node: Kind | None
    edge: EdgeType | None
    start: Reference | None
    end: Reference | None
    key: tuple[Column, ...]
    modified: Field | None
    extent: Extent
    fields: tuple[Field, ...]
    edges: tuple[ImpliedEdge, ...]
    nature: str | None
    only: tuple[Filter, ...]
    precedence: int
    choice: Choice | None = None
    """What kind of node each row is, where its rows differ; `node` is the first of them."""
    each: Each | None = None
    fill_down: FillDown | None = None
    lookups: tuple[Lookup, ...] = ()
    line: int = 0
    origin: str = ""
    """Name of the mapping's file, for messages."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One source system. `digest` is a hash of what the file says, whatever its comments and layout."""

    source: str
    precedence: int
    description: str | None
    tables: tuple[Table, ...]
    path: Path
    digest: str
