"""What must be known of an .ods before calamine reads it: as `workbook` for .xlsx.

A few bytes can stand for a million rows there (`number-rows-repeated`), and calamine writes all of them out.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import IO, Final

from graph.errors import InvalidDataError
from ingest.readers.workbook import CELLS, MARKED, Missing, SheetFacts, sound

_CHUNK: Final = 1024 * 1024
_ROW_BYTES: Final = 64 * 1024**2
_END: Final = b"</table:table-row>"
_TABLE: Final = re.compile(rb'<table:table\b[^>]*?\btable:name="([^"]*)"')
_ROW: Final = re.compile(rb"<table:table-row\b([^>]*)>")
_CELL: Final = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.DOTALL
)
_ROWS: Final = re.compile(rb'\btable:number-rows-repeated="(\d{1,9})"')
_COLUMNS: Final = re.compile(rb'\btable:number-columns-repeated="(\d{1,9})"')
_FORMULA: Final = re.compile(rb'\btable:formula="([^"]*)"')
_TEXT: Final = re.compile(rb"<text:p\b[^>]*>(.*?)</text:p>", re.DOTALL)


def inspect_ods(path: Path, name: str) -> dict[str, SheetFacts]:
    """Look through all sheets, and return what was found by their names; nothing for a file that is no .ods.

    Raises
    ------
    InvalidDataError
        The file is damaged, or its sheets are too large to be kept in memory.

    """
    if not zipfile.is_zipfile(path):
        return {}
    with sound(name), zipfile.ZipFile(path) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        with archive.open("content.xml") as file:
            return _look_through(file, name)


def _look_through(file: IO[bytes], name: str) -> dict[str, SheetFacts]:
    found: dict[str, SheetFacts] = {}
    facts = SheetFacts()
    row = 0
    for piece in _pieces(file, name):
        for part in _by_table(piece):
            if (table := _TABLE.match(part)) is not None:
                facts = found.setdefault(html.unescape(table[1].decode("utf-8", "replace")), SheetFacts())
                row = 0
            for start in _ROW.finditer(part):
                times = _times(_ROWS, start[1])
                if not start[1].endswith(b"/"):
                    _take_row(part[start.end() :], row, times, facts, name)
                row += times
        if sum(each.rows * each.columns for each in found.values()) > CELLS:
            raise InvalidDataError(f"{name}: its sheets have more than {CELLS:,} cells; save the sheet as CSV")
    return found


def _pieces(file: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield the XML in pieces that end where a row ends, one row in each."""
    rest = b""
    while data := file.read(_CHUNK):
        *rows, rest = (rest + data).split(_END)
        yield from rows
        if len(rest) > _ROW_BYTES:
            raise InvalidDataError(f"{name}: the sheet has a row of more than {_ROW_BYTES:,} bytes; check the file")
    yield rest


def _by_table(piece: bytes) -> Iterator[bytes]:
    """Yield a piece in parts that begin where a table begins."""
    starts = [match.start() for match in _TABLE.finditer(piece)]
    for start, end in zip([0, *starts], [*starts, len(piece)], strict=True):
        if end > start:
            yield piece[start:end]


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    match = pattern.search(attributes)
    return max(int(match[1]), 1) if match else 1


def _take_row(content: bytes, row: int, times: int, facts: SheetFacts, name: str) -> None:
    column, width = 0, 0
    missing: dict[int, Missing] = {}
    for cell in _CELL.finditer(content):
        attributes, inside = cell[1], cell[2] or b""
        repeated = _times(_COLUMNS, attributes)
        if b"office:value-type=" in attributes or b"table:formula=" in attributes or inside:
            width = column + repeated
            lacking = _missing(attributes, inside)
            if lacking is not None:
                missing.update(dict.fromkeys(range(column, min(width, column + MARKED)), lacking))
        column += repeated
    if width:
        facts.rows, facts.columns = row + times, max(facts.columns, width)
    if len(facts.missing) + len(missing) * times > MARKED:
        raise InvalidDataError(f"{name}: more than {MARKED:,} cells have no value; mend them, or save the sheet as CSV")
    for at, (place, lacking) in product(range(row, row + times if missing else row), missing.items()):
        facts.missing[at, place] = lacking


def _missing(attributes: bytes, inside: bytes) -> Missing | None:
    if b'calcext:value-type="error"' in attributes:
        text = _TEXT.search(inside)
        return Missing(error=text[1].decode("utf-8", "replace") if text else "an error")
    formula = _FORMULA.search(attributes)
    if formula is None or b"office:value-type=" in attributes:
        return None
    return Missing(formula=html.unescape(formula[1].decode("utf-8", "replace")).removeprefix("of:"))
