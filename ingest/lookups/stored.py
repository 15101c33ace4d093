"""Rows as a look-up keeps them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import orjson

from ingest.columns import Columns, KeyReader, Places, field_reader, key_of_fault
from ingest.faults import Unfit
from ingest.lookups.taking import RULE
from ingest.mapping.columns import made_columns
from ingest.mapping.model import Lookup
from ingest.readers.chunk import Fault, Origin
from ingest.readers.text import broken
from ingest.shaping import Selection, Shaped
from ingest.values.numbers import NumberText

Stored = tuple[str, str, bytes, str | None, str]
"""A row to keep: its key, its place, its packed cells, its name in its own table, and when it changed."""
Found = tuple[str, str, bytes, str | None]
"""A row that was found: the same without when it changed."""


class RowReader:
    """Reads the rows of one file for the index."""

    def __init__(self, lookup: Lookup, origin: Origin) -> None:
        self.origin = origin
        table = lookup.rows
        names = (*origin.columns, *made_columns(table))
        places = Places(names, names if origin.typed else ())
        self._key = KeyReader(lookup.by, places)
        self._key_places = [places[column.name] for column in lookup.by if column.name is not None]
        self._selection = Selection(table.only, places)
        self._name = KeyReader(lookup.names, places) if lookup.names else None
        self._changed = field_reader(lookup.changed, places) if lookup.changed else None
        columns = [*lookup.columns, *(lookup.order.columns if lookup.order else ())]
        self._cells = [places[name] for name in columns]

    def rows(self, shaped: Shaped) -> Iterator[Stored]:
        """Return the rows that have a key."""
        count = len(shaped.values)
        columns: Columns = list(zip(*shaped.values, strict=True))
        if not count:
            return
        chosen = self._selection.chosen(columns, count, defaultdict(list))
        keys = self._key.read(columns, count, defaultdict(list))
        cells = zip(*(columns[place] for place in self._cells), strict=True) if self._cells else [()] * count
        names = self._name.read(columns, count, defaultdict(list)) if self._name else [None] * count
        changed = self._changed.read(columns, count, defaultdict(list)) if self._changed else [None] * count
        file = self.origin.file
        for at, (key, row, name) in enumerate(zip(keys, cells, names, strict=True)):
            if key is not None and chosen[at] and at not in shaped.failures and is_text(key):
                own = name if name is not None and is_text(name) else None
                yield key, f"{file}:{shaped.numbers[at]}", _packed(row), own, str(changed[at] or "")

    def key_of(self, fault: Fault) -> str | None:
        """Return the key of a row that could not be read, where its cells leave no doubt about it."""
        return key_of_fault(fault, self.origin.columns, self._key, self._key_places)


def once(rows: Iterable[Found]) -> Iterator[tuple[str, bytes]]:
    """Yield place and cells of rows, those of one name once; raises `Unfit` where they contradict each other."""
    before: Found | None = None
    for row in rows:
        if before is not None and row[3] is not None and row[3] == before[3]:
            if row[2] != before[2]:
                one, other = sorted([before[1], row[1]])
                raise Unfit(RULE, f"goes by rows that contradict each other, {one} and {other}; keep one of them")
            continue
        before = row
        yield row[1], row[2]


def is_text(key: str) -> bool:
    """Whether a key is Unicode text: cleaning may leave half a character, which no database takes."""
    return key.isascii() or not broken(key)


def _packed(cells: Sequence[str]) -> bytes:
    """Pack cells; those that are numbers in their file keep that mark."""
    return orjson.dumps([[cell] if cell.__class__ is NumberText else str(cell) for cell in cells])


def unpacked(packed: bytes) -> list[str]:
    """Return what was packed."""
    return [NumberText(cell[0]) if cell.__class__ is list else cell for cell in orjson.loads(packed)]
