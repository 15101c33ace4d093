"""Runs a table's fields over a chunk of rows, column by column."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ingest.faults import Problem, Unfit, shorten
from ingest.keys import join_key
from ingest.mapping.model import Column, Field
from ingest.mapping.stages import Chain, Stage, clean_stages, field_chain, run, text, texts

Columns = Sequence[Sequence[str]]
Failures = defaultdict[int, list[Problem]]
"""The problems of the rows (by their place in the chunk) that break a rule."""


class ColumnReader:
    """Reads one field of every row of a chunk."""

    def __init__(
        self, name: str, take: Callable[[Columns, int], Sequence[str]], chain: Chain, places: Mapping[str, int]
    ) -> None:
        self.name = name
        self._take = take
        self._stages = chain.stages
        self._beside = None if chain.column is None else places[chain.column]

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
                if not (unfit.rule == "currency" and place in failures):  # said of the currency itself
                    failures[place].append(Problem(self.name, unfit.rule, shorten(cell), unfit.hint))
            values.append(value)
        return values


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


def field_reader(field: Field, places: Mapping[str, int], *, typed: bool, code: bool) -> ColumnReader:
    """Return the reader of a field. `places` says where each column is."""
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

    def __init__(self, columns: Sequence[Column], places: Mapping[str, int], *, typed: bool) -> None:
        self.name = ", ".join(column.name or f"'{column.value}'" for column in columns)
        self._parts = [_part_reader(column, places, typed=typed) for column in columns]

    def read(self, columns: Columns, count: int, failures: Failures) -> Sequence[str | None]:
        """Return the keys' texts."""
        if len(self._parts) == 1:
            return self._parts[0].read(columns, count, failures)
        parts = [part.read(columns, count, failures) for part in self._parts]
        return [None if None in row else join_key(row) for row in zip(*parts, strict=True)]


def _part_reader(column: Column, places: Mapping[str, int], *, typed: bool) -> ColumnReader:
    cleaning = clean_stages(column.clean)
    exact = (Stage(str),) if typed else ()  # a number's text without its mark
    chain = Chain((*exact, *cleaning.stages, Stage(text, column=texts)))
    if column.name is None:
        return ColumnReader("", constant_taker(column.value or ""), chain, places)
    return ColumnReader(column.name, column_taker(places[column.name]), chain, places)
