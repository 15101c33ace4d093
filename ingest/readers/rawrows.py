"""Rows of cells out of lines, by Python's `csv`, going on after a row that breaks its rules."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, NamedTuple

from ingest.mapping.model import Options
from ingest.readers.chunk import CELL_LIMIT
from ingest.readers.lines import LINE_LIMIT, Lines

# The limit is the process's own. With the limit of a row it keeps a quote that never closes from swallowing a file.
csv.field_size_limit(CELL_LIMIT)

_UNFINISHED: Final = "unexpected end of data"


class BrokenLine(NamedTuple):
    """A line that begins a row that cannot be read: its number, its text, and what is wrong."""

    number: int
    text: str
    reason: str


@dataclass(slots=True)
class Batch:
    """Rows with the number of the line where each begins, and lines that begin no row."""

    rows: list[list[str]]
    numbers: list[int] | range
    broken: list[BrokenLine] = field(default_factory=list)
    suspect: bool = False
    done: int = 0


class RawRows:
    """Takes rows out of lines.

    A quote may stretch a row over several lines. When it never closes, or closes where no cell ends, the line where
    the row begins is given up as a `BrokenLine`, and reading goes on with the next line: no other row is lost.
    """

    def __init__(self, delimiter: str, options: Options) -> None:
        self._form: dict[str, Any] = {"delimiter": delimiter, "strict": True, "escapechar": options.escape}
        if options.quote:
            self._form["quotechar"] = options.quote
        else:
            self._form |= {"quoting": csv.QUOTE_NONE, "quotechar": None}

    def read(self, groups: Iterable[Lines], first: int) -> Iterator[Batch]:
        """Yield the rows of each group of lines. `first` is the number of the first line."""
        carried: list[str] = []
        heights: list[int] | None = None
        place, suspect, done = first, False, 0
        for group in groups:
            heights = _heights(heights, len(carried), group)
            lines = carried + group.lines
            suspect, done = suspect or group.suspect, group.done
            batch, used = self._batch(lines, heights, place, final=False)
            batch.suspect, batch.done = suspect, done
            place += used if heights is None else sum(heights[:used])
            carried = lines[used:]
            heights = None if heights is None else heights[used:]
            suspect = group.suspect and bool(carried)
            yield batch
        if carried:
            batch, _ = self._batch(carried, heights, place, final=True)
            batch.suspect, batch.done = suspect, done
            yield batch

    def _batch(self, lines: list[str], heights: list[int] | None, place: int, *, final: bool) -> tuple[Batch, int]:
        """Return the rows in `lines`, and how many lines they (and the broken ones) take."""
        rows: list[list[str]] = []
        starts: list[int] = []  # indices of lines
        broken: list[tuple[int, str]] = []
        used, straight = 0, True
        while used < len(lines):
            before = len(rows)
            reader = csv.reader(lines[used:] if used else lines, **self._form)
            try:
                rows.extend(reader)
                reason = ""
            except csv.Error as error:
                reason = str(error)
            new = rows[before:] if before else rows
            if not reason and len(new) == len(lines) - used:
                starts.extend(range(used, len(lines)))
                used = len(lines)
                break
            straight = False
            ends = list(accumulate((_lines_of(row) for row in new), initial=used))
            starts.extend(ends[:-1])
            used = ends[-1]
            if not reason:
                break
            unfinished = reason == _UNFINISHED
            if unfinished and not final and sum(map(len, lines[used:])) <= LINE_LIMIT:
                break
            broken.append((used, reason))
            used += 1
        places = _places(place, heights, len(lines))
        numbers = places if straight and heights is None else [places[start] for start in starts]
        lost = [BrokenLine(places[at], lines[at], why) for at, why in broken]
        return Batch(rows, numbers[: len(rows)], lost), used


def _places(first: int, heights: list[int] | None, count: int) -> list[int] | range:
    """Return the number of each line, and of the one after them."""
    return range(first, first + count + 1) if heights is None else list(accumulate(heights, initial=first))


def _heights(carried: list[int] | None, count: int, group: Lines) -> list[int] | None:
    if group.heights is None:
        return None
    return (carried or [1] * count) + group.heights


def _lines_of(row: list[str]) -> int:
    """Return how many lines a row took: one, and one for each new line inside its quotes."""
    count = 1
    for cell in row:
        if "\n" in cell or "\r" in cell:
            count += cell.count("\n") + cell.count("\r") - cell.count("\r\n")
    return count
