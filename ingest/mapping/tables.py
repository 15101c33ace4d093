"""Tables of a mapping: from settings to `Table`, checked against the model."""

from typing import Final, cast

from graph.model import KINDS, Category, EdgeType, FieldType, Kind
from ingest.mapping.fields import (
    FieldBuilder,
    check_date_settings,
    check_key,
    check_steps,
    key_columns,
    steps_of,
)
from ingest.mapping.model import Extent, Field, Filter, ImpliedEdge, Reference, Table
from ingest.mapping.options import options_of
from ingest.mapping.references import References
from ingest.mapping.report import Report, did_you_mean
from ingest.mapping.sections import Settings
from ingest.mapping.shapes import NamedValues

_NONE: Final = NamedValues()


class TableBuilder:
    """Makes the tables of one mapping."""

    def __init__(self, references: References, report: Report, precedence: int) -> None:
        self._references = references
        self._report = report
        self._precedence = precedence

    def build(self, settings: Settings) -> Table | None:
        """Return the table, or `None` where it cannot be told what its rows are. Problems are reported."""
        name = settings.find("name", str)
        options = options_of(settings, self._report)
        node, edge = self._what(settings)
        check_key(settings.find("key", tuple), self._report)
        key = key_columns(settings.find("key", tuple))
        if node is not None and not settings.has("key"):
            self._report.add(settings.line, "a table of nodes needs a `key`: the column(s) that name a row")
        fields = self._fields(settings, node, edge)
        start = self._end(settings, "from", edge)
        end = self._end(settings, "to", edge)
        edges = self._edges(settings, node, fields)
        if name is None or options is None or (node is None and edge is None):
            return None
        return Table(
            name=name,
            source=self._references.source,
            files=settings.texts("file"),
            options=options,
            node=node,
            edge=edge,
            start=start,
            end=end,
            key=key,
            modified=self._modified(settings),
            extent=cast("Extent", settings.get("extent", str, "changes")),
            fields=fields,
            edges=edges,
            nature=self._nature(settings, node),
            only=self._filters(settings),
            precedence=self._precedence,
            line=settings.line,
            origin=self._report.name,
        )

    def _what(self, settings: Settings) -> tuple[Kind | None, EdgeType | None]:
        node, edge = settings.find("node", str), settings.find("edge", str)
        if settings.has("node") == settings.has("edge"):
            self._report.add(settings.line, "a table says either which `node` a row is, or which `edge` (and not both)")
            return None, None
        if edge is not None:
            for setting in ("nature", "edges"):
                if settings.has(setting):
                    self._report.add(settings.line_of(setting), f"`{setting}` is for tables of nodes")
            return None, self._references.edge_type(edge, settings.line_of("edge"))
        for setting in ("from", "to"):
            if settings.has(setting):
                self._report.add(settings.line_of(setting), f"`{setting}` is for tables of edges")
        if node is not None and node not in KINDS:
            near = did_you_mean(node, KINDS)
            self._report.add(settings.line_of("node"), f"unknown kind of node `{node}`{near}")
        return KINDS.get(node or ""), None

    def _fields(self, settings: Settings, node: Kind | None, edge: EdgeType | None) -> tuple[Field, ...]:
        known = (node or edge).fields if node or edge else {}  # type: ignore[union-attr]
        owner = node.label if node else edge.type if edge else "the table"
        builder = FieldBuilder(self._report, known, owner)
        fields = builder.build(settings.get("fields", NamedValues, _NONE))
        _need_currency(fields, (), owner, self._report)
        return fields

    def _end(self, settings: Settings, name: str, edge: EdgeType | None) -> Reference | None:
        if edge is None:
            return None
        end = settings.find(name, Settings)
        if end is None:
            if not settings.has(name):
                self._report.add(settings.line, f"a table of edges needs `{name}`: the node where it ends")
            return None
        verb, allowed = ("starts", edge.starts) if name == "from" else ("ends", edge.ends)
        return self._references.build(end, allowed, f"{edge.type} {verb}")

    def _edges(self, settings: Settings, node: Kind | None, fields: tuple[Field, ...]) -> tuple[ImpliedEdge, ...]:
        if node is None:
            return ()
        found = []
        for each in cast("tuple[Settings, ...]", settings.get("edges", tuple, ())):
            edge = self._edge(each, node, fields)
            if edge is not None:
                found.append(edge)
        return tuple(found)

    def _edge(self, settings: Settings, node: Kind, row: tuple[Field, ...]) -> ImpliedEdge | None:
        name = settings.find("type", str)
        kind = self._references.edge_type(name, settings.line_of("type")) if name else None
        if kind is None:
            return None
        outgoing = settings.get("direction", str, "out") == "out"
        near, far = (kind.starts, kind.ends) if outgoing else (kind.ends, kind.starts)
        if not _may_be(node, near):
            verb, setting = ("start", "in") if outgoing else ("end", "out")
            turned = f"; did you mean `direction: {setting}`?" if _may_be(node, far) else ""
            self._report.add(settings.line, f"{kind.type} cannot {verb} at {node.label}{turned}")
            return None
        builder = FieldBuilder(self._report, kind.fields, kind.type)
        fields = builder.build(settings.get("fields", NamedValues, _NONE))
        fields = _with_currency(fields, row)
        _need_currency(fields, row, kind.type, self._report)
        to = settings.find("to", Settings)
        verb = "ends" if outgoing else "starts"
        reference = self._references.build(to, far, f"{kind.type} {verb}") if to else None
        if reference is None:
            return None
        required = settings.get("required", bool, False)
        return ImpliedEdge(kind, outgoing, reference, fields, required, settings.line)

    def _modified(self, settings: Settings) -> Field | None:
        said = settings.find("modified", Settings)
        column = said.find("column", str) if said else None
        if said is None or column is None:
            return None
        formats, zone = said.texts("format"), said.get("timezone", str, "UTC")
        check_date_settings(formats, zone, said, self._report)
        check_steps(steps_of(said), said, self._report)
        return Field(
            "modified",
            FieldType.DATETIME,
            (column,),
            clean=steps_of(said),
            formats=formats,
            timezone=zone,
            line=said.line,
        )

    def _nature(self, settings: Settings, node: Kind | None) -> str | None:
        nature = settings.find("nature", str)
        if nature is not None and node is not None and node.category is not Category.PARTY:
            self._report.add(settings.line_of("nature"), f"`nature` is for parties; {node.label} is none")
        return nature

    @staticmethod
    def _filters(settings: Settings) -> tuple[Filter, ...]:
        return tuple(
            Filter(column, frozenset(cast("tuple[str, ...]", values)), name == "only", said.lines[column])
            for name in ("only", "except")
            if (said := settings.find(name, NamedValues)) is not None
            for column, values in said.items()
        )


def _may_be(node: Kind, allowed: tuple[str, ...]) -> bool:
    return node.label in allowed or "*" in allowed


def _with_currency(fields: tuple[Field, ...], row: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return an edge's fields with the row's currency where the edge has amounts and no currency of its own."""
    if _lacks_currency(fields):
        return fields + tuple(field for field in row if field.name == "currency")
    return fields


def _lacks_currency(fields: tuple[Field, ...]) -> Field | None:
    if any(field.name == "currency" for field in fields):
        return None
    return next((field for field in fields if field.type in {FieldType.MONEY, FieldType.UNIT_PRICE}), None)


def _need_currency(fields: tuple[Field, ...], row: tuple[Field, ...], owner: str, report: Report) -> None:
    if not any(field.name == "currency" for field in row) and (field := _lacks_currency(fields)):
        report.add(
            field.line,
            f"`{field.name}` is an amount: {owner} needs a field `currency` beside it, as `currency: {{value: EUR}}`",
        )
