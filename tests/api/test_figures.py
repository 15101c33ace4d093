"""Figures of graphs made by hand, each worked out by hand beside it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.api.conftest import Query
from tests.conftest import Ask

DAY = date(2024, 6, 30)
PARTY = "CREATE (p:Party {id: 'p', name: 'P', sortName: 'p'})<-[:DESCRIBES]-(:Record {id: 'p'}) SET p:$($roles)"
VALUE = "value observations needed insufficient"


def _told(value: float | None, observations: int, needed: int) -> dict[str, Any]:
    return {"value": value, "observations": observations, "needed": needed, "insufficient": value is None}


def _ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.fixture
def show(query: Query, ask: Ask) -> Any:
    def show(fields: str, as_of: date = DAY) -> dict[str, Any]:
        answer = query(f'{{ party(id: "p", asOf: "{as_of}") {{ {fields} }} }}')
        assert "errors" not in answer, answer
        return answer["data"]["party"]

    return show


def _orders(ask: Ask, *rows: tuple[int, int | None, str]) -> None:
    """Orders of the party: so many days ago, with a total in minor units and a currency."""
    values = [{"id": f"o{n}", "at": _ago(ago), "totalMinor": t, "currency": c} for n, (ago, t, c) in enumerate(rows)]
    ask(
        "MATCH (p:Party {id: 'p'}) UNWIND $rows AS row"
        " CREATE (p)-[:PLACED]->(o:Interaction:Order) SET o = row CREATE (p)-[:PLACED]->(o)",
        rows=values,
    )


def test_buying_habits_and_trend_of_a_customer(ask: Ask, show: Any) -> None:
    ask(PARTY, roles=["Customer"])
    # Days ago: 190, 100, 40, 40, 10, 5; so 5 days with orders, intervals 90, 60, 30, 5 and 185 days in all.
    _orders(
        ask,
        (190, 10_000, "EUR"),
        (100, 20_001, "EUR"),
        (40, 30_000, "EUR"),
        (40, None, "EUR"),
        (10, 4_000, "JPY"),
        (5, 40_000, "EUR"),
        (-1, 99, "EUR"),  # to come
    )
    found = show(
        f"customer {{ buyingHabits {{ orders firstOrderAt lastOrderAt recencyDays {{ {VALUE} }} frequency {{ {VALUE} }}"
        f" meanInterval {{ {VALUE} }} medianInterval {{ {VALUE} }}"
        " spending { currency orders total { amount } average { amount } median { amount } } }"
        f" trend(days: 90) {{ recentOrders beforeOrders orders {{ {VALUE} }}"
        f" spending {{ currency recent {{ amount }} before {{ amount }} change {{ {VALUE} }} }} }}"
        f" young: trend(days: 100) {{ recentOrders beforeOrders orders {{ {VALUE} }} }}"
        f" none: trend(days: 0) {{ recentOrders orders {{ {VALUE} }} }} }}"
    )["customer"]
    habits = found["buyingHabits"]
    assert (habits["orders"], habits["firstOrderAt"], habits["lastOrderAt"]) == (6, str(_ago(190)), str(_ago(5)))
    assert habits["recencyDays"] == _told(5, 6, 1)
    assert habits["frequency"] == _told(pytest.approx(30 * 5 / 185), 5, 3)
    assert habits["meanInterval"] == _told(46.25, 4, 2)
    assert habits["medianInterval"] == _told(45, 4, 2)
    assert habits["spending"] == [
        {
            "currency": "EUR",
            "orders": 4,
            "total": {"amount": "1000.01"},
            "average": {"amount": "250.00"},  # 25000.25
            "median": {"amount": "250.01"},  # 25000.5, half up
        },
        {
            "currency": "JPY",
            "orders": 1,
            "total": {"amount": "4000"},
            "average": {"amount": "4000"},
            "median": {"amount": "4000"},
        },
    ]
    # The last 90 days hold the orders of 40, 40, 10 and 5 days ago, the 90 before that of 100.
    assert (found["trend"]["recentOrders"], found["trend"]["beforeOrders"]) == (4, 1)
    assert found["trend"]["orders"] == _told(pytest.approx(2 * 3 / 5), 5, 5)
    euros, yen = found["trend"]["spending"]
    assert euros == {
        "currency": "EUR",
        "recent": {"amount": "700.00"},
        "before": {"amount": "200.01"},
        "change": _told(None, 3, 5),
    }
    assert yen["change"] == _told(None, 1, 5)
    # The first order is 190 days old: two periods of 100 days began before it.
    assert found["young"] == {"recentOrders": 4, "beforeOrders": 2, "orders": _told(None, 6, 5)}
    assert found["none"] == {"recentOrders": 0, "orders": _told(None, 0, 5)}


def test_a_customer_without_orders_has_no_figures(ask: Ask, show: Any) -> None:
    ask(PARTY, roles=["Customer"])
    found = show(
        f"balances {{ currency }} customer {{ buyingHabits {{ orders lastOrderAt recencyDays {{ {VALUE} }}"
        f" meanInterval {{ {VALUE} }} spending {{ currency }} }} preferredProducts {{ totalCount }}"
        f" satisfaction {{ reviews {{ {VALUE} }} }} complaintSummary {{ open closed outcomes {{ outcome }} }}"
        " receivables { currency } tags }"
    )
    assert found == {
        "balances": [],
        "customer": {
            "buyingHabits": {
                "orders": 0,
                "lastOrderAt": None,
                "recencyDays": _told(None, 0, 1),
                "meanInterval": _told(None, 0, 2),
                "spending": [],
            },
            "preferredProducts": {"totalCount": 0},
            "satisfaction": {"reviews": _told(None, 0, 3)},
            "complaintSummary": {"open": 0, "closed": 0, "outcomes": []},
            "receivables": [],
            "tags": [],
        },
    }


def test_lift_compares_with_the_lines_of_all_customers(ask: Ask, show: Any) -> None:
    ask(PARTY, roles=["Customer"])
    _orders(ask, (9, 1, "EUR"), (8, 1, "EUR"))
    # 10 lines of the party: 8 of tea, 2 of rice. 10 of another: all of rice; one more tea is to come.
    ask(
        """
        CREATE (tea:Thing:Product {id: 'tea', sortName: 'tea'}), (rice:Thing:Product {id: 'rice', sortName: 'rice'}),
          (drinks:Thing:Category {id: 'drinks'}), (tea)-[:IN_CATEGORY]->(drinks),
          (other:Party:Customer {id: 'q'})-[:PLACED]->(o:Interaction:Order {id: 'q', at: date('2024-06-01')}),
          (other)-[:PLACED]->(:Interaction:Order {id: 'r', at: date('2024-07-01')})-[:CONTAINS]->(tea)
        WITH tea, rice, o
        MATCH (a:Order {id: 'o0'}), (b:Order {id: 'o1'})
        FOREACH (n IN range(1, 8) | CREATE (a)-[:CONTAINS {quantity: 2.0}]->(tea))
        FOREACH (n IN range(1, 2) | CREATE (b)-[:CONTAINS]->(rice))
        FOREACH (n IN range(1, 10) | CREATE (o)-[:CONTAINS]->(rice))
        """
    )
    row = f"lines share lift {{ {VALUE} }}"
    found = show(
        f"customer {{ preferredProducts {{ totalCount edges {{ node {{ product {{ id }} quantity {row} }} }} }}"
        f" preferredCategories {{ edges {{ node {{ category {{ id }} {row} }} }} }} }}"
    )["customer"]
    tea = {"lines": 8, "share": 0.8, "lift": _told(pytest.approx(0.8 / (8 / 20)), 10, 10)}
    rice = {"lines": 2, "share": 0.2, "lift": _told(pytest.approx(0.2 / (12 / 20)), 10, 10)}
    assert found["preferredProducts"] == {
        "totalCount": 2,
        "edges": [
            {"node": {"product": {"id": "tea"}, "quantity": 16.0, **tea}},
            {"node": {"product": {"id": "rice"}, "quantity": 0, **rice}},
        ],
    }
    assert found["preferredCategories"] == {"edges": [{"node": {"category": {"id": "drinks"}, **tea}}]}


AGES = ["open", "notDue", "overdue", "upTo30", "upTo60", "upTo90", "over90"]


def test_balances_age_what_is_open_and_never_mix_currencies(ask: Ask, show: Any) -> None:
    ask(PARTY, roles=["Customer", "Supplier"])
    owed = [(0, 1_000), (1, 2_000), (30, 4_000), (31, 8_000), (60, 16_000), (61, 32_000), (90, 64_000), (91, 128_000)]
    invoices = [
        {"id": f"i{n}", "dueAt": _ago(late), "totalMinor": m, "currency": "EUR"} for n, (late, m) in enumerate(owed)
    ]
    invoices += [
        {"id": "yen", "totalMinor": 500, "currency": "JPY"},  # never due
        {"id": "paid", "dueAt": _ago(5), "totalMinor": 700, "currency": "EUR"},
        {"id": "credit", "dueAt": _ago(5), "totalMinor": -300, "currency": "EUR"},
        {"id": "unknown", "dueAt": _ago(5), "totalMinor": 900, "currency": "EUR"},
    ]
    ask(
        "MATCH (p:Party {id: 'p'}) UNWIND $rows AS row CREATE (p)<-[:ISSUED_TO]-(i:Interaction:Invoice)"
        " SET i = row, i.at = date('2024-01-01')",
        rows=invoices,
    )
    ask(
        """
        MATCH (p:Party {id: 'p'}), (paid:Invoice {id: 'paid'}), (unknown:Invoice {id: 'unknown'})
        CREATE (paid)<-[:SETTLES]-(:Interaction:Payment {at: date('2024-06-30'), totalMinor: 700, currency: 'EUR'}),
          (unknown)<-[:SETTLES]-(:Interaction:Payment {at: date('2024-06-30'), totalMinor: 9, currency: 'USD'}),
          (p)<-[:ISSUED_BY]-(:Interaction:Invoice {at: date('2024-06-01'), dueAt: date('2024-06-01'),
                                                   totalMinor: 300000, currency: 'EUR'}),
          (p)<-[:ISSUED_BY]-(:Interaction:Ended {at: date('2024-06-01'), totalMinor: 1, currency: 'EUR'})
        """
    )
    ages = " ".join(f"{age} {{ amount }}" for age in AGES)
    found = show(
        f"balances {{ currency net {{ amount }} receivable {{ {ages} invoices unknown }} payable {{ {ages} }} }}"
        " customer { overdue: invoices(overdue: true) { edges { node { id overdue } } }"
        " settled: invoices(open: false) { edges { node { id } } } receivables { currency } }"
        " supplier { payables { open { amount } } }"
    )
    euros, yen = found["balances"]
    assert euros["receivable"] == {"invoices": 9, "unknown": 1} | {
        age: {"amount": amount}
        for age, amount in zip(
            AGES, ["2547.00", "10.00", "2537.00", "57.00", "240.00", "960.00", "1280.00"], strict=True
        )
    }
    assert [euros["payable"][age]["amount"] for age in AGES] == ["3000.00", "0.00", "3000.00", "3000.00", *["0.00"] * 3]
    assert (euros["net"], yen["net"]) == ({"amount": "-453.00"}, {"amount": "500"})
    assert (yen["currency"], yen["receivable"]["notDue"], yen["payable"]["open"]) == (
        "JPY",
        {"amount": "500"},
        {"amount": "0"},
    )
    late = {edge["node"]["id"] for edge in found["customer"]["overdue"]["edges"]}
    assert late == {f"i{n}" for n in range(1, 8)} | {"unknown"}
    assert found["customer"]["settled"] == {"edges": [{"node": {"id": "paid"}}]}
    assert [row["currency"] for row in found["customer"]["receivables"]] == ["EUR", "JPY"]
    assert found["supplier"]["payables"] == [{"open": {"amount": "3000.00"}}]
    # The day before, the payments had not been made; the one in dollars made its invoice's amount unknown.
    before = show("balances { receivable { open { amount } unknown } }", _ago(1))["balances"][0]["receivable"]
    assert before == {"open": {"amount": "2563.00"}, "unknown": 0}


def test_a_supplier_is_on_time_by_quantity(ask: Ask, show: Any) -> None:
    ask(PARTY, roles=["Supplier"])
    ask(
        """
        MATCH (p:Party {id: 'p'})
        CREATE (tea:Thing:Product {id: 'tea', sortName: 'tea'}), (rice:Thing:Product {id: 'rice', sortName: 'rice'})
        CREATE (a:Interaction:PurchaseOrder {id: 'a', at: date('2024-06-01'), promisedAt: date('2024-06-10')}),
          (b:Interaction:PurchaseOrder {id: 'b', at: date('2024-06-01'), promisedAt: date('2024-06-30')}),
          (c:Interaction:PurchaseOrder {id: 'c', at: date('2024-06-01'), promisedAt: date('2024-07-01')}),
          (d:Interaction:PurchaseOrder {id: 'd', at: date('2024-06-01'), promisedAt: date('2024-06-20')})
        FOREACH (o IN [a, b, c, d] | CREATE (o)-[:PLACED_WITH]->(p))
        // a: 10 tea come in time (8 received of 12 sent, then 5 of which 2 would be too many), 4 of 20 rice late
        CREATE (a)-[:CONTAINS {quantity: 10.0, unitPriceMicros: 100}]->(tea), (a)-[:CONTAINS {quantity: 20.0}]->(rice),
          (a1:Interaction:Delivery {deliveredAt: date('2024-06-09')})-[:FULFILS]->(a),
          (a1)-[:CONTAINS {quantity: 12.0, received: 8.0, rejected: 1.0}]->(tea),
          (a2:Interaction:Delivery {deliveredAt: date('2024-06-10')})-[:FULFILS]->(a),
          (a2)-[:CONTAINS {quantity: 5.0}]->(tea),
          (a3:Interaction:Delivery {deliveredAt: date('2024-06-11')})-[:FULFILS]->(a),
          (a3)-[:CONTAINS {quantity: 4.0}]->(rice),
        // b: due on the day itself, and not come; c: not due yet, though it came
          (b)-[:CONTAINS {quantity: 30.0}]->(tea), (c)-[:CONTAINS {quantity: 1000.0}]->(tea),
          (:Interaction:Delivery {deliveredAt: date('2024-06-02')})-[:FULFILS]->(c),
        // d: two lines, delivered as a whole and late; nothing tells of its goods
          (d)-[:CONTAINS {quantity: 15.0}]->(tea), (d)-[:CONTAINS {quantity: 25.0}]->(rice),
          (:Interaction:Delivery {deliveredAt: date('2024-06-21')})-[:FULFILS]->(d)
        """
    )
    performance = f"supplier {{ deliveryPerformance {{ onTimeRate {{ {VALUE} }} due onTime late outstanding }} }}"
    assert show(performance)["supplier"]["deliveryPerformance"] == {
        "due": 100.0,
        "onTime": 10.0,
        "late": 44.0,
        "outstanding": 46.0,
        "onTimeRate": _told(0.1, 5, 5),
    }
    assert show(performance, date(2024, 6, 10))["supplier"]["deliveryPerformance"] == {
        "due": 30.0,
        "onTime": 10.0,
        "late": 0.0,
        "outstanding": 20.0,
        "onTimeRate": _told(None, 2, 5),
    }


def test_quality_and_volatility_of_a_supplier(ask: Ask, show: Any) -> None:
    ask(PARTY, roles=["Supplier"])
    ask(
        """
        MATCH (p:Party {id: 'p'})
        CREATE (tea:Thing:Product {id: 'tea', sortName: 'tea'}), (p)-[:SUPPLIES {validTo: date('2024-06-30')}]->(tea),
          (p)-[:SUPPLIES {validTo: date('2024-06-29')}]->(tea)
        // Prices by day: 100, 110, 99 (the mean of 98 and 100), 108.9; one in yen stands alone
        FOREACH (row IN [[1, 100], [2, 110], [3, 98], [3, 100]] |
          CREATE (p)<-[:PLACED_WITH]-(o:Interaction:PurchaseOrder {at: date('2024-06-01') + duration({days: row[0]}),
                                                                   currency: 'EUR'}),
            (o)-[:CONTAINS {unitPriceMicros: row[1] * 10}]->(tea))
        CREATE (p)<-[:PLACED_WITH]-(o:Interaction:PurchaseOrder {at: date('2024-06-09')}),
          (o)-[:CONTAINS {unitPriceMicros: 1089, currency: 'EUR'}]->(tea),
          (o)-[:CONTAINS {unitPriceMicros: 7, currency: 'JPY'}]->(tea),
          (delivery:Interaction:Delivery {deliveredAt: date('2024-06-12')})-[:FULFILS]->(o)
        FOREACH (n IN range(1, 3) | CREATE (delivery)<-[:ABOUT]-(:Interaction:Inspection
          {at: date('2024-06-13'), inspected: 10.0, rejected: 1.0}))
        CREATE (o)<-[:ABOUT]-(:Interaction:Inspection {at: date('2024-06-13'), inspected: 50.0, rejected: 5.0}),
          (p)<-[:ABOUT]-(:Interaction:Inspection {at: date('2024-06-13'), inspected: 20.0, rejected: 0.0}),
          (p)<-[:ABOUT]-(:Interaction:Inspection {at: date('2024-07-01'), inspected: 20.0, rejected: 20.0}),
          (delivery)-[:CONTAINS {quantity: 9.0, received: 9.0, rejected: 3.0}]->(tea)
        """
    )
    found = show(
        f"supplier {{ supplies {{ edges {{ node {{ validTo priceVolatility {{ {VALUE} }} }} }} }}"
        f" quality {{ passRate {{ {VALUE} }} acceptanceRate {{ {VALUE} }} }} inspections {{ totalCount }} }}"
    )["supplier"]
    # Changes are ln 1.1, ln 0.9 and ln 1.1: mean m = ln(1.089) / 3, s² = (2 (ln 1.1 - m)² + (ln 0.9 - m)²) / 2.
    assert found["supplies"]["edges"] == [
        {"node": {"validTo": "2024-06-30", "priceVolatility": _told(pytest.approx(0.115857, abs=1e-6), 3, 3)}}
    ]
    assert found["quality"] == {"passRate": _told(0.92, 5, 5), "acceptanceRate": _told(None, 1, 5)}
    assert found["inspections"] == {"totalCount": 5}


def test_cases_performance_and_satisfaction_of_an_employee(ask: Ask, show: Any) -> None:
    ask(PARTY, roles=["Employee"])
    cases = [(1, "refund", 5), (3, "refund", 4), (10, None, None), (40, "replacement", 3)]
    ask(
        "MATCH (p:Party {id: 'p'}) UNWIND $rows AS row CREATE (p)<-[:ASSIGNED_TO]-(c:Interaction:Complaint)"
        " SET c = {at: date('2024-06-01'), closedAt: date('2024-06-01') + duration({days: row[0]}),"
        " outcome: row[1], satisfaction: row[2]}",
        rows=cases,
    )
    ask(
        """
        MATCH (p:Party {id: 'p'})
        CREATE (boss:Party:Employee {id: 'boss', sortName: ''}), (buyer:Party:Customer {id: 'buyer', sortName: 'b'}),
          (p)-[:SERVES {validFrom: date('2024-06-30')}]->(buyer), (p)-[:SERVES]->(:Party:Ended {id: 'e', sortName: ''}),
          (p)-[:REPORTS_TO {validTo: date('2024-05-31')}]->(:Party:Employee {id: 'a', sortName: ''}),
          (p)-[:REPORTS_TO {validFrom: date('2024-06-01')}]->(boss)
        FOREACH (score IN [3.0, 4.0, 5.0] | CREATE (boss)-[:WROTE]->(:Interaction:Review {at: date('2024-06-01'),
          score: score})-[:ABOUT]->(p))
        CREATE (buyer)-[:WROTE]->(:Interaction:Review {at: date('2024-06-01'), score: 1.0})-[:ABOUT]->(p)
        FOREACH (score IN [2.0, 2.0, 3.5] | CREATE (p)-[:WROTE]->(:Interaction:Review {at: date('2024-06-01'),
          score: score}))
        """
    )
    found = show(
        f"employee {{ manager {{ id }} serves {{ edges {{ node {{ id }} }} }} performance {{ {VALUE} }}"
        f" regard {{ {VALUE} }} satisfaction {{ {VALUE} }} complaints(open: true) {{ totalCount }}"
        f" cases {{ open closed daysToClose {{ {VALUE} }} handling {{ {VALUE} }}"
        " outcomes { outcome complaints } } }"
    )["employee"]
    assert found == {
        "manager": {"id": "boss"},
        "serves": {"edges": [{"node": {"id": "buyer"}}]},
        "performance": _told(4.0, 3, 3),
        "regard": _told(None, 1, 3),
        "satisfaction": _told(2.5, 3, 3),
        "complaints": {"totalCount": 1},
        "cases": {
            "open": 1,
            "closed": 3,
            "daysToClose": _told(3, 3, 3),
            "handling": _told(None, 2, 3),
            "outcomes": [{"outcome": "refund", "complaints": 2}, {"outcome": None, "complaints": 1}],
        },
    }


def test_partners_share_customers_and_carry_and_investors_hold(ask: Ask, show: Any) -> None:
    ask(PARTY, roles=["Partner", "Investor"])
    ask(
        """
        MATCH (p:Party {id: 'p'})
        CREATE (a:Party:Customer {id: 'a', sortName: 'a'}), (b:Party:Customer {id: 'b', sortName: 'b'}),
          (p)<-[:PARTNER_OF]-(a), (p)-[:PARTNER_OF {validTo: date('2024-01-01')}]->(b),
          (p)-[:SIGNED]->(k:Interaction:Contract {id: 'k', at: date('2024-01-01'), endsAt: date('2024-06-29')}),
          (a)-[:SIGNED]->(k),
          (p)-[:OWNS {share: 0.25, valueMinor: 1000, currency: 'EUR'}]->(a),
          (p)-[:OWNS {share: 0.1, valueMinor: 50, currency: 'JPY'}]->(b),
          (p)-[:OWNS {share: 0.5}]->(b)
        FOREACH (row IN [[10, 10], [11, 10], [9, 10], [null, 30], [null, 29], [null, 31]] |
          CREATE (p)<-[:CARRIED_BY]-(:Interaction:Delivery {at: date('2024-06-01'),
              deliveredAt: CASE WHEN row[0] > 0 THEN date('2024-06-01') + duration({days: row[0] - 1}) END,
              promisedAt: date('2024-06-01') + duration({days: row[1] - 1})
            })-[:FULFILS]->(:Interaction:Order)<-[:PLACED]-(b))
        """
    )
    rows = "edges { node { customer { id } partnerOf contracts deliveries } }"
    found = show(
        f"partners {{ edges {{ node {{ id }} }} }} owns {{ totalCount }}"
        f" partner {{ sharedCustomers {{ {rows} }} contracts(running: true) {{ totalCount }}"
        f" deliveryPerformance {{ onTimeRate {{ {VALUE} }} due onTime late outstanding }} }}"
        " investor { holdingTotals { currency holdings value { amount } }"
        " holdings(first: 1) { edges { node { owner { id } held { id } share value { amount currency } } } } }"
    )
    assert found["partners"] == {"edges": [{"node": {"id": "a"}}]}
    assert found["partner"]["sharedCustomers"]["edges"] == [
        {"node": {"customer": {"id": "a"}, "partnerOf": True, "contracts": 1, "deliveries": 0}},
        {"node": {"customer": {"id": "b"}, "partnerOf": False, "contracts": 0, "deliveries": 6}},
    ]
    assert found["partner"]["contracts"] == {"totalCount": 0}
    assert found["partner"]["deliveryPerformance"] == {
        "due": 5.0,
        "onTime": 2.0,
        "late": 1.0,
        "outstanding": 2.0,
        "onTimeRate": _told(0.4, 5, 5),
    }
    assert found["owns"] == {"totalCount": 3}
    assert found["investor"] == {
        "holdingTotals": [
            {"currency": "EUR", "holdings": 1, "value": {"amount": "10.00"}},
            {"currency": "JPY", "holdings": 1, "value": {"amount": "50"}},
        ],
        "holdings": {
            "edges": [
                {
                    "node": {
                        "owner": {"id": "p"},
                        "held": {"id": "a"},
                        "share": 0.25,
                        "value": {"amount": "10.00", "currency": "EUR"},
                    }
                }
            ]
        },
    }
