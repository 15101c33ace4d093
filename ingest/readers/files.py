"""Which files hold a table's rows."""

from pathlib import Path
from typing import Final

from graph.errors import InvalidDataError
from ingest.mapping.model import Table
from ingest.mapping.report import nearest

REPORT: Final = "rejects.csv"
"""Name of a report of rejected rows; what a folder of them is known by."""
ROWS_FOLDER: Final = "rows"
CAME_FROM: Final = "data.txt"
"""Name of the file in a folder of rejected rows that says where the other files of the mapping are."""


def holds_rejects(data: Path) -> bool:
    """Whether `data` is a folder of rejected rows, written by `RejectWriter`: it holds only some rows of a table."""
    return (data / REPORT).is_file() and (data / ROWS_FOLDER).is_dir()


def data_of(data: Path) -> Path:
    """Return the folder of a mapping's files; for a folder of rejected rows, the one that they came from.

    Raises
    ------
    InvalidDataError
        It is not known.

    """
    found = known_data(data)
    if found is None:
        raise InvalidDataError(
            f"{data}: what its rows look up lies in the folder that they came from, and {CAME_FROM} should say which;"
            " write its path there"
        )
    return found


def known_data(data: Path) -> Path | None:
    """Return what `data_of` does, or `None` where it is not known."""
    if not holds_rejects(data):
        return data
    try:
        return Path((data / CAME_FROM).read_text(encoding="utf-8").strip())
    except OSError:
        return None


def matching_files(table: Table, data: Path) -> list[Path]:
    """Return the files that a table's patterns match.

    Raises
    ------
    InvalidDataError
        A pattern matches none.

    """
    found: dict[Path, None] = {}
    for pattern in table.files:
        matches = _matching(pattern, data)
        if not matches:
            raise InvalidDataError(_nothing(table, pattern, data))
        found.update(dict.fromkeys(matches))
    return list(found)


def _matching(pattern: str, data: Path) -> list[Path]:
    plain = data / pattern
    if plain.is_file():
        return [plain]
    if not any(letter in pattern for letter in "*?["):
        return []
    return sorted(path for path in data.glob(pattern) if path.is_file())


def _nothing(table: Table, pattern: str, data: Path) -> str:
    where = f"{table.origin}:{table.line}: table `{table.name}`"
    if not data.is_dir():
        return f"{where}: there is no folder {data}; give the folder of the files with --data"
    there = sorted(path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file())[:1000]
    near = nearest(pattern, there)
    shown = ", ".join(there[:12]) + (", …" if len(there) > 12 else "") if there else "nothing"
    hint = f"; did you mean {near}?" if near else ""
    return f"{where}: no file {pattern} in {data}{hint} (there: {shown})"
