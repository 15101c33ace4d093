"""The stories that docs/demo.md tells are in the data."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest


@pytest.fixture(scope="module")
def by_month(exports):
    """Order value by customer and month."""
    sums = defaultdict(lambda: defaultdict(Decimal))
    orders = exports["sales:orders"]
    for row in orders.rows:
        sums[row["customer_id"]][orders.day(row, "at").strftime("%Y-%m")] += Decimal(row["order_total"])
    return sums


def _rows(table, column, value):
    return [row for row in table.rows if row[column] == value]


def test_alfki_has_its_six_orders_with_all_that_belongs_to_them(exports, world):
    orders = [row["order_id"] for row in _rows(exports["sales:orders"], "customer_id", "ALFKI")]
    assert orders == ["10643", "10692", "10702", "10835", "10952", "11011"]
    lines = [row for row in exports["sales:order_lines"].rows if row["order_id"] in orders]
    assert len(lines) == 12
    deliveries = [row for row in exports["warehouse:deliveries"].rows if row["sales_order"] in orders]
    assert {row["sales_order"] for row in deliveries} == set(orders)
    (debtor,) = [a.number for a in world.parties.debtors if a.party.company.id == "ALFKI"]
    invoices = _rows(exports["finance:customer_invoices"], "Debtor", debtor)
    assert [row["Sales order"] for row in invoices] == orders
    assert {row["order_id"] for row in _rows(exports["crm:complaints"], "customer_id", "ALFKI")} == {"10643", "10952"}
    assert _rows(exports["crm:account_managers"], "customer_id", "ALFKI")
    assert _rows(exports["crm:contracts"], "customer_id", "ALFKI")
    assert any(row["Account"] == debtor for row in exports["finance:debtors_in_crm"].rows)


def test_alfki_disputes_an_invoice_and_has_paid_it_in_part(exports):
    (complaint,) = _rows(exports["crm:complaints"], "order_id", "10952")
    assert (complaint["subject"], complaint["closed_on"]) == ("billing", "")
    (invoice,) = _rows(exports["finance:customer_invoices"], "Sales order", "10952")
    (part,) = _rows(exports["finance:receipt_allocations"], "Invoice", invoice["Invoice"])
    assert Decimal(part["Amount"]) < Decimal(invoice["Amount"])
    assert invoice["Due"] < "1998-05-06"


def test_ernst_handels_orders_fell_for_three_months_and_nobody_called(exports, by_month):
    months = [by_month["ERNSH"][month] for month in ("1997-12", "1998-01", "1998-02", "1998-03")]
    assert months == sorted(months, reverse=True)
    assert len(set(months)) == 4
    days = [row["date"] for row in _rows(exports["crm:contacts"], "customer_id", "ERNSH")]
    assert not any("1998-01-01" <= day < "1998-04-03" for day in days)
    assert "1998-04-03" in days


def test_mere_paillarde_fell_silent_after_a_complaint_that_nobody_settled(exports, by_month):
    assert max(month for month, value in by_month["MEREP"].items() if value) == "1997-10"
    (complaint,) = _rows(exports["crm:complaints"], "order_id", "10724")
    assert complaint["closed_on"] == ""
    last = max(row["date"] for row in _rows(exports["crm:contacts"], "customer_id", "MEREP"))
    assert last == complaint["raised_on"]
    marks = [row["score"] for row in _rows(exports["crm:surveys"], "customer_id", "MEREP")]
    assert marks[-1] < marks[-2]


def test_the_late_suppliers_open_order_is_overdue_and_the_cheese_is_out(exports):
    orders, arrived = exports["srm:purchase_orders"], {
        row["Bestellung"] for row in exports["srm:receipts"].rows if row["Eingetroffen"]
    }  # fmt: skip
    (order,) = [row for row in _rows(orders, "Lieferant", "14") if row["Bestellung"] not in arrived]
    assert orders.day(order, "promisedAt") < date(1998, 5, 6)
    wanted = {row["Artikel"] for row in _rows(exports["srm:purchase_lines"], "Bestellung", order["Bestellung"])}
    assert "31" in wanted
    (gorgonzola,) = _rows(exports["warehouse:products"], "product_id", "31")
    assert gorgonzola["units_in_stock"] == "0"


def test_both_sources_of_the_cheese_have_one_owner(exports):
    owner = {row["Investor"] for row in _rows(exports["finance:holdings_in_suppliers"], "Their id", "14")}
    assert owner == {row["Investor"] for row in _rows(exports["finance:holdings_in_customers"], "Their id", "REGGC")}


def test_the_product_that_earns_most_has_one_source(exports):
    earned = defaultdict(Decimal)
    for row in exports["sales:order_lines"].rows:
        earned[row["product_id"]] += Decimal(row["unit_price"]) * int(row["quantity"]) * (1 - Decimal(row["discount"]))
    best = max(earned, key=earned.get)
    assert best == "38"
    offers = [
        row["Lieferant"]
        for name in ("srm:sourcing", "srm:second_sourcing")
        for row in _rows(exports[name], "Artikel", best)
    ]
    assert offers == ["18"]
