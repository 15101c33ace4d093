"""Neo4j's own administration commands, run in a JVM that does not survive the command which asked for them.

All of them need the server to be stopped; `stop_for_maintenance` sees to that.
"""

import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.embedded.configuration import class_path
from app.embedded.distribution import Distribution
from app.embedded.java import OPENS, argument_file, environment, java
from app.embedded.launcher import tied
from app.embedded.layout import DATABASE, Layout
from graph.errors import ServerError

ADMIN_CLASS: Final = "org.neo4j.server.startup.Neo4jAdminCommand"
TAIL_LINES: Final = 30
STOP_SECONDS: Final = 20

OnLine = Callable[[str], None]


def _ignore(line: str) -> None:
    """Drop a line of output."""


@dataclass(frozen=True)
class Admin:
    """The administration commands of one stopped server."""

    layout: Layout
    distribution: Distribution
    archive: tuple[str, ...] = ()
    """JVM flags that make it start faster."""

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
        """Run one neo4j-admin command and return the end of what it printed.

        Parameters
        ----------
        arguments
            As on its command line, e.g. `"database", "info", "neo4j"`.
        on_line
            Called with each line as it comes.

        Raises
        ------
        ServerError
            It failed; the message holds what it printed last.

        """
        tail: deque[str] = deque(maxlen=TAIL_LINES)
        with self._process(arguments) as process:
            for line in process.stdout or ():
                tail.append(line.rstrip())
                on_line(line.rstrip())
        text = "\n".join(tail)
        if process.returncode:
            raise ServerError(f"neo4j-admin {' '.join(arguments)} failed with code {process.returncode}:\n{text}")
        return text

    @contextmanager
    def _process(self, arguments: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
        """Run the command's JVM; it ends with the context at the latest."""
        flags = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *self.archive, *OPENS]
        with tempfile.TemporaryDirectory(dir=self.layout.run) as folder:
            named = argument_file(
                Path(folder) / "arguments", ["-cp", class_path(self.distribution), *flags, ADMIN_CLASS, *arguments]
            )
            with subprocess.Popen(  # noqa: S603 - the command is ours
                tied([str(java()), named]),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**environment(), "NEO4J_HOME": str(self.layout.neo4j)},
                text=True,
                encoding="utf-8",
                errors="replace",
            ) as process:
                try:
                    yield process
                    process.wait()
                finally:
                    _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End a JVM that still runs; it ends its own children when it is asked to."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
