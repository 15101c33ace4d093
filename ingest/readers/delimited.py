"""CSV and its relatives: any delimiter, quote, end of row and encoding."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from graph.errors import InvalidDataError
from ingest.faults import Problem, shorten
from ingest.mapping.model import Table
from ingest.readers.chunk import COPIED, ROWS, Chunk, Fault, Origin, RawLine, too_long
from ingest.readers.header import name_columns, numbered
from ingest.readers.lines import CUT, LineEnds, Lines
from ingest.readers.rawrows import Batch, BrokenLine, RawRows
from ingest.readers.text import broken, encoding_of, read_blocks

_HINTS: Final = {
    "unexpected end of data": "a quote opens here and never closes; close it, or double quotes meant literally",
    "field larger": "a cell is longer than 1,048,576 characters, or a quote opens here and never closes",
    "expected after": "a quote closes before the cell ends; double quotes meant literally",
}


def read_delimited(table: Table, path: Path, name: str) -> Iterator[Chunk]:
    """Yield the rows of a delimited file; `name` is what messages call it.

    Raises
    ------
    InvalidDataError
        The file is empty, lacks columns that the mapping reads, or cannot be read.

    """
    encoding, mark = encoding_of(path, table.options.encoding)
    ends = LineEnds(name, table.options.delimiter, table.options.row_end)
    total = path.stat().st_size
    groups, first = _skipped(ends.split(read_blocks(path, encoding, mark)), table.options.skip)
    origin: Origin | None = None
    waiting: list[BrokenLine] = []
    for batch in RawRows(ends.delimiter, table.options).read(groups, first):
        batch.broken = waiting + batch.broken
        if origin is None:
            origin = _begin(table, name, ends, batch, encoding)
            if origin is None:
                waiting = batch.broken
                continue
        yield from _chunks(batch, origin, ends, total)
    if origin is None:
        _check_empty(table, name, waiting)


def _skipped(groups: Iterator[Lines], count: int) -> tuple[Iterator[Lines], int]:
    """Return the groups after the first `count` lines, and the number of the next line."""
    place = 1
    for group in groups:
        passed = min(count, len(group.lines))
        place += passed if group.heights is None else sum(group.heights[:passed])
        count -= passed
        if passed < len(group.lines):
            heights = None if group.heights is None else group.heights[passed:]
            rest = Lines(group.lines[passed:], heights, group.suspect, group.done)
            return chain((rest,), groups), place
    return iter(()), place


def _begin(table: Table, name: str, ends: LineEnds, batch: Batch, encoding: str) -> Origin | None:
    """Take the header off the first batch that has one, and return what it says; `None` while there is no row."""
    names = table.options.names
    if names:
        return Origin(name, name_columns(table, name, names), encoding=encoding)
    if names is None and batch.broken and (not batch.rows or batch.broken[0].number < batch.numbers[0]):
        line, _, reason = batch.broken[0]
        raise InvalidDataError(f"{name}:{line}: the header cannot be read: {_hint(reason)}")
    at = next((index for index, row in enumerate(batch.rows) if row), None)
    if at is None:
        return None
    found = [ends.restore(cell) for cell in batch.rows[at]]
    if names is not None:
        return Origin(name, name_columns(table, name, numbered(len(found))), encoding=encoding)
    if any(broken(cell) or "\0" in cell for cell in found):
        raise InvalidDataError(f"{name}: the header is not {encoding}; say the file's `encoding`")
    batch.rows, batch.numbers = batch.rows[at + 1 :], batch.numbers[at + 1 :]
    return Origin(name, name_columns(table, name, found), encoding=encoding)


def _check_empty(table: Table, name: str, waiting: list[BrokenLine]) -> None:
    """Refuse a file without any row, unless it needs no header: then it is a table without rows."""
    if waiting:
        raise InvalidDataError(f"{name}:{waiting[0].number}: no line can be read: {_hint(waiting[0].reason)}")
    if table.options.names is None:
        raise InvalidDataError(f"{name}: the file is empty, there is not even a header; export it again")


def _chunks(batch: Batch, origin: Origin, ends: LineEnds, total: int) -> Iterator[Chunk]:
    width = len(origin.columns)
    rows, numbers = batch.rows, batch.numbers
    faults = [_broken_line(line, ends) for line in batch.broken]
    if set(map(len, rows)) - {width}:
        rows, numbers = _even(rows, numbers, width, ends, faults)
    if batch.suspect:
        rows, numbers = _sound(rows, numbers, origin, faults)
    if ends.swaps:
        rows = [[ends.restore(cell) for cell in row] for row in rows]
    for start in range(0, len(rows), ROWS):
        part = rows[start : start + ROWS]
        yield Chunk(origin, numbers[start : start + ROWS], part, part, faults, batch.done, total)
        faults = []
    if faults:
        yield Chunk(origin, (), (), (), faults, batch.done, total)


def _even(
    rows: list[list[str]], numbers: list[int] | range, width: int, ends: LineEnds, faults: list[Fault]
) -> tuple[list[list[str]], list[int] | range]:
    """Return the rows with the right number of cells; lines without any are no rows, and the others are faults."""
    even, kept = [], []
    for number, row in zip(numbers, rows, strict=True):
        if len(row) == width:
            even.append(row)
            kept.append(number)
        elif row:
            cells = [ends.restore(cell) for cell in row]
            faults.append(_ragged(number, cells, width))
    return even, kept


def _ragged(number: int, cells: list[str], width: int) -> Fault:
    said = f"has {len(cells)} cells where the header has {width}"
    lines = sum(cell.count("\n") for cell in cells) + 1
    if lines > 2:
        said += f"; it stretches over {lines} lines, so perhaps a quote that opens here was meant literally"
    elif len(cells) > width:
        said += "; quote cells that hold the delimiter"
    else:
        said += "; add the missing delimiters"
    problem = Problem("", "cells", shorten(" ¦ ".join(cells)), said)
    return Fault(number, (problem,), cells, None if too_long(cells) else tuple(cells))


def _sound(
    rows: list[list[str]], numbers: list[int] | range, origin: Origin, faults: list[Fault]
) -> tuple[list[list[str]], list[int] | range]:
    """Return the rows without broken bytes and NUL; the others are faults."""
    sound, kept = [], []
    for number, row in zip(numbers, rows, strict=True):
        problems = [
            Problem(name, rule, shorten(cell), hint)
            for name, cell in zip(origin.columns, row, strict=True)
            for rule, hint in _unsound(cell, origin.encoding)
        ]
        if problems:
            unkept = any(problem.rule == "length" for problem in problems) or too_long(row)
            faults.append(Fault(number, tuple(problems), row, None if unkept else tuple(row)))
        else:
            sound.append(row)
            kept.append(number)
    return sound, kept


def _unsound(cell: str, encoding: str) -> Iterator[tuple[str, str]]:
    if cell.isascii():
        if "\0" in cell:
            yield "nul", "has a NUL character, which no text has; export the row again"
    elif CUT in cell:
        yield "length", "the line is longer than 8,388,608 characters; perhaps a row end is missing"
    elif broken(cell):
        yield "encoding", f"has bytes that are not {encoding}; mend them, or say the file's `encoding`"
    elif "\0" in cell:
        yield "nul", "has a NUL character, which no text has; export the row again"


def _hint(reason: str) -> str:
    return next((hint for part, hint in _HINTS.items() if part in reason), reason)


def _broken_line(line: BrokenLine, ends: LineEnds) -> Fault:
    text = ends.restore_line(line.text)
    rule = "length" if "larger" in line.reason else "quotes"
    cells = (RawLine(text),) if len(text) <= COPIED and CUT not in text else None
    return Fault(line.number, (Problem("", rule, shorten(text), _hint(line.reason)),), (), cells)
