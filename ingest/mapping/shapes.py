"""Shapes of settings: each reads its part of a YAML file, and says itself as JSON Schema.

What a user writes is described once, in `settings.py`, with these. Scalars are taken as they are written, whatever
YAML would make of them: `no`, `007` and `1e3` stay those texts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

import yaml

from ingest.mapping.report import Report, did_you_mean

Schema = dict[str, Any]
Parts = dict[str, Schema]
"""Schemas that stand at several places, by name; a schema refers to them."""


class _Invalid:
    """What a shape returns when it has reported a problem."""


INVALID: Final = _Invalid()
_SCALAR: Final = ["string", "number", "boolean"]
_NULL: Final = "tag:yaml.org,2002:null"
_INTEGER: Final = "tag:yaml.org,2002:int"


def line_of(node: yaml.Node) -> int:
    """Return the line of a node, counted from 1."""
    return int(node.start_mark.line) + 1


def pairs_of(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield a mapping's keys and values as they were written."""
    yield from node.value


class Shape(Protocol):
    """What a setting may look like."""

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return the value, or `INVALID` after reporting what is wrong with the setting `name`."""

    def schema(self, parts: Parts, /) -> Schema:
        """Return the shape as JSON Schema; what stands at several places goes into `parts`."""


def is_null(node: yaml.Node) -> bool:
    """Whether nothing stands there, or `null`."""
    return isinstance(node, yaml.ScalarNode) and node.tag == _NULL


def wrong(node: yaml.Node, report: Report, name: str, expected: str) -> object:
    """Report that a setting should be something else."""
    report.add(line_of(node), f"`{name}` should be {expected}")
    return INVALID


@dataclass(frozen=True)
class Text:
    """Any text. `empty` allows none."""

    empty: bool = False

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return a `str`."""
        if not isinstance(node, yaml.ScalarNode):
            return wrong(node, report, name, "a single text")
        if (node.tag == _NULL and node.value != "null" and not self.empty) or (not node.value and not self.empty):
            return wrong(node, report, name, "a text, and is empty")
        return str(node.value)

    def schema(self, _parts: Parts, /) -> Schema:
        """Return any scalar: YAML tells `007` from "007", Guanxi does not."""
        return {"type": _SCALAR} if self.empty else {"type": _SCALAR, "minLength": 1}


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return one of the words."""
        if not isinstance(node, yaml.ScalarNode):
            return wrong(node, report, name, f"one of {', '.join(self.words)}")
        if node.value not in self.words:
            report.add(line_of(node), f"`{name}` cannot be `{node.value}`{did_you_mean(node.value, self.words)}")
            return INVALID
        return str(node.value)

    def schema(self, _parts: Parts, /) -> Schema:
        """Return an enumeration."""
        return {"enum": [*self.words, *(True for word in self.words if word == "true")]}


@dataclass(frozen=True)
class Flag:
    """`true` or `false`."""

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return a `bool`."""
        if isinstance(node, yaml.ScalarNode) and node.value.lower() in {"true", "false"}:
            return node.value.lower() == "true"
        return wrong(node, report, name, "`true` or `false`")

    def schema(self, _parts: Parts, /) -> Schema:
        """Return a boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Whole:
    """A whole number of at least `minimum`."""

    minimum: int = 0

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return an `int`."""
        if isinstance(node, yaml.ScalarNode):
            text = node.value
            if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 10:
                number = int(text)
                if number >= self.minimum:
                    return number
        return wrong(node, report, name, f"a whole number of at least {self.minimum}")

    def schema(self, _parts: Parts, /) -> Schema:
        """Return an integer."""
        return {"type": "integer", "minimum": self.minimum}


@dataclass(frozen=True)
class TextOrNumber:
    """A name, or (unquoted) a number counted from 1."""

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return a `str`, or an `int` for a plain number."""
        if isinstance(node, yaml.ScalarNode) and node.tag == _INTEGER:
            return Whole(1).read(node, report, name)
        return Text().read(node, report, name)

    def schema(self, _parts: Parts, /) -> Schema:
        """Return either."""
        return {"type": ["string", "integer"], "minimum": 1, "minLength": 1}


@dataclass(frozen=True)
class Many:
    """A list, or its only member; read as a tuple."""

    of: Shape
    single: bool = True

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return a tuple of what `of` reads."""
        if isinstance(node, yaml.SequenceNode):
            if not node.value:
                return wrong(node, report, name, "a list with at least one member")
            found = tuple(self.of.read(member, report, name) for member in node.value)
            return INVALID if INVALID in found else found
        if not self.single:
            return wrong(node, report, name, "a list (lines that begin with `- `)")
        one = self.of.read(node, report, name)
        return INVALID if one is INVALID else (one,)

    def schema(self, parts: Parts, /) -> Schema:
        """Return the list, or either."""
        many = {"type": "array", "items": self.of.schema(parts), "minItems": 1}
        return {"anyOf": [self.of.schema(parts), many]} if self.single else many


@dataclass(frozen=True)
class Named:
    """Values under names of the user's own; read as a dict. `lines` of the names are kept beside."""

    of: Shape

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return a `NamedValues`."""
        if not isinstance(node, yaml.MappingNode):
            return wrong(node, report, name, "names with values (lines of the form `name: value`)")
        values = NamedValues()
        for key, value in pairs_of(node):
            if not isinstance(key, yaml.ScalarNode):
                report.add(line_of(key), f"a name in `{name}` should be a text")
            elif key.value in values.lines:
                report.add(line_of(key), f"`{key.value}` stands in `{name}` twice")
            else:
                values.lines[key.value] = line_of(key)
                read = self.of.read(value, report, key.value)
                if read is not INVALID:
                    values[key.value] = read
        return values

    def schema(self, parts: Parts, /) -> Schema:
        """Return an object of any names."""
        return {"type": "object", "additionalProperties": self.of.schema(parts)}


@dataclass(frozen=True)
class Either:
    """A single text of the one shape, or names with values of the other."""

    text: Shape
    named: Named

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return what the shape that fits reads."""
        return (self.named if isinstance(node, yaml.MappingNode) else self.text).read(node, report, name)

    def schema(self, parts: Parts, /) -> Schema:
        """Return either."""
        return {"anyOf": [self.text.schema(parts), self.named.schema(parts)]}


class NamedValues(dict[str, object]):
    """What `Named` reads, with the line of each name."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
