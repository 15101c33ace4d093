from collections.abc import Iterator

import neo4j
import networkx as nx
import pytest

from graph.client import Database
from graph.snapshot import Snapshots
from tests.conftest import wipe
from tests.intelligence.graphs import COMPANY, PAIRS


@pytest.fixture(scope="module")
def company(open_database: Database, driver: neo4j.Driver) -> Iterator[Database]:
    """The company of `graphs.COMPANY`, once for the tests of a file."""
    wipe(driver)
    with driver.session() as session:
        for statement in COMPANY.split(";\n"):
            session.run(statement).consume()
    yield open_database
    wipe(driver)


@pytest.fixture(scope="module")
def snapshots(company: Database) -> Snapshots:
    return Snapshots(company)


@pytest.fixture(scope="module")
def dependence(company: Database, driver: neo4j.Driver) -> "nx.DiGraph[str]":
    with driver.session() as session:
        return nx.DiGraph(session.run(PAIRS).values())
