"""What Neo4j this is: for whoever looks for what is wrong with it."""

import time
from dataclasses import dataclass

from cypher import query
from graph.client import Database
from graph.errors import DatabaseError

_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """What a server is.

    `gds` is the version of its Graph Data Science library, None where it has none; `skew` are the seconds by which its
    clock is before ours.
    """

    version: str
    gds: str | None
    skew: float


def read_server(database: Database) -> Server:
    """Ask a server what it is; raises UnavailableError where it does not answer."""
    before = time.time()
    clock = database.read(query("schema/read_clock"), timeout=_SECONDS)[0]["clock"]
    after = time.time()
    # Anything within the time that the question took may be the way there and back.
    skew = clock - min(max(clock, before), after)
    try:
        gds = str(database.read(query("schema/read_gds"), timeout=_SECONDS)[0]["version"])
    except DatabaseError:
        gds = None
    return Server(database.server().removeprefix("Neo4j/"), gds, skew)
