"""Readers: files of any kind as chunks of rows of text, with the rows that could not be read beside them."""

from collections.abc import Iterator
from pathlib import Path

from ingest.mapping.model import Table
from ingest.readers.chunk import Chunk, Fault, Origin
from ingest.readers.delimited import read_delimited
from ingest.readers.excel import read_excel
from ingest.readers.files import holds_rejects, table_files

__all__ = ["Chunk", "Fault", "Origin", "holds_rejects", "read_chunks", "table_files"]


def read_chunks(table: Table, data: Path) -> Iterator[Chunk]:
    """Yield the rows of all files of a table.

    Raises
    ------
    InvalidDataError
        A file is missing or cannot be used.

    """
    for path in table_files(table, data):
        name = path.relative_to(data).as_posix()
        match table.options.format:
            case "csv":
                yield from read_delimited(table, path, name)
            case "excel":
                yield from read_excel(table, path, name)
            case other:
                raise NotImplementedError(other)
