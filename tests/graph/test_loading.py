from collections.abc import Sequence

import pytest

from graph.client import Database
from graph.errors import GuanxiError
from graph.keys import row_id
from graph.loading import NodeRow, Outcome, compare_nodes, write_edges, write_nodes
from tests.conftest import Ask
from tests.graph.rows import line, of_load, order, record


def load(database: Database, label: str, *rows: NodeRow, at: str = "1") -> list[Outcome]:
    outcomes = database.write(lambda tx: write_nodes(tx, label, [of_load(row, at) for row in rows], at))
    return [outcomes[row.id] for row in rows]


def test_a_new_record_describes_a_party_with_its_role_and_values(database: Database, ask: Ask) -> None:
    assert load(database, "Customer", record("A", name="Ångström", city="Oslo")) == [Outcome.CREATED]
    found = ask(
        "MATCH (r:Record)-[:DESCRIBES]->(p:Party) RETURN r.key, p.id = r.id, labels(p), p.name, p.city, p.sortName"
    )
    assert found == [["A", True, ["Party", "Customer"], "Ångström", "Oslo", "angstrom"]]


def test_loading_again_writes_nothing(database: Database, ask: Ask) -> None:
    load(database, "Customer", record("A", name="Ann"))
    assert load(database, "Customer", record("A", name="Ann"), at="2") == [Outcome.UNCHANGED]
    assert ask("MATCH (r:Record) RETURN r.load, r.firstLoad") == [["1", "1"]]


def test_a_changed_record_changes_its_party_and_keeps_its_former_version(database: Database, ask: Ask) -> None:
    load(database, "Customer", record("A", name="Ann", city="Oslo"))
    assert load(database, "Customer", record("A", name="Anna"), at="2") == [Outcome.CHANGED]
    assert ask("MATCH (p:Party) RETURN p.name, p.city, p.sortName") == [["Anna", None, "anna"]]
    former = ask("MATCH (:Record {key: 'A'})-[:WAS]->(v:Version) RETURN v.name, v.city, v.load")
    assert former == [["Ann", "Oslo", "1"]]


def test_a_load_that_started_earlier_does_not_overwrite_a_later_one(database: Database, ask: Ask) -> None:
    load(database, "Customer", record("A", name="new"), at="2")
    assert load(database, "Customer", record("A", name="old"), at="1") == [Outcome.UNCHANGED]
    assert ask("MATCH (p:Party) RETURN p.name") == [["new"]]


def test_an_edge_to_a_row_that_is_not_there_waits_at_a_placeholder(database: Database, ask: Ask) -> None:
    load(database, "Order", order("1", "A"))
    waiting = ask(
        "MATCH (r:Record:Placeholder)-[:DESCRIBES]->(p:Party:Placeholder)-[:PLACED]->(o:Order) RETURN r.key, labels(p)"
    )
    assert waiting == [["A", ["Party", "Placeholder"]]]
    assert load(database, "Customer", record("A", name="Ann"), at="2") == [Outcome.CREATED]
    assert ask("MATCH (p:Party)-[:PLACED]->(o:Order) RETURN labels(p), p.name, o.key") == [
        [["Party", "Customer"], "Ann", "1"]
    ]
    assert ask("MATCH (n:Placeholder) RETURN count(n)") == [[0]]


def test_a_changed_interaction_takes_its_implied_edges_along(database: Database, ask: Ask) -> None:
    load(database, "Customer", record("A", name="Ann"), record("B", name="Ben"))
    load(database, "Order", order("1", "A"))
    assert load(database, "Order", order("1", "B"), at="2") == [Outcome.CHANGED]
    assert ask("MATCH (p)-[e:PLACED]->() RETURN p.name, e.viaStart") == [["Ben", row_id("crm", "customers", "B")]]


def test_lines_are_found_again_by_their_id_and_follow_a_change_of_ends(database: Database, ask: Ask) -> None:
    first = [line("1", "P", quantity=2.0), line("1", "Q", quantity=1.0)]
    ids = [row.properties["id"] for row in first]
    assert database.write(lambda tx: write_edges(tx, "CONTAINS", first, "1")) == dict.fromkeys(ids, Outcome.CREATED)
    assert database.write(lambda tx: write_edges(tx, "CONTAINS", first, "2")) == dict.fromkeys(ids, Outcome.UNCHANGED)
    changed = line("1", "P", quantity=3.0)
    outcome = database.write(lambda tx: write_edges(tx, "CONTAINS", [changed], "2"))
    assert outcome == {ids[0]: Outcome.CHANGED}
    found = ask(
        "MATCH (:Interaction)-[e:CONTAINS]->(:Product)<-[:DESCRIBES]-(r) RETURN r.key, e.quantity ORDER BY r.key"
    )
    assert found == [["P", 3.0], ["Q", 1.0]]


def test_a_value_comes_from_the_record_with_the_highest_precedence(database: Database, ask: Ask) -> None:
    load(database, "Customer", record("A", name="Ann Ltd", precedence=10, phone="1"))
    ids = [row_id("crm", "customers", "A"), row_id("fin", "debtors", "9")]
    load(database, "Customer", record("9", source="fin", table="debtors", name="ANN", precedence=20, city="Oslo"))
    ask(
        "MATCH (r {id: $b})-[d:DESCRIBES]->(q), (p:Party {id: $a}) DELETE d, q CREATE (r)-[:DESCRIBES]->(p)",
        a=ids[0],
        b=ids[1],
    )
    load(
        database,
        "Customer",
        record("9", source="fin", table="debtors", name="ANN AG", precedence=20, city="Oslo"),
        at="2",
    )
    assert ask("MATCH (p:Party) RETURN p.name, p.phone, p.city") == [["ANN AG", "1", "Oslo"]]


def test_comparing_tells_the_outcome_and_writes_nothing(database: Database, ask: Ask) -> None:
    rows: Sequence[NodeRow] = [record("A", name="Ann"), record("B", name="Ben")]
    load(database, "Customer", rows[0])
    outcomes = compare_nodes(database, "Customer", [record("A", name="Anna"), rows[1]])
    assert list(outcomes.values()) == [Outcome.CHANGED, Outcome.CREATED]
    assert ask("MATCH (r:Record) RETURN count(r)") == [[1]]


def test_a_batch_is_written_whole_or_not_at_all(database: Database, ask: Ask) -> None:
    broken = record("B", name="Ben")
    broken.properties["tags"] = [["lists of lists", "cannot be stored"]]
    with pytest.raises(GuanxiError, match="refused"):
        load(database, "Customer", record("A", name="Ann"), broken)
    assert ask("MATCH (n) WHERE NOT n:Migration RETURN count(n)") == [[0]]
