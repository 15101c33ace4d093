"""Complaints, surveys, contacts, contracts and who serves whom fit the customers' real orders."""

from collections import Counter, defaultdict
from datetime import date


def test_complaints_are_about_the_customers_own_order_after_it_came(exports):
    orders = exports["sales:orders"].by_key()
    arrived = {}
    deliveries = exports["warehouse:deliveries"]
    for row in deliveries.rows:
        day = deliveries.day(row, "deliveredAt")
        arrived[row["sales_order"]] = max(day or date.max, arrived.get(row["sales_order"], date.min))
    lines = {(row["order_id"], row["product_id"]) for row in exports["sales:order_lines"].rows}
    complaints = exports["crm:complaints"]
    for row in complaints.rows:
        assert orders[row["order_id"]]["customer_id"] == row["customer_id"]
        assert not row["product_id"] or (row["order_id"], row["product_id"]) in lines
        raised, closed = complaints.day(row, "at"), complaints.day(row, "closedAt")
        assert arrived[row["order_id"]] < raised
        assert bool(closed) == bool(row["outcome"])
        assert closed is None or raised < closed
        assert row["satisfaction"] in ({"", "1", "2", "3", "4", "5"} if closed else {""})


def test_who_complains_of_lateness_has_waited_too_long(exports):
    late = {
        row["sales_order"]
        for row in exports["warehouse:deliveries"].rows
        if row["delivered_on"] and row["delivered_on"] > row["promised_on"]
    }
    of_lateness = {row["order_id"] for row in exports["crm:complaints"].rows if row["subject"] == "late delivery"}
    assert of_lateness
    assert of_lateness <= late


def test_customers_are_served_by_whoever_takes_most_of_their_orders(exports):
    taken = defaultdict(Counter)
    for row in exports["sales:orders"].rows:
        taken[row["customer_id"]][row["employee_id"]] += 1
    serves = {row["customer_id"]: row["employee_id"] for row in exports["crm:account_managers"].rows}
    assert set(serves) == set(taken)
    assert set(exports["crm:customers"].keys) - set(serves) == {"FISSA", "PARIS"}
    for customer, employee in serves.items():
        assert taken[customer][employee] == max(taken[customer].values())


def test_level_and_since_follow_from_the_orders(exports):
    customers = exports["crm:customers"]
    levels = Counter(row["level"] for row in customers.rows)
    assert levels[""] == 2
    assert 0 < levels["A"] < levels["B"]
    first = {}
    orders = exports["sales:orders"]
    for row in orders.rows:
        first[row["customer_id"]] = min(orders.day(row, "at"), first.get(row["customer_id"], date.max))
    assert {row["customer_id"]: customers.day(row, "since") for row in customers.rows if row["level"]} == first


def test_marks_run_from_one_to_five(exports):
    for name, column in {
        "crm:surveys": "score",
        "srm:evaluations": "Note",
        "hr:appraisals": "Score",
        "hr:climate": "Score",
    }.items():
        marks = {float(row[column]) for row in exports[name].rows}
        assert min(marks) >= 1
        assert max(marks) <= 5
        assert len(marks) > 2


def test_surveys_are_answered_to_whoever_serves(exports):
    serves = {row["customer_id"]: row["employee_id"] for row in exports["crm:account_managers"].rows}
    assert all(serves[row["customer_id"]] == row["employee_id"] for row in exports["crm:surveys"].rows)


def test_appraisals_come_from_the_one_reported_to(exports):
    manager = {row["Employee"]: row["Reports to"] for row in exports["hr:employees"].rows}
    manager |= {row["Employee"]: row["Reports to"] or row["Head of house"] for row in exports["hr:operations"].rows}
    for row in exports["hr:appraisals"].rows:
        person = row["Employee"] or row["Operations"]
        assert manager[person] == (row["Manager"] or row["Operations manager"])
    assert set(manager) - {row["Employee"] or row["Operations"] for row in exports["hr:appraisals"].rows} == {"2"}


def test_contracts_are_signed_before_they_start_and_end_after(exports):
    for name in ("crm:contracts", "srm:contracts", "warehouse:carrier_contracts"):
        table = exports[name]
        for row in table.rows:
            assert table.day(row, "at") <= table.day(row, "startsAt") < table.day(row, "endsAt")
        ends = [table.day(row, "endsAt") for row in table.rows]
        assert min(ends) < date(1998, 5, 6) < max(ends)
