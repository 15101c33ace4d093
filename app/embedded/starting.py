"""From a lease to a running server: attach to the one that runs, wait for the one that starts, or start one."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.embedded import memory, password, plan, ports, state
from app.embedded.configuration import server_arguments, write_conf
from app.embedded.diagnosis import is_port_conflict
from app.embedded.distribution import Distribution, discard_if_damaged, install
from app.embedded.files import locked, try_flock, unlock
from app.embedded.java import argument_file, class_archive, java
from app.embedded.layout import Layout
from app.embedded.lease import holders_of
from app.embedded.plan import STOP_SECONDS, Plan
from app.embedded.progress import Progress
from app.embedded.state import Phase, Process, State
from graph.errors import ServerError

if TYPE_CHECKING:
    from app.settings import Settings

POLL: Final = 0.02
ATTEMPTS: Final = 5
START_SECONDS: Final = 120.0
SPAWN_SECONDS: Final = 30.0
PROJECT: Final = Path(__file__).parents[2]


class _StartFailedError(ServerError):
    """The JVM did not come up; perhaps it will at the next attempt."""


def ensure_running(settings: Settings, layout: Layout, progress: Progress) -> State:
    """Return the state of a server that answers; the caller holds a lease.

    Raises
    ------
    ServerError
        It could not be installed or started.

    """
    failure: ServerError | None = None
    for _ in range(ATTEMPTS):
        found = state.current(layout)
        if found is None or found.phase in {Phase.STOPPING, Phase.FAILED}:
            found = _start(settings, layout, progress)
        try:
            if ready := _await_ready(layout, found.supervisor, progress):
                return ready
        except _StartFailedError as error:
            failure = error
            if not _worth_another_attempt(settings, error):
                raise
    raise failure or ServerError(f"Neo4j was stopped {ATTEMPTS} times while it started. {_last_words(layout)}")


def _worth_another_attempt(settings: Settings, error: ServerError) -> bool:
    """Whether the start failed for a reason that the next one removes: a port just taken, a damaged jar."""
    any_port = 0 in {settings.bolt_port, settings.http_port}
    return (any_port and is_port_conflict(str(error))) or discard_if_damaged(install(settings.cache))


def _start(settings: Settings, layout: Layout, progress: Progress) -> State:
    distribution = install(settings.cache, progress)
    with locked(layout.starting, seconds=START_SECONDS, waiting_for="Neo4j to be started", progress=progress):
        if found := settle(layout, progress):
            return found
        _prepare(settings, layout, distribution)
        return _spawn(layout)


def settle(layout: Layout, progress: Progress) -> State | None:
    """Wait until the last supervisor and its JVM are gone, ending a JVM that outlived its supervisor.

    Return None then; or the state of a supervisor that has no mind to go.

    Raises
    ------
    ServerError
        They do not go.

    """
    started = time.monotonic()
    while _supervisor_lives(layout):
        found = state.current(layout)
        if found and found.phase in {Phase.STARTING, Phase.RUNNING}:
            return found
        _wait_for_the_end(started, layout, progress)
    last = state.read(layout)
    if last and last.jvm:
        _end_orphan(last.jvm)
    layout.state.unlink(missing_ok=True)
    return None


def end(layout: Layout, progress: Progress) -> bool:
    """End the supervisor, wait until it and its JVM are gone, and return whether there was one.

    Raises
    ------
    ServerError
        It does not go.

    """
    started = time.monotonic()
    ended = False
    while found := settle(layout, progress):
        found.supervisor.terminate()
        ended = True
        _wait_for_the_end(started, layout, progress)
    return ended


def _wait_for_the_end(started: float, layout: Layout, progress: Progress) -> None:
    waited = time.monotonic() - started
    if waited > STOP_SECONDS + 10:
        raise ServerError(f"Neo4j does not end; see {layout.supervisor_log} and {layout.logs}.")
    if waited > 1:
        progress("Waiting for Neo4j to stop", int(waited), 0)
    time.sleep(POLL)


def _supervisor_lives(layout: Layout) -> bool:
    if (descriptor := try_flock(layout.alive, exclusive=True)) is None:
        return True
    unlock(descriptor)
    return False


def _end_orphan(jvm: Process) -> None:
    """End a JVM without a supervisor; the kernel has told it already, where it can."""
    for ask in (jvm.terminate, jvm.kill):
        ask()
        deadline = time.monotonic() + STOP_SECONDS
        while jvm.alive and time.monotonic() < deadline:
            time.sleep(POLL)


def _prepare(settings: Settings, layout: Layout, distribution: Distribution) -> None:
    """Check that a server can start, and write the plan that the supervisor follows."""
    refuse_foreign_server(layout)
    shutil.rmtree(layout.temporary)  # what a killed JVM left there
    layout.temporary.mkdir()
    bolt_port = ports.choose(settings.bolt_port, "GUANXI_BOLT_PORT")
    http_port = ports.choose(settings.http_port, "GUANXI_HTTP_PORT", avoid=(bolt_port,))
    sizes = memory.fit(settings.heap_mb, settings.page_cache_mb)
    write_conf(layout, distribution, sizes, bolt_port=bolt_port, http_port=http_port)
    password.provide(layout)
    arguments = server_arguments(layout, distribution, sizes, class_archive(settings.cache))
    command = [str(java()), argument_file(layout.run / "arguments", arguments)]
    plan.write(layout, Plan(command, bolt_port, http_port))
    layout.pin.unlink(missing_ok=True)  # it was meant for a server that is gone


def refuse_foreign_server(layout: Layout) -> None:
    """Raise ServerError when a Neo4j that is none of ours has the databases open."""
    if holders := holders_of(layout.store_lock):
        raise ServerError(
            f"The databases in {layout.data} are open in another Neo4j (pid {', '.join(map(str, holders))}), which "
            "Guanxi did not start or no longer knows. End that process and try again."
        )


def _spawn(layout: Layout) -> State:
    """Start the supervisor and return its first state."""
    command = [sys.executable, "-m", "app.embedded.supervisor", str(layout.home)]
    with layout.supervisor_log.open("wb") as log:
        detached = subprocess.run(  # noqa: S603 - the command is ours
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=PROJECT, start_new_session=True, check=False
        )
    deadline = time.monotonic() + SPAWN_SECONDS
    while detached.returncode == 0 and time.monotonic() < deadline:
        if found := state.read(layout):
            return found
        time.sleep(POLL)
    raise ServerError(f"The supervisor of the embedded Neo4j did not start. {_last_words(layout)}")


def _last_words(layout: Layout) -> str:
    said = layout.supervisor_log.read_text(encoding="utf-8", errors="replace").strip()
    return f"Its supervisor said: {said}" if said else "Its supervisor said nothing."


def _await_ready(layout: Layout, supervisor: Process, progress: Progress) -> State | None:
    """Return the state once the server answers; None when it is stopped before it does."""
    started = time.monotonic()
    while True:
        found = state.read(layout)
        if found is None or found.supervisor != supervisor or found.phase is Phase.STOPPING:
            return None
        if found.phase is Phase.FAILED:
            raise _StartFailedError(f"The embedded Neo4j did not start. {found.reason}")
        if not supervisor.alive:
            return None
        if found.phase is Phase.RUNNING and found.jvm and found.jvm.alive:
            return found
        if (waited := time.monotonic() - started) > 1:
            progress("Starting Neo4j", int(waited), 0)
        time.sleep(POLL)
