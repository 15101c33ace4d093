"""Rows: properties, keys, edges, ends and digests."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapping import Table
from ingest.rows import Edge, End, Row, read_keys, read_table

from .helpers import customers, mapping_of, properties, read, rules, table_of, write


def orders(folder: Path, fields: str, *, edges: str = "[]", **settings: str) -> Table:
    said = {"name": "orders", "file": "orders.csv", "node": "Order", "key": "id", **settings}
    text = "\n".join(f"{name}: {value}" for name, value in said.items())
    return table_of(folder, f"{text}\nfields: {fields}" + (f"\nedges: {edges}" if edges != "[]" else ""))


def test_stored_names_and_types(tmp_path: Path) -> None:
    write(
        tmp_path,
        "id,d,t,total,cur,price,n,flag,tags,when\n1,2024-05-06,x,12.50,JPY,0.5,3,yes,a;b,2024-05-06 10:00\n",
        "orders.csv",
    )
    fields = """{at: d, text: t, freight: {column: total, round: half_up}, currency: cur,
      price: {column: price, type: unit_price}, n: {column: n, type: integer}, flag: {column: flag, type: boolean},
      tags: {column: tags, type: list, separator: ";"}, atTime: {column: when, timezone: Europe/Berlin}}"""
    (row,), rejects = read(orders(tmp_path, fields), tmp_path)
    assert rejects == []
    assert row.properties == {
        "at": dt.date(2024, 5, 6),
        "text": "x",
        "freightMinor": 13,
        "currency": "JPY",
        "priceMicros": 500_000,
        "n": 3,
        "flag": True,
        "tags": ["a", "b"],
        "atTime": dt.datetime(2024, 5, 6, 8, 0, tzinfo=dt.UTC),
    }


def test_missing_values_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "id,name,city\n1,,Oslo\n2,  ,\n3,Ann,\n")
    rows, _ = read(customers(tmp_path, "{name: name, city: {column: city}}"), tmp_path)
    assert properties(rows) == {"1": {"city": "Oslo"}, "2": {}, "3": {"name": "Ann"}}


def test_text_and_keys_are_kept_as_they_are(tmp_path: Path) -> None:
    write(tmp_path, "id,name\n 007 ,  two  spaces \n1e3,x\n１,y\n")
    rows, _ = read(customers(tmp_path), tmp_path)
    assert properties(rows) == {" 007 ": {"name": "  two  spaces "}, "1e3": {"name": "x"}, "１": {"name": "y"}}


def test_columns_are_joined_and_constants_stand_in_every_row(tmp_path: Path) -> None:
    write(tmp_path, "id,a,b,c\n1,x,,z\n2,,,\n")
    fields = "{name: {columns: [a, b, c], join: ' / '}, street: {columns: [a, b]}, generated: {value: 'yes'}}"
    rows, _ = read(customers(tmp_path, fields), tmp_path)
    assert properties(rows) == {"1": {"name": "x / z", "street": "x", "generated": True}, "2": {"generated": True}}


def test_rules_of_fields(tmp_path: Path) -> None:
    write(tmp_path, "id,name,level,n,d,zip\n1,Ann,A,5,2024-06-01,12345\n2,,B,5,2024-06-01,\n3,x,C,5,2024-06-01,\n"
          "4,x,A,11,2024-06-01,\n5,x,A,-1,2024-06-01,\n6,x,A,5,2025-01-01,\n7,x,A,5,,123\n8,x,,,,\n")  # fmt: skip
    fields = """{name: {column: name, required: true}, level: {column: level, allowed: [A, B]},
      n: {column: n, type: integer, minimum: 0, maximum: 10}, since: {column: d, maximum: 2024-12-31},
      postalCode: {column: zip, pattern: "[0-9]{5}"}}"""
    rows, rejects = read(customers(tmp_path, fields), tmp_path)
    assert [row.key for row in rows] == ["1", "8"]
    assert rules(rejects) == [
        (3, "name", "required"), (4, "level", "allowed"), (5, "n", "maximum"), (6, "n", "minimum"),
        (7, "d", "maximum"), (8, "zip", "pattern"),
    ]  # fmt: skip
    assert rejects[1].hint == "is none of A, B; mend it, or add it to `allowed`"


def test_limits_of_amounts_are_in_major_units(tmp_path: Path) -> None:
    write(tmp_path, "id,total,cur\n1,9.99,EUR\n2,10.01,EUR\n3,10,JPY\n4,11,JPY\n", "orders.csv")
    fields = (
        "{total: {column: total, maximum: 10}, currency: cur, p: {column: total, type: unit_price, minimum: 9.995}}"
    )
    _, rejects = read(orders(tmp_path, fields), tmp_path)
    assert rules(rejects) == [(2, "total", "minimum"), (3, "total", "maximum"), (5, "total", "maximum")]


def test_all_problems_of_a_row_make_one_reject(tmp_path: Path) -> None:
    write(tmp_path, "id,d,n\n,31.02.2024,x\n2,2024-01-01,1\n")
    rows, (reject,) = read(customers(tmp_path, "{since: d, n: {column: n, type: number}}"), tmp_path)
    assert [row.key for row in rows] == ["2"]
    assert [(each.column, each.rule, each.value) for each in reject.problems] == [
        ("n", "number", "x"), ("d", "date", "31.02.2024"),
    ]  # fmt: skip
    assert (reject.key, reject.raw) == (None, {"id": "", "d": "31.02.2024", "n": "x"})


def test_what_to_do_on_an_error(tmp_path: Path) -> None:
    write(tmp_path, "id,phone,d,total,cur\n1,call me,soon,x,EUR\n2,030 123456,2024-01-01,1,\n3,,,,\n")
    fields = """{phone: {column: phone, clean: [trim, {phone: {region: DE}}], on_error: keep},
      since: {column: d, on_error: "null"}, total: {column: total, type: money, on_error: "null"}, currency: cur}"""
    rows, rejects = read(customers(tmp_path, fields), tmp_path)
    assert rejects == []
    assert properties(rows) == {
        "1": {"phone": "call me", "currency": "EUR"},
        "2": {"phone": "+4930123456", "since": dt.date(2024, 1, 1)},
        "3": {},
    }
    fields = "{since: {column: d, on_error: 'null', required: true}}"
    assert rules(read(customers(tmp_path, fields), tmp_path)[1]) == [(2, "d", "required"), (4, "d", "required")]


def test_steps_by_another_column(tmp_path: Path) -> None:
    write(tmp_path, "id,phone,land\n1,020 7946 0018,UK\n2,030 123456,Deutschland\n3,1,Mordor\n")
    fields = """{phone: {column: phone, clean: [trim, {phone: {region_column: land}}]},
      country: {column: land, clean: country}}"""
    rows, (reject,) = read(customers(tmp_path, fields), tmp_path)
    assert properties(rows) == {
        "1": {"phone": "+442079460018", "country": "GB"},
        "2": {"phone": "+4930123456", "country": "DE"},
    }
    assert [(each.column, each.rule) for each in reject.problems] == [("land", "country"), ("phone", "phone")]


def test_currencies_are_checked_once_and_where_they_stand(tmp_path: Path) -> None:
    write(tmp_path, "id,total,freight,cur\n1,1,2,EUR\n2,1,2,eur\n3,1,2,\n4,,,\n5,,,XYZ\n", "orders.csv")
    rows, rejects = read(orders(tmp_path, "{total: total, freight: freight, currency: cur}"), tmp_path)
    assert [row.key for row in rows] == ["1", "4"]
    assert [[(each.column, each.rule) for each in reject.problems] for reject in rejects] == [
        [("cur", "currency")],
        [("freight", "currency")],
        [("cur", "currency")],
    ]
    assert rejects[0].hint == "is written EUR; clean it: [trim, upper]"


EDGES = """[
  {type: PLACED, direction: in, to: {source: crm, table: customers, key: customer}},
  {type: ASSIGNED_TO, to: {source: hr, table: staff, key: {column: agent, clean: [trim, {null_if: ["0"]}]}}},
  {type: CONTAINS, to: {source: stock, table: items, key: [{value: DE}, item], node: Product},
   fields: {quantity: {column: n, required: true}, unitPrice: price}}]"""


def test_edges_that_columns_imply(tmp_path: Path) -> None:
    write(tmp_path, "id,customer,agent,item,n,price,cur\n1,C|1, 5 ,7,2,1.5,EUR\n2,,0,,,,\n", "orders.csv")
    rows, rejects = read(orders(tmp_path, "{currency: cur}", edges=EDGES), tmp_path)
    assert rejects == []
    assert rows[0].edges == (
        Edge("ASSIGNED_TO", True, "hr", "staff", "5", "Employee", {}),
        Edge(
            "CONTAINS", True, "stock", "items", "DE|7", "Product",
            {"quantity": 2.0, "unitPriceMicros": 1_500_000, "currency": "EUR"},
        ),
        Edge("PLACED", False, "crm", "customers", "C|1", "Customer", {}),
    )  # fmt: skip
    assert rows[1].edges == ()
    assert (rows[0].start, rows[0].end) == (None, None)


def test_an_edge_that_is_there_has_its_fields_checked(tmp_path: Path) -> None:
    write(tmp_path, "id,customer,agent,item,n,price,cur\n1,,,7,,x,EUR\n2,,,,,x,\n", "orders.csv")
    rows, rejects = read(orders(tmp_path, "{currency: cur}", edges=EDGES), tmp_path)
    assert [row.key for row in rows] == ["2"]
    assert [(each.column, each.rule) for each in rejects[0].problems] == [("n", "required"), ("price", "unit_price")]


def test_an_edge_may_be_required(tmp_path: Path) -> None:
    write(tmp_path, "id,customer\n1,C\n2, \n", "orders.csv")
    edges = "[{type: PLACED, direction: in, required: true, to: {source: crm, table: c, key: customer}}]"
    rows, rejects = read(orders(tmp_path, "{}", edges=edges), tmp_path)
    assert [row.key for row in rows] == ["1"]
    assert rules(rejects) == [(3, "customer", "required")]


def test_composite_keys(tmp_path: Path) -> None:
    write(tmp_path, "a,b\nx|y,z\nx,y|z\n1,\n\\,1\n", "orders.csv")
    rows, rejects = read(orders(tmp_path, "{}", key="[a, b]"), tmp_path)
    assert [row.key for row in rows] == ["x\\|y|z", "x|y\\|z", "\\\\|1"]
    assert rules(rejects) == [(4, "a, b", "key")]


LINES = """
    source: sales
    tables:
      - {name: orders, file: lines.csv, node: Order, key: order, fields: {at: day}}
      - name: lines
        file: lines.csv
        edge: CONTAINS
        from: {table: orders, key: order}
        to: {source: stock, table: items, key: item, node: Product}
        modified: changed
        fields: {quantity: n}
"""


def test_several_tables_of_one_file_of_flat_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        "order,day,item,n,changed\n1,2024-01-01,A,2,2024-01-02\n1,2024-01-01,B,1,\n2,2024-01-03,,1,\n",
        "lines.csv",
    )
    head, lines = mapping_of(tmp_path, LINES).tables
    heads, _ = read(head, tmp_path)
    assert [row.key for row in heads] == ["1", "1", "2"]
    assert heads[0].digest == heads[1].digest
    rows, rejects = read(lines, tmp_path)
    assert rows[0][:9] == (
        "sales", "lines", "1|A", {"quantity": 2.0}, (), End("sales", "orders", "1", "Order"),
        End("stock", "items", "A", "Product"), dt.datetime(2024, 1, 2, tzinfo=dt.UTC), rows[0].digest,
    )  # fmt: skip
    assert [row.key for row in rows] == ["1|A", "1|B"]
    assert rules(rejects) == [(4, "item", "required")]


def test_rows_are_chosen_by_value(tmp_path: Path) -> None:
    write(tmp_path, "id,kind,name\n1,K,Ann\n2,L,Bea\n3,,Cleo\n4,K,\n")
    fields = "{name: {column: name, required: true}}"

    def keys(**settings: str) -> list[str | None]:
        rows, rejects = read(customers(tmp_path, fields, **settings), tmp_path)
        return [row.key for row in rows] + [reject.key for reject in rejects]

    assert keys(only="{kind: L}") == ["2"]
    assert keys(only="{kind: [K, L]}") == ["1", "2", "4"]
    assert keys(only='{kind: ""}') == ["3"]
    assert keys(**{"except": "{kind: K}"}) == ["2", "3"]
    assert keys(only="{kind: K, name: Ann}") == ["1"]
    assert keys(only="{kind: {pattern: '[K-L]?'}}", **{"except": "{kind: {values: [L]}}"}) == ["1", "3", "4"]


def test_rows_that_cannot_be_read_are_rejected_only_where_they_may_be_wanted(tmp_path: Path) -> None:
    write(tmp_path, b"id,kind,name\n1,K,A\xff\n2,L,B\xff\n3,K\n4,\xff,x\n")
    _, rejects = read(customers(tmp_path, only="{kind: K}"), tmp_path)
    assert [reject.number for reject in rejects] == [2, 4, 5]


def test_keys_are_read_cheaply(tmp_path: Path) -> None:
    write(tmp_path, "id,d,name\n1,2024-01-01,Ann\n1,2024-01-02,Bea\n,x,y\n3,x,y\n")
    table = customers(tmp_path, modified="d")
    found = list(read_keys(table, tmp_path))
    assert [(each.key, each.modified) for each in found] == [
        ("1", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        ("1", dt.datetime(2024, 1, 2, tzinfo=dt.UTC)),
        (None, None),
        ("3", None),
    ]
    assert [bool(each.digest) for each in found] == [True, True, False, False]


@given(st.data())
def test_a_chunk_gives_what_its_rows_give_alone(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """A bad value anywhere changes nothing for the rows around it."""
    folder = tmp_path_factory.mktemp("rows")
    cells = st.sampled_from(["", "1", "1.5", "x", "2024-01-01", "yes", "EUR", " ", "1e3"])
    lines = data.draw(st.lists(st.lists(cells, min_size=5, max_size=5), min_size=1, max_size=8))
    fields = """{n: {column: n, type: number}, since: d, flag: {column: b, type: boolean},
      total: {column: n, type: money}, currency: c, i: {column: n, type: integer, required: true}}"""
    table = customers(folder, fields, modified="d")
    header = "id,n,d,b,c\n"

    def results(content: str) -> list[tuple[object, ...]]:
        write(folder, content)
        return [
            (each.key, each.properties, each.digest) if isinstance(each, Row) else (each.key, each.problems)
            for each in read_table(table, folder)
        ]

    rows = [",".join(line) + "\n" for line in lines]
    together = results(header + "".join(rows))
    assert together == [result for row in rows for result in results(header + row)]
