"""Rows that look up, are made of others, or are of several kinds: what holds for all rows holds for them."""

import random
from pathlib import Path

import pytest

from graph.client import Database
from graph.hashing import graph_hash
from graph.progress import version
from ingest.load import Options, ingest
from ingest.mapping import load_mapping
from ingest.summary import Summary
from tests.conftest import Ask

MAPPING = """
source: erp
defaults: {currency: EUR, extent: full}
tables:
  - name: partners
    file: partners*.csv
    node: {column: type, map: {V: Supplier, C: Customer}}
    key: no
    lookups: {mail: {file: mails*.csv, key: no, take: {mail: list}, missing: empty}}
    fields: {name: name, emails: {column: mail.mail, type: list}}
  - name: documents
    file: documents*.csv
    node: {column: type, map: {RE: Invoice, ZA: Payment}}
    key: id
    lookups: {who: {table: partners, key: name, by: name}}
    fields: {at: day, total: {column: amount, clean: [{sign: {sign_column: sh, minus: H}}]}}
    edges:
      - {type: ISSUED_TO, to: {table: partners, key: who.no}}
      - {type: PAID_BY, to: {table: partners, key: who.no}}
      - {type: SETTLES, to: {table: documents, key: ref}}
  - name: orders
    file: lines*.csv
    node: Order
    key: order
    lookups: {all: {table: orders, key: order, take: {amount: sum, day: {how: min, type: date}}}}
    fields: {at: all.day, total: all.amount}
  - name: lines
    file: lines*.csv
    each: {item: [i1, i2], n: [n1, n2]}
    edge: CONTAINS
    from: {table: orders, key: order}
    to: {source: stock, table: items, key: item, node: Product}
    key: [order, day, each.number]
    fields: {quantity: n}
"""
FILES = {
    "partners": "no,type,name\n1,V,Ann\n2,C,Bea\n3,C,Cleo\n4,X,Dora\n",
    "mails": "no,mail\n1,b@x\n1,a@x\n3,c@x\n",
    "documents": "id,type,name,day,amount,sh,ref\n1,RE,Bea,2024-01-01,10.00,S,\n2,ZA,Bea,2024-01-02,10,S,1\n"
    "3,RE,Cleo,2024-01-03,2.50,H,\n4,RE,Nobody,2024-01-03,1,S,\n",
    "lines": "order,day,i1,n1,i2,n2,amount\n7,2024-02-02,A,1,B,2,1000.10\n7,2024-02-01,C,3,,,0.15\n"
    "8,2024-02-03,A,x,B,1,5\n",
}
ACCOUNTS = {
    "partners": {"created": 3, "rejected": 1},
    "documents": {"created": 3, "rejected": 1},
    "orders": {"created": 2, "duplicate": 1},
    "lines": {"created": 4, "rejected": 1},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / f"{name}.csv").write_text(content)
    return tmp_path


def run(database: Database, folder: Path, mapping: str = MAPPING, **options: bool) -> Summary:
    (folder / "erp.yaml").write_text(mapping)
    return ingest(database, load_mapping(folder / "erp.yaml"), folder, Options(rejects=folder / "rejects", **options))


def accounts(summary: Summary) -> dict[str, dict[str, int]]:
    return {table.table: {name: count for name, count in table.counts.items() if count} for table in summary.tables}


def change(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / f"{name}.csv"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))


def test_every_row_is_counted_and_its_order_does_not_matter(database: Database, folder: Path, ask: Ask) -> None:
    assert accounts(run(database, folder, dry_run=True)) == ACCOUNTS
    assert ask("MATCH (n:Record|Interaction) RETURN count(n)") == [[0]]
    assert accounts(run(database, folder)) == ACCOUNTS
    assert ask("MATCH (p:Party) RETURN p.name, labels(p), p.emails ORDER BY p.name") == [
        ["Ann", ["Party", "Supplier"], ["a@x", "b@x"]], ["Bea", ["Party", "Customer"], None],
        ["Cleo", ["Party", "Customer"], ["c@x"]],
    ]  # fmt: skip
    assert ask(
        "MATCH (d:Invoice|Payment)-[e]->(x)"
        " RETURN d.key, d.totalMinor, type(e) AS type, coalesce(x.name, x.key) ORDER BY d.key, type"
    ) == [["1", 1_000, "ISSUED_TO", "Bea"], ["2", 1_000, "PAID_BY", "Bea"], ["2", 1_000, "SETTLES", "1"],
          ["3", -250, "ISSUED_TO", "Cleo"]]  # fmt: skip
    orders = "MATCH (o:Order) RETURN o.key, toString(o.at), o.totalMinor, COUNT { (o)-[:CONTAINS]->() } ORDER BY o.key"
    assert ask(orders) == [["7", "2024-02-01", 100_025, 3], ["8", "2024-02-03", 500, 1]]
    whole, at = graph_hash(database), version(database)
    unchanged = {
        table: {name.replace("created", "unchanged"): n for name, n in counts.items()}
        for table, counts in ACCOUNTS.items()
    }
    assert accounts(run(database, folder, full=True, force=True)) == unchanged
    assert (graph_hash(database), version(database)) == (whole, at)

    ask("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    for name, content in FILES.items():
        header, *rows = content.splitlines(keepends=True)
        random.Random(name).shuffle(rows)
        (folder / f"{name}.csv").write_text(header + "".join(rows[::2]))
        (folder / f"{name}2.csv").write_text(header + "".join(rows[1::2]))
    head, *tables = MAPPING.split("  - name: ")
    assert accounts(run(database, folder, "  - name: ".join([head, *reversed(tables)]))) == ACCOUNTS
    assert graph_hash(database) == whole


def test_a_change_in_a_file_that_is_looked_in_changes_the_rows_that_look(
    database: Database, folder: Path, ask: Ask
) -> None:
    run(database, folder)
    change(folder, "mails", "c@x", "d@x")
    change(folder, "lines", "0.15", "0.16")
    found = accounts(run(database, folder))
    assert found["partners"] == {"changed": 1, "unchanged": 2, "rejected": 1}
    assert found["orders"] == {"changed": 1, "unchanged": 1, "duplicate": 1}
    assert ask("MATCH (p:Party {name: 'Cleo'}) RETURN p.emails") == [[["d@x"]]]


def test_a_row_may_become_another_kind_and_comes_back_as_it_was(database: Database, folder: Path, ask: Ask) -> None:
    run(database, folder)
    whole = graph_hash(database)
    change(folder, "partners", "2,C", "2,V")
    change(folder, "documents", "2,ZA", "2,RE")
    found = accounts(run(database, folder))
    assert found["partners"] == found["documents"] == {"changed": 1, "unchanged": 2, "rejected": 1}
    assert ask("MATCH (p:Party {name: 'Bea'}) RETURN labels(p)") == [[["Party", "Supplier"]]]
    assert ask("MATCH (d:Interaction {key: '2'}) RETURN labels(d), [(d)-[e]->() | type(e)]") == [
        [["Interaction", "Invoice"], ["ISSUED_TO"]]
    ]
    change(folder, "documents", "2,RE,Bea,2024-01-02,10,S,1\n", "")
    assert next(t for t in run(database, folder, full=True, force=True).tables if t.table == "documents").ended == 1
    assert ask("MATCH (d:Interaction {key: '2'}) RETURN labels(d)") == [[["Interaction", "Ended"]]]
    for name in ("partners", "documents"):
        (folder / f"{name}.csv").write_text(FILES[name])
    run(database, folder)
    assert graph_hash(database) == whole
