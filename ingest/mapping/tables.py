"""Tables of a mapping: from settings to `Table`, checked against the model."""

from collections.abc import Mapping
from typing import Final, cast

from graph.model import ALL, Category, EdgeType, FieldType, Kind
from ingest.mapping.fields import (
    FieldBuilder,
    check_date_settings,
    check_key,
    check_steps,
    key_columns,
    steps_of,
)
from ingest.mapping.kinds import choice_of, kinds_of
from ingest.mapping.model import Extent, Field, ImpliedEdge, Reference, Table
from ingest.mapping.options import options_of
from ingest.mapping.references import References
from ingest.mapping.report import Report
from ingest.mapping.sections import Settings
from ingest.mapping.shapes import NamedValues
from ingest.mapping.shaping import each_of, fill_down_of, filters_of

_NONE: Final = NamedValues()


class TableBuilder:
    """Makes the tables of one mapping."""

    def __init__(self, references: References, report: Report, precedence: int) -> None:
        self._references = references
        self._report = report
        self._precedence = precedence
        self._defaults = references.defaults

    def build(self, settings: Settings) -> Table | None:
        """Return the table, or `None` where it cannot be told what its rows are. Problems are reported.

        What it looks up is left for `with_lookups`, which needs all tables.
        """
        name = settings.find("name", str)
        options = options_of(settings, self._defaults, self._report)
        settings = self._defaults.of_table(settings, lambda setting: setting in {"extent", "modified"})
        kinds, edge = self._what(settings)
        check_key(settings.find("key", tuple), self._report)
        key = key_columns(settings.find("key", tuple), self._defaults)
        if kinds and not settings.has("key"):
            self._report.add(settings.line, "a table of nodes needs a `key`: the column(s) that name a row")
        fields = self._fields(settings, kinds, edge)
        start = self._end(settings, "from", edge)
        end = self._end(settings, "to", edge)
        edges = self._edges(settings, kinds, fields)
        if name is None or options is None or not (kinds or edge):
            return None
        return Table(
            name=name,
            source=self._references.source,
            files=settings.texts("file"),
            options=options,
            node=kinds[0] if kinds else None,
            edge=edge,
            start=start,
            end=end,
            key=key,
            modified=self._modified(settings),
            extent=cast("Extent", settings.get("extent", str, "changes")),
            fields=fields,
            edges=edges,
            nature=self._nature(settings, kinds),
            only=filters_of(settings, self._report),
            precedence=self._precedence,
            choice=choice_of(settings, self._defaults),
            each=each_of(settings, self._report),
            fill_down=fill_down_of(settings, options.format, self._report),
            line=settings.line,
            origin=self._report.name,
        )

    def _what(self, settings: Settings) -> tuple[tuple[Kind, ...], EdgeType | None]:
        if settings.has("node") == settings.has("edge"):
            self._report.add(settings.line, "a table says either which `node` a row is, or which `edge` (and not both)")
            return (), None
        edge = settings.find("edge", str)
        if settings.has("edge"):
            for setting in ("nature", "edges"):
                if settings.has(setting):
                    self._report.add(settings.line_of(setting), f"`{setting}` is for tables of nodes")
            return (), self._references.edge_type(edge, settings.line_of("edge")) if edge else None
        for setting in ("from", "to"):
            if settings.has(setting):
                self._report.add(settings.line_of(setting), f"`{setting}` is for tables of edges")
        return kinds_of(settings, self._report), None

    def _fields(self, settings: Settings, kinds: tuple[Kind, ...], edge: EdgeType | None) -> tuple[Field, ...]:
        owner = " or ".join(kind.label for kind in kinds) or (edge.type if edge else "the table")
        known = dict(edge.fields) if edge else self._known(kinds, settings)
        fields = self._builder(known, owner).build(settings.get("fields", NamedValues, _NONE))
        fields = self._with_currency(fields, ())
        _need_currency(fields, (), owner, self._report)
        return fields

    def _known(self, kinds: tuple[Kind, ...], settings: Settings) -> dict[str, FieldType]:
        """Return the fields of all kinds; one that means different things to them cannot be mapped for all at once."""
        known: dict[str, FieldType] = {}
        for kind in kinds:
            for name, sort in kind.fields.items():
                if known.setdefault(name, sort) is not sort and name in settings.get("fields", NamedValues, _NONE):
                    line = settings.get("fields", NamedValues, _NONE).lines[name]
                    what = f"`{name}` is {known[name].value} for one kind and {sort.value} for another; map them apart"
                    self._report.add(line, what)
        return known

    def _builder(self, known: Mapping[str, FieldType], owner: str) -> FieldBuilder:
        return FieldBuilder(self._report, known, owner, self._defaults)

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

    def _edges(self, settings: Settings, kinds: tuple[Kind, ...], fields: tuple[Field, ...]) -> tuple[ImpliedEdge, ...]:
        if not kinds:
            return ()
        found = []
        for each in cast("tuple[Settings, ...]", settings.get("edges", tuple, ())):
            edge = self._edge(each, kinds, fields)
            if edge is not None:
                found.append(edge)
        return tuple(found)

    def _edge(self, settings: Settings, kinds: tuple[Kind, ...], row: tuple[Field, ...]) -> ImpliedEdge | None:
        name = settings.find("type", str)
        kind = self._references.edge_type(name, settings.line_of("type")) if name else None
        if kind is None:
            return None
        outgoing = settings.get("direction", str, "out") == "out"
        near, far = (kind.starts, kind.ends) if outgoing else (kind.ends, kind.starts)
        if not _may_be(kinds, near):
            verb, setting = ("start", "in") if outgoing else ("end", "out")
            turned = f"; did you mean `direction: {setting}`?" if _may_be(kinds, far) else ""
            labels = " or ".join(each.label for each in kinds)
            self._report.add(settings.line, f"{kind.type} cannot {verb} at {labels}{turned}")
            return None
        fields = self._builder(kind.fields, kind.type).build(settings.get("fields", NamedValues, _NONE))
        fields = self._with_currency(fields, row)
        _need_currency(fields, row, kind.type, self._report)
        to = settings.find("to", Settings)
        verb = "ends" if outgoing else "starts"
        reference = self._references.build(to, far, f"{kind.type} {verb}") if to else None
        if reference is None:
            return None
        required = settings.get("required", bool, False)
        return ImpliedEdge(
            kind, outgoing, reference, fields, required, filters_of(settings, self._report), settings.line
        )

    def _modified(self, settings: Settings) -> Field | None:
        said = settings.find("modified", Settings)
        column = said.find("column", str) if said else None
        if said is None or column is None:
            return None
        said = self._defaults.of_field(said, lambda setting: setting in {"format", "timezone"})
        formats, zone = said.texts("format"), said.get("timezone", str, "UTC")
        check_date_settings(formats, zone, said, self._report)
        check_steps(steps_of(said), said, self._report)
        return Field(
            "modified",
            FieldType.DATETIME,
            (column,),
            clean=self._defaults.steps(steps_of(said)),
            formats=formats,
            timezone=zone,
            line=said.line,
        )

    def _nature(self, settings: Settings, kinds: tuple[Kind, ...]) -> str | None:
        nature = settings.find("nature", str)
        if nature is not None and kinds and kinds[0].category is not Category.PARTY:
            self._report.add(settings.line_of("nature"), f"`nature` is for parties; {kinds[0].label} is none")
        return nature

    def _with_currency(self, fields: tuple[Field, ...], row: tuple[Field, ...]) -> tuple[Field, ...]:
        """Return fields with a currency where there are amounts and none beside them: the row's, or the default."""
        if not _lacks_currency(fields):
            return fields
        default = self._defaults.currency()
        return fields + (tuple(field for field in row if field.name == "currency") or ((default,) if default else ()))


def _may_be(kinds: tuple[Kind, ...], allowed: tuple[str, ...]) -> bool:
    return ALL in allowed or any(kind.label in allowed for kind in kinds)


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
