"""What surrounds a node and how two hang together, on the graph of `graphs.TRADE`."""

from typing import Any

import pytest

from api.operations import Operations, Request
from api.schema import schema
from api.surroundings.types import EdgeType, NodeKind
from graph.client import Database
from graph.model import EDGES, KINDS
from tests.api.conftest import Query
from tests.conftest import Ask

_NODES = "truncated nodes { id kind depth leftOut } edges { type start end }"


@pytest.fixture
def query(client: object, database: Database) -> Query:
    """Ask without HTTP, and with patience: the server plans these statements for a while, longer where it is busy."""
    operations = Operations(schema._schema, database, 60.0)
    return lambda text: operations.answer(Request(text, {}, None)).body


def _around(query: Query, arguments: str, fields: str = _NODES) -> dict[str, Any]:
    answer = query(f"{{ neighborhood({arguments}) {{ {fields} }} }}")
    assert "errors" not in answer, answer
    return answer["data"]["neighborhood"]


def _path(query: Query, arguments: str) -> dict[str, Any] | None:
    answer = query(f"{{ path({arguments}) {{ length hubs nodes {{ id depth }} edges {{ type start end }} }} }}")
    assert "errors" not in answer, answer
    return answer["data"]["path"]


def _ids(found: dict[str, Any] | None) -> list[str]:
    assert found
    return [node["id"] for node in found["nodes"]]


def test_the_schema_has_the_ontology_s_types_and_kinds() -> None:
    assert {each.value for each in EdgeType} == {*EDGES, "DESCRIBES"}
    assert {each.value for each in NodeKind} == {*KINDS, "Record"}


def test_neighbours_come_parties_first_then_things_then_the_newest(trade: Ask, query: Query) -> None:
    found = _around(query, 'id: "ann"')
    assert _ids(found) == ["ann", "emma", "tea", "i2", "o2", "o3", "r1", "c1", "i1", "o1", "b1", "k1"]
    assert not found["truncated"]
    assert found["nodes"][0] == {"id": "ann", "kind": "Customer", "depth": 0, "leftOut": 0}
    assert found["nodes"][1] == {"id": "emma", "kind": "Employee", "depth": 1, "leftOut": 3}  # max, ben and the carrier
    among = [(edge["type"], edge["start"], edge["end"]) for edge in found["edges"]]
    assert among == sorted(among)
    assert {("BILLED_BY", "o1", "i1"), ("ASSIGNED_TO", "c1", "emma"), ("CONTAINS", "b1", "tea")} <= set(among)
    assert among.count(("SERVES", "emma", "ann")) == 2


def test_a_day_hides_what_came_later_and_kinds_and_types_what_is_not_asked_for(trade: Ask, query: Query) -> None:
    assert _ids(_around(query, 'id: "ann", asOf: "2024-01-12"')) == ["ann", "emma", "tea", "o1", "b1", "k1"]
    assert _ids(_around(query, 'id: "ann", kinds: [EMPLOYEE, PRODUCT]')) == ["ann", "emma", "tea"]
    assert _ids(_around(query, 'id: "ann", edgeTypes: [SIGNED, SUPPLIES]')) == ["ann", "tea", "k1"]
    assert _ids(_around(query, 'id: "tea", edgeTypes: [IN_CATEGORY]')) == ["tea", "drinks"]
    records = _around(query, 'id: "ann", edgeTypes: [DESCRIBES]', "nodes { id kind party { id } } edges { start }")
    assert records["nodes"][1:] == [
        {"id": "record:ann", "kind": "Record", "party": None},
        {"id": "record:ann-srm", "kind": "Record", "party": None},
    ]
    trade("MATCH (:Party {id: 'emma'})-[e:SERVES]->(:Party {id: 'ann'}) SET e.validTo = date('2024-01-31')")
    assert "emma" not in _ids(_around(query, 'id: "ann", kinds: [EMPLOYEE]'))
    assert "emma" in _ids(_around(query, 'id: "ann", kinds: [EMPLOYEE], asOf: "2024-01-31"'))


def test_levels_and_limits_are_kept_and_what_is_left_out_is_told(trade: Ask, query: Query) -> None:
    deep = _around(query, 'id: "max", depth: 3, edgeTypes: [REPORTS_TO, SERVES, SUPPLIES]')
    assert [(node["id"], node["depth"]) for node in deep["nodes"]] == [
        ("max", 0),
        ("emma", 1),
        ("ann", 2),
        ("ben", 2),
        ("carrier", 2),
        ("tea", 3),
    ]
    cut = _around(query, 'id: "ann", limit: 3')
    assert (_ids(cut), cut["truncated"]) == (["ann", "emma", "tea"], True)
    assert cut["nodes"][0]["leftOut"] == 9
    trade(
        "MATCH (b:Party {id: 'ben'}) UNWIND range(0, 59) AS n"
        " CREATE (b)-[:OWNS {share: n / 100.0}]->(:Party {id: 'x' + (n + 10)})"
    )
    owned = _around(query, 'id: "ben", edgeTypes: [OWNS]')
    assert _ids(owned)[1:] == [f"x{n + 10}" for n in range(59, 9, -1)]  # the fifty largest shares
    assert (owned["truncated"], owned["nodes"][0]["leftOut"]) == (True, 10)


def test_a_node_is_shown_in_the_round_with_its_facts(trade: Ask, query: Query) -> None:
    fields = "nodes { name at category facts party { name country } product { code } } edges { facts }"
    found = _around(query, 'id: "o1", edgeTypes: [CONTAINS, PLACED], limit: 3', fields)
    assert found["nodes"] == [
        {
            "name": "1",
            "at": "2024-01-10",
            "category": "INTERACTION",
            "facts": {
                "at": "2024-01-10",
                "currency": "EUR",
                "freight": {"amount": "-0.05", "currency": "EUR"},
                "shippedAt": "2024-01-20",
                "total": {"amount": "1234.56", "currency": "EUR"},
            },
            "party": None,
            "product": None,
        },
        {
            "name": "Änn AG",
            "at": None,
            "category": "PARTY",
            "facts": {
                "city": "Köln",
                "country": "DE",
                "email": "a@example.org",
                "name": "Änn AG",
                "taxId": "DE1",
            },
            "party": {"name": "Änn AG", "country": "DE"},
            "product": None,
        },
        {
            "name": "Rice",
            "at": None,
            "category": "THING",
            "facts": {"name": "Rice"},
            "party": None,
            "product": {"code": None},
        },
    ]
    assert found["edges"] == [{"facts": {"quantity": 1.5}}, {"facts": {}}]


def test_a_path_is_a_shortest_one_and_names_its_edges(trade: Ask, query: Query) -> None:
    assert _path(query, 'from: "max", to: "ann-srm", edgeTypes: [REPORTS_TO, SERVES]') == {
        "length": 2,
        "hubs": [],
        "nodes": [{"id": "max", "depth": 0}, {"id": "emma", "depth": 1}, {"id": "ann", "depth": 2}],
        "edges": [
            {"type": "REPORTS_TO", "start": "emma", "end": "max"},
            {"type": "SERVES", "start": "emma", "end": "ann"},
        ],
    }
    assert _path(query, 'from: "ben", to: "ben", maxHops: 0') == {
        "length": 0,
        "hubs": [],
        "nodes": [{"id": "ben", "depth": 0}],
        "edges": [],
    }
    for none in ('from: "ben", to: "ann", maxHops: 1', 'from: "ben", to: "nobody"', 'from: "x", to: "ben", maxHops: 0'):
        assert _path(query, none) is None
    assert _path(query, 'from: "tea", to: "drinks"') is None  # categories are no way
    assert _path(query, 'from: "o1", to: "d1"')["length"] == 1  # type: ignore[index]
    assert _path(query, 'from: "o1", to: "d1", asOf: "2024-01-14"') is None


def test_a_hub_is_passed_only_where_there_is_no_other_way_and_is_named(trade: Ask, query: Query) -> None:
    trade("MATCH (e:Party {id: 'emma'}) UNWIND range(1, 1001) AS n CREATE (e)-[:SERVES]->(:Party {id: 'z' + n})")
    found = _path(query, 'from: "ben", to: "ann", edgeTypes: [SERVES, PARTNER_OF]')
    assert (_ids(found), found["hubs"]) == (["ben", "emma", "ann"], ["emma"])  # type: ignore[index]
    trade(
        "MATCH (a:Party {id: 'ben'}), (b:Party {id: 'ann'}), (c:Party {id: 'max'})"
        " CREATE (a)-[:PARTNER_OF]->(c), (c)-[:PARTNER_OF]->(:Party {id: 'mid'})-[:PARTNER_OF]->(b)"
    )
    found = _path(query, 'from: "ben", to: "ann", edgeTypes: [SERVES, PARTNER_OF]')
    assert (_ids(found), found["hubs"]) == (["ben", "max", "mid", "ann"], [])  # type: ignore[index]


@pytest.mark.parametrize(
    "field",
    [
        'neighborhood(id: "ann", depth: 99) { truncated }',
        'neighborhood(id: "ann", depth: 0) { truncated }',
        'neighborhood(id: "ann", limit: 501) { truncated }',
        'neighborhood(id: "ann", limit: -1) { truncated }',
        'path(from: "ann", to: "ben", maxHops: 9) { length }',
        'path(from: "ann", to: "ben", maxHops: -1) { length }',
    ],
)
def test_a_bound_that_cannot_be_kept_is_refused(field: str, client: object, query: Query) -> None:
    answer = query(f"{{ {field} }}")
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "it may be" in answer["errors"][0]["message"]


def test_an_unknown_node_has_no_surroundings(client: object, query: Query) -> None:
    assert _around(query, 'id: "nobody", depth: 3') == {"truncated": False, "nodes": [], "edges": []}
