from collections.abc import Iterator

import neo4j
import pytest

from api.http import HttpSettings
from app import demonstration
from app.embedded import quiet
from graph.client import Database
from graph.progress import read_demo
from tests.api.conftest import serving
from tests.conftest import wipe
from tests.e2e.guanxi import Guanxi


@pytest.fixture(scope="module")
def guanxi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guanxi]:
    """A home for the tests of one file; whatever they leave is ended."""
    found = Guanxi(tmp_path_factory.mktemp("e2e") / "home")
    yield found
    found.end()


@pytest.fixture(scope="module")
def demo(open_database: Database, driver: neo4j.Driver, tmp_path_factory: pytest.TempPathFactory) -> neo4j.Driver:
    """The demo company on the session's server; it stays for the next file that wants it."""
    if read_demo(open_database) is None:
        wipe(driver)
    demonstration.prepare(open_database, tmp_path_factory.mktemp("company") / "demo", quiet)
    return driver


@pytest.fixture(scope="module")
def demo_url(demo: neo4j.Driver, open_database: Database) -> Iterator[str]:
    """The API over the demo company; patient, since what is tested here is no speed."""
    with serving(open_database, HttpSettings(timeout=120.0)) as url:
        yield url
