"""Which records describe which party: reading it, and moving records from one party to another.

A merge is records moving to one party, a split is a record moving away; nothing else is written, so each undoes
the other. Edges follow the record that they name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cypher import query
from graph.client import Database, Transaction
from graph.loading import rederive
from graph.model import Category


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the party that it describes, and the load that first brought it."""

    record: str
    first_load: str
    party: str


def same_as(database: Database) -> list[tuple[str, str]]:
    """Pairs of records that a crosswalk calls the same."""
    return [(row["left"], row["right"]) for row in database.read(query("resolve/list_same_as"))]


def shared_tax_ids(database: Database) -> list[list[str]]:
    """Groups of records of parties with one tax id."""
    return [row["records"] for row in database.read(query("resolve/list_shared_tax_ids"))]


def merged(database: Database) -> list[list[str]]:
    """Groups of records that describe one party now."""
    return [row["records"] for row in database.read(query("resolve/list_merged"))]


def places(database: Database, records: Iterable[str]) -> dict[str, Place]:
    """Where records stand, by id; those that describe no party are left out."""
    rows = database.read(query("resolve/read_records"), ids=sorted(records))
    return {row["id"]: Place(row["id"], row["firstLoad"], row["party"]) for row in rows}


def move(tx: Transaction, moves: Sequence[tuple[Place, str]]) -> None:
    """Let each record describe the party of that id, which is made where it does not exist."""
    rows = [{"record": place.record, "party": party} for place, party in sorted(moves, key=lambda m: m[0].record)]
    concerned = sorted({place.party for place, _ in moves} | {party for _, party in moves})
    tx.touched.update(concerned)
    tx.run(query("resolve/ensure_parties"), ids=concerned)
    tx.run(query("resolve/move_outgoing"), rows=rows)
    tx.run(query("resolve/move_incoming"), rows=rows)
    tx.run(query("resolve/move_records"), rows=rows)
    gone = {row["id"] for row in tx.rows(query("resolve/delete_empty"), ids=concerned)}
    rederive(tx, Category.PARTY, (party for party in concerned if party not in gone))
