"""Puts rows together: properties, edges, keys and digest, a chunk at a time.

Compiled once for each file, since only its header says where the columns are. Everything runs column by column
(`map` over a column costs a fraction of a loop over rows); only where a value breaks a rule is its column read again
cell by cell, to say which.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import blake2b
from itertools import compress, repeat
from typing import Any, Final

import orjson

from graph.model import KINDS, FieldType
from ingest.columns import ColumnReader, Columns, Failures, KeyReader, field_reader, key_of_fault
from ingest.faults import Problem
from ingest.implied import EdgeReader, KindReader
from ingest.keys import join_key
from ingest.lookups import Indexes, places_of
from ingest.mapping.columns import is_looked_up
from ingest.mapping.model import Reference, Table
from ingest.properties import PropertiesReader
from ingest.readers.chunk import Fault, Origin
from ingest.rejects import Reject
from ingest.row import Edge, End, Row
from ingest.shaping import Selection, Shaped, wanted_faults

_edge: Final = partial(tuple.__new__, Edge)
_end: Final = partial(tuple.__new__, End)
_row: Final = partial(tuple.__new__, Row)
_UNSAFE: Final = "has characters that are no Unicode text; mend them"


class Assembler:
    """Makes the rows of one file. `indexes` are what the table looks up."""

    def __init__(self, table: Table, origin: Origin, indexes: Indexes = ()) -> None:
        places = places_of(table, origin)
        self._table = table
        self._origin = origin
        self._indexes = [(index, KeyReader(index.lookup.key, places)) for index in indexes]
        early = [each for each in table.only if not is_looked_up(table, each.column)]
        self._early = Selection(early, places)
        self._late = Selection([each for each in table.only if each not in early], places)
        self._kind = KindReader(table, places)
        self._key = KeyReader(table.key, places) if table.key else None
        self._key_places = [places[column.name] for column in table.key if column.name is not None]
        self._properties = PropertiesReader(table.fields, places)
        readers = [EdgeReader(edge, places) for edge in table.edges]
        self._edges = sorted(readers, key=lambda reader: reader.constant)
        constants = [reader.constant for reader in readers]
        self._ties = len(set(constants)) < len(constants)
        self._ends = [(KeyReader(end.key, places), end) for end in (table.start, table.end) if end is not None]
        self._modified: ColumnReader | None = field_reader(table.modified, places) if table.modified else None
        self._hashes = {label: blake2b(_fixed(table, label), digest_size=16) for label in self._kind.labels}

    def rows(self, shaped: Shaped) -> list[Row | Reject]:
        """Return the rows of a chunk, each as itself or as a reject, in their order."""
        faults = [self._fault(fault) for fault in wanted_faults(shaped.faults, self._table.only, self._origin)]
        columns = self._columns(shaped)
        if not shaped.values:
            return [*sorted(faults, key=lambda each: each.number)]
        failures = shaped.failures
        made = self._made(shaped, columns)
        if not failures and not faults:
            return [*made]
        result: list[Row | Reject] = [*faults]
        for place, row in enumerate(made):
            if place in failures or not row.digest:
                problems = tuple(failures[place]) or (Problem("", "encoding", "", _UNSAFE),)
                key = row.key or None
                cells = tuple(shaped.natives[place])
                result.append(Reject(row.source, row.table, row.number, problems, key, cells, self._origin))
            else:
                result.append(row)
        return sorted(result, key=lambda each: each.number)

    def _columns(self, shaped: Shaped) -> Columns:
        """Leave out the rows that the mapping does not want; return the columns of the others, with those looked up."""
        if self._early:
            columns = list(zip(*shaped.values, strict=True))
            shaped.keep(self._early.chosen(columns, len(shaped.values), shaped.failures) if columns else [])
        columns = list(zip(*shaped.values, strict=True))
        if not shaped.values:
            return columns
        for index, reader in self._indexes:
            keys = reader.read(columns, len(shaped.values), shaped.failures)
            columns += zip(*index.find(keys, shaped.failures, reader.name), strict=True)
        if self._late:
            chosen = self._late.chosen(columns, len(shaped.values), shaped.failures)
            shaped.keep(chosen)
            columns = [tuple(compress(column, chosen)) for column in columns]
        return columns

    def _made(self, shaped: Shaped, columns: Columns) -> list[Row]:
        failures = shaped.failures
        count = len(shaped.values)
        nothing = [None] * count
        kinds = self._kind.read(columns, count, failures)
        properties = self._properties.read(columns, count, failures)
        edges = self._edge_tuples(columns, count, kinds, failures)
        ends = [self._end_tuples(reader, end, columns, count, failures) for reader, end in self._ends]
        starts, stops = ends or (nothing, nothing)
        keys = self._keys(columns, count, ends, failures)
        changed = self._modified.read(columns, count, failures) if self._modified else nothing
        digests = self._digests(kinds, properties, edges, starts, stops, changed)
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
            shaped.numbers,
            shaped.rows,
            shaped.natives,
            repeat(self._origin),
            kinds,
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

    def _edge_tuples(
        self, columns: Columns, count: int, kinds: Sequence[str], failures: Failures
    ) -> Sequence[Sequence[tuple[Any, ...]]]:
        if not self._edges:
            return [()] * count
        found = [reader.read(columns, count, kinds, failures) for reader in self._edges]
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

    def _digests(self, kinds: Sequence[str], *parts: Sequence[Any]) -> list[str]:
        contents = list(zip(*parts, strict=True))
        try:
            said = list(map(orjson.dumps, contents))
        except TypeError:  # a lone surrogate somewhere: its row becomes a reject
            said = [_dumped(content) for content in contents]
        fresh = {label: begun.copy for label, begun in self._hashes.items()}
        digests = []
        for kind, each in zip(kinds, said, strict=True):
            own = fresh[kind]()
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
        """Return the key of a row that could not be read, where that can be told."""
        if self._key is None or self._table.each or self._table.fill_down:
            return None
        return key_of_fault(fault, self._origin.columns, self._key, self._key_places)


def _dumped(content: object) -> bytes:
    try:
        return orjson.dumps(content)
    except TypeError:
        return b""


def _sorted(edges: Sequence[tuple[Any, ...] | None]) -> list[tuple[Any, ...]]:
    """Return the edges that there are in an order of their own, each once."""
    ordered = sorted((edge for edge in edges if edge), key=lambda edge: (edge[:6], orjson.dumps(edge[6])))
    return [edge for place, edge in enumerate(ordered) if place == 0 or edge != ordered[place - 1]]


def _fixed(table: Table, label: str) -> bytes:
    """Return what a table's rows have in common, and a digest needs to tell two rows apart.

    Dates are named because a date and the same text have one form in JSON.
    """
    groups = [("", table.fields), *((edge.type.type, edge.fields) for edge in table.edges)]
    named = [(f"{owner}.{field.stored}", field) for owner, fields in groups for field in fields]
    kind = label or (table.edge.type if table.edge else "")
    precedences = {name: field.precedence for name, field in named if field.precedence is not None}
    dates = sorted({name for name, field in named if field.type in {FieldType.DATE, FieldType.DATETIME}})
    nature = table.nature or (KINDS[label].nature if label else None)
    return orjson.dumps([kind, nature, table.precedence, precedences, dates], option=orjson.OPT_SORT_KEYS)
