"""Neo4j goes away and comes back: requests fail fast and clearly, and nothing needs a restart."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from api.http import HttpSettings
from app import embedded
from app.settings import Settings
from graph.client import Database
from graph.schema import migrate
from tests.api.conftest import serving

FAST = 5.0
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


def test_requests_fail_fast_while_neo4j_is_away_and_recover_by_themselves(running: Settings) -> None:
    at = embedded.start(running)
    with (
        Database(at.uri, at.user, at.password, at.database) as database,
        serving(database, HttpSettings()) as url,
        httpx.Client(base_url=url, timeout=30) as client,
    ):
        migrate(database)
        assert client.get("/readyz").status_code == 200
        assert client.post("/graphql", json=BODY).json()["data"] == {"party": None}
        embedded.stop(running, force=True)
        _fails_fast(client)
        embedded.start(running)
        _recovers(client)


def test_requests_fail_fast_while_neo4j_hangs(running: Settings) -> None:
    at = embedded.start(running)
    pid = embedded.status(running).pid
    assert pid
    with (
        Database(at.uri, at.user, at.password, at.database) as database,
        serving(database, HttpSettings(timeout=1.0, patience=2.0)) as url,
        httpx.Client(base_url=url, timeout=30) as client,
    ):
        migrate(database)
        assert client.post("/graphql", json=BODY).status_code == 200
        psutil.Process(pid).suspend()
        try:
            started = time.monotonic()
            answer = client.post("/graphql", json=BODY)
            assert answer.json()["errors"][0]["extensions"]["code"] in {"TIMEOUT", "DATABASE_UNAVAILABLE"}
            assert client.get("/livez").status_code == 200
            assert client.get("/readyz").status_code == 503
            assert time.monotonic() - started < 2 * FAST
        finally:
            psutil.Process(pid).resume()
        _recovers(client)


def _fails_fast(client: httpx.Client) -> None:
    def ask(_: int) -> tuple[float, set[str]]:
        started = time.monotonic()
        errors = client.post("/graphql", json=BODY).json()["errors"]
        return time.monotonic() - started, {error["extensions"]["code"] for error in errors}

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(ask, range(200)))
    assert {frozenset(codes) for _, codes in answers} == {frozenset({"DATABASE_UNAVAILABLE"})}
    assert max(took for took, _ in answers) < FAST
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503


def _recovers(client: httpx.Client) -> None:
    deadline = time.monotonic() + 30
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert client.post("/graphql", json=BODY).json()["data"] == {"party": None}
