"""What a row is: always one kind of node, or the kind that a column of its says."""

from graph.model import KINDS, FieldType, Kind
from ingest.mapping.defaults import Defaults
from ingest.mapping.fields import steps_of
from ingest.mapping.model import Choice, Field
from ingest.mapping.report import Report, did_you_mean
from ingest.mapping.sections import Settings
from ingest.mapping.shapes import NamedValues


def kinds_of(settings: Settings, report: Report) -> tuple[Kind, ...]:
    """Return the kinds of node that a table's rows may be, each once. Problems are reported."""
    said = settings.find("node", Settings)
    if said is None:
        return ()
    if said.has("kind") == (said.has("column") or said.has("map")) or said.has("column") != said.has("map"):
        report.add(said.line, "`node` is a kind, or a `column` with a `map` from its texts to kinds")
        return ()
    names = _names(said)
    if not names:
        report.add(said.line_of("map"), "the `map` of `node` names no kind: write `{TEXT: KIND}`")
    for name, line in names.items():
        if name not in KINDS:
            report.add(line, f"unknown kind of node `{name}`{did_you_mean(name, KINDS)}")
    found = tuple(KINDS[name] for name in names if name in KINDS)
    if len({kind.category for kind in found}) > 1:
        report.add(said.line_of("map"), "the kinds of one table are all parties, all things or all interactions")
        return ()
    return found


def choice_of(settings: Settings, defaults: Defaults) -> Choice | None:
    """Return how a column says what each row is; `None` where all rows are the same."""
    said = settings.find("node", Settings)
    column = said.find("column", str) if said else None
    pairs = said.find("map", NamedValues) if said else None
    if said is None or column is None or pairs is None:
        return None
    kinds = tuple((text, KINDS[str(name)]) for text, name in pairs.items() if name in KINDS)
    if not kinds:
        return None
    field = Field(
        "node",
        FieldType.TEXT,
        (column,),
        clean=defaults.steps(steps_of(said)),
        line=said.line,
    )
    return Choice(field, kinds)


def _names(said: Settings) -> dict[str, int]:
    """Return the kinds that are named, and the line of each."""
    kind = said.find("kind", str)
    if kind is not None:
        return {kind: said.line_of("kind")}
    names: dict[str, int] = {}
    pairs = said.get("map", NamedValues, NamedValues())
    for text, name in pairs.items():
        names.setdefault(str(name), pairs.lines[text])
    return names
