"""Cleaning steps as a user writes them: a name, or a name with an argument."""

from dataclasses import dataclass
from typing import Final

import yaml

from ingest.cleaning import STEPS, StepKind
from ingest.mapping.model import Step
from ingest.mapping.report import Report, did_you_mean
from ingest.mapping.sections import Section, Setting, Settings, reference_to
from ingest.mapping.shapes import INVALID, Many, Named, Parts, Schema, Shape, Text, line_of, pairs_of


def _argument_shape(kind: StepKind) -> Shape:
    if kind.takes == "words":
        return Many(Text(empty=True))
    if kind.takes == "pairs":
        return Named(Text(empty=True))
    return Section(f"`{kind.name}`", tuple(Setting(name, Text(), about) for name, about in kind.keywords))


_ARGUMENTS: Final = {kind.name: _argument_shape(kind) for kind in STEPS.values() if kind.takes != "nothing"}


@dataclass(frozen=True)
class OneStep:
    """`trim`, or `{phone: {region: DE}}`."""

    def read(self, node: yaml.Node, report: Report, name: str) -> object:
        """Return a `Step` that can be built."""
        argument: yaml.Node | None = None
        said = node
        if isinstance(node, yaml.MappingNode):
            pairs = list(pairs_of(node))
            if len(pairs) != 1:
                report.add(line_of(node), f"each step in `{name}` is one name with its argument")
                return INVALID
            said, argument = pairs[0]
        if not isinstance(said, yaml.ScalarNode):
            report.add(line_of(node), f"a step in `{name}` is a name, or a name with its argument")
            return INVALID
        kind = STEPS.get(said.value)
        if kind is None:
            report.add(line_of(said), f"unknown cleaning step `{said.value}`{did_you_mean(said.value, STEPS)}")
            return INVALID
        return _step(kind, said, argument, report)

    def schema(self, parts: Parts, /) -> Schema:
        """Return a reference to the names, and the objects with one name."""
        if "a cleaning step" not in parts:
            bare = [kind.name for kind in STEPS.values() if kind.takes == "nothing" or kind.optional]
            with_argument: list[Schema] = [
                {
                    "type": "object",
                    "description": STEPS[name].about,
                    "properties": {name: shape.schema(parts)},
                    "required": [name],
                    "additionalProperties": False,
                }
                for name, shape in _ARGUMENTS.items()
            ]
            parts["a cleaning step"] = {"anyOf": [{"enum": bare}, *with_argument]}
        return reference_to("a cleaning step")


def _step(kind: StepKind, said: yaml.ScalarNode, node: yaml.Node | None, report: Report) -> object:
    if node is None:
        if kind.takes != "nothing" and not kind.optional:
            report.add(line_of(said), f"`{kind.name}` needs an argument: `{kind.name}: …` ({kind.about})")
            return INVALID
        step = Step(kind.name)
    elif kind.takes == "nothing":
        report.add(line_of(said), f"`{kind.name}` takes no argument")
        return INVALID
    else:
        value = _ARGUMENTS[kind.name].read(node, report, kind.name)
        if value is INVALID:
            return INVALID
        if isinstance(value, Settings):
            value = value.values
        step = Step(kind.name, tuple(value.items()) if isinstance(value, dict) else value)
    try:
        build(step)
    except ValueError as error:
        report.add(line_of(said), str(error))
        return INVALID
    return step


def build(step: Step) -> object:
    """Return the function of a step.

    Raises
    ------
    ValueError
        The argument cannot be used.

    """
    kind = STEPS[step.name]
    if kind.takes == "keywords":
        pairs = step.argument if isinstance(step.argument, tuple) else ()
        return kind.build(**dict(pairs))
    return kind.build() if kind.takes == "nothing" else kind.build(step.argument)
