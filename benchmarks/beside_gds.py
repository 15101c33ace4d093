"""Measures of a graph that lies in Neo4j, in this process and by Graph Data Science: a part of `benchmarks.snapshot`.

Either reads the graph first, as a snapshot or as a projection, and then works out the same: told are both together, and
the measure alone. Graph Data Science keeps its figures; ours are here, ready to be used.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import neo4j

from algorithms.influence import betweenness, communities, core_number, pagerank
from graph.snapshot import Snapshot

SAMPLES = 64
_PROJECT = "CALL gds.graph.project($name, ['Supplier', 'Product'], {SUPPLIES: {orientation: $orientation}})"
_DROP = "CALL gds.graph.drop($name, false)"
_MEASURES = {
    "pagerank": ("NATURAL", "CALL gds.pageRank.stats($name, {tolerance: 1e-9, maxIterations: 1000})"),
    "core number": ("UNDIRECTED", "CALL gds.kcore.stats($name, {})"),
    "communities": ("UNDIRECTED", "CALL gds.leiden.stats($name, {randomSeed: 1})"),
    f"betweenness, {SAMPLES} sources": (
        "UNDIRECTED",
        f"CALL gds.betweenness.stats($name, {{samplingSize: {SAMPLES}}})",
    ),
}
"""By which projection, named after its orientation, and which statement."""


def beside_gds(driver: neo4j.Driver, take: Callable[[], Snapshot]) -> None:
    """Print both, each at its second run; `take` reads a snapshot of the shape anew."""
    reading, snapshot = _second(take)
    ours = _ours(snapshot)
    with driver.session() as session:
        projecting = {each: _second(partial(_project, session, each))[0] for each in ("NATURAL", "UNDIRECTED")}
        for name, (projection, statement) in _MEASURES.items():
            theirs, _ = _second(partial(_measure, session, projection, statement))
            whole, their_whole = reading + ours[name], projecting[projection] + theirs
            print(
                f"{name:<26}{ours[name]:>8.2f} s{theirs:>8.2f} s by GDS{theirs / ours[name]:>7.2f} ×"
                f"   graph read first:{whole:>7.2f} s{their_whole:>8.2f} s{their_whole / whole:>7.2f} ×",
                flush=True,
            )
        for name in projecting:
            session.run(_DROP, name=name).consume()


def _ours(snapshot: Snapshot) -> dict[str, float]:
    directed = snapshot.adjacency()
    ties = (directed + directed.T).tocsr()
    work: dict[str, Callable[[], Any]] = {
        "pagerank": lambda: pagerank(directed),
        "core number": lambda: core_number(ties),
        "communities": lambda: communities(ties),
        f"betweenness, {SAMPLES} sources": lambda: betweenness(ties, samples=SAMPLES),
    }
    return {name: _second(run)[0] for name, run in work.items()}


def _project(session: neo4j.Session, orientation: str) -> None:
    session.run(_DROP, name=orientation).consume()
    session.run(_PROJECT, name=orientation, orientation=orientation).consume()


def _measure(session: neo4j.Session, projection: str, statement: str) -> None:
    session.run(statement, name=projection).consume()


def _second(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of a second run, when what is hot has been compiled, and what it returned."""
    work()
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found
