"""Drafts of mappings."""

import sqlite3
from pathlib import Path

import openpyxl
import pytest
import yaml

from graph.errors import InvalidDataError
from ingest.drafting import init_mapping
from ingest.mapping import Mapping, load_mapping
from ingest.rows import Row, read_table

from .helpers import write

NORTHWIND = sorted((Path(__file__).resolve().parents[2] / "app" / "demo" / "northwind").glob("*.csv"))


def draft(path: Path) -> Mapping:
    text = init_mapping(path)
    mapping = path.parent / "draft.yaml"
    mapping.write_text(text, encoding="utf-8")
    return load_mapping(mapping)


def fields(path: Path) -> dict[str, object]:
    return dict(yaml.safe_load(init_mapping(path))["tables"][0]["fields"])


@pytest.mark.parametrize("path", NORTHWIND, ids=lambda path: path.name)
def test_a_draft_reads_its_own_file(tmp_path: Path, path: Path) -> None:
    copy = write(tmp_path, path.read_bytes(), path.name)
    (table,) = draft(copy).tables
    results = list(read_table(table, tmp_path))
    assert results
    assert all(isinstance(each, Row) for each in results)


def test_types_keys_dates_and_amounts(tmp_path: Path) -> None:
    rows = "".join(
        f"R{n};10{n};{n:02}.05.2024;{n}.234,50;EUR;{n % 2};Deutschland;0{n}123;a{n}@b.de; x  y;;{n},5\n"
        for n in range(1, 9)
    )
    path = write(
        tmp_path,
        "Rechnungsnr;Kundennr;Rechnungsdatum;Betrag;Währung;bezahlt;Land;PLZ;Email;Notiz;leer;Menge\n" + rows,
        "rechnungen.csv",
    )
    text = init_mapping(path)
    (table,) = yaml.safe_load(text)["tables"]
    assert table["node"] == "Invoice"
    assert table["delimiter"] == ";"
    assert table["key"] == "Rechnungsnr"
    assert table["fields"]["at"] == {"column": "Rechnungsdatum", "format": "%d.%m.%Y"}
    assert table["fields"]["total"] == {"column": "Betrag", "decimal": ",", "thousands": "."}
    assert table["fields"]["currency"] == "Währung"
    assert table["fields"]["bezahlt"] == {"column": "bezahlt", "type": "boolean"}
    assert table["fields"]["land"] == {"column": "Land", "clean": ["country"]}
    assert table["fields"]["plz"] == "PLZ"
    assert table["fields"]["menge"] == {"column": "Menge", "type": "number", "decimal": ","}
    assert "empty in the first rows" in text
    results = list(read_table(draft(path).tables[0], tmp_path))
    assert all(isinstance(each, Row) for each in results)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"1\tAnn\t2024-01-01\n2\tBea\t2024-01-02\n", "customers.csv", {"delimiter": "\t", "header": False}),
        (b"1+|Ann+|x&|\n2+|Bea+|y&|\n", "customers.csv", {"delimiter": "+|", "row_end": "&|\n", "header": False}),
        ("id,name\n1,Müller\n2,Café\n".encode("cp1252"), "customers.csv", {"encoding": "cp1252"}),
        ("id,name\n1,陈先生\n2,王小姐有限公司\n".encode("gb18030"), "customers.csv", {"encoding": "gb18030"}),
        ("id,name\n1,Ann\n".encode("utf-16"), "customers.csv", {}),
        (b'id,name\n1,"a;b;c"\n2,"d;e;f"\n', "customers.csv", {}),
        (b"id|name\n1|Ann\n", "customers.dat", {"format": "csv", "delimiter": "|"}),
        (b"id\tname\n1\tAnn\n", "customers.tsv", {}),
    ],
)
def test_how_a_file_is_written(tmp_path: Path, content: bytes, name: str, expected: dict[str, object]) -> None:
    path = write(tmp_path, content, name)
    (table,) = yaml.safe_load(init_mapping(path))["tables"]
    said = {key: table[key] for key in ("delimiter", "row_end", "encoding", "header", "format") if key in table}
    assert said == expected
    results = list(read_table(draft(path).tables[0], tmp_path))
    assert all(isinstance(each, Row) for each in results)


def test_days_and_months_that_may_be_swapped_are_pointed_out(tmp_path: Path) -> None:
    path = write(tmp_path, "id,since\n1,01/02/2024\n2,03/04/2024\n", "customers.csv")
    assert "day and month could be the other way round" in init_mapping(path)
    path = write(tmp_path, "id,since\n1,01/02/2024\n2,03/14/2024\n", "customers.csv")
    assert fields(path)["since"] == {"column": "since", "format": "%m/%d/%Y"}


def test_a_key_of_several_columns_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "order_id,product_id,n\n1,1,2\n1,2,2\n2,1,2\n", "order_lines.csv")
    assert "key: [order_id, product_id]\n" in init_mapping(path)
    path = write(tmp_path, "a,b\n1,1\n1,1\n", "things.csv")
    assert "which columns name a row?" in init_mapping(path)


def test_columns_that_name_other_tables_are_hinted_at(tmp_path: Path) -> None:
    path = write(tmp_path, "order_id,customer_id\n1,A\n2,B\n", "orders.csv")
    assert "table: customers, key: customer_id}}   # Customer?" in init_mapping(path)


def test_a_workbook_gives_a_table_for_each_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("Customers", "Order lines"):
        sheet = book.create_sheet(title)
        sheet.append(["id", "name"])
        sheet.append([1, "Ann"])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "crm.xlsx")
    mapping = draft(tmp_path / "crm.xlsx")
    assert [(table.name, table.options.sheet) for table in mapping.tables] == [
        ("Customers", "Customers"), ("Order_lines", "Order lines"),
    ]  # fmt: skip


def test_a_sqlite_file_gives_a_table_for_each_of_its_tables(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "erp.db") as connection:
        connection.execute("create table suppliers (id integer, name text)")
        connection.execute("insert into suppliers values (1, 'Ann')")
    connection.close()
    (table,) = draft(tmp_path / "erp.db").tables
    assert (table.options.relation, table.node and table.node.label) == ("suppliers", "Supplier")
    assert [each.key for each in read_table(table, tmp_path)] == ["1"]


def test_json_lines_and_parquet(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    write(tmp_path, '{"id": 1, "name": "Ann"}\n', "customers.jsonl")
    pq.write_table(pa.table({"id": [1], "name": ["Ann"]}), tmp_path / "customers.parquet")
    for name in ("customers.jsonl", "customers.parquet"):
        assert [each.key for each in read_table(draft(tmp_path / name).tables[0], tmp_path)] == ["1"]


def test_files_that_cannot_be_drafted(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataError, match="there is no such file"):
        init_mapping(tmp_path / "gone.csv")
    for name in ("empty.csv", "empty.xlsx", "empty.db", "empty.parquet"):
        with pytest.raises(InvalidDataError, match=name):
            init_mapping(write(tmp_path, b"", name))


def test_names_that_yaml_or_the_model_would_take_otherwise(tmp_path: Path) -> None:
    path = write(tmp_path, 'id,"key: x",source,null,größe,#,score\n1,a,b,c,d,e,f\n', "customers.csv")
    results = list(read_table(draft(path).tables[0], tmp_path))
    assert [each.key for each in results] == ["1"]
