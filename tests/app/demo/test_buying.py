"""What is bought comes in time for what is shipped, costs less than it is sold for, and is paid, now and then late."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.demo.purchasing import opening_stock

CENT = Decimal("0.01")
TODAY = date(1998, 5, 6)


def _number(text):
    return Decimal(text.replace(",", "."))


def test_each_product_has_northwinds_supplier_and_shares_that_add_up(exports):
    sources = defaultdict(dict)
    for name in ("srm:sourcing", "srm:second_sourcing"):
        for row in exports[name].rows:
            sources[row["Artikel"]][row["Lieferant"]] = row
    products = exports["warehouse:products"].by_key()
    assert set(sources) == set(products)
    for product, offers in sources.items():
        main = products[product]["main_supplier_id"]
        assert main in offers
        assert sum(_number(row["Anteil"]) for row in offers.values()) == 1
        assert max(offers, key=lambda supplier: _number(offers[supplier]["Anteil"])) == main
        assert all(_number(row["Preis"]) < Decimal(products[product]["list_price"]) for row in offers.values())
    assert 20 <= sum(len(offers) > 1 for offers in sources.values()) <= 30


def test_purchase_prices_lie_below_the_lowest_price_the_product_was_sold_at(exports):
    lowest = {}
    for row in exports["sales:order_lines"].rows:
        price = Decimal(row["unit_price"])
        lowest[row["product_id"]] = min(price, lowest.get(row["product_id"], price))
    assert all(_number(row["Preis"]) < lowest[row["Artikel"]] for row in exports["srm:purchase_lines"].rows)


def test_purchases_go_to_a_source_of_the_product(exports):
    sources = {
        (row["Lieferant"], row["Artikel"])
        for name in ("srm:sourcing", "srm:second_sourcing")
        for row in exports[name].rows
    }
    orders = exports["srm:purchase_orders"].by_key()
    for row in exports["srm:purchase_lines"].rows:
        order = orders[row["Bestellung"]]
        assert (order["Lieferant"] or order["Zweitlieferant"], row["Artikel"]) in sources


def test_stock_never_falls_below_nothing_and_ends_where_northwind_says(world):
    for product in world.northwind.products:
        moves = [
            (receipt.arrived, item.quantity - item.rejected)
            for receipt in world.buying.receipts
            if receipt.arrived
            for item in receipt.items
            if item.source.product == product
        ]
        moves += [
            (delivery.sent, -quantity)
            for delivery in world.sales.deliveries
            for key, quantity in delivery.items
            if key == product.id
        ]
        stock = opening_stock(product, world.sales.deliveries, world.buying.purchases)
        # Of one day, the shipments first: what comes in has to be there the day before.
        for _, quantity in sorted(moves):
            assert stock >= 0, product.name
            stock += quantity
        assert stock == product.stock


def test_open_purchase_orders_are_northwinds_units_on_order(exports):
    arrived = {row["Bestellung"] for row in exports["srm:receipts"].rows if row["Eingetroffen"]}
    open_units = defaultdict(int)
    for row in exports["srm:purchase_lines"].rows:
        if row["Bestellung"] not in arrived:
            assert row["Geliefert"] == "0"
            open_units[row["Artikel"]] += int(row["Menge"])
    wanted = {row["product_id"]: int(row["units_on_order"]) for row in exports["warehouse:products"].rows}
    assert open_units == {product: units for product, units in wanted.items() if units}


def test_receipts_carry_what_was_ordered_after_it_was_ordered(exports):
    orders, receipts = exports["srm:purchase_orders"], exports["srm:receipts"]
    by_receipt, by_order = receipts.by_key(), orders.by_key()
    came = defaultdict(lambda: [0, 0, 0])
    for row in exports["srm:receipt_lines"].rows:
        receipt = by_receipt[row["Wareneingang"]]
        if receipt["Eingetroffen"]:
            sums = came[receipt["Bestellung"], row["Artikel"]]
            for index, column in enumerate(("Menge", "Geliefert", "Abgelehnt")):
                sums[index] += int(row[column])
    for row in exports["srm:purchase_lines"].rows:
        if row["Geliefert"] != "0":
            quantity, received, rejected = came[row["Bestellung"], row["Artikel"]]
            assert quantity == received == int(row["Geliefert"]) == int(row["Menge"])
            assert rejected == int(row["Abgelehnt"]) < received
    for receipt in receipts.rows:
        ordered = orders.day(by_order[receipt["Bestellung"]], "at")
        sent, arrived = receipts.day(receipt, "at"), receipts.day(receipt, "deliveredAt")
        assert ordered < sent
        assert arrived is None or sent <= arrived
        assert receipts.day(receipt, "promisedAt") == orders.day(by_order[receipt["Bestellung"]], "promisedAt")


def test_a_purchase_orders_total_is_the_sum_of_its_lines(exports):
    values = defaultdict(Decimal)
    for row in exports["srm:purchase_lines"].rows:
        values[row["Bestellung"]] += (_number(row["Preis"]) * int(row["Menge"])).quantize(CENT, ROUND_HALF_UP)
    assert {key: _number(row["Wert"]) for key, row in exports["srm:purchase_orders"].by_key().items()} == values


def test_inspections_find_all_rejects_after_the_receipt(exports):
    receipts, inspections = exports["srm:receipts"], exports["srm:inspections"]
    by_key = receipts.by_key()
    lines = {(row["Wareneingang"], row["Artikel"]): row for row in exports["srm:receipt_lines"].rows}
    seen = set()
    for row in inspections.rows:
        place = (row["Wareneingang"], row["Artikel"])
        seen.add(place)
        assert row["Abgelehnt"] == lines[place]["Abgelehnt"]
        assert int(row["Abgelehnt"]) <= int(row["Geprueft"]) <= int(lines[place]["Menge"])
        assert (row["Ergebnis"] == "passed") == (row["Abgelehnt"] == "0")
        assert receipts.day(by_key[place[0]], "deliveredAt") <= inspections.day(row, "at")
    assert {place for place, row in lines.items() if row["Abgelehnt"] not in {"", "0"}} <= seen


def test_suppliers_bill_what_was_accepted(exports):
    accepted = defaultdict(Decimal)
    for row in exports["srm:purchase_lines"].rows:
        units = int(row["Geliefert"]) - int(row["Abgelehnt"])
        accepted[row["Bestellung"]] += (_number(row["Preis"]) * units).quantize(CENT, ROUND_HALF_UP)
    bills = [row for row in exports["finance:supplier_invoices"].rows if row["Purchase order"]]
    assert all(Decimal(row["Amount"]) == accepted[row["Purchase order"]] for row in bills)
    numbers = [row["Purchase order"] for row in bills]
    assert len(numbers) == len(set(numbers)) > 500


def test_carriers_bill_a_part_of_the_freight_each_month(exports, world):
    bills = [bill for bill in world.buying.bills if not bill.purchase]
    assert {bill.account.party.ref for bill in bills} == {f"warehouse:carriers:{key}" for key in "123"}
    freight = sum(
        order.freight
        for order in (*world.northwind.orders, *world.sales.direct)
        if order.shipped and order.shipped < date(1998, 5, 1)
    )
    assert abs(sum(bill.amount for bill in bills) - freight * Decimal("0.8")) < 1


def test_about_one_supplier_invoice_in_seven_is_paid_late(world):
    paid = {payment.settles[0][0]: payment.paid for payment in world.buying.payments}
    late = [paid[bill.id] > bill.due for bill in world.buying.bills if bill.id in paid]
    assert 0.13 <= sum(late) / len(late) <= 0.17


def test_suppliers_differ_in_punctuality_and_quality(world):
    late, faulty = defaultdict(list), defaultdict(lambda: [0, 0])
    for receipt in world.buying.receipts:
        key = receipt.purchase.supplier.party.company.id
        if receipt.arrived:
            late[key].append(receipt.arrived > receipt.purchase.promised)
            faulty[key][0] += sum(item.rejected for item in receipt.items)
            faulty[key][1] += sum(item.quantity for item in receipt.items)
    shares = {key: sum(days) / len(days) for key, days in late.items()}
    assert max(shares, key=shares.get) == "14"
    assert shares["14"] > 0.4 > sorted(shares.values())[-2]
    rejects = {key: rejected / received for key, (rejected, received) in faulty.items()}
    assert max(rejects, key=rejects.get) == "24"
    assert rejects["24"] > 0.05
    assert 0 < sorted(rejects.values())[-2] < 0.02
