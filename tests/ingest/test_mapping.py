"""What a mapping says."""

from pathlib import Path

import pytest

from graph.errors import InvalidDataError
from graph.model import EDGES, KINDS, FieldType
from ingest.mapping import Column, Filter, Step, load_mapping

from .helpers import mapping_of, table_of, write_mapping

CRM = """
    source: crm                    # the system's name; part of every key
    precedence: 20
    description: Customers and who looks after them
    tables:
      - name: customers
        file: customers.csv
        node: Customer
        nature: Organization
        key: customer_id
        modified: updated_at
        extent: full
        fields:
          name: {column: company_name, required: true, clean: [trim, squeeze]}
          city: city
          generated: {value: true}
        edges:
          - {type: SERVES, direction: in, to: {source: hr, table: employees, key: sales_rep_id}}
"""


def test_the_outline_of_the_documentation_is_read(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, CRM)
    assert (mapping.source, mapping.precedence) == ("crm", 20)
    assert mapping.description == "Customers and who looks after them"
    (table,) = mapping.tables
    assert (table.name, table.source, table.files) == ("customers", "crm", ("customers.csv",))
    assert (table.node, table.edge, table.nature, table.extent) == (KINDS["Customer"], None, "Organization", "full")
    assert [column.name for column in table.key] == ["customer_id"]
    assert table.modified is not None
    assert table.modified.columns == ("updated_at",)
    name, city, generated = table.fields
    assert (name.columns, name.required, name.clean) == (("company_name",), True, (Step("trim"), Step("squeeze")))
    assert (city.columns, city.type) == (("city",), FieldType.TEXT)
    assert (generated.value, generated.type) == ("true", FieldType.BOOLEAN)
    (edge,) = table.edges
    assert (edge.type, edge.outgoing) == (EDGES["SERVES"], False)
    assert (edge.to.source, edge.to.table, edge.to.node) == ("hr", "employees", "Employee")


def test_the_digest_goes_by_what_is_said(tmp_path: Path) -> None:
    first = mapping_of(tmp_path, CRM)
    other_layout = mapping_of(tmp_path, CRM.replace("# the system's name; part of every key", ""))
    other_content = mapping_of(tmp_path, CRM.replace("precedence: 20", "precedence: 21"))
    assert first.digest == other_layout.digest
    assert first.digest != other_content.digest


def test_scalars_are_taken_as_written(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        """
        name: t
        file: t.csv
        node: Customer
        key: 007
        only: {country: [NO, yes, 1e3]}
        fields:
          level: {column: on, allowed: [no, 0x10], clean: [{map: {off: NO, 1_0: "~"}}]}
        """,
    )
    assert table.key == (Column("007", line=6),)
    assert table.only == (Filter("country", frozenset({"NO", "yes", "1e3"}), keep=True, line=7),)
    (level,) = table.fields
    assert (level.columns, level.allowed) == (("on",), ("no", "0x10"))
    assert level.clean == (Step("map", (("off", "NO"), ("1_0", "~"))),)


def test_formats_are_told_from_endings(tmp_path: Path) -> None:
    def form(file: str) -> tuple[str, str]:
        options = table_of(tmp_path, f"name: t\nfile: {file}\nnode: Customer\nkey: id").options
        return options.format, options.delimiter

    assert form("a.csv") == ("csv", ",")
    assert form("a.TSV") == ("csv", "\t")
    assert form("a-*.tab.gz") == ("csv", "\t")
    assert form("a.txt") == ("csv", ",")
    assert form("a.xlsx")[0] == form("a.ods")[0] == form("a.xls")[0] == "excel"
    assert form("a.parquet")[0] == "parquet"
    assert form("a.jsonl.gz")[0] == "jsonl"


def test_delimiters_have_names(tmp_path: Path) -> None:
    def delimiter(said: str) -> str:
        return table_of(tmp_path, f"name: t\nfile: a.csv\ndelimiter: {said}\nnode: Customer\nkey: id").options.delimiter

    assert delimiter("tab") == delimiter("'\\t'") == delimiter('"\\t"') == "\t"
    assert delimiter("'+|'") == "+|"
    assert delimiter("semicolon") == ";"


def test_headers(tmp_path: Path) -> None:
    def names(said: str) -> object:
        return table_of(tmp_path, f"name: t\nfile: a.csv\n{said}\nnode: Customer\nkey: id").options.names

    assert names("skip: 1") is None
    assert names("header: true") is None
    assert names("header: false") == ()
    assert names("header: [id, name]") == ("id", "name")


ENDS = """
    source: sales
    tables:
      - {name: orders, file: o.csv, node: Order, key: [company, order_id]}
      - name: lines
        file: l.csv
        edge: CONTAINS
        from: {table: orders, key: [company, order_id]}
        to: {source: stock, table: items, key: product_id, node: Product}
        fields: {quantity: quantity, unitPrice: price, currency: {value: EUR}}
"""


def test_tables_of_edges(tmp_path: Path) -> None:
    table = mapping_of(tmp_path, ENDS).tables[1]
    assert (table.node, table.edge, table.key) == (None, EDGES["CONTAINS"], ())
    assert table.start is not None
    assert table.end is not None
    assert (table.start.source, table.start.table, table.start.node) == ("sales", "orders", "Order")
    assert [column.name for column in table.start.key] == ["company", "order_id"]
    assert (table.end.source, table.end.node) == ("stock", "Product")
    assert [field.stored for field in table.fields] == ["quantity", "unitPriceMicros", "currency"]


@pytest.mark.parametrize(
    ("edge", "node"),
    [
        ("{type: IN_CATEGORY, to: {source: x, table: c, key: k}}", "Category"),  # the only kind there
        ("{type: SUPPLIES, direction: in, to: {source: x, table: s, key: k}}", "Supplier"),
        ("{type: SAME_AS, to: {source: x, table: s, key: k}}", "*"),  # any kind: the row's own
        ("{type: COMPONENT_OF, to: {table: t, key: k}}", "Product"),  # this mapping's own table
        ("{type: COMPONENT_OF, to: {source: x, table: s, key: k, node: Material}}", "Material"),
    ],
)
def test_the_node_at_the_other_end_is_found(tmp_path: Path, edge: str, node: str) -> None:
    table = table_of(tmp_path, f"name: t\nfile: t.csv\nnode: Product\nkey: id\nedges:\n  - {edge}")
    assert table.edges[0].to.node == node


def test_where_any_role_may_stand_the_node_is_a_party(tmp_path: Path) -> None:
    text = "name: t\nfile: t.csv\nnode: Investor\nkey: id\nedges:\n  - {type: OWNS, to: {source: x, table: s, key: k}}"
    assert table_of(tmp_path, text).edges[0].to.node == "Party"


def test_an_edge_with_amounts_takes_the_rows_currency(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        """
        name: t
        file: t.csv
        node: Payment
        key: id
        fields: {total: amount, currency: cur}
        edges:
          - {type: SETTLES, to: {source: x, table: i, key: k}, fields: {amount: part}}
        """,
    )
    assert [field.name for field in table.edges[0].fields] == ["amount", "currency"]


def test_a_key_may_be_cleaned_and_have_constants(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name: t\nfile: t.csv\nnode: Customer\nkey: [{value: DE}, {column: id, clean: trim}]")
    assert table.key == (Column(None, "DE", line=6), Column("id", None, (Step("trim"),), 6))


def test_databases(tmp_path: Path) -> None:
    table = table_of(tmp_path, "name: t\nurl: sqlite:///crm.db\nquery: select 1 as id\nnode: Customer\nkey: id")
    assert (table.options.format, table.options.url, table.options.query) == (
        "sql",
        "sqlite:///crm.db",
        "select 1 as id",
    )


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    text = "source: x\r\ntables:\r\n  - {name: t, file: t.csv, node: Customer, key: id}\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_mapping(path).source == "x"


def test_anchors_can_be_used(tmp_path: Path) -> None:
    mapping = mapping_of(
        tmp_path,
        """
        source: x
        tables:
          - {name: a, file: a.csv, node: Customer, key: id, fields: &common {name: name, city: city}}
          - {name: b, file: b.csv, node: Supplier, key: id, fields: *common}
        """,
    )
    assert [field.name for field in mapping.tables[1].fields] == ["name", "city"]


def test_errors_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataError, match=r"gone\.yaml: there is no such mapping"):
        load_mapping(tmp_path / "gone.yaml")
    with pytest.raises(InvalidDataError, match="cannot be read"):
        load_mapping(tmp_path)
    path = write_mapping(tmp_path, "source: [x")
    with pytest.raises(InvalidDataError, match=r"mapping\.yaml:\d: this is no YAML: .*expected"):
        load_mapping(path)
    path.write_bytes("source: Käse".encode("latin-1"))
    with pytest.raises(InvalidDataError, match="written in UTF-8"):
        load_mapping(path)


def test_every_edge_may_say_from_when_to_when_it_holds(tmp_path: Path) -> None:
    for edge in EDGES.values():
        assert (edge.fields["validFrom"], edge.fields["validTo"]) == (FieldType.DATE, FieldType.DATE)
    text = ENDS.replace(
        "quantity: quantity", "quantity: quantity, validFrom: {column: a, format: '%d.%m.%Y'}, validTo: b"
    )
    *_, lines = mapping_of(tmp_path, text).tables
    assert {field.stored: field.type for field in lines.fields}["validTo"] == FieldType.DATE
