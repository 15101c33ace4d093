"""Values for indexes of parties and things that were loaded before such values were: a step of a migration."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from cypher import query
from graph.client import Database, Transaction
from graph.loading import rederive
from graph.model import Category

_BATCH = 2_000


def derive_index_values(database: Database) -> None:
    """Derive what lacks them anew from its records, in batches; one that is killed goes on where it was."""
    found = ((row["category"], row["id"]) for row in database.stream(query("schema/stream_unindexed")))
    for category, rows in groupby(found, key=lambda row: row[0]):
        for ids in _batches(row[1] for row in rows):
            _derive(database, Category(category), ids)


def _derive(database: Database, category: Category, ids: Sequence[str]) -> None:
    def work(tx: Transaction) -> None:
        # Found by a record of the same id, which every party and thing has: it is named after its oldest.
        locked = [row["id"] for row in tx.rows(query("load/lock_entities"), ids=ids)]
        rederive(tx, category, locked)

    database.write(work)


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, _BATCH)):
        yield sorted(batch)
