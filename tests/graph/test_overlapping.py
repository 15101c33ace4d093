"""Works that overlap on the real server. Each creates a customer and adds to the state what it saw and did."""

from collections.abc import Callable

import neo4j
import pytest

from graph.client import Database, Transaction
from graph.errors import DatabaseError
from graph.loading import write_nodes
from graph.overlapping import Overlapping
from graph.progress import count_change
from tests.conftest import Ask
from tests.graph.rows import of_load, record

State = tuple[str, ...]


def creating(key: str, then: Callable[[Transaction], object] = lambda _: None) -> Callable[[Transaction, State], State]:
    def work(tx: Transaction, before: State) -> State:
        row = of_load(record(key, name=key), "1")
        [outcome] = write_nodes(tx, "Customer", [row], "1", new=not tx.again).values()
        at = count_change(tx)
        then(tx)
        return (*before, f"{key} {outcome} at {at}{' again' if tx.again else ''}")

    return work


def end_all(driver: neo4j.Driver) -> None:
    """End the transactions of others, as an operator or a time-out would."""
    with driver.session() as session:
        text = "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE NOT currentQuery CONTAINS 'SHOW TRANSACTIONS'"
        for row in session.run(text + " RETURN transactionId AS id").data():
            session.run("TERMINATE TRANSACTIONS $id", id=row["id"]).consume()


def ending(driver: neo4j.Driver) -> Callable[[Transaction], None]:
    """End the transaction that this is said of, before it is committed, the first time."""
    return lambda tx: None if tx.again else end_all(driver)


def test_works_are_committed_in_order_each_on_the_state_of_the_one_before(database: Database, ask: Ask) -> None:
    with Overlapping[State](database, ()) as overlapping:
        for key in "ABC":
            overlapping.run(creating(key), overlap=True)
        assert overlapping.settle() == ("A created at 1", "B created at 2", "C created at 3")
    assert ask("MATCH (r:Record) RETURN r.key ORDER BY r.key") == [["A"], ["B"], ["C"]]


def test_the_end_of_the_block_waits_for_the_last_commit(database: Database, ask: Ask) -> None:
    with Overlapping[State](database, ()) as overlapping:
        overlapping.run(creating("A"), overlap=True)
    assert ask("MATCH (r:Record) RETURN r.key") == [["A"]]


def test_what_was_taken_for_new_and_is_there_is_done_again(database: Database, ask: Ask) -> None:
    database.write(lambda tx: creating("B")(tx, ()))
    with Overlapping[State](database, ()) as overlapping:
        for key in "ABC":
            overlapping.run(creating(key), overlap=True)
        assert overlapping.state == ("A created at 2", "B unchanged at 3 again", "C created at 4")
    assert ask("MATCH (r:Record) RETURN count(*)") == [[3]]


def test_a_commit_that_fails_is_done_again_before_the_next_one(
    database: Database, driver: neo4j.Driver, ask: Ask
) -> None:
    with Overlapping[State](database, ()) as overlapping:
        overlapping.run(creating("A", ending(driver)), overlap=True)
        overlapping.run(creating("B"), overlap=True)
        overlapping.run(creating("C"), overlap=True)
        assert overlapping.settle() == ("A created at 1 again", "B created at 2 again", "C created at 3")
    assert ask("MATCH (r:Record) RETURN count(*)") == [[3]]


def test_a_last_commit_that_fails_is_done_again(database: Database, driver: neo4j.Driver) -> None:
    with Overlapping[State](database, ()) as overlapping:
        overlapping.run(creating("A", ending(driver)), overlap=True)
        assert overlapping.settle() == ("A created at 1 again",)


def test_one_that_may_not_overlap_sees_what_was_before(database: Database) -> None:
    def look(tx: Transaction, before: State) -> State:
        return (*before, f"saw {count_change(tx)}")

    with Overlapping[State](database, ()) as overlapping:
        overlapping.run(creating("A"), overlap=True)
        assert overlapping.run(look, overlap=False) == ("A created at 1", "saw 2")


def test_a_work_that_can_never_be_done_raises_and_leaves_what_was_before(database: Database, ask: Ask) -> None:
    def wrong(tx: Transaction) -> None:
        tx._tx.run("RETURN 1 / 0").consume()

    with Overlapping[State](database, ()) as overlapping:
        overlapping.run(creating("A"), overlap=True)
        with pytest.raises(DatabaseError, match="/ by zero"):
            overlapping.run(creating("B", wrong), overlap=True)
    assert ask("MATCH (r:Record) RETURN r.key") == [["A"]]


def test_an_error_that_is_not_the_databases_undoes_its_own_work_alone(database: Database, ask: Ask) -> None:
    def broken(_: Transaction) -> None:
        raise KeyError("no such thing")

    with Overlapping[State](database, ()) as overlapping:
        overlapping.run(creating("A"), overlap=True)
        with pytest.raises(KeyError):
            overlapping.run(creating("B", broken), overlap=True)
    assert ask("MATCH (r:Record) RETURN r.key") == [["A"]]
