"""What a field does to a cell, as a chain of small functions that rows run column by column."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final, Literal, NamedTuple

from graph.model import FieldType
from ingest.cleaning import column_of
from ingest.faults import Unfit
from ingest.mapping.model import Field, Step
from ingest.mapping.steps import build
from ingest.values import dates, words
from ingest.values.limits import limits
from ingest.values.memo import Memo
from ingest.values.money import MICROS, amount_column, exponent_of, money, unit_price
from ingest.values.numbers import NumberText, integer, integers, number, plain

AMOUNTS: Final = frozenset({FieldType.MONEY, FieldType.UNIT_PRICE})
_NUMERIC: Final = AMOUNTS | {FieldType.INTEGER, FieldType.NUMBER}
_REPEATING: Final = frozenset({FieldType.BOOLEAN, FieldType.DATE, FieldType.DATETIME})

Beside = Literal["nothing", "column", "currency"]


class Stage(NamedTuple):
    """A function of the value so far and of what stands `beside` it: nothing, another column, the row's currency.

    `column` does the same to a whole column at once where that is faster. It may return `None` for a column that it
    has no short way for; and where a currency stands beside, it is told the one currency of all rows first.
    """

    apply: Callable[..., Any]
    beside: Beside = "nothing"
    column: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The stages of a field, and the column (if any) that its steps need beside their own."""

    stages: tuple[Stage, ...]
    column: str | None = None


def texts(values: Sequence[str]) -> Sequence[str | None]:
    """Do what `text` does to a whole column."""
    if all(map(str.strip, values)):
        return values
    return [value if value and not value.isspace() else None for value in values]


def text(value: str) -> str | None:
    """Return the text as it is; one of nothing but white space is no text."""
    return value if value and not value.isspace() else None


def clean_stages(steps: Sequence[Step]) -> Chain:
    """Return the stages of cleaning steps."""
    column = next((name for step in steps if (name := column_of(step.argument)) is not None), None)
    stages = []
    for step in steps:
        function: Any = build(step)
        if column_of(step.argument) is not None:
            stages.append(Stage(function, "column"))
        else:
            stages.append(Stage(function))
    return Chain(tuple(stages), column)


def field_chain(field: Field, *, typed: bool = False, code: bool = False) -> Chain:
    """Return the chain of a field.

    `typed` says that the file's cells have types of their own; `code` that the field is a currency for amounts.
    """
    cleaning = clean_stages(field.clean)
    stages = [*_marked(cleaning.stages, field, typed), *_text_checks(field), _read(field, typed)]
    if typed and field.type is FieldType.TEXT:
        stages.insert(-1, Stage(str))  # a number's text without its mark
    if code:
        stages.append(Stage(_check_code, column=_check_codes))
    if (within := _limits(field)) is not None:
        stages.append(within)
    if field.on_error != "reject":
        stages = [_guarded(tuple(stages), field.on_error)]
    if field.required:
        stages.append(Stage(_need))
    return Chain(tuple(stages), cleaning.column)


def run(stages: Sequence[Stage], value: Any, beside: str = "", currency: str | None = None) -> Any:
    """Return what the stages make of one value; raises `Unfit`."""
    for stage in stages:
        if stage.beside == "nothing":
            value = stage.apply(value)
        else:
            value = stage.apply(value, beside if stage.beside == "column" else currency)
    return value


def _read(field: Field, typed: bool) -> Stage:
    normalise = plain(field.decimal, field.thousands)
    if field.type in AMOUNTS:
        amount = (money if field.type is FieldType.MONEY else unit_price)(field.round)
        if normalise is None:
            return Stage(amount, "currency", amount_column(field.type is FieldType.MONEY))
        return Stage(lambda value, currency: amount(normalise(value), currency), "currency")
    read = _reader(field, typed)
    if normalise is not None and field.type in {FieldType.INTEGER, FieldType.NUMBER}:
        return Stage(lambda value: read(normalise(value)))
    return Stage(Memo(read).__getitem__ if field.type in _REPEATING else read, column=_COLUMNS.get(read))


def _reader(field: Field, typed: bool) -> Callable[[str], object]:
    match field.type:
        case FieldType.DATE:
            return dates.date_reader(field.formats, typed=typed)
        case FieldType.DATETIME:
            return dates.datetime_reader(field.formats, field.timezone, typed=typed)
        case FieldType.LIST:
            return words.members(field.separator, typed=typed)
        case _:
            return _READERS.get(field.type, text)


def _marked(stages: tuple[Stage, ...], field: Field, typed: bool) -> tuple[Stage, ...]:
    """Let a cell that is a number in its file keep that mark through steps that leave its text as it is."""
    if not typed or field.type not in _NUMERIC:
        return stages
    return tuple(Stage(partial(_keep_mark, stage.apply), stage.beside) for stage in stages)


def _keep_mark(clean: Callable[..., str], value: str, *beside: str) -> str:
    cleaned = clean(value, *beside)
    return value if value.__class__ is NumberText and cleaned == value else cleaned


def _text_checks(field: Field) -> list[Stage]:
    checks = []
    if field.pattern is not None:
        match = re.compile(field.pattern).fullmatch
        pattern = field.pattern

        def check_pattern(value: str) -> str:
            if value and not match(value):
                raise Unfit("pattern", f"does not match {pattern}; mend it, or clean it")
            return value

        checks.append(Stage(check_pattern))
    if field.allowed is not None:
        allowed = frozenset(field.allowed)
        shown = ", ".join(field.allowed[:10]) + (", …" if len(allowed) > 10 else "")

        def check_allowed(value: str) -> str:
            if value and value not in allowed and not value.isspace():
                raise Unfit("allowed", f"is none of {shown}; mend it, or add it to `allowed`")
            return value

        checks.append(Stage(check_allowed))
    return checks


def _limits(field: Field) -> Stage | None:
    check = limits(field.minimum, field.maximum, field.type)
    if check is None:
        return None
    if field.type is FieldType.MONEY:

        def in_major(value: int | None, currency: str | None) -> int | None:
            if value is not None and currency is not None:
                check(Decimal(value).scaleb(-exponent_of(currency)))
            return value

        return Stage(in_major, "currency")
    if field.type is FieldType.UNIT_PRICE:

        def in_units(value: int | None) -> int | None:
            if value is not None:
                check(Decimal(value).scaleb(-MICROS))
            return value

        return Stage(in_units)
    return Stage(check)


def _guarded(stages: tuple[Stage, ...], on_error: str) -> Stage:
    besides = {stage.beside for stage in stages} - {"nothing"}

    def read(value: str, beside: str = "", currency: str | None = None) -> object:
        try:
            return run(stages, value, beside, currency)
        except Unfit:
            return text(value) if on_error == "keep" else None

    if besides == {"currency"}:
        return Stage(lambda value, currency: read(value, currency=currency), "currency")
    return Stage(read, "column" if besides else "nothing")


_READERS: Final[dict[FieldType, Callable[[str], object]]] = {
    FieldType.INTEGER: integer,
    FieldType.NUMBER: number,
    FieldType.BOOLEAN: words.boolean,
}
_COLUMNS: Final[dict[Callable[[str], object], Callable[..., Any]]] = {text: texts, integer: integers}


def _check_codes(values: Sequence[str | None]) -> Sequence[str | None]:
    for value in set(values):
        _check_code(value)
    return values


def _check_code(value: str | None) -> str | None:
    if value is not None:
        exponent_of(value)
    return value


def _need(value: object) -> object:
    if value is None:
        raise Unfit("required", "is empty, and the mapping requires it; fill it in")
    return value
