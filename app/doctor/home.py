"""The home folder, and the password of the embedded server in it."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from app.doctor.finding import Finding, ok, warning, wrong
from app.embedded import password as passwords
from app.embedded.layout import Layout
from app.settings import Settings
from graph.errors import ServerError


def home(settings: Settings) -> Iterator[Finding]:
    """Whether this user may write there, and nobody else may read."""
    folder = settings.home
    elsewhere = "give access there, or set GUANXI_HOME to another folder"
    if not folder.exists():
        above = next(found for found in folder.parents if found.exists())
        if os.access(above, os.W_OK | os.X_OK):
            yield ok("Home", f"{folder} is not there yet; the first command makes it")
        else:
            yield wrong("Home", f"{folder} cannot be made: {above} is not writable", elsewhere)
        return
    if not folder.is_dir():
        yield wrong("Home", f"{folder} is no folder", "move it away, or set GUANXI_HOME to another folder")
    elif _owner(folder) not in {None, _me()}:
        yield wrong("Home", f"{folder} belongs to another user", elsewhere)
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield wrong("Home", f"{folder} cannot be read and written", elsewhere)
    elif _is_open(folder):
        yield warning("Home", f"other users can look into {folder}", f"chmod 700 {folder}")
    else:
        yield ok("Home", str(folder))


def password(settings: Settings) -> Iterator[Finding]:
    """Whether it is there where a database needs it, and nobody else may read it."""
    layout = Layout(settings.home)
    file = layout.password
    if not file.exists():
        if layout.system.exists():
            yield wrong(
                "Password",
                f"{file} is missing, and the database in {layout.data} cannot be opened without it",
                "restore the file from a backup, or move the data folder away to begin with an empty database",
            )
        else:
            yield ok("Password", "none yet; the first start makes one")
        return
    try:
        found = passwords.read(layout)
    except ServerError as error:
        yield wrong("Password", str(error), f"chmod 600 {file}, as its owner")
        return
    if not found:
        todo = "restore it from a backup, or delete it and move the data folder away to begin with an empty database"
        yield wrong("Password", f"{file} is empty", todo)
    elif _is_open(file):
        yield wrong("Password", f"other users can read {file}", f"chmod 600 {file}")
    else:
        yield ok("Password", f"in {file}")


def _is_open(path: Path) -> bool:
    """Whether others than the owner have any right to it."""
    return sys.platform != "win32" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _owner(path: Path) -> int | None:
    return path.stat().st_uid if sys.platform != "win32" else None


def _me() -> int | None:
    return os.getuid() if sys.platform != "win32" else None
