"""The machine: Python, memory, disk, open files."""

import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

from app.doctor.finding import Finding, ok, warning, wrong
from app.embedded import memory as sizes
from app.settings import Settings

MIB: Final = 1 << 20
NEEDED_MIB: Final = 500
COMFORTABLE_MIB: Final = 2_000
SMALL_MIB: Final = 2_000
FILES: Final = 1_024


def python(_: Settings) -> Iterator[Finding]:
    """Which Python runs this, and where."""
    yield ok("Python", f"{platform.python_version()} in {sys.prefix}")


def system(_: Settings) -> Iterator[Finding]:
    """The embedded server runs on Linux and macOS."""
    if sys.platform == "win32":
        yield wrong("System", "the embedded Neo4j needs Linux or macOS", "set GUANXI_NEO4J_URI to a Neo4j of your own")
    else:
        yield ok("System", f"{platform.system()} {platform.machine()}")


def files(_: Settings) -> Iterator[Finding]:
    """Each connection is an open file."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FILES:
        yield warning("Open files", f"at most {soft}, and connections need them", f"`ulimit -n {FILES}` or more")
    else:
        yield ok("Open files", "no limit" if soft == resource.RLIM_INFINITY else f"up to {soft:,}")


def memory(settings: Settings) -> Iterator[Finding]:
    """Whether the embedded server fits in."""
    total, free = sizes.available() // MIB, psutil.virtual_memory().available // MIB
    if not settings.embedded:
        yield ok("Memory", f"{total:,} MiB, {free:,} MiB of them free")
        return
    wanted = sizes.fit(settings.heap_mb, settings.page_cache_mb)
    need = wanted.heap + wanted.page_cache
    what = f"{total:,} MiB, {free:,} MiB of them free; Neo4j may take {need:,} MiB"
    if need > total:
        yield wrong("Memory", what, "lower GUANXI_HEAP_MB and GUANXI_PAGE_CACHE_MB, or unset both")
    elif total < SMALL_MIB:
        yield warning("Memory", what, f"a small graph will do; for more, give it {SMALL_MIB:,} MiB or more")
    else:
        yield ok("Memory", what)


def disk(settings: Settings) -> Iterator[Finding]:
    """Room for the database and the downloads."""
    for name, folder in (("home", settings.home), ("cache", settings.cache)):
        free = shutil.disk_usage(_existing(folder)).free // MIB
        what = f"{free:,} MiB free for GUANXI_{name.upper()}, {folder}"
        todo = f"make room there, or set GUANXI_{name.upper()} to a folder on a larger disk"
        if free < NEEDED_MIB:
            yield wrong("Disk", what, todo)
        elif free < COMFORTABLE_MIB:
            yield warning("Disk", what, todo)
        else:
            yield ok("Disk", what)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(found for found in (folder, *folder.parents) if found.exists())
