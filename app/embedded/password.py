"""The server's password: generated once, kept in a file that only this user may read."""

import secrets
import shutil
from typing import Final

from app.embedded.admin import Admin
from app.embedded.files import write_whole
from app.embedded.layout import Layout
from graph.errors import ServerError

BYTES: Final = 24


def read(layout: Layout) -> str:
    """Return the password.

    Raises
    ------
    ServerError
        There is none (yet), or it cannot be read.

    """
    try:
        return layout.password.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ServerError(f"The password of the embedded Neo4j cannot be read: {error}.") from error


def provide(layout: Layout, admin: Admin) -> None:
    """Make sure that the password file and the server agree, before the server starts.

    The file is written first and never changed, so whatever is interrupted here is done again with the same password
    until the first start has made the system database, which then knows it.

    Raises
    ------
    ServerError
        There is a database whose password file is lost.

    """
    started_before = (layout.data / "databases" / "system").exists()
    if not layout.password.exists():
        if started_before:
            raise ServerError(
                f"{layout.password} is missing, and the database in {layout.data} cannot be opened without it. "
                "Restore the file, or move the data folder away to begin with an empty database."
            )
        write_whole(layout.password, f"{secrets.token_urlsafe(BYTES)}\n")
    if not started_before:
        shutil.rmtree(layout.data / "dbms", ignore_errors=True)  # a half-written one, or one of another password
        admin.set_initial_password(read(layout))
