"""Readers: files of any kind as chunks of rows of text, with the rows that could not be read beside them."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.mapping.model import Table
from ingest.readers.chunk import Chunk, Fault, Origin
from ingest.readers.files import ROWS_FOLDER, holds_rejects, matching_files

# What each format needs (pyarrow, SQLAlchemy, …) is imported when a table of that format is read: together they take
# a second that every command would wait for.
# ruff: noqa: PLC0415

__all__ = ["Chunk", "Fault", "Origin", "holds_rejects", "read_chunks", "table_files"]

Reader = Callable[[Table, Path, str], Iterator[Chunk]]


def table_files(table: Table, data: Path) -> list[Path]:
    """Return the files that hold a table's rows, below `data`, in the order of their names.

    A table of a database has its file if that is SQLite, else none. A folder of rejected rows has files for the
    table that they are of, and none for others.

    Raises
    ------
    InvalidDataError
        There are none. The message says what was looked for and what is there.

    """
    if holds_rejects(data):
        return sorted(path for path in (data / ROWS_FOLDER / table.name).rglob("*") if path.is_file())
    if table.options.format == "sql":
        from ingest.readers.database import database_url

        url = database_url(table, data)
        return [Path(url.database or "")] if url.get_backend_name() == "sqlite" else []
    return matching_files(table, data)


def read_chunks(table: Table, data: Path) -> Iterator[Chunk]:
    """Yield the rows of all files of a table.

    Raises
    ------
    InvalidDataError
        A file is missing or cannot be used.

    """
    rejects = holds_rejects(data)
    folder = data / ROWS_FOLDER / table.name if rejects else data
    if table.options.format == "sql" and not rejects:
        from ingest.readers.database import read_database

        yield from read_database(table, data)
        return
    for path in table_files(table, data):
        form = _form_of_rejects(path, table) if rejects else table.options.format
        yield from _reader_of(form)(table, path, path.relative_to(folder).as_posix())


def _form_of_rejects(path: Path, table: Table) -> str:
    """Return the form of a file of rejected rows, which those of databases and Parquet files do not share."""
    return "jsonl" if path.name.endswith(".jsonl") else table.options.format


def _reader_of(form: str) -> Reader:
    match form:
        case "csv":
            from ingest.readers.delimited import read_delimited

            return read_delimited
        case "excel":
            from ingest.readers.excel import read_excel

            return read_excel
        case "parquet":
            from ingest.readers.parquet import read_parquet

            return read_parquet
        case _:
            from ingest.readers.jsonlines import read_json_lines

            return read_json_lines
