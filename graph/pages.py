"""Relay connections: what is wanted of a page, and how its rows are read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import cursors
from graph.errors import UsageError
from graph.selection import Field, Selection

MAX_PAGE = 100
DEFAULT_PAGE = 20

Decoder = Callable[[Any], Any]
Reader = Callable[[list[Any], Any], Any]


@dataclass(frozen=True, slots=True)
class Page:
    """What is wanted of a connection: `edges { node cursor }`, `pageInfo`, `totalCount`, under any alias.

    `of_list` names the list in its cursors. `nodes` are the selections beneath each `node`, in the order in which the
    statement returns them behind the keys.
    """

    of_list: str
    first: int
    after: str | None
    selection: Selection
    nodes: tuple[Selection, ...]

    @classmethod
    def of(cls, of_list: str, selection: Selection, arguments: Mapping[str, Any]) -> "Page":
        """Read what was selected; UsageError for a page size out of bounds."""
        first = arguments.get("first")
        first = DEFAULT_PAGE if first is None else first
        if not 0 <= first <= MAX_PAGE:
            raise UsageError(f"`first` is {first}; a page holds 0 to {MAX_PAGE} rows")
        edges = (part.selected() for part in selection.fields if part.name == "edges")
        nodes = tuple(field.selected() for edge in edges for field in edge.fields if field.name == "node")
        return cls(of_list, first, arguments.get("after"), selection, nodes)

    @property
    def looks_ahead(self) -> bool:
        """Whether it is asked if another page follows."""
        return any(
            field.name == "hasNextPage"
            for part in self.selection.fields
            if part.name == "pageInfo"
            for field in part.selected().fields
        )

    def wants(self, *names: str) -> bool:
        """Whether one of these fields was selected."""
        return any(part.name in names for part in self.selection.fields)

    @property
    def shows_cursors(self) -> bool:
        """Whether a cursor is asked for, of a row or of the page's end: only then are the rows' keys read."""
        return any(
            field.name in {"cursor", "endCursor"}
            for part in self.selection.fields
            if part.name in {"edges", "pageInfo"}
            for field in part.selected().fields
        )

    def decoder(self, keys: int, decoders: Sequence[Decoder]) -> Decoder:
        """Read `[rows, count]`, in which each row is its keys and then the `nodes`.

        What to do with a row is settled here, once, and not for each of the rows.
        """
        columns = enumerate(decoders, start=keys)
        parts = [(part.key, self._reader(part, keys, columns)) for part in self.selection.fields]

        def decode(value: list[Any]) -> dict[str, Any]:
            rows, count = value
            return {key: read(rows, count) for key, read in parts}

        return decode

    def _reader(self, part: Field, keys: int, columns: Iterator[tuple[int, Decoder]]) -> Reader:
        """How to read a field of the connection out of its rows and their count."""
        if part.name == "edges":
            return self._edges(part.selected(), keys, columns)
        if part.name == "pageInfo":
            info = part.selected()
            return lambda rows, _: self._page_info(info, rows, keys)
        if part.name == "totalCount":
            return lambda _, count: count
        return lambda _rows, _count: self.selection.type

    def _edges(self, edge: Selection, keys: int, columns: Iterator[tuple[int, Decoder]]) -> Reader:
        readers: list[tuple[str, Decoder]] = []
        for wanted in edge.fields:
            if wanted.name == "node":
                readers.append((wanted.key, _column(*next(columns))))
            elif wanted.name == "cursor":
                readers.append((wanted.key, lambda row: cursors.encode(self.of_list, row[:keys])))
            else:
                readers.append((wanted.key, lambda _: edge.type))
        first = self.first
        if len(readers) == 1:
            ((key, read),) = readers
            return lambda rows, _: [{key: read(row)} for row in rows[:first]]
        return lambda rows, _: [{key: read(row) for key, read in readers} for row in rows[:first]]

    def _page_info(self, info: Selection, rows: list[Any], keys: int) -> dict[str, Any]:
        values = {"hasNextPage": len(rows) > self.first, "endCursor": None, "__typename": info.type}
        if self.shows_cursors and (shown := rows[: self.first]):
            values["endCursor"] = cursors.encode(self.of_list, shown[-1][:keys])
        return {wanted.key: values[wanted.name] for wanted in info.fields}


def _column(index: int, decode: Decoder) -> Decoder:
    return lambda row: decode(row[index])
