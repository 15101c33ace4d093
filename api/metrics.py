"""What `/metrics` tells, in Prometheus's format: counts and times, never a name, a key or a text of anybody's."""

from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from api.statements import Ran
from graph.client import POOL_SIZE, Database
from graph.errors import GuanxiError
from graph.totals import Totals, read_totals

PATHS: Final = frozenset({"/graphql", "/livez", "/readyz", "/metrics"})
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)
_COSTS: Final = (1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
_READ_SECONDS: Final = 2.0


class Metrics:
    """The figures of one service. Thread-safe."""

    def __init__(self, database: Database, workers: Callable[[], tuple[int, int]]) -> None:
        """`workers` tells how many requests are answered now, and how many wait for their turn."""
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._database = database
        self._state = _State(database, workers)
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        registry.register(self._state)
        self._requests = Counter(
            "guanxi_http_requests", "Requests answered, by path and status.", ["path", "status"], registry=registry
        )
        self._refused = Counter(
            "guanxi_connections_refused",
            "Connections ended before a request was there, by the status they were told.",
            ["status"],
            registry=registry,
        )
        self._request_seconds = Histogram(
            "guanxi_http_request_duration_seconds",
            "Seconds from a request's head to the end of its answer.",
            ["path"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter(
            "guanxi_graphql_answers",
            "GraphQL answers by the code of their first error, OK where there is none.",
            ["code"],
            registry=registry,
        )
        self._cost = Histogram(
            "guanxi_graphql_cost", "Cost of the operations that ran.", buckets=_COSTS, registry=registry
        )
        self._statement_seconds = Histogram(
            "guanxi_statement_duration_seconds",
            "Seconds of the statement of a root field, its rows included.",
            ["field"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._statement_errors = Counter(
            "guanxi_statement_errors", "Statements that failed, by code.", ["field", "code"], registry=registry
        )

    def requested(self, path: str, status: int, seconds: float) -> None:
        """Count a request; `status` is 0 for one whose client went away."""
        known = path if path in PATHS else "other"
        self._requests.labels(known, str(status)).inc()
        self._request_seconds.labels(known).observe(seconds)

    def refused(self, status: int) -> None:
        """Count a connection whose request never came, or was none."""
        self._refused.labels(str(status)).inc()

    def answered(self, code: str) -> None:
        """Count a GraphQL answer, also one that refuses."""
        self._answers.labels(code).inc()

    def cost(self, total: int) -> None:
        """Count an operation that ran."""
        self._cost.observe(total)

    def ran(self, statement: Ran) -> None:
        """Count a statement."""
        self._statement_seconds.labels(statement.field).observe(statement.seconds)
        if statement.code != "OK":
            self._statement_errors.labels(statement.field, statement.code).inc()

    def refresh(self) -> None:
        """Read the graph's own figures; they are left out of `/metrics` where it does not give them."""
        try:
            self._state.totals = read_totals(self._database, timeout=_READ_SECONDS)
        except GuanxiError:
            self._state.totals = None

    def page(self, accept: str, *, fresh: bool) -> tuple[bytes, str]:
        """The page and its media type; without `fresh`, for the graph gave no sign, its figures are left out."""
        if not fresh:
            self._state.totals = None
        encode, kind = choose_encoder(accept)
        return encode(self._registry), kind


class _State(Collector):
    """What is asked for when the page is."""

    def __init__(self, database: Database, workers: Callable[[], tuple[int, int]]) -> None:
        self._database = database
        self._workers = workers
        self.totals: Totals | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        running, waiting = self._workers()
        yield _gauge("guanxi_requests_running", "GraphQL requests that are being answered.", running)
        yield _gauge("guanxi_requests_waiting", "GraphQL requests that wait for their turn.", waiting)
        up = 0 if self._database.liveness.away else 1
        yield _gauge("guanxi_database_up", "Whether Neo4j answered the last probe.", up)
        yield _gauge("guanxi_database_statements", "Statements in a connection, or waiting for one.", self._in_use)
        yield _gauge("guanxi_database_connections_max", "Connections that the pool may have.", POOL_SIZE)
        if (totals := self.totals) is None:
            return
        yield _gauge("guanxi_graph_version", "Changes committed to the graph so far.", totals.version)
        yield _gauge(
            "guanxi_loads_unfinished", "Loads of a table that were interrupted, and can go on.", totals.unfinished
        )
        nodes = GaugeMetricFamily("guanxi_graph_nodes", "Nodes of the graph by label.", labels=["label"])
        for label, count in totals.nodes.items():
            nodes.add_metric([label], count)
        yield nodes

    @property
    def _in_use(self) -> int:
        return self._database.in_use


def _gauge(name: str, text: str, value: int) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)
