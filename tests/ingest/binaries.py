"""Small workbooks in the two binary forms, written byte by byte: Excel 97 (.xls) and binary Excel 2007 (.xlsb).

Cells are texts, numbers, `Failed` (an error, with or without a formula) or `Worked` (a formula's value). As few parts
and records as readers take; see [MS-XLS], [MS-CFB] and [MS-XLSB].
"""

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


class Failed(NamedTuple):
    """A cell that is an error; `formula` says that one worked out so."""

    error: str
    formula: bool = False


class Worked(NamedTuple):
    """A formula that was worked out."""

    value: float | str


Cell = str | float | int | Failed | Worked | None
Rows = Sequence[Sequence[Cell]]


def write_xls(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write an .xls with these sheets."""
    bodies = [_record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + _xls_rows(rows) + _record(0x0A)
              for rows in sheets.values()]  # fmt: skip
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets]
    begin = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    place = len(begin) + sum(4 + 6 + len(name) for name in names) + 4
    bounds = b""
    for name, body in zip(names, bodies, strict=True):
        bounds += _record(0x85, struct.pack("<IH", place, 0) + name)
        place += len(body)
    path.write_bytes(_compound(begin + bounds + _record(0x0A) + b"".join(bodies)))
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _xls_rows(rows: Rows) -> bytes:
    width = max(map(len, rows), default=0)
    found = _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell is not None:
                found += _xls_cell(struct.pack("<HHH", row, column, 0), cell)
    return found


def _xls_cell(at: bytes, cell: Cell) -> bytes:
    formula = struct.pack("<HIH3sH", 0, 0, 3, b"\x1e\x01\x00", 0)[:-2]
    match cell:
        case Failed(error, False):
            return _record(0x205, at + struct.pack("<BB", ERRORS[error], 1))
        case Failed(error, True):
            return _record(0x06, at + struct.pack("<BBBBBBH", 2, 0, ERRORS[error], 0, 0, 0, 0xFFFF) + formula)
        case Worked(str(text)):
            said = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
            return _record(0x06, at + struct.pack("<BBBBBBH", 0, 0, 0, 0, 0, 0, 0xFFFF) + formula) + _record(
                0x207, said
            )
        case Worked(number):
            return _record(0x06, at + struct.pack("<d", number) + formula)
        case str():
            return _record(0x204, at + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
        case _:
            return _record(0x203, at + struct.pack("<d", cell))


def _compound(stream: bytes) -> bytes:
    """Return a compound file with one stream, `Workbook`: header, table of sectors, directory, and the stream."""
    stream = stream.ljust(max(len(stream), 4096), b"\0")
    count = -(-len(stream) // 512)
    if count + 2 > 128:
        raise ValueError("one sector tells the places of 126 at most")
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    table = b"".join(struct.pack("<I", each) for each in chain).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )
    header = header.ljust(512, b"\xff")
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    return header + table + directory.ljust(512, b"\0") + stream.ljust(count * 512, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    said = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        said.ljust(64, b"\0")
        + struct.pack("<HBB", len(said), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def write_xlsb(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write an .xlsb with these sheets."""
    relations, bundle = "", b""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, rows) in enumerate(sheets.items(), 1):
            bundle += _binary(156, struct.pack("<II", 0, number) + _text(f"rId{number}") + _text(name))
            part = f"worksheets/sheet{number}.bin"
            relations += f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="{part}"/>'
            archive.writestr(f"xl/{part}", _xlsb_sheet(rows))
        book = _binary(131) + _binary(143) + bundle + _binary(144) + _binary(132)
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>')
    return path


def _binary(kind: int, content: bytes = b"") -> bytes:
    """Return a record: kind and size in groups of seven bits, the last without the eighth."""
    head = struct.pack("<B", kind) if kind < 128 else struct.pack("<BB", kind & 0x7F | 0x80, kind >> 7)
    size, rest = b"", len(content)
    while True:
        size += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return head + size + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_sheet(rows: Rows) -> bytes:
    width = max(map(len, rows), default=1)
    sheet = _binary(129) + _binary(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, width - 1)) + _binary(145)
    for row, cells in enumerate(rows):
        sheet += _binary(0, struct.pack("<IIHHBI", row, 0, 0, 0, 0, 0))
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet += _xlsb_cell(struct.pack("<II", column, 0), cell)
    return sheet + _binary(146) + _binary(130)


def _xlsb_cell(at: bytes, cell: Cell) -> bytes:
    formula = struct.pack("<HI", 0, 3) + b"\x1e\x01\x00" + struct.pack("<I", 0)
    match cell:
        case Failed(error, formula=False):
            return _binary(3, at + bytes([ERRORS[error]]))
        case Failed(error):
            return _binary(11, at + bytes([ERRORS[error]]) + formula)
        case Worked(str(text)):
            return _binary(8, at + _text(text) + formula)
        case Worked(number):
            return _binary(9, at + struct.pack("<d", number) + formula)
        case str():
            return _binary(6, at + _text(cell))
        case _:
            return _binary(5, at + struct.pack("<d", cell))
