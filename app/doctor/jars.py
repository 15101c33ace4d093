"""Java, and Neo4j's jars: whether all are there and whole."""

import os
import subprocess
from collections.abc import Iterator
from typing import Final

from app.doctor.finding import Finding, ok, warning, wrong
from app.embedded.distribution import Inventory, take_inventory
from app.embedded.java import environment
from app.embedded.java import java as command
from app.embedded.layout import NEO4J_VERSION
from app.settings import Settings

JAVA_SECONDS: Final = 30
SHOWN: Final = 3


def java(_: Settings) -> Iterator[Finding]:
    """The runtime that came with pip."""
    again = "set Guanxi up anew: delete .venv, and `make setup`"
    path = command()
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours
            [str(path), "-version"], capture_output=True, text=True, timeout=JAVA_SECONDS, env=environment(), check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        yield wrong("Java", f"{path} does not run: {error}", again)
    else:
        yield ok("Java", next(iter(done.stderr.splitlines()), str(path)))


def jars(settings: Settings) -> Iterator[Finding]:
    """Every jar against its SHA-256."""
    cache = settings.cache
    found = take_inventory(cache)
    whole = f"Neo4j {NEO4J_VERSION}, all {found.total} jars whole"
    if cache.exists() and not _may_write(settings):
        yield wrong("Cache", f"{cache} cannot be written", "give access there, or set GUANXI_CACHE to another folder")
    elif found.damaged:
        todo = f"delete {found.folder}; the next start downloads it again"
        yield wrong("Jars", f"{len(found.damaged)} of {found.total} are damaged ({_named(found.damaged)})", todo)
    elif found.missing:
        yield _incomplete(found)
    else:
        yield ok("Jars", whole)


def _incomplete(found: Inventory) -> Finding:
    if not found.begun:
        return ok("Jars", f"Neo4j {NEO4J_VERSION} is not there yet; the first start downloads it, about 180 MB")
    missing = f"{len(found.missing)} of {found.total} jars are missing ({_named(found.missing)})"
    what = f"the download is not complete: {missing}"
    return warning("Jars", what, "nothing by hand: the next start goes on with it")


def _named(names: tuple[str, ...]) -> str:
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


def _may_write(settings: Settings) -> bool:
    return os.access(settings.cache, os.W_OK | os.X_OK)
