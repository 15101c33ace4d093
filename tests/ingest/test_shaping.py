"""Rows that are made of others: blanks filled from above, and several rows out of one."""

from pathlib import Path

import openpyxl
import pytest

from graph.errors import InvalidDataError
from ingest.mapping import Table
from ingest.rejects import RejectWriter
from ingest.rows import Row, read_table

from .helpers import customers, properties, read, rules, table_of, write


def lines(
    folder: Path, shape: str, *, file: str = "l.csv", key: str = "[no, sku]", sku: str = "sku", n: str = "n"
) -> Table:
    return table_of(
        folder,
        f"""
        name: lines
        file: {file}
        {shape}
        edge: CONTAINS
        key: {key}
        from: {{source: s, table: orders, key: no, node: Order}}
        to: {{source: s, table: items, key: {sku}, node: Product}}
        fields: {{quantity: {n}, unit: unit}}
        """,
    )


def found(table: Table, folder: Path) -> list[tuple[str, object, object]]:
    rows, rejects = read(table, folder)
    assert rejects == []
    return [(row.key, row.properties.get("quantity"), row.properties.get("unit")) for row in rows]


def mended(table: Table, folder: Path, wrong: str, right: str) -> list[Row]:
    """Write the rejected rows, mend them, and read them alone."""
    with RejectWriter(folder / "rejects", table, folder) as writer:
        for each in read_table(table, folder):
            if not isinstance(each, Row):
                writer.write(each)
    assert writer.path is not None
    (path,) = (writer.path.parent / "rows" / "lines").iterdir()
    path.write_text(path.read_text().replace(wrong, right))
    rows, rejects = read(table, writer.path.parent)
    assert rejects == []
    return rows


def test_blank_cells_are_filled_from_above_within_their_group(tmp_path: Path) -> None:
    write(tmp_path, "no,unit,sku,n\n,,A,1\n1,kg,A,1\n,,B,2\n, ,C,3\n1,,D,4\n2,,A,5\n,pc,B,6\n,,C,7\n", "l.csv")
    rows, rejects = read(lines(tmp_path, "fill_down: [no, unit]"), tmp_path)
    assert [(row.key, row.properties.get("unit")) for row in rows] == [
        ("1|A", "kg"), ("1|B", "kg"), ("1|C", "kg"), ("1|D", "kg"), ("2|A", None), ("2|B", "pc"), ("2|C", "pc"),
    ]  # fmt: skip
    assert [reject.number for reject in rejects] == [2]  # nothing stands above it
    assert rows[1].raw == {"no": "", "unit": "", "sku": "B", "n": "2"}


def test_what_a_row_that_cannot_be_read_would_have_said_is_not_guessed(tmp_path: Path) -> None:
    write(tmp_path, "no,unit,sku,n\n1,kg,A,1\n2,pc,A\n,,B,2\n3,,A,3\n3,l,B,4\n,,C,5\n4,,A,6\n", "l.csv")
    rows, rejects = read(lines(tmp_path, "fill_down: [no, unit]"), tmp_path)
    assert [(row.key, row.properties.get("unit")) for row in rows] == [
        ("1|A", "kg"), ("3|B", "l"), ("3|C", "l"), ("4|A", None),
    ]  # fmt: skip
    assert [[(each.column, each.rule) for each in reject.problems] for reject in rejects] == [
        [("", "cells")], [("no", "fill_down"), ("unit", "fill_down")], [("unit", "fill_down")],
    ]  # fmt: skip
    assert rejects[1].hint == "is empty, and the row above that would say it (3) cannot be read; mend that"
    assert [reject.key for reject in rejects] == [None, None, "3|A"]


def test_rejected_rows_keep_what_was_filled_in(tmp_path: Path) -> None:
    write(tmp_path, "no,unit,sku,n\n1,kg,A,1\n,,B,x\n2,,A,2\n,,B,x\n", "l.csv")
    rows = mended(lines(tmp_path, "fill_down: [no, unit]"), tmp_path, ",x", ",7")
    assert [(row.key, row.properties.get("unit")) for row in rows] == [("1|B", "kg"), ("2|B", None)]


def test_merged_cells_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["no", "unit", "sku", "n"], [1, "kg", "A", 1], [None, None, "B", 2.5]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "l.xlsx")
    table = lines(tmp_path, "fill_down: [no, unit]", file="l.xlsx")
    assert found(table, tmp_path) == [("1|A", 1.0, "kg"), ("1|B", 2.5, "kg")]


def test_columns_side_by_side_make_a_row_each(tmp_path: Path) -> None:
    write(tmp_path, "no,unit,i1,q1,i2,q2\n1,kg,A,1,B,2\n2,,,,,\n3,,,,C,3\n4,,D,x,E,y\n", "l.csv")
    table = lines(tmp_path, "each: {sku: [i1, i2], n: [q1, q2]}", key="[no, each.number]")
    rows, rejects = read(table, tmp_path)
    assert [(row.number, row.key, row.end.key if row.end else "", row.properties["quantity"]) for row in rows] == [
        (2, "1|1", "A", 1.0), (2, "1|2", "B", 2.0), (4, "3|2", "C", 3.0),
    ]  # fmt: skip
    assert [(reject.number, reject.key, reject.column, reject.value) for reject in rejects] == [
        (5, "4|1", "n", "x"), (5, "4|2", "n", "y"),
    ]  # fmt: skip
    rows = mended(table, tmp_path, "x,E,y", "8,E,9")  # the row is kept once
    assert [row.key for row in rows] == ["4|1", "4|2"]


def test_a_list_makes_a_row_of_each_member(tmp_path: Path) -> None:
    write(
        tmp_path,
        '{"no": 1, "unit": "kg", "parts": [{"item": {"sku": "A"}, "n": 1.0}, {"item": {"sku": "B"}, "n": 2}]}\n'
        '{"no": 2, "parts": []}\n{"no": 3}\n{"no": 4, "parts": {"n": 1}}\n{"no": 5, "parts": [7]}\n',
        "l.jsonl",
    )
    table = lines(tmp_path, "each: parts", file="l.jsonl", key="[no, each.number]", sku="parts.item.sku", n="parts.n")
    rows, rejects = read(table, tmp_path)
    assert [(row.key, row.end.key if row.end else "", row.properties) for row in rows] == [
        ("1|1", "A", {"quantity": 1.0, "unit": "kg"}), ("1|2", "B", {"quantity": 2.0, "unit": "kg"}),
    ]  # fmt: skip
    assert rules(rejects) == [(4, "parts", "each"), (5, "parts.item.sku", "required")]
    assert rejects[0].hint == "is no list `[…]` in JSON; mend it"


def test_a_list_in_a_cell(tmp_path: Path) -> None:
    write(tmp_path, 'no;tags\n1;["a", "b"]\n2;\n', "c.csv")
    table = customers(tmp_path, "{level: tags}", file="c.csv", delimiter=";", key="[no, tags]", each="tags")
    assert properties(read(table, tmp_path)[0]) == {"1|a": {"level": "a"}, "1|b": {"level": "b"}}


def test_rows_are_chosen_by_what_was_filled_in_and_made(tmp_path: Path) -> None:
    write(tmp_path, "no,unit,i1,i2\n1,kg,A,B\n,,B,C\n2,,B,\n", "l.csv")
    shape = "fill_down: [no, unit]\n        each: {sku: [i1, i2]}\n        only: {sku: B, unit: kg}"
    table = lines(tmp_path, shape, n="{value: 1}", key="[no, each.number]")
    assert [row.key for row in read(table, tmp_path)[0]] == ["1|2", "1|1"]


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("each: {a: [x, y], b: [z]}", "`each` needs as many columns for each name; there are `a` 2, `b` 1"),
        ("fill_down: [no, no]", "`fill_down` names a column twice"),
        ("fill_down: no\n        format: jsonl", "`fill_down` is for rows of cells, not for JSON Lines"),
        ("each: {a: x}", "`a` should be a list"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, shape: str, said: str) -> None:
    with pytest.raises(InvalidDataError) as error:
        lines(tmp_path, shape)
    assert str(error.value).startswith(f"mapping.yaml:5: {said}")


def test_columns_that_are_made_of_must_be_there(tmp_path: Path) -> None:
    write(tmp_path, "no,unit,i1,q1,i2\n", "l.csv")
    with pytest.raises(InvalidDataError, match=r"mapping\.yaml:5: l\.csv has no column `q2`; there are: no, unit"):
        read(lines(tmp_path, "each: {sku: [i1, i2], n: [q1, q2]}", key="[no, each.number]"), tmp_path)
