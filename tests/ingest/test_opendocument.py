"""Sheets of LibreOffice."""

import zipfile
from pathlib import Path

import pytest

from graph.errors import InvalidDataError

from .helpers import customers, properties, read, rules

NAMES = " ".join(
    f'xmlns:{short}="urn:{name}:1.0"'
    for short, name in (
        ("office", "oasis:names:tc:opendocument:xmlns:office"),
        ("table", "oasis:names:tc:opendocument:xmlns:table"),
        ("text", "oasis:names:tc:opendocument:xmlns:text"),
        ("calcext", "org:documentfoundation:names:experimental:calc:xmlns:calcext"),
    )
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
BLANK = "<table:table-cell/>"


def write_ods(folder: Path, sheets: dict[str, str]) -> None:
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    with zipfile.ZipFile(folder / "c.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:body><office:spreadsheet>'
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
        )
        entry = f'<m:file-entry m:full-path="/" m:media-type="{KIND}"/>'
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}">{entry}</m:manifest>')


def text(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def number(value: float, extra: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}" {extra}/>'


def row(*cells: str, extra: str = "") -> str:
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


HEADER = row(text("id"), text("n"))
TABLE = {"fields": "{n: {column: n, type: number}}", "file": "c.ods"}


def test_cells_without_a_value_are_rejects(tmp_path: Path) -> None:
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    rows = [
        HEADER,
        row(number(1), '<table:table-cell table:formula="of:=[.A2]*2"/>'),
        row(number(2), error),
        row(number(3), '<table:table-cell table:formula="of:=4" office:value-type="float" office:value="4"/>'),
        '<table:table-row table:number-rows-repeated="2"/>',
        row(text("007"), number(5)),
        row('<table:table-cell table:number-columns-repeated="16384"/>', extra='table:number-rows-repeated="1048000"'),
    ]
    write_ods(tmp_path, {"Other": row('<table:table-cell table:formula="x"/>'), "S": "".join(rows)})
    found, rejects = read(customers(tmp_path, **TABLE, sheet="S"), tmp_path)
    assert properties(found) == {"3": {"n": 4.0}, "007": {"n": 5.0}}
    assert [each.number for each in found] == [4, 7]
    assert rules(rejects) == [(2, "n", "formula"), (3, "n", "error")]
    assert [each.value for each in rejects] == ["=[.A2]*2", "#DIV/0!"]


def test_cells_and_rows_that_stand_for_many(tmp_path: Path) -> None:
    rows = HEADER + row(number(1, 'table:number-columns-repeated="2"'), extra='table:number-rows-repeated="3"')
    write_ods(tmp_path, {"S": rows})
    found, _ = read(customers(tmp_path, **TABLE), tmp_path)
    assert [(each.key, each.number, each.properties) for each in found] == [("1", n, {"n": 1.0}) for n in (2, 3, 4)]


@pytest.mark.parametrize(
    "bomb",
    [
        row(number(1, 'table:number-columns-repeated="16384"'), extra='table:number-rows-repeated="1048576"'),
        row(BLANK, extra='table:number-rows-repeated="999999999"') + row(number(1), number(2)),
        row('<table:table-cell table:formula="of:=1"/>', extra='table:number-rows-repeated="1048576"'),
    ],
)
def test_a_bomb_does_not_fill_the_memory(tmp_path: Path, bomb: str) -> None:
    write_ods(tmp_path, {"S": HEADER + bomb})
    with pytest.raises(InvalidDataError, match=r"c\.ods: .*(more than 20,000,000 cells|more than 500,000 cells)"):
        read(customers(tmp_path, **TABLE), tmp_path)


def test_a_damaged_file(tmp_path: Path) -> None:
    write_ods(tmp_path, {"S": HEADER + row(number(1), number(2))})
    content = (tmp_path / "c.ods").read_bytes()
    for place in range(0, len(content), 17):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        (tmp_path / "c.ods").write_bytes(damaged)
        try:
            rows, rejects = read(customers(tmp_path, **TABLE), tmp_path)
        except InvalidDataError:
            continue
        assert len(rows) + len(rejects) <= 1
