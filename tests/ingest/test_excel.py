"""Workbooks, good and bad."""

import datetime as dt
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from graph.errors import InvalidDataError
from ingest.mapping import Table
from ingest.readers.workbook import column_letters, column_number
from ingest.rejects import RejectWriter
from ingest.rows import Row, read_table

from .helpers import customers, properties, read, rules


def workbook(folder: Path, sheets: dict[str, Sequence[Sequence[object]]], name: str = "c.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, column, value)
    book.save(folder / name)
    return folder / name


def excel(folder: Path, fields: str = "{name: name}", **settings: str) -> Table:
    return customers(folder, fields, **{"file": "c.xlsx", **settings})


def test_cells_of_every_type(tmp_path: Path) -> None:
    header = ["id", "name", "birth", "seen", "vip", "limit", "rate"]
    row = [1, "Ann", dt.date(2024, 5, 6), dt.datetime(2024, 5, 6, 7, 8, 9), True, 1234.5, 0.1 + 0.2]
    workbook(tmp_path, {"S": [header, row]})
    fields = """{name: name, since: birth, seen: {column: seen, type: datetime, timezone: UTC},
      vip: {column: vip, type: boolean}, limit: {column: limit, type: money}, currency: {value: EUR},
      rate: {column: rate, type: number}}"""
    (row_,), rejects = read(excel(tmp_path, fields), tmp_path)
    assert rejects == []
    assert row_.key == "1"
    assert row_.properties == {
        "name": "Ann",
        "since": dt.date(2024, 5, 6),
        "seen": dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC),
        "vip": True,
        "limitMinor": 123450,
        "currency": "EUR",
        "rate": 0.3,
    }
    assert row_.raw == {
        "id": "1", "name": "Ann", "birth": "2024-05-06", "seen": "2024-05-06 07:08:09", "vip": "true",
        "limit": "1234.5", "rate": "0.3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "key"),
    [(1, "1"), (1.0, "1"), ("007", "007"), (1e15, "1000000000000000"), (12345678901, "12345678901"), (1.5, "1.5"),
     (1e20, "100000000000000000000"), ("1e3", "1e3"), (" x ", " x "), (True, "true")],
)  # fmt: skip
def test_ids_are_text(tmp_path: Path, cell: object, key: str) -> None:
    workbook(tmp_path, {"S": [["id", "name"], [cell, "Ann"]]})
    (row,), _ = read(excel(tmp_path, "{code: {column: id, required: true}}"), tmp_path)
    assert (row.key, row.properties["code"]) == (key, key)
    assert type(row.key) is type(row.properties["code"]) is str


def test_number_cells_do_not_go_by_the_decimal_mark_of_texts(tmp_path: Path) -> None:
    workbook(tmp_path, {"S": [["id", "w"], [1, 1.234], [2, "1.234,5"], [3, "1,5"], [4, " 7 "]]})
    fields = "{w: {column: w, type: number, decimal: ',', thousands: ., clean: trim}}"
    rows, rejects = read(excel(tmp_path, fields), tmp_path)
    assert rejects == []
    assert [row.properties["w"] for row in rows] == [1.234, 1234.5, 1.5, 7.0]


def test_percentages_that_are_numbers_are_not_divided_again(tmp_path: Path) -> None:
    workbook(tmp_path, {"S": [["id", "p"], [1, 0.125], [2, "12,5 %"]]})
    fields = "{p: {column: p, type: number, clean: [trim, percent]}}"
    rows, _ = read(excel(tmp_path, fields), tmp_path)
    assert [row.properties["p"] for row in rows] == [0.125, 0.125]


def test_date_cells_do_not_go_by_the_format_of_texts(tmp_path: Path) -> None:
    workbook(tmp_path, {"S": [["id", "d"], [1, dt.datetime(2024, 2, 1)], [2, "01.02.2024"], [3, "2024"]]})
    rows, rejects = read(excel(tmp_path, "{since: {column: d, format: '%d.%m.%Y'}}"), tmp_path)
    assert [row.properties["since"] for row in rows] == [dt.date(2024, 2, 1)] * 2
    assert rules(rejects) == [(4, "d", "date")]


def test_sheets(tmp_path: Path) -> None:
    header = ["id", "name"]
    workbook(tmp_path, {"One": [header, [1, "Ann"]], "Two": [header, [2, "Bea"]], "2024": [header, [3, "Cleo"]]})

    def key(**settings: str) -> list[str]:
        return [row.key for row in read(excel(tmp_path, **settings), tmp_path)[0]]

    assert key() == key(sheet="One") == key(sheet="1") == ["1"]
    assert key(sheet="Two") == key(sheet="2") == ["2"]
    assert key(sheet="'2024'") == ["3"]
    with pytest.raises(InvalidDataError, match=r"c\.xlsx: there is no sheet `Tow`; did you mean `Two`\?"):
        key(sheet="Tow")
    with pytest.raises(InvalidDataError, match=r"c\.xlsx: there is no sheet 4; there are 3: One, Two, 2024"):
        key(sheet="4")


def test_a_table_anywhere_on_a_sheet_and_its_row_numbers(tmp_path: Path) -> None:
    rows = [["Customers of May"], [], [None, None, "id", "name"], [None, None, 1, "Ann"], [], [None, None, 2, "Bea"]]
    workbook(tmp_path, {"S": rows})
    found, rejects = read(excel(tmp_path, skip="2"), tmp_path)
    assert [(row.key, row.number) for row in found] == [("1", 4), ("2", 6)]
    assert rejects == []


def test_without_a_header(tmp_path: Path) -> None:
    workbook(tmp_path, {"S": [[1, "Ann"], [2, "Bea"]]})
    assert [row.number for row in read(excel(tmp_path, header="[id, name]"), tmp_path)[0]] == [1, 2]
    table = excel(tmp_path, "{name: '2'}", key="'1'", header="false")
    assert properties(read(table, tmp_path)[0]) == {"1": {"name": "Ann"}, "2": {"name": "Bea"}}


def test_formulas_that_nobody_worked_out_are_rejects(tmp_path: Path) -> None:
    rows = [
        ["id", "name", "sum", "unused"],
        [1, "Ann", "=1+1", "=2+2"],
        [2, "Bea", 5, "=3+3"],
        [3, "Cleo", "=A4*2", None],
        ["=1+3", "=1", "=2", "=3"],  # nothing but formulas: calamine does not even see the row
    ]
    workbook(tmp_path, {"S": rows})
    found, rejects = read(excel(tmp_path, "{name: name, sum: {column: sum, type: number}}"), tmp_path)
    assert properties(found) == {"2": {"name": "Bea", "sum": 5.0}}
    assert rules(rejects) == [(2, "sum", "formula"), (4, "sum", "formula"), (5, "id", "formula")]
    assert [problem.column for problem in rejects[2].problems] == ["id", "name", "sum"]
    assert [reject.key for reject in rejects] == ["1", "3", None]
    assert rejects[0].value == "=1+1"
    assert "open the workbook in a spreadsheet program and save it" in rejects[0].hint
    assert found[0].raw["unused"] == "=3+3"


def sheet_xml(folder: Path, sheet: str, name: str = "c.xlsx") -> None:
    """A workbook whose only sheet has this XML."""
    path = workbook(folder, {"S": [["x"]]}, name)
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, content)


HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TITLES = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>n</t></is></c></row>'
)
TAIL = "</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ('<c r="C2"><f>1+1</f><v>2</v></c>', None),
        ('<c r="C2"><f>1+1</f></c>', "formula"),
        ('<c r="C2"><f>1+1</f><v/></c>', "formula"),
        ('<c r="C2"><f>1+1</f><v></v></c>', "formula"),
        ('<c r="C2"><f t="shared" si="0"/><v>2</v></c>', None),
        ('<c r="C2"><f t="shared" si="0"/></c>', "formula"),
        ('<c r="C2" t="str"><f>""</f><v></v></c>', None),  # worked out: an empty text
        ('<c t="e" r="C2"><v>#N/A</v></c>', "error"),
        ("<c r='C2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "error"),
        ('<c r="C2"/>', None),
        ('<c r="C2" t="n"><v>7</v></c>', None),
    ],
)
def test_what_counts_as_a_cell_without_value(tmp_path: Path, cell: str, rule: str | None) -> None:
    row = f'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Ann</t></is></c>{cell}</row>'
    sheet_xml(tmp_path, HEAD + TITLES + row + TAIL)
    rows, rejects = read(excel(tmp_path, "{name: name, n: {column: n, type: number}}"), tmp_path)
    assert [each.rule for each in rejects] == ([] if rule is None else [rule])
    assert len(rows) == (1 if rule is None else 0)


def test_sheets_without_places_of_cells(tmp_path: Path) -> None:
    """Cells and rows may leave out where they are: then they stand behind the one before."""
    rows = '<row><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>n</t></is></c></row>'
    rows += "<row><c><v>1</v></c><c><f>A1</f></c></row><row><c><v>2</v></c><c><v>3</v></c></row>"
    sheet_xml(tmp_path, HEAD + rows + TAIL)
    found, rejects = read(excel(tmp_path, "{n: {column: n, type: number}}"), tmp_path)
    assert properties(found) == {"2": {"n": 3.0}}
    assert rules(rejects) == [(2, "n", "formula")]


def test_a_namespace_prefix(tmp_path: Path) -> None:
    head = '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    rows = '<x:row r="1"><x:c r="A1" t="str"><x:v>id</x:v></x:c><x:c r="B1" t="str"><x:v>n</x:v></x:c></x:row>'
    rows += '<x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c><x:c r="B2"><x:f>A2</x:f></x:c></x:row>'
    sheet_xml(tmp_path, head + rows + "</x:sheetData></x:worksheet>")
    _, rejects = read(excel(tmp_path, "{n: {column: n, type: number}}"), tmp_path)
    assert rules(rejects) == [(2, "n", "formula")]


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet_xml(tmp_path, HEAD + TITLES + row + TAIL)
    with pytest.raises(InvalidDataError, match="reaches over 1,048,576 rows and 16,384 columns"):
        read(excel(tmp_path), tmp_path)


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"S": [["id", "name"]]})
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    for bombed in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for part, content in parts.items():
                if part != bombed:
                    new.writestr(part, content)
            with new.open(bombed, "w", force_zip64=True) as file:
                file.write(HEAD.encode() + b"<row>")
                for _ in range(300):
                    file.write(b" " * 1_000_000)
        assert path.stat().st_size < 5_000_000
        with pytest.raises(InvalidDataError, match=r"c\.xlsx: .*(a row of more than|bytes when unpacked)"):
            read(excel(tmp_path), tmp_path)


@pytest.mark.parametrize("name", ["c.xlsx", "c.xls", "c.ods", "c.xlsb"])
@pytest.mark.parametrize(
    "content", [b"", b"id,name\n1,Ann\n", b"PK\x03\x04" + b"\0" * 50, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_workbook(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidDataError, match="this is no workbook, or it is damaged"):
        read(excel(tmp_path, file=name), tmp_path)


def test_a_workbook_that_is_damaged_anywhere(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"S": [["id", "name"], *([n, f"name {n}"] for n in range(50))]})
    content = path.read_bytes()
    table = excel(tmp_path)
    for place in range(0, len(content), 61):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        try:
            rows, rejects = read(table, tmp_path)
        except InvalidDataError:
            continue
        assert len(rows) + len(rejects) <= 50
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(InvalidDataError):
        read(table, tmp_path)


def test_empty_sheets(tmp_path: Path) -> None:
    workbook(tmp_path, {"S": []})
    with pytest.raises(InvalidDataError, match="the sheet `S` is empty, there is not even a header"):
        read(excel(tmp_path), tmp_path)
    assert read(excel(tmp_path, header="[id, name]"), tmp_path) == ([], [])
    workbook(tmp_path, {"S": [["id", "name"]]})
    assert read(excel(tmp_path), tmp_path) == ([], [])


def test_a_missing_column(tmp_path: Path) -> None:
    workbook(tmp_path, {"S": [["id", "names"], [1, "Ann"]]})
    with pytest.raises(InvalidDataError, match=r"c\.xlsx has no column `name`; did you mean `names`\?"):
        read(excel(tmp_path), tmp_path)


def test_an_empty_file_of_old_excel_is_told(tmp_path: Path) -> None:
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHH", 0x3E, 3, 0xFFFE) + b"\0" * 482
    (tmp_path / "c.xls").write_bytes(header)
    with pytest.raises(InvalidDataError, match=r"c\.xls"):
        read(excel(tmp_path, file="c.xls"), tmp_path)


def test_rejected_rows_are_written_as_a_workbook_that_can_be_mended(tmp_path: Path) -> None:
    rows = [
        ["T"],
        ["id", "d", "n", "e"],
        [1, dt.date(2024, 1, 2), "many", 5],
        ["007", None, 2.5, "=1/0"],
        [3, None, 1, 1],
    ]
    workbook(tmp_path, {"One": [], "Two": rows})
    fields = "{since: d, n: {column: n, type: number}, e: {column: e, type: number}}"
    table = excel(tmp_path, fields, sheet="2", skip="1")
    with RejectWriter(tmp_path / "rejects", table) as writer:
        for each in read_table(table, tmp_path):
            if not isinstance(each, Row):
                writer.write(each)
    assert writer.path is not None
    found, rejects = read(table, writer.path.parent)
    assert (found, rules(rejects)) == ([], [(3, "n", "number"), (4, "e", "formula")])
    path = writer.path.parent / "rows" / "customers" / "c.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    sheet["C3"], sheet["D4"] = 7, 8
    book.save(path)
    found, rejects = read(table, writer.path.parent)
    assert rejects == []
    assert properties(found) == {"1": {"since": dt.date(2024, 1, 2), "n": 7.0, "e": 5.0}, "007": {"n": 2.5, "e": 8.0}}


def test_columns_and_their_letters() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(number).encode()) == number for number in range(1, 20_000))
