"""What every reader gives: rows as text in chunks, and the rows that it could not read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ingest.faults import Problem

ROWS: Final = 160
"""Rows of a chunk at most: few enough to stay in the processor's cache (with 2,000 it is half as fast)."""
CELL_LIMIT: Final = 1024 * 1024
"""Characters of a cell at most."""
COPIED: Final = 64 * 1024
"""Characters of a rejected row at most that are kept to be written out again."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A file (or a database's answer) that rows come from: its name, its columns, and how it was read."""

    file: str
    columns: tuple[str, ...]
    typed: bool = False
    """Whether cells have types of their own: numbers and dates, not only text."""
    encoding: str = "utf-8"


class RawLine(str):
    """A whole line, its end included, whose cells could not be told apart. Stands as the only cell of a `Fault`."""

    __slots__ = ()


class Fault(NamedTuple):
    """A row that could not be read: its number, its problems, its texts as far as they are known, and how it came.

    `cells` is what can be written out again: `None` where that would be too much, or not what the file has.
    """

    number: int
    problems: tuple[Problem, ...]
    texts: Sequence[str]
    cells: tuple[object, ...] | None


@dataclass(slots=True)
class Chunk:
    """Some rows of one file. All have as many cells as there are columns.

    `numbers` are the rows' places as a person counts them, `natives` their cells as the file has them (with
    `typed` origins; else the same as `rows`), `done` and `total` the bytes (or rows) read so far and in all.
    """

    origin: Origin
    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]
    natives: Sequence[Sequence[object]]
    faults: list[Fault] = field(default_factory=list)
    done: int = 0
    total: int | None = None


def too_long(cells: Sequence[object]) -> bool:
    """Whether a row is too long to be kept for writing it out again."""
    return sum(len(cell) for cell in cells if isinstance(cell, str)) > COPIED
