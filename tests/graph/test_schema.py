import threading

import pytest

from cypher import Migration, migrations
from cypher.migration import parse
from graph.client import Database
from graph.errors import MigrationError
from graph.schema import migrate, pending
from tests.conftest import Ask


@pytest.fixture
def extra(ask: Ask) -> Migration:
    """A migration of the test's own, taken back afterwards."""
    statements = [f"CREATE INDEX {name} IF NOT EXISTS FOR (n:Trial) ON (n.{name});" for name in ("trial", "trial2")]
    text = "\n".join(["// A trial.", *statements, ""])
    yield parse("900", "trial", text)
    ask("DROP INDEX trial IF EXISTS")
    ask("DROP INDEX trial2 IF EXISTS")
    ask("MATCH (m:Migration {id: '900'}) DELETE m")


def test_a_second_run_applies_nothing(database: Database) -> None:
    assert migrate(database) == []
    assert pending(database) == []


def test_a_new_migration_is_applied_once_and_its_statements_run(database: Database, ask: Ask, extra: Migration) -> None:
    steps = [*migrations(), extra]
    assert migrate(database, steps) == ["900"]
    assert migrate(database, steps) == []
    assert ask("SHOW INDEXES YIELD name WHERE name STARTS WITH 'trial' RETURN name ORDER BY name") == [
        ["trial"],
        ["trial2"],
    ]
    assert ask("MATCH (m:Migration {id: '900'}) RETURN m.name, m.checksum") == [["trial", extra.checksum]]


def test_an_edited_migration_is_refused(database: Database, extra: Migration) -> None:
    migrate(database, [*migrations(), extra])
    edited = parse("900", "trial", "// A trial.\nCREATE INDEX other IF NOT EXISTS FOR (n:Trial) ON (n.name);\n")
    with pytest.raises(MigrationError, match=r"900_trial\.cypher was edited after it had been applied"):
        migrate(database, [*migrations(), edited])


def test_a_database_that_is_newer_is_refused(database: Database, extra: Migration) -> None:
    migrate(database, [*migrations(), extra])
    with pytest.raises(MigrationError, match=r"does not know \(900_trial\); update Guanxi"):
        migrate(database)


def test_a_migration_that_was_killed_half_way_is_finished(database: Database, ask: Ask, extra: Migration) -> None:
    database.change_schema(extra.statements[0])
    assert migrate(database, [*migrations(), extra]) == ["900"]
    assert ask("SHOW INDEXES YIELD name WHERE name STARTS WITH 'trial' RETURN count(*)") == [[2]]


def test_an_index_whose_constraint_was_not_made_is_made_anew(database: Database, ask: Ask) -> None:
    # What Neo4j 2026.08 leaves when it is killed between the two: an index of the constraint's name that it owns not.
    ask("CREATE INDEX trial_id IF NOT EXISTS FOR ()-[e:TRIAL]-() ON (e.id)")
    ask("CREATE INDEX trial IF NOT EXISTS FOR (n:Trial) ON (n.name)")
    steps = "CREATE CONSTRAINT trial_id IF NOT EXISTS FOR ()-[e:TRIAL]-() REQUIRE e.id IS UNIQUE;\n"
    try:
        assert migrate(database, [*migrations(), parse("900", "trial", f"// A trial.\n{steps}")]) == ["900"]
        assert ask(
            "SHOW INDEXES YIELD name, owningConstraint, state WHERE name STARTS WITH 'trial'"
            " RETURN name, owningConstraint, state ORDER BY name"
        ) == [["trial", None, "ONLINE"], ["trial_id", "trial_id", "ONLINE"]]
    finally:
        ask("DROP CONSTRAINT trial_id IF EXISTS")
        ask("DROP INDEX trial_id IF EXISTS")
        ask("DROP INDEX trial IF EXISTS")
        ask("MATCH (m:Migration {id: '900'}) DELETE m")


def test_a_constraint_that_is_still_being_made_is_waited_for(database: Database, ask: Ask) -> None:
    for _ in range(4):
        ask("UNWIND range(1, 25000) AS i CREATE (:Trial)-[:TRIAL {id: randomUUID()}]->(:Trial)")
    statement = "CREATE CONSTRAINT trial_id IF NOT EXISTS FOR ()-[e:TRIAL]-() REQUIRE e.id IS UNIQUE"
    thread = threading.Thread(target=database.change_schema, args=(statement,))
    try:
        thread.start()
        while not ask("SHOW INDEXES YIELD name WHERE name = 'trial_id' RETURN name"):
            assert thread.is_alive()
        assert migrate(database, [*migrations(), parse("900", "trial", f"// A trial.\n{statement};\n")]) == ["900"]
        thread.join()
        assert ask("SHOW CONSTRAINTS YIELD name WHERE name = 'trial_id' RETURN count(*)") == [[1]]
    finally:
        thread.join()
        ask("DROP CONSTRAINT trial_id IF EXISTS")
        ask("MATCH (m:Migration {id: '900'}) DELETE m")


def test_of_two_processes_one_migrates_and_the_other_waits(database: Database, ask: Ask, extra: Migration) -> None:
    steps = [*migrations(), extra]
    applied: list[list[str]] = []
    ask("DROP CONSTRAINT lock_name IF EXISTS")
    ask("MATCH (n:Lock) DELETE n")
    threads = [threading.Thread(target=lambda: applied.append(migrate(database, steps))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(applied) == [[], [], [], ["900"]]


def test_a_file_of_statements_is_cut_at_line_ends_only() -> None:
    step = parse("001", "name", "// Purpose.\nCREATE (n {text: 'a;b'});\nMATCH (n)\nRETURN n;\n")
    assert step.purpose == "Purpose."
    assert step.statements == ("CREATE (n {text: 'a;b'})", "MATCH (n)\nRETURN n")
