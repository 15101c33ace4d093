"""Snapshots made by hand, without a database: small enough to work the answers out on paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from graph.channels import CHANNELS, Sort
from graph.keys import row_id
from graph.snapshot import Snapshot
from graph.snapshot_nodes import nodes_of, with_company
from graph.snapshot_ties import loose_ties, ties_of
from intelligence.assumptions import Assumptions, load_assumptions

NAN = float("nan")
_TEXTS = ("country", "region", "bank", "currency")
_NUMBERS = ("price", "stock", "onOrder", "daysToMake")
Tie = tuple[str, str, Mapping[str, Any]]


def id_of(name: str) -> str:
    """Id of the node of this name."""
    return row_id("made", "made", name)


def made(nodes: Mapping[str, Mapping[str, Any]], ties: Mapping[str, Sequence[Tie]], days: int = 100) -> Snapshot:
    """A snapshot of nodes by name (`labels` and facts) and ties by channel (owner, other, facts).

    Amounts are in EUR unless a tie says otherwise; those of credit and stakes in minor units, as the graph has them.
    """
    names = list(nodes)
    held = with_company(nodes_of([_row(place, name, facts) for place, (name, facts) in enumerate(nodes.items())]))
    found = {}
    for name, channel in CHANNELS.items():
        rows = ties.get(name, ())
        row: dict[str, list[Any]] = {"owner": [names.index(r[0]) for r in rows]}
        row["other"] = [names.index(r[1]) if r[1] else -1 for r in rows]
        sorts = {**({channel.weight: Sort.AMOUNT} if channel.weight else {}), **channel.columns}
        for column, sort in sorts.items():
            row[column] = [r[2].get(column, _lacking(column, sort)) for r in rows]
        found[name] = ties_of(channel, [loose_ties(channel, [row], held)[0]], len(held))
    return Snapshot(1, date(2026, 3, 31), days, held, MappingProxyType(found))


def assumed(**changes: Any) -> Assumptions:
    """The default assumptions with changes, parts of a part too."""
    default = load_assumptions().model_dump()
    for name, value in changes.items():
        default[name] = {**default[name], **value} if isinstance(value, dict) and name != "rates" else value
    return Assumptions.model_validate(default)


def _row(place: int, name: str, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """A row of one node, as `snapshot/read_nodes` returns it."""
    row: dict[str, list[Any]] = {"node": [place], "id": [id_of(name)], "name": [name]}
    row["labels"] = [*_sort(facts["labels"]), *facts["labels"]]
    row |= {key: [facts.get(key, "")] for key in _TEXTS}
    return row | {key: [facts.get(key, NAN)] for key in _NUMBERS}


def _sort(labels: Sequence[str]) -> list[str]:
    things = {"Product", "Material", "Category", "Warehouse"}
    return ["Thing"] if set(labels) & things else ["Party"]


def _lacking(column: str, sort: Sort) -> Any:
    if sort is Sort.TEXT:
        return "EUR" if column == "currency" else ""
    return 0 if sort is Sort.COUNT else NAN
