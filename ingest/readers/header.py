"""The names of a file's columns."""

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.errors import InvalidDataError
from ingest.cleaning import column_of
from ingest.mapping.model import Field, Table
from ingest.mapping.report import did_you_mean


def columns_used(table: Table) -> dict[str, int]:
    """Return the columns that a table's mapping names, and the line of the mapping where each is named first."""
    used: dict[str, int] = {}

    def add(names: Iterable[str | None], line: int) -> None:
        for name in names:
            if name is not None:
                used.setdefault(name, line)

    def add_fields(fields: Iterable[Field]) -> None:
        for field in fields:
            add(field.columns, field.line)
            add((column_of(step.argument) for step in field.clean), field.line)

    references = [edge.to for edge in table.edges] + [end for end in (table.start, table.end) if end]
    for columns in (table.key, *(reference.key for reference in references)):
        for column in columns:
            add((column.name,), column.line)
    add_fields(table.fields)
    add_fields(field for edge in table.edges for field in edge.fields)
    add_fields(field for field in (table.modified,) if field)
    for each in table.only:
        add((each.column,), each.line)
    return used


def name_columns(table: Table, file: str, found: Sequence[str]) -> tuple[str, ...]:
    """Return the columns' names as a file's header has them: white space taken off, each name once.

    A column without a name is called by its number, and one whose name came before gets a number behind it, unless
    the mapping reads it.

    Raises
    ------
    InvalidDataError
        A column that the mapping reads is missing, or its name stands there twice.

    """
    names = [name.strip().removeprefix("\ufeff") or str(place) for place, name in enumerate(found, 1)]
    counts = Counter(names)
    problems = []
    for column, line in columns_used(table).items():
        where = f"{table.origin}:{line}"
        if column not in counts:
            problems.append(f"{where}: {file} has no column `{column}`{did_you_mean(column, counts)}")
        elif counts[column] > 1:
            problems.append(
                f"{where}: {file} has {counts[column]} columns `{column}`; rename all but one, or give the names "
                "with `header: [...]` and `skip: 1`"
            )
    if problems:
        raise InvalidDataError("\n".join(problems))
    return _unique(names)


def numbered(size: int) -> list[str]:
    """Return the names of the columns of a file without a header: their numbers."""
    return [str(place) for place in range(1, size + 1)]


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    taken = set(names)
    seen: set[str] = set()
    unique = []
    for name in names:
        own = name
        count = 2
        while own in seen or (own != name and own in taken):
            own = f"{name} ({count})"
            count += 1
        seen.add(own)
        unique.append(own)
    return tuple(unique)
