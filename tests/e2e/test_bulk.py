"""`--bulk` gives the graph that online loading gives."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo import write_demo
from tests.e2e.guanxi import Guanxi


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("exports") / "demo").folder


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Guanxi]:
    found = Guanxi(tmp_path / "home")
    yield found
    found.end()


@pytest.mark.parametrize("system", ["finance"])
def test_a_bulk_load_has_the_hash_and_the_accounts_of_an_online_one(
    guanxi: Guanxi, home: Guanxi, exports: Path, system: str
) -> None:
    mapping = str(exports / system / f"{system}.yaml")
    bulk = json.loads(home.run("ingest", mapping, "--bulk", "--json"))
    again = json.loads(home.run("ingest", mapping, "--json"))
    assert again["unchanged"] == again["read"] == bulk["created"]
    online = Guanxi(guanxi.home.parent / system)
    try:
        accounts = json.loads(online.run("ingest", mapping, "--json"))
        assert online.run("graph", "hash") == home.run("graph", "hash")
    finally:
        online.end()
    for one, other in ((accounts, bulk),):
        assert one["waiting"] == other["waiting"]
        assert [(t["table"], t["created"], t["rejected"]) for t in one["tables"]] == [
            (t["table"], t["created"], t["rejected"]) for t in other["tables"]
        ]
    refused = home.run("ingest", mapping, "--bulk", code=2)
    assert refused == ""
