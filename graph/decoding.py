"""From the positional lists that a composed statement returns to what GraphQL shows.

An answer has thousands of values, so they are not walked through by objects that know how: a reader is Python source,
composed beside the statement. `Reading` holds the functions of one statement, one for each selection. Their source is
compiled once for all statements that are read alike; names in it come from the schema and from callers' aliases, which
GraphQL holds to letters, digits and underscores, and stand in it as literals.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import CodeType, MappingProxyType
from typing import Any, Final

from graph import cursors
from graph.facts import facts
from graph.money import major_units, price
from graph.selection import Field, Selection

Decoder = Callable[[str], str]
"""Makes, of the source of an expression, the source of what reads its value."""

_FORMS: Final = MappingProxyType({"money": "major_units", "unit_price": "price"})


def scalar(expression: str, wanted: Field) -> str:
    """The expression of a field that is no object, as Neo4j is to return it."""
    return f"toString({expression})" if wanted.returns in {"Date", "DateTime"} else expression


def parsed(value: str | None) -> Any:
    """What a property holds as JSON."""
    return None if value is None else json.loads(value)


def end_cursor(of_list: str, rows: Sequence[Sequence[Any]], keys: int) -> str | None:
    """The cursor of a page's last row, whose first columns are its keys; None for an empty page."""
    return cursors.encode(of_list, rows[-1][:keys]) if rows else None


_NAMES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "end_cursor": end_cursor,
        "encode": cursors.encode,
        "facts": facts,
        "major_units": major_units,
        "parsed": parsed,
        "price": price,
    }
)
"""What the functions of a reading may name besides each other."""


def identity(value: str) -> str:
    """Most values stand as they came."""
    return value


def constant(text: str) -> Decoder:
    """What is known without asking."""
    return lambda _: repr(text)


def called(name: str) -> Decoder:
    """What one of `_NAMES`, or of a reading's own functions, makes of the value."""
    return lambda value: f"{name}({value})"


def each(decode: Decoder) -> Decoder:
    """Read all of a list alike."""
    return lambda value: f"[{decode('each')} for each in {value}]"


class Reading:
    """The functions that read the rows of one statement."""

    def __init__(self) -> None:
        self._source: list[str] = []
        self._names: dict[str, Any] = {}

    def named(self, readers: Sequence[tuple[str, Decoder]]) -> Decoder:
        """Name the values of a list, each by its key and as its reader reads it; null stays null."""
        columns = [f"c{place}" for place in range(len(readers))]
        shown = [f"{key!r}: {read(column)}" for (key, read), column in zip(readers, columns, strict=True)]
        return self.function(
            "row",
            "if row is None: return None",
            f"[{', '.join(columns)}] = row",
            f"return {{{', '.join(shown)}}}",
        )

    def amount(self, selection: Selection, kind: str) -> Decoder:
        """An amount of `kind` `money` or `unit_price`, out of its units and currency; null without its units."""
        values = {
            "amount": f"{_FORMS[kind]}(units, currency or '')",
            "currency": "currency",
            "__typename": repr(selection.type),
        }
        shown = [f"{wanted.key!r}: {values[wanted.name]}" for wanted in selection.fields]
        return self.function(
            "value",
            "if value is None or value[0] is None: return None",
            "units, currency = value",
            f"return {{{', '.join(shown)}}}",
        )

    def function(self, parameter: str, *lines: str) -> Decoder:
        """A new function of one parameter."""
        name = f"read{len(self._source)}"
        self._source.append("\n    ".join([f"def {name}({parameter}):", *lines]))
        return called(name)

    def name(self, value: Callable[..., Any]) -> str:
        """A name by which the source can call what was made for this statement alone."""
        name = f"own{len(self._names)}"
        self._names[name] = value
        return name

    def compiled(self, decode: Decoder) -> Callable[[Any], Any]:
        """The function that reads one value as `decode` does."""
        source = "\n".join([*self._source, f"def read(value):\n    return {decode('value')}"])
        names: dict[str, Any] = {**_NAMES, **self._names}
        exec(_code(source), names)  # noqa: S102 - the source is ours: see above for what of callers stands in it
        return names["read"]  # type: ignore[no-any-return]


def amount_reader(selection: Selection, kind: str) -> Callable[[Any], Any]:
    """The function that reads one amount, for what no statement returned."""
    reading = Reading()
    return reading.compiled(reading.amount(selection, kind))


@lru_cache(maxsize=512)
def _code(source: str) -> CodeType:
    return compile(source, "<reading>", "exec")
