"""Neo4j's own administration commands, run in a JVM that does not survive the command which asked for them.

All of them need the server to be stopped; `stop_for_maintenance` sees to that.
"""

import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.embedded.configuration import ADMIN_CLASS, OPENS, argument_file, class_path, java
from app.embedded.distribution import Distribution
from app.embedded.layout import DATABASE, Layout
from app.embedded.supervisor import LAUNCHER
from graph.errors import ServerError

TAIL_LINES: Final = 30

OnLine = Callable[[str], None]


def _ignore(line: str) -> None:
    """Drop a line of output."""


@dataclass(frozen=True)
class Admin:
    """The administration commands of one stopped server."""

    layout: Layout
    distribution: Distribution

    def set_initial_password(self, password: str) -> None:
        """Set the password of a server that has never been started."""
        self.run("dbms", "set-initial-password", password)

    def check(self, *, on_line: OnLine = _ignore) -> None:
        """Check the database's consistency; raise ServerError with the findings when it has lost it."""
        self.run("database", "check", DATABASE, on_line=on_line)

    def dump(self, folder: Path, *, on_line: OnLine = _ignore) -> Path:
        """Write the database into `folder` and return the dump's path."""
        folder.mkdir(parents=True, exist_ok=True)
        self.run("database", "dump", DATABASE, f"--to-path={folder}", "--overwrite-destination=true", on_line=on_line)
        return folder / f"{DATABASE}.dump"

    def load(self, folder: Path, *, on_line: OnLine = _ignore) -> None:
        """Replace the database by the dump in `folder`."""
        self.run("database", "load", DATABASE, f"--from-path={folder}", "--overwrite-destination=true", on_line=on_line)

    def import_full(self, arguments: Sequence[str], *, on_line: OnLine = _ignore) -> None:
        """Replace the database by what CSV files hold; `arguments` are `--nodes=…`, `--relationships=…` and so on."""
        self.run("database", "import", "full", DATABASE, *arguments, "--overwrite-destination=true", on_line=on_line)

    def run(self, *arguments: str, on_line: OnLine = _ignore) -> str:
        """Run one command and return the end of what it printed.

        Raises
        ------
        ServerError
            It failed; the message holds what it printed last.

        """
        with tempfile.TemporaryDirectory(dir=self.layout.run) as folder:
            flags = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *OPENS, ADMIN_CLASS]
            # A password must not show in the process list, so all goes through a file.
            named = argument_file(
                Path(folder) / "arguments", ["-cp", class_path(self.distribution), *flags, *arguments]
            )
            command = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(java()), named]
            environment = {**os.environ, "NEO4J_HOME": str(self.layout.neo4j), "JAVA_HOME": str(java().parent.parent)}
            tail: deque[str] = deque(maxlen=TAIL_LINES)
            with subprocess.Popen(  # noqa: S603 - the command is ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
                text=True,
            ) as process:
                assert process.stdout is not None  # noqa: S101 - it is a pipe
                try:
                    for line in process.stdout:
                        tail.append(line.rstrip())
                        on_line(line.rstrip())
                except BaseException:
                    process.terminate()
                    raise
        text = "\n".join(tail)
        if process.returncode:
            raise ServerError(f"neo4j-admin {' '.join(arguments[:3])} failed with code {process.returncode}:\n{text}")
        return text
