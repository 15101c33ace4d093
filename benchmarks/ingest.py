"""Ingest beside its peers, in one run: online loading, the bare driver with `UNWIND`, and `--bulk`.

`python -m benchmarks.ingest [ROWS …]` (default 10000 100000; the issue's figure is 1000000). Each peer loads the same
rows into an empty Neo4j of its own and ends with the same nodes and relationships: customers, orders, and who placed
which. The bare driver is measured twice: merging its relationships, so that a second run changes nothing, and creating
them, which is right only once. Ratios are to the merging one; peaks are of the loading process's memory.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import neo4j

from app import embedded
from app.bulk import bulk_load
from app.settings import Settings
from app.wiring import open_database
from graph.keys import fold, row_id
from ingest.load import Options, ingest
from ingest.mapping import load_mapping

MAPPING = """
source: bench
tables:
  - name: customers
    file: customers.csv
    node: Customer
    key: id
    fields: {name: {column: name, required: true}, city: city, country: country}
  - name: orders
    file: orders.csv
    node: Order
    key: id
    fields:
      at: {column: day, required: true}
      currency: {value: EUR}
      total: {column: total}
    edges:
      - {type: PLACED, direction: in, to: {table: customers, key: customer}}
"""
BATCH = 10_000


def generate(folder: Path, rows: int) -> None:
    """Write `rows` rows, a fifth of them customers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.yaml").write_text(MAPPING, encoding="utf-8")
    customers = rows // 5
    with (folder / "customers.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id", "name", "city", "country"])
        out.writerows([f"C{n}", f"Customer number {n}", f"City {n % 500}", "DE"] for n in range(customers))
    with (folder / "orders.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id", "day", "total", "customer"])
        for n in range(rows - customers):
            day = f"20{10 + n % 15}-{1 + n % 12:02d}-{1 + n % 28:02d}"
            out.writerow([f"O{n}", day, f"{n % 10000}.{n % 100:02d}", f"C{n * 7919 % customers}"])


def online(settings: Settings, folder: Path) -> float:
    """Our own loading."""
    with open_database(settings) as (database, _):
        started = time.perf_counter()
        summary = ingest(database, load_mapping(folder / "bench.yaml"), folder, Options(rejects=folder / "rejects"))
        seconds = time.perf_counter() - started
    assert summary.total("rejected") == 0
    return seconds


def bare(settings: Settings, folder: Path) -> float:
    """The bare driver: CSV rows straight into `UNWIND … MERGE`, in transactions of 10,000 rows."""
    return _bare(settings, folder, _CUSTOMERS, _ORDERS)


def bare_once(settings: Settings, folder: Path) -> float:
    """The same with relationships created, not merged: faster, and doubled by a second run."""
    customers = _CUSTOMERS.replace("MERGE (r)-", "CREATE (r)-")
    return _bare(settings, folder, customers, _ORDERS.replace("MERGE (p)-", "CREATE (p)-"))


def _bare(settings: Settings, folder: Path, customers: str, orders: str) -> float:
    with open_database(settings) as (_, connection), _driver(connection) as driver:
        started = time.perf_counter()
        for batch in _batches(_read(folder / "customers.csv")):
            _run(driver, customers, [_customer(row) for row in batch])
        for batch in _batches(_read(folder / "orders.csv")):
            _run(driver, orders, [_order(row) for row in batch])
        return time.perf_counter() - started


def bulk(settings: Settings, folder: Path) -> float:
    """Our `--bulk`: files, importer, and the server up again with its schema."""
    with open_database(settings):
        pass
    started = time.perf_counter()
    mapping = load_mapping(folder / "bench.yaml")
    bulk_load(settings, mapping, folder, Options(rejects=folder / "rejects"), embedded.quiet)
    return time.perf_counter() - started


_CUSTOMERS = """
UNWIND $rows AS row
MERGE (r:Record {id: row.id}) SET r += row
MERGE (p:Party {id: row.id}) SET p:Customer, p.name = row.name, p.city = row.city, p.country = row.country,
  p.sortName = row.sortName
MERGE (r)-[:DESCRIBES]->(p)
"""
_ORDERS = """
UNWIND $rows AS row
MERGE (o:Interaction {id: row.id}) SET o:Order, o += row.properties
WITH o, row
MATCH (:Record {id: row.customer})-[:DESCRIBES]->(p)
MERGE (p)-[e:PLACED]->(o) SET e.row = row.id, e.viaStart = row.customer
"""


def _customer(row: dict[str, str]) -> dict[str, Any]:
    key = {"id": row_id("bench", "customers", row["id"]), "source": "bench", "table": "customers", "key": row["id"]}
    values = {"name": row["name"], "city": row["city"], "country": row["country"], "sortName": fold(row["name"])}
    return key | values


def _order(row: dict[str, str]) -> dict[str, Any]:
    own = row_id("bench", "orders", row["id"])
    key = {"source": "bench", "table": "orders", "key": row["id"]}
    year, month, day = row["day"].split("-")
    total = int(row["total"].replace(".", ""))
    values = {"at": neo4j.time.Date(int(year), int(month), int(day)), "totalMinor": total, "currency": "EUR"}
    return {"id": own, "properties": key | values, "customer": row_id("bench", "customers", row["customer"])}


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _batches(rows: Iterator[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _driver(connection: embedded.Connection) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        connection.uri, auth=(connection.user, connection.password), notifications_min_severity="OFF"
    )


def _run(driver: neo4j.Driver, text: str, rows: list[dict[str, Any]]) -> None:
    with driver.session() as session:
        session.execute_write(lambda tx: tx.run(text, rows=rows).consume())


PEERS: dict[str, Callable[[Settings, Path], float]] = {
    "bare, merge": bare,
    "bare, create": bare_once,
    "online": online,
    "bulk": bulk,
}


def measure(name: str, folder: Path) -> None:
    """Run one peer in this process, alone, and print its seconds and peak memory."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), bolt_port=0, http_port=0)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = PEERS[name](settings, folder)
        embedded.stop(settings, force=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"{seconds} {peak / 1024} {before / 1024}\n")


def main(sizes: list[int]) -> None:
    """Print a table: rows, peer, seconds, rows a second, ratio to the bare driver, peak memory in MB."""
    print(f"{'rows':>9}  {'peer':<14}{'seconds':>9}{'rows/s':>10}{'ratio':>8}{'peak MB':>9}")
    for rows in sizes:
        with tempfile.TemporaryDirectory() as data:
            generate(Path(data), rows)
            base = 0.0
            for name in PEERS:
                # A process of its own, so that peak memory is the peer's.
                command = [sys.executable, "-m", "benchmarks.ingest", "--measure", name, data]
                said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
                seconds, peak = float(said[-3]), float(said[-2])
                base = base or seconds
                line = f"{rows:>9}  {name:<14}{seconds:>9.1f}{rows / seconds:>10,.0f}{base / seconds:>8.2f}{peak:>9.0f}"
                print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
