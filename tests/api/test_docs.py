"""docs/graphql.md says what is so."""

import re
from pathlib import Path

import pytest
from graphql import GraphQLObjectType, parse, validate

from api import cost, documents, endpoint, http, shape, transport
from api.schema import schema
from graph import pages
from graph.errors import AmbiguousKeyError, GuanxiError, InvalidDataError, UnavailableError, UsageError


@pytest.fixture
def text(project: Path) -> str:
    return (project / "docs" / "graphql.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["graphql", "intelligence"])
def test_every_sample_is_valid(name: str, project: Path) -> None:
    text = (project / "docs" / f"{name}.md").read_text(encoding="utf-8")
    samples = re.findall(r"```graphql\n(.*?)```", text, re.DOTALL)
    assert len(samples) >= 2
    for sample in samples:
        assert validate(schema._schema, parse(sample)) == []


def test_every_code_that_the_service_uses_is_in_the_table(text: str, project: Path) -> None:
    sources = [path.read_text(encoding="utf-8") for path in (project / "api").rglob("*.py")]
    codes = {
        code for source in sources for code in re.findall(r'"code": "([A-Z_]+)"|_Refusal\(\d+, "([A-Z_]+)"', source)
    }
    codes = {code for pair in codes for code in pair if code}
    codes |= {error.code for error in (GuanxiError, UsageError, InvalidDataError, AmbiguousKeyError, UnavailableError)}
    assert codes | {"TIMEOUT"} == set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))


def test_the_limits_are_those_of_the_code(text: str) -> None:
    settings = http.HttpSettings()
    limits = transport.Limits()
    for limit in (
        f"{endpoint.MAX_BODY // 1024} KiB",
        f"| {shape.MAX_TOKENS:,} |",
        f"| {shape.MAX_DEPTH}; {shape.MAX_NESTING} |",
        f"| {shape.MAX_FIELDS:,} and {shape.MAX_ALIASES} |",
        f"| {shape.MAX_OPERATIONS} and {shape.MAX_FRAGMENTS} |",
        f"| {shape.MAX_COMPARISONS:,} |",
        f"| rows of a page | {pages.MAX_PAGE} |",
        f"| {cost.MAX_COST:,} |",
        f"| {limits.head_bytes // 1024} KiB; {limits.headers} |",
        f"| {limits.connections}; {limits.pipelined} |",
        f"read | {limits.head_seconds:.0f}; {limits.idle_seconds}; {limits.write_seconds:.0f} |",
        f"{documents._KEPT // 1024} Ki characters",
        f"| seconds of a statement | {settings.timeout:.0f} |",
        f"| seconds for a body to arrive | {settings.patience:.0f} |",
    ):
        assert limit in text


def test_every_figure_is_defined(project: Path) -> None:
    text = (project / "docs" / "figures.md").read_text(encoding="utf-8")
    types = [found for found in schema._schema.type_map.values() if isinstance(found, GraphQLObjectType)]
    figures = {name for found in types for name, field in found.fields.items() if str(field.type) == "Figure!"}
    assert figures
    assert figures - set(re.findall(r"\w+", text)) == set()
