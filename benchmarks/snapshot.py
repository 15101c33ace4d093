"""Snapshots beside the bare driver, and a what-if once a snapshot stands: `python -m benchmarks.snapshot [EDGES]`.

Default 1,000,000 edges: a tenth of it goods and suppliers, half each, in an empty Neo4j of its own; every edge is an
offer with four facts. Read are: our channel with its facts, our shape of the graph without, the bare driver with one
record an edge into arrays, and the same into a networkx graph. Measures of influence run on the shape, beside Graph
Data Science on a projection. Then a hundred offers change, and the snapshot is refreshed. The what-if runs over a
snapshot made in memory, of as many nodes and edges. The aims are 400,000 edges a second, and a what-if in under one.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import neo4j
import networkx as nx
import numpy as np

from app import embedded
from app.embedded import Connection
from app.settings import Settings
from app.wiring import open_database
from benchmarks.beside_gds import beside_gds
from graph.channels import CHANNELS, Sort
from graph.client import Database
from graph.keys import row_id
from graph.loading import EdgeRow, Reference, write_edges
from graph.progress import count_change
from graph.snapshot import Projection, Snapshot, Snapshots
from graph.snapshot_nodes import nodes_of, with_company
from graph.snapshot_ties import Loose, ties_of
from intelligence.assumptions import load_assumptions
from intelligence.what_if import what_if
from intelligence.what_if_results import Model, Scope, Shock

_BATCH = 50_000
_NODES = """
UNWIND $rows AS id
CREATE (r:Record {id: id})-[:DESCRIBES]->(n:$($labels) {id: id, name: 'Number ' + id, country: 'DE'})
"""
_EDGES = """
UNWIND $rows AS row
MATCH (a:Party {id: row[0]})
MATCH (b:Thing {id: row[1]})
WITH a, b, row[2] AS k
CREATE (a)-[s:SUPPLIES {share: rand(), leadTimeDays: toFloat(k % 40), unitPriceMicros: k, currency: 'EUR'}]->(b)
SET s.id = 'e' + k
"""
_BARE = """
MATCH (a)-[s:SUPPLIES]->(b)
RETURN id(a), id(b), s.share, s.leadTimeDays, s.unitPriceMicros, s.currency
"""


def fill(driver: neo4j.Driver, edges: int) -> tuple[list[str], list[str]]:
    """Write the graph with the bare driver; returns ids of suppliers and goods."""
    size = edges // 20
    ids = {kind: [row_id("bench", kind, str(n)) for n in range(size)] for kind in ("Supplier", "Product")}
    with driver.session() as session:
        for kind, sort in (("Supplier", "Party"), ("Product", "Thing")):
            for start in range(0, len(ids[kind]), _BATCH):
                session.run(_NODES, rows=ids[kind][start : start + _BATCH], labels=[sort, kind]).consume()
        for start in range(0, edges, _BATCH):
            numbers = range(start, min(start + _BATCH, edges))
            rows = [
                [ids["Supplier"][k * 7919 % size], ids["Product"][(k * 104729 + k // 17) % size], k] for k in numbers
            ]
            session.run(_EDGES, rows=rows).consume()
        session.run("MERGE (g:Graph {id: 'graph'}) SET g.version = 1").consume()
        session.run("CALL db.awaitIndexes(300)").consume()
    return ids["Supplier"], ids["Product"]


def one_record_each(driver: neo4j.Driver) -> list[Any]:
    """What most do: one record an edge, into arrays."""
    with driver.session() as session:
        columns = zip(*(tuple(record) for record in session.run(_BARE)), strict=True)
        return [np.array(column) for column in columns]


def into_networkx(driver: neo4j.Driver) -> "nx.MultiDiGraph[int]":
    """One record an edge, into a networkx graph."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    with driver.session() as session:
        for a, b, share, days, price, currency in session.run(_BARE):
            graph.add_edge(a, b, share=share, leadTimeDays=days, price=price, currency=currency)
    return graph


def touch(database: Database, suppliers: list[str], goods: list[str], count: int) -> None:
    """Add offers by the loader's own way."""
    rows = []
    for n in range(count):
        ends = [Reference(suppliers[n], "bench", "Supplier", str(n), "Supplier")]
        ends.append(Reference(goods[-n - 1], "bench", "Product", str(n), "Product"))
        key = row_id("bench", "more", str(n))
        rows.append(EdgeRow("SUPPLIES", ends[0], ends[1], {"id": key, "hash": key, "load": "1", "share": 0.5}))

    def work(tx: Any) -> None:
        write_edges(tx, "SUPPLIES", rows, "1")
        count_change(tx)

    database.write(work)


def timed(work: Callable[[], Any], times: int = 2) -> tuple[float, Any]:
    """Seconds of the shortest of some runs, and what it returned."""
    best, found = float("inf"), None
    for _ in range(times):
        started = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - started)
    return best, found


def read(database: Database, connection: Connection, edges: int) -> None:
    """Print what reading costs."""
    driver = neo4j.GraphDatabase.driver(
        connection.uri, auth=(connection.user, connection.password), notifications_min_severity="OFF"
    )
    with driver:
        suppliers, goods = fill(driver, edges)
        offers = Projection(("supplies",), as_of=date(2026, 1, 1))
        shape = Projection(("edge:SUPPLIES",), as_of=date(2026, 1, 1))
        seconds: dict[str, float] = {}
        seconds["snapshot, channel with facts"], snapshot = timed(lambda: Snapshots(database).get(offers))
        seconds["snapshot, shape alone"], _ = timed(lambda: Snapshots(database).get(shape))
        seconds["bare driver, a record an edge"], arrays = timed(lambda: one_record_each(driver), 1)
        assert len(arrays[0]) == len(snapshot.ties["supplies"]) == edges
        seconds["bare driver into networkx"], _ = timed(lambda: into_networkx(driver), 1)
        for name, spent in seconds.items():
            ratio = seconds["bare driver, a record an edge"] / spent
            print(f"{name:<34}{spent:>8.2f} s{edges / spent:>12,.0f} edges/s{ratio:>7.2f} × bare", flush=True)
        print(f"bytes an edge: {snapshot.nbytes / edges:.1f} with all facts")
        beside_gds(driver, lambda: Snapshots(database).get(shape))
        snapshots = Snapshots(database)
        snapshots.get(offers)
        touch(database, suppliers, goods, 100)
        spent, refreshed = timed(lambda: snapshots.get(offers), 1)
        print(f"refreshed after 100 new offers: {spent:.2f} s ({refreshed.how})")


def in_memory(nodes: int, edges: int) -> Snapshot:
    """A snapshot of suppliers, goods on three levels and customers, made without a database."""
    rng = np.random.default_rng(1)
    suppliers, goods = nodes // 10, nodes * 6 // 10
    customers = nodes - suppliers - goods
    kinds = [(["Party", "Supplier"], suppliers), (["Thing", "Product"], goods), (["Party", "Customer"], customers)]
    ids = sorted(row_id("bench", "any", str(n)) for n in range(nodes))
    rows, start = [], 0
    for labels, count in kinds:
        named = ids[start : start + count]
        part: dict[str, Any] = {"node": range(start, start + count), "id": named, "name": named}
        part |= {name: [""] * count for name in ("country", "region", "bank", "currency")}
        part |= {name: [float("nan")] * count for name in ("price", "stock", "onOrder", "daysToMake")}
        rows.append({"labels": labels, **part})
        start += count
    held = with_company(nodes_of(rows))
    count = edges // 3
    of_supplier, of_good = rng.integers(0, suppliers, count), suppliers + rng.integers(0, goods, count)
    above, below = suppliers + np.sort(rng.integers(0, goods, (2, count)), axis=0)
    kept = above != below
    buyer = suppliers + goods + rng.integers(0, nodes - suppliers - goods, count)
    ends = {
        "supplies": (of_good, of_supplier),
        "material": (above[kept], below[kept]),
        "demand": (suppliers + rng.integers(0, goods, count), buyer),
    }
    ties = {}
    for name, channel in CHANNELS.items():
        owner, other = ends.get(name, (np.empty(0, np.int64), np.empty(0, np.int64)))
        sorts = {**({channel.weight: Sort.AMOUNT} if channel.weight else {}), **channel.columns}
        values: dict[str, Any] = {column: rng.uniform(0.01, 1.0, len(owner)) for column in sorts}
        values |= {c: np.full(len(owner), "EUR", dtype=object) for c, sort in sorts.items() if sort is Sort.TEXT}
        values |= {c: np.zeros(len(owner), dtype=np.int32) for c, sort in sorts.items() if sort is Sort.COUNT}
        ties[name] = ties_of(channel, [Loose(owner, other, values)], len(held))
    return Snapshot(1, date(2026, 1, 1), 365, held, MappingProxyType(ties))


def ask(nodes: int, edges: int) -> None:
    """Print what a what-if costs."""
    snapshot, assumptions = in_memory(nodes, edges), load_assumptions()
    targets = [snapshot.nodes.id(i) for i in range(5)]
    for model in (Model.DEBTRANK, Model.ESRI):
        for kind, which in (("first, which builds the network", targets[:1]), ("after it", targets[1:])):
            spent = []
            for target in which:
                started, used = time.perf_counter(), time.process_time()
                answer = what_if(snapshot, [Shock(Scope.NODE, target, days=30)], assumptions, model=model)
                impacts = answer.impacts(first=20)
                for impact in impacts[:5]:
                    answer.paths(impact.id)
                spent.append((time.perf_counter() - started, time.process_time() - used))
            wall, cpu = min(spent)
            reached = f"{answer.summary.reached:,} reached; 20 told, 5 with paths"
            print(f"what-if {model.value}, {kind}: {wall:.2f} s ({cpu:.2f} s of processor); {reached}", flush=True)


def main(edges: int) -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), bolt_port=0, http_port=0)
        with open_database(settings) as (database, connection):
            read(database, connection, edges)
        embedded.stop(settings, force=True)
    ask(edges // 10, edges)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
