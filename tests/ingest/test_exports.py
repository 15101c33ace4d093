"""Exports of systems that nobody here has seen, mapped by docs/mapping.md alone."""

import datetime as dt
from pathlib import Path

from .helpers import mapping_of, properties, read, rules, write

LEDGER = r"""
    source: ledger
    defaults:
      delimiter: ";"
      encoding: cp1252
      currency: EUR
      fields: {decimal: ",", thousands: "."}
    tables:
      - name: accounts
        file: accounts.csv
        node:
          column: Konto
          clean: [{replace: {'^[1-6]\d{4}$': D, '^[7-9]\d{4}$': K}}]
          map: {D: Customer, K: Supplier}
        key: Konto
        fields: {name: Name}
      - name: bookings
        file: bookings.csv
        skip: 1
        only: {Konto: {pattern: '[1-6]\d{4}'}}
        node:
          column: Gegenkonto
          clean: [{replace: {'^8\d{3}$': sale, '^1[0-3]\d\d$': cash}}]
          map: {sale: Invoice, cash: Payment}
        key: [Beleg, Gegenkonto]
        lookups:
          bill: {table: bookings, key: Beleg, only: {Gegenkonto: {pattern: '8\d{3}'}}, missing: empty}
        fields:
          at: {column: Datum, clean: [{replace: {'^(\d{3})$': '0\1', '$': "2024"}}], format: "%d%m%Y", required: true}
          total: {column: Umsatz (ohne Soll/Haben-Kz), clean: [{sign: {sign_column: S/H, minus: "H, haben"}}]}
        edges:
          - {type: ISSUED_TO, to: {table: accounts, key: Konto}}
          - {type: PAID_BY, to: {table: accounts, key: Konto}}
          - {type: SETTLES, to: {table: bookings, key: [bill.Beleg, bill.Gegenkonto], node: Invoice}}
"""


def test_a_german_ledger_of_signed_amounts(tmp_path: Path) -> None:
    accounts = "Konto;Name\r\n10001;Müller & Söhne\r\n70005;Zucker AG\r\n"
    write(tmp_path, accounts.encode("cp1252"), "accounts.csv")
    bookings = """"EXTF";700;21
Umsatz (ohne Soll/Haben-Kz);S/H;Konto;Gegenkonto;Datum;Beleg
1.190,00;S;10001;8400;105;RE-1
238,00;H;10001;8400;0305;GU-1
595,00;H;70005;3400;0405;ER-7
1.190,00;Haben;10001;1200;2005;RE-1
12,5;S;10001;8400;3113;RE-2
"""
    write(tmp_path, bookings.encode("cp1252"), "bookings.csv")
    people, ledger = mapping_of(tmp_path, LEDGER).tables
    assert [(row.key, row.kind) for row in read(people, tmp_path)[0]] == [("10001", "Customer"), ("70005", "Supplier")]
    rows, rejects = read(ledger, tmp_path)
    assert [(row.key, row.kind, row.properties["totalMinor"], row.properties["at"]) for row in rows] == [
        ("RE-1|8400", "Invoice", 119_000, dt.date(2024, 5, 1)),
        ("GU-1|8400", "Invoice", -23_800, dt.date(2024, 5, 3)),
        ("RE-1|1200", "Payment", -119_000, dt.date(2024, 5, 20)),
    ]
    assert [[(edge.type, edge.key) for edge in row.edges] for row in rows] == [
        [("ISSUED_TO", "10001")], [("ISSUED_TO", "10001")], [("PAID_BY", "10001"), ("SETTLES", "RE-1|8400")],
    ]  # fmt: skip
    assert rules(rejects) == [(7, "Datum", "date")]


SHOP = """
    source: 商城
    defaults: {encoding: gb18030, clean: [width, trim], currency: CNY}
    tables:
      - name: customers
        file: 订单.csv
        node: Customer
        key: 客户
        fields: {name: 客户, phone: {column: 电话, clean: [{phone: {region: CN}}]}}
      - name: orders
        file: 订单.csv
        node: Order
        key: 订单编号
        lookups: {all: {table: orders, key: 订单编号, take: {金额: {how: sum, clean: [amount]}}}}
        fields: {at: {column: 下单, format: "%Y年%m月%d日"}, total: all.金额}
"""


def test_chinese_orders_in_full_width_forms(tmp_path: Path) -> None:
    text = "订单编号,下单,客户,电话,金额\n"
    text += "ＤＤ０１,2024年5月6日,北京　华联,０１０－１２３４５６７８,￥１２５．００\n"
    text += "DD01,2024年5月6日,北京 华联,010-12345678,￥6.05\n"
    write(tmp_path, text.encode("gb18030"), "订单.csv")
    customers, orders = mapping_of(tmp_path, SHOP).tables
    rows, _ = read(customers, tmp_path)
    assert properties(rows) == {"北京 华联": {"name": "北京 华联", "phone": "+861012345678"}}
    assert len({row.digest for row in rows}) == 1
    rows, _ = read(orders, tmp_path)
    assert properties(rows) == {"DD01": {"at": dt.date(2024, 5, 6), "totalMinor": 13_105, "currency": "CNY"}}


WEB = """
    source: web
    defaults: {currency: CHF}
    tables:
      - name: orders
        file: orders.csv
        node: Order
        key: Name
        lookups: {head: {table: orders, key: Name, take: filled}}
        fields:
          at: {column: head.Created at, format: "%Y-%m-%d %H:%M:%S %z"}
          total: {column: head.Total, thousands: "'"}
      - name: lines
        file: orders.jsonl
        each: order.lines
        edge: CONTAINS
        key: [order.no, each.number]
        from: {table: orders, key: order.no}
        to: {source: pim, table: items, key: order.lines.item.sku, node: Product}
        fields:
          quantity: order.lines.qty
          unitPrice: order.lines.price
          dueAt: {column: order.due, type: date, format: excel}
"""


def test_web_orders_with_their_values_in_the_first_line_and_nested_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        "Name,Email,Created at,Total,Lineitem\n#1,a@x,2024-05-01 23:30:00 -0700,1'234.50,A\n#1,,,,B\n"
        "#2,,2024-05-02 08:00:00 +0200,9,A\n",
        "orders.csv",
    )
    lines = '[{"item": {"sku": "A"}, "qty": 2, "price": 1.25}, {"item": {"sku": "B"}, "qty": 1, "price": null}]'
    write(tmp_path, f'{{"order": {{"no": "#1", "due": 45657, "lines": {lines}}}}}\n', "orders.jsonl")
    orders, inner = mapping_of(tmp_path, WEB).tables
    rows, rejects = read(orders, tmp_path)
    assert rejects == []
    assert [(row.key, row.properties["totalMinor"]) for row in rows] == [("#1", 123_450), ("#1", 123_450), ("#2", 900)]
    assert rows[0].digest == rows[1].digest != rows[2].digest
    rows, rejects = read(inner, tmp_path)
    assert rejects == []
    assert properties(rows) == {
        "#1|1": {"quantity": 2.0, "unitPriceMicros": 1_250_000, "currency": "CHF", "dueAt": dt.date(2024, 12, 31)},
        "#1|2": {"quantity": 1.0, "currency": "CHF", "dueAt": dt.date(2024, 12, 31)},
    }
