"""Ports on loopback: taking a free one, and saying who holds one that is not."""

import random
import socket
from contextlib import closing
from typing import Final

import psutil

from app.embedded.layout import LOOPBACK
from graph.errors import ServerError

# Below the range from which systems take the ports of outgoing connections: such a port stays free while Neo4j starts.
CANDIDATES: Final = range(20_000, 32_000)


def choose(wanted: int, setting: str, *, avoid: tuple[int, ...] = ()) -> int:
    """Return the wanted port if it is free, or any free one when 0 is wanted.

    Raises
    ------
    ServerError
        The port is taken; the message says by whom, and that `setting` changes it.

    """
    if wanted:
        if not is_free(wanted):
            raise taken(wanted, setting)
        return wanted
    for port in random.sample(CANDIDATES, 200):
        if port not in avoid and is_free(port):
            return port
    raise ServerError(f"No free port was found for {setting}=0. Name one with {setting}.")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Neo4j does: the last owner may linger
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def taken(port: int, setting: str) -> ServerError:
    """Return the error for a port that something else listens on."""
    return ServerError(
        f"Port {port} on {LOOPBACK} is taken{_owner(port)}. End that process, or set {setting} to another port "
        "(0 takes any free one)."
    )


def _owner(port: int) -> str:
    """Return ' by pid … (…)' when the system tells us."""
    try:
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port
            if listens and connection.pid:
                return f" by pid {connection.pid} ({psutil.Process(connection.pid).name()})"
    except psutil.Error:  # other users' processes are not ours to see
        pass
    return ""
