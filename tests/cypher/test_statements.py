"""Every whole statement: its header says what it takes, gives and does, and the real server agrees."""

import re

import neo4j
import pytest

from cypher import Query, query, query_names
from cypher.header import parameters
from graph.client import Database
from graph.model import EDGES
from tests.cypher.explain import READ, explain, writes

_SAMPLES = {name: query(name) for name in query_names()}


def _variants(statement: Query) -> list[Query]:
    """A statement with its typed placeholders filled in, once for each type of edge."""
    if not statement.types:
        return [statement]
    return [statement.typed(**dict.fromkeys(statement.types, edge)) for edge in EDGES]


def test_there_are_statements() -> None:
    assert len(_SAMPLES) > 20


@pytest.mark.parametrize("name", _SAMPLES)
def test_the_header_is_whole(name: str) -> None:
    statement = query(name)
    assert statement.purpose.endswith(".")
    assert statement.mode in {"read", "write"}
    assert statement.params == parameters(statement.text)
    assert len(statement.returns) == len(set(statement.returns))
    assert all(re.search(rf"\b{placeholder}\b", statement.text) for placeholder in statement.types)


@pytest.mark.parametrize("name", _SAMPLES)
def test_the_server_plans_it_as_its_header_says(name: str, open_database: Database, driver: neo4j.Driver) -> None:
    for statement in _variants(query(name)):
        columns, summary = explain(driver, statement.text, **dict.fromkeys(statement.params))
        assert columns == statement.returns
        if statement.mode == "read":
            assert summary.query_type == READ
            assert writes(summary) == []
        else:
            assert summary.query_type != READ


def test_writes_are_seen(open_database: Database, driver: neo4j.Driver) -> None:
    for text in ("CREATE (n)", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.a = 1", "MERGE (n:A {id: 1})"):
        _, summary = explain(driver, text)
        assert summary.query_type != READ
        assert writes(summary)


def test_a_type_that_the_header_does_not_declare_is_refused() -> None:
    with pytest.raises(ValueError, match="has no type NODE"):
        query("load/read_edges").typed(NODE="PLACED")


@pytest.mark.parametrize("name", ["PLACED]->() DETACH DELETE n //", "placed", "", "A B", "`A`"])
def test_only_an_identifier_takes_the_place_of_a_type(name: str) -> None:
    with pytest.raises(ValueError, match="is no type of an edge or node"):
        query("load/read_edges").typed(EDGE_TYPE=name)


def test_an_unknown_statement_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="load/nothing"):
        query("load/nothing")
