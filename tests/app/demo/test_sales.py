"""What is sold, delivered, billed and paid agrees with Northwind's rows."""

import csv
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files

import pytest

CENT = Decimal("0.01")
TODAY = date(1998, 5, 6)


@pytest.fixture(scope="module")
def northwind():
    """Northwind's files, read apart from the code under test."""
    folder = files("app.demo").joinpath("northwind")
    return {
        name: list(csv.DictReader(folder.joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        for name in ("customers", "suppliers", "orders", "order_details", "products")
    }


def _lines(exports):
    """Net value by order, from the exported lines: unit price × quantity × (1 − discount), half up to cents."""
    values = defaultdict(Decimal)
    for name in ("sales:order_lines", "sales:direct_order_lines"):
        for row in exports[name].rows:
            net = Decimal(row["unit_price"]) * int(row["quantity"]) * (1 - Decimal(row["discount"]))
            values[row["order_id"]] += net.quantize(CENT, ROUND_HALF_UP)
    return values


def _orders(exports):
    return exports["sales:orders"].by_key() | exports["sales:direct_orders"].by_key()


def test_northwinds_customers_and_suppliers_are_unchanged(exports, northwind):
    customers = exports["crm:customers"].by_key()
    for row in northwind["customers"]:
        mine = customers[row["customer_id"]]
        assert {column: mine[column] for column in row} == row
    suppliers = exports["srm:suppliers"].by_key()
    for row in northwind["suppliers"]:
        mine = suppliers[row["supplier_id"]]
        assert (mine["Firma"], mine["Telefon"], mine["Ort"]) == (row["company_name"], row["phone"], row["city"])


def test_northwinds_orders_are_unchanged(exports, northwind):
    orders = exports["sales:orders"]
    assert orders.rows[0]["order_date"] == "07/04/1996"
    for mine, row in zip(orders.rows, northwind["orders"], strict=True):
        assert mine["order_id"] == row["order_id"]
        assert mine["customer_id"] == row["customer_id"]
        assert mine["ship_name"] == row["ship_name"]
        for field, column in {"at": "order_date", "requiredAt": "required_date", "shippedAt": "shipped_date"}.items():
            day = orders.day(mine, field)
            assert (day.isoformat() if day else "") == row[column]
        assert abs(Decimal(mine["freight"]) - Decimal(row["freight"])) < Decimal("0.001")


def test_northwinds_lines_are_unchanged_but_for_the_noise_of_single_precision(exports, northwind):
    for mine, row in zip(exports["sales:order_lines"].rows, northwind["order_details"], strict=True):
        assert (mine["order_id"], mine["product_id"]) == (row["order_id"], row["product_id"])
        assert mine["quantity"] == row["quantity"]
        for column in ("unit_price", "discount"):
            assert abs(Decimal(mine[column]) - Decimal(row[column])) < Decimal("0.00001")


def test_an_orders_total_is_the_sum_of_its_lines(exports):
    values = _lines(exports)
    assert {key: Decimal(row["order_total"]) for key, row in _orders(exports).items()} == values
    # Northwind's own sum, before each line is rounded, is 1,265,793.04.
    real = sum(values[key] for key in exports["sales:orders"].keys)
    assert abs(real - Decimal("1265793.04")) < 1


def test_each_shipped_order_is_billed_once_with_its_freight(exports):
    values, orders = _lines(exports), _orders(exports)
    invoices = exports["finance:customer_invoices"]
    billed = [row["Sales order"] or row["Direct order"] for row in invoices.rows]
    assert sorted(billed) == sorted(key for key, row in orders.items() if row["shipped_date"])
    for key, row in zip(billed, invoices.rows, strict=True):
        order = orders[key]
        assert invoices.number(row, "total") == values[key] + Decimal(order["freight"])
        issued, due = invoices.day(row, "at"), invoices.day(row, "dueAt")
        assert issued == exports["sales:orders"].day(order, "shippedAt")
        assert issued < due


def test_invoices_go_to_the_account_of_whoever_ordered(exports, world):
    accounts = {account.number: account.party.company.id for account in world.parties.debtors}
    orders = exports["sales:orders"].by_key()
    direct = exports["sales:direct_orders"].by_key()
    for row in exports["finance:customer_invoices"].rows:
        if row["Sales order"]:
            assert accounts[row["Debtor"]] == orders[row["Sales order"]]["customer_id"]
        else:
            assert row["Debtor"] == direct[row["Direct order"]]["account_no"]


@pytest.mark.parametrize(
    ("invoices", "payments", "allocations", "account"),
    [
        ("customer_invoices", "receipts", "receipt_allocations", "Debtor"),
        ("supplier_invoices", "payments", "payment_allocations", "Creditor"),
    ],
)
def test_payments_settle_invoices_of_their_own_account_and_never_too_much(
    exports, invoices, payments, allocations, account
):
    owed, paid = exports[f"finance:{invoices}"], exports[f"finance:{payments}"]
    bills, money = owed.by_key(), paid.by_key()
    settled, spent = defaultdict(Decimal), defaultdict(Decimal)
    for row in exports[f"finance:{allocations}"].rows:
        payment_no = row.get("Receipt") or row["Payment"]
        bill, payment = bills[row["Invoice"]], money[payment_no]
        assert bill[account] == payment[account]
        assert owed.day(bill, "at") < paid.day(payment, "at")
        settled[row["Invoice"]] += Decimal(row["Amount"])
        spent[payment_no] += Decimal(row["Amount"])
    assert {key: Decimal(row["Amount"]) for key, row in money.items()} == spent
    assert all(0 < amount <= Decimal(bills[key]["Amount"]) for key, amount in settled.items())


def test_customers_pay_on_time_late_in_part_and_not_at_all(exports, world):
    settled = defaultdict(list)
    for payment in world.sales.payments:
        for invoice, amount in payment.settles:
            settled[invoice].append((payment.paid, amount))
    late = part = overdue = 0
    for invoice in world.sales.invoices:
        parts = settled[invoice.id]
        paid = sum(amount for _, amount in parts)
        late += paid == invoice.amount and max(day for day, _ in parts) > invoice.due
        part += 0 < paid < invoice.amount
        overdue += paid < invoice.amount and invoice.due < TODAY
    assert 0.1 < late / len(world.sales.invoices) < 0.4
    assert part >= 2
    assert 10 <= overdue <= 60
    assert any(len(payment.settles) > 1 for payment in world.sales.payments)


def test_deliveries_carry_what_was_ordered_and_the_last_leaves_on_the_shipping_date(world):
    sent, last = defaultdict(lambda: defaultdict(int)), {}
    for delivery in world.sales.deliveries:
        order = delivery.order
        assert order.ordered <= delivery.sent <= TODAY
        assert delivery.delivered is None or delivery.sent < delivery.delivered <= TODAY
        last[order.id] = max(delivery.sent, last.get(order.id, delivery.sent))
        for product, quantity in delivery.items:
            assert quantity > 0
            sent[order.id][product] += quantity
    for order in (*world.northwind.orders, *world.sales.direct):
        ordered = {line.product: line.quantity for line in order.lines}
        if order.shipped:
            assert sent[order.id] == ordered
            assert last[order.id] == order.shipped
        else:
            assert all(quantity <= ordered[product] for product, quantity in sent[order.id].items())
            assert sent[order.id] != ordered


def test_some_orders_go_in_parts_and_some_goods_are_under_way(world):
    numbers = [delivery.order.id for delivery in world.sales.deliveries]
    assert 30 < len(numbers) - len(set(numbers)) < 100
    assert sum(delivery.delivered is None for delivery in world.sales.deliveries) >= 5
    assert any(delivery.order.shipped is None for delivery in world.sales.deliveries)


def test_stock_lies_in_the_warehouses(exports, northwind):
    lying = defaultdict(int)
    for row in exports["warehouse:stock"].rows:
        lying[row["product_id"]] += int(row["quantity"])
    assert {row["product_id"]: lying[row["product_id"]] for row in northwind["products"]} == {
        row["product_id"]: int(row["units_in_stock"]) for row in northwind["products"]
    }
