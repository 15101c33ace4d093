"""From the positional lists that a composed statement returns to what GraphQL shows."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from graph import money
from graph.selection import Field, Selection

Decoder = Callable[[Any], Any]


def scalar(expression: str, wanted: Field) -> str:
    """The expression of a field that is no object, as Neo4j is to return it."""
    return f"toString({expression})" if wanted.returns in {"Date", "DateTime"} else expression


def parsed(value: str | None) -> Any:
    """What a property holds as JSON."""
    return None if value is None else json.loads(value)


def identity(value: Any) -> Any:
    """Most values stand as they came."""
    return value


def constant(value: Any) -> Decoder:
    """What is known without asking."""
    return lambda _: value


def named(readers: Sequence[tuple[str, Decoder]]) -> Decoder:
    """Name the values of a list, each by its key and as its reader reads it."""
    keys = [key for key, _ in readers]
    read_on = [(key, read) for key, read in readers if read is not identity]

    def decode(row: list[Any] | None) -> dict[str, Any] | None:
        if row is None:
            return None
        found = dict(zip(keys, row, strict=True))  # most values stand as they came
        for key, read in read_on:
            found[key] = read(found[key])
        return found

    return decode


def each(decode: Decoder) -> Decoder:
    """Read all of a list alike."""
    return lambda rows: [decode(row) for row in rows]


def amount(selection: Selection, kind: str) -> Decoder:
    """An amount of `kind` `money` or `unit_price`, out of its units and currency."""
    form = money.major_units if kind == "money" else money.price

    def decode(value: list[Any] | None) -> dict[str, Any] | None:
        if value is None or value[0] is None:
            return None
        units, currency = value
        values = {"amount": form(units, currency or ""), "currency": currency, "__typename": selection.type}
        return {wanted.key: values[wanted.name] for wanted in selection.fields}

    return decode
