import hashlib
import io
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from decimal import Decimal

from python_calamine import CalamineWorkbook

from app.demo.dice import Dice
from app.demo.tables import Dialect, as_csv, as_database, as_workbook, generated, real

TABLE = generated(
    "things", "id,name,price,since,more", [("1", 'Größe; "L"', Decimal("1234.50"), date(1997, 2, 3), None)]
)


def test_csv_is_written_in_the_systems_dialect():
    german = Dialect(delimiter=";", decimal=",", dates="%d.%m.%Y", encoding="cp1252", line_end="\r\n")
    assert as_csv(TABLE, german).decode("cp1252") == (
        'id;name;price;since;more;generated\r\n1;"Größe; ""L""";1234,50;03.02.1997;;true\r\n'
    )


def test_a_real_table_says_nothing_of_being_made_up():
    assert as_csv(real("things", "id,flag", [("1", False)]), Dialect()) == b"id,flag\n1,false\n"


def test_a_workbook_keeps_types_and_texts_that_look_like_numbers():
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook([TABLE], "Things")))
    assert book.get_sheet_by_name("things").to_python() == [
        ["id", "name", "price", "since", "more", "generated"],
        ["1", 'Größe; "L"', 1234.5, date(1997, 2, 3), "", True],
    ]


def test_a_workbooks_bytes_depend_on_no_clock_and_no_zlib():
    made = as_workbook([TABLE], "Things")
    assert made == as_workbook([TABLE], "Things")
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        assert {entry.compress_type for entry in book.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1998-05-06T00:00:00Z" in book.read("docProps/core.xml")


def test_a_database_keeps_texts_that_look_like_numbers_and_has_texts_for_dates(tmp_path):
    path = tmp_path / "made.db"
    path.write_bytes(as_database([TABLE, real("flags", "id,flag", [(1, False)])], "%m/%d/%Y"))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT * FROM things").fetchall() == [
            ("1", 'Größe; "L"', 1234.5, "02/03/1997", None, 1)
        ]
        assert database.execute("SELECT * FROM flags").fetchall() == [(1, 0)]
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (table,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'things'").fetchone()
    assert table == "CREATE TABLE things (id TEXT, name TEXT, price NUMERIC, since TEXT, more TEXT, generated BOOLEAN)"


def test_a_databases_bytes_depend_on_no_clock_and_no_version_of_sqlite():
    made = as_database([TABLE], "%Y-%m-%d")
    assert hashlib.sha256(made).hexdigest() == "f95c8c7385b4d946efdb01987fe0290d0cc0cbba2eb7d133ae17f16204b46548"


def test_dice_fall_the_same_way_for_a_topic_and_differently_for_another():
    def falls(*topic):
        dice = Dice(*topic)
        return [dice.number(1, 6) for _ in range(20)]

    assert falls("a", 1) == falls("a", 1) != falls("a", 2)
    assert set(falls("a", 1)) <= set(range(1, 7))


def test_dice_give_each_item_once_and_decimals_within_bounds():
    dice = Dice("items")
    assert sorted(dice.shuffled(range(9))) == list(range(9))
    assert len(set(dice.some("abcdef", 3))) == 3
    assert dice.some("ab", 5) in ([*"ab"], [*"ba"])
    prices = [dice.decimal("0.50", "0.60") for _ in range(200)]
    assert (min(prices), max(prices)) == (Decimal("0.50"), Decimal("0.60"))
