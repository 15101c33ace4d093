"""File helpers with one promise each: whole or not at all, linked or copied, locked until done."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.errors import ServerError

try:
    import fcntl
except ImportError as error:  # Windows
    raise ServerError(
        "The embedded Neo4j needs Linux or macOS; on this system set GUANXI_NEO4J_URI to a Neo4j of your own."
    ) from error

POLL = 0.005


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a file such that a reader, or a crash, sees all of it or nothing."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
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
    are not inherited by processes that it starts.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def unlock(descriptor: int) -> None:
    """Let go of a lock, also where a forked child still holds a copy of the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


@contextmanager
def locked(path: Path, *, seconds: float, waiting_for: str) -> Iterator[None]:
    """Hold an exclusive lock on a file, waiting up to `seconds` for it.

    Raises
    ------
    ServerError
        Another process held the lock all the time; `waiting_for` says what it does.

    """
    deadline = time.monotonic() + seconds
    while (descriptor := try_flock(path, exclusive=True)) is None:
        if time.monotonic() > deadline:
            raise ServerError(
                f"Waited {seconds:.0f} s for {waiting_for}; another process still holds {path}. "
                "End that process, or wait for it, and try again."
            )
        time.sleep(POLL)
    try:
        yield
    finally:
        unlock(descriptor)
