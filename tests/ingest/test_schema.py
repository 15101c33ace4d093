"""The published JSON Schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from ingest.mapping import load_mapping
from ingest.mapping.schema import PATH, main, schema, text

ROOT = Path(__file__).resolve().parents[2]
MAPPINGS = sorted([*ROOT.glob("app/demo/mappings/*.yaml"), *ROOT.glob("examples/**/*.yaml")])


def validator() -> Any:
    return jsonschema.Draft202012Validator(schema())


def test_the_published_schema_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == text()
    assert main() == 0 or pytest.fail("run python -m ingest.mapping.schema")


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(text()))


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.name)
def test_mappings_of_the_repository_are_valid(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        validator().validate(yaml.safe_load(file))
    assert load_mapping(path).tables


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"source": "x"},
        {"source": "x", "tables": []},
        {"source": "x", "tables": [{"name": "t"}], "extra": 1},
        {"source": "x", "tables": [{"name": "t", "extent": "all"}]},
        {"source": "x", "tables": [{"name": "t", "fields": {"a": {"colum": "b"}}}]},
        {"source": "x", "tables": [{"name": "t", "fields": {"a": {"column": "b", "clean": ["trimm"]}}}]},
        {"source": "x", "tables": [{"name": "t", "fields": {"a": {"column": "b", "clean": [{"phone": {"reg": 1}}]}}}]},
        {"source": "x", "tables": [{"name": "t", "edges": [{"type": "PLACED"}]}]},
    ],
)
def test_it_refuses_what_the_parser_refuses(mapping: object) -> None:
    assert not validator().is_valid(mapping)
