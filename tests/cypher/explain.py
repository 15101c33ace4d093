"""What the real server makes of a statement without running it."""

from collections.abc import Iterator
from typing import Any

import neo4j

READ = "r"
_WRITES = ("Create", "Delete", "Set", "Merge", "Remove", "Foreach", "DetachDelete", "SubqueryForeach", "LoadCSV")


def explain(driver: neo4j.Driver, text: str, **parameters: Any) -> tuple[tuple[str, ...], neo4j.ResultSummary]:
    """Plan a statement; returns its columns and the summary, which holds the plan and the type of query."""
    with driver.session() as session:
        result = session.run(f"EXPLAIN {text}", parameters)
        return tuple(result.keys()), result.consume()


def writes(summary: neo4j.ResultSummary) -> list[str]:
    """Operators of a plan that write."""
    assert summary.plan is not None
    return sorted({name for name in _operators(summary.plan) if name.startswith(_WRITES)})


def _operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].split("@")[0]
    for child in plan.get("children", ()):
        yield from _operators(child)
