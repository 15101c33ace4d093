"""What the views show of a small graph made by hand, over HTTP."""

from typing import Any

import pytest

from tests.api.conftest import Query
from tests.conftest import Ask


def _nodes(page: dict[str, Any]) -> list[Any]:
    return [edge["node"] for edge in page["edges"]]


def _party(query: Query, fields: str, key: str = "ann", **options: Any) -> dict[str, Any]:
    as_of = f', asOf: "{options["as_of"]}"' if "as_of" in options else ""
    answer = query(f'{{ party(id: "{key}"{as_of}) {{ {fields} }} }}')
    assert "errors" not in answer
    return answer["data"]["party"]


def test_a_party_with_two_roles_shows_both_facets_and_no_third(trade: Ask, query: Query) -> None:
    found = _party(
        query,
        "id name roles nature city taxId generated placeholder asOf customer { __typename } supplier { __typename }"
        " employee { __typename } records { source table key kind modified placeholder }",
    )
    assert found == {
        "id": "ann",
        "name": "Änn AG",
        "roles": ["CUSTOMER", "SUPPLIER"],
        "nature": "ORGANIZATION",
        "city": "Köln",
        "taxId": "DE1",
        "generated": False,
        "placeholder": False,
        "asOf": "2024-03-01",
        "customer": {"__typename": "CustomerFacet"},
        "supplier": {"__typename": "SupplierFacet"},
        "employee": None,
        "records": [
            {
                "source": "crm",
                "table": "customers",
                "key": "A",
                "kind": "Customer",
                "modified": "2024-01-02T03:04:05Z",
                "placeholder": False,
            },
            {
                "source": "srm",
                "table": "suppliers",
                "key": "7",
                "kind": "Supplier",
                "modified": None,
                "placeholder": False,
            },
        ],
    }


def test_orders_come_newest_first_with_lines_by_product_and_amounts_as_decimals(trade: Ask, query: Query) -> None:
    orders = _party(
        query,
        "customer { orders { totalCount edges { node { key at shippedAt total { amount currency } freight { amount }"
        " assignedTo { name } customer { id } lines { edges { node { quantity discount product { id name placeholder }"
        " unitPrice { amount currency } } } } } } } }",
    )["customer"]["orders"]
    assert orders["totalCount"] == 3
    second, third, first = _nodes(orders)  # the two of one day stand in the order of their ids
    assert [second["key"], third["key"], first["key"]] == ["2", "3", "1"]
    assert (second["total"], third["total"], third["lines"]) == (
        {"amount": "500", "currency": "JPY"},
        None,
        {"edges": []},
    )
    assert first["total"] == {"amount": "1234.56", "currency": "EUR"}
    assert first["freight"] == {"amount": "-0.05"}
    assert (first["shippedAt"], first["assignedTo"], first["customer"]) == (
        "2024-01-20",
        {"name": "Emma"},
        {"id": "ann"},
    )
    assert _nodes(first["lines"]) == [
        {
            "quantity": None,
            "discount": None,
            "product": {"id": "unknown", "name": None, "placeholder": True},
            "unitPrice": None,
        },
        {
            "quantity": 1.5,
            "discount": None,
            "product": {"id": "rice", "name": "Rice", "placeholder": False},
            "unitPrice": None,
        },
        {
            "quantity": 2.0,
            "discount": 0.1,
            "product": {"id": "tea", "name": "Tea", "placeholder": False},
            "unitPrice": {"amount": "4.50", "currency": "EUR"},
        },
    ]


def test_a_delivery_of_two_orders_is_one_row_and_counts_once(trade: Ask, query: Query) -> None:
    found = _party(
        query, "customer { deliveries { totalCount edges { node { key underWay carriedBy { id name } } } } }"
    )
    assert found["customer"]["deliveries"] == {
        "totalCount": 2,
        "edges": [
            {"node": {"key": "D2", "underWay": True, "carriedBy": None}},
            {"node": {"key": "D1", "underWay": False, "carriedBy": {"id": "carrier", "name": None}}},
        ],
    }


def test_who_serves_a_party_by_two_records_serves_it_once(trade: Ask, query: Query) -> None:
    found = _party(query, "customer { servedBy { name } } supplier { servedBy { name } }")
    assert found == {"customer": {"servedBy": [{"name": "Emma"}]}, "supplier": {"servedBy": [{"name": "Emma"}]}}


@pytest.mark.parametrize(
    ("as_of", "under_way", "arrived"),
    [("2024-01-14", [], []), ("2024-01-15", ["D1"], []), ("2024-01-25", [], ["D1"]), ("2024-02-20", ["D2"], ["D1"])],
)
def test_deliveries_under_way_are_told_as_of_a_day(
    as_of: str, under_way: list[str], arrived: list[str], trade: Ask, query: Query
) -> None:
    keys = "edges { node { key } }"
    pages = f"on: deliveries(underWay: true) {{ {keys} }} off: deliveries(underWay: false) {{ {keys} }}"
    found = _party(query, f"customer {{ {pages} }}", as_of=as_of)["customer"]
    assert [node["key"] for node in _nodes(found["on"])] == under_way
    assert [node["key"] for node in _nodes(found["off"])] == arrived


@pytest.mark.parametrize(
    ("as_of", "paid", "still"),
    [
        ("2024-01-31", "0.00", "1234.56"),
        ("2024-02-01", "1000.00", "234.56"),
        ("2024-02-29", "1000.00", "234.56"),
        ("2024-03-01", "1234.56", "0.00"),
    ],
)
def test_what_is_open_of_an_invoice_is_told_as_of_a_day(
    as_of: str, paid: str, still: str, trade: Ask, query: Query
) -> None:
    found = _party(
        query, "customer { invoices { edges { node { key paid { amount } open { amount } } } } }", as_of=as_of
    )
    invoice = next(node for node in _nodes(found["customer"]["invoices"]) if node["key"] == "I1")
    assert (invoice["paid"]["amount"], invoice["open"]["amount"]) == (paid, still)


@pytest.mark.parametrize(
    "payment",
    [
        "{totalMinor: 5000, currency: 'USD'}) CREATE (p)-[:SETTLES]->(i)",
        "{totalMinor: 5000, currency: 'EUR'}) CREATE (:Invoice {id: 'other'})<-[:SETTLES]-(p)-[:SETTLES]->(i)",
    ],
    ids=["another currency", "two invoices at once"],
)
def test_an_amount_that_nobody_can_know_is_null(payment: str, trade: Ask, query: Query) -> None:
    trade(
        f"MATCH (i:Invoice {{id: 'i2'}}) CREATE (p:Interaction:Payment {payment}"
        " SET p.id = 'px', p.at = date('2024-03-01')"
    )
    found = _party(query, "customer { invoices(first: 1) { edges { node { key paid { amount } open { amount } } } } }")
    assert _nodes(found["customer"]["invoices"]) == [{"key": "I2", "paid": None, "open": None}]


@pytest.mark.parametrize(
    ("as_of", "closed"), [("2024-02-04", None), ("2024-02-05", "2024-02-05"), ("2024-03-01", "2024-02-05")]
)
def test_a_complaint_is_open_until_the_day_it_was_closed(
    as_of: str, closed: str | None, trade: Ask, query: Query
) -> None:
    fields = (
        "subject severity closedAt outcome satisfaction raisedBy { id } assignedTo { id } orders { key }"
        " products { name }"
    )
    found = _party(query, f"customer {{ complaints {{ edges {{ node {{ {fields} }} }} }} }}", as_of=as_of)
    assert _nodes(found["customer"]["complaints"]) == [
        {
            "subject": "Crushed",
            "severity": "high",
            "closedAt": closed,
            "outcome": closed and "refund",
            "satisfaction": closed and 4,
            "raisedBy": {"id": "ann"},
            "assignedTo": {"id": "emma"},
            "orders": [{"key": "1"}],
            "products": [{"name": "Tea"}],
        }
    ]


def test_what_came_later_is_hidden(trade: Ask, query: Query) -> None:
    found = _party(
        query,
        "asOf customer { orders { totalCount edges { node { key shippedAt deliveries { key } invoices { key }"
        " complaints { key } } } } reviews { totalCount } contracts { totalCount } }",
        as_of="2024-01-15",
    )
    order = {"key": "1", "shippedAt": None, "deliveries": [{"key": "D1"}], "invoices": [], "complaints": []}
    assert found == {
        "asOf": "2024-01-15",
        "customer": {
            "orders": {"totalCount": 1, "edges": [{"node": order}]},
            "reviews": {"totalCount": 0},
            "contracts": {"totalCount": 1},
        },
    }


def test_the_day_is_the_newest_that_occurred_and_never_one_to_come(trade: Ask, query: Query) -> None:
    trade("CREATE (:Interaction:Order {id: 'f', at: date() + duration({days: 3})})")
    assert _party(query, "asOf")["asOf"] == "2024-03-01"
    trade("CREATE (:Interaction:Contact {id: 'n', at: date()})")
    assert [[_party(query, "asOf")["asOf"]]] == trade("RETURN toString(date())")


def test_a_supplier_in_the_round(trade: Ask, query: Query) -> None:
    found = _party(
        query,
        "supplier { supplies { totalCount edges { node { unitPrice { amount } leadTimeDays share supplier { id }"
        " product { code unitPrice { amount } categories { name generated } suppliers { totalCount } } } } }"
        " purchaseOrders { edges { node { key promisedAt total { amount } supplier { id } deliveries { key }"
        " lines { edges { node { received rejected } } } } } }"
        " deliveries { edges { node { key purchaseOrder { key } order { key } inspections { result inspected } } } }"
        " invoices { totalCount } contracts { edges { node { title total { amount currency } signedBy { id } } } } }",
    )["supplier"]
    product = {
        "code": "T-1",
        "unitPrice": {"amount": "4.50125"},
        "categories": [{"name": "Drinks", "generated": True}],
        "suppliers": {"totalCount": 2},
    }
    assert found["supplies"]["totalCount"] == 2
    assert _nodes(found["supplies"]) == [
        {
            "unitPrice": {"amount": "3.00"},
            "leadTimeDays": 9.0,
            "share": 0.5,
            "supplier": {"id": "ann"},
            "product": product,
        },
        {
            "unitPrice": {"amount": "2.99"},
            "leadTimeDays": None,
            "share": None,
            "supplier": {"id": "ann"},
            "product": product,
        },
    ]
    assert _nodes(found["purchaseOrders"]) == [
        {
            "key": "B1",
            "promisedAt": "2024-01-12",
            "total": {"amount": "600.00"},
            "supplier": {"id": "ann"},
            "deliveries": [{"key": "E1"}],
            "lines": {"edges": [{"node": {"received": 18.0, "rejected": 2.0}}]},
        }
    ]
    assert _nodes(found["deliveries"]) == [
        {
            "key": "E1",
            "purchaseOrder": {"key": "B1"},
            "order": None,
            "inspections": [{"result": "passed", "inspected": 20.0}],
        }
    ]
    assert found["invoices"] == {"totalCount": 0}
    assert _nodes(found["contracts"]) == [
        {"title": "Frame", "total": {"amount": "1000.000", "currency": "KWD"}, "signedBy": [{"id": "ann"}]}
    ]


def test_an_employee_in_the_round(trade: Ask, query: Query) -> None:
    fields = (
        "jobTitle hiredAt manager { name employee { team { edges { node { name } } } } } team { totalCount }"
        " serves { totalCount edges { node { id } } } orders { edges { node { key } } } complaints { totalCount }"
        " trainings { edges { node { title hours result } } }"
        " reviews { edges { node { topic score writtenBy { id } } } }"
    )
    assert _party(query, f"employee {{ {fields} }}", "emma")["employee"] == {
        "jobTitle": "Sales",
        "hiredAt": "2020-02-29",
        "manager": {"name": "Max", "employee": {"team": {"edges": [{"node": {"name": "Emma"}}]}}},
        "team": {"totalCount": 0},
        "serves": {"totalCount": 2, "edges": [{"node": {"id": "ann"}}, {"node": {"id": "ben"}}]},
        "orders": {"edges": [{"node": {"key": "1"}}]},
        "complaints": {"totalCount": 1},
        "trainings": {"edges": [{"node": {"title": "Selling", "hours": 8.0, "result": "passed"}}]},
        "reviews": {"edges": [{"node": {"topic": "service", "score": 4.5, "writtenBy": {"id": "ann"}}}]},
    }


def test_a_placeholder_is_a_party_of_which_nothing_is_known(trade: Ask, query: Query) -> None:
    found = _party(
        query, "id name roles nature placeholder customer { __typename } records { key kind placeholder }", "carrier"
    )
    assert found == {
        "id": "carrier",
        "name": None,
        "roles": [],
        "nature": None,
        "placeholder": True,
        "customer": None,
        "records": [{"key": "X", "kind": None, "placeholder": True}],
    }
