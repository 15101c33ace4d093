"""Every way into a long list begins at an index, and none puts in order what may be many."""

import re
from typing import Any

import neo4j
import pytest

from cypher.header import parameters
from graph import cursors
from graph.client import Database
from graph.compiler import compile_root
from graph.listing import party_list, thing_list
from graph.searching import search_query
from graph.selection import Field, Selection
from tests.cypher.explain import READ, explain, writes

_SORTS = {"Sort", "Top", "PartialSort", "PartialTop", "Union"}
_SCANS = {"AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "IntersectionNodeByLabelsScan"}


def _page(of: str) -> Selection:
    node = Field("node", "node", {}, of, Selection(of, (Field("id", "id", {}, "ID"),)))
    edges = Field("edges", "edges", {}, f"{of}Edge", Selection(f"{of}Edge", (node,)))
    return Selection(f"{of}Connection", (edges,))


def _plan(driver: neo4j.Driver, name: str, of: str, arguments: dict[str, Any]) -> str:
    """The plan of a list and, as text, of what it runs but for the other way."""
    statement = compile_root(Field(name, name, arguments, f"{of}Connection", _page(of)))
    _, summary = explain(driver, statement.text, **statement.parameters)
    assert summary.query_type == READ
    assert writes(summary) == []
    assert parameters(statement.text) == statement.parameters.keys()
    return str(summary.plan)


def _operators(plan: str) -> set[str]:
    return set(re.findall(r"'operatorType': '(\w+)", plan))


@pytest.mark.parametrize("order", ["name", "country", "city"])
@pytest.mark.parametrize("role", [None, "Supplier"])
def test_a_list_is_read_in_the_order_of_an_index(
    role: str | None, order: str, open_database: Database, driver: neo4j.Driver
) -> None:
    for given, descending, behind in (
        ({}, False, False),
        ({}, True, True),
        ({"country": "DE"}, False, True),
        ({"city": "Köln"}, True, False),
    ):
        arguments = party_list(role, given, order, descending=descending)
        arguments["ways"] = arguments["ways"][:1]
        name = arguments["order"]
        of = f"Query.parties{f' {name}' if name else ''}{' descending' if descending else ''}"
        after = cursors.encode(of, ["a", "b"]) if behind else None
        plan = _plan(driver, "parties", "Party", {**arguments, "role": role, "first": 10, "after": after})
        assert not _operators(plan) & (_SORTS | _SCANS)
        assert f"sort{(name or 'name').title()}, id" in plan


@pytest.mark.parametrize(
    ("given", "index"),
    [
        ({"taxId": "x"}, "Record(taxId)"),
        ({"nameContains": "abc"}, "TEXT INDEX"),
        ({"level": "A"}, "fulltext.queryNodes"),
        ({"tag": "VIP", "country": "DE"}, "fulltext.queryNodes"),
        ({"source": "crm", "table": "customers"}, "fulltext.queryNodes"),
        ({"nature": "Person", "nameContains": "a"}, "fulltext.queryNodes"),
        ({"generated": True}, "fulltext.queryNodes"),
        ({"nameContains": "华侨"}, "fulltext.queryNodes"),
    ],
)
def test_what_few_have_is_found_by_an_index(
    given: dict[str, Any], index: str, open_database: Database, driver: neo4j.Driver
) -> None:
    role = "Supplier"
    arguments = {**party_list(role, given, "name", descending=False), "role": role, "first": 10, "after": None}
    plan = _plan(driver, "parties", "Party", {**arguments, "ways": arguments["ways"][-1:]})
    assert re.sub(r"\W", "", index) in re.sub(r"\W", "", plan)
    assert not _operators(plan) & _SCANS
    _plan(driver, "parties", "Party", arguments)  # both ways and the probe between them


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("role", [None, "Supplier"])
@pytest.mark.parametrize(("name", "metric"), [("influence", "pagerank"), ("systemicRisk", None)])
def test_a_ranking_is_a_stretch_of_an_index(  # noqa: PLR0917
    name: str, metric: str | None, role: str | None, behind: bool, open_database: Database, driver: neo4j.Driver
) -> None:
    after = cursors.encode(f"Query.{name}", ["20"]) if behind else None
    given = {"role": role, "first": 10, "after": after} | ({"metric": metric} if metric else {})
    plan = _plan(driver, name, "RankedParty", given)
    assert not _operators(plan) & _SORTS
    assert "Score(run, kind, place, id)" in plan
    assert ("place > $" in plan) is behind


def test_goods_and_search_are_found_by_indexes(open_database: Database, driver: neo4j.Driver) -> None:
    for given in ({}, {"code": "1"}, {"supplier": "s"}, {"category": "c"}, {"nameContains": "abc", "kind": "Product"}):
        arguments = {**thing_list(given, descending=False), "first": 10, "after": None}
        plan = _plan(driver, "products", "Product", {**arguments, "ways": arguments["ways"][-1:]})
        assert not _operators(plan) & _SCANS
        _plan(driver, "products", "Product", arguments)
    after = cursors.encode("Query.search", ["1.5", "b"])
    arguments = {"text": search_query("a", "Customer"), "role": "Customer", "first": 10, "after": after}
    assert "fulltext.queryNodes" in _plan(driver, "search", "Party", arguments)
