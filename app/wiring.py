"""Putting the parts together: settings → Neo4j → an open, up-to-date database."""

from collections.abc import Iterator
from contextlib import contextmanager

from app import embedded
from app.embedded import Connection, Progress, quiet
from app.settings import Settings
from graph.client import Database
from graph.schema import migrate


@contextmanager
def open_database(
    settings: Settings, progress: Progress = quiet, *, linger: bool = True
) -> Iterator[tuple[Database, Connection]]:
    """Provide the database of these settings, its schema up to date, for as long as the context lasts.

    An embedded Neo4j that nobody else uses then ends soon after, or with `linger` false before the context is left.
    Raises ServerError where the embedded Neo4j cannot run, UnavailableError where the one of `neo4j_uri` cannot be
    reached, and MigrationError where its schema cannot be brought up to date.
    """
    with (
        embedded.server(settings, progress, linger=linger) as connection,
        Database(connection.uri, connection.user, connection.password, connection.database) as database,
    ):
        database.verify()
        migrate(database, on_step=lambda step: progress(f"Preparing the schema: {step.name}", 0, 0))
        yield database, connection
