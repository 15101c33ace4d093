"""From a table's files to rows that can be loaded."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ingest.assembly import Assembler
from ingest.lookups import Indexes, open_indexes
from ingest.mapping.model import Table
from ingest.readers import holds_rejects, read_chunks, table_files
from ingest.rejects import Reject
from ingest.row import Edge, End, Row
from ingest.shaping import Shaper

__all__ = [
    "Edge",
    "End",
    "Indexes",
    "Progress",
    "Row",
    "RowKey",
    "holds_rejects",
    "open_indexes",
    "read_batches",
    "read_keys",
    "read_table",
    "table_files",
]

Progress = Callable[[str, int, int | None], None]
"""Told after each chunk: the file, the bytes (or rows) of it that are read, and how many there are if known."""


class RowKey(NamedTuple):
    """What tells whether a key comes twice. `digest` is empty for a reject."""

    key: str | None
    digest: str
    modified: datetime | None


def read_batches(
    table: Table, data: Path, on_progress: Progress | None = None, indexes: Indexes | None = None
) -> Iterator[list[Row | Reject]]:
    """Yield the rows of a table's files in batches, one for each chunk, each row as itself or as a reject.

    `data` is the folder of the files. `indexes` are what the table looks up, from `open_indexes`; without them it is
    read here. Memory stays flat whatever the length of the files.

    Raises
    ------
    InvalidDataError
        A file is missing, lacks a column that the mapping reads, or cannot be used.

    """
    if indexes is None:
        with open_indexes(table, data) as opened:
            yield from read_batches(table, data, on_progress, opened)
        return
    assembler: Assembler | None = None
    shaper = Shaper(table)
    origin = None
    for chunk in read_chunks(table, data):
        if assembler is None or origin is None or chunk.origin is not origin:
            if origin is not None and origin.file != chunk.origin.file:
                shaper = Shaper(table)
            origin = chunk.origin
            assembler = Assembler(table, origin, indexes)
        yield assembler.rows(shaper.shape(chunk))
        if on_progress is not None:
            on_progress(origin.file, chunk.done, chunk.total)


def read_table(
    table: Table, data: Path, on_progress: Progress | None = None, indexes: Indexes | None = None
) -> Iterator[Row | Reject]:
    """Yield the rows of a table's files, each as itself or as a reject; see `read_batches`."""
    for batch in read_batches(table, data, on_progress, indexes):
        yield from batch


def read_keys(
    table: Table, data: Path, on_progress: Progress | None = None, indexes: Indexes | None = None
) -> Iterator[RowKey]:
    """Yield key, digest and time of change of every row of a table; see `read_batches`."""
    for batch in read_batches(table, data, on_progress, indexes):
        for row in batch:
            if isinstance(row, Row):
                yield RowKey(row.key, row.digest, row.modified)
            else:
                yield RowKey(row.key, "", None)
