"""`--full`: which rows of a table are gone from its source, and whether it is safe to end them."""

from collections.abc import Iterable, Iterator
from itertools import islice

from graph.client import Database
from graph.ending import standing
from graph.errors import InvalidDataError
from ingest.duplicates import Scan
from ingest.mapping import Table

MOST = 0.1
"""Part of a table that may end at once, unless forced."""

_CHUNK = 10_000


def gone(database: Database, table: Table, scan: Scan, *, force: bool) -> list[str]:
    """Ids of the rows that were loaded from a table and are no longer in it; a rejected row is still in it.

    Only a table whose mapping says `extent: full` can tell; others give none. Raises InvalidDataError, before anything
    is written, where a key cannot be read or more than a tenth of the table would end, unless `force`.
    """
    if table.extent != "full":
        return []
    name = f"{table.source}.{table.name}"
    if scan.unreadable and not force:
        raise InvalidDataError(
            f"{name}: the keys of {scan.unreadable:,} rows cannot be read, so what is gone cannot be told;"
            " mend them, or leave out --full"
        )
    stood = 0
    missing: list[str] = []
    for chunk in _chunks(standing(database, table.source, table.name, node=table.node, edge=table.edge)):
        stood += len(chunk)
        known = scan.has([key for _, key in chunk])
        missing += [row for (row, _), present in zip(chunk, known, strict=True) if not present]
    if len(missing) > MOST * stood and not force:
        raise InvalidDataError(
            f"{name}: {len(missing):,} of {stood:,} rows would end, more than {MOST:.0%};"
            " see whether the file is whole, and give --force if it is"
        )
    return missing


def _chunks(rows: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
