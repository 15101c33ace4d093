"""CSV files for `neo4j-admin database import full`: the same nodes and edges that online loading would write.

Every value is quoted and a missing one is not, which is how the importer tells an empty text from none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Self

LIST_SEPARATOR = "\x1f"
ARGUMENTS = (
    "--multiline-fields=true",
    "--array-delimiter=U+001F",
    "--skip-bad-relationships=false",
    "--skip-duplicate-nodes=false",
)
"""What the importer must be told about the files."""


@dataclass(frozen=True, slots=True)
class Column:
    """One property: its name and the importer's name of its type (`string`, `long`, `date`, …)."""

    name: str
    type: str = "string"


@dataclass(slots=True)
class BulkFile:
    """One file of nodes or edges of one shape, whose argument to the importer is `option`."""

    path: Path
    leading: Sequence[str]
    columns: Sequence[Column]
    option: str
    _file: IO[str] | None = field(default=None, repr=False)
    _names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._names = tuple(column.name for column in self.columns)
        self._file = self.path.open("w", encoding="utf-8", newline="")
        typed = [f"{column.name}:{column.type}" for column in self.columns]
        self._file.write(",".join([*self.leading, *typed]) + "\n")

    def write(self, keys: Sequence[str], properties: Mapping[str, Any]) -> None:
        """Write one node or edge; `keys` are the values of the leading columns."""
        if self._file is None:
            raise ValueError(f"{self.path} is closed")
        cells = [_quoted(key) for key in keys]
        cells += [_cell(properties.get(name)) for name in self._names]
        self._file.write(",".join(cells) + "\n")

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


class BulkFiles:
    """All files of one import, in one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[object, BulkFile] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def nodes(self, group: str, labels: Sequence[str], columns: Sequence[Column]) -> BulkFile:
        """The file of nodes with these labels and columns; `group` keeps ids of different sorts apart."""
        shape = ("nodes", group, tuple(labels), tuple(columns))
        option = f"--nodes={':'.join(labels)}"
        return self._file(shape, [f"id:ID({group})"], [c for c in columns if c.name != "id"], option)

    def edges(self, edge_type: str, start: str, end: str, columns: Sequence[Column]) -> BulkFile:
        """The file of edges of one type between nodes of two groups."""
        shape = ("edges", edge_type, start, end, tuple(columns))
        leading = [f":START_ID({start})", f":END_ID({end})"]
        return self._file(shape, leading, columns, f"--relationships={edge_type}")

    def arguments(self) -> list[str]:
        """Arguments of the importer for all files written."""
        return [*ARGUMENTS, *(f"{file.option}={file.path}" for file in self._files.values())]

    def _file(self, shape: object, leading: Sequence[str], columns: Sequence[Column], option: str) -> BulkFile:
        if shape not in self._files:
            path = self._folder / f"{len(self._files):04d}.csv"
            self._files[shape] = BulkFile(path, leading, columns, option)
        return self._files[shape]


def _quoted(text: str) -> str:
    return f'"{text.replace(_QUOTE, _TWO_QUOTES)}"'


_QUOTE, _TWO_QUOTES = '"', '""'


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return _WRITERS[type(value)](value)


def _list(values: Iterable[str]) -> str:
    return _quoted(LIST_SEPARATOR.join(values))


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    int: str,
    float: repr,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    datetime: datetime.isoformat,
    list: _list,
}
