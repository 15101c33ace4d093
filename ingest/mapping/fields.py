"""Fields of a mapping: from settings to `Field`, checked against the model."""

import re
from collections.abc import Mapping
from typing import Final, cast

from graph.currency import EXPONENTS
from graph.model import RESERVED, FieldType
from ingest.cleaning import column_of
from ingest.faults import Unfit
from ingest.mapping.defaults import Defaults
from ingest.mapping.model import Column, Field, OnError, Rounding, Step
from ingest.mapping.report import Report, did_you_mean, same_word
from ingest.mapping.sections import Settings
from ingest.mapping.shapes import NamedValues
from ingest.mapping.stages import field_chain, run
from ingest.values.dates import check_format, check_timezone
from ingest.values.limits import limit_of

MONEY: Final = frozenset({FieldType.MONEY, FieldType.UNIT_PRICE})
_NUMBERS: Final = MONEY | {FieldType.INTEGER, FieldType.NUMBER}
_DATES: Final = frozenset({FieldType.DATE, FieldType.DATETIME})
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")

# settings that mean something only for some types
_ONLY_FOR: Final[Mapping[str, frozenset[FieldType]]] = {
    "format": _DATES,
    "timezone": frozenset({FieldType.DATETIME}),
    "decimal": _NUMBERS,
    "thousands": _NUMBERS,
    "round": MONEY,
    "separator": frozenset({FieldType.LIST}),
    "minimum": _NUMBERS | _DATES,
    "maximum": _NUMBERS | _DATES,
    "pattern": frozenset({FieldType.TEXT}),
}


def steps_of(settings: Settings) -> tuple[Step, ...]:
    """Return the cleaning steps of a section."""
    return cast("tuple[Step, ...]", settings.get("clean", tuple, ()))


def key_columns(settings: object, defaults: Defaults) -> tuple[Column, ...]:
    """Return the columns of a key from what `settings.KEY` read."""
    parts = cast("tuple[Settings, ...]", settings or ())
    return tuple(
        Column(
            part.find("column", str),
            part.find("value", str),
            defaults.steps(steps_of(part)) if part.has("column") else steps_of(part),
            part.line,
        )
        for part in parts
    )


def check_key(settings: object, report: Report) -> None:
    """Report parts of a key that are neither a column nor a constant, or that need another column."""
    for part in cast("tuple[Settings, ...]", settings or ()):
        if part.has("column") == part.has("value"):
            report.add(part.line, "a part of a key is either a `column` or a `value`")
        for step in steps_of(part):
            if column_of(step.argument) is not None:
                report.add(part.line, f"`{step.name}` in a key cannot depend on another column")


class FieldBuilder:
    """Makes the fields of one node or edge from what was written."""

    def __init__(self, report: Report, known: Mapping[str, FieldType], owner: str, defaults: Defaults) -> None:
        self._report = report
        self._defaults = defaults
        self._known = known
        self._owner = owner

    def build(self, values: NamedValues) -> tuple[Field, ...]:
        """Return the fields that can be used; what is wrong with the others is reported."""
        fields = []
        for name, settings in values.items():
            line = values.lines[name]
            if isinstance(settings, Settings) and self._named_well(name, line):
                before = len(self._report.findings)
                field = self._field(name, line, settings)
                self._check(field, settings)
                if len(self._report.findings) == before:
                    self._check_value(field)
                fields.append(field)
        self._check_currency(fields)
        self._check_stored(fields)
        return tuple(fields)

    def _named_well(self, name: str, line: int) -> bool:
        if not _NAME.fullmatch(name):
            what = f"`{name}` cannot name a field: use letters, digits and `_`, beginning with a letter"
        elif name in RESERVED or name.startswith("score"):
            if name in self._known:
                return True
            what = f"`{name}` is Guanxi's own name; call the field something else"
        elif name not in self._known and (like := self._like(name)):
            what = f"`{name}` looks like the model's `{like}` of {self._owner}; write it so, or choose another name"
        else:
            return True
        self._report.add(line, what)
        return False

    def _like(self, name: str) -> str | None:
        return next((known for known in self._known if same_word(known, name)), None)

    def _field(self, name: str, line: int, settings: Settings) -> Field:
        known = self._known.get(name)
        said = settings.find("type", str)
        kind = FieldType(said) if said else known or FieldType.TEXT
        if known and said and kind is not known:
            self._report.add(
                settings.line_of("type"), f"`{name}` of {self._owner} is {known.value} in the model, not {said}"
            )
        column = settings.find("column", str)
        settings = self._defaults.of_field(settings, lambda setting: kind in _ONLY_FOR[setting])
        steps = steps_of(settings)
        return Field(
            name=name,
            type=kind,
            columns=settings.texts("columns") or ((column,) if column else ()),
            join=settings.get("join", str, " "),
            value=settings.find("value", str),
            required=settings.get("required", bool, False),
            allowed=settings.texts("allowed") or None,
            clean=steps if settings.has("value") else self._defaults.steps(steps),
            formats=settings.texts("format"),
            timezone=settings.find("timezone", str),
            decimal=settings.get("decimal", str, "."),
            thousands=settings.find("thousands", str),
            round=cast("Rounding", settings.get("round", str, "exact")),
            separator=settings.get("separator", str, ","),
            minimum=settings.find("minimum", str),
            maximum=settings.find("maximum", str),
            pattern=settings.find("pattern", str),
            precedence=settings.find("precedence", int),
            on_error=cast("OnError", settings.get("on_error", str, "reject")),
            line=line,
        )

    def _check(self, field: Field, settings: Settings) -> None:
        add = self._report.add
        sources = [name for name in ("column", "columns", "value") if settings.has(name)]
        if len(sources) != 1:
            said = " and ".join(f"`{name}`" for name in sources) or "none of them"
            add(field.line, f"`{field.name}` takes one of `column`, `columns` and `value`, and has {said}")
        for name, types in _ONLY_FOR.items():
            if settings.has(name) and field.type not in types:
                allowed = ", ".join(sorted(kind.value for kind in types))
                add(
                    settings.line_of(name),
                    f"`{name}` is for {allowed}; `{field.name}` is {field.type.value}",
                )
        if field.on_error == "keep" and field.type is not FieldType.TEXT:
            add(settings.line_of("on_error"), f"only text can be kept as it came; `{field.name}` is not text")
        if field.decimal == field.thousands:
            add(settings.line_of("thousands"), "`decimal` and `thousands` cannot be the same mark")
        check_date_settings(field.formats, field.timezone, settings, self._report)
        check_steps(field.clean, settings, self._report)
        self._check_limits(field, settings)

    def _check_limits(self, field: Field, settings: Settings) -> None:
        for name, text in (("minimum", field.minimum), ("maximum", field.maximum)):
            if text is not None and field.type in _ONLY_FOR["minimum"]:
                try:
                    limit_of(text, field.type)
                except ValueError as error:
                    self._report.add(settings.line_of(name), f"`{name}` {error}")
        if field.pattern is not None:
            try:
                re.compile(field.pattern)
            except re.error as error:
                self._report.add(settings.line_of("pattern"), f"`pattern` is no regular expression: {error}")

    def _check_value(self, field: Field) -> None:
        """Report a constant that its own field would reject."""
        chain = field_chain(field)
        if field.value is None or chain.column is not None:
            return
        try:
            run(chain.stages, field.value, currency="CLF")  # the currency with the most decimals
        except Unfit as unfit:
            self._report.add(field.line, f"its value `{field.value}` {unfit.hint}")

    def _check_currency(self, fields: list[Field]) -> None:
        currency = next((field for field in fields if field.name == "currency"), None)
        if currency and currency.value and not currency.clean and currency.value not in EXPONENTS:
            near = did_you_mean(currency.value, EXPONENTS)
            self._report.add(currency.line, f"`{currency.value}` is no ISO 4217 currency{near}")

    def _check_stored(self, fields: list[Field]) -> None:
        by_stored: dict[str, str] = {}
        for field in fields:
            other = by_stored.setdefault(field.stored, field.name)
            if other != field.name:
                self._report.add(field.line, f"`{field.name}` and `{other}` are both stored as `{field.stored}`")


def check_date_settings(formats: tuple[str, ...], timezone: str | None, settings: Settings, report: Report) -> None:
    """Report patterns and time zones that are none."""
    for pattern in formats:
        try:
            check_format(pattern)
        except ValueError as error:
            report.add(settings.line_of("format"), str(error))
    if timezone is not None:
        try:
            check_timezone(timezone)
        except ValueError as error:
            report.add(settings.line_of("timezone"), str(error))


def check_steps(steps: tuple[Step, ...], settings: Settings, report: Report) -> None:
    """Report that several steps need another column: only one may."""
    needing = {column for step in steps if (column := column_of(step.argument)) is not None}
    if len(needing) > 1:
        report.add(settings.line_of("clean"), "the steps of a field can depend on one other column only")
