"""Columns of other rows: found by key, one or several, added up exactly, in memory or on the disk."""

import random
from collections import defaultdict
from contextlib import closing, suppress
from pathlib import Path

import openpyxl
import pytest

from graph.errors import InvalidDataError
from ingest.lookups import Index
from ingest.mapping import Table
from ingest.rejects import RejectWriter
from ingest.rows import Row, read_table

from .helpers import mapping_of, properties, read, rules, table_of, write


def looking(folder: Path, lookups: str, fields: str, *, more: str = "", **settings: str) -> Table:
    """Customers with key `id` that look up."""
    said = {"name": "c", "file": "c.csv", "node": "Customer", "key": "id", "fields": fields, "lookups": lookups}
    return table_of(folder, "\n".join(f"{name}: {value}" for name, value in {**said, **settings}.items()) + more)


def test_a_field_comes_from_another_file(tmp_path: Path) -> None:
    write(tmp_path, "id,status\n1,A\n2,b \n3,\n4,X\n", "c.csv")
    write(tmp_path, "code;text\nA;active\nB;blocked\n", "codes.csv")
    lookups = '{code: {file: codes.csv, delimiter: ";", key: {column: status, clean: [trim, upper]}, by: code}}'
    rows, (reject,) = read(looking(tmp_path, lookups, "{level: code.text}"), tmp_path)
    assert properties(rows) == {"1": {"level": "active"}, "2": {"level": "blocked"}, "3": {}}
    assert (reject.number, reject.key, reject.raw) == (5, "4", {"id": "4", "status": "X"})
    ((column, rule, value, hint),) = reject.problems
    assert (column, rule, value) == ("status", "look-up", "X")
    assert hint == "is in no row of codes.csv; mend it, or say `missing: empty` if that may be"
    rows, rejects = read(
        looking(tmp_path, lookups.replace("by:", "missing: empty, by:"), "{level: code.text}"), tmp_path
    )
    assert (properties(rows)["4"], rejects) == ({}, [])


def test_what_is_looked_up_is_read_as_any_column(tmp_path: Path) -> None:
    """In fields, keys, edges, what was modified, and which rows are read; and by what was looked up before."""
    write(tmp_path, "order,sku\n1,A\n1,B\n2,A\n3,A\n", "lines.csv")
    write(
        tmp_path,
        "order,shop,buyer,state,changed\n1,N,a@x,done,2024-05-01\n2,N,b@x,open,\n3,N,c@x,done,\n",
        "orders.csv",
    )
    write(tmp_path, "no,mail\n7,a@x\n8,c@x\n", "people.csv")
    mapping = mapping_of(
        tmp_path,
        """
        source: s
        tables:
          - {name: orders, file: orders.csv, node: Order, key: [shop, order]}
          - {name: people, file: people.csv, node: Customer, key: no}
          - name: lines
            file: lines.csv
            node: Complaint
            key: [head.shop, order, sku]
            modified: head.changed
            lookups:
              head: {table: orders, key: order}
              who: {table: people, key: head.buyer, by: mail}
            only: {head.state: done}
            fields: {subject: head.buyer}
            edges:
              - {type: RAISED, direction: in, to: {table: people, key: who.no}}
              - {type: ABOUT, to: {table: orders, key: [head.shop, order]}}
        """,
    )
    rows, rejects = read(mapping.tables[2], tmp_path)
    assert rejects == []  # order 2 is not wanted, though nobody has its buyer's address
    assert [(row.key, [edge.key for edge in row.edges]) for row in rows] == [
        ("N|1|A", ["N|1", "7"]), ("N|1|B", ["N|1", "7"]), ("N|3|A", ["N|3", "8"])
    ]  # fmt: skip
    assert [row.modified is not None for row in rows] == [True, True, False]
    assert rows[0].raw == {"order": "1", "sku": "A"}


PRICES = """sku,day,price
A,01.01.2024,7
A,01.01.2024,8
A,01.02.2024,9
A,15.01.2024,10
B,,3
B,01.01.2024,4
C,01.01.2024,1
C,01.01.2024,2
D,x,1
"""


def test_the_first_or_last_of_several_rows(tmp_path: Path) -> None:
    write(tmp_path, "id\nA\nB\nC\nD\n", "c.csv")
    write(tmp_path, PRICES, "prices.csv")

    def found(which: str) -> tuple[dict[str, object], list[str]]:
        order = f'{which}: {{column: day, type: date, format: "%d.%m.%Y"}}'
        lookups = f"{{p: {{file: prices.csv, key: id, by: sku, {order}}}}}"
        rows, rejects = read(looking(tmp_path, lookups, "{level: p.price}"), tmp_path)
        return {row.key: row.properties["level"] for row in rows}, [reject.hint for reject in rejects]

    last, hints = found("last")
    assert last == {"A": "9", "B": "4"}
    assert hints[0].startswith(
        "several rows are found, with different `price`: `1` (prices.csv:8) and `2` (prices.csv:9)"
    )
    assert hints[1].startswith("`x` in prices.csv:10 is no date in the format %d.%m.%Y")
    assert found("first")[0] == {"B": "4"}  # A has two prices on its first day, which do not matter to its last


def test_keys_of_any_letters_and_any_number(tmp_path: Path) -> None:
    members = ", ".join(f'"k{number}"' for number in range(1_200))
    write(tmp_path, f'{{"id": "1", "sku": [{members}]}}\n{{"id": "2", "sku": ["\\\\ud800", "北"]}}\n', "c.jsonl")
    write(tmp_path, "no,text\n" + "".join(f"k{number},t{number}\n" for number in range(1_200)) + "北,north\n", "t.csv")
    lookups = "{t: {file: t.csv, key: {column: sku, clean: [unescape]}, by: no}}"
    table = looking(tmp_path, lookups, "{level: t.text}", file="c.jsonl", each="sku", key="[id, each.number]")
    rows, (reject,) = read(table, tmp_path)
    assert [row.properties["level"] for row in rows] == [*(f"t{number}" for number in range(1_200)), "north"]
    assert (reject.number, reject.column, reject.rule) == (2, "sku", "look-up")


def test_rows_that_say_the_same_are_as_good_as_one(tmp_path: Path) -> None:
    write(tmp_path, "id\n1\n2\n3\n", "c.csv")
    write(tmp_path, "no,mail,day\n1,a@x,1\n1,a@x,2\n2,a@x,1\n2,b@x,1\n3,,1\n3,c@x,2\n", "mails.csv")

    def found(take: str) -> tuple[dict[str, object], list[tuple[int, str, str]]]:
        rows, rejects = read(looking(tmp_path, f"{{m: {{file: mails.csv, key: id, by: no{take}}}}}", fields), tmp_path)
        return properties(rows), rules(rejects)

    fields = "{email: m.mail}"
    assert found("") == ({"1": {"email": "a@x"}}, [(3, "id", "look-up"), (4, "id", "look-up")])
    assert found(", take: filled") == ({"1": {"email": "a@x"}, "3": {"email": "c@x"}}, [(3, "id", "look-up")])
    fields = "{tags: m.mail}"
    assert found(", take: {mail: list}") == (
        {"1": {"tags": ["a@x"]}, "2": {"tags": ["a@x", "b@x"]}, "3": {"tags": ["c@x"]}}, [],
    )  # fmt: skip


SUMS = """
  lines: {table: c, key: order, take: {amount: {how: sum, decimal: ",", thousands: "."}, line: count,
    day: {how: max, type: date, format: "%d.%m.%Y"}}}"""


def flat(folder: Path, **settings: str) -> Table:
    fields = """{at: {column: lines.day, format: '%d.%m.%Y'}, total: lines.amount, currency: cur,
      n: {column: lines.line, type: integer}}"""
    return looking(folder, SUMS, fields, node="Order", key="order", **settings)


def test_totals_of_lines_are_exact(tmp_path: Path) -> None:
    write(tmp_path, "order,line,day,amount,cur\n1,1,9.1.2024,\"1.000.000.000.000,10\",EUR\n1,2,10.1.2024,\"0,1\",EUR\n"
          "1,,8.1.2024,\"0,10\",EUR\n2,1,1.1.2024,\"-3,5\",EUR\n2,2,,,EUR\n3,1,,x,EUR\n", "c.csv")  # fmt: skip
    rows, rejects = read(flat(tmp_path), tmp_path)
    assert [(row.key, row.properties["totalMinor"], row.properties["n"]) for row in rows] == [
        ("1", 100_000_000_000_030, 2), ("1", 100_000_000_000_030, 2), ("1", 100_000_000_000_030, 2),
        ("2", -350, 2), ("2", -350, 2),
    ]  # fmt: skip
    assert len({row.digest for row in rows if row.key == "1"}) == 1
    assert str(rows[0].properties["at"]) == "2024-01-10"
    assert [problem.hint for problem in rejects[0].problems] == ["`x` in c.csv:7 is not a number; mend it, or clean it"]


TWICE = """
    source: s
    tables:
      - name: orders
        file: orders.csv
        node: Order
        key: no
        lookups: {lines: {table: lines, key: no, by: order, take: {amount: sum}}}
        fields: {total: lines.amount, currency: {value: EUR}}
      - name: lines
        file: lines*.csv
        edge: CONTAINS
        key: [order, line]
        from: {table: orders, key: order}
        to: {source: x, table: items, key: sku, node: Product}
        modified: changed
"""


def test_rows_of_one_key_are_added_up_once_as_their_table_takes_them(tmp_path: Path) -> None:
    write(tmp_path, "no\n1\n2\n3\n", "orders.csv")
    header = "order,line,sku,amount,changed\n"
    write(tmp_path, f"{header}1,1,A,10,2024-01-01\n1,2,B,5,2024-01-01\n2,1,A,1,2024-01-01\n3,1,A,1,\n", "lines1.csv")
    write(tmp_path, f"{header}1,2,B,5,2024-01-01\n2,1,A,2,2024-01-02\n2,2,A,4,\n3,1,A,2,\n", "lines2.csv")
    orders, _ = mapping_of(tmp_path, TWICE).tables
    rows, (reject,) = read(orders, tmp_path)
    assert [(row.key, row.properties["totalMinor"]) for row in rows] == [("1", 1_500), ("2", 600)]
    said = "goes by rows that contradict each other, lines1.csv:5 and lines2.csv:5; keep one of them"
    assert (reject.key, reject.hint) == ("3", said)
    everything = TWICE.replace("table: lines, key: no", "file: 'lines*.csv', key: no")
    rows, _ = read(mapping_of(tmp_path, everything).tables[0], tmp_path)
    assert [row.properties["totalMinor"] for row in rows] == [2_000, 700, 300]


def test_a_table_that_chooses_its_rows_by_a_look_up_cannot_be_looked_in(tmp_path: Path) -> None:
    text = TWICE.replace(
        "modified: changed", "modified: changed\n        lookups: {o: {table: orders, key: order, by: no}}"
    )
    with pytest.raises(InvalidDataError, match=r"mapping\.yaml:8: `lines` chooses its rows by a look-up of its own"):
        mapping_of(tmp_path, text + "        only: {o.no: '1'}\n")


def test_nothing_is_added_up_over_rows_that_cannot_be_read(tmp_path: Path) -> None:
    header = "order,line,day,amount,cur\n"
    write(tmp_path, f'{header}1,1,1.1.2024,1,EUR\n2,1,1.1.2024,"1,EUR\n2,2,1.1.2024,1,EUR\n', "c.csv")
    rows, rejects = read(flat(tmp_path), tmp_path)
    assert rows == []  # whose line it is that cannot be read, nobody knows
    assert rejects[0].hint == "goes by a row that cannot be read (c.csv:3); mend that first"
    write(tmp_path, f"{header}1,1,1.1.2024,1,EUR\n2,1,1.1.2024,1,EUR,x\n2,2,1.1.2024,1,EUR\n", "c.csv")
    rows, rejects = read(flat(tmp_path), tmp_path)
    assert ([row.key for row in rows], rules(rejects)) == (["1"], [(3, "", "cells"), (4, "order", "look-up")])


def test_a_count_of_nothing_is_nought_and_a_sum_of_nothing_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "id\n1\n2\n", "c.csv")
    write(tmp_path, "no,x\n1,5\n", "o.csv")
    lookups = "{o: {file: o.csv, key: id, by: no, missing: empty, take: {no: count, x: sum}}}"
    rows, _ = read(
        looking(tmp_path, lookups, "{n: {column: o.no, type: integer}, x: {column: o.x, type: number}}"), tmp_path
    )
    assert properties(rows) == {"1": {"n": 1, "x": 5.0}, "2": {"n": 0}}


def test_numbers_of_workbooks_keep_their_mark(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["no", "limit"], [1, 1234.5], [2, "1.234,5"]):
        book.active.append(row)
    book.save(tmp_path / "limits.xlsx")
    write(tmp_path, "id\n1\n2\n", "c.csv")
    fields = "{x: {column: l.limit, type: number, decimal: ',', thousands: .}}"
    rows, _ = read(looking(tmp_path, "{l: {file: limits.xlsx, key: id, by: no}}", fields), tmp_path)
    assert properties(rows) == {"1": {"x": 1234.5}, "2": {"x": 1234.5}}


def test_rejected_rows_are_mended_and_loaded_alone(tmp_path: Path) -> None:
    write(tmp_path, "id,status\n1,X\n2,A\n", "c.csv")
    write(tmp_path, "code,text\nA,active\n", "codes.csv")
    table = looking(tmp_path, "{code: {file: codes.csv, key: status, by: code}}", "{level: code.text}")
    with RejectWriter(tmp_path / "rejects", table, tmp_path) as writer:
        for each in read_table(table, tmp_path):
            if not isinstance(each, Row):
                writer.write(each)
    assert writer.path is not None
    folder = writer.path.parent
    path = folder / "rows" / "c" / "c.csv"
    path.write_text(path.read_text().replace("X", "A"))
    assert properties(read(table, folder)[0]) == {"1": {"level": "active"}}
    (folder / "data.txt").unlink()
    with pytest.raises(InvalidDataError, match=r"data\.txt should say which"):
        read(table, folder)


def test_a_file_to_look_in_must_be_there_with_its_columns(tmp_path: Path) -> None:
    write(tmp_path, "id\n1\n", "c.csv")
    table = looking(tmp_path, "{o: {file: o.csv, key: id, by: no}}", "{level: o.text}")
    with pytest.raises(InvalidDataError, match=r"mapping\.yaml:8: table `o`: no file o\.csv"):
        read(table, tmp_path)
    write(tmp_path, "no,texts\n", "o.csv")
    with pytest.raises(InvalidDataError, match=r"o\.csv has no column `text`; did you mean `texts`\?"):
        read(table, tmp_path)


def open_files() -> list[str]:
    names = []
    for each in list(Path("/proc/self/fd").iterdir()):
        with suppress(FileNotFoundError):
            names.append(str(each.readlink()))
    return names


def test_a_large_look_up_lies_in_a_file_that_ends_with_the_process(tmp_path: Path) -> None:
    keys = [f"{number:06}" for number in range(12_000)]
    random.Random(1).shuffle(keys)
    write(tmp_path, "no,text\n" + "".join(f"{key},{key}{'x' * 700}\n" for key in keys), "big.csv")
    write(tmp_path, "id\n1\n", "c.csv")
    table = looking(tmp_path, "{big: {file: big.csv, key: id, by: no}}", "{level: big.text}")
    with closing(Index(table.lookups[0], tmp_path)) as index:
        (file,) = [name for name in open_files() if "etilqs" in name]
        assert file.endswith("(deleted)")
        for start in range(0, len(keys), 500):
            found = index.find(keys[start : start + 500], defaultdict(list), "id")
            assert [cell[:6] for (cell,) in found] == keys[start : start + 500]


@pytest.mark.parametrize(
    ("lookups", "fields", "said"),
    [
        ("{a-b: {file: x.csv, key: id}}", "{}", "`a-b` cannot name a look-up"),
        ("{o: {key: id}}", "{}", "the look-up `o` looks in a `table` of this mapping, a `file` or a `url`"),
        ("{o: {file: x.csv}}", "{}", "a look-up lacks `key`"),
        ("{o: {table: d, key: id}}", "{}", "this mapping has no table `d`; there are: c"),
        ("{o: {table: c, key: id, delimiter: ;}}", "{}", "`delimiter` is for a `file`; a table says its own"),
        ("{o: {file: x.csv, key: id, by: [a, b]}}", "{}", "`by` has 2 parts, and `key` 1"),
        ("{o: {file: x.csv, key: p.id}, p: {file: x.csv, key: id}}", "{}", "`p.id` is looked up later"),
        ("{o: {file: x.csv, key: id, take: {totl: sum}}}", "{level: o.total}", "nothing reads `o.totl`; did you"),
        ("{o: {file: x.csv, key: id, take: {t: max}}}", "{level: o.t}", "`max` needs a `type`"),
        ("{o: {file: x.csv, key: id, take: {t: {how: sum, type: text}}}}", "{level: o.t}", "`type` is for min and max"),
        ("{o: {file: x.csv, key: id, last: day}}", "{}", "`last` should be settings"),
        ("{o: {file: x.csv, key: id, last: {column: d, type: date, format: '%d'}}}", "{}", "`%d` does not say day"),
        ("{o: {file: x.csv, key: id, last: {column: d, type: number, format: '%d'}}}", "{}", "`format` is for date"),
        ("{o: {url: sqlite:///x.db, key: id}}", "{}", "a look-up by `url` needs a `query`"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(tmp_path: Path, lookups: str, fields: str, said: str) -> None:
    with pytest.raises(InvalidDataError) as error:
        looking(tmp_path, lookups, fields)
    assert any(line.startswith("mapping.yaml:8: ") and said in line for line in str(error.value).split("\n")), (
        error.value
    )
