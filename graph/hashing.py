"""The graph hash: equal for graphs that say the same, however they were loaded.

SHA-256 over the sorted canonical JSON lines of all records, parties, things, interactions and the edges between
them, placeholders included. A party or thing is named by the sorted ids of its records, which follow from natural
keys; its own id, the time of loading, the row as it came, former versions, scores, alerts and all bookkeeping are left
out.
"""

import hashlib
import heapq
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from typing import IO, Any

import orjson

from cypher import query
from graph.client import Database, Row

_LINES = 200_000
"""Lines sorted in memory at a time; more go through temporary files."""

_LEFT_OUT = frozenset({"load", "firstLoad", "raw", "sortCountry", "sortCity", "sortCode", "searchText"})
"""Times of loading, and the row as it came: of two rows that say the same, either may have been first. And values that
are there for indexes alone: they say nothing that the others do not."""


def graph_hash(database: Database) -> str:
    """Hash the graph: 64 hexadecimal digits. Reads all of it; memory holds a name for each party and thing."""
    digest = hashlib.sha256()
    with ExitStack() as stack:
        for line in _sorted(_lines(database), stack):
            digest.update(line)
    return digest.hexdigest()


def _lines(database: Database) -> Iterator[bytes]:
    names: dict[str, str] = {}
    for row in database.stream(query("graph/stream_entities")):
        name = ",".join(sorted(row["records"]))
        names[row["properties"]["id"]] = name
        yield _line({"node": name, **_node(row, left_out=_LEFT_OUT | {"id"})})
    for name in ("graph/stream_records", "graph/stream_interactions"):
        for row in database.stream(query(name)):
            yield _line({"node": row["properties"]["id"], **_node(row, left_out=_LEFT_OUT)})
    for row in database.stream(query("graph/stream_edges")):
        ends = [row["origin"], row["target"]]
        if not row["records"]:  # a party's id is also that of a record, which an edge between records means
            ends = [names.get(end, end) for end in ends]
        yield _line({"edge": row["type"], "ends": ends, "properties": _facts(row["properties"], _LEFT_OUT)})


def _node(row: Row, left_out: frozenset[str]) -> dict[str, Any]:
    return {"labels": sorted(row["labels"]), "properties": _facts(row["properties"], left_out)}


def _facts(properties: Mapping[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    return {n: v for n, v in properties.items() if n not in left_out and not n.startswith("score")}


def _line(value: Any) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _sorted(lines: Iterable[bytes], stack: ExitStack) -> Iterable[bytes]:
    runs: list[Iterable[bytes]] = []
    iterator = iter(lines)
    while chunk := sorted(islice(iterator, _LINES)):
        if len(chunk) < _LINES and not runs:
            return chunk
        spill: IO[bytes] = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        spill.writelines(chunk)
        spill.seek(0)
        runs.append(spill)
    return heapq.merge(*runs)
