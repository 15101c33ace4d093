"""What holds for a whole mapping, and a kind of node for each row."""

import datetime as dt
from pathlib import Path

import pytest

from graph.errors import InvalidDataError
from graph.model import FieldType
from ingest.mapping import Mapping, Step
from ingest.rows import Row

from .helpers import mapping_of, properties, read, rules, write

LEDGER = """
    source: ledger
    defaults:
      delimiter: ";"
      encoding: cp1252
      extent: full
      modified: {column: Stand, format: "%d.%m.%Y %H:%M"}
      currency: EUR
      clean: [trim, {null_if: ["-"]}]
      fields: {decimal: ",", thousands: ".", format: "%d.%m.%Y", timezone: Europe/Berlin}
    tables:
      - name: orders
        file: orders.csv
        node: Order
        key: {column: Nr, clean: [upper]}
        fields: {at: Tag, total: Betrag, note: Text, freight: {column: Fracht, decimal: "."}}
        edges:
          - {type: PLACED, direction: in, to: {table: people, key: Kunde}}
          - {type: CONTAINS, to: {source: x, table: y, key: Artikel, node: Product}, fields: {unitPrice: Preis}}
      - {name: people, file: p.xlsx, node: Customer, key: id, extent: changes, fields: {vip: {value: "1"}}}
"""


def test_defaults_hold_where_nothing_else_is_said(tmp_path: Path) -> None:
    write(
        tmp_path,
        "Nr;Tag;Betrag;Text;Fracht;Kunde;Artikel;Preis;Stand\n"
        "a1 ; 31.12.2024;1.234,50; für ;2.50; 7;A;1,5;01.07.2024 12:00\na2;-;-;-;;-;;;-\n".encode("cp1252"),
        "orders.csv",
    )
    orders, people = mapping_of(tmp_path, LEDGER).tables
    rows, rejects = read(orders, tmp_path)
    assert rejects == []
    assert properties(rows) == {
        "A1": {
            "at": dt.date(2024, 12, 31), "totalMinor": 123_450, "note": "für", "freightMinor": 250, "currency": "EUR",
        },
        "A2": {"currency": "EUR"},
    }  # fmt: skip
    assert [(edge.key, edge.properties) for edge in rows[0].edges] == [
        ("A", {"unitPriceMicros": 1_500_000, "currency": "EUR"}), ("7", {}),
    ]  # fmt: skip
    assert rows[0].modified == dt.datetime(2024, 7, 1, 10, tzinfo=dt.UTC)
    assert rows[1].edges == ()
    assert (orders.extent, people.extent) == ("full", "changes")
    assert (people.options.format, people.options.encoding) == ("excel", None)
    assert [field.name for field in people.fields] == ["vip"]
    assert people.key[0].clean[0] == Step("trim")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("currency: EURO", "`EURO` is no ISO 4217 currency; did you mean"),
        ("clean: [{phone: {region_column: land}}]", "`phone` for every column cannot depend on another column"),
        ("fields: {name: x}", "unknown setting `name` in the defaults of fields"),
        ("node: Customer", "unknown setting `node` in the defaults"),
        ("encoding: utf-9", "unknown encoding `utf-9`"),
    ],
)
def test_mistakes_are_told_where_the_default_stands(tmp_path: Path, line: str, said: str) -> None:
    table = "tables:\n  - {name: t, file: t.csv, node: Customer, key: id}\n"
    with pytest.raises(InvalidDataError) as error:
        mapping_of(tmp_path, f"source: x\ndefaults:\n  delimiter: tab\n  {line}\n{table}")
    assert str(error.value).startswith(f"mapping.yaml:4: {said}")


def ledger(folder: Path, kinds: str, more: str = "") -> Mapping:
    return mapping_of(
        folder,
        f"""
        source: s
        tables:
          - name: partners
            file: p.csv
            node: {{column: type, clean: [upper], map: {kinds}}}
            key: id
            fields: {{name: name, jobTitle: title}}
            edges:
              - {{type: PLACED, to: {{table: orders, key: order}}}}
              - {{type: PARTNER_OF, to: {{table: partners, key: other}}, only: {{rel: P}}, except: {{other: "0"}}}}
          - name: orders
            file: o.csv
            node: Order
            key: id
            edges:
              - {{type: PLACED, direction: in, to: {{table: partners, key: who}}}}
        {more}""",
    )


def test_a_column_says_what_kind_of_node_a_row_is(tmp_path: Path) -> None:
    write(
        tmp_path,
        "id,type,name,title,order,other,rel\n1,v,Ann,,7,2,P\n2,C,Bea,,8,1,Q\n3,x,Cleo,,,,\n4,,Dora,,,,\n5,e,Eve,Boss,9,0,P\n",
        "p.csv",
    )
    partners, orders = ledger(tmp_path, "{V: Supplier, C: Customer, E: Employee}").tables
    rows, rejects = read(partners, tmp_path)
    assert [(row.key, row.kind) for row in rows] == [("1", "Supplier"), ("2", "Customer"), ("5", "Employee")]
    assert rows[2].properties == {"name": "Eve", "jobTitle": "Boss"}
    # only customers place orders; which rows have an edge may go by their columns
    assert [[(edge.type, edge.key) for edge in row.edges] for row in rows] == [
        [("PARTNER_OF", "2")],
        [("PLACED", "8")],
        [],
    ]
    assert rules(rejects) == [(4, "type", "kind"), (5, "type", "kind")]
    assert "it is none of V, C, E; mend it, or add it to the `map` of `node`" in rejects[0].hint
    assert orders.edges[0].to.node == "Party"


def test_a_row_that_is_another_kind_says_something_else(tmp_path: Path) -> None:
    def digest(kind: str) -> str:
        write(tmp_path, f"id,type,name,title,order,other,rel\n1,{kind},Ann,,,,\n", "p.csv")
        (row,), _ = read(ledger(tmp_path, "{V: Supplier, C: Customer, K: Customer}").tables[0], tmp_path)
        assert isinstance(row, Row)
        return row.digest

    assert digest("V") != digest("C") == digest("K")


@pytest.mark.parametrize(
    ("kinds", "line", "said"),
    [
        ("{V: Suplier}", 6, "unknown kind of node `Suplier`; did you mean `Supplier`?"),
        ("{V: Supplier, O: Order}", 6, "the kinds of one table are all parties, all things or all interactions"),
        ("{V: Supplier, P: Partner}", 10, "PLACED cannot start at Supplier or Partner"),
        ("{}", 6, "the `map` of `node` names no kind"),
    ],
)
def test_mistakes_of_kinds(tmp_path: Path, kinds: str, line: int, said: str) -> None:
    with pytest.raises(InvalidDataError) as error:
        ledger(tmp_path, kinds)
    assert f"mapping.yaml:{line}: {said}" in str(error.value)


def test_a_reference_to_one_of_several_kinds_of_things_says_which(tmp_path: Path) -> None:
    more = """
          - {name: goods, file: g.csv, node: {column: t, map: {P: Product, M: Material}}, key: id}
          - {name: lines, file: l.csv, edge: CONTAINS, from: {table: orders, key: o}, to: {table: goods, key: g}}
    """
    with pytest.raises(InvalidDataError, match="CONTAINS ends at Product or Material: say which, as `node: Product`"):
        ledger(tmp_path, "{C: Customer}", more)
    more = more.replace("key: g}", "key: g, node: Material}")
    *_, lines = ledger(tmp_path, "{C: Customer}", more).tables
    assert lines.end is not None
    assert lines.end.node == "Material"
    assert {field.type for field in lines.fields} <= set(FieldType)
