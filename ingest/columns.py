"""Runs a table's fields over a chunk of rows, column by column."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ingest.faults import Problem, Unfit, shorten
from ingest.keys import join_key
from ingest.mapping.model import Column, Field
from ingest.mapping.stages import Chain, Stage, clean_stages, field_chain, run, text, texts
from ingest.readers.chunk import Fault

Columns = Sequence[Sequence[str]]
Failures = defaultdict[int, list[Problem]]
"""The problems of the rows (by their place in the chunk) that break a rule."""


class Places(dict[str, int]):
    """Where each column is; `typed` are those whose cells had types of their own, `made` those of no file."""

    def __init__(self, names: Iterable[str], typed: Iterable[str], made: Iterable[str] = ()) -> None:
        super().__init__((name, place) for place, name in enumerate(names))
        self.typed = frozenset(typed)
        self.made = frozenset(made)


class ColumnReader:
    """Reads one field of every row of a chunk."""

    def __init__(self, name: str, take: Callable[[Columns, int], Sequence[str]], chain: Chain, places: Places) -> None:
        self.name = name
        self._take = take
        self._stages = chain.stages
        self._beside = None if chain.column is None else places[chain.column]
        self._made = name in places.made

    def read(
        self, columns: Columns, count: int, failures: Failures, currency: Sequence[Any] | None = None
    ) -> Sequence[Any]:
        """Return the values of `count` rows; those that break a rule are `None`, and noted in `failures`."""
        start = self._take(columns, count)
        beside = None if self._beside is None else columns[self._beside]
        values: Sequence[Any] = start
        try:
            for stage in self._stages:
                values = _run(stage, values, beside if stage.beside == "column" else currency)
        except Unfit:
            return self._one_by_one(start, beside, currency, failures)
        return values

    def _one_by_one(
        self, start: Sequence[str], beside: Sequence[str] | None, currency: Sequence[Any] | None, failures: Failures
    ) -> list[Any]:
        values = []
        for place, cell in enumerate(start):
            try:
                value = run(
                    self._stages,
                    cell,
                    "" if beside is None else beside[place],
                    None if currency is None else currency[place],
                )
            except Unfit as unfit:
                value = None
                if not (place in failures and self._is_said(unfit.rule)):
                    failures[place].append(Problem(self.name, unfit.rule, shorten(cell), unfit.hint))
            values.append(value)
        return values

    def _is_said(self, rule: str) -> bool:
        """Whether a problem was said already, of the currency itself or of what should have been looked up."""
        return rule == "currency" or (rule == "required" and self._made)


def _run(stage: Stage, values: Sequence[Any], beside: Sequence[Any] | None) -> Sequence[Any]:
    """Return what a stage makes of a whole column, the short way where it has one."""
    if stage.beside == "nothing":
        done: Sequence[Any] | None = stage.column(values) if stage.column else None
        return list(map(stage.apply, values)) if done is None else done
    if beside is None:
        return [stage.apply(value, None) for value in values]
    if stage.column and len(several := set(beside)) == 1 and None not in several:
        done = stage.column(values, several.pop())
        if done is not None:
            return done
    return list(map(stage.apply, values, beside))


def column_taker(place: int) -> Callable[[Columns, int], Sequence[str]]:
    """Return a function that takes one column."""
    return lambda columns, _: columns[place]


def constant_taker(value: str) -> Callable[[Columns, int], Sequence[str]]:
    """Return a function that takes the same text for every row."""
    return lambda _, count: [value] * count


def joined_taker(places: Sequence[int], join: str) -> Callable[[Columns, int], Sequence[str]]:
    """Return a function that joins several columns, blank cells left out."""

    def take(columns: Columns, _: int) -> Sequence[str]:
        parts = zip(*(columns[place] for place in places), strict=True)
        return [join.join([cell for cell in row if cell and not cell.isspace()]) for row in parts]

    return take


def field_reader(field: Field, places: Places, *, code: bool = False) -> ColumnReader:
    """Return the reader of a field; `code` says that it is a currency for amounts."""
    typed = not places.typed.isdisjoint(field.columns)
    chain = field_chain(field, typed=typed, code=code)
    if field.value is not None:
        take = constant_taker(field.value)
        name = field.name
    elif len(field.columns) == 1:
        take = column_taker(places[field.columns[0]])
        name = field.columns[0]
    else:
        take = joined_taker([places[column] for column in field.columns], field.join)
        name = " + ".join(field.columns)
    return ColumnReader(name, take, chain, places)


class KeyReader:
    """Reads a key of every row of a chunk: `None` where a part of it is blank."""

    def __init__(self, columns: Sequence[Column], places: Places) -> None:
        self.name = ", ".join(column.name or f"'{column.value}'" for column in columns)
        self._parts = [_part_reader(column, places) for column in columns]

    def read(self, columns: Columns, count: int, failures: Failures) -> Sequence[str | None]:
        """Return the keys' texts."""
        if len(self._parts) == 1:
            return self._parts[0].read(columns, count, failures)
        parts = [part.read(columns, count, failures) for part in self._parts]
        return [None if None in row else join_key(row) for row in zip(*parts, strict=True)]


def _part_reader(column: Column, places: Places) -> ColumnReader:
    cleaning = clean_stages(column.clean)
    exact = (Stage(str),) if column.name in places.typed else ()  # a number's text without its mark
    chain = Chain((*exact, *cleaning.stages, Stage(text, column=texts)))
    if column.name is None:
        return ColumnReader("", constant_taker(column.value or ""), chain, places)
    return ColumnReader(column.name, column_taker(places[column.name]), chain, places)


def key_of_fault(fault: Fault, columns: Sequence[str], key: KeyReader, places: Sequence[int]) -> str | None:
    """Return the key of a row that could not be read, where its cells leave no doubt about it.

    `places` are those of the key's columns. In a row with too few or too many cells only the first ones are sure to be
    where they belong. A key of columns that were made or looked up cannot be told.
    """
    texts, size = fault.texts, len(columns)
    if not places or max(places) >= min(len(texts), size):
        return None
    if len(texts) != size and max(places) >= len(places):
        return None
    if {columns[place] for place in places} & {problem.column for problem in fault.problems}:
        return None
    cells = [(text,) for text in texts] + [("",)] * (size - len(texts))
    return key.read(cells, 1, defaultdict(list))[0]
