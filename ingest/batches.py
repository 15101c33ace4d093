"""From mapped rows to what the graph writes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from graph.client import Database, Transaction
from graph.keys import row_id
from graph.loading import (
    EdgeRow,
    NodeRow,
    Outcome,
    Reference,
    compare_edges,
    compare_nodes,
    write_edges,
    write_nodes,
)
from graph.model import ALL, Category
from graph.searching import index_values
from ingest.mapping import Table
from ingest.row import Edge, End, Row

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Writer(Generic[T]):
    """How the rows of one table are written.

    `convert` makes of a row, and the id of its load, what the graph takes. The others take such rows with different
    keys and give one outcome for each; `write` is told whether all are expected to be new.
    """

    convert: Callable[[Row, str], T]
    write: Callable[[Transaction, Sequence[T], str, bool], list[Outcome]]
    compare: Callable[[Database, Sequence[T]], list[Outcome]]


def writer(table: Table) -> Writer[Any]:
    """The writer of a table of nodes or of edges."""
    if table.node is not None:
        return _node_writer(table, table.node.label)
    if table.edge is not None:
        return _edge_writer(table.edge.type)
    raise TypeError(f"{table.name} is neither nodes nor edges")


def node_converter(table: Table) -> Callable[[Row, str], NodeRow]:
    """How a row of a table of nodes, and the id of its load, become what the graph writes."""
    if table.node is None:
        raise TypeError(f"{table.name} holds no nodes")
    return _interaction if table.node.category is Category.INTERACTION else _record(table, table.node.category)


def edge_converter(edge_type: str) -> Callable[[Row, str], EdgeRow]:
    """How a row of a table of edges, and the id of its load, become what the graph writes."""

    def convert(row: Row, load: str) -> EdgeRow:
        own = _own(row, "")
        if row.start is None or row.end is None:
            raise TypeError(f"{row.file}:{row.number} is no edge")
        properties = {**_natural_key(own), "hash": row.digest, "load": load, **row.properties}
        return EdgeRow(edge_type, _far(row.start), _far(row.end), properties)

    return convert


def _node_writer(table: Table, label: str) -> Writer[NodeRow]:
    def write(tx: Transaction, nodes: Sequence[NodeRow], load: str, new: bool) -> list[Outcome]:
        outcomes = write_nodes(tx, label, nodes, load, new=new)
        return [outcomes[node.id] for node in nodes]

    def compare(database: Database, nodes: Sequence[NodeRow]) -> list[Outcome]:
        outcomes = compare_nodes(database, label, nodes)
        return [outcomes[node.id] for node in nodes]

    return Writer(node_converter(table), write, compare)


def _edge_writer(edge_type: str) -> Writer[EdgeRow]:
    def write(tx: Transaction, edges: Sequence[EdgeRow], load: str, new: bool) -> list[Outcome]:
        outcomes = write_edges(tx, edge_type, edges, load, new=new)
        return [outcomes[edge.properties["id"]] for edge in edges]

    def compare(database: Database, edges: Sequence[EdgeRow]) -> list[Outcome]:
        outcomes = compare_edges(database, edge_type, edges)
        return [outcomes[edge.properties["id"]] for edge in edges]

    return Writer(edge_converter(edge_type), write, compare)


def _record(table: Table, category: Category) -> Callable[[Row, str], NodeRow]:
    nature = (table.nature,) if table.nature else ()
    fixed: dict[str, Any] = {"precedence": table.precedence}
    if table.nature:
        fixed["nature"] = table.nature
    if exceptions := {f.stored: f.precedence for f in table.fields if f.precedence is not None}:
        fixed["fieldPrecedence"] = json.dumps(exceptions, sort_keys=True)

    def convert(row: Row, load: str) -> NodeRow:
        own = _own(row, row.kind)
        properties = {
            **_natural_key(own),
            "kind": row.kind,
            **fixed,
            "hash": row.digest,
            "load": load,
            "firstLoad": load,
            "raw": json.dumps(row.raw, ensure_ascii=False),
            **row.properties,
        }
        if row.modified is not None:
            properties["modified"] = row.modified
        values = {"id": own.id, **row.properties, **index_values(category, row.properties, (properties,))}
        return NodeRow(own.id, row.digest, properties, _implied(row, own), values, (row.kind, *nature))

    return convert


def _interaction(row: Row, load: str) -> NodeRow:
    own = _own(row, row.kind)
    properties = {**_natural_key(own), "hash": row.digest, "load": load, **row.properties}
    return NodeRow(own.id, row.digest, properties, _implied(row, own), {}, (row.kind,))


def _implied(row: Row, own: Reference) -> tuple[EdgeRow, ...]:
    edges = []
    for edge in row.edges:
        far = _far(edge)
        near = own if far.kind != ALL else own._replace(kind=ALL)
        start, end = (near, far) if edge.outgoing else (far, near)
        edges.append(EdgeRow(edge.type, start, end, {"row": own.id, **edge.properties}))
    return tuple(edges)


def _own(row: Row, kind: str) -> Reference:
    return Reference(row_id(row.source, row.table, row.key), row.source, row.table, row.key, kind)


def _far(end: Edge | End) -> Reference:
    return Reference(row_id(end.source, end.table, end.key), end.source, end.table, end.key, end.node)


def _natural_key(reference: Reference) -> dict[str, Any]:
    return {"id": reference.id, "source": reference.source, "table": reference.table, "key": reference.key}
