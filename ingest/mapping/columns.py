"""Which columns a table's mapping names: those of its files, and those made of them or looked up.

`NAME.COLUMN` is a column of the look-up `NAME`. `LIST.COLUMN` (with `each: LIST`), the names under `each`, and
`each.number` are columns of the rows made of one.
"""

from collections.abc import Iterable

from ingest.cleaning import column_of
from ingest.mapping.model import Column, Field, Table
from ingest.mapping.shaping import PLACE


def columns_named(table: Table) -> dict[str, int]:
    """Return all columns that a table's mapping names, and the line of the mapping where each is named first."""
    named: dict[str, int] = {}

    def add(names: Iterable[str | None], line: int) -> None:
        for name in names:
            if name is not None:
                named.setdefault(name, line)

    def add_fields(fields: Iterable[Field | None]) -> None:
        for field in fields:
            if field is not None:
                add(field.columns, field.line)
                add((column_of(step.argument) for step in field.clean), field.line)

    def add_keys(keys: Iterable[tuple[Column, ...]]) -> None:
        for column in (column for key in keys for column in key):
            add((column.name,), column.line)

    references = [edge.to for edge in table.edges] + [end for end in (table.start, table.end) if end]
    add_keys((table.key, *(reference.key for reference in references), *(lookup.key for lookup in table.lookups)))
    add_fields(table.fields)
    add_fields(field for edge in table.edges for field in edge.fields)
    add_fields((table.modified, table.choice.column if table.choice else None))
    for each in (*table.only, *(each for edge in table.edges for each in edge.only)):
        add((each.column,), each.line)
    return named


def columns_used(table: Table) -> dict[str, int]:
    """Return the columns of its files that a table's mapping reads, and the line where each is named first."""
    used = {name: line for name, line in columns_named(table).items() if not is_made(table, name)}
    if table.fill_down:
        used = dict.fromkeys(table.fill_down.columns, table.fill_down.line) | used
    if table.each:
        names = (table.each.column,) if table.each.column else [n for _, names in table.each.groups for n in names]
        used = {name: table.each.line for name in names if name} | used
    return used


def made_columns(table: Table) -> tuple[str, ...]:
    """Return the columns that `each` makes and the mapping reads."""
    return tuple(name for name in columns_named(table) if is_made(table, name) and not is_looked_up(table, name))


def is_made(table: Table, name: str) -> bool:
    """Whether a column stands in no file: it is looked up, or made by `each`."""
    if is_looked_up(table, name):
        return True
    each = table.each
    if each is None:
        return False
    if each.column is not None:
        return name in {PLACE, each.column} or name.startswith(each.column + ".")
    return name == PLACE or any(name == group for group, _ in each.groups)


def is_looked_up(table: Table, name: str) -> bool:
    """Whether a column is one of a look-up's."""
    prefix, dot, _ = name.partition(".")
    return bool(dot) and any(lookup.name == prefix for lookup in table.lookups)


def looked_up(table: Table, lookup: str) -> dict[str, int]:
    """Return the columns that are read from what a look-up finds, and the line where each is named first."""
    prefix = f"{lookup}."
    return {name.removeprefix(prefix): line for name, line in columns_named(table).items() if name.startswith(prefix)}
