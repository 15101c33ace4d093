"""Parquet, JSON Lines and databases."""

import datetime as dt
import gzip
import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.errors import InvalidDataError
from ingest.mapping import Table
from ingest.rejects import RejectWriter
from ingest.rows import Row, read_table, table_files

from .helpers import customers, properties, read, rules, table_of, write


def write_rejects(table: Table, folder: Path) -> Path:
    with RejectWriter(folder / "rejects", table) as writer:
        for each in read_table(table, folder):
            if not isinstance(each, Row):
                writer.write(each)
    assert writer.path is not None
    return writer.path.parent


def parquet(folder: Path, columns: dict[str, object], **options: int) -> Path:
    path = folder / "c.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return path


def test_parquet_types(tmp_path: Path) -> None:
    moment = dt.datetime(2024, 1, 2, 3, 4, 5)
    parquet(
        tmp_path,
        {
            "id": [1, 2],
            "name": ["Ann", None],
            "day": [dt.date(2024, 1, 2), None],
            "seen": pa.array([moment, None], pa.timestamp("ns")),
            "zoned": pa.array([moment, None], pa.timestamp("us", "Europe/Berlin")),
            "limit": pa.array([Decimal("12.30"), None], pa.decimal128(10, 2)),
            "rate": [0.1, None],
            "vip": [True, None],
            "tags": [["a", "b"], []],
            "home": [{"city": "Oslo", "geo": {"lat": 1.5}}, None],
            "kind": pa.array(["x", None]).dictionary_encode(),
        },
    )
    fields = """{name: name, since: day, seen: {column: seen, type: datetime, timezone: UTC},
      zoned: {column: zoned, type: datetime}, limit: {column: limit, type: money}, currency: {value: EUR},
      rate: {column: rate, type: number}, vip: {column: vip, type: boolean}, tags: tags, city: home.city,
      lat: {column: home.geo.lat, type: number}, level: kind}"""
    rows, rejects = read(customers(tmp_path, fields, file="c.parquet"), tmp_path)
    assert rejects == []
    utc = moment.replace(tzinfo=dt.UTC)
    assert properties(rows) == {
        "1": {
            "name": "Ann", "since": dt.date(2024, 1, 2), "seen": utc, "zoned": utc, "limitMinor": 1230,
            "currency": "EUR", "rate": 0.1, "vip": True, "tags": ["a", "b"], "city": "Oslo", "lat": 1.5, "level": "x",
        },
        "2": {"currency": "EUR"},
    }  # fmt: skip
    assert [row.number for row in rows] == [1, 2]


def test_parquet_ids_of_any_type_are_text(tmp_path: Path) -> None:
    parquet(tmp_path, {"id": [1.0, 2.5, 1e18], "name": ["a", "b", "c"]})
    rows, _ = read(customers(tmp_path, file="c.parquet"), tmp_path)
    assert [row.key for row in rows] == ["1", "2.5", "1000000000000000000"]


def test_parquet_row_groups_and_odd_values(tmp_path: Path) -> None:
    count = 5000
    days = pa.array([10_000_000_000] * 2 + [0] * (count - 2), pa.int64()).cast(pa.timestamp("s"))
    parquet(
        tmp_path, {"id": list(range(count)), "name": [f"n{n}" for n in range(count)], "d": days}, row_group_size=777
    )
    fields = "{name: name, d: {column: d, type: datetime, timezone: UTC}}"
    rows, rejects = read(customers(tmp_path, fields, file="c.parquet"), tmp_path)
    assert len(rows) + len(rejects) == count
    assert [row.number for row in rows][-1] == count


def test_parquet_values_that_python_cannot_hold(tmp_path: Path) -> None:
    far = pa.array([1 << 45, 0], pa.int64()).cast(pa.timestamp("s"))
    parquet(tmp_path, {"id": [1, 2], "d": far, "name": ["x", "y"]})
    fields = "{name: name, d: {column: d, type: datetime, timezone: UTC}}"
    rows, rejects = read(customers(tmp_path, fields, file="c.parquet"), tmp_path)
    assert [row.key for row in rows] == ["2"]
    assert rules(rejects) == [(1, "d", "datetime")]


def test_parquet_that_is_none(tmp_path: Path) -> None:
    table = customers(tmp_path, file="c.parquet")
    for content in (b"", b"PAR1", b"id,name\n1,Ann\n" * 10):
        write(tmp_path, content, "c.parquet")
        with pytest.raises(InvalidDataError, match=r"c\.parquet: this is no Parquet file, or it is damaged"):
            read(table, tmp_path)
    path = parquet(tmp_path, {"id": list(range(1000)), "name": ["x"] * 1000})
    content = path.read_bytes()
    for place in range(4, len(content), 97):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        try:
            rows, rejects = read(table, tmp_path)
        except InvalidDataError:
            continue
        assert len(rows) + len(rejects) == 1000


def test_parquet_lacks_a_column(tmp_path: Path) -> None:
    parquet(tmp_path, {"id": [1], "nom": ["x"]})
    with pytest.raises(InvalidDataError, match=r"c\.parquet has no column `name`"):
        read(customers(tmp_path, file="c.parquet"), tmp_path)


def json_table(folder: Path, fields: str = "{name: name}", **settings: str) -> Table:
    return customers(folder, fields, **{"file": "c.jsonl", **settings})


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        '{"id": 1, "name": "Ann", "address": {"city": "Oslo", "to": ["a", "b"]}, "tags": ["x", "y, z"], "limit": 2.30}',
        "",
        '{"id": "007", "name": null, "vip": true, "limit": 1e2, "born": "2024-01-02"}',
        '{"name": "Cleo", "id": 1.0}',
    ]
    write(tmp_path, "\n".join(lines), "c.jsonl")
    fields = """{name: name, city: address.city, street: address.to.1, tags: tags, since: born,
      limit: {column: limit, type: money}, currency: {value: EUR}, vip: {column: vip, type: boolean}}"""
    rows, rejects = read(json_table(tmp_path, fields), tmp_path)
    assert rejects == []
    assert [(row.key, row.number) for row in rows] == [("1", 1), ("007", 3), ("1", 4)]
    assert [row.properties for row in rows] == [
        {"name": "Ann", "city": "Oslo", "street": "b", "tags": ["x", "y, z"], "limitMinor": 230, "currency": "EUR"},
        {"vip": True, "limitMinor": 10000, "currency": "EUR", "since": dt.date(2024, 1, 2)},
        {"name": "Cleo", "currency": "EUR"},
    ]
    assert rows[0].raw["limit"] == "2.30"
    assert json.loads(rows[0].raw["address"]) == {"city": "Oslo", "to": ["a", "b"]}


def test_json_numbers_keep_their_digits(tmp_path: Path) -> None:
    write(tmp_path, '{"id": 12345678901234567890123, "price": 0.123456, "name": 1E-7}\n', "c.jsonl")
    fields = "{name: name, p: {column: price, type: unit_price}, currency: {value: EUR}}"
    (row,), _ = read(json_table(tmp_path, fields), tmp_path)
    assert row.key == "12345678901234567890123"
    assert row.properties == {"name": "0.0000001", "pMicros": 123456, "currency": "EUR"}


def test_json_lines_that_are_none(tmp_path: Path) -> None:
    lines = ['{"id": 1}', "{id: 2}", '{"id": 3', "[4]", "5", '{"id": 6, "id": 7}', '{"id": 8, "name": "\\ud800"}']
    lines += ['{"id": 9, "name": "a\\u0000b"}', '{"id": 10, "x": ' + "[" * 5000 + "]" * 5000 + "}", '{"id": NaN}']
    lines += ['{"id": 11, "x": 1e999999999}', '{"id": 12, "name": "' + "y" * 1_100_000 + '"}', '{"id": 13}']
    write(tmp_path, "\n".join(lines).encode() + b'\n{"id": "\xff"}\n', "c.jsonl")
    rows, rejects = read(json_table(tmp_path), tmp_path)
    assert [row.key for row in rows] == ["1", "NaN", "11", "13"]
    assert [(each.number, each.rule) for each in rejects] == [
        (2, "json"), (3, "json"), (4, "json"), (5, "json"), (6, "json"), (7, "encoding"), (8, "nul"), (9, "json"),
        (12, "length"), (14, "json"),
    ]  # fmt: skip


def test_a_json_array_is_told(tmp_path: Path) -> None:
    write(tmp_path, '[{"id": 1}]', "c.jsonl")
    with pytest.raises(InvalidDataError, match=r"c\.jsonl: this is a JSON array; write one object a line"):
        read(json_table(tmp_path), tmp_path)


def test_a_name_that_no_object_has_but_nearly(tmp_path: Path) -> None:
    write(tmp_path, '{"id": 1, "naem": "Ann"}\n', "c.jsonl")
    with pytest.raises(InvalidDataError, match=r"c\.jsonl has no column `name`; did you mean `naem`\?"):
        read(json_table(tmp_path), tmp_path)
    write(tmp_path, '{"id": 1}\n{"id": 2, "name": "Bea"}\n', "c.jsonl")  # left out where it is empty
    assert properties(read(json_table(tmp_path), tmp_path)[0]) == {"1": {}, "2": {"name": "Bea"}}


def test_packed_json_lines_in_many_chunks(tmp_path: Path) -> None:
    lines = "".join(f'{{"id": {n}, "name": "n{n}", "extra{n % 7}": {n}}}\n' for n in range(1000))
    write(tmp_path, gzip.compress(lines.encode()), "c.jsonl.gz")
    rows, rejects = read(json_table(tmp_path, file="c.jsonl.gz"), tmp_path)
    assert (len(rows), rejects) == (1000, [])
    assert rows[999].raw["extra5"] == "999"


def test_objects_whose_names_are_data(tmp_path: Path) -> None:
    write(tmp_path, "".join(f'{{"id": {n}, "k{n}": 1}}\n' for n in range(3000)), "c.jsonl")
    with pytest.raises(InvalidDataError, match="more than 2,000 different names"):
        read(json_table(tmp_path), tmp_path)


def test_rejected_json_lines_are_kept_as_they_came(tmp_path: Path) -> None:
    write(tmp_path, '{"id": 1, "n": "x", "deep": {"a": [1.50]}}\n{"id": 2, oops}\n{"id": 3, "n": 4}', "c.jsonl")
    table = json_table(tmp_path, "{n: {column: n, type: number}}")
    folder = write_rejects(table, tmp_path)
    path = folder / "rows" / "customers" / "c.jsonl"
    assert path.read_text() == '{"id": 1, "n": "x", "deep": {"a": [1.50]}}\n{"id": 2, oops}\n'
    path.write_text(path.read_text().replace('"x"', "5").replace("oops", '"n": 6'))
    rows, rejects = read(table, folder)
    assert (properties(rows), rejects) == ({"1": {"n": 5.0}, "2": {"n": 6.0}}, [])


def database(folder: Path) -> None:
    with sqlite3.connect(folder / "crm.db") as connection:
        connection.execute(
            "create table customers (id integer primary key, name text, credit real, born date, blob blob)"
        )
        connection.executemany(
            "insert into customers values (?, ?, ?, ?, ?)",
            [(2, "Bea", 1.5, "2024-01-02", b"\x01"), (1, "Ann", None, None, None), (3, "Cleo", "many", "x", "text")],
        )
    connection.close()


def sql(folder: Path, settings: str, fields: str = "{name: name, credit: {column: credit, type: number}}") -> Table:
    return table_of(folder, f"name: customers\nnode: Customer\nkey: id\n{settings}\nfields: {fields}")


def test_a_table_of_a_database(tmp_path: Path) -> None:
    database(tmp_path)
    table = sql(tmp_path, "url: sqlite:///crm.db\ntable: customers")
    assert table_files(table, tmp_path) == [tmp_path / "crm.db"]
    rows, rejects = read(table, tmp_path)
    assert properties(rows) == {"1": {"name": "Ann"}, "2": {"name": "Bea", "credit": 1.5}}
    assert [row.number for row in rows] == [1, 2]  # in the order of the key
    assert rules(rejects) == [(3, "credit", "number")]
    assert rows[1].raw == {"id": "2", "name": "Bea", "credit": "1.5", "born": "2024-01-02", "blob": "01"}
    assert rows[0].file == "sqlite:crm.db"


def test_a_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database(tmp_path)
    monkeypatch.setenv("CRM_FILE", "crm.db")
    query = "select id || ':x' as id, upper(name) as name, null as credit from customers where name like 'A%'"
    table = sql(tmp_path, f'url: "sqlite:///${{CRM_FILE}}"\nquery: "{query}"')
    assert properties(read(table, tmp_path)[0]) == {"1:x": {"name": "ANN"}}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("url: sqlite:///gone.db\ntable: a", "there is no SQLite file gone.db in"),
        ("url: 'sqlite:///${NOT_SET_ANYWHERE}'\ntable: a", "needs the environment variable NOT_SET_ANYWHERE; set it"),
        ("url: crm\ntable: a", "its `url` is no address such as"),
        ("url: nosuch://x\ntable: a", "there is no such kind of database"),
        ("url: oracle+oracledb://u:secret@h/x\ntable: a", "needs the Python package oracledb; install it"),
        ("url: sqlite:///crm.db\ntable: gone", "the database says: no such table: gone"),
        ("url: sqlite:///crm.db\nquery: selec 1", "the database says: near"),
        ("url: sqlite:///crm.db\nquery: select 1 as nr, 'x' as name, 2 as credit", "has no column `id`"),
        (
            "url: sqlite:///crm.db\nquery: delete from customers",
            "the database says: attempt to write a readonly database",
        ),
        ("url: sqlite:///mapping.yaml\ntable: a", "the database says: file is not a database"),
    ],
)
def test_databases_that_cannot_be_read(tmp_path: Path, settings: str, said: str) -> None:
    database(tmp_path)
    table = sql(tmp_path, settings)
    with pytest.raises(InvalidDataError) as error:
        read(table, tmp_path)
    assert said in str(error.value)
    assert "secret" not in str(error.value)
    assert not (tmp_path / "gone.db").exists()


def test_rejected_rows_of_a_database_become_json_lines(tmp_path: Path) -> None:
    database(tmp_path)
    table = sql(tmp_path, "url: sqlite:///crm.db\ntable: customers")
    folder = write_rejects(table, tmp_path)
    path = folder / "rows" / "customers" / "sqlite_crm.db.jsonl"
    assert json.loads(path.read_text()) == {"id": 3, "name": "Cleo", "credit": "many", "born": "x", "blob": "text"}
    path.write_text(path.read_text().replace('"many"', "7.25"))
    rows, _ = read(table, folder)
    assert properties(rows) == {"3": {"name": "Cleo", "credit": 7.25}}


def test_rejected_rows_of_parquet_files_become_json_lines(tmp_path: Path) -> None:
    parquet(
        tmp_path, {"id": [1, 2], "n": ["x", "2"], "d": [dt.date(2024, 1, 2)] * 2, "l": [["a"], None], "f": [0.5, 1.0]}
    )
    table = customers(tmp_path, "{n: {column: n, type: number}, tags: l, since: d}", file="c.parquet")
    folder = write_rejects(table, tmp_path)
    path = folder / "rows" / "customers" / "c.parquet.jsonl"
    assert json.loads(path.read_text()) == {"id": 1, "n": "x", "d": "2024-01-02", "l": ["a"], "f": 0.5}
    path.write_text(path.read_text().replace('"x"', "1"))
    rows, _ = read(table, folder)
    assert properties(rows) == {"1": {"n": 1.0, "tags": ["a"], "since": dt.date(2024, 1, 2)}}
