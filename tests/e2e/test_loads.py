"""Loads that are killed, and loads that run at the same time."""

import json
import random
from pathlib import Path

import pytest

from app.demo import write_demo
from tests.e2e.guanxi import Guanxi
from tests.e2e.kills import check, kill_loader, kill_server, undisturbed


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("exports") / "demo").folder


def test_killed_loads_and_killed_servers_lose_nothing_and_double_nothing(
    guanxi: Guanxi, exports: Path, tmp_path: Path
) -> None:
    # A few rounds; `python -m tests.e2e.kills` does fifty and twenty.
    mapping = exports / "srm" / "srm.yaml"
    dice = random.Random(1)
    guanxi.run("neo4j", "start")
    assert sum(kill_loader(guanxi, mapping, dice) for _ in range(4))
    kill_server(guanxi, mapping, dice)
    guanxi.run("ingest", str(mapping))
    again = json.loads(guanxi.run("ingest", str(mapping), "--json"))
    assert again["read"] == again["unchanged"]
    assert guanxi.run("graph", "hash") == undisturbed(tmp_path / "undisturbed", mapping)
    check(guanxi)


def test_two_loaders_at_once_give_the_graph_of_one_after_the_other(
    guanxi: Guanxi, exports: Path, tmp_path: Path
) -> None:
    systems = ("crm", "sales", "warehouse")
    together = Guanxi(tmp_path / "together")
    alone = Guanxi(tmp_path / "alone")
    try:
        # Two on the same mapping, two on others that name each other's rows.
        mappings = [str(exports / system / f"{system}.yaml") for system in (*systems, "sales")]
        loads = [together.start("ingest", mapping) for mapping in mappings]
        assert [load.wait(600) for load in loads] == [0, 0, 0, 0], together.progress("ingest")
        for system in systems:
            alone.run("ingest", str(exports / system / f"{system}.yaml"))
        assert together.run("graph", "hash") == alone.run("graph", "hash")
    finally:
        together.end()
        alone.end()
