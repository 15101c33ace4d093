"""Neo4j goes away, or hangs, and comes back: requests fail fast and clearly, and nothing needs a restart.

`OUTAGE_SECONDS=60 pytest -s tests/api/test_outage.py` stops it for a minute under load, and prints what was measured.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import psutil
import pytest

from api.http import HttpSettings
from app import embedded
from app.settings import Settings
from graph.client import Database
from graph.liveness import Pace
from graph.schema import migrate
from tests.api.conftest import serving

SECONDS = float(os.environ.get("OUTAGE_SECONDS", "2"))
CLIENTS = 8
PACE = Pace(interval=0.2, patience=1.0)
FAST = 3.0
BODY = {"query": '{ party(id: "1") { id } }'}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A server that these tests may stop, at ports that stay the same over a restart."""
    home = tmp_path_factory.mktemp("own-server")
    own = Settings(home=home, bolt_port=0, http_port=0, heap_mb=512, page_cache_mb=64)
    embedded.start(own)
    status = embedded.status(own)
    assert status.bolt_url
    assert status.http_url
    fixed = own.model_copy(update={"bolt_port": _port(status.bolt_url), "http_port": _port(status.http_url)})
    yield fixed
    embedded.stop(fixed, force=True)


def _port(url: str) -> int:
    return int(url.rsplit(":", 1)[1])


@pytest.fixture
def client(running: Settings) -> Iterator[httpx.Client]:
    at = embedded.start(running)
    with (
        Database(at.uri, at.user, at.password, at.database) as database,
        serving(database, HttpSettings(), pace=PACE) as url,
        httpx.Client(base_url=url, timeout=60) as found,
    ):
        migrate(database)
        assert found.get("/readyz").status_code == 200
        yield found


@dataclass
class Load:
    """What clients that ask without a pause were told: seconds and code of each answer."""

    answers: list[tuple[float, str]] = field(default_factory=list)

    def since(self, seen: int) -> Counter[str]:
        return Counter(code for _, code in self.answers[seen:])

    def slowest(self, code: str) -> float:
        return max(took for took, told in self.answers if told == code)


@contextmanager
def load(client: httpx.Client) -> Iterator[Load]:
    found, ended = Load(), threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=client.base_url, timeout=60) as own:
            while not ended.is_set():
                started = time.monotonic()
                errors = own.post("/graphql", json=BODY).json().get("errors")
                code = errors[0]["extensions"]["code"] if errors else "OK"
                found.answers.append((time.monotonic() - started, code))
                time.sleep(0.1)  # else the refusals take the processor that Neo4j needs to start

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def test_a_stop_under_load_is_told_fast_and_recovers_by_itself(client: httpx.Client, running: Settings) -> None:
    with load(client) as found:
        _await(lambda: len(found.answers) > CLIENTS)
        embedded.stop(running, force=True)
        _is_away(client, found)
        embedded.start(running)
        _is_back(client, found)
    _report("stopped", found)


def test_a_server_that_hangs_is_told_fast_and_recovers_by_itself(client: httpx.Client, running: Settings) -> None:
    pid = embedded.status(running).pid
    assert pid
    with load(client) as found:
        _await(lambda: len(found.answers) > CLIENTS)
        psutil.Process(pid).suspend()
        try:
            _is_away(client, found)
        finally:
            psutil.Process(pid).resume()
        _is_back(client, found)
    _report("suspended", found)


def _is_away(client: httpx.Client, found: Load) -> None:
    """Once the loss is noticed, every answer says so at once, for as long as it lasts."""
    _await(lambda: client.get("/readyz").status_code == 503)
    _await(lambda: found.since(-CLIENTS) == {"DATABASE_UNAVAILABLE": CLIENTS})
    seen = len(found.answers)
    ended = time.monotonic() + SECONDS
    while time.monotonic() < ended:
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").status_code == 503
        page = client.get("/metrics")
        assert "guanxi_database_up 0.0" in page.text
        assert "guanxi_graph_version " not in page.text
        time.sleep(0.1)
    assert found.since(seen).keys() == {"DATABASE_UNAVAILABLE"}
    assert len(found.answers) - seen > SECONDS * CLIENTS
    assert max(took for took, _ in found.answers[seen:]) < FAST


def _is_back(client: httpx.Client, found: Load) -> None:
    _await(lambda: client.get("/readyz").status_code == 200)
    _await(lambda: found.since(-CLIENTS) == {"OK": CLIENTS})
    assert client.post("/graphql", json=BODY).json()["data"] == {"party": None}
    # However silent a connection was, nobody waited for the time-out of a statement.
    assert found.slowest("DATABASE_UNAVAILABLE") < HttpSettings().timeout


def _await(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _report(how: str, found: Load) -> None:
    slowest = found.slowest("DATABASE_UNAVAILABLE")
    print(f"\n{how} for {SECONDS:.0f} s: {dict(found.since(0))}, slowest refusal {slowest:.2f} s")
