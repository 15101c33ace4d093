"""JSON Lines: an object a line, numbers kept to the last digit."""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import count
from pathlib import Path
from typing import Any, Final

from graph.errors import InvalidDataError
from ingest.faults import Problem, shorten
from ingest.mapping.columns import columns_used
from ingest.mapping.model import Table
from ingest.mapping.report import nearest
from ingest.readers.chunk import COPIED, ROWS, Chunk, Fault, Origin, RawLine
from ingest.readers.header import name_columns
from ingest.readers.lines import CUT, LineEnds
from ingest.readers.records import typed_chunk
from ingest.readers.text import broken, encoding_of, read_blocks
from ingest.values.numbers import NumberText

_NAMES: Final = 2_000
_EXPONENT: Final = 400
_ABSENT: Final = object()


def read_json_lines(table: Table, path: Path, name: str) -> Iterator[Chunk]:
    """Yield the objects of a JSON Lines file. `address.city` names a value inside another, `items.0` one of a list.

    Raises
    ------
    InvalidDataError
        The file is one JSON array, or cannot be read.

    """
    encoding, mark = encoding_of(path, table.options.encoding)
    objects = _Objects(table, name, encoding)
    total = path.stat().st_size
    number = count(1)
    batch: list[tuple[int, str]] = []
    done = 0
    for group in LineEnds(name, "", None).split(read_blocks(path, encoding, mark)):
        done = group.done
        for line in group.lines:
            here = next(number)
            if not line.isspace():
                batch.append((here, line))
            if len(batch) == ROWS:
                yield objects.chunk(batch, done, total)
                batch = []
    if batch:
        yield objects.chunk(batch, done, total)


class _Objects:
    """Turns lines into chunks. Columns are all names met so far, and those that the mapping reads."""

    def __init__(self, table: Table, name: str, encoding: str) -> None:
        self._table = table
        self._name = name
        self._used = columns_used(table)
        self._paths = frozenset(column for column in self._used if "." in column)
        self._names = dict.fromkeys(self._used)
        self._origin = Origin(name, tuple(self._used), typed=True, encoding=encoding)
        self._first = True
        self._untouched = True

    def chunk(self, lines: list[tuple[int, str]], done: int, total: int) -> Chunk:
        """Return some lines as a chunk."""
        faults: list[Fault] = []
        found: list[tuple[int, str, dict[str, Any]]] = []
        for number, line in lines:
            try:
                found.append((number, line, self._object(line)))
            except (ValueError, RecursionError) as error:
                faults.append(self._fault(number, line, error))
            self._untouched = False
        self._learn([row for _, _, row in found])
        columns = self._origin.columns
        cells = [[self._cell(row, column) for column in columns] for _, _, row in found]
        chunk = typed_chunk(self._origin, [number for number, _, _ in found], cells, done, total)
        raw = {number: (RawLine(line),) for number, line, _ in found}
        chunk.natives = [raw[number] for number in chunk.numbers]
        chunk.faults = [
            each._replace(cells=None if each.cells is None else raw[each.number]) for each in chunk.faults
        ] + faults
        return chunk

    def _object(self, line: str) -> dict[str, Any]:
        if not line.isascii() and (CUT in line or broken(line)):
            raise ValueError("has broken bytes, or is longer than 8,388,608 characters")
        if self._untouched and line.lstrip().startswith("["):
            raise InvalidDataError(f"{self._name}: this is a JSON array; write one object a line (JSON Lines)")
        found = DECODER.decode(line.strip())
        if isinstance(found, dict):
            return found
        raise ValueError("is no object: `{…}`")

    def _fault(self, number: int, line: str, error: Exception) -> Fault:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        problem = Problem("", "json", shorten(line), f"the line {reason}; mend it")
        return Fault(number, (problem,), (), None if len(line) > COPIED or CUT in line else (RawLine(line),))

    def _learn(self, rows: list[dict[str, Any]]) -> None:
        """Take in names that were not met before."""
        before = len(self._names)
        for row in rows:
            self._names.update(dict.fromkeys(row))
        if len(self._names) > _NAMES:
            raise InvalidDataError(
                f"{self._name}: the objects have more than {_NAMES:,} different names; check the file"
            )
        if len(self._names) > before:
            self._origin = Origin(self._name, tuple(self._names), typed=True, encoding=self._origin.encoding)
        if self._first and rows:
            self._first = False
            self._check_names(rows)

    def _check_names(self, rows: list[dict[str, Any]]) -> None:
        """Report a column that none of the first objects has while one has nearly that name: objects have no header."""
        there = {name for row in rows for name in row}
        unused = there - set(self._used)
        for column in self._used:
            if all(self._cell(row, column) is None for row in rows):
                near = nearest(column, unused)
                if near is not None and column not in there and "." not in column:
                    name_columns(self._table, self._name, sorted(there | (set(self._used) - {column})))

    def _cell(self, row: dict[str, Any], column: str) -> Any:
        value = row.get(column, _ABSENT)
        if value is not _ABSENT:
            return value
        return inside(row, column) if column in self._paths else None


def inside(value: Any, column: str) -> Any:
    """Return what stands inside a value under a dotted name, as `address.city` or `items.0`; `None` for nothing."""
    for part in column.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal():
            value = value[int(part)] if int(part) < len(value) else None
        else:
            return None
    return value


def _number(text: str) -> NumberText:
    """Keep a number's digits: no exponent, no needless `.0`."""
    if "e" in text or "E" in text:
        try:
            exact = Decimal(text)
        except InvalidOperation:  # pragma: no cover  (JSON's own grammar was kept)
            return NumberText(text)
        if abs(exact.adjusted()) < _EXPONENT:
            text = format(exact, "f")
    return NumberText(text.removesuffix(".0"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("has a name twice")
    return found


DECODER: Final = json.JSONDecoder(
    parse_float=_number, parse_int=NumberText, parse_constant=NumberText, object_pairs_hook=_once
)
"""Reads JSON with numbers to the last digit; an object with a name twice is refused."""
