"""Counting changes, and how far loads have come."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cypher import query
from graph.client import Database, Row, Transaction

KEPT_CHANGES: Final = 128
"""Changes of which it is kept what they touched: a snapshot that lags behind by more is read from the beginning."""
_MOST_TOUCHED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a load has come: rows of its table that were dealt with, and what became of them."""

    rows: int
    counts: dict[str, int]


def version(database: Database) -> int:
    """The number of changes committed so far."""
    return int(database.read(query("graph/read_version"))[0]["version"])


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo in the graph: the digest of its files (empty while it is loading), and whether nothing came since."""

    digest: str
    untouched: bool


def read_demo(database: Database) -> Demo | None:
    """The demo that the graph holds; None where it holds something else, or nothing."""
    row = database.read(query("graph/read_version"))[0]
    return None if row["demo"] is None else Demo(row["demo"], row["demoVersion"] == row["version"])


def mark_demo(database: Database, digest: str | None) -> None:
    """Note that the graph is the demo company's: before loading it with None, afterwards with its digest."""
    database.write(lambda tx: tx.run(query("graph/mark_demo"), digest=digest))


def count_change(tx: Transaction) -> int:
    """Count one committed change, note what it touched, and return the graph's version.

    Last but the checkpoint in its transaction: all writers queue for this lock.
    """
    many = len(tx.touched) > _MOST_TOUCHED
    touched = None if many else b"".join(bytes.fromhex(node_id) for node_id in sorted(tx.touched))
    return int(tx.rows(query("load/count_change"), touched=touched, keep=KEPT_CHANGES)[0]["version"])


def read_checkpoint(database: Database, checkpoint_id: str) -> Checkpoint | None:
    """The checkpoint of an interrupted load; None where there is none, or where something else wrote since."""
    rows = database.read(query("load/read_checkpoint"), id=checkpoint_id)
    return Checkpoint(rows[0]["rows"], json.loads(rows[0]["counts"])) if rows else None


def write_checkpoint(tx: Transaction, checkpoint_id: str, rows: int, counts: Mapping[str, int], at: int) -> None:
    """Note a load's progress with the version `at` that its batch brought about."""
    text = json.dumps(dict(counts), sort_keys=True)
    tx.run(query("load/write_checkpoint"), id=checkpoint_id, rows=rows, counts=text, version=at)


def delete_checkpoint(database: Database, checkpoint_id: str) -> None:
    """Forget a load that has ended."""
    database.write(lambda tx: tx.run(query("load/delete_checkpoint"), id=checkpoint_id))


def waiting(database: Database) -> list[Row]:
    """Rows that edges name and no load has brought yet: `source`, `table` and how many are `waiting`."""
    return database.read(query("graph/list_waiting"))
