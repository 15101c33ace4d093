"""The service over real HTTP, on the session's Neo4j."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from api.http import HttpSettings, create_app
from api.transport import Limits, server_config
from app.embedded import Connection
from graph.client import DEFAULT_PACE, Database
from graph.liveness import Pace
from tests.api.graphs import TRADE, index
from tests.conftest import Ask

Query = Callable[..., dict[str, Any]]


class Recording(Database):
    """A database that keeps the composed statements it ran."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.statements: list[tuple[str, Mapping[str, Any]]] = []

    def read_values(self, text: str, params: Mapping[str, Any], *, timeout: float | None = None) -> list[list[Any]]:
        self.statements.append((text, params))
        return super().read_values(text, params, timeout=timeout)


@contextmanager
def serving(
    database: Database,
    settings: HttpSettings,
    limits: Limits | None = None,
    pace: Pace = DEFAULT_PACE,
    send_buffer: int | None = None,
) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1 and yield the address; `send_buffer` is what the system keeps of an answer."""
    server = uvicorn.Server(server_config(create_app(database, settings), limits or Limits()))
    with socket.create_server(("127.0.0.1", 0)) as listener, database.watched(pace):
        if send_buffer is not None:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def recording(connection: Connection, open_database: Database) -> Iterator[Recording]:
    with Recording(connection.uri, connection.user, connection.password, connection.database) as found:
        yield found


@pytest.fixture(scope="session")
def url(recording: Recording) -> Iterator[str]:
    with serving(recording, HttpSettings(patience=2.0, timeout=60.0)) as found:  # a busy machine plans slowly
        yield found


@pytest.fixture(scope="session")
def session_client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=90) as found:
        yield found


@pytest.fixture
def client(session_client: httpx.Client, recording: Recording, database: Database) -> httpx.Client:
    """A client of a service whose graph is empty."""
    recording.statements.clear()
    return session_client


@pytest.fixture
def query(client: httpx.Client) -> Query:
    """Send a document with variables and return the whole answer."""

    def send(text: str, **variables: Any) -> dict[str, Any]:
        answer = client.post("/graphql", json={"query": text, "variables": variables})
        assert answer.status_code == 200
        return answer.json()

    return send


@pytest.fixture
def trade(client: httpx.Client, ask: Ask) -> Ask:
    """A small graph of trade, made by hand: see `graphs.TRADE`."""
    ask(TRADE)
    index(ask)
    return ask
