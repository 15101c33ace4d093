"""Files written by the published format are databases to SQLite itself."""

import sqlite3
from contextlib import closing

import pytest

from app.demo.sqlite import Relation, sqlite_file

EDGES = [edge + by for power in (7, 15, 23, 31, 47, 63) for edge in (2**power, -(2**power)) for by in (-1, 0, 1)]
INTEGERS = [0, 1, 2, -1, *(number for number in EDGES if -(2**63) <= number < 2**63)]


def read(tmp_path, relations):
    path = tmp_path / "made.db"
    path.write_bytes(sqlite_file(relations))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [
            database.execute(f"SELECT rowid, * FROM {relation.name} ORDER BY rowid").fetchall()
            for relation in relations
        ]


@pytest.mark.parametrize("count", [0, 1, 2, 100, 1_000, 60_000])
def test_tables_of_any_length_on_any_number_of_levels(tmp_path, count):
    rows = [(number, f"Größe {number}" * (number % 7), None if number % 3 else number / 7) for number in range(count)]
    many = Relation("many", "CREATE TABLE many (a INTEGER, b TEXT, c REAL)", rows)
    few = Relation("few", "CREATE TABLE few (a TEXT)", [("x",)])
    assert read(tmp_path, [many, few]) == [[(at, *row) for at, row in enumerate(rows, 1)], [(1, "x")]]


def test_whole_numbers_of_every_size(tmp_path):
    (found,) = read(tmp_path, [Relation("t", "CREATE TABLE t (a INTEGER)", [(number,) for number in INTEGERS])])
    assert [value for _, value in found] == INTEGERS


@pytest.mark.parametrize("length", [0, 50, 60, 8_000, 4_050])
def test_texts_up_to_a_page(tmp_path, length):
    relation = Relation("t", "CREATE TABLE t (a TEXT)", [("x" * length,), ("y",)])
    if length > 4_060:
        with pytest.raises(ValueError, match="does not fit"):
            sqlite_file([relation])
    else:
        assert read(tmp_path, [relation]) == [[(1, "x" * length), (2, "y")]]


def test_it_can_be_written_to(tmp_path):
    path = tmp_path / "made.db"
    path.write_bytes(sqlite_file([Relation("t", "CREATE TABLE t (a TEXT)", [("x",)])]))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO t VALUES ('y')")
        database.execute("CREATE TABLE u (b)")
        assert database.execute("SELECT a FROM t").fetchall() == [("x",), ("y",)]
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_one_page_cannot_hold_is_refused():
    columns = ", ".join(f"column_{n} TEXT" for n in range(200))
    with pytest.raises(ValueError, match="schema"):
        sqlite_file([Relation(f"t{n}", f"CREATE TABLE t{n} ({columns})", []) for n in range(3)])
    with pytest.raises(ValueError, match="columns"):
        sqlite_file([Relation("t", "CREATE TABLE t (a)", [[None] * 200])])
