"""Requests a second for one view of a customer: Guanxi beside @neo4j/graphql and the bare driver, in one run.

`python -m benchmarks.api [--customers N] [--seconds S] [--warm-up S] [--rounds N] [--folder FOLDER]`; README.md here
tells how to read what it prints.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from app import embedded
from app.bulk import bulk_load
from app.settings import Settings
from app.wiring import open_database
from benchmarks.api import servers, trade
from benchmarks.api.servers import PROJECT, Server
from benchmarks.api.table import Cell, show, show_head
from ingest.load import Options
from ingest.mapping import load_mapping

LEVELS = (1, 8, 64)
SAMPLE = 25


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked, and for how long."""

    customers: int
    warm_up: float
    seconds: float
    rounds: int

    @property
    def parties(self) -> list[str]:
        """Ids to ask for, each customer once, far from its neighbours in the store."""
        return [trade.customer_id(n * 7919 % self.customers) for n in range(self.customers)]


def main() -> None:
    """Load, check that all answer the same, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=4000)
    parser.add_argument("--seconds", type=float, default=10.0, help="of each measurement")
    parser.add_argument("--warm-up", type=float, default=3.0, help="seconds before each")
    parser.add_argument("--rounds", type=int, default=2, help="the best of them is shown")
    parser.add_argument("--folder", type=Path, help="keep the loaded graph here, for the next run")
    arguments = vars(parser.parse_args())
    kept, plan = arguments.pop("folder"), Plan(**arguments)
    with tempfile.TemporaryDirectory() as own:
        settings = load(kept or Path(own), plan.customers)
        try:
            measure(settings, plan)
        finally:
            embedded.stop(settings, force=True)


def load(folder: Path, customers: int) -> Settings:
    """Have the graph in a home below the folder; returns its settings."""
    settings = Settings(home=folder / "home", bolt_port=0, http_port=0, heap_mb=2048, page_cache_mb=512)
    loaded = folder / f"loaded-{customers}"
    if not loaded.exists():
        mapping = trade.generate(folder / "data", customers)
        options = Options(rejects=folder / "rejects")
        bulk_load(settings, load_mapping(mapping), mapping.parent, options, embedded.quiet)
        loaded.touch()
    print(f"{customers:,} customers × {trade.ORDERS} orders × {trade.LINES} lines", flush=True)
    return settings


def measure(settings: Settings, plan: Plan) -> None:
    """Measure all servers at all levels, in turn, so that what else the machine does strikes them alike."""
    with open_database(settings) as (_, connection), _all(settings, connection, plan.parties[0]) as running:
        size = require_same(running, plan.parties[:SAMPLE])
        java = psutil.Process(embedded.status(settings).pid)
        for server in running:
            cell(server, 8, plan, java)  # both virtual machines compile what is hot
        print(f"{os.cpu_count()} cores, shared by Neo4j, server and load; best of {plan.rounds} rounds\n")
        show_head()
        for connections in LEVELS:
            rounds = [{s.name: cell(s, connections, plan, java) for s in running} for _ in range(plan.rounds)]
            show(connections, {s.name: max((r[s.name] for r in rounds), key=lambda c: c.rate) for s in running})
    with servers.ceiling(size) as port:
        for connections in LEVELS:
            found = ask(port, connections, plan, [["GET", "/", None]])
            cost = found["cpu"] / found["answers"] * 1000
            show(connections, {"the load's ceiling": Cell(found["rate"], found["p50"], found["p99"], 0, 0, 0, cost)})


@contextmanager
def _all(settings: Settings, connection: embedded.Connection, party: str) -> Iterator[list[Server]]:
    """All servers that can be had here, Guanxi first."""
    with ExitStack() as stack:
        running = [stack.enter_context(servers.guanxi(settings, party))]
        try:
            running.append(stack.enter_context(servers.peer(settings, connection, party)))
        except LookupError as error:
            print(f"@neo4j/graphql is NOT measured: {error}", flush=True)
        running.append(stack.enter_context(servers.bare(settings, connection, party)))
        yield running


def require_same(running: list[Server], parties: list[str]) -> int:
    """End the run unless all give the same values in the same order; returns the size of an answer of the first."""
    sizes: dict[str, int] = {}
    for party in parties:
        answers = {}
        for server in running:
            answer, sizes[server.name] = server.ask(party)
            answers[server.name] = server.read(answer)
        first = next(iter(answers.values()))
        if len(first[3]) != trade.ORDERS or any(len(order[-1]) != trade.LINES for order in first[3]):
            raise SystemExit(f"the view of {party} is not whole")
        for name, found in answers.items():
            if found != first:
                raise SystemExit(f"{name} answers otherwise than {running[0].name} for {party}")
    print(f"all answer the same for {len(parties)} customers; bytes of an answer: {sizes}")
    return sizes[running[0].name]


def cell(server: Server, connections: int, plan: Plan, java: psutil.Process) -> Cell:
    """One measurement."""
    before = _cpu(server.process), _cpu(java)
    found = ask(server.port, connections, plan, [server.request(party) for party in plan.parties])
    after = _cpu(server.process), _cpu(java)
    # The warm-up's answers took processor time too.
    answers = max(found["answers"], 1) * (plan.warm_up + plan.seconds) / plan.seconds
    return Cell(
        rate=found["rate"],
        p50=found["p50"],
        p99=found["p99"],
        failures=found["failures"],
        server=(after[0] - before[0]) / answers * 1000,
        database=(after[1] - before[1]) / answers * 1000,
        load=found["cpu"] / max(found["answers"], 1) * 1000,
    )


def ask(port: int, connections: int, plan: Plan, requests: list[list[str | None]]) -> dict[str, Any]:
    """Run the load in a process of its own."""
    numbers = [str(number) for number in (port, connections, plan.warm_up, plan.seconds)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.api.load", *numbers],
        input="\n".join(json.dumps(request) for request in requests),
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(done.stdout))


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
