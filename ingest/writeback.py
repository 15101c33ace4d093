"""Writes rejected rows as they came, so that the reader that refused them can read them once they are mended."""

import codecs
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from ingest.mapping.model import Options, Table
from ingest.readers.chunk import Origin, RawLine
from ingest.readers.text import to_bytes

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
    """Return a new file for rows of `origin` in `folder`, in the form that it has itself."""
    return DelimitedRows(table.options, origin, folder / origin.file.removesuffix(".gz"))


class DelimitedRows:
    """A delimited file with the delimiter, quotes, row ends, encoding and header of the one that rows come from."""

    def __init__(self, options: Options, origin: Origin, path: Path) -> None:
        self._options = options
        self._encoding = origin.encoding
        self._end = options.row_end or "\n"
        path.parent.mkdir(parents=True, exist_ok=True)
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
