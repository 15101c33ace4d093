"""Which rows a table reads, and what it makes of them before they are mapped: filters, `fill_down` and `each`."""

import re
from typing import cast

from ingest.mapping.model import Each, FillDown, Filter, Format
from ingest.mapping.report import Report
from ingest.mapping.sections import Settings
from ingest.mapping.shapes import NamedValues

PLACE = "each.number"
"""Name of the column that says which of the rows made of one a row is, from 1."""


def filters_of(settings: Settings, report: Report) -> tuple[Filter, ...]:
    """Return what `only` and `except` say."""
    return tuple(
        Filter(column, frozenset(each.texts("values")), name == "only", said.lines[column], _pattern(each, report))
        for name in ("only", "except")
        if (said := settings.find(name, NamedValues)) is not None
        for column, each in said.items()
        if isinstance(each, Settings)
    )


def _pattern(said: Settings, report: Report) -> str | None:
    pattern = said.find("pattern", str)
    if said.has("pattern") == said.has("values"):
        report.add(said.line, "rows are chosen by values, or by a `pattern`")
    try:
        re.compile(pattern or "")
    except re.error as error:
        report.add(said.line_of("pattern"), f"`pattern` is no regular expression: {error}")
        return None
    return pattern


def fill_down_of(settings: Settings, form: Format, report: Report) -> FillDown | None:
    """Return what `fill_down` says."""
    columns = settings.texts("fill_down")
    if not columns:
        return None
    if len(set(columns)) < len(columns):
        report.add(settings.line_of("fill_down"), "`fill_down` names a column twice")
    if form == "jsonl":
        report.add(settings.line_of("fill_down"), "`fill_down` is for rows of cells, not for JSON Lines")
    return FillDown(columns, settings.line_of("fill_down"))


def each_of(settings: Settings, report: Report) -> Each | None:
    """Return what `each` says."""
    said = settings.values.get("each")
    line = settings.line_of("each")
    if isinstance(said, str):
        return Each(said, (), line)
    if not isinstance(said, NamedValues):
        return None
    groups = tuple((name, cast("tuple[str, ...]", columns)) for name, columns in said.items())
    if len({len(columns) for _, columns in groups}) > 1:
        sizes = ", ".join(f"`{name}` {len(columns)}" for name, columns in groups)
        report.add(line, f"`each` needs as many columns for each name; there are {sizes}")
        return None
    return Each(None, groups, line) if groups else None
