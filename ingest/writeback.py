"""Writes rejected rows as they came, so that the reader that refused them can read them once they are mended."""

import codecs
import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, Protocol

import xlsxwriter

from ingest.mapping.model import Options, Table
from ingest.readers.cells import text_of
from ingest.readers.chunk import Origin, RawLine
from ingest.readers.text import to_bytes
from ingest.readers.workbook import Missing
from ingest.values.numbers import NumberText

_SAFE: Final = re.compile(r'[:*?"<>|]')
_BOOK: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

_MARKS: Final = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


class RowsFile(Protocol):
    """A file of rows."""

    def write(self, cells: Sequence[object]) -> None:
        """Add a row."""

    def close(self) -> None:
        """Finish the file."""


def rows_file(table: Table, origin: Origin, folder: Path) -> RowsFile:
    """Return a new file in `folder` for rows of `origin`, in a form that the table's reader takes.

    Delimited files, workbooks and JSON Lines keep theirs; rows of databases and Parquet files become JSON Lines.
    """
    path = folder / _SAFE.sub("_", origin.file.removesuffix(".gz"))
    path.parent.mkdir(parents=True, exist_ok=True)
    match table.options.format:
        case "csv":
            return DelimitedRows(table.options, origin, path)
        case "excel":
            return WorkbookRows(table.options, origin, path.with_name(path.name.removesuffix(".xlsx") + ".xlsx"))
        case _:
            return JsonRows(origin, path.with_name(path.name.removesuffix(".jsonl") + ".jsonl"))


class DelimitedRows:
    """A delimited file with the delimiter, quotes, row ends, encoding and header of the one that rows come from."""

    def __init__(self, options: Options, origin: Origin, path: Path) -> None:
        self._options = options
        self._encoding = origin.encoding
        self._end = options.row_end or "\n"
        self._file = path.open("wb")
        self._file.write(self._mark())
        self._text(self._end * options.skip)
        if options.names is None:
            self.write(origin.columns)

    def write(self, cells: Sequence[object]) -> None:
        """Add a row."""
        if len(cells) == 1 and isinstance(cells[0], RawLine):
            line = str(cells[0])
            self._text(line if line.endswith(("\n", "\r", self._end)) else line + self._end)
            return
        quoted = [self._quoted(str(cell)) for cell in cells]
        if quoted == [""]:  # an empty line would be no row
            quoted = [self._options.quote * 2]
        self._text(self._options.delimiter.join(quoted) + self._end)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def _text(self, text: str) -> None:
        self._file.write(to_bytes(text, self._encoding))

    def _mark(self) -> bytes:
        """Return the byte order mark that tells the reader the encoding, where the mapping does not."""
        said = self._options.encoding
        if self._encoding == "utf-8" and said not in {None, "utf-8"}:
            return codecs.BOM_UTF8
        return _MARKS.get(self._encoding, b"")

    def _quoted(self, cell: str) -> str:
        quote, escape = self._options.quote, self._options.escape
        special = any(mark in cell for mark in (self._options.delimiter, self._end, "\n", "\r"))
        if escape:
            cell = cell.replace(escape, escape * 2)
        if quote:
            if special or quote in cell:
                return f"{quote}{cell.replace(quote, quote * 2)}{quote}"
        elif escape and special:
            cell = cell.replace(self._options.delimiter, escape + self._options.delimiter)
        return cell


class JsonRows:
    """JSON Lines: lines as they came, or rows of typed cells under their columns' names."""

    def __init__(self, origin: Origin, path: Path) -> None:
        self._columns = origin.columns
        self._encoding = origin.encoding
        self._file = path.open("wb")
        self._file.write(_MARKS.get(self._encoding, b""))

    def write(self, cells: Sequence[object]) -> None:
        """Add a row."""
        if len(cells) == 1 and isinstance(cells[0], RawLine):
            line = str(cells[0])
            self._file.write(to_bytes(line if line.endswith(("\n", "\r")) else line + "\n", self._encoding))
            return
        pairs = [f"{json.dumps(name)}: {_json(cell)}" for name, cell in zip(self._columns, cells, strict=False)]
        self._file.write(to_bytes("{" + ", ".join(pairs) + "}\n", self._encoding))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _json(cell: object) -> str:
    """Return a cell as JSON, a number with all its digits."""
    if cell is None or isinstance(cell, bool | str):
        return json.dumps(cell, ensure_ascii=False)
    if isinstance(cell, list | dict | tuple):
        return text_of(cell)
    text = text_of(cell)
    return text if isinstance(text, NumberText) and text[-1:].isdigit() else json.dumps(text, ensure_ascii=False)


class WorkbookRows:
    """A workbook with the sheet and the header of the one that rows come from."""

    def __init__(self, options: Options, origin: Origin, path: Path) -> None:
        self._book = xlsxwriter.Workbook(path, _BOOK)
        before = options.sheet - 1 if isinstance(options.sheet, int) else 0
        for _ in range(before):
            self._book.add_worksheet()
        self._sheet = self._book.add_worksheet(options.sheet if isinstance(options.sheet, str) else None)
        self._date = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._clock = self._book.add_format({"num_format": "[h]:mm:ss"})
        self._row = options.skip
        if options.names is None:
            self.write(origin.columns)

    def write(self, cells: Sequence[object]) -> None:
        """Add a row."""
        for column, cell in enumerate(cells):
            self._put(column, cell)
        self._row += 1

    def _put(self, column: int, cell: object) -> None:
        sheet, row = self._sheet, self._row
        if isinstance(cell, Missing):  # an error or a formula without a value stays one, for the reader to refuse
            sheet.write_formula(row, column, cell.formula or f"={cell.error}", None, cell.error or "")
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell)
        elif isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, self._moment)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self._date)
        elif isinstance(cell, time | timedelta):
            sheet.write_datetime(row, column, cell, self._clock)
        elif cell != "" and cell is not None:
            sheet.write_string(row, column, str(cell))

    def close(self) -> None:
        """Finish the file."""
        self._book.close()
