"""What must be known of an .xls or .xlsb beside what calamine says, which gives an empty cell for an error.

Both are records in a row, each with its kind and size; those of cells that are errors are looked for. See [MS-XLS] and
[MS-XLSB].
"""

import mmap
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from graph.errors import InvalidDataError
from ingest.readers.compound import Compound
from ingest.readers.workbook import CELLS, MARKED, Missing, SheetFacts, part_of, sound

_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_CHUNK: Final = 1024 * 1024
_BUNDLE: Final = 156
_ROW: Final = 0
_CELLS: Final = frozenset(range(1, 12))
_ERROR_CELLS: Final = frozenset([3, 11])
_SHARED_BEGIN: Final = 159
_SHARED_PART: Final = "xl/sharedStrings.bin"
_END_OF_DATA: Final = 146
_LARGEST_RECORD: Final = 64 * 1024**2

_BOUND: Final = 0x85
_SHARED: Final = 0xFC
_DIMENSIONS: Final = 0x200
_OLD_CELLS: Final = frozenset([0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x206, 0x27E, 0x406])
_OLD_ROWS: Final = 65_536
_OLD_COLUMNS: Final = 256
_BEGINS: Final = frozenset([0x09, 0x209, 0x409, 0x809])
_ENDS: Final = 0x0A
_BOOLEAN_OR_ERROR: Final = 0x205
_FORMULAS: Final = frozenset([0x06, 0x206, 0x406])


def check_xlsb(path: Path, name: str) -> None:
    """Check that an .xlsb says no more shared texts than it can have: calamine takes room for as many.

    Raises
    ------
    InvalidDataError
        The workbook is damaged.

    """
    with sound(name), zipfile.ZipFile(path) as archive:
        if _SHARED_PART in archive.namelist():
            with archive.open(_SHARED_PART) as file:
                most = archive.getinfo(_SHARED_PART).file_size
                for kind, content in _records(file, name):
                    if kind == _SHARED_BEGIN and (len(content) < 8 or struct.unpack_from("<II", content)[1] > most):
                        raise ValueError("it says that it has more texts than it has room for")
                    break


def inspect_xlsb(path: Path, name: str, sheet: str) -> SheetFacts:
    """Look through a sheet of an .xlsb.

    Raises
    ------
    InvalidDataError
        The workbook is damaged.

    """
    facts = SheetFacts()
    with sound(name), zipfile.ZipFile(path) as archive:
        with archive.open("xl/workbook.bin") as file:
            bundles = dict(_bundle(content) for kind, content in _records(file, name) if kind == _BUNDLE)
        target = part_of(archive, "xl/_rels/workbook.bin.rels", bundles.get(sheet, ""))
        if target in archive.namelist():
            with archive.open(target) as file:
                _mark_binary(file, name, facts)
    return facts


def inspect_xls(path: Path, name: str) -> list[SheetFacts]:
    """Look through all sheets of an .xls, before calamine does: it takes room for as much as a damaged file says.

    Raises
    ------
    InvalidDataError
        The workbook is damaged, or no workbook.

    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            stream = Compound(content).stream("Workbook", "Book")
            return [_old_sheet(stream, start, name) for start in list(_old_sheets(stream))]
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise InvalidDataError(
            f"{name}: this is no workbook, or it is damaged ({error}); open it in a spreadsheet program and save it as "
            ".xlsx"
        ) from error


def _old_sheets(stream: bytes) -> Iterator[int]:
    """Yield where each sheet begins."""
    for kind, body in _old_records(stream, 0):
        if kind == _BOUND:
            yield struct.unpack_from("<I", body)[0]
        elif kind == _SHARED and struct.unpack_from("<II", body)[1] > len(stream):
            raise ValueError("it says that it has more texts than it has room for")


def _old_sheet(stream: bytes, start: int, name: str) -> SheetFacts:
    facts = SheetFacts()
    for kind, body in _old_records(stream, start):
        if kind == _DIMENSIONS and len(body) >= 10:
            first, last, left, right = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
            if not (first <= last <= _OLD_ROWS and left <= right <= _OLD_COLUMNS):
                raise ValueError("a sheet is said to be larger than one can be")
        elif kind in _OLD_CELLS and struct.unpack_from("<H", body, 2)[0] >= _OLD_COLUMNS:
            raise ValueError("a cell stands beyond the last column")
        _mark_old(kind, body, facts, name)
    return facts


def _bundle(content: bytes) -> tuple[str, str]:
    """Return a sheet's name and the name of its relation."""
    relation, rest = _text(content[8:])
    return _text(rest)[0], relation


def _text(content: bytes) -> tuple[str, bytes]:
    size = 4 + 2 * struct.unpack_from("<I", content)[0]
    return content[4:size].decode("utf-16-le", "replace"), content[size:]


def _mark_binary(file: IO[bytes], name: str, facts: SheetFacts) -> None:
    row = 0
    for kind, content in _records(file, name):
        if kind == _ROW:
            row = struct.unpack_from("<I", content)[0]
        elif kind in _CELLS:
            column = struct.unpack_from("<I", content)[0]
            facts.rows, facts.columns = max(facts.rows, row + 1), max(facts.columns, column + 1)
            if facts.rows * facts.columns > CELLS:
                raise InvalidDataError(
                    f"{name}: the sheet reaches over {facts.rows:,} rows and {facts.columns:,} columns (at most "
                    f"{CELLS:,} cells are read); delete what stands apart from the table, or save the sheet as CSV"
                )
            if kind in _ERROR_CELLS:
                _mark(facts, name, row, column, content[8])
        elif kind == _END_OF_DATA:
            return


def _records(file: IO[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of a part; both numbers before them stand in groups of seven bits."""
    rest = b""
    while data := file.read(_CHUNK):
        rest += data
        at = 0
        while (found := _head(rest, at)) is not None:
            kind, size, start = found
            if size > _LARGEST_RECORD:
                raise InvalidDataError(f"{name}: the workbook is damaged (it has a record of {size:,} bytes)")
            if start + size > len(rest):
                break
            yield kind, rest[start : start + size]
            at = start + size
        rest = rest[at:]


def _head(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Return a record's kind, size and where its content begins; `None` where the data end before that."""
    numbers = []
    for most in (2, 4):
        number = 0
        for place, byte in enumerate(data[at : at + most]):
            number |= (byte & 0x7F) << 7 * place
            at += 1
            if byte < 0x80:
                break
        else:
            if len(data) - at < 1:
                return None
        numbers.append(number)
    return numbers[0], numbers[1], at


def _mark(facts: SheetFacts, name: str, row: int, column: int, code: int) -> None:
    facts.missing[row, column] = Missing(error=_ERRORS.get(code, "an error"))
    if len(facts.missing) > MARKED:
        raise InvalidDataError(f"{name}: more than {MARKED:,} cells are errors; mend them, or save the sheet as CSV")


def _mark_old(kind: int, body: bytes, facts: SheetFacts, name: str) -> None:
    if kind == _BOOLEAN_OR_ERROR:
        row, column, _, code, is_error = struct.unpack_from("<HHHBB", body)
        if is_error:
            _mark(facts, name, row, column, code)
    elif kind in _FORMULAS:
        row, column, _, sort, _, code, _, _, _, mark = struct.unpack_from("<HHHBBBBBBH", body)
        if mark == 0xFFFF and sort == 2:
            _mark(facts, name, row, column, code)


def _old_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of one part of a stream; parts inside it (charts) are passed over."""
    depth, at = 0, start
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind in _BEGINS:
            depth += 1
        elif kind == _ENDS:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, body
