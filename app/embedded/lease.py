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
LOOKS: Final = 3
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
    started = time.monotonic()
    while (descriptor := try_flock(layout.leases, exclusive=False)) is None:
        _wait(layout, started, progress)
    with _closing(descriptor):
        yield


@contextmanager
def exclusive(layout: Layout, purpose: str, progress: Progress = quiet) -> Iterator[None]:
    """Bar all leases, waiting for a server that is just being stopped.

    Raises
    ------
    LeasedError
        A command holds a lease.
    ServerError
        The server is under maintenance, or does not end.

    """
    started = time.monotonic()
    while (descriptor := try_flock(layout.leases, exclusive=True)) is None:
        if leased(layout):
            raise LeasedError(f"{purpose} needs Neo4j to itself, but it is in use by {_users(layout)}. End that first.")
        _wait(layout, started, progress)
    with _closing(descriptor):
        yield


def leased(layout: Layout) -> bool:
    """Whether any command holds a lease now."""
    return layout.leases.exists() and all(_looks_leased(layout) for _ in range(LOOKS))


def _looks_leased(layout: Layout) -> bool:
    """Whether leases are held: nobody can bar them, and one more can be taken.

    A look may fall between two tries of the supervisor, of which it sees the first; hence several of them.
    """
    for exclusive in (True, False):
        if (descriptor := try_flock(layout.leases, exclusive=exclusive)) is not None:
            unlock(descriptor)
            time.sleep(POLL)
            return not exclusive
    return False


@contextmanager
def _closing(descriptor: int) -> Iterator[None]:
    try:
        yield
    finally:
        unlock(descriptor)


def _wait(layout: Layout, started: float, progress: Progress) -> None:
    """Wait a moment for an exclusive lock to go: the supervisor's glance, a stop, or maintenance."""
    waited = time.monotonic() - started
    if waited > WAIT_SECONDS:
        raise ServerError(
            f"Neo4j has been kept stopped for {waited:.0f} s by {_users(layout)}: maintenance, or a server that does "
            "not end. Wait for it, or end it, and try again."
        )
    if waited > 1:
        progress("Waiting for Neo4j to stop", int(waited), 0)
    time.sleep(POLL)


def _users(layout: Layout) -> str:
    return ", ".join(f"pid {pid} ({_name(pid)})" for pid in holders_of(layout.leases)) or "another process"


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
