"""The names of a file's columns."""

from collections import Counter
from collections.abc import Sequence

from graph.errors import InvalidDataError
from ingest.mapping.columns import columns_used
from ingest.mapping.model import Table
from ingest.mapping.report import did_you_mean


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
        where, rest = f"{table.origin}:{line}", column.partition(".")[2]
        if column not in counts:
            near = did_you_mean(column, [*counts, *(f"{lookup.name}.{rest}" for lookup in table.lookups if rest)])
            problems.append(f"{where}: {file} has no column `{column}`{near}")
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
