"""What the rest of Guanxi sees of the embedded server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.embedded import memory, password, state
from app.embedded.admin import Admin
from app.embedded.configuration import write_conf
from app.embedded.distribution import install
from app.embedded.java import class_archive
from app.embedded.layout import DATABASE, LOOPBACK, NEO4J_VERSION, USER, Layout
from app.embedded.lease import LeasedError, exclusive, holders_of, lease, leased
from app.embedded.progress import Progress, quiet
from app.embedded.starting import end, ensure_running, refuse_foreign_server
from app.embedded.state import Phase, State
from app.settings import read_secret
from graph.errors import ServerError, UsageError

if TYPE_CHECKING:
    from app.settings import Settings


@dataclass(frozen=True)
class Connection:
    """Where a Neo4j answers, and the credentials it takes."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str
    http_url: str | None
    """Root of the HTTP interface (Browser at `/browser/`); None where the URI does not tell it."""


@dataclass(frozen=True)
class Status:
    """The embedded server as it stands."""

    running: bool
    phase: str
    """`stopped`, `starting`, `running` or `stopping`."""
    pinned: bool
    """Whether it outlives the commands that use it."""
    in_use: bool
    """Whether a command holds a lease."""
    users: tuple[int, ...]
    """Pids of those commands, as far as the system tells."""
    pid: int | None
    """Of the JVM."""
    uptime: float | None
    """Seconds since it was started."""
    bolt_url: str | None
    http_url: str | None
    version: str
    home: Path
    password_file: Path
    data_bytes: int
    problem: str
    """Why the last server ended, when it did not end well."""


@contextmanager
def server(settings: Settings, progress: Progress = quiet, *, linger: bool = True) -> Iterator[Connection]:
    """Provide a Neo4j for as long as the context lasts.

    With `neo4j_uri` set that is a connection to there. Otherwise it is the embedded server: attached to when it runs,
    started when it does not, and stopped soon after the last context of any process has ended, unless it is pinned.

    Parameters
    ----------
    settings
        Where things lie, and which ports to take.
    progress
        Called with `(step, done, total)` while there is something to wait for.
    linger
        Return at once, and leave the server running for two more seconds, for the next command of a script. Without it,
        an embedded server that nobody else uses is gone when this returns.

    Raises
    ------
    UsageError
        The password file of `neo4j_uri` cannot be read.
    ServerError
        The server could not be installed or started.

    """
    if settings.neo4j_uri is not None:
        yield _external(settings, settings.neo4j_uri)
        return
    layout = _layout(settings)
    try:
        with lease(layout, progress):
            yield _connection(layout, ensure_running(settings, layout, progress))
    finally:
        if not linger:
            _end_if_unused(layout, progress)


def find(settings: Settings) -> Connection | None:
    """Return where a Neo4j is that needs no start: the one of `neo4j_uri`, or the embedded one, if it runs.

    Raises
    ------
    UsageError
        The password file of `neo4j_uri` cannot be read.
    ServerError
        That of the embedded server cannot.

    """
    if settings.neo4j_uri is not None:
        return _external(settings, settings.neo4j_uri)
    layout = Layout(settings.home)
    found = state.current(layout)
    return _connection(layout, found) if found and found.phase is Phase.RUNNING else None


def start(settings: Settings, progress: Progress = quiet) -> Connection:
    """Start the embedded server, or attach to it, and pin it: it runs until `stop`.

    Raises
    ------
    UsageError
        `neo4j_uri` is set.
    ServerError
        It could not be installed or started.

    """
    _refuse_external(settings)
    layout = _layout(settings)
    with server(settings, progress) as connection:
        layout.pin.touch(mode=0o600)  # under the lease, so that the supervisor cannot just be leaving
        return connection


def stop(settings: Settings, *, force: bool = False, progress: Progress = quiet) -> bool:
    """Stop the embedded server, wait until it is gone, and return whether there was one.

    Parameters
    ----------
    settings
        Which server.
    force
        Stop it even where commands use it; these lose their connections.
    progress
        Called while it takes time.

    Raises
    ------
    UsageError
        `neo4j_uri` is set.
    ServerError
        Commands use it (unless `force`), or it does not end.

    """
    _refuse_external(settings)
    layout = Layout(settings.home)
    if not layout.run.exists():
        return False
    if force:
        return _end(layout, progress)
    with exclusive(layout, "Stopping", progress):
        return _end(layout, progress)


def _end_if_unused(layout: Layout, progress: Progress) -> None:
    """End the server unless it is pinned or a command uses it."""
    if not layout.pin.exists():
        with suppress(LeasedError), exclusive(layout, "Stopping", progress):
            _end(layout, progress)


def _end(layout: Layout, progress: Progress) -> bool:
    layout.pin.unlink(missing_ok=True)
    return end(layout, progress)


@contextmanager
def stop_for_maintenance(settings: Settings, progress: Progress = quiet) -> Iterator[Admin]:
    """Provide the administration commands, with the server stopped and kept so while the context lasts.

    A server that was pinned is started again at the end.

    Raises
    ------
    UsageError
        `neo4j_uri` is set.
    ServerError
        Other commands use the server; the message names them.

    """
    _refuse_external(settings)
    layout = _layout(settings)
    pinned = layout.pin.exists() and state.current(layout) is not None
    try:
        with exclusive(layout, "Maintenance", progress):
            _end(layout, progress)
            refuse_foreign_server(layout)
            distribution = install(settings.cache, progress)
            sizes = memory.fit(settings.heap_mb, settings.page_cache_mb)
            write_conf(layout, distribution, sizes, bolt_port=settings.bolt_port, http_port=settings.http_port)
            yield Admin(layout, distribution, tuple(class_archive(settings.cache)))
    finally:
        if pinned:
            start(settings, progress)


def status(settings: Settings) -> Status:
    """Return how the embedded server stands; starts and creates nothing.

    Raises
    ------
    UsageError
        `neo4j_uri` is set.

    """
    _refuse_external(settings)
    layout = Layout(settings.home)
    found, last = state.current(layout), state.read(layout)
    used = leased(layout)
    return Status(
        running=found is not None and found.phase is Phase.RUNNING,
        phase=found.phase if found else "stopped",
        pinned=found is not None and layout.pin.exists(),
        in_use=used,
        users=holders_of(layout.leases) if used else (),
        pid=found.jvm.pid if found and found.jvm else None,
        uptime=time.time() - found.since if found else None,
        bolt_url=_bolt_url(found) if found else None,
        http_url=_http_url(found) if found else None,
        version=NEO4J_VERSION,
        home=settings.home,
        password_file=layout.password,
        data_bytes=_size(layout.data),
        problem=last.reason if last else "",
    )


def _size(folder: Path) -> int:
    """Return the bytes of all files below a folder, of which some may vanish meanwhile."""
    total = 0
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):
            total += file.stat().st_size if file.is_file() else 0
    return total


def _layout(settings: Settings) -> Layout:
    layout = Layout(settings.home)
    try:
        layout.create()
    except OSError as error:
        raise ServerError(
            f"{settings.home} cannot be used as home: {error}. Give access there, or set GUANXI_HOME to another folder."
        ) from error
    return layout


def _refuse_external(settings: Settings) -> None:
    if settings.neo4j_uri is not None:
        raise UsageError(
            f"GUANXI_NEO4J_URI is {settings.neo4j_uri!r}, so Guanxi has no server of its own to start, stop or "
            "maintain. Do that there, or unset it."
        )


def _external(settings: Settings, uri: str) -> Connection:
    if settings.neo4j_password is not None:
        secret = settings.neo4j_password.get_secret_value()
    else:
        assert settings.neo4j_password_file is not None  # noqa: S101 - Settings demands one of the two
        secret = read_secret(settings.neo4j_password_file, "GUANXI_NEO4J_PASSWORD_FILE")
    return Connection(uri, settings.neo4j_user, secret, settings.neo4j_database, None)


def _connection(layout: Layout, found: State) -> Connection:
    return Connection(_bolt_url(found), USER, password.read(layout), DATABASE, _http_url(found))


def _bolt_url(found: State) -> str:
    return f"bolt://{LOOPBACK}:{found.bolt_port}"


def _http_url(found: State) -> str:
    return f"http://{LOOPBACK}:{found.http_port}"
