"""Leases: what a command holds while it needs the server.

A lease is a shared lock on one file, so the kernel takes it back however the command ends. Whoever would stop the
server (its supervisor, `stop`, maintenance) takes the same lock exclusively; that succeeds only when nobody holds a
lease, and keeps new ones away until the lock is gone.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from app.embedded.files import POLL, try_flock, unlock
from app.embedded.layout import Layout
from app.embedded.progress import Progress, quiet
from graph.errors import ServerError

WAIT_SECONDS: Final = 90.0
SUPERVISOR_GLANCE: Final = 1.0  # it tries the lock for a moment, again and again
KERNEL_LOCKS: Final = Path("/proc/locks")


class LeasedError(ServerError):
    """Commands hold leases."""


@contextmanager
def lease(layout: Layout, progress: Progress = quiet) -> Iterator[None]:
    """Hold a lease, waiting for a server that is just being stopped.

    Raises
    ------
    ServerError
        The server is under maintenance, or does not end.

    """
    with _held(layout, exclusive=False, seconds=WAIT_SECONDS, progress=progress):
        yield


@contextmanager
def exclusive(layout: Layout, purpose: str) -> Iterator[None]:
    """Bar all leases.

    Raises
    ------
    LeasedError
        A command holds one.

    """
    with _held(layout, exclusive=True, seconds=SUPERVISOR_GLANCE, progress=quiet, purpose=purpose):
        yield


def in_use(layout: Layout) -> bool:
    """Whether anybody holds a lease now."""
    if (descriptor := try_flock(layout.leases, exclusive=True)) is None:
        return True
    unlock(descriptor)
    return False


@contextmanager
def _held(layout: Layout, *, exclusive: bool, seconds: float, progress: Progress, purpose: str = "") -> Iterator[None]:
    started = time.monotonic()
    while (descriptor := try_flock(layout.leases, exclusive=exclusive)) is None:
        waited = time.monotonic() - started
        if waited > seconds:
            raise _refused(layout, purpose, seconds)
        if waited > SUPERVISOR_GLANCE:
            progress("Waiting for Neo4j to stop", int(waited), 0)
        time.sleep(POLL)
    try:
        yield
    finally:
        unlock(descriptor)


def _refused(layout: Layout, purpose: str, seconds: float) -> ServerError:
    holders = ", ".join(f"pid {pid} ({_name(pid)})" for pid in holders_of(layout.leases)) or "another process"
    if purpose:
        return LeasedError(f"{purpose} needs Neo4j to itself, but it is in use by {holders}. End that first.")
    return ServerError(
        f"Neo4j has been kept stopped for {seconds:.0f} s by {holders}: maintenance, or a server that does not end. "
        "Wait for it, or end it, and try again."
    )


def holders_of(path: Path) -> tuple[int, ...]:
    """Return the pids that hold a lock on a file, as far as the kernel tells (on Linux it does)."""
    try:
        lines = KERNEL_LOCKS.read_text(encoding="ascii").splitlines()
        inode = path.stat().st_ino
    except OSError:
        return ()
    fields = (line.split() for line in lines if "->" not in line)
    return tuple(sorted({int(field[4]) for field in fields if field[5].endswith(f":{inode}") and int(field[4]) > 0}))


def _name(pid: int) -> str:
    try:
        return " ".join(psutil.Process(pid).cmdline()[:4]) or psutil.Process(pid).name()
    except psutil.Error:
        return "gone"
