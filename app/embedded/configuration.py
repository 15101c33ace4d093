"""What Neo4j is told: neo4j.conf, and the arguments of the java command that runs the server."""

import os
from typing import Final

from app.embedded.distribution import Distribution
from app.embedded.files import write_whole
from app.embedded.java import OPENS
from app.embedded.layout import DATABASE, LOOPBACK, Layout
from app.embedded.memory import Memory

SERVER_CLASS: Final = "org.neo4j.server.Neo4jCommunity"
FIRST_HEAP: Final = 256
JVM: Final = (
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",  # a server that limps is worse than one that is started anew
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "-Dlog4j2.disable.jmx=true",
)


def write_conf(layout: Layout, distribution: Distribution, memory: Memory, *, bolt_port: int, http_port: int) -> None:
    """Write neo4j.conf anew, so that it always follows the settings."""
    lines = {
        **_network(bolt_port, http_port),
        "initial.dbms.default_database": DATABASE,
        "server.directories.plugins": str(distribution.plugins),
        "server.directories.import": str(layout.imports),
        "server.memory.heap.initial_size": f"{min(memory.heap, FIRST_HEAP)}m",
        "server.memory.heap.max_size": f"{memory.heap}m",
        "server.memory.pagecache.size": f"{memory.page_cache}m",
        # The log is for recovery and nothing else: Community has no backup that would read it.
        "db.tx_log.rotation.retention_policy": "1 files",
        "db.tx_log.rotation.size": "64m",
        # A query that has run for ten minutes, or waited one for a lock, is a mistake; clients may ask for more.
        "db.transaction.timeout": "10m",
        "db.lock.acquisition.timeout": "1m",
        "dbms.security.auth_enabled": "true",
        "dbms.security.procedures.unrestricted": "gds.*",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "server.bolt.telemetry.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
    }
    text = "# Written by Guanxi at every start: changes are lost. See docs/settings.md.\n"
    text += "".join(f"{name}={value}\n" for name, value in lines.items())
    # Commands such as the bulk import run in a JVM of their own, which takes its flags from here only.
    text += "".join(f"server.jvm.additional={flag}\n" for flag in OPENS)
    write_whole(layout.conf / "neo4j.conf", text)


def _network(bolt_port: int, http_port: int) -> dict[str, str]:
    """Return what makes the server reachable from this machine only."""
    return {
        "server.default_listen_address": LOOPBACK,
        "server.default_advertised_address": LOOPBACK,
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"{LOOPBACK}:{bolt_port}",
        "server.bolt.advertised_address": f"{LOOPBACK}:{bolt_port}",
        "server.http.enabled": "true",
        "server.http.listen_address": f"{LOOPBACK}:{http_port}",
        "server.http.advertised_address": f"{LOOPBACK}:{http_port}",
        "server.https.enabled": "false",
        "server.http_enabled_modules": "BROWSER,QUERY_API_ENDPOINTS",
        # Else every stop takes 15 s, in which the databases are closed and the network layer waits for stragglers.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
        "internal.dbms.bolt.netty_server_shutdown_timeout": "2s",
    }


def class_path(distribution: Distribution) -> str:
    """Return the class path, in a fixed order."""
    return os.pathsep.join(map(str, distribution.jars))


def server_arguments(layout: Layout, distribution: Distribution, memory: Memory, archive: list[str]) -> list[str]:
    """Return the arguments of the java command that runs the server."""
    return [
        "-cp",
        class_path(distribution),
        f"-Xms{min(memory.heap, FIRST_HEAP)}m",
        f"-Xmx{memory.heap}m",
        f"-XX:ErrorFile={layout.logs}/hs_err_%p.log",
        f"-Djava.io.tmpdir={layout.temporary}",
        *archive,
        *JVM,
        *OPENS,
        SERVER_CLASS,
        f"--home-dir={layout.neo4j}",
        f"--config-dir={layout.conf}",
    ]
