"""Clock and table."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, and of processor time over all cores."""

    wall: float
    cpu: float

    def __truediv__(self, parts: float) -> "Spent":
        return Spent(self.wall / parts, self.cpu / parts)


@dataclass(frozen=True)
class Row:
    """One measurement beside one peer."""

    task: str
    peer: str
    ours: Spent
    theirs: Spent
    note: str = ""


def best_of(work: Callable[[], object], times: int = 3) -> Spent:
    """Return the shortest of several runs: the machine may be shared."""
    runs = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        runs.append(Spent(time.perf_counter() - wall, time.process_time() - cpu))
    return min(runs, key=lambda run: run.wall)


def show(rows: list[Row]) -> None:
    """Print a table. A ratio above 1 says how many times faster Guanxi is than the peer.

    The second ratio compares processor time, which other work on the machine disturbs less; what both cores do
    counts twice in it.
    """
    print(f"{'task':<44}{'peer':<20}{'guanxi s':>10}{'peer s':>10}{'ratio':>8}{'by cpu':>8}  note")
    for row in rows:
        wall, cpu = row.theirs.wall / row.ours.wall, row.theirs.cpu / max(row.ours.cpu, 1e-9)
        figures = f"{row.ours.wall:>10.4f}{row.theirs.wall:>10.4f}{wall:>8.2f}{cpu:>8.2f}"
        print(f"{row.task:<44}{row.peer:<20}{figures}  {row.note}")
