"""Lists: pages that together are the whole, in an order that inserts do not disturb, and what a caller may ask."""

import base64
import json
from typing import Any

import pytest

from graph.keys import fold
from tests.api.conftest import Query
from tests.conftest import Ask

_NAMES = ("Zoë", "anna", "Anna", "ANNA", "Bär", "bar", "華僑", "Ω", "x'); DROP", 'q"\\', "", "Österåker")


@pytest.fixture
def people(client: object, ask: Ask) -> list[str]:
    """Customers of which several share a name; returns their ids in the order of a list."""
    rows = [{"id": f"{n:02}", "name": name, "sortName": fold(name)} for n, name in enumerate(_NAMES * 3)]
    ask("UNWIND $rows AS row CREATE (p:Party:Customer) SET p = row", rows=rows)
    return [row["id"] for row in sorted(rows, key=lambda row: (row["sortName"], row["id"]))]


@pytest.mark.parametrize("size", [1, 2, 7, 36, 37, 100])
def test_all_pages_together_are_the_whole_list(size: int, people: list[str], query: Query) -> None:
    found: list[str] = []
    after = None
    for _ in range(len(people) + 1):
        page = _page(query, size, after)
        assert page["totalCount"] == len(people)
        ids = [edge["node"]["id"] for edge in page["edges"]]
        assert page["pageInfo"]["hasNextPage"] == (len(found) + len(ids) < len(people))
        assert page["pageInfo"]["endCursor"] == (page["edges"][-1]["cursor"] if ids else None)
        found += ids
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == people


def test_a_page_goes_on_where_the_last_ended_whatever_was_added_before(
    people: list[str], query: Query, ask: Ask
) -> None:
    first = _page(query, 10)
    ask("CREATE (:Party:Customer {id: 'new', name: '!', sortName: '!'})")
    rest = _page(query, 100, first["pageInfo"]["endCursor"])
    assert [edge["node"]["id"] for edge in (*first["edges"], *rest["edges"])] == people


def test_a_page_goes_on_behind_a_row_that_is_gone(people: list[str], query: Query, ask: Ask) -> None:
    cursor = _page(query, 10)["pageInfo"]["endCursor"]
    ask("MATCH (p:Party {id: $id}) DELETE p", id=people[9])
    assert [edge["node"]["id"] for edge in _page(query, 100, cursor)["edges"]] == people[10:]


def test_an_empty_page_asks_whether_there_is_anything(people: list[str], query: Query) -> None:
    page = _page(query, 0)
    assert (page["edges"], page["pageInfo"]) == ([], {"hasNextPage": True, "endCursor": None})


def test_interactions_of_one_day_are_paged_by_their_ids(trade: Ask, query: Query) -> None:
    trade(
        "MATCH (a:Customer {id: 'ann'}) UNWIND range(10, 29) AS n CREATE (a)-[:PLACED]->(:Interaction:Order"
        " {id: 'x' + n, source: 's', key: toString(n), at: date('2024-02-10')})"
    )
    text = (
        'query($after: String) { party(id: "ann") { customer { orders(first: 4, after: $after) {'
        " pageInfo { hasNextPage endCursor } edges { node { id at } } } } } }"
    )
    found: list[tuple[str, str]] = []
    after = None
    while True:
        page = query(text, after=after)["data"]["party"]["customer"]["orders"]
        found += [(edge["node"]["at"], edge["node"]["id"]) for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(found) == 23
    assert found == sorted(found, key=lambda row: (-int(row[0].replace("-", "")), row[1]))


def test_edges_to_one_product_are_paged_each_once(trade: Ask, query: Query) -> None:
    text = (
        'query($after: String) { party(id: "ann") { supplier { supplies(first: 1, after: $after) {'
        " pageInfo { endCursor } edges { node { unitPrice { amount } } } } } } }"
    )
    found = []
    after = None
    for _ in range(2):
        page = query(text, after=after)["data"]["party"]["supplier"]["supplies"]
        found += [edge["node"]["unitPrice"]["amount"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert sorted(found) == ["2.99", "3.00"]


def _cursor(*keys: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "after",
    [
        "",
        "x",
        "%%%%",
        "é",
        "null",
        _cursor(),
        _cursor("a", "b"),
        _cursor("Query.parties", "a"),
        _cursor("Query.parties", "a", "b", "c"),
        _cursor("Query.parties", "a", 1),
        _cursor("Query.parties", "a", None),
        _cursor("Query.parties", "a", ["b"]),
        _cursor("Query.parties", "a", "\ud800"),
        _cursor("CustomerFacet.orders", "2024-01-01", "b"),
        "A" * 10_000,
        base64.b64encode(b"[" * 30_000).decode(),
        base64.b64encode(b"\xff\xfe").decode(),
    ],
)
def test_a_cursor_that_is_none_of_the_list_s_is_refused(after: str, people: list[str], query: Query) -> None:
    answer = query("query($a: String) { parties(after: $a) { totalCount } }", a=after)
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "cursor" in answer["errors"][0]["message"]


@pytest.mark.parametrize("date", ["", "2024-13-01", "x", "2024-01-01T00:00", "99999-01-01"])
def test_a_cursor_with_a_date_that_is_none_is_refused(date: str, trade: Ask, query: Query) -> None:
    text = 'query($a: String) { party(id: "ann") { customer { orders(after: $a) { totalCount } } } }'
    answer = query(text, a=_cursor("CustomerFacet.orders", date, "x"))
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("first", [-1, 101, 2**31 - 1, -(2**31)])
def test_a_page_out_of_bounds_is_refused(first: int, people: list[str], query: Query) -> None:
    answer = query("query($n: Int) { parties(first: $n) { pageInfo { hasNextPage } } }", n=first)
    assert answer["errors"][0]["extensions"]["code"] in {"BAD_USER_INPUT", "LIMIT_EXCEEDED"}
    assert not answer.get("data")


def test_without_a_size_a_page_has_twenty_rows(people: list[str], query: Query) -> None:
    texts = ("{ parties { edges { cursor } } }", "{ parties(first: null) { edges { cursor } } }")
    assert [len(query(text)["data"]["parties"]["edges"]) for text in texts] == [20, 20]


@pytest.mark.parametrize(
    ("narrowed", "ids"),
    [
        ("", ["ann", "ben", "emma", "max"]),
        ("role: CUSTOMER", ["ann", "ben"]),
        ("role: SUPPLIER", ["ann"]),
        ("role: EMPLOYEE", ["emma", "max"]),
        ("role: PARTNER", []),
        ("role: null", ["ann", "ben", "emma", "max"]),
        ("filter: {}", ["ann", "ben", "emma", "max"]),
        ("filter: null", ["ann", "ben", "emma", "max"]),
        ('filter: { country: "NO" }', ["ben"]),
        ('filter: { country: null, city: "Köln" }', ["ann"]),
        ('filter: { nameContains: "ANN" }', ["ann"]),
        ('filter: { nameContains: "ÄNN a" }', ["ann"]),
        ('filter: { nameContains: "" }', ["ann", "ben", "emma", "max"]),
        ("filter: { generated: true }", ["ben"]),
        ("filter: { generated: false }", ["ann", "emma", "max"]),
        ('role: CUSTOMER, filter: { country: "DE", generated: false, nameContains: "a" }', ["ann"]),
        ('role: EMPLOYEE, filter: { country: "DE" }', []),
    ],
)
def test_parties_are_narrowed_by_role_and_filter(narrowed: str, ids: list[str], trade: Ask, query: Query) -> None:
    arguments = f"({narrowed})" if narrowed else ""
    page = query(f"{{ parties{arguments} {{ totalCount edges {{ node {{ id }} }} }} }}")["data"]["parties"]
    assert page == {"totalCount": len(ids), "edges": [{"node": {"id": id_}} for id_ in ids]}


def _page(query: Query, first: int, after: str | None = None) -> dict[str, Any]:
    answer = query(
        "query($first: Int, $after: String) { parties(role: CUSTOMER, first: $first, after: $after) {"
        " totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } } } }",
        first=first,
        after=after,
    )
    assert "errors" not in answer
    return answer["data"]["parties"]
