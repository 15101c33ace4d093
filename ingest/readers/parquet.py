"""Parquet, by pyarrow, a few thousand rows at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.errors import InvalidDataError
from ingest.mapping.model import Table
from ingest.readers.chunk import ROWS, Chunk, Origin
from ingest.readers.header import name_columns
from ingest.readers.records import typed_chunk


def read_parquet(table: Table, path: Path, name: str) -> Iterator[Chunk]:
    """Yield the rows of a Parquet file, counted from 1. Fields of a struct are columns with dotted names.

    Raises
    ------
    InvalidDataError
        The file is damaged, or lacks columns that the mapping reads.

    """
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            total = file.metadata.num_rows
            empty = _flat(pa.Table.from_batches([], file.schema_arrow))
            origin = Origin(name, name_columns(table, name, empty.column_names), typed=True)
            done = 0
            for batch in file.iter_batches(batch_size=ROWS * 16):
                columns = [_values(column) for column in _flat(pa.Table.from_batches([batch])).columns]
                rows = list(zip(*columns, strict=True))
                for start in range(0, len(rows), ROWS):
                    part = rows[start : start + ROWS]
                    first, done = done + 1, done + len(part)
                    yield typed_chunk(origin, range(first, done + 1), part, done, total)
    except (pa.ArrowException, OSError) as error:
        raise InvalidDataError(
            f"{name}: this is no Parquet file, or it is damaged ({error}); write it again"
        ) from error


def _flat(table: Any) -> Any:
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _values(column: Any) -> list[Any]:
    """Return a column's cells. Those that Python's types cannot hold come as text."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    elif pa.types.is_time64(kind) and kind.unit == "ns":
        column = column.cast(pa.time64("us"), safe=False)
    elif pa.types.is_duration(kind) and kind.unit == "ns":
        column = column.cast(pa.duration("us"), safe=False)
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):
        return list(column.cast(pa.string()).to_pylist())
