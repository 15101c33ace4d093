from graph.client import Database
from graph.hashing import graph_hash
from graph.keys import row_id
from graph.loading import EdgeRow, NodeRow, create_edges, write_nodes
from graph.progress import version
from ingest.resolve import components, resolve
from tests.conftest import Ask
from tests.graph.rows import of_load, order, record, reference


def load(database: Database, label: str, *rows: NodeRow, at: str) -> None:
    database.write(lambda tx: write_nodes(tx, label, [of_load(row, at) for row in rows], at))


def same(database: Database, left: tuple[str, str, str], right: tuple[str, str, str]) -> None:
    ends = [reference(table, key, "*", source) for source, table, key in (left, right)]
    database.write(lambda tx: create_edges(tx, [EdgeRow("SAME_AS", *ends, {"row": "x"})], "1"))


def company(database: Database) -> None:
    """A customer with an order, and the same company as a supplier in another system."""
    load(database, "Customer", record("A", name="Ann Ltd", taxId="GB1", precedence=20), at="1")
    load(database, "Order", order("1", "A", source="sales"), at="2")
    load(
        database, "Supplier", record("7", "Supplier", source="srm", table="suppliers", name="ANN", city="Oslo"), at="3"
    )


def test_a_crosswalk_makes_one_party_with_two_roles_and_the_older_id(database: Database, ask: Ask) -> None:
    company(database)
    same(database, ("srm", "suppliers", "7"), ("crm", "customers", "A"))
    assert resolve(database).moved == 1
    found = ask("MATCH (p:Party) RETURN p.id, labels(p), p.name, p.city, COUNT { (p)<-[:DESCRIBES]-() }")
    assert found == [[row_id("crm", "customers", "A"), ["Party", "Customer", "Supplier"], "Ann Ltd", "Oslo", 2]]
    assert ask("MATCH (p:Party)-[:PLACED]->(o:Order) RETURN p.name, o.key") == [["Ann Ltd", "1"]]


def test_equal_tax_ids_make_one_party(database: Database, ask: Ask) -> None:
    company(database)
    load(database, "Customer", record("9", source="fin", table="debtors", name="ANN LTD", taxId="GB1"), at="4")
    assert resolve(database).resolved == 1
    assert ask("MATCH (r:Record)-[:DESCRIBES]->(p:Party) WHERE r.taxId = 'GB1' RETURN count(DISTINCT p)") == [[1]]


def test_resolving_again_writes_nothing(database: Database) -> None:
    company(database)
    same(database, ("srm", "suppliers", "7"), ("crm", "customers", "A"))
    resolve(database)
    before = version(database)
    assert resolve(database).moved == 0
    assert version(database) == before


def test_when_the_evidence_goes_the_party_parts_again_and_edges_go_back(database: Database, ask: Ask) -> None:
    company(database)
    same(database, ("srm", "suppliers", "7"), ("crm", "customers", "A"))
    ask("MATCH ()-[e:SAME_AS]->() DELETE e")
    before = graph_hash(database)
    same(database, ("srm", "suppliers", "7"), ("crm", "customers", "A"))
    resolve(database)
    assert graph_hash(database) != before
    ask("MATCH ()-[e:SAME_AS]->() DELETE e")
    assert resolve(database).moved == 1
    assert graph_hash(database) == before
    assert ask("MATCH (p:Party)-[:PLACED]->() RETURN labels(p)") == [[["Party", "Customer"]]]


def test_an_edge_between_two_records_of_one_party_comes_back_between_two(database: Database, ask: Ask) -> None:
    company(database)
    owner, owned = reference("customers", "A", "Customer"), reference("suppliers", "7", "Supplier", "srm")
    database.write(lambda tx: create_edges(tx, [EdgeRow("OWNS", owner, owned, {"row": "x", "share": 0.5})], "4"))
    same(database, ("srm", "suppliers", "7"), ("crm", "customers", "A"))
    resolve(database)
    assert ask("MATCH (p:Party)-[e:OWNS]->(p) RETURN e.share") == [[0.5]]
    ask("MATCH ()-[e:SAME_AS]->() DELETE e")
    resolve(database)
    assert ask("MATCH (p:Party)-[e:OWNS]->(q:Party) RETURN p.name, q.name, e.share") == [["Ann Ltd", "ANN", 0.5]]


def test_a_record_that_changes_after_a_merge_changes_the_one_party(database: Database, ask: Ask) -> None:
    company(database)
    same(database, ("srm", "suppliers", "7"), ("crm", "customers", "A"))
    resolve(database)
    load(
        database,
        "Supplier",
        record("7", "Supplier", source="srm", table="suppliers", name="ANN", city="Bergen"),
        at="5",
    )
    assert ask("MATCH (p:Party) RETURN p.name, p.city") == [["Ann Ltd", "Bergen"]]


def test_components_hold_together_what_pairs_connect() -> None:
    assert components("abcde", [("a", "b"), ("d", "e"), ("b", "c")]) == [["a", "b", "c"], ["d", "e"]]
