"""The table that is printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """What one server did at one number of connections.

    Times are milliseconds; processor time is for one request: the server's, the database's and the load's own.
    """

    rate: float
    p50: float
    p99: float
    failures: int
    server: float
    database: float
    load: float


def show_head() -> None:
    """Print the table's head."""
    print(f"{'':<24}{'':>9}{'':>9}{'':>9}{'guanxi':>9}{'':>8}   CPU ms a request")
    print(f"{'conn.':>5}  {'server':<17}", end="")
    print("".join(f"{name:>9}" for name in ("req/s", "p50 ms", "p99 ms", "times")), end="")
    print("".join(f"{name:>8}" for name in ("failed", "server", "Neo4j", "load")), flush=True)


def show(connections: int, cells: dict[str, Cell]) -> None:
    """Print one level. `guanxi times`: Guanxi's rate as a multiple of this server's; Guanxi's comes first."""
    ours = next(iter(cells.values())).rate
    for name, found in cells.items():
        print(f"{connections:>5}  {name:<17}{found.rate:>9,.0f}{found.p50:>9.2f}{found.p99:>9.2f}", end="")
        print(f"{ours / max(found.rate, 1e-9):>9.2f}{found.failures:>8}", end="")
        print(f"{found.server:>8.2f}{found.database:>8.2f}{found.load:>8.2f}", flush=True)
