"""Relay connections: what is wanted of a page, and how its rows are read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.decoding import Decoder, Reading
from graph.errors import UsageError
from graph.selection import Field, Selection

MAX_PAGE = 100
DEFAULT_PAGE = 20


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

    def decoder(self, keys: int, decoders: Sequence[Decoder], reading: Reading) -> Decoder:
        """Read `[rows, count]`, in which each row is its keys and then the `nodes`."""
        columns = enumerate(decoders, start=keys)
        parts = [f"{part.key!r}: {self._part(part, keys, columns)}" for part in self.selection.fields]
        return reading.function(
            "value",
            "rows, count = value",
            f"shown = rows[:{self.first}]",
            f"return {{{', '.join(parts)}}}",
        )

    def _part(self, part: Field, keys: int, columns: Iterator[tuple[int, Decoder]]) -> str:
        """The source of one field of the connection."""
        if part.name == "edges":
            return f"[{self._edge(part.selected(), keys, columns)} for row in shown]"
        if part.name == "pageInfo":
            return self._page_info(part.selected(), keys)
        return "count" if part.name == "totalCount" else repr(self.selection.type)

    def _edge(self, edge: Selection, keys: int, columns: Iterator[tuple[int, Decoder]]) -> str:
        shown = []
        for wanted in edge.fields:
            if wanted.name == "node":
                column, decode = next(columns)
                shown.append(f"{wanted.key!r}: {decode(f'row[{column}]')}")
            elif wanted.name == "cursor":
                shown.append(f"{wanted.key!r}: encode({self.of_list!r}, row[:{keys}])")
            else:
                shown.append(f"{wanted.key!r}: {edge.type!r}")
        return f"{{{', '.join(shown)}}}"

    def _page_info(self, info: Selection, keys: int) -> str:
        values = {
            "hasNextPage": f"len(rows) > {self.first}",
            "endCursor": f"end_cursor({self.of_list!r}, shown, {keys})" if self.shows_cursors else "None",
            "__typename": repr(info.type),
        }
        return f"{{{', '.join(f'{wanted.key!r}: {values[wanted.name]}' for wanted in info.fields)}}}"
