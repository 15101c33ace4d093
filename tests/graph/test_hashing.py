from graph.client import Database
from graph.hashing import graph_hash
from graph.loading import NodeRow, write_nodes
from tests.conftest import Ask
from tests.graph.rows import of_load, order, record


def load(database: Database, label: str, *rows: NodeRow, at: str = "1") -> None:
    database.write(lambda tx: write_nodes(tx, label, [of_load(row, at) for row in rows], at))


def test_order_and_time_of_loading_do_not_matter(database: Database, ask: Ask) -> None:
    load(database, "Customer", record("A", name="Ann"), record("B", name="Ben"), at="1")
    load(database, "Order", order("1", "A"), order("2", "C"), at="2")
    first = graph_hash(database)
    ask("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    load(database, "Order", order("2", "C"), at="7")
    load(database, "Customer", record("B", name="Ben"), at="8")
    load(database, "Order", order("1", "A"), at="9")
    load(database, "Customer", record("A", name="Ann"), at="9")
    assert graph_hash(database) == first


def test_a_value_an_edge_and_a_placeholder_matter(database: Database, ask: Ask) -> None:
    load(database, "Customer", record("A", name="Ann"))
    seen = {graph_hash(database)}
    load(database, "Customer", record("A", name="Anna"), at="2")
    seen.add(graph_hash(database))
    load(database, "Order", order("1", "A"))
    seen.add(graph_hash(database))
    ask("MATCH ()-[e:PLACED]->() DELETE e")
    seen.add(graph_hash(database))
    load(database, "Order", order("2", "Z"))
    seen.add(graph_hash(database))
    assert len(seen) == 5


def test_scores_and_bookkeeping_do_not_matter(database: Database, ask: Ask) -> None:
    load(database, "Customer", record("A", name="Ann"))
    before = graph_hash(database)
    ask("MATCH (p:Party) SET p.scoreRisk = 0.5 CREATE (p)<-[:SCORED]-(:Score {kind: 'risk'}), (:Checkpoint {id: 'c'})")
    assert graph_hash(database) == before


def test_an_empty_graph_has_a_hash(database: Database) -> None:
    assert graph_hash(database) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
