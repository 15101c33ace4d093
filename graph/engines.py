"""Where algorithms run."""

from enum import StrEnum


class Engine(StrEnum):
    """In this process over arrays, inside Neo4j (Graph Data Science), or whichever the graph's size asks for."""

    PROCESS = "process"
    GDS = "gds"
    AUTO = "auto"
