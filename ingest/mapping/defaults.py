"""What holds for every table of a mapping that does not say it itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, cast

from graph.currency import EXPONENTS
from graph.model import FieldType
from ingest.cleaning import column_of
from ingest.mapping.model import Field, Step
from ingest.mapping.report import Report, did_you_mean
from ingest.mapping.sections import Settings

_TABLE: Final = ("delimiter", "quote", "escape", "row_end", "encoding", "header", "skip", "extent", "modified")
_MARKS: Final = ("decimal", "thousands")


@dataclass(frozen=True, slots=True)
class Defaults:
    """The defaults of one mapping. Without any it changes nothing."""

    said: Settings = field(default_factory=lambda: Settings(0))
    fields: Settings = field(default_factory=lambda: Settings(0))
    clean: tuple[Step, ...] = ()

    def of_table(self, settings: Settings, fits: Callable[[str], bool]) -> Settings:
        """Return a table's settings with the defaults that it does not say itself and that its format `fits`."""
        return _filled(settings, self.said, [name for name in _TABLE if fits(name)])

    def of_field(self, settings: Settings, fits: Callable[[str], bool]) -> Settings:
        """Return a field's settings with the defaults that it does not say itself and that its type `fits`.

        A constant needs none: it is written in the mapping, not in the files. Marks of numbers go together.
        """
        if settings.has("value"):
            return settings
        own = any(settings.has(name) for name in _MARKS)
        names = [name for name in self.fields.lines if fits(name) and not (own and name in _MARKS)]
        return _filled(settings, self.fields, names)

    def steps(self, own: tuple[Step, ...]) -> tuple[Step, ...]:
        """Return the cleaning steps of a column: those of the defaults, then its own."""
        return self.clean + own

    def currency(self) -> Field | None:
        """Return the field that says the currency of amounts that have none beside them."""
        code = self.said.find("currency", str)
        line = self.said.line_of("currency")
        return Field("currency", FieldType.TEXT, value=code, line=line) if code else None


def defaults_of(said: Settings | None, report: Report) -> Defaults:
    """Return the defaults that a mapping says; report what is wrong with them."""
    if said is None:
        return Defaults()
    clean = cast("tuple[Step, ...]", said.get("clean", tuple, ()))
    for step in clean:
        if column_of(step.argument) is not None:
            report.add(said.line_of("clean"), f"`{step.name}` for every column cannot depend on another column")
    code = said.find("currency", str)
    if code is not None and code not in EXPONENTS:
        report.add(said.line_of("currency"), f"`{code}` is no ISO 4217 currency{did_you_mean(code, EXPONENTS)}")
    return Defaults(said, said.get("fields", Settings, Settings(said.line)), clean)


def _filled(settings: Settings, defaults: Settings, names: list[str]) -> Settings:
    missing = [name for name in names if name in defaults.values and not settings.has(name)]
    if not missing:
        return settings
    filled = Settings(settings.line)
    filled.values = {**settings.values, **{name: defaults.values[name] for name in missing}}
    filled.lines = {**settings.lines, **{name: defaults.lines[name] for name in missing}}
    return filled
