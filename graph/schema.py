"""Bringing the schema up to date: ordered migrations, one process at a time, resumable, never edited."""

import re
import time
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Final

from cypher import Migration, migrations, query
from graph.client import Database
from graph.errors import MigrationError
from graph.indexing import derive_index_values

_INDEX_SECONDS = 300
_CONSTRAINT = re.compile(r"CREATE CONSTRAINT (\w+)")
_LOOK_SECONDS = 0.2
"""Between two looks whether a constraint is still being made."""
_DATA: Final = MappingProxyType({"index_values": derive_index_values})
"""What migrations do to the data, by the name in their headers; each may be done again."""


def migrate(
    database: Database,
    steps: Sequence[Migration] | None = None,
    *,
    on_step: Callable[[Migration], None] = lambda _: None,
) -> list[str]:
    """Apply the migrations that are missing and return their ids; a second call does nothing.

    One that was killed half-way is applied again from its start, which its statements allow. Raises MigrationError
    where a migration that has been applied was edited since, or where the database is newer than this Guanxi.
    """
    steps = migrations() if steps is None else steps
    if not _pending(database, steps):
        return []
    applied = []
    constrain_lock = query("schema/constrain_lock").text
    _drop_unowned(database, [constrain_lock])
    database.change_schema(constrain_lock)
    with database.holding(query("schema/hold_lock")):
        # Read again: another process may have done the work while we waited for the lock.
        missing = _pending(database, steps)
        _drop_unowned(database, [statement for step in missing for statement in step.statements])
        for step in missing:
            on_step(step)
            _apply(database, step)
            applied.append(step.id)
    database.read(query("schema/await_indexes"), seconds=_INDEX_SECONDS)
    return applied


def pending(database: Database) -> list[str]:
    """Ids of the migrations that are still to apply; raises MigrationError as `migrate` does."""
    return [step.id for step in _pending(database, migrations())]


def _pending(database: Database, steps: Sequence[Migration]) -> list[Migration]:
    applied = {row["id"]: row for row in database.read(query("schema/list_applied"))}
    known = {step.id for step in steps}
    if unknown := sorted(applied.keys() - known):
        names = ", ".join(f"{number}_{applied[number]['name']}" for number in unknown)
        raise MigrationError(f"the database has migrations that this Guanxi does not know ({names}); update Guanxi")
    for step in steps:
        if step.id in applied and applied[step.id]["checksum"] != step.checksum:
            raise MigrationError(
                f"cypher/migrations/{step.id}_{step.name}.cypher was edited after it had been applied to this database;"
                " restore the file, and put what is new into a new migration"
            )
    return [step for step in steps if step.id not in applied]


def _apply(database: Database, step: Migration) -> None:
    for name in step.data:
        _DATA[name](database)
    for statement in step.statements:
        database.change_schema(statement)
    values = {"id": step.id, "name": step.name, "checksum": step.checksum}
    database.write(lambda tx: tx.run(query("schema/record_applied"), **values))


def _drop_unowned(database: Database, statements: Sequence[str]) -> None:
    """Make way for the constraints that the statements make.

    Neo4j makes a constraint's index first, in a transaction of its own. Where it is killed before the constraint
    follows, the index stays: it never answers, and its name keeps the constraint from being made again.
    """
    names = [match[1] for match in map(_CONSTRAINT.match, statements) if match]
    while seen := _unowned(database, names):
        if database.read(query("schema/list_changing"), statements=list(statements)):
            # Its process may be gone, but Neo4j is still at work on it.
            time.sleep(_LOOK_SECONDS)
            continue
        # What was seen before that question and after it was not in the making when it was asked.
        for name in sorted(seen & _unowned(database, names)):
            database.change_schema(f"DROP INDEX `{name}` IF EXISTS")


def _unowned(database: Database, names: Sequence[str]) -> set[str]:
    return {row["name"] for row in database.read(query("schema/list_unowned"), names=names)}
