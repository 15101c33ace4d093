"""Compares the compiled statement's answers with the oracle's, on queries made up by chance.

`python -m tests.api.compare 10000` asks ten thousand of twenty graphs, on a server of its own, and takes an hour;
`python -m tests.api.compare 10000 9` begins after the ninth graph. The tests ask a few hundred.
"""

import json
import math
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from hypothesis import HealthCheck, given, settings

from api.operations import Operations
from api.requests import Request
from api.schema import schema
from app import embedded
from app.settings import Settings
from graph.client import Database
from graph.schema import migrate
from tests.api.generated import VARIABLES, documents, make_graph
from tests.api.items import read_graph
from tests.api.oracle import Oracle
from tests.conftest import Ask

_ALLOWED = {"AMBIGUOUS_KEY"}


def compare(ask: Ask, database: Database, seed: int, examples: int) -> Counter[str]:
    """Fill an empty graph by chance and put as many queries to both as `examples`.

    Returns how many were asked, had objects in the answer, had errors, and were too large; AssertionError where the
    two differ.
    """
    make_graph(ask, seed)
    oracle = Oracle(read_graph(ask), datetime.now(UTC).date())
    operations = Operations(schema._schema, database, 60.0)
    seen: Counter[str] = Counter()

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(text=documents(seed))
    def alike(text: str) -> None:
        compiled = operations.answer(Request(text, dict(VARIABLES), None)).body
        told = oracle.answer(text, dict(VARIABLES))
        codes = {error["extensions"]["code"] for error in compiled.get("errors", ())}
        if codes == {"LIMIT_EXCEEDED"} and "data" not in compiled:
            seen.update(["too large"])  # refused before it ran, as it should be
            return
        assert codes <= _ALLOWED, text
        assert bool(codes) == bool(told.errors), text
        assert _same(compiled["data"], told.data), f"{text}\n{json.dumps(compiled['data'])}\n{json.dumps(told.data)}"
        seen.update(["asked", *["found"] * _holds(compiled["data"]), *["errors"] * bool(codes)])

    alike()
    assert seen["too large"] <= max(1, examples // 50), "nearly all that is made up must be small enough"
    return seen


def _same(one: Any, other: Any) -> bool:
    """Whether two answers are the same, fields in the same order; floats may differ in their last digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(map(_same, one.values(), other.values()))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)


def _holds(data: Any) -> bool:
    """Whether anything but null, emptiness and names of types was found."""
    if isinstance(data, dict):
        return any(_holds(value) for key, value in data.items() if key not in {"is", "__typename"})
    return any(map(_holds, data)) if isinstance(data, list) else bool(data)


def main(examples: int, first: int = 0, graphs: int = 20) -> None:
    """Ask many queries of several graphs, those before the `first` left out."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory() as home:
        own = Settings(home=Path(home), bolt_port=0, http_port=0)
        with (
            embedded.server(own, linger=False) as at,
            Database(at.uri, at.user, at.password, at.database) as database,
        ):
            migrate(database)
            total: Counter[str] = Counter()
            for seed in range(first, graphs):
                _run(database, "MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
                total += compare(lambda text, **p: _run(database, text, **p), database, seed, examples // graphs)
                sys.stderr.write(f"graph {seed + 1} of {graphs}: {dict(total)}\n")


def _run(database: Database, text: str, **params: Any) -> list[list[Any]]:
    with database._driver.session() as session:
        return session.run(text, params).values()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
