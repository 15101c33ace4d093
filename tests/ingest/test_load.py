"""Loading real files into a real Neo4j."""

from pathlib import Path

import pytest

from graph.client import Database
from graph.errors import InvalidDataError
from graph.hashing import graph_hash
from graph.progress import read_checkpoint, version
from ingest import load
from ingest.load import Options, ingest
from ingest.mapping import Mapping, load_mapping
from ingest.resolve import resolve
from ingest.summary import Summary
from tests.conftest import Ask

CRM = """
source: crm
precedence: 20
tables:
  - name: customers
    file: customers.csv
    node: Customer
    key: id
    modified: changed
    fields:
      name: {column: name, required: true}
      taxId: tax
    edges:
      - {type: SERVES, direction: in, to: {source: hr, table: employees, key: rep}}
  - name: orders
    file: orders.csv
    node: Order
    key: id
    fields:
      at: {column: day, type: date, required: true}
      currency: {value: EUR}
      total: {column: total}
    edges:
      - {type: PLACED, direction: in, to: {table: customers, key: customer}}
  - name: same
    file: same.csv
    edge: SAME_AS
    from: {table: customers, key: customer}
    to: {source: fin, table: debtors, key: debtor}
"""
FINANCE = """
source: fin
tables:
  - name: debtors
    file: debtors.csv
    node: Customer
    key: no
    fields: {name: firm, city: town}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "crm.yaml", CRM)
    write(tmp_path, "fin.yaml", FINANCE)
    write(tmp_path, "customers.csv", "id,name,tax,rep,changed\nA,Ann,,7,2020-01-01\nB,Ben,GB2,,2020-01-01\n")
    write(tmp_path, "orders.csv", "id,day,total,customer\n1,2020-01-02,12.50,A\n2,2020-01-03,7,B\n3,2020-01-03,1,Z\n")
    write(tmp_path, "same.csv", "customer,debtor\nA,900\n")
    write(tmp_path, "debtors.csv", "no,firm,town\n900,ANN LTD,Oslo\n")
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def run(database: Database, folder: Path, name: str = "crm", *, dry_run: bool = False) -> Summary:
    mapping: Mapping = load_mapping(folder / f"{name}.yaml")
    return ingest(database, mapping, folder, Options(rejects=folder / "rejects", dry_run=dry_run))


def accounts(summary: Summary, table: str) -> dict[str, int]:
    found = next(t for t in summary.tables if t.table == table)
    assert found.read == sum(found.counts.values())
    return {outcome: count for outcome, count in found.counts.items() if count}


def test_rows_become_records_interactions_and_edges(database: Database, folder: Path, ask: Ask) -> None:
    summary = run(database, folder)
    assert accounts(summary, "customers") == {"created": 2}
    assert accounts(summary, "orders") == {"created": 3}
    found = ask(
        "MATCH (p)-[:PLACED]->(o:Order) RETURN o.key, p.name, toString(o.at), o.totalMinor, o.currency ORDER BY o.key"
    )
    assert found == [
        ["1", "Ann", "2020-01-02", 1250, "EUR"],
        ["2", "Ben", "2020-01-03", 700, "EUR"],
        ["3", None, "2020-01-03", 100, "EUR"],
    ]
    assert ask("MATCH (r:Record {key: 'A'}) RETURN r.raw") == [
        ['{"id": "A", "name": "Ann", "tax": "", "rep": "7", "changed": "2020-01-01"}']
    ]
    assert summary.waiting == [
        {"source": "crm", "table": "customers", "waiting": 1},
        {"source": "fin", "table": "debtors", "waiting": 1},
        {"source": "hr", "table": "employees", "waiting": 1},
    ]


def test_a_second_load_writes_nothing_and_leaves_the_version_alone(database: Database, folder: Path) -> None:
    run(database, folder)
    before = version(database), graph_hash(database)
    summary = run(database, folder)
    assert [accounts(summary, t) for t in ("customers", "orders", "same")] == [
        {"unchanged": 2},
        {"unchanged": 3},
        {"unchanged": 1},
    ]
    assert (version(database), graph_hash(database)) == before


def test_a_changed_row_is_counted_and_its_edges_move(database: Database, folder: Path, ask: Ask) -> None:
    run(database, folder)
    write(folder, "orders.csv", "id,day,total,customer\n1,2020-01-02,12.50,B\n2,2020-01-03,7,B\n3,2020-01-03,1,Z\n")
    assert accounts(run(database, folder), "orders") == {"changed": 1, "unchanged": 2}
    assert ask("MATCH (p)-[:PLACED]->(o:Order {key: '1'}) RETURN p.name") == [["Ben"]]


def test_sources_in_either_order_give_the_same_graph(database: Database, folder: Path, ask: Ask) -> None:
    run(database, folder, "crm")
    run(database, folder, "fin")
    resolve(database)
    first = graph_hash(database)
    assert ask("MATCH (p:Party {name: 'Ann'}) RETURN p.city, COUNT { (p)<-[:DESCRIBES]-() }") == [["Oslo", 2]]
    ask("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    run(database, folder, "fin")
    run(database, folder, "crm")
    resolve(database)
    assert graph_hash(database) == first


def test_equal_rows_are_duplicates_and_the_one_modified_last_wins(database: Database, folder: Path, ask: Ask) -> None:
    rows = ["A,Ann,,7,2020-01-01", "A,Ann,,7,2020-01-01", "B,Benno,,,2020-03-01", "B,Ben,,,2020-02-01"]
    write(folder, "customers.csv", "\n".join(["id,name,tax,rep,changed", *rows, ""]))
    assert accounts(run(database, folder), "customers") == {"created": 2, "duplicate": 2}
    assert ask("MATCH (p:Party) WHERE p.name IS NOT NULL RETURN p.name ORDER BY p.name") == [["Ann"], ["Benno"]]


def test_rows_that_contradict_each_other_are_all_rejected(database: Database, folder: Path, ask: Ask) -> None:
    write(folder, "orders.csv", "id,day,total,customer\n1,2020-01-02,1,A\n1,2020-01-02,2,A\n2,2020-01-03,7,B\n")
    summary = run(database, folder)
    assert accounts(summary, "orders") == {"created": 1, "rejected": 2}
    assert ask("MATCH (o:Order) RETURN o.key") == [["2"]]
    rejects = next(t.rejects for t in summary.tables if t.table == "orders")
    assert rejects is not None
    assert rejects.read_text(encoding="utf-8").count("unique key") == 2


def test_a_dry_run_is_exact_and_writes_nothing(database: Database, folder: Path, ask: Ask) -> None:
    write(folder, "orders.csv", "id,day,total,customer\n1,2020-01-02,1,A\n2,someday,7,B\n")
    dry = run(database, folder, dry_run=True)
    assert ask("MATCH (n) WHERE NOT n:Migration RETURN count(n)") == [[0]]
    wet = run(database, folder)
    assert [t.counts for t in dry.tables] == [t.counts for t in wet.tables]
    again = run(database, folder, dry_run=True)
    assert accounts(again, "orders") == {"unchanged": 1, "rejected": 1}


class Killed(BaseException):
    """Stands in for the end of the process, between two batches."""


def test_a_load_that_was_killed_goes_on_behind_its_last_batch(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setattr(load, "BATCH", 2)
    run(database, folder)
    expected = graph_hash(database)
    ask("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    mapping = load_mapping(folder / "crm.yaml")

    def die(table: str, rows: int, part: float | None) -> None:
        if table == "crm.orders":
            raise Killed

    with pytest.raises(Killed):
        ingest(database, mapping, folder, Options(rejects=folder / "rejects", progress=die))
    assert ask("MATCH (o:Order) RETURN count(o)") == [[2]]
    summary = run(database, folder)
    orders = next(t for t in summary.tables if t.table == "orders")
    assert (orders.resumed, accounts(summary, "orders")) == (2, {"created": 3})
    assert graph_hash(database) == expected
    assert ask("MATCH (c:Checkpoint) RETURN count(c)") == [[0]]


def test_it_does_not_skip_what_another_load_changed_meanwhile(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setattr(load, "BATCH", 2)
    mapping = load_mapping(folder / "crm.yaml")

    def die(table: str, rows: int, part: float | None) -> None:
        raise Killed

    with pytest.raises(Killed):
        ingest(database, mapping, folder, Options(rejects=folder / "rejects", progress=die))
    run(database, folder, "fin")
    checkpoint = ask("MATCH (c:Checkpoint) RETURN c.id")[0][0]
    assert read_checkpoint(database, str(checkpoint)) is None
    assert accounts(run(database, folder), "customers") == {"unchanged": 2}


def full(database: Database, folder: Path, *, force: bool = False) -> Summary:
    mapping = load_mapping(folder / "crm.yaml")
    return ingest(database, mapping, folder, Options(rejects=folder / "rejects", full=True, force=force))


@pytest.fixture
def whole(folder: Path) -> Path:
    """Tables that say they hold everything, with thirty customers and an order of each."""
    write(
        folder,
        "crm.yaml",
        CRM.replace("    node:", "    extent: full\n    node:").replace("    edge:", "    extent: full\n    edge:"),
    )
    people(folder, range(30))
    return folder


def people(folder: Path, numbers: range) -> None:
    write(
        folder,
        "customers.csv",
        "id,name,tax,rep,changed\n" + "".join(f"C{n},Name {n},,7,2020-01-01\n" for n in numbers),
    )
    write(folder, "orders.csv", "id,day,total,customer\n" + "".join(f"{n},2020-01-02,1,C{n}\n" for n in numbers))


def test_full_ends_what_is_gone_and_what_comes_back_lives_again(database: Database, whole: Path, ask: Ask) -> None:
    full(database, whole)
    before = graph_hash(database)
    people(whole, range(28))
    summary = full(database, whole)
    assert [table.ended for table in summary.tables] == [2, 2, 0]
    assert ask("MATCH (p:Party:Customer) RETURN count(p)") == [[28]]
    assert ask("MATCH (o:Order) RETURN count(o)") == [[28]]
    assert ask("MATCH (p:Party:Ended) RETURN p.name, COUNT { (p)--(:!Record) } ORDER BY p.name") == [
        ["Name 28", 0],
        ["Name 29", 0],
    ]
    assert [table.ended for table in full(database, whole).tables] == [0, 0, 0]
    people(whole, range(30))
    assert accounts(full(database, whole), "customers") == {"changed": 2, "unchanged": 28}
    assert graph_hash(database) == before


def test_full_stops_before_it_ends_much_unless_forced(database: Database, whole: Path, ask: Ask) -> None:
    full(database, whole)
    people(whole, range(20))
    before = graph_hash(database)
    with pytest.raises(InvalidDataError, match=r"crm\.customers: 10 of 30 rows would end, more than 10%"):
        full(database, whole)
    assert graph_hash(database) == before
    assert [table.ended for table in full(database, whole, force=True).tables] == [10, 10, 0]


def test_a_rejected_row_is_still_there_and_one_without_a_key_stops_the_run(database: Database, whole: Path) -> None:
    full(database, whole)
    orders = (whole / "orders.csv").read_text(encoding="utf-8")
    write(whole, "orders.csv", orders.replace("0,2020-01-02,1,C0\n", "0,someday,1,C0\n", 1))
    summary = full(database, whole)
    assert accounts(summary, "orders") == {"unchanged": 29, "rejected": 1}
    assert [table.ended for table in summary.tables] == [0, 0, 0]
    write(whole, "orders.csv", orders.replace("0,2020-01-02,1,C0\n", ",2020-01-02,1,C0\n", 1))
    with pytest.raises(InvalidDataError, match="keys of 1 rows cannot be read"):
        full(database, whole)


def test_full_leaves_tables_alone_that_do_not_hold_everything(database: Database, folder: Path, ask: Ask) -> None:
    run(database, folder)
    write(folder, "orders.csv", "id,day,total,customer\n")
    assert [table.ended for table in full(database, folder).tables] == [0, 0, 0]
    assert ask("MATCH (o:Order) RETURN count(o)") == [[3]]
