"""How much the graph holds, cheaply: for whoever watches it."""

from dataclasses import dataclass

from cypher import query
from graph.client import Database


@dataclass(frozen=True, slots=True)
class Totals:
    """The graph's version, nodes by label, and loads that were interrupted."""

    version: int
    nodes: dict[str, int]
    unfinished: int


def read_totals(database: Database, *, timeout: float) -> Totals:
    """Read what Neo4j counts anyway; takes milliseconds, whatever the graph's size."""
    row = database.read(query("graph/count_nodes"), timeout=timeout)[0]
    return Totals(row["version"], row["nodes"], row["checkpoints"])
