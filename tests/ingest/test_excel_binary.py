"""Workbooks in their binary forms."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InvalidDataError
from ingest.rejects import RejectWriter
from ingest.rows import Row, read_table

from .binaries import Failed, Rows, Worked, write_xls, write_xlsb
from .helpers import customers, properties, read, rules

FIELDS = "{name: name, n: {column: n, type: number}}"
ROWS: Rows = [
    ["id", "name", "n", "unused"],
    [1, "Ann", 2.5, None],
    [2, "Bëa 北", Worked(7), Failed("#REF!")],
    ["007", Worked("Cleo"), None, "x"],
    [4, "Dora", Failed("#DIV/0!"), None],
    [5, Failed("#N/A", formula=True), 1, None],
    [Failed("#NAME?", formula=True), None, Failed("#N/A"), None],
]
forms = pytest.mark.parametrize(("ending", "write"), [("xls", write_xls), ("xlsb", write_xlsb)])
Write = Callable[[Path, dict[str, Rows]], Path]


@forms
def test_cells_and_errors(tmp_path: Path, ending: str, write: Write) -> None:
    write(tmp_path / f"c.{ending}", {"Other": [["x"], [Failed("#N/A")]], "Sheet 二": ROWS})
    rows, rejects = read(customers(tmp_path, FIELDS, file=f"c.{ending}", sheet="Sheet 二"), tmp_path)
    assert properties(rows) == {
        "1": {"name": "Ann", "n": 2.5},
        "2": {"name": "Bëa 北", "n": 7.0},
        "007": {"name": "Cleo"},
    }
    assert [[(each.column, each.rule, each.value) for each in reject.problems] for reject in rejects] == [
        [("n", "error", "#DIV/0!")],
        [("name", "error", "#N/A")],
        [("id", "error", "#NAME?"), ("n", "error", "#N/A")],
    ]
    assert [(reject.number, reject.key) for reject in rejects] == [(5, "4"), (6, "5"), (7, None)]
    assert rows[1].raw["unused"] == "#REF!"


@forms
def test_many_rows_and_what_is_mended(tmp_path: Path, ending: str, write: Write) -> None:
    rows = [["id", "n"], *([number, number / 4] for number in range(1, 900)), [900, Failed("#NUM!")]]
    write(tmp_path / f"c.{ending}", {"S": rows})
    table = customers(tmp_path, "{n: {column: n, type: number}}", file=f"c.{ending}")
    found = list(read_table(table, tmp_path))
    assert [each.properties["n"] for each in found if isinstance(each, Row)] == [n / 4 for n in range(1, 900)]
    with RejectWriter(tmp_path / "rejects", table) as writer:
        for each in found:
            if not isinstance(each, Row):
                writer.write(each)
    assert writer.path is not None
    again, rejects = read(table, writer.path.parent)
    assert (again, rules(rejects)) == ([], [(2, "n", "error")])  # an error is written back as one


@forms
def test_one_that_is_damaged_anywhere(tmp_path: Path, ending: str, write: Write) -> None:
    path = write(tmp_path / f"c.{ending}", {"S": ROWS})
    content = path.read_bytes()
    table = customers(tmp_path, FIELDS, file=f"c.{ending}")
    for place in range(0, len(content), 41):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        try:
            rows, rejects = read(table, tmp_path)
        except InvalidDataError:
            continue
        assert len(rows) + len(rejects) <= 70_000
    for size in (len(content) // 2, 600):
        path.write_bytes(content[:size])
        with pytest.raises(InvalidDataError):
            read(table, tmp_path)
