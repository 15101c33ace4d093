"""Loads that are killed, again and again: `python -m tests.e2e.kills 50 20` kills the loader and Neo4j as often.

Each round starts `guanxi ingest` and kills it, or Neo4j, after a while drawn by a seed; then the load is run to its
end.
The graph must be that of a load nobody disturbed, and the database consistent.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from app.demo import write_demo
from app.embedded import stop_for_maintenance
from app.settings import Settings
from tests.e2e.guanxi import Guanxi, await_true

LONGEST = 6.0
"""Seconds after which a round's load has surely ended, on an idle machine."""


def undisturbed(home: Path, mapping: Path) -> str:
    """The hash that the graph must have."""
    guanxi = Guanxi(home)
    try:
        guanxi.run("ingest", str(mapping))
        return guanxi.run("graph", "hash")
    finally:
        guanxi.end()


def kill_loader(guanxi: Guanxi, mapping: Path, dice: random.Random) -> bool:
    """One round against the loader; returns whether it was killed before it ended."""
    process = guanxi.start("ingest", str(mapping))
    time.sleep(dice.uniform(0.5, LONGEST))
    alive = process.poll() is None
    process.kill()
    process.wait()
    return alive


def kill_server(guanxi: Guanxi, mapping: Path, dice: random.Random) -> bool:
    """One round against Neo4j; returns whether the load failed for it."""
    process = guanxi.start("ingest", str(mapping))
    await_true(lambda: bool(guanxi.servers()) or process.poll() is not None, "no server was started")
    time.sleep(dice.uniform(0.5, LONGEST))
    for server in guanxi.servers():
        server.kill()
    return process.wait(600) != 0


def check(guanxi: Guanxi) -> None:
    """Raise ServerError unless `neo4j-admin database check` finds nothing."""
    guanxi.run("down")
    with stop_for_maintenance(Settings(home=guanxi.home, bolt_port=0, http_port=0)) as admin:
        admin.check()


def main(loader_kills: int, server_kills: int) -> None:
    """Do the rounds and say how they ended."""
    folder = Path(tempfile.mkdtemp(prefix="guanxi-kills-"))
    mapping = write_demo(folder / "demo").folder / "srm" / "srm.yaml"
    expected = undisturbed(folder / "undisturbed", mapping)
    guanxi = Guanxi(folder / "killed")
    dice = random.Random(2026)
    try:
        guanxi.run("neo4j", "start")
        killed = sum(kill_loader(guanxi, mapping, dice) for _ in range(loader_kills))
        failed = sum(kill_server(guanxi, mapping, dice) for _ in range(server_kills))
        guanxi.run("ingest", str(mapping))
        same = guanxi.run("graph", "hash") == expected
        check(guanxi)
    finally:
        guanxi.end()
    print(f"{killed} of {loader_kills} loads were killed, {failed} of {server_kills} failed with Neo4j")
    print(f"hash {'the same' if same else 'DIFFERENT'}; database check clean")
    if not same:
        sys.exit(1)


if __name__ == "__main__":
    loaders, servers = (int(argument) for argument in sys.argv[1:3] or ("50", "20"))
    main(loaders, servers)
