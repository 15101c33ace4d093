"""`asOf` a past day shows records, and what is derived from them, as they were: over what the loader itself wrote."""

from typing import Any

import pytest

from api.operations import Operations, Request
from api.schema import schema
from graph import merging
from graph.client import Database
from graph.ending import end
from graph.loading import write_nodes
from graph.model import KINDS
from tests.api.conftest import Query
from tests.graph.rows import of_load, record


def _loaded(day: str) -> str:
    return f"{day}T10:00:00.000000Z-abcdef"


@pytest.fixture
def query(client: object, database: Database) -> Query:
    operations = Operations(schema._schema, database, 60.0)
    return lambda text: operations.answer(Request(text, {}, None)).body


def _write(database: Database, day: str, *rows: Any, kind: str = "Customer") -> None:
    database.write(lambda tx: write_nodes(tx, kind, [of_load(row, _loaded(day)) for row in rows], _loaded(day)))


def _ask(query: Query, text: str) -> Any:
    answer = query(text)
    assert "errors" not in answer, answer
    return answer["data"]


def test_a_party_has_the_values_of_the_day_by_the_same_precedence(query: Query, database: Database) -> None:
    crm = record("A", name="Alt", city="Bonn", precedence=1)
    srm = record("7", source="srm", table="suppliers", name="Name of SRM", taxId="T1", precedence=9)
    _write(database, "2024-03-01", crm, srm)
    places = merging.places(database, [crm.id, srm.id])
    database.write(lambda tx: merging.move(tx, [(places[srm.id], crm.id)]))
    _write(database, "2024-04-01", record("7", source="srm", table="suppliers", name="Newer", taxId="T1", precedence=0))
    _write(database, "2024-05-01", record("A", name="Neu", precedence=1))
    for day, name, city in (
        ("2020-01-01", "Name of SRM", "Bonn"),  # what is first known held before, too
        ("2024-03-31", "Name of SRM", "Bonn"),
        ("2024-04-01", "Alt", "Bonn"),
        ("2024-04-30", "Alt", "Bonn"),
        ("2024-05-01", "Neu", None),
    ):
        found = _ask(
            query,
            f'{{ party(id: "{crm.id}", asOf: "{day}") {{ id called: name city taxId roles asOf'
            f" customer {{ level }} records {{ key name }} }} }}",
        )["party"]
        assert (found["called"], found["city"], found["taxId"]) == (name, city, "T1")
        assert (found["id"], found["roles"], found["asOf"]) == (crm.id, ["CUSTOMER"], day)
        old, new = ("Alt" if day < "2024-05-01" else "Neu"), ("Name of SRM" if day < "2024-04-01" else "Newer")
        assert found["records"] == [{"key": "A", "name": old}, {"key": "7", "name": new}]
    assert _ask(query, f'{{ party(id: "{crm.id}") {{ name city }} }}')["party"] == {"name": "Neu", "city": None}


def test_the_day_of_a_change_is_the_source_s_where_it_tells_it(query: Query, database: Database) -> None:
    _write(database, "2024-03-01", record("A", name="Old", modified="2024-01-10T00:00:00Z"))
    _write(database, "2024-03-05", record("A", name="New", modified="2024-02-10T00:00:00Z"))
    own = record("A").id
    names = {
        day: _ask(query, f'{{ party(id: "{own}", asOf: "{day}") {{ name }} }}')["party"]["name"]
        for day in ("2023-01-01", "2024-02-09", "2024-02-10", "2024-03-04")
    }
    assert names == {"2023-01-01": "Old", "2024-02-09": "Old", "2024-02-10": "New", "2024-03-04": "New"}


def test_a_version_keeps_a_field_that_is_called_until(query: Query, database: Database) -> None:
    _write(database, "2024-03-01", record("A", name="One", until="2025-12-31"))
    _write(database, "2024-03-02", record("A", name="One", until="2026-06-30"))
    text = "versions { edges { node { until facts } } }"
    found = _ask(query, f'{{ party(id: "{record("A").id}") {{ records {{ {text} }} }} }}')["party"]["records"][0]
    assert [edge["node"] for edge in found["versions"]["edges"]] == [
        {"until": None, "facts": {"name": "One", "until": "2026-06-30"}},
        {"until": "2024-03-02", "facts": {"name": "One", "until": "2025-12-31"}},
    ]


def test_a_record_tells_all_its_versions_the_newest_first(query: Query, database: Database) -> None:
    _write(database, "2024-03-01", record("A", name="One", totalMinor=5))
    _write(database, "2024-03-02", record("A", name="Two"))
    own = record("A").id
    database.write(lambda tx: end(tx, [own], _loaded("2024-03-03"), node=KINDS["Customer"], edge=None))
    _write(database, "2024-03-04", record("A", name="Two"))
    text = (
        "versions(first: 3) { totalCount pageInfo { hasNextPage endCursor }"
        " edges { node { since until ended modified facts } } }"
    )
    page = _ask(query, f'{{ party(id: "{own}") {{ records {{ {text} }} }} }}')["party"]["records"][0]["versions"]
    assert page["totalCount"] == 4
    assert [tuple(edge["node"].values()) for edge in page["edges"]] == [
        ("2024-03-04", None, False, None, {"name": "Two"}),
        ("2024-03-03", "2024-03-04", True, None, {"name": "Two"}),
        ("2024-03-02", "2024-03-03", False, None, {"name": "Two"}),
    ]
    text = f'versions(after: "{page["pageInfo"]["endCursor"]}") {{ edges {{ node {{ since until facts }} }} }}'
    rest = _ask(query, f'{{ party(id: "{own}") {{ records {{ {text} }} }} }}')["party"]["records"][0]["versions"]
    one = {"name": "One", "total": {"amount": "0.05", "currency": None}}
    assert rest["edges"] == [{"node": {"since": "2024-03-01", "until": "2024-03-02", "facts": one}}]
    gone = _ask(query, f'{{ party(id: "{own}", asOf: "2024-03-03") {{ name records {{ ended }} }} }}')["party"]
    assert gone == {"name": "Two", "records": [{"ended": True}]}


def test_a_product_has_the_price_of_the_day(query: Query, database: Database) -> None:
    for day, price in (("2024-03-01", 1_000_000), ("2024-03-02", 2_500_000)):
        row = record("P", "Product", table="products", name="Tea", unitPriceMicros=price, currency="EUR")
        _write(database, day, row, kind="Product")
    own = record("P", "Product", table="products").id
    prices = [
        _ask(query, f'{{ product(id: "{own}", asOf: "{day}") {{ name unitPrice {{ amount currency }} }} }}')["product"]
        for day in ("2024-03-01", "2024-03-02")
    ]
    assert prices == [
        {"name": "Tea", "unitPrice": {"amount": "1.00", "currency": "EUR"}},
        {"name": "Tea", "unitPrice": {"amount": "2.50", "currency": "EUR"}},
    ]


def test_a_document_that_is_known_answers_for_other_parties_and_days(client: object, database: Database) -> None:
    _write(database, "2024-03-01", record("A", name="Old A"), record("B", name="Old B"))
    _write(database, "2024-05-01", record("A", name="New A"), record("B", name="New B"))
    operations = Operations(schema._schema, database, 60.0)
    text = "query($id: ID!, $day: Date) { party(id: $id, asOf: $day) { id name records { key } } }"
    for _ in range(2):
        for key in "AB":
            for day, age in ((None, "New"), ("2024-04-01", "Old"), ("2024-05-01", "New")):
                own = record(key).id
                found = operations.answer(Request(text, {"id": own, "day": day}, None)).body["data"]["party"]
                assert found == {"id": own, "name": f"{age} {key}", "records": [{"key": key}]}
    gone = operations.answer(Request(text, {"id": "0" * 32}, None)).body["data"]
    assert gone == {"party": None}
