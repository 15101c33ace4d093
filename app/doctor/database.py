"""Neo4j itself, the embedded one where it runs, or another: version, GDS, clock, schema, loads."""

from collections.abc import Iterator
from typing import Final

from app.doctor.finding import Finding, ok, warning, wrong
from app.embedded import Connection, find, state
from app.embedded.layout import NEO4J_VERSION, Layout
from app.embedded.state import Phase
from app.settings import Settings
from graph.client import Database
from graph.errors import GuanxiError, MigrationError
from graph.schema import pending
from graph.server import Server, read_server
from graph.totals import read_totals

SKEW_SECONDS: Final = 5.0
TOTALS_SECONDS: Final = 10.0


def neo4j(settings: Settings) -> Iterator[Finding]:
    """All that can be asked of a server that answers."""
    connection = find(settings)
    if connection is None:
        yield _at_rest(settings)
        return
    with Database(connection.uri, connection.user, connection.password, connection.database) as database:
        try:
            database.verify()
            server = read_server(database)
        except GuanxiError as error:
            yield wrong("Neo4j", str(error), _todo(settings, connection))
            return
        yield from _server(server, connection)
        yield from _contents(database)


def _at_rest(settings: Settings) -> Finding:
    last = state.read(Layout(settings.home))
    if last is not None and last.phase is Phase.FAILED:
        return warning(
            "Neo4j", f"does not run; the last one ended so: {last.reason}", "`guanxi neo4j start` tries again"
        )
    return ok("Neo4j", "does not run, so it was not asked anything; `guanxi neo4j start` or `guanxi up` starts it")


def _todo(settings: Settings, connection: Connection) -> str:
    if settings.embedded:
        return f"read {Layout(settings.home).logs / 'neo4j.log'}; `guanxi neo4j stop --force` and start it again"
    return (
        f"see that it runs and that this machine reaches {connection.uri}; check the user {connection.user!r}, the"
        f" password and the database {connection.database!r}"
    )


def _server(server: Server, connection: Connection) -> Iterator[Finding]:
    what = f"{server.version} at {connection.uri}"
    if _year(server.version) < _year(NEO4J_VERSION):
        yield warning("Neo4j", what, f"Guanxi is made for {NEO4J_VERSION}: update Neo4j")
    else:
        yield ok("Neo4j", what)
    if server.gds is None:
        todo = "put the Graph Data Science library into Neo4j's plugins folder, and start Neo4j again"
        yield warning("GDS", "is not there; views do without it, and algorithms on large graphs do not", todo)
    else:
        yield ok("GDS", server.gds)
    if abs(server.skew) > SKEW_SECONDS:
        way = "before" if server.skew > 0 else "behind"
        todo = "set both by NTP: days and schedules go by the clock"
        yield warning("Clock", f"Neo4j's is {abs(server.skew):.0f} s {way} this machine's", todo)
    else:
        yield ok("Clock", "agrees with Neo4j's")


def _contents(database: Database) -> Iterator[Finding]:
    try:
        missing = pending(database)
    except MigrationError as error:
        yield wrong("Migrations", str(error))
        return
    if missing:
        todo = "`guanxi up`, and any other command that uses the database, applies them"
        yield warning("Migrations", f"not applied yet: {', '.join(missing)}", todo)
        return
    yield ok("Migrations", "all applied")
    totals = read_totals(database, timeout=TOTALS_SECONDS)
    yield ok(
        "Graph", f"version {totals.version:,}, {totals.nodes['Party']:,} parties, {totals.nodes['Record']:,} records"
    )
    if totals.unfinished:
        todo = "run the same `guanxi ingest` again: it goes on where it was"
        yield warning("Loads", f"{totals.unfinished:,} of a table were interrupted", todo)


def _year(version: str) -> int:
    """`2026.08.1` → 2026; Neo4j 5 and those before count their own way."""
    head = version.split(".", maxsplit=1)[0]
    return int(head) if head.isdigit() else 0
