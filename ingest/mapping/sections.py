"""Sections: settings with fixed names, what a user wrote for them, and where."""

from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote

import yaml

from ingest.mapping.report import Report, did_you_mean
from ingest.mapping.shapes import INVALID, Parts, Schema, Shape, is_null, line_of, pairs_of, wrong

T = TypeVar("T")


@dataclass(frozen=True)
class Setting:
    """A setting of a section: its shape, and what it is for."""

    name: str
    shape: Shape
    about: str
    required: bool = False


class Settings:
    """What a `Section` reads: its settings' values and lines."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: dict[str, object] = {}
        self.lines: dict[str, int] = {}

    def has(self, name: str) -> bool:
        """Whether the setting was given, usable or not."""
        return name in self.lines

    def line_of(self, name: str) -> int:
        """Return the line of a setting, or of the section when it was not given."""
        return self.lines.get(name, self.line)

    def get(self, name: str, kind: type[T], default: T) -> T:
        """Return a setting's value, or `default`."""
        value = self.values.get(name, default)
        if not isinstance(value, kind):  # pragma: no cover  (a shape and its use disagree)
            raise TypeError(f"{name} is {value!r}, not {kind}")
        return value

    def find(self, name: str, kind: type[T]) -> T | None:
        """Return a setting's value, or `None`."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, kind):  # pragma: no cover
            raise TypeError(f"{name} is {value!r}, not {kind}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a setting that is a list of texts; empty when it was not given."""
        return tuple(str(value) for value in self.get(name, tuple, ()))


@dataclass(frozen=True)
class Section:
    """Settings with fixed names. `short` names the setting that a bare text (or list) stands for."""

    name: str
    settings: tuple[Setting, ...]
    short: str | None = None
    _known: dict[str, Setting] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {setting.name: setting for setting in self.settings})

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return a `Settings`."""
        settings = Settings(line_of(node))
        if not isinstance(node, yaml.MappingNode):
            if self.short is None or is_null(node):
                return wrong(node, report, name, "settings (lines of the form `name: value`)")
            self._take(settings, self.short, node, node, report)
            return settings
        for key, value in pairs_of(node):
            if isinstance(key, yaml.ScalarNode) and key.value in self._known:
                self._take(settings, key.value, key, value, report)
            else:
                said = key.value if isinstance(key, yaml.ScalarNode) else "…"
                near = did_you_mean(said, self._known)
                report.add(line_of(key), f"unknown setting `{said}` in {self.name}{near}")
        for setting in self.settings:
            if setting.required and not settings.has(setting.name):
                report.add(settings.line, f"{self.name} lacks `{setting.name}` ({setting.about})")
        return settings

    def _take(self, into: Settings, name: str, key: yaml.Node, value: yaml.Node, report: Report) -> None:
        if into.has(name):
            report.add(line_of(key), f"`{name}` stands in {self.name} twice")
            return
        into.lines[name] = line_of(key)
        read = self._known[name].shape.read(value, report, name)
        if read is not INVALID:
            into.values[name] = read

    def schema(self, parts: Parts, /) -> Schema:
        """Return a reference to an object without other settings, or to what a bare text stands for."""
        if self.name in parts:
            return reference_to(self.name)
        parts[self.name] = {}  # so that a section may stand inside itself
        properties = {s.name: {**s.shape.schema(parts), "description": s.about} for s in self.settings}
        whole: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if needed := [setting.name for setting in self.settings if setting.required]:
            whole["required"] = needed
        short = None if self.short is None else self._known[self.short].shape.schema(parts)
        parts[self.name] = whole if short is None else {"anyOf": [short, whole]}
        return reference_to(self.name)


def reference_to(name: str) -> Schema:
    """Return a JSON Schema that stands for the part of this name."""
    return {"$ref": "#/$defs/" + quote(name)}
