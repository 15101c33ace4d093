"""GraphQL itself (aliases, fragments, variables, directives, several roots), and how a party is found."""

import pytest

from tests.api.conftest import Query, Recording
from tests.conftest import Ask


def test_aliases_fragments_variables_and_directives_in_one_document(
    trade: Ask, query: Query, recording: Recording
) -> None:
    answer = query(
        """
        query Both($id: ID!, $n: Int = 1, $yes: Boolean!, $no: Boolean = false) {
          one: party(id: $id) { ...Known  ... on Party { kind: __typename  customer { ...Pages } } }
          two: party(id: "ben") { ...Known  email @include(if: $no)  country @skip(if: $no) }
          nobody: party(id: "none") { ...Known }
          parties(first: $n) @include(if: $yes) {
            __typename edges { __typename node { ...Known } } pageInfo { __typename }
          }
          skipped: parties @skip(if: $yes) { totalCount }
        }
        fragment Known on Party { called: name  name  nature @include(if: $yes) }
        fragment Pages on CustomerFacet {
          newest: orders(first: 1) { edges { node { key ...Dated total { __typename money: amount } } } }
          all: orders { n: totalCount }
          orders { totalCount edges { node { key } } }
          orders { totalCount edges { node { at key } } }
        }
        fragment Dated on Interaction { at __typename source }
        """,
        id="ann",
        yes=True,
    )
    known = {"called": "Änn AG", "name": "Änn AG", "nature": "ORGANIZATION"}
    newest = {
        "key": "2",
        "at": "2024-02-10",
        "__typename": "Order",
        "source": "sales",
        "total": {"__typename": "Money", "money": "500"},
    }
    orders = [("2", "2024-02-10"), ("3", "2024-02-10"), ("1", "2024-01-10")]
    assert answer["data"] == {
        "one": {
            **known,
            "kind": "Party",
            "customer": {
                "newest": {"edges": [{"node": newest}]},
                "all": {"n": 3},
                "orders": {"totalCount": 3, "edges": [{"node": {"key": key, "at": at}} for key, at in orders]},
            },
        },
        "two": {"called": "Ben", "name": "Ben", "nature": "PERSON", "country": "NO"},
        "nobody": None,
        "parties": {
            "__typename": "PartyConnection",
            "edges": [{"__typename": "PartyEdge", "node": known}],
            "pageInfo": {"__typename": "PageInfo"},
        },
    }
    assert list(answer["data"]["one"]) == ["called", "name", "nature", "kind", "customer"]
    assert len(recording.statements) == 4  # one for each root field that was not skipped
    assert answer["extensions"]["cost"] > 0


def test_values_travel_as_parameters_only(trade: Ask, query: Query, recording: Recording) -> None:
    hostile = "x'}) DETACH DELETE n //"
    texts = [
        f'{{ party(id: "{hostile}") {{ id }} }}',
        f'{{ partyByKey(source: "{hostile}", key: "{hostile}", table: "{hostile}") {{ id }} }}',
        f'{{ parties(filter: {{ nameContains: "{hostile}", city: "{hostile}" }}) {{ totalCount }} }}',
    ]
    before = trade("MATCH (n) RETURN count(n)")
    assert [query(text).get("errors") for text in texts] == [None] * 3
    assert trade("MATCH (n) RETURN count(n)") == before
    assert [text for text, _ in recording.statements if "x'" in text or "DELETE" in text] == []
    assert len(recording.statements) == 3


def test_what_needs_no_day_does_not_ask_for_one(trade: Ask, query: Query, recording: Recording) -> None:
    query('{ party(id: "ann") { name } parties { totalCount } }')
    assert all("asOf" not in text for text, _ in recording.statements)


@pytest.mark.parametrize("id_", ["ann", "ann-srm"])
def test_a_party_is_found_by_any_of_its_records(id_: str, trade: Ask, query: Query) -> None:
    assert query("query($id: ID!) { party(id: $id) { id } }", id=id_)["data"] == {"party": {"id": "ann"}}


def test_what_is_not_there_is_null(trade: Ask, query: Query) -> None:
    answer = query('{ party(id: "tea") { id } partyByKey(source: "crm", key: "nobody") { id } }')
    assert answer["data"] == {"party": None, "partyByKey": None}
    assert "errors" not in answer


def test_a_key_that_two_tables_have_is_ambiguous_until_the_table_is_named(trade: Ask, query: Query) -> None:
    answer = query('{ partyByKey(source: "crm", key: "B") { name } }')
    assert answer["data"] == {"partyByKey": None}
    assert answer["errors"][0]["extensions"].pop("requestId")
    assert answer["errors"] == [
        {
            "message": "partyByKey finds 2 parties: ben (table customers); emma (table staff); say which table",
            "locations": [{"line": 1, "column": 3}],
            "path": ["partyByKey"],
            "extensions": {"code": "AMBIGUOUS_KEY"},
        }
    ]
    named = query('{ partyByKey(source: "crm", key: "B", table: "staff") { name } }')
    assert named["data"] == {"partyByKey": {"name": "Emma"}}
    assert query('{ partyByKey(source: "crm", key: "A", table: null) { id } }')["data"] == {"partyByKey": {"id": "ann"}}


def test_a_key_that_two_tables_have_for_one_party_is_not_ambiguous(trade: Ask, query: Query) -> None:
    trade(
        "MATCH (p:Party {id: 'ann'}) CREATE (:Record {id: 'a2', source: 'crm', table: 'prospects', key: 'A'})"
        "-[:DESCRIBES]->(p)"
    )
    assert query('{ partyByKey(source: "crm", key: "A") { id } }')["data"] == {"partyByKey": {"id": "ann"}}


def test_an_error_in_one_root_leaves_the_others(trade: Ask, query: Query) -> None:
    answer = query('{ ok: party(id: "ann") { name } bad: partyByKey(source: "crm", key: "B") { name } }')
    assert answer["data"] == {"ok": {"name": "Änn AG"}, "bad": None}
    assert [error["path"] for error in answer["errors"]] == [["bad"]]


@pytest.mark.parametrize("day", ["2024-02-30", "yesterday", "", "20240101000000", "-1-01-01"])
def test_a_day_that_is_none_is_refused(day: str, trade: Ask, query: Query, recording: Recording) -> None:
    for answer in (
        query(f'{{ party(id: "ann", asOf: "{day}") {{ asOf }} }}'),
        query('query($d: Date) { party(id: "ann", asOf: $d) { asOf } }', d=day),
    ):
        assert answer["errors"][0]["extensions"]["code"] in {"GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"}
    assert recording.statements == []


def test_introspection_tells_the_schema(query: Query) -> None:
    from graphql import build_client_schema, get_introspection_query, print_schema

    answer = query(get_introspection_query(descriptions=True))
    assert "errors" not in answer
    assert "type CustomerFacet" in print_schema(build_client_schema(answer["data"]))
    assert query('{ __type(name: "Money") { fields { name } } __typename }')["data"] == {
        "__type": {"fields": [{"name": "amount"}, {"name": "currency"}]},
        "__typename": "Query",
    }


def test_of_several_operations_one_is_named(trade: Ask, client: object, query: Query) -> None:
    text = 'query A { party(id: "ann") { id } } query B { party(id: "ben") { id } }'
    found = client.post("/graphql", json={"query": text, "operationName": "B"}).json()  # type: ignore[attr-defined]
    assert found["data"] == {"party": {"id": "ben"}}
    assert query(text)["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
