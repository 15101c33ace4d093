"""`--bulk`: a mapping's tables as files for Neo4j's importer, for a first load into an empty database."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph.bulk import BulkFile, BulkFiles, Column
from graph.derivation import labels_of
from graph.loading import EdgeRow, NodeRow, Reference, via
from graph.model import ALL, Category, FieldType
from ingest import duplicates
from ingest.batches import edge_converter, node_converter
from ingest.load import Options, conflict, new_load_id
from ingest.mapping import Field, Mapping, Table
from ingest.rejects import Reject, RejectWriter
from ingest.rows import Row, open_indexes, read_keys, read_table
from ingest.summary import Summary, TableSummary

_TYPES: Final = {
    FieldType.TEXT: "string",
    FieldType.INTEGER: "long",
    FieldType.NUMBER: "double",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime",
    FieldType.MONEY: "long",
    FieldType.UNIT_PRICE: "long",
    FieldType.LIST: "string[]",
}
_KEY: Final = tuple(Column(name) for name in ("id", "source", "table", "key"))
_LOAD: Final = (Column("hash"), Column("load"))
_INDEXED: Final = tuple(Column(name) for name in ("sortName", "sortCountry", "sortCity", "sortCode", "searchText"))
_RECORD: Final = (
    *_KEY,
    *_LOAD,
    Column("firstLoad"),
    Column("kind"),
    Column("nature"),
    Column("precedence", "long"),
    Column("fieldPrecedence"),
    Column("raw"),
    Column("modified", "datetime"),
)


@dataclass(slots=True)
class _State:
    """What is known of ids so far: those loaded, and those that edges name and no row has brought."""

    loaded: set[bytes] = field(default_factory=set)
    waiting: dict[bytes, Reference] = field(default_factory=dict)

    def load(self, row: str) -> None:
        name = bytes.fromhex(row)
        self.loaded.add(name)
        self.waiting.pop(name, None)

    def refer(self, reference: Reference) -> None:
        name = bytes.fromhex(reference.id)
        if name in self.loaded:
            return
        known = self.waiting.get(name)
        # A record that some edge says is a party must describe one, whatever a crosswalk says of it besides.
        if known is None or known.kind == ALL:
            self.waiting[name] = reference


def write_files(mapping: Mapping, data: Path, folder: Path, options: Options) -> tuple[Summary, list[str]]:
    """Write the files of an import to `folder`; returns the accounts and the importer's arguments.

    What is accepted, rejected and counted is what `ingest.load` accepts, rejects and counts on an empty database.
    """
    summary = Summary(mapping.source, dry_run=False)
    state = _State()
    load = new_load_id()
    with BulkFiles(folder) as files:
        for table in mapping.tables:
            put = _NodeWriter(files, table, load) if table.node else _LineWriter(files, table, load)
            summary.tables.append(_write_table(put, table, data, options, state))
        _write_placeholders(files, state, load)
        graph = files.nodes("graph", ("Graph",), (Column("version", "long"),))
        graph.write(("graph",), {"version": 1})
        waiting = Counter((r.source, r.table) for r in state.waiting.values())
        summary.waiting = [{"source": s, "table": t, "waiting": count} for (s, t), count in sorted(waiting.items())]
        arguments = files.arguments()
    return summary, arguments


def _write_table(
    put: "_NodeWriter | _LineWriter", table: Table, data: Path, options: Options, state: _State
) -> TableSummary:
    summary = TableSummary(table.name)
    with open_indexes(table, data) as indexes, RejectWriter(options.rejects, table, data) as rejects:
        shared = duplicates.scan(lambda: read_keys(table, data, indexes=indexes)).duplicates
        for number, item in enumerate(read_table(table, data, indexes=indexes), start=1):
            verdict = "rejected" if isinstance(item, Reject) else shared.verdict(item.key, item.digest)
            if isinstance(item, Row) and verdict == "load":
                verdict = "created"
                put.write(item, state)
            elif verdict in {"rejected", "conflict"}:
                verdict = "rejected"
                rejects.write(conflict(item, table) if isinstance(item, Row) else item)
            summary.counts[verdict] += 1
            if number % _TOLD == 0:
                options.progress(f"{table.source}.{table.name}", number, None)
        summary.rejects = rejects.path
    return summary


_TOLD = 10_000


class _Edges:
    """Writes edges, each into the file of its shape: where it came from (`origin`), and its type's `facts`."""

    def __init__(self, files: BulkFiles, origin: tuple[Column, ...], facts: dict[str, tuple[Column, ...]]) -> None:
        self._files = files
        self._origin = origin
        self._facts = facts
        self._open: dict[tuple[str, str, str], BulkFile] = {}

    def write(self, edge: EdgeRow, state: _State) -> None:
        groups = _group(edge.start), _group(edge.end)
        shape = (edge.type, *groups)
        if shape not in self._open:
            ends = tuple(Column(n) for n, g in zip(("viaStart", "viaEnd"), groups, strict=True) if g == "entity")
            columns = (*self._origin, *ends, *self._facts[edge.type])
            self._open[shape] = self._files.edges(edge.type, *groups, columns)
        state.refer(edge.start)
        state.refer(edge.end)
        self._open[shape].write((edge.start.id, edge.end.id), {**edge.properties, **via(edge)})


class _NodeWriter:
    """Writes a table of nodes: records with what they describe, or interactions; and the edges they imply."""

    def __init__(self, files: BulkFiles, table: Table, load: str) -> None:
        if table.node is None:
            raise TypeError(f"{table.name} holds no nodes")
        self._load = load
        self._convert = node_converter(table)
        fields = _columns(table.fields)
        self._records: BulkFile | None = None
        kinds = table.choice.labels if table.choice else (table.node.label,)
        if table.node.category is Category.INTERACTION:
            columns = (*_KEY, *_LOAD, *fields)
            self._nodes = {kind: files.nodes("interaction", ("Interaction", kind), columns) for kind in kinds}
        else:
            self._records = files.nodes("record", ("Record",), (*_RECORD, *fields))
            nature, columns = [table.nature] if table.nature else [], (Column("id"), *_INDEXED, *fields)
            category = table.node.category.value
            self._nodes = {kind: files.nodes("entity", (category, kind, *nature), columns) for kind in kinds}
            self._describes = files.edges("DESCRIBES", "record", "entity", ())
        types: dict[str, tuple[Column, ...]] = {}
        for edge in table.edges:
            merged = dict.fromkeys((*types.get(edge.type.type, ()), *_columns(edge.fields)))
            types[edge.type.type] = tuple(merged)
        self._edges = _Edges(files, (Column("row"),), types)

    def write(self, row: Row, state: _State) -> None:
        node: NodeRow = self._convert(row, self._load)
        state.load(node.id)
        if self._records is None:
            self._nodes[row.kind].write((node.id,), node.properties)
        else:
            self._records.write((node.id,), node.properties)
            self._nodes[row.kind].write((node.id,), node.values)
            self._describes.write((node.id, node.id), {})
        for edge in node.edges:
            self._edges.write(edge, state)


class _LineWriter:
    """Writes a table of edges."""

    def __init__(self, files: BulkFiles, table: Table, load: str) -> None:
        if table.edge is None:
            raise TypeError(f"{table.name} holds no edges")
        self._convert = edge_converter(table.edge.type)
        self._load = load
        self._edges = _Edges(files, (*_KEY, *_LOAD), {table.edge.type: _columns(table.fields)})

    def write(self, row: Row, state: _State) -> None:
        self._edges.write(self._convert(row, self._load), state)


def _write_placeholders(files: BulkFiles, state: _State, load: str) -> None:
    for reference in state.waiting.values():
        key: dict[str, Any] = {"source": reference.source, "table": reference.table, "key": reference.key}
        if reference.way == "interaction":
            files.nodes("interaction", ("Interaction", "Placeholder"), _KEY).write((reference.id,), key)
            continue
        record = files.nodes("record", ("Record", "Placeholder"), (*_KEY, Column("firstLoad")))
        record.write((reference.id,), {**key, "firstLoad": load})
        if reference.kind != ALL:
            entity = files.nodes("entity", labels_of(reference.kind), (Column("id"), Column("sortName")))
            entity.write((reference.id,), {"sortName": ""})
            files.edges("DESCRIBES", "record", "entity", ()).write((reference.id, reference.id), {})


def _columns(fields: tuple[Field, ...]) -> tuple[Column, ...]:
    return tuple(Column(f.stored, _TYPES[f.type]) for f in fields)


def _group(reference: Reference) -> str:
    return {"record": "entity", "interaction": "interaction", "itself": "record"}[reference.way]
