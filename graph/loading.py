"""Writing batches of rows: nodes with the edges they imply, and edges that are rows of their own.

Each function works inside one transaction of the caller, touches only rows that are new or changed, and returns
what became of each. Rows go to Neo4j sorted by id, so that two loaders take their locks in one order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cypher import query
from graph.client import Database, Transaction
from graph.derivation import changes, derive, labels_of
from graph.errors import DatabaseError
from graph.model import ALL, KINDS, Category

_WAYS: Final = {ALL: "itself"} | {
    label: "interaction" for label, kind in KINDS.items() if kind.category is Category.INTERACTION
}


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Reference(NamedTuple):
    """The row at one end of an edge. `kind` is a label, `Party` where the role is open, `*` for the record itself."""

    id: str
    source: str
    table: str
    key: str
    kind: str

    @property
    def way(self) -> str:
        """How the end is found: through a `record`, as an `interaction`, or as the record `itself`."""
        return _WAYS.get(self.kind, "record")


class EdgeRow(NamedTuple):
    """One edge to write; `properties` hold its facts, and `row`, or `id` and `hash`, where it came from."""

    type: str
    start: Reference
    end: Reference
    properties: dict[str, Any]


class NodeRow(NamedTuple):
    """One row that is a node: the properties of its record or interaction, and the edges it implies.

    `properties` hold the `load`, and those of a record its `firstLoad` as if it were new. `values` are the fields and
    the id, and `labels` the node's: what a party or thing that only this row describes holds.
    """

    id: str
    hash: str
    properties: dict[str, Any]
    edges: tuple[EdgeRow, ...]
    values: dict[str, Any]
    labels: tuple[str, ...]


def write_nodes(
    tx: Transaction, label: str, rows: Sequence[NodeRow], load: str, *, new: bool = False
) -> dict[str, Outcome]:
    """Load rows of nodes, whose ids differ; returns the outcome of each by id.

    All are of one category, that of the kind `label`. Whoever expects all of them to be `new` spares looking for them;
    where one is there, Neo4j refuses it, and `Database.write` does its work again.
    """
    sort = "interactions" if is_interaction(label) else "records"
    known = {} if new else _known(tx.rows(query(f"load/read_{sort}"), ids=_ids(rows)))
    outcomes = {row.id: Outcome.UNCHANGED for row in rows}
    fresh = sorted((row for row in rows if known.get(row.id) != row.hash), key=lambda row: row.id)
    if not fresh:
        return outcomes
    create, rewrite = (
        (_create_interactions, _rewrite_interactions) if is_interaction(label) else (_create_records, _rewrite_records)
    )
    category = KINDS[label].category
    created = [row for row in fresh if row.id not in known]
    for labels, members in _by_labels(created):
        create(tx, [category.value, *labels], members)
    outcomes |= dict.fromkeys((row.id for row in created), Outcome.CREATED)
    if rest := [row for row in fresh if row.id in known]:
        outcomes |= rewrite(tx, category, rest, load)
    changed = [row.id for row in rest if outcomes[row.id] is Outcome.CHANGED]
    if changed:
        tx.touched.update(row["id"] for row in tx.rows(query(f"load/delete_{sort[:-1]}_edges"), ids=changed))
    written = [row for row in fresh if outcomes[row.id] is not Outcome.UNCHANGED]
    tx.touched.update(row.id for row in written)
    create_edges(tx, [edge for row in written for edge in row.edges], load)
    return outcomes


def _by_labels(rows: Iterable[NodeRow]) -> list[tuple[tuple[str, ...], list[NodeRow]]]:
    groups: dict[tuple[str, ...], list[NodeRow]] = defaultdict(list)
    for row in rows:
        groups[row.labels].append(row)
    return sorted(groups.items())


def _create_interactions(tx: Transaction, labels: list[str], rows: Sequence[NodeRow]) -> None:
    tx.run(query("load/create_interactions"), rows=[row.properties for row in rows], labels=labels)


def _create_records(tx: Transaction, labels: list[str], rows: Sequence[NodeRow]) -> None:
    parameters = [{"record": row.properties, "entity": row.values} for row in rows]
    tx.run(query("load/create_records"), rows=parameters, labels=labels)


def _rewrite_interactions(
    tx: Transaction, _category: Category, rows: Sequence[NodeRow], load: str
) -> dict[str, Outcome]:
    """Write interactions that are there already, be it as placeholders."""
    parameters = [
        {"id": row.id, "hash": row.hash, "properties": row.properties, "label": row.labels[0]} for row in rows
    ]
    answer = tx.rows(query("load/write_interactions"), rows=parameters, load=load)
    return {row["id"]: Outcome(row["outcome"]) for row in answer}


def _rewrite_records(tx: Transaction, category: Category, rows: Sequence[NodeRow], load: str) -> dict[str, Outcome]:
    """Write records that are there already, be it as placeholders, and derive again what they describe."""
    parameters = [{"id": row.id, "hash": row.hash, "properties": row.properties} for row in rows]
    answer = tx.rows(query("load/write_records"), rows=parameters, load=load)
    outcomes = {row["id"]: Outcome(row["outcome"]) for row in answer}
    _describe(tx, category, [row for row in rows if outcomes[row.id] is not Outcome.UNCHANGED])
    return outcomes


def write_edges(
    tx: Transaction, edge_type: str, rows: Sequence[EdgeRow], load: str, *, new: bool = False
) -> dict[str, Outcome]:
    """Load rows that are edges of one type, whose ids differ; returns the outcome of each by id. `new` as above."""
    ids = sorted(row.properties["id"] for row in rows)
    known = {} if new else _known(tx.rows(query("load/read_edges").typed(EDGE_TYPE=edge_type), ids=ids))
    outcomes = dict.fromkeys(ids, Outcome.UNCHANGED)
    fresh = [row for row in rows if known.get(row.properties["id"]) != row.properties["hash"]]
    changed = sorted(row.properties["id"] for row in fresh if row.properties["id"] in known)
    if changed:
        statement = query("load/delete_edges").typed(EDGE_TYPE=edge_type)
        ours = set()
        for row in tx.rows(statement, ids=changed, load=load):
            ours.add(row["id"])
            tx.touched.update((row["origin"], row["target"]))
        outcomes |= dict.fromkeys(ours, Outcome.CHANGED)
        fresh = [row for row in fresh if row.properties["id"] in ours or row.properties["id"] not in known]
    outcomes |= {row.properties["id"]: Outcome.CREATED for row in fresh if row.properties["id"] not in known}
    create_edges(tx, fresh, load)
    tx.touched.update(end for row in fresh for end in (row.start.id, row.end.id))
    return outcomes


def create_edges(tx: Transaction, edges: Iterable[EdgeRow], load: str) -> None:
    """Create edges, with placeholders for ends that no load has brought yet."""
    # Most ends are there: looking only for those of edges that found none saves a look-up for each.
    if without := _join(tx, edges):
        _ensure(tx, _ends(without), load)
        if without := _join(tx, without):
            raise DatabaseError(f"{len(without)} edges found no node at an end, the first a {without[0].type}")


def _join(tx: Transaction, edges: Iterable[EdgeRow]) -> list[EdgeRow]:
    """Create the edges whose ends are both there; returns the others."""
    groups: dict[tuple[str, str, str], list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        groups[edge.type, edge.start.way, edge.end.way].append(edge)
    without: list[EdgeRow] = []
    for (edge_type, start, end), members in sorted(groups.items()):
        members.sort(key=lambda edge: (edge.end.id, edge.start.id))
        named = start == "record" or end == "record"
        rows = [
            [n, e.start.id, e.end.id, {**e.properties, **via(e)} if named else e.properties]
            for n, e in enumerate(members)
        ]
        statement = query(f"load/create_edges_{start}_{end}").typed(EDGE_TYPE=edge_type)
        created = set(tx.rows(statement, rows=rows)[0]["created"])
        if len(created) < len(members):
            without += [edge for n, edge in enumerate(members) if n not in created]
    return without


def _ends(edges: Iterable[EdgeRow]) -> Iterable[Reference]:
    ends: dict[str, Reference] = {}
    for edge in edges:
        for at in (edge.start, edge.end):
            # Of two edges that name a record, one may mean the record itself, the other what it describes.
            if at.id not in ends or ends[at.id].kind == ALL:
                ends[at.id] = at
    return ends.values()


def rederive(tx: Transaction, category: Category, ids: Iterable[str]) -> None:
    """Derive the parties or things with these ids anew from their records; the caller has locked them."""
    plural = "parties" if category is Category.PARTY else "things"
    singular = "party" if category is Category.PARTY else "thing"
    rows = []
    for found in tx.rows(query(f"load/read_{singular}_records"), ids=sorted(ids)):
        entity = derive(category, found["id"], found["records"])
        if change := changes(entity, found["labels"], found["properties"]):
            rows.append(change)
    tx.touched.update(row["id"] for row in rows)
    if rows:
        tx.run(query(f"load/write_{plural}"), rows=rows)


def compare_nodes(database: Database, label: str, rows: Sequence[NodeRow]) -> dict[str, Outcome]:
    """What `write_nodes` would make of rows; nothing is written."""
    statement = query(f"load/read_{'interactions' if is_interaction(label) else 'records'}")
    known = _known(database.read(statement, ids=_ids(rows)))
    return {row.id: _compared(known.get(row.id), row.hash) for row in rows}


def compare_edges(database: Database, edge_type: str, rows: Sequence[EdgeRow]) -> dict[str, Outcome]:
    """What `write_edges` would make of rows; nothing is written."""
    statement = query("load/read_edges").typed(EDGE_TYPE=edge_type)
    known = _known(database.read(statement, ids=sorted(row.properties["id"] for row in rows)))
    return {row.properties["id"]: _compared(known.get(row.properties["id"]), row.properties["hash"]) for row in rows}


def _compared(known: str | None, found: str) -> Outcome:
    if known is None:
        return Outcome.CREATED
    return Outcome.UNCHANGED if known == found else Outcome.CHANGED


def is_interaction(label: str) -> bool:
    """Whether a kind is an interaction, which is its own record."""
    return KINDS[label].category is Category.INTERACTION


def _describe(tx: Transaction, category: Category, rows: Sequence[NodeRow]) -> None:
    """Give new records a party or thing; derive again those that other records describe too."""
    parameters = [{"id": row.id, "labels": [category.value, *row.labels], "properties": row.values} for row in rows]
    new = {row["id"] for row in tx.rows(query("load/describe_records"), rows=parameters)}
    if old := sorted(row.id for row in rows if row.id not in new):
        rederive(tx, category, (found["id"] for found in tx.rows(query("load/lock_entities"), ids=old)))


def _ensure(tx: Transaction, references: Iterable[Reference], load: str) -> None:
    ordered = sorted(references, key=lambda reference: reference.id)
    interactions = [_natural_key(r) for r in ordered if r.way == "interaction"]
    if interactions:
        tx.run(query("load/ensure_interactions"), rows=interactions)
    records = {r.id: r for r in ordered if r.way != "interaction"}
    if not records:
        return
    bare = tx.rows(query("load/ensure_records"), rows=[_natural_key(r) for r in records.values()], load=load)
    entities = [
        {"id": row["id"], "labels": labels_of(records[row["id"]].kind), "properties": {"id": row["id"], "sortName": ""}}
        for row in bare
        if records[row["id"]].kind != ALL
    ]
    if entities:
        tx.touched.update(entity["id"] for entity in entities)
        tx.run(query("load/describe_records"), rows=entities)


def _natural_key(reference: Reference) -> dict[str, str]:
    return {"id": reference.id, "source": reference.source, "table": reference.table, "key": reference.key}


def via(edge: EdgeRow) -> dict[str, str]:
    """An edge that names a party keeps which record it named, so that a split can put it back."""
    ends = (("viaStart", edge.start), ("viaEnd", edge.end))
    return {name: reference.id for name, reference in ends if reference.way == "record"}


def _known(rows: Iterable[dict[str, Any]]) -> dict[str, str | None]:
    """Hash by id; None for a placeholder."""
    return {row["id"]: row["hash"] for row in rows}


def _ids(rows: Iterable[NodeRow]) -> list[str]:
    return sorted(row.id for row in rows)
