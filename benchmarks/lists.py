"""Lists, search and paths on a company of any size, beside the Cypher that a user would write on the bare driver.

`python -m benchmarks.lists [PARTIES]` (default 100000; the issue's figure is 1000000). One server holds the company of
`benchmarks.company`, loaded by `--bulk`; each question is put to both by turns, warm, and the median is told in
milliseconds. Ours is the whole answer of the API, from the document's text to plain data; the peer's is its statement
alone. A peer that takes longer than `PATIENCE` seconds is given up, and said to be.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import neo4j
import structlog

from api.operations import Operations, Request
from api.schema import schema
from app import embedded
from app.bulk import bulk_load
from app.settings import Settings
from app.wiring import open_database
from benchmarks.company import generate
from graph.client import Database
from ingest.load import Options
from ingest.mapping import load_mapping

TIMES = 7
PATIENCE = 60.0
_NODE = "{ edges { node { id name city } } pageInfo { hasNextPage endCursor } }"
_PEER_ROW = "RETURN p.id, p.name, p.city ORDER BY toLower(p.name) SKIP $skip LIMIT 20"
_CONTAINS = f"MATCH (p:Customer) WHERE toLower(p.name) CONTAINS $text {_PEER_ROW}"

QUESTIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "first page": (f"{{ parties(role: CUSTOMER) {_NODE} }}", f"MATCH (p:Customer) {_PEER_ROW}", {"skip": 0}),
    "by country, common": (
        f'{{ parties(role: CUSTOMER, filter: {{ country: "DE" }}) {_NODE} }}',
        f"MATCH (p:Customer) WHERE p.country = $country {_PEER_ROW}",
        {"skip": 0, "country": "DE"},
    ),
    "by country, rare": (
        f'{{ parties(role: CUSTOMER, filter: {{ country: "LI", level: "C" }}) {_NODE} }}',
        f"MATCH (p:Customer) WHERE p.country = $country AND p.level = 'C' {_PEER_ROW}",
        {"skip": 0, "country": "LI"},
    ),
    "by city": (
        f'{{ parties(filter: {{ city: "Kaolburg" }}) {_NODE} }}',
        f"MATCH (p:Party) WHERE p.city = $city {_PEER_ROW}",
        {"skip": 0, "city": "Kaolburg"},
    ),
    "name contains, common": (
        f'{{ parties(role: CUSTOMER, filter: {{ nameContains: "gmbh" }}) {_NODE} }}',
        _CONTAINS,
        {"skip": 0, "text": "gmbh"},
    ),
    "name contains, rare": (
        f'{{ parties(role: CUSTOMER, filter: {{ nameContains: "quinquinquin r" }}) {_NODE} }}',
        _CONTAINS,
        {"skip": 0, "text": "quinquinquin r"},
    ),
    "by country, last order": (
        f"{{ parties(orderBy: {{ field: COUNTRY, direction: DESC }}) {_NODE} }}",
        "MATCH (p:Party) RETURN p.id, p.name, p.city ORDER BY p.country DESC, toLower(p.name) LIMIT 20",
        {},
    ),
    "search, two words": (
        f'{{ search(text: "muller kabaka") {_NODE} }}',
        _CONTAINS.replace("CONTAINS $text", "CONTAINS 'müller' AND toLower(p.name) CONTAINS 'kabaka'"),
        {"skip": 0},
    ),
    "search, a key": (f'{{ search(text: "c77@example.org") {_NODE} }}', _CONTAINS, {"skip": 0, "text": "c77"}),
    "search, 华": (f'{{ search(text: "华") {_NODE} }}', _CONTAINS, {"skip": 0, "text": "华"}),
    "search, one letter": (f'{{ search(text: "b") {_NODE} }}', _CONTAINS, {"skip": 0, "text": "b"}),
}


def main(parties: int) -> None:
    """Load the company and print a table: question, our median, the peer's, and how many times ours goes in it."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory() as folder:
        data, home = Path(folder) / "data", Path(folder) / "home"
        generate(data, parties)
        settings = Settings(home=home, bolt_port=0, http_port=0)
        with open_database(settings):
            pass
        bulk_load(settings, load_mapping(data / "bench.yaml"), data, Options(rejects=data), embedded.quiet)
        try:
            measure(settings, parties)
        finally:
            embedded.stop(settings, force=True)


def measure(settings: Settings, parties: int) -> None:
    """Ask all questions of a server that holds the company."""
    with open_database(settings) as (database, connection), _driver(connection) as driver:
        operations = Operations(schema._schema, database, PATIENCE)
        print(f"{parties:,} parties: median of {TIMES}, warm\n{'':<26}{'ours ms':>10}{'peer ms':>10}{'ratio':>8}")
        for name, (document, statement, values) in QUESTIONS.items():
            _compare(name, lambda d=document: _ours(operations, d), lambda s=statement, v=values: _peer(driver, s, v))
        _deep_page(operations, driver, parties)
        for first, last in (("1", "2"), ("3", "5"), ("7", "11")):
            ids = _ids(database, first, last)
            _compare(
                f"path, C{first} to C{last}", lambda i=ids: _path(operations, i), lambda i=ids: _peer(driver, _PATHS, i)
            )
        surroundings = f'{{ neighborhood(id: "{_ids(database, "1", "2")["from"]}", depth: 2) {{ nodes {{ id }} }} }}'
        _compare("neighborhood, depth 2", lambda: _ours(operations, surroundings), None)


def _deep_page(operations: Operations, driver: neo4j.Driver, parties: int) -> None:
    """A page behind nine tenths of the list: ours goes on behind a cursor, the peer's skips."""
    where = "{ parties(role: CUSTOMER, orderBy: { direction: DESC }, first: 100%s) { pageInfo { endCursor } } }"
    cursor = None
    for _ in range(min(20, parties // 150)):
        found = _ours(operations, where % (f', after: "{cursor}"' if cursor else ""))
        cursor = found["parties"]["pageInfo"]["endCursor"]
    page = where % f', after: "{cursor}"'
    statement = f"MATCH (p:Customer) {_PEER_ROW}"
    _compare(
        "page behind 2,000 / 90 %",
        lambda: _ours(operations, page),
        lambda: _peer(driver, statement, {"skip": parties * 9 // 10 * 9 // 10}),
    )


_PATHS = "MATCH (a:Party {id: $from}), (b:Party {id: $to}), p = allShortestPaths((a)-[*..6]-(b)) RETURN p LIMIT 1"


def _path(operations: Operations, ids: dict[str, Any]) -> Any:
    return _ours(operations, f'{{ path(from: "{ids["from"]}", to: "{ids["to"]}") {{ length nodes {{ name }} }} }}')


def _ids(database: Database, first: str, last: str) -> dict[str, Any]:
    text = "UNWIND $keys AS key MATCH (r:Record {source: 'bench', table: 'customers', key: key}) RETURN r.id"
    rows = database.read_values(text, {"keys": [f"C{first}", f"C{last}"]})
    return {"from": rows[0][0], "to": rows[1][0]}


def _compare(name: str, ours: Callable[[], Any], peer: Callable[[], Any] | None) -> None:
    mine, theirs = _median(ours), _median(peer) if peer else None
    if theirs is None:
        told = f"{'over 60 s' if peer else '-':>10}{'':>8}"
    else:
        told = f"{theirs * 1000:>10.1f}{theirs / mine:>8.1f}" if mine else f"{theirs * 1000:>10.1f}"
    print(f"{name:<26}{mine * 1000 if mine else float('nan'):>10.1f}{told}", flush=True)


def _median(ask: Callable[[], Any]) -> float | None:
    """Median seconds, once it is warm; None where it fails or takes too long."""
    seconds = []
    for time_ in range(TIMES + 2):
        started = time.perf_counter()
        try:
            ask()
        except (neo4j.exceptions.Neo4jError, RuntimeError):
            return None
        took = time.perf_counter() - started
        if time_ >= 2:
            seconds.append(took)
        elif took > PATIENCE / TIMES:
            return took  # once is enough to see how slow it is
    return statistics.median(seconds)


def _ours(operations: Operations, document: str) -> Any:
    body = operations.answer(Request(document, {}, None)).body
    if body.get("errors"):
        raise RuntimeError(body["errors"])
    return body["data"]


def _peer(driver: neo4j.Driver, statement: str, values: dict[str, Any]) -> Any:
    with driver.session() as session:
        return session.run(neo4j.Query(statement, timeout=PATIENCE), values).data()


def _driver(connection: embedded.Connection) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        connection.uri, auth=(connection.user, connection.password), notifications_min_severity="OFF"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
