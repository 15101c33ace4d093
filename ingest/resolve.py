"""Resolution: which records are the same party.

So far on two sorts of evidence that need no judgement: a crosswalk (`SAME_AS` between records) and equal tax ids. The
outcome depends on the evidence alone, not on the order of loading: records that evidence holds together become one
party, and records it no longer holds together part again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from graph import merging
from graph.client import Database, Transaction
from graph.merging import Place
from graph.progress import count_change

_GROUPS = 500


@dataclass(frozen=True, slots=True)
class Resolution:
    """What resolving did: parties that several records describe now, and records that moved."""

    resolved: int
    moved: int


def resolve(database: Database) -> Resolution:
    """Bring parties in line with the evidence; a second call writes nothing."""
    evidence = merging.same_as(database)
    for records in merging.shared_tax_ids(database):
        evidence += pairwise(sorted(records))
    concerned = {record for pair in evidence for record in pair}
    concerned.update(record for group in merging.merged(database) for record in group)
    places = merging.places(database, concerned)
    groups = [[places[r] for r in group if r in places] for group in components(concerned, evidence)]
    plans = [plan for group in groups if (plan := _moves(group))]
    for start in range(0, len(plans), _GROUPS):
        _apply(database, [move for plan in plans[start : start + _GROUPS] for move in plan])
    return Resolution(sum(len(group) > 1 for group in groups), sum(len(plan) for plan in plans))


def components(records: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Connected components of records under pairs, each sorted."""
    parent = {record: record for record in records}

    def root(record: str) -> str:
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    for left, right in pairs:
        first, second = sorted((root(left), root(right)))
        parent[second] = first
    groups: dict[str, list[str]] = defaultdict(list)
    for record in sorted(parent):
        groups[root(record)].append(record)
    return list(groups.values())


def _moves(group: list[Place]) -> list[tuple[Place, str]]:
    """Moves that make a group one party, whose id is that of its oldest record."""
    if not group:
        return []
    oldest = min(group, key=lambda place: (place.first_load, place.record)).record
    return [(place, oldest) for place in group if place.party != oldest]


def _apply(database: Database, moves: list[tuple[Place, str]]) -> None:
    def work(tx: Transaction) -> None:
        merging.move(tx, moves)
        count_change(tx)

    database.write(work)
