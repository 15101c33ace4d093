"""Databases, by SQLAlchemy: the answer to a query, or a table, read as it streams in."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlalchemy as sa

from graph.errors import InvalidDataError
from ingest.mapping.model import Table
from ingest.readers.chunk import ROWS, Chunk, Origin
from ingest.readers.header import name_columns
from ingest.readers.records import typed_chunk

_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")
_STREAMED: Final = ROWS * 8


def read_database(table: Table, data: Path) -> Iterator[Chunk]:
    """Yield the rows of a query's answer, counted from 1. What a query changes is never committed.

    Raises
    ------
    InvalidDataError
        The database cannot be reached, the query fails, or its answer lacks columns that the mapping reads.

    """
    url = database_url(table, data)
    name = f"{url.get_backend_name()}:{Path(url.database or '').name}"
    with _explained(table, name):
        engine = sa.create_engine(_read_only(url), poolclass=sa.pool.NullPool)
    with _explained(table, name), engine.connect() as opened:
        connection = opened.execution_options(stream_results=True, max_row_buffer=_STREAMED)
        result = _ask(connection, table)
        origin = Origin(name, name_columns(table, name, list(result.keys())), typed=True)
        done = 0
        for rows in result.partitions(ROWS):
            first, done = done + 1, done + len(rows)
            cells = [tuple(row) for row in rows]
            yield typed_chunk(origin, range(first, done + 1), cells, done, None)
        connection.rollback()


def database_url(table: Table, data: Path) -> sa.URL:
    """Return the address of a table's database: variables filled in, a SQLite file below `data`.

    Raises
    ------
    InvalidDataError
        It is no address, names a variable that is not set, or a SQLite file that is not there.

    """
    where = f"{table.origin}:{table.line}: table `{table.name}`"

    def variable(match: re.Match[str]) -> str:
        value = os.environ.get(match[1])
        if value is None:
            raise InvalidDataError(f"{where}: its `url` needs the environment variable {match[1]}; set it")
        return value

    try:
        url = sa.make_url(_VARIABLE.sub(variable, table.options.url or ""))
        backend = url.get_backend_name()
    except sa.exc.ArgumentError:
        raise InvalidDataError(f"{where}: its `url` is no address such as postgresql://user@host/name") from None
    if backend == "sqlite":
        path = data / (url.database or "")
        if not path.is_file():
            raise InvalidDataError(f"{where}: there is no SQLite file {url.database} in {data}")
        url = url.set(database=str(path.absolute()))
    return url


def _read_only(url: sa.URL) -> sa.URL:
    """Open a SQLite file for reading only: SQLite would make one that is not there."""
    if url.get_backend_name() != "sqlite":
        return url
    return url.set(database=f"file:{quote(url.database or '')}", query={"mode": "ro", "uri": "true"})


def _ask(connection: sa.Connection, table: Table) -> sa.CursorResult[Any]:
    options = table.options
    if options.query is not None:  # as it is: a colon in it means no parameter of ours
        return connection.exec_driver_sql(options.query)
    schema, _, relation = (options.relation or "").rpartition(".")
    source = sa.table(relation, schema=schema or None)
    keys: list[sa.ColumnClause[Any]] = [sa.column(column.name) for column in table.key if column.name is not None]
    return connection.execute(sa.select(sa.text("*")).select_from(source).order_by(*keys))


@contextmanager
def _explained(table: Table, name: str) -> Iterator[None]:
    where = f"{table.origin}:{table.line}: table `{table.name}`: {name}"
    try:
        yield
    except ModuleNotFoundError as error:
        raise InvalidDataError(f"{where}: the database needs the Python package {error.name}; install it") from error
    except sa.exc.NoSuchModuleError as error:
        raise InvalidDataError(f"{where}: there is no such kind of database; check the `url`") from error
    except (sa.exc.SQLAlchemyError, UnicodeDecodeError) as error:
        reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise InvalidDataError(f"{where}: the database says: {reason}") from error
