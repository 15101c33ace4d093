"""Rejected rows: the report, and the rows that can be mended."""

import codecs
import csv
from pathlib import Path

import pytest

from ingest.mapping import Table
from ingest.rejects import Reject, RejectWriter
from ingest.rows import Row, holds_rejects, read_table, table_files

from .helpers import customers, mapping_of, properties, read, rules, write


def write_rejects(table: Table, data: Path, folder: Path) -> Path | None:
    with RejectWriter(folder, table) as writer:
        for each in read_table(table, data):
            if isinstance(each, Reject):
                writer.write(each)
    return writer.path


def test_no_reject_no_file(tmp_path: Path) -> None:
    write(tmp_path, "id,name\n1,Ann\n")
    assert write_rejects(customers(tmp_path), tmp_path, tmp_path / "rejects") is None
    assert not (tmp_path / "rejects").exists()


def test_the_report(tmp_path: Path) -> None:
    write(tmp_path, 'id,d,n\n1,soon,x\n2,2024-01-01,"=1+1"\n3,2024-01-01\n4,2024-01-01,5\n')
    path = write_rejects(
        customers(tmp_path, "{since: d, n: {column: n, type: number}}"), tmp_path, tmp_path / "rejects"
    )
    assert path is not None
    assert path.name == "rejects.csv"
    assert path.parent.name.startswith("test.customers.")
    with path.open(newline="") as file:
        lines = list(csv.reader(file))
    assert [line[:5] for line in lines] == [
        ["file", "row", "column", "rule", "value"],
        ["customers.csv", "2", "n", "number", "x"],
        ["customers.csv", "2", "d", "date", "soon"],
        ["customers.csv", "3", "n", "number", "'=1+1"],  # no spreadsheet takes it for a formula
        ["customers.csv", "4", "", "cells", "3 ¦ 2024-01-01"],
    ]
    assert all(line[5] for line in lines)


def test_mended_rows_are_loaded_alone_with_the_same_mapping(tmp_path: Path) -> None:
    write(tmp_path, "id,name,n\n1,Ann,1\n2,Bea,x\n3,Cleo,3\n4,Dora,y\n")
    table = customers(tmp_path, "{name: name, n: {column: n, type: integer}}", extent="full")
    path = write_rejects(table, tmp_path, tmp_path / "rejects")
    assert path is not None
    folder = path.parent
    mended = folder / "rows" / "customers" / "customers.csv"
    assert mended.read_text() == "id,name,n\n2,Bea,x\n4,Dora,y\n"
    mended.write_text(mended.read_text().replace("x", "2"))
    assert holds_rejects(folder)
    assert not holds_rejects(tmp_path)
    assert table_files(table, folder) == [mended]
    rows, rejects = read(table, folder)
    assert properties(rows) == {"2": {"name": "Bea", "n": 2}}
    assert [(each.file, each.number) for each in rejects] == [("customers.csv", 3)]
    again = write_rejects(table, folder, tmp_path / "rejects")
    assert again is not None
    assert again.parent != folder
    assert (again.parent / "rows" / "customers" / "customers.csv").read_text() == "id,name,n\n4,Dora,y\n"


def test_a_folder_of_rejects_has_no_rows_for_other_tables(tmp_path: Path) -> None:
    write(tmp_path, "id\n1\n\n", "a.csv")
    write(tmp_path, "id,d\n1,x\n", "b.csv")
    first, second = mapping_of(
        tmp_path,
        """
        source: test
        tables:
          - {name: a, file: a.csv, node: Customer, key: id}
          - {name: b, file: b.csv, node: Customer, key: id, fields: {since: d}}
        """,
    ).tables
    path = write_rejects(second, tmp_path, tmp_path / "rejects")
    assert path is not None
    assert table_files(first, path.parent) == []
    assert read(first, path.parent) == ([], [])


@pytest.mark.parametrize(
    ("settings", "content"),
    [
        ({"delimiter": "tab"}, "id\tname\tn\n1\tA, B\tx\n"),
        ({"delimiter": "'+|'", "row_end": '"&|\\n"', "header": "[id, name, n]"}, '1+|"5"" pipe+|5"+|x&|\n'),
        ({"skip": "2"}, 'Export\n\nid,name,n\n1,"a\nb",x\n'),
        ({"encoding": "cp1252"}, "id,name,n\n1,Müller,x\n"),
        ({"quote": "none"}, 'id,name,n\n1,5" pipe,x\n'),
        ({"quote": "none", "escape": "'\\'"}, "id,name,n\n1,a\\,b\\\\c,x\n"),
        ({"quote": '"\'"'}, "id,name,n\n1,'it''s',x\n"),
        ({"file": "customers.csv.gz"}, "id,name,n\n1,Ann,x\n"),
    ],
)
def test_the_form_of_the_file_is_kept(tmp_path: Path, settings: dict[str, str], content: str) -> None:
    import gzip

    data = content.encode(settings.get("encoding", "utf-8"))
    packed = settings.get("file", "").endswith(".gz")
    write(tmp_path, gzip.compress(data) if packed else data, settings.get("file", "customers.csv"))
    table = customers(tmp_path, "{name: name, n: {column: n, type: number}}", **settings)
    _, before = read(table, tmp_path)
    assert [each.column for each in before] == ["n"]
    path = write_rejects(table, tmp_path, tmp_path / "rejects")
    assert path is not None
    _, after = read(table, path.parent)
    assert [each.raw for each in after] == [each.raw for each in before]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8])
def test_the_encoding_of_a_byte_order_mark_is_kept(tmp_path: Path, mark: bytes) -> None:
    encoding = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(mark, "utf-8")
    write(tmp_path, mark + "id,name,n\n1,陈,x\n".encode(encoding))
    table = customers(tmp_path, "{name: name, n: {column: n, type: number}}", encoding="cp1252")
    path = write_rejects(table, tmp_path, tmp_path / "rejects")
    assert path is not None
    _, (reject,) = read(table, path.parent)
    assert reject.raw == {"id": "1", "name": "陈", "n": "x"}


def test_broken_rows_are_kept_byte_by_byte(tmp_path: Path) -> None:
    broken = b'1,"a\n2,M\xfcller\n3\n4,"5" pipe"\n'
    write(tmp_path, b"id,name\n" + broken + b"5,Eve\n")
    table = customers(tmp_path)
    path = write_rejects(table, tmp_path, tmp_path / "rejects")
    assert path is not None
    mended = path.parent / "rows" / "customers" / "customers.csv"
    assert sorted(mended.read_bytes().splitlines()) == sorted(b"id,name\n".splitlines() + broken.splitlines())


def test_rows_too_long_to_copy_are_in_the_report_only(tmp_path: Path) -> None:
    write(tmp_path, f"id,name\n1,{'x' * 2_000_000}\n")
    path = write_rejects(customers(tmp_path), tmp_path, tmp_path / "rejects")
    assert path is not None
    assert path.stat().st_size < 1000
    assert not (path.parent / "rows").exists() or not list((path.parent / "rows").rglob("*.csv"))


def test_loads_of_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, "id,name\n,x\n")
    table = customers(tmp_path)
    folders = {write_rejects(table, tmp_path, tmp_path / "rejects") for _ in range(3)}
    assert len(folders) == 3


def test_a_row_may_be_rejected_by_the_loader(tmp_path: Path) -> None:
    write(tmp_path, "id,name\n1,Ann\n1,Bea\n")
    table = customers(tmp_path)
    rows, _ = read(table, tmp_path)
    with RejectWriter(tmp_path / "rejects", table) as writer:
        for row in rows:
            assert isinstance(row, Row)
            writer.write(row.reject("unique key", "several rows have this key; keep one", value=row.key))
    assert writer.path is not None
    assert writer.count == 2
    assert rules(read(table, writer.path.parent)[1]) == []
    assert [row.key for row in read(table, writer.path.parent)[0]] == ["1", "1"]
