"""What must be known of an .xlsx before its sheet is read: how large it is, and cells whose value is not there.

Calamine gives an empty cell for a formula that no program has worked out yet and for an error such as `#DIV/0!`, and
keeps a whole sheet in memory, however far apart its cells are. So the sheet's XML is looked through first.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from graph.errors import InvalidDataError

CELLS: Final = 20_000_000
"""Cells of a sheet at most, blank ones among them."""
SHEET_BYTES: Final = 2 * 1024**3
TEXT_BYTES: Final = 256 * 1024**2
"""Unpacked sizes at most, of a sheet and of each other part."""
MARKED: Final = 500_000
"""Cells without a value at most."""
_ROW_BYTES: Final = 64 * 1024**2
_CHUNK: Final = 1024 * 1024

_ROW_END: Final = re.compile(rb"</(?:\w+:)?row\s*>")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER: Final = re.compile(rb'\br\s*=\s*["\'](\d{1,7})["\']')
_PLACE: Final = re.compile(rb'\br\s*=\s*["\']([A-Z]{1,3})(\d{1,7})["\']')
_COLUMNS: Final = re.compile(rb'\sr\s*=\s*["\']([A-Z]{1,3})\d')
_SIGNS: Final = re.compile(rb'<(?:\w+:)?f[\s/>]|\bt\s*=\s*["\']e["\']')
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c\s*>)", re.DOTALL)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f\s*>)", re.DOTALL)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v\s*>", re.DOTALL)
_TYPE: Final = re.compile(rb'\bt\s*=\s*["\'](\w+)["\']')


@dataclass(frozen=True, slots=True)
class Missing:
    """A cell without a value: an error's name, or the formula that was not worked out."""

    error: str | None = None
    formula: str | None = None


@dataclass(slots=True)
class SheetFacts:
    """What a look through a sheet found. Rows and columns count from 0."""

    rows: int = 0
    columns: int = 0
    missing: dict[tuple[int, int], Missing] = field(default_factory=dict)


@contextmanager
def sound(name: str) -> Iterator[None]:
    """Turn what goes wrong with a damaged archive into an error of ours."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InvalidDataError(f"{name}: the workbook is damaged ({error}); open it and save it again") from error
    except expat.ExpatError as error:
        raise InvalidDataError(f"{name}: the workbook's index is damaged ({error}); save it again") from error


def check_sizes(path: Path, name: str) -> str:
    """Check that a workbook's parts can be unpacked into memory, and return its form: xlsx, xlsb, ods or xls.

    Raises
    ------
    InvalidDataError
        It is a damaged archive, or so large when unpacked that it may be meant to fill the memory.

    """
    if not zipfile.is_zipfile(path):  # or no workbook at all
        return "xls"
    with sound(name), zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            sheet = info.filename.startswith("xl/worksheets/")
            most = SHEET_BYTES if sheet else TEXT_BYTES
            if info.file_size > most:
                raise InvalidDataError(
                    f"{name}: its part {info.filename} is {info.file_size:,} bytes when unpacked (at most {most:,} are "
                    "read); save the sheet as CSV"
                )
        parts = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb"}
        return next((form for part, form in parts.items() if part in archive.namelist()), "ods")


def inspect(path: Path, name: str, sheet: str) -> SheetFacts:
    """Look through a sheet.

    Raises
    ------
    InvalidDataError
        The workbook is damaged, or the sheet is too large to be kept in memory.

    """
    with sound(name), zipfile.ZipFile(path) as archive:
        target = _sheet_part(archive, sheet)
        if target not in archive.namelist():
            return SheetFacts()
        with archive.open(target) as file:
            return _look_through(file, name)


def _look_through(file: IO[bytes], name: str) -> SheetFacts:
    facts = SheetFacts()
    columns: set[bytes] = set()
    count = 0
    for text in _whole_rows(file, name):
        columns.update(_COLUMNS.findall(text))
        starts = [_NUMBER.search(row) for row in _ROW.findall(text)]
        if _SIGNS.search(text):
            _mark(text, count, facts, name)
        for start in starts:
            count = int(start[1]) if start else count + 1
        facts.rows = max(facts.rows, count)
        facts.columns = max(map(column_number, columns), default=0)
        if facts.rows * facts.columns > CELLS:
            raise InvalidDataError(
                f"{name}: the sheet reaches over {facts.rows:,} rows and {facts.columns:,} columns (at most "
                f"{CELLS:,} cells are read); delete what stands apart from the table, or save the sheet as CSV"
            )
    return facts


def _whole_rows(file: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield the sheet's XML in pieces that end where a row ends."""
    rest = b""
    while data := file.read(_CHUNK):
        rest += data
        end = rest.rfind(b"row>")
        if end >= 0 and (match := _ROW_END.search(rest, rest.rfind(b"</", 0, end))):
            yield rest[: match.end()]
            rest = rest[match.end() :]
        if len(rest) > _ROW_BYTES:
            raise InvalidDataError(f"{name}: the sheet has a row of more than {_ROW_BYTES:,} bytes; check the file")
    yield rest


def _mark(text: bytes, before: int, facts: SheetFacts, name: str) -> None:
    """Note the cells of these rows that have no value. `before` is the number of the row before them."""
    number = before
    for piece in _ROW_END.split(text):
        start = _ROW.search(piece)
        if start is None:
            continue
        said = _NUMBER.search(start[1])
        number = int(said[1]) if said else number + 1
        if not _SIGNS.search(piece):
            continue
        column = 0
        for cell in _CELL.finditer(piece, start.end()):
            place = _PLACE.search(cell[1])
            column = column_number(place[1]) if place else column + 1
            missing = _missing(cell[1], cell[2] or b"")
            if missing is not None:
                facts.missing[number - 1, column - 1] = missing
        if len(facts.missing) > MARKED:
            raise InvalidDataError(
                f"{name}: more than {MARKED:,} cells hold formulas that were never worked out; open the workbook in a "
                "spreadsheet program and save it"
            )


def _missing(attributes: bytes, content: bytes) -> Missing | None:
    kind = _TYPE.search(attributes)
    value = _VALUE.search(content)
    if kind and kind[1] == b"e":
        return Missing(error=value[1].decode("utf-8", "replace") if value else "an error")
    formula = _FORMULA.search(content)
    if formula is None or (value and value[1]) or (kind and kind[1] in {b"str", b"inlineStr", b"s"}):
        return None
    return Missing(formula="=" + (formula[1] or b"\xe2\x80\xa6").decode("utf-8", "replace"))


def column_number(letters: bytes) -> int:
    """Return the number, from 1, of the column with these letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of the column with this number, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    identifier = ""
    for attributes in _elements(archive, "xl/workbook.xml", "sheet"):
        if attributes.get("name") == sheet:
            identifier = next((value for key, value in attributes.items() if key.split(":")[-1] == "id"), "")
    return part_of(archive, "xl/_rels/workbook.xml.rels", identifier)


def part_of(archive: zipfile.ZipFile, relations: str, identifier: str) -> str:
    """Return the name of the part that a relation of the workbook names; nothing where there is none."""
    for attributes in _elements(archive, relations, "Relationship"):
        if attributes.get("Id") == identifier:
            target = attributes.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> list[dict[str, str]]:
    """Return the attributes of all elements of one name in a small part."""
    found: list[dict[str, str]] = []
    try:
        info = archive.getinfo(part)
    except KeyError:
        return found
    if info.file_size > 16 * 1024**2:
        return found

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rsplit(":", maxsplit=1)[-1] == name:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(archive.read(info), True)
    return found
