"""Writes a SQLite file by its published format, https://sqlite.org/fileformat2.html.

SQLite itself lays out the same rows differently from version to version; these bytes are the same on every machine.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Value = str | int | float | None

_PAGE: Final = 4096
_LONGEST: Final = _PAGE - 35
"""Bytes of a row at most: a longer one would go on in other pages."""
_VERSION: Final = 3_040_000
_LEAF, _INTERIOR = 0x0D, 0x05


@dataclass(frozen=True, slots=True)
class Relation:
    """A table: its name, the statement that creates it, and its rows."""

    name: str
    statement: str
    rows: Sequence[Sequence[Value]]


def sqlite_file(relations: Sequence[Relation]) -> bytes:
    """Return a database of these tables.

    Raises
    ------
    ValueError
        A row is longer than a page, or there are more tables than one page has room for.

    """
    pages: list[bytes] = []  # from the second on: the first has the schema
    schema = []
    for relation in relations:
        root = _write_tree(relation.rows, pages)
        schema.append(("table", relation.name, relation.name, root, relation.statement))
    leaves = list(_leaves(schema, start=100))
    if len(leaves) > 1:
        raise ValueError("the schema does not fit into one page")
    ((_, first),) = leaves
    return b"".join((_header(len(pages) + 1, len(relations)), first[100:], *pages))


def _header(pages: int, tables: int) -> bytes:
    return struct.pack(
        ">16sHBBBBBBIIIIIIIIIIII20xII",
        b"SQLite format 3\0",
        _PAGE,
        *(1, 1, 0, 64, 32, 32),  # rollback journal, no reserved space, fractions that are always these
        1,  # changes so far
        pages,
        *(0, 0),  # free pages
        tables,  # changes of the schema
        4,  # the schema's format
        *(0, 0),
        1,  # UTF-8
        *(0, 0, 0),
        1,  # at which change this version wrote it
        _VERSION,
    )


def _write_tree(rows: Iterable[Sequence[Value]], pages: list[bytes]) -> int:
    """Append a table's pages, each level behind the one below; return the number of its root."""
    level = list(_leaves(rows))
    while True:
        first = len(pages) + 2
        pages += [page for _, page in level]
        children = [(first + at, last) for at, (last, _) in enumerate(level)]
        if len(children) == 1:
            return first
        level = list(_interiors(children))


def _leaves(rows: Iterable[Sequence[Value]], start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield leaves and the last row's number of each; there is always one."""
    cells: list[bytes] = []
    number, room = 0, _PAGE - start - 8
    for number, row in enumerate(rows, 1):
        record = _record(row)
        if len(record) > _LONGEST:
            raise ValueError(f"a row of {len(record)} bytes does not fit into a page")
        cell = _varint(len(record)) + _varint(number) + record
        room -= len(cell) + 2
        if room < 0:
            yield number - 1, _page(_LEAF, cells, start=start)
            cells, room = [], _PAGE - start - 8 - len(cell) - 2
        cells.append(cell)
    yield number, _page(_LEAF, cells, start=start)


def _interiors(children: Sequence[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
    """Yield pages that point to pages below: to the last of them from the header, to the others from cells."""
    each = (_PAGE - 12) // 15  # a cell has 13 bytes at most, and 2 point to it
    for at in range(0, len(children), each):
        *others, (right, last) = children[at : at + each]
        cells = [struct.pack(">I", page) + _varint(key) for page, key in others]
        yield last, _page(_INTERIOR, cells, right=struct.pack(">I", right))


def _page(kind: int, cells: Sequence[bytes], *, start: int = 0, right: bytes = b"") -> bytes:
    """Return a page with its cells at the end, the first one last."""
    places, place = [], _PAGE
    for cell in cells:
        place -= len(cell)
        places.append(place)
    head = struct.pack(">BHHHB", kind, 0, len(cells), place, 0) + right + struct.pack(f">{len(places)}H", *places)
    return bytes(start) + head + bytes(place - start - len(head)) + b"".join(reversed(cells))


def _record(row: Sequence[Value]) -> bytes:
    kinds, bodies = zip(*map(_value, row), strict=True)
    head = b"".join(map(_varint, kinds))
    if len(head) > 126:
        raise ValueError("a row has too many columns")
    return _varint(len(head) + 1) + head + b"".join(bodies)


def _value(value: Value) -> tuple[int, bytes]:
    """Return a value's type in SQLite, and its bytes."""
    if value is None:
        return 0, b""
    if isinstance(value, str):
        text = value.encode()
        return 13 + 2 * len(text), text
    if isinstance(value, float):
        return 7, struct.pack(">d", value)
    if value in (0, 1):
        return 8 + value, b""
    kind, size = next(
        (k, s) for k, s in ((1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (6, 8)) if -1 <= value >> 8 * s - 1 <= 0
    )
    return kind, value.to_bytes(size, "big", signed=True)


def _varint(number: int) -> bytes:
    """Return a number of at most 56 bits in groups of seven, the highest first."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))
