"""One real Neo4j for the whole session; each test gets an empty graph."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import pytest
from hypothesis import settings as hypothesis_settings

from app import embedded
from app.embedded import Connection
from app.settings import Settings
from graph.client import Database
from graph.schema import migrate

hypothesis_settings.register_profile("deterministic", derandomize=True, deadline=None)
hypothesis_settings.load_profile("deterministic")


def pytest_configure() -> None:
    """Let tests press Ctrl-C: a shell in the background has its children ignore it, and theirs with them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


Ask = Callable[..., list[list[object]]]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the session's server. `GUANXI_TEST_HOME` names a home whose server stays, so that runs begin warm.

    Start it with `GUANXI_HOME=that home GUANXI_BOLT_PORT=0 GUANXI_HTTP_PORT=0 guanxi neo4j start`.
    """
    home = Path(os.environ.get("GUANXI_TEST_HOME") or tmp_path_factory.mktemp("home"))
    return Settings(home=home, bolt_port=0, http_port=0, heap_mb=1024, page_cache_mb=256)


@pytest.fixture(scope="session")
def connection(settings: Settings) -> Iterator[Connection]:
    with embedded.server(settings, linger=False) as found:
        yield found


@pytest.fixture(scope="session")
def open_database(connection: Connection) -> Iterator[Database]:
    with Database(connection.uri, connection.user, connection.password, connection.database) as found:
        migrate(found)
        yield found


@pytest.fixture(scope="session")
def driver(connection: Connection) -> Iterator[neo4j.Driver]:
    """The bare driver: what tests look at the graph with, past our own code."""
    with neo4j.GraphDatabase.driver(
        connection.uri, auth=(connection.user, connection.password), notifications_min_severity="OFF"
    ) as found:
        yield found


@pytest.fixture
def database(open_database: Database, driver: neo4j.Driver) -> Database:
    wipe(driver)
    return open_database


@pytest.fixture
def ask(driver: neo4j.Driver) -> Ask:
    """Run Cypher on the bare driver and return rows as lists."""

    def run(text: str, **params: object) -> list[list[object]]:
        with driver.session() as session:
            return session.run(text, params).values()

    return run


def wipe(driver: neo4j.Driver) -> None:
    """Delete everything but the schema."""
    with driver.session() as session:
        session.run(
            "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
        ).consume()


@pytest.fixture
def cli_environment(settings: Settings) -> dict[str, str]:
    """Environment of a `guanxi` process that uses the session's server and home."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GUANXI_")}
    return own | {
        "GUANXI_HOME": str(settings.home),
        "GUANXI_CACHE": str(settings.cache),
        "GUANXI_BOLT_PORT": "0",
        "GUANXI_HTTP_PORT": "0",
    }


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).parents[1]
