"""Ending rows that are gone from their source.

An ended record stays with its last version, but counts no more for what its party is; the edges that it implied go.
An ended interaction loses its kind and its edges. A row that is an edge is deleted. Each lives again when its row
comes back.
"""

from collections.abc import Iterator, Sequence

from cypher import query
from graph.client import Database, Transaction
from graph.loading import is_interaction, rederive
from graph.model import KINDS, EdgeType, Kind


def standing(
    database: Database, source: str, table: str, *, node: Kind | None, edge: EdgeType | None
) -> Iterator[tuple[str, str]]:
    """Id and key of every row of a table that was loaded and has not ended; `node` or `edge` says what a row is."""
    if node is not None:
        statement = query(f"load/stream_{'interaction' if is_interaction(node.label) else 'record'}_keys")
    else:
        statement = query("load/stream_edge_keys").typed(EDGE_TYPE=_type(edge))
    for row in database.stream(statement, source=source, table=table):
        yield row["id"], row["key"]


def end(tx: Transaction, ids: Sequence[str], load: str, *, node: Kind | None, edge: EdgeType | None) -> int:
    """End rows by id and return how many ended; a load that started later keeps its own."""
    ordered = sorted(ids)
    if node is None:
        gone = tx.rows(query("load/delete_edges").typed(EDGE_TYPE=_type(edge)), ids=ordered, load=load)
        tx.touched.update(end for row in gone for end in (row["origin"], row["target"]))
        return len(gone)
    if is_interaction(node.label):
        ended = [row["id"] for row in tx.rows(query("load/end_interactions"), ids=ordered, load=load)]
        tx.touched.update(row["id"] for row in tx.rows(query("load/delete_interaction_edges"), ids=ended))
    else:
        ended = [row["id"] for row in tx.rows(query("load/end_records"), ids=ordered, load=load)]
        tx.touched.update(row["id"] for row in tx.rows(query("load/delete_record_edges"), ids=ended))
        entities = [row["id"] for row in tx.rows(query("load/lock_entities"), ids=ended)]
        rederive(tx, KINDS[node.label].category, entities)
    tx.touched.update(ended)
    return len(ended)


def _type(edge: EdgeType | None) -> str:
    if edge is None:
        raise TypeError("a table holds nodes or edges")
    return edge.type
