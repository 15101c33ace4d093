"""What a table makes of rows before they are mapped: blanks filled from above, and several rows made of one."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from ingest.columns import Failures, Places
from ingest.faults import Problem, shorten
from ingest.mapping.columns import made_columns
from ingest.mapping.model import Each, FillDown, Filter, Table
from ingest.mapping.shaping import PLACE
from ingest.readers.cells import text_of
from ingest.readers.chunk import Chunk, Fault, Origin
from ingest.readers.jsonlines import DECODER, inside


@dataclass(slots=True)
class Shaped:
    """Rows of one chunk as the mapping sees them.

    `values` are their cells with what was filled in and made; `rows` and `natives` are as in the chunk, the same for
    all rows made of one. `failures` are problems met on the way.
    """

    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]
    natives: Sequence[Sequence[object]]
    values: Sequence[Sequence[str]]
    faults: list[Fault]
    failures: Failures = field(default_factory=lambda: defaultdict(list))

    def keep(self, chosen: Sequence[bool]) -> None:
        """Leave out the rows that are not chosen."""
        if all(chosen):
            return
        if self.failures:
            kept = (place for place, keep in enumerate(chosen) if keep)
            moved = {old: new for new, old in enumerate(kept)}
            failures = ((moved[place], problems) for place, problems in self.failures.items() if place in moved)
            self.failures = defaultdict(list, failures)
        same = self.values is self.rows, self.natives is self.rows
        self.numbers = list(compress(self.numbers, chosen))
        self.rows = list(compress(self.rows, chosen))
        self.values = self.rows if same[0] else list(compress(self.values, chosen))
        self.natives = self.rows if same[1] else list(compress(self.natives, chosen))


class Shaper:
    """Shapes the chunks of one file, in their order."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._filling = Filling(table.fill_down) if table.fill_down else None
        self._made = made_columns(table)

    def shape(self, chunk: Chunk) -> Shaped:
        """Return the rows of a chunk as the mapping sees them."""
        shaped = Shaped(chunk.numbers, chunk.rows, chunk.natives, chunk.rows, chunk.faults)
        if self._filling:
            shaped.values = self._filling.fill(chunk, shaped.failures)
            shaped.natives = self._filling.fill_natives(chunk, shaped.values)
        if self._table.each:
            return _expanded(shaped, self._table.each, self._made, chunk.origin)
        return shaped


class Filling:
    """Fills blank cells of some columns from the row above.

    The first column says where a group of rows begins: where its cell says something else than in the row above,
    nothing is carried over. What a row that cannot be read would have said is not known (`None`): a blank that goes by
    it is a problem.
    """

    def __init__(self, said: FillDown) -> None:
        self._columns = said.columns
        self._above: list[str | None] = [""] * len(said.columns)
        self._unread = 0

    def fill(self, chunk: Chunk, failures: Failures) -> list[list[str]]:
        """Return a chunk's rows, filled."""
        places = [chunk.origin.columns.index(name) for name in self._columns]
        unread = sorted(fault.number for fault in chunk.faults)
        done, filled = 0, []
        for at, (number, row) in enumerate(zip(chunk.numbers, chunk.rows, strict=True)):
            passed = bisect_left(unread, number)
            if passed > done:
                self._forget(unread[passed - 1])
                done = passed
            filled.append(self._filled(row, places, failures, at))
        if done < len(unread):
            self._forget(unread[-1])
        return filled

    def fill_natives(self, chunk: Chunk, filled: Sequence[Sequence[str]]) -> Sequence[Sequence[object]]:
        """Return the cells as the file has them, filled: a rejected row is kept without the rows above it."""
        if chunk.natives is chunk.rows:
            return filled
        places = [chunk.origin.columns.index(name) for name in self._columns]
        natives = []
        for cells, row, whole in zip(chunk.natives, chunk.rows, filled, strict=True):
            native = [*cells, *[""] * (len(row) - len(cells))]
            for place in places:
                native[place] = native[place] if row[place] == whole[place] else whole[place]
            natives.append(native)
        return natives

    def _forget(self, number: int) -> None:
        self._unread = number
        self._above = [None] * len(self._columns)

    def _filled(self, row: Sequence[str], places: list[int], failures: Failures, at: int) -> list[str]:
        cells = list(row)
        lead, above = cells[places[0]], self._above
        goes_on = _blank(lead) or above[0] is None or lead == above[0]
        for index, place in enumerate(places):
            if not _blank(cells[place]):
                continue
            known = above[index] if goes_on else ""
            if known is None:
                hint = f"is empty, and the row above that would say it ({self._unread}) cannot be read; mend that"
                failures[at].append(Problem(self._columns[index], "fill_down", "", hint))
            cells[place] = known or ""
        self._above = [
            known if goes_on and known is None and not cells[place] else cells[place]
            for known, place in zip(above, places, strict=True)
        ]
        return cells


def _blank(cell: str) -> bool:
    return not cell or cell.isspace()


def _expanded(shaped: Shaped, each: Each, made: Sequence[str], origin: Origin) -> Shaped:
    """Return the rows made of each row."""
    places = {name: place for place, name in enumerate(origin.columns)}
    whole = Shaped([], [], [], [], shaped.faults)
    numbers: list[int] = []
    rows, natives, values = [], [], []
    for at, row in enumerate(shaped.values):
        problems = list(shaped.failures.get(at, ()))
        try:
            parts = list(_members(row, each, made, places))
        except ValueError:
            name = each.column or ""
            hint = "is no list `[…]` in JSON; mend it"
            problems.append(Problem(name, "each", shorten(row[places[name]]), hint))
            parts = [[""] * len(made)]
        for part in parts:
            if problems:
                whole.failures[len(numbers)].extend(problems)
            numbers.append(shaped.numbers[at])
            rows.append(shaped.rows[at])
            natives.append(shaped.natives[at])
            values.append([*row, *part])
    whole.numbers, whole.rows, whole.natives, whole.values = numbers, rows, natives, values
    return whole


def _members(row: Sequence[str], each: Each, made: Sequence[str], places: dict[str, int]) -> Iterator[list[str]]:
    """Yield the made cells of each row that is made of one."""
    if each.column is not None:
        text = row[places[each.column]]
        found = [] if _blank(text) else DECODER.decode(text.strip())
        if not isinstance(found, list):
            raise ValueError(text)
        for number, member in enumerate(found, 1):
            yield [_cell(member, name, each.column, number) for name in made]
        return
    groups = {name: [places[column] for column in columns] for name, columns in each.groups}
    for number, cells in enumerate(zip(*([row[at] for at in group] for group in groups.values()), strict=True), 1):
        if not all(map(_blank, cells)):
            named = dict(zip(groups, cells, strict=True)) | {PLACE: str(number)}
            yield [named[name] for name in made]


def _cell(member: Any, name: str, column: str, number: int) -> str:
    if name == PLACE:
        return str(number)
    if name == column:
        return text_of(member)
    return text_of(inside(member, name.removeprefix(f"{column}.")))


class Selection:
    """Chooses rows by what columns say. A row whose problems leave open what a column says is kept."""

    def __init__(self, filters: Sequence[Filter], places: Places) -> None:
        self._filters = [(places[each.column], each.wants()) for each in filters]

    def __bool__(self) -> bool:
        return bool(self._filters)

    def chosen(self, columns: Sequence[Sequence[str]], count: int, failures: Failures) -> list[bool]:
        """Tell of each of `count` rows whether it is wanted."""
        wanted = [True] * count
        for place, wants in self._filters:
            cells = columns[place]
            wanted = [each and wants(cell) for each, cell in zip(wanted, cells, strict=True)]
            for at in failures:
                wanted[at] = wanted[at] or not cells[at]
        return wanted


def wanted_faults(faults: Sequence[Fault], filters: Sequence[Filter], origin: Origin) -> list[Fault]:
    """Return the rows that could not be read and that the mapping may want."""
    at = {name: place for place, name in enumerate(origin.columns)}
    return [
        fault
        for fault in faults
        if all(each.column not in at or _may_be(fault, at[each.column], each, origin) for each in filters)
    ]


def _may_be(fault: Fault, place: int, each: Filter, origin: Origin) -> bool:
    certain = len(fault.texts) == len(origin.columns) and all(
        problem.column != each.column for problem in fault.problems
    )
    return not certain or each.wants()(fault.texts[place])
