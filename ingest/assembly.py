"""Puts rows together: properties, edges, keys and digest, a chunk at a time.

Compiled once for each file, since only its header says where the columns are. Everything runs column by column
(`map` over a column costs a fraction of a loop over rows); only where a value breaks a rule is its column read again
cell by cell, to say which.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import compress, repeat
from typing import Any, Final

import orjson

from graph.model import FieldType
from ingest.columns import ColumnReader, Columns, Failures, KeyReader, field_reader
from ingest.faults import Problem
from ingest.keys import join_key
from ingest.mapping.model import ImpliedEdge, Reference, Table
from ingest.properties import PropertiesReader
from ingest.readers.chunk import Chunk, Fault, Origin
from ingest.rejects import Reject
from ingest.row import Edge, End, Row

_edge: Final = partial(tuple.__new__, Edge)
_end: Final = partial(tuple.__new__, End)
_row: Final = partial(tuple.__new__, Row)
_UNSAFE: Final = "has characters that are no Unicode text; mend them"


class EdgeReader:
    """Reads one implied edge of every row of a chunk."""

    def __init__(self, edge: ImpliedEdge, places: Mapping[str, int], *, typed: bool) -> None:
        self.constant = (edge.type.type, edge.outgoing, edge.to.source, edge.to.table, edge.to.node)
        self._required = edge.required
        self._key = KeyReader(edge.to.key, places, typed=typed)
        self._properties = PropertiesReader(edge.fields, places, typed=typed) if edge.fields else None

    def read(self, columns: Columns, count: int, failures: Failures) -> list[tuple[Any, ...] | None]:
        """Return the edges as plain tuples; `None` for a row whose reference is blank."""
        keys = self._key.read(columns, count, failures)
        if self._required and None in keys:
            for place, key in enumerate(keys):
                if key is None and place not in failures:
                    hint = f"is empty, and {self.constant[0]} is required; fill it in"
                    failures[place].append(Problem(self._key.name, "required", "", hint))
        properties = self._read_properties(columns, count, keys, failures)
        kind, outgoing, source, table, node = self.constant
        same = (repeat(kind), repeat(outgoing), repeat(source), repeat(table))
        edges = zip(*same, keys, repeat(node), properties)
        if None in keys:
            return [None if edge[4] is None else edge for edge in edges]
        return list(edges)

    def _read_properties(
        self, columns: Columns, count: int, keys: Sequence[str | None], failures: Failures
    ) -> list[dict[str, Any]]:
        if self._properties is None:
            return [{} for _ in repeat(None, count)]
        own: Failures = defaultdict(list)
        properties = self._properties.read(columns, count, own)
        for place, problems in own.items():
            if keys[place] is not None:  # where there is no edge, nothing need be said of it
                failures[place].extend(problem for problem in problems if problem not in failures[place])
        return properties


class Assembler:
    """Makes the rows of one file."""

    def __init__(self, table: Table, origin: Origin) -> None:
        places = {name: place for place, name in enumerate(origin.columns)}
        typed = origin.typed
        self._table = table
        self._origin = origin
        self._only = [(places[each.column], each.values, each.keep) for each in table.only]
        self._key = KeyReader(table.key, places, typed=typed) if table.key else None
        self._key_places = [places[column.name] for column in table.key if column.name is not None]
        self._properties = PropertiesReader(table.fields, places, typed=typed)
        readers = [EdgeReader(edge, places, typed=typed) for edge in table.edges]
        self._edges = sorted(readers, key=lambda reader: reader.constant)
        constants = [reader.constant for reader in readers]
        self._ties = len(set(constants)) < len(constants)
        self._ends = [
            (KeyReader(end.key, places, typed=typed), end) for end in (table.start, table.end) if end is not None
        ]
        self._modified: ColumnReader | None = (
            field_reader(table.modified, places, typed=typed, code=False) if table.modified else None
        )
        self._hash = blake2b(_fixed(table), digest_size=16)

    def rows(self, chunk: Chunk) -> list[Row | Reject]:
        """Return the rows of a chunk, each as itself or as a reject, in their order."""
        chunk = self._selected(chunk)
        faults = [self._fault(fault) for fault in chunk.faults]
        if not chunk.rows:
            return [*sorted(faults, key=lambda each: each.number)]
        failures: Failures = defaultdict(list)
        made = self._made(chunk, failures)
        if not failures and not faults:
            return [*made]
        result: list[Row | Reject] = [*faults]
        for place, row in enumerate(made):
            if place in failures or not row.digest:
                problems = tuple(failures[place]) or (Problem("", "encoding", "", _UNSAFE),)
                key = row.key or None
                cells = tuple(chunk.natives[place])
                result.append(Reject(row.source, row.table, row.number, problems, key, cells, self._origin))
            else:
                result.append(row)
        return sorted(result, key=lambda each: each.number)

    def _selected(self, chunk: Chunk) -> Chunk:
        """Return the rows that the mapping wants; of those that could not be read, the ones it may want."""
        for place, values, keep in self._only:
            chosen = [(row[place] in values) is keep for row in chunk.rows]
            natives = chunk.natives
            rows = list(compress(chunk.rows, chosen))
            chunk = Chunk(
                chunk.origin,
                list(compress(chunk.numbers, chosen)),
                rows,
                rows if natives is chunk.rows else list(compress(natives, chosen)),
                [fault for fault in chunk.faults if self._may_be(fault, place, values, keep=keep)],
            )
        return chunk

    def _may_be(self, fault: Fault, place: int, values: frozenset[str], *, keep: bool) -> bool:
        columns = self._origin.columns
        certain = len(fault.texts) == len(columns) and all(
            problem.column != columns[place] for problem in fault.problems
        )
        return not certain or (fault.texts[place] in values) is keep

    def _made(self, chunk: Chunk, failures: Failures) -> list[Row]:
        columns = list(zip(*chunk.rows, strict=True))
        count = len(chunk.rows)
        nothing = [None] * count
        properties = self._properties.read(columns, count, failures)
        edges = self._edge_tuples(columns, count, failures)
        ends = [self._end_tuples(reader, end, columns, count, failures) for reader, end in self._ends]
        starts, stops = ends or (nothing, nothing)
        keys = self._keys(columns, count, ends, failures)
        changed = self._modified.read(columns, count, failures) if self._modified else nothing
        digests = self._digests(properties, edges, starts, stops, changed)
        table = self._table
        cells = zip(
            repeat(table.source),
            repeat(table.name),
            keys,
            properties,
            self._edges_of(edges),
            [end and _end(end) for end in starts] if ends else nothing,
            [end and _end(end) for end in stops] if ends else nothing,
            changed,
            digests,
            chunk.numbers,
            chunk.rows,
            chunk.natives,
            repeat(self._origin),
        )
        return list(map(_row, cells))

    def _edges_of(self, tuples: Sequence[Sequence[tuple[Any, ...]]]) -> Iterable[tuple[Edge, ...]]:
        if not self._edges:
            return repeat(())
        if len(self._edges) == 1:
            return [(_edge(each[0]),) if each else () for each in tuples]
        return [tuple(map(_edge, each)) for each in tuples]

    def _keys(self, columns: Columns, count: int, ends: Sequence[Sequence[Any]], failures: Failures) -> list[str]:
        if self._key is None:
            starts, stops = ends
            return [
                join_key((start[2], stop[2])) if start and stop else ""
                for start, stop in zip(starts, stops, strict=True)
            ]
        keys = self._key.read(columns, count, failures)
        if None in keys:
            for place, key in enumerate(keys):
                if key is None and place not in failures:
                    failures[place].append(
                        Problem(self._key.name, "key", "", "is empty, and names the row; fill it in")
                    )
        return [key or "" for key in keys]

    def _edge_tuples(self, columns: Columns, count: int, failures: Failures) -> Sequence[Sequence[tuple[Any, ...]]]:
        if not self._edges:
            return [()] * count
        found = [reader.read(columns, count, failures) for reader in self._edges]
        rows = zip(*found, strict=True)
        if self._ties:  # the order in which a mapping names them must not matter
            return [_sorted(edges) for edges in rows]
        if any(None in edges for edges in found):
            return [tuple(filter(None, edges)) for edges in rows]
        return list(rows)

    def _end_tuples(
        self, reader: KeyReader, end: Reference, columns: Columns, count: int, failures: Failures
    ) -> list[tuple[str, str, str, str] | None]:
        keys = reader.read(columns, count, failures)
        if None in keys:
            for place, key in enumerate(keys):
                if key is None and place not in failures:
                    hint = "is empty, and an edge needs both its ends; fill it in"
                    failures[place].append(Problem(reader.name, "required", "", hint))
        return [key and (end.source, end.table, key, end.node) for key in keys]  # type: ignore[misc]

    def _digests(self, *parts: Sequence[Any]) -> list[str]:
        contents = list(zip(*parts, strict=True))
        try:
            said = list(map(orjson.dumps, contents))
        except TypeError:  # a lone surrogate somewhere: its row becomes a reject
            said = [_dumped(content) for content in contents]
        fresh = self._hash.copy
        digests = []
        for each in said:
            own = fresh()
            own.update(each)
            digests.append(own.hexdigest() if each else "")
        return digests

    def _fault(self, fault: Fault) -> Reject:
        table = self._table
        return Reject(
            table.source,
            table.name,
            fault.number,
            fault.problems,
            self._key_of(fault),
            fault.cells,
            self._origin,
        )

    def _key_of(self, fault: Fault) -> str | None:
        """Return the key of a row that could not be read, where its cells leave no doubt about it.

        In a row with too few or too many cells only the first ones are sure to be where they belong.
        """
        texts, size = fault.texts, len(self._origin.columns)
        places = self._key_places
        if self._key is None or not places or max(places) >= len(texts):
            return None
        if len(texts) != size and max(places) >= len(places):
            return None
        if {self._origin.columns[place] for place in places} & {problem.column for problem in fault.problems}:
            return None
        columns = [(text,) for text in texts] + [("",)] * (size - len(texts))
        return self._key.read(columns, 1, defaultdict(list))[0]


def _dumped(content: object) -> bytes:
    try:
        return orjson.dumps(content)
    except TypeError:
        return b""


def _sorted(edges: Sequence[tuple[Any, ...] | None]) -> list[tuple[Any, ...]]:
    """Return the edges that there are in an order of their own, each once."""
    ordered = sorted((edge for edge in edges if edge), key=lambda edge: (edge[:6], orjson.dumps(edge[6])))
    return [edge for place, edge in enumerate(ordered) if place == 0 or edge != ordered[place - 1]]


def _fixed(table: Table) -> bytes:
    """Return what a table's rows have in common, and a digest needs to tell two rows apart.

    Dates are named because a date and the same text have one form in JSON.
    """
    groups = [("", table.fields), *((edge.type.type, edge.fields) for edge in table.edges)]
    named = [(f"{owner}.{field.stored}", field) for owner, fields in groups for field in fields]
    kind = table.node.label if table.node else table.edge.type if table.edge else ""
    precedences = {name: field.precedence for name, field in named if field.precedence is not None}
    dates = sorted({name for name, field in named if field.type in {FieldType.DATE, FieldType.DATETIME}})
    nature = table.nature or (table.node.nature if table.node else None)
    return orjson.dumps([kind, nature, table.precedence, precedences, dates], option=orjson.OPT_SORT_KEYS)
