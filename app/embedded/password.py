"""The server's password: generated once, kept in a file that only this user may read."""

import hashlib
import secrets
from typing import Final

from app.embedded.files import write_whole
from app.embedded.layout import USER, Layout
from graph.errors import ServerError

BYTES: Final = 24
ROUNDS: Final = 1024


def read(layout: Layout) -> str:
    """Return the password.

    Raises
    ------
    ServerError
        There is none (yet), or it cannot be read.

    """
    try:
        return layout.password.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ServerError(f"The password of the embedded Neo4j cannot be read: {error}.") from error


def provide(layout: Layout) -> None:
    """Make sure that the password file and the server agree, before the server starts.

    The file is written first and never changed, so whatever is interrupted here is done again with the same password,
    until the first start has made the system database, which then knows it.

    Raises
    ------
    ServerError
        There is a database, but its password file is lost.

    """
    started_before = layout.system.exists()
    if not layout.password.exists():
        if started_before:
            raise ServerError(
                f"{layout.password} is missing, and the database in {layout.data} cannot be opened without it. "
                "Restore the file, or move the data folder away to begin with an empty database."
            )
        write_whole(layout.password, f"{secrets.token_urlsafe(BYTES)}\n")
    if not started_before:
        layout.first_password.parent.mkdir(exist_ok=True)
        write_whole(layout.first_password, credential(read(layout), secrets.token_bytes(32)))


def credential(password: str, salt: bytes) -> str:
    """Return what `neo4j-admin dbms set-initial-password` writes for a password.

    The command itself takes 2.5 s, a quarter of a first start, and would show the password in the process list. A test
    holds this to what the command does.
    """
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},{ROUNDS}:\n"
