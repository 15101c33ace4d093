"""File helpers with one promise each: whole or not at all, linked or copied, locked until done."""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from app.embedded.progress import Progress
from graph.errors import ServerError

if sys.platform != "win32":
    import fcntl

POLL: Final = 0.005


def write_whole(path: Path, text: str) -> None:
    """Write a file, for this user alone, such that a reader, or a crash, sees all of it or nothing."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_json(path: Path) -> dict[str, Any] | None:
    """Return a JSON object, or None when the file is not there or holds none."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def link_or_copy(source: Path, target: Path) -> None:
    """Make `target` a hard link to `source`; a copy when they lie on two file systems."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def try_flock(path: Path, *, exclusive: bool) -> int | None:
    """Take a lock on a file, at once or not at all, and return the open descriptor that holds it.

    The kernel lets go of the lock when the descriptor is closed, also by the process's death. Python's descriptors
    are not inherited by programs that it starts.
    """
    if sys.platform == "win32":
        raise ServerError(
            "The embedded Neo4j needs Linux or macOS; on this system set GUANXI_NEO4J_URI to a Neo4j of your own."
        )
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def unlock(descriptor: int) -> None:
    """Let go of a lock, also where a forked child still holds a copy of the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


@contextmanager
def locked(path: Path, *, seconds: float, waiting_for: str, progress: Progress) -> Iterator[None]:
    """Hold an exclusive lock on a file, waiting up to `seconds` for it.

    Raises
    ------
    ServerError
        Another process held the lock all the time; `waiting_for` says what it does.

    """
    descriptor = await_flock(path, seconds=seconds, waiting_for=waiting_for, progress=progress)
    try:
        yield
    finally:
        unlock(descriptor)


def await_flock(path: Path, *, seconds: float, waiting_for: str, progress: Progress) -> int:
    """Take an exclusive lock as `locked` does, and keep it until the descriptor returned is closed."""
    started = time.monotonic()
    while (descriptor := try_flock(path, exclusive=True)) is None:
        waited = time.monotonic() - started
        if waited > seconds:
            raise ServerError(
                f"Waited {seconds:.0f} s for {waiting_for}; another process still holds {path}. "
                "End that process, or wait for it, and try again."
            )
        if waited > 1:
            progress(f"Waiting for {waiting_for}", int(waited), 0)
        time.sleep(POLL)
    return descriptor
