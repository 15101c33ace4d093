"""Look-ups of a mapping: from settings to `Lookup`, once all of its tables are known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from graph.model import FieldType
from ingest.cleaning import column_of
from ingest.mapping.columns import looked_up
from ingest.mapping.defaults import Defaults
from ingest.mapping.fields import check_date_settings, check_key, key_columns, steps_of
from ingest.mapping.model import Column, Field, How, Lookup, Table, Take
from ingest.mapping.options import options_of
from ingest.mapping.report import Report, did_you_mean
from ingest.mapping.sections import Settings
from ingest.mapping.shapes import NamedValues
from ingest.mapping.shaping import filters_of

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_READING: Final = ("format", "delimiter", "quote", "escape", "row_end", "encoding", "header", "skip", "sheet", "query")
_SETTINGS: Final[Mapping[str, frozenset[FieldType]]] = {
    "format": frozenset({FieldType.DATE, FieldType.DATETIME}),
    "timezone": frozenset({FieldType.DATETIME}),
    "decimal": frozenset({FieldType.NUMBER}),
    "thousands": frozenset({FieldType.NUMBER}),
}


class LookupBuilder:
    """Makes the look-ups of one mapping. `tables` are all of its tables with what was written of them, by name."""

    def __init__(self, tables: Mapping[str, tuple[Table, Settings]], defaults: Defaults, report: Report) -> None:
        self._tables = tables
        self._defaults = defaults
        self._report = report

    def with_lookups(self, table: Table, settings: Settings) -> Table:
        """Return the table with what it looks up. Problems are reported."""
        said = settings.find("lookups", NamedValues)
        if said is None:
            return table
        found: list[Lookup] = []
        takes: dict[str, Settings] = {}
        for name, each in said.items():
            line = said.lines[name]
            if not _NAME.fullmatch(name) or name == "each":
                self._report.add(line, f"`{name}` cannot name a look-up: use letters, digits and `_` (and not `each`)")
            elif isinstance(each, Settings) and (lookup := self._lookup(name, line, each, table)) is not None:
                found.append(lookup)
                takes[name] = each
        whole = replace(table, lookups=tuple(found))
        self._check_order(found)
        return replace(whole, lookups=tuple(self._reading(whole, lookup, takes[lookup.name]) for lookup in found))

    def _lookup(self, name: str, line: int, settings: Settings, table: Table) -> Lookup | None:
        rows = self._rows(name, line, settings)
        key = self._key(settings, "key")
        if rows is None or not key:
            return None
        if settings.has("first") and settings.has("last"):
            self._report.add(settings.line_of("last"), "a look-up takes the `first` row or the `last`, not both")
        last = settings.has("last")
        by = self._key(settings, "by") or key
        if len(by) != len(key):
            self._report.add(settings.line_of("by"), f"`by` has {len(by)} parts, and `key` {len(key)}")
        required = settings.get("missing", str, "reject") == "reject"
        order = self._order(settings.find("last" if last else "first", Settings))
        own = settings.find("table", str) == table.name  # whose key names no single row of those looked in
        names, changed = ((), None) if own else (rows.key, rows.modified)
        return Lookup(name, rows, key, by, (), order, last, required, (), names, changed, line)

    def _key(self, settings: Settings, name: str) -> tuple[Column, ...]:
        check_key(settings.find(name, tuple), self._report)
        return key_columns(settings.find(name, tuple), self._defaults)

    def _rows(self, name: str, line: int, settings: Settings) -> Table | None:
        """Return the rows to look in, as a table that reads nothing yet."""
        if sum(map(settings.has, ("table", "file", "url"))) != 1:
            self._report.add(line, f"the look-up `{name}` looks in a `table` of this mapping, a `file` or a `url`")
            return None
        if settings.has("table"):
            return self._rows_of_table(settings)
        if settings.has("url") and not settings.has("query"):
            self._report.add(settings.line_of("url"), "a look-up by `url` needs a `query`")
            return None
        options = options_of(settings, self._defaults, self._report)
        if options is None:
            return None
        return Table(
            name=name,
            source="",
            files=settings.texts("file"),
            options=options,
            node=None,
            edge=None,
            start=None,
            end=None,
            key=(),
            modified=None,
            extent="full",
            fields=(),
            edges=(),
            nature=None,
            only=filters_of(settings, self._report),
            precedence=0,
            line=line,
            origin=self._report.name,
        )

    def _rows_of_table(self, settings: Settings) -> Table | None:
        for setting in _READING:
            if settings.has(setting):
                self._report.add(settings.line_of(setting), f"`{setting}` is for a `file`; a table says its own")
        wanted = settings.find("table", str)
        if wanted is None or wanted not in self._tables:
            if wanted:
                near = did_you_mean(wanted, self._tables)
                self._report.add(settings.line_of("table"), f"this mapping has no table `{wanted}`{near}")
            return None
        found, section = self._tables[wanted]
        others = [f"{name}." for name in section.get("lookups", NamedValues, NamedValues())]
        for each in found.only:
            if _begins(each.column, others):
                what = f"`{wanted}` chooses its rows by a look-up of its own (`{each.column}`); look in its `file`"
                self._report.add(settings.line_of("table"), what)
        return replace(
            found,
            node=None,
            edge=None,
            start=None,
            end=None,
            key=_name_of(found, others),
            modified=found.modified if found.modified and not _begins(found.modified.columns[0], others) else None,
            fields=(),
            edges=(),
            choice=None,
            lookups=(),
            only=found.only + filters_of(settings, self._report),
        )

    def _check_order(self, lookups: list[Lookup]) -> None:
        """Report a look-up that goes by what only a later one finds."""
        for place, lookup in enumerate(lookups):
            later = {other.name for other in lookups[place:]}
            for column in lookup.key:
                if column.name and column.name.partition(".")[0] in later and "." in column.name:
                    self._report.add(column.line, f"`{column.name}` is looked up later; put that look-up first")

    def _reading(self, table: Table, lookup: Lookup, settings: Settings) -> Lookup:
        """Return the look-up with the columns that the table reads from it, and what it takes of each."""
        columns = looked_up(table, lookup.name)
        fields = tuple(Field(name, FieldType.TEXT, (name,), line=line) for name, line in columns.items())
        more = tuple(field for field in (lookup.order, lookup.changed) if field)
        rows = replace(lookup.rows, fields=fields + more, key=lookup.by + lookup.names, modified=None)
        lookup = replace(lookup, rows=rows, columns=tuple(columns))
        said = settings.values.get("take")
        if isinstance(said, str):
            plain = Take(cast("How", said), Field("", FieldType.TEXT))
            return replace(lookup, take=tuple((name, plain) for name in columns if said != "one"))
        takes = []
        if isinstance(said, NamedValues):
            for name, each in said.items():
                if name not in columns:
                    what = f"nothing reads `{lookup.name}.{name}`{did_you_mean(name, columns)}"
                    self._report.add(said.lines[name], what)
                elif isinstance(each, Settings):
                    takes.append((name, self._take(name, each)))
        return replace(lookup, take=tuple(takes))

    def _take(self, name: str, settings: Settings) -> Take:
        how = cast("How", settings.get("how", str, "one"))
        sort = settings.find("type", str)
        if how in {"min", "max"} and not settings.has("type"):
            self._report.add(settings.line, f"`{how}` needs a `type`: number, date, datetime or text")
        if how not in {"min", "max"} and settings.has("type"):
            self._report.add(settings.line_of("type"), f"`type` is for min and max; `{how}` needs none")
        return Take(how, self._read_as(name, settings, FieldType.NUMBER if how == "sum" else FieldType(sort or "text")))

    def _order(self, settings: Settings | None) -> Field | None:
        column = settings.find("column", str) if settings else None
        if settings is None or column is None:
            return None
        return self._read_as(column, settings, FieldType(settings.get("type", str, "text")))

    def _read_as(self, column: str, settings: Settings, kind: FieldType) -> Field:
        """Return how a column's cells are read to be added up or compared."""
        for setting, types in _SETTINGS.items():
            if settings.has(setting) and kind not in types:
                allowed = " and ".join(sorted(each.value for each in types))
                self._report.add(settings.line_of(setting), f"`{setting}` is for {allowed}, not for {kind.value}")
        settings = self._defaults.of_field(settings, lambda setting: kind in _SETTINGS.get(setting, ()))
        check_date_settings(settings.texts("format"), settings.find("timezone", str), settings, self._report)
        for step in steps_of(settings):
            if column_of(step.argument) is not None:
                self._report.add(settings.line_of("clean"), f"`{step.name}` here cannot depend on another column")
        return Field(
            column,
            kind,
            (column,),
            clean=self._defaults.steps(steps_of(settings)),
            formats=settings.texts("format"),
            timezone=settings.find("timezone", str),
            decimal=settings.get("decimal", str, "."),
            thousands=settings.find("thousands", str),
            line=settings.line,
        )


def _name_of(table: Table, others: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns that name a row of a table; none where that goes by what the table looks up itself."""
    ends = [end.key for end in (table.start, table.end) if end]
    names = table.key or tuple(column for end in ends for column in end)
    return () if any(_begins(column.name or "", others) for column in names) else names


def _begins(column: str, prefixes: Sequence[str]) -> bool:
    return column.startswith(tuple(prefixes))
