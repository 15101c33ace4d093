"""From a lease to a running server: attach to the one that runs, wait for the one that starts, or start one."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.embedded import memory, password, ports, state
from app.embedded.admin import Admin
from app.embedded.configuration import argument_file, java, server_arguments, write_conf
from app.embedded.distribution import install
from app.embedded.files import locked, try_flock, unlock, write_whole
from app.embedded.layout import Layout
from app.embedded.progress import Progress
from app.embedded.state import Phase, Process, State
from app.embedded.supervisor import READY_SECONDS, STOP_SECONDS, Plan
from graph.errors import ServerError

if TYPE_CHECKING:
    from app.settings import Settings

POLL: Final = 0.02
ATTEMPTS: Final = 5
SPAWN_SECONDS: Final = 20.0
PROJECT: Final = Path(__file__).parents[2]


def ensure_running(settings: Settings, layout: Layout, progress: Progress) -> State:
    """Return the state of a server that answers; the caller holds a lease.

    Raises
    ------
    ServerError
        It could not be installed or started.

    """
    for _ in range(ATTEMPTS):
        found = state.current(layout)
        if found is None or found.phase in {Phase.STOPPING, Phase.FAILED}:
            found = _start(settings, layout, progress)
        found = _await_ready(layout, found.supervisor, progress)
        if found is not None:
            return found
    raise ServerError(f"Neo4j was stopped again {ATTEMPTS} times while it started. See who stops it, and try again.")


def _start(settings: Settings, layout: Layout, progress: Progress) -> State:
    with locked(layout.starting, seconds=READY_SECONDS, waiting_for="Neo4j to be started"):
        found = state.current(layout)
        if found and found.phase in {Phase.STARTING, Phase.RUNNING}:
            return found
        await_gone(layout, progress)
        _prepare(settings, layout, progress)
        return _spawn(layout)


def await_gone(layout: Layout, progress: Progress) -> None:
    """Wait until the last supervisor and its JVM are gone; end a JVM that outlived its supervisor.

    Raises
    ------
    ServerError
        They do not go.

    """
    deadline = time.monotonic() + STOP_SECONDS + 10
    while _supervisor_lives(layout):
        if time.monotonic() > deadline:
            raise ServerError(f"The last Neo4j does not end; see {layout.supervisor_log} and {layout.logs}.")
        progress("Waiting for Neo4j to stop", 0, 0)
        time.sleep(POLL)
    last = state.read(layout)
    if last and last.jvm and last.jvm.alive:
        last.jvm.terminate()
        _await_end(last.jvm, STOP_SECONDS)
        last.jvm.kill()
        _await_end(last.jvm, STOP_SECONDS)
    layout.state.unlink(missing_ok=True)


def _supervisor_lives(layout: Layout) -> bool:
    if (descriptor := try_flock(layout.alive, exclusive=True)) is None:
        return True
    unlock(descriptor)
    return False


def _await_end(process: Process, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while process.alive and time.monotonic() < deadline:
        time.sleep(POLL)


def _prepare(settings: Settings, layout: Layout, progress: Progress) -> None:
    """Install, configure, and write the plan that the supervisor follows."""
    distribution = install(settings.cache, progress)
    bolt_port = ports.choose(settings.bolt_port, "GUANXI_BOLT_PORT")
    http_port = ports.choose(settings.http_port, "GUANXI_HTTP_PORT", avoid=(bolt_port,))
    sizes = memory.fit(settings.heap_mb, settings.page_cache_mb)
    write_conf(layout, distribution, sizes, bolt_port=bolt_port, http_port=http_port)
    progress("Preparing Neo4j", 0, 0)
    password.provide(layout, Admin(layout, distribution))
    arguments = argument_file(layout.run / "arguments", server_arguments(layout, distribution, sizes))
    plan = Plan([str(java()), arguments], bolt_port, http_port)
    write_whole(layout.plan, json.dumps(dataclasses.asdict(plan)))
    layout.pin.unlink(missing_ok=True)  # it was meant for a server that is gone


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
    said = layout.supervisor_log.read_text(encoding="utf-8", errors="replace").strip()
    raise ServerError(f"The supervisor of the embedded Neo4j did not start: {said or 'it said nothing'}")


def _await_ready(layout: Layout, supervisor: Process, progress: Progress) -> State | None:
    """Return the state once the server answers; None when it is stopped before it does."""
    started = time.monotonic()
    while True:
        found = state.read(layout)
        if found is None or found.supervisor != supervisor or found.phase is Phase.STOPPING:
            return None
        if found.phase is Phase.RUNNING and supervisor.alive:
            return found
        if found.phase is Phase.FAILED:
            raise ServerError(f"The embedded Neo4j did not start. {found.reason}")
        if not supervisor.alive:
            return None
        if (waited := time.monotonic() - started) > 1:
            progress("Starting Neo4j", int(waited), 0)
        time.sleep(POLL)
