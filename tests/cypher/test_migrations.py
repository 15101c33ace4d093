"""The schema that the migrations make."""

import re

import pytest

from cypher import migrations
from cypher.migration import parse
from graph.client import Database
from graph.model import EDGES, KINDS
from tests.conftest import Ask


def test_every_type_of_edge_has_a_constraint_on_its_id(open_database: Database, ask: Ask) -> None:
    found = ask(
        "SHOW CONSTRAINTS YIELD entityType, type, labelsOrTypes, properties WHERE entityType = 'RELATIONSHIP'"
        " AND type ENDS WITH 'UNIQUENESS' AND properties = ['id'] RETURN labelsOrTypes[0]"
    )
    assert {row[0] for row in found} == EDGES.keys()


def test_every_category_of_node_has_a_constraint_on_its_id(open_database: Database, ask: Ask) -> None:
    found = ask(
        "SHOW CONSTRAINTS YIELD entityType, type, labelsOrTypes, properties WHERE entityType = 'NODE'"
        " AND type ENDS WITH 'UNIQUENESS' AND properties = ['id'] RETURN labelsOrTypes[0]"
    )
    assert {row[0] for row in found} >= {kind.category.value for kind in KINDS.values()} | {"Record"}


def test_every_index_is_online(open_database: Database, ask: Ask) -> None:
    assert ask("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name") == []


def test_migrations_are_numbered_without_a_gap_and_say_what_they_are_for() -> None:
    steps = migrations()
    assert [step.id for step in steps] == [f"{n:03}" for n in range(1, len(steps) + 1)]
    assert all(step.purpose.endswith(".") and step.statements for step in steps)


@pytest.mark.parametrize("step", migrations(), ids=lambda step: step.id)
def test_every_statement_may_run_again(step: object, open_database: Database) -> None:
    for statement in step.statements:  # type: ignore[attr-defined]
        assert re.search(r"IF (NOT )?EXISTS", statement)
        open_database.change_schema(statement)


def test_a_checksum_tells_an_edit_but_not_the_machine_s_line_ends() -> None:
    text = "// Purpose.\nCREATE INDEX a IF NOT EXISTS FOR (n:A) ON (n.a);\n"
    assert parse("001", "a", text).checksum == parse("001", "a", text.replace("\n", "\r\n")).checksum
    assert parse("001", "a", text).checksum != parse("001", "a", text + "// more\n").checksum
