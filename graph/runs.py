"""Runs of intelligence jobs, and the scores they write.

    number = record(database, Run("influence", as_of, version, started, parameters), [scores, …])

A run is written under a lock of its job, in batches, and has no number: readers go by numbered runs alone. One
transaction then gives it its number and makes it the job's `:Latest`, unless that one shows a later day. A process that
dies before leaves a run without a number, which the next run of the job deletes; the lock ends with the process, so
what has no number under the lock is nobody's. Two runs of a job write one after the other, each under its own id.

The latest values also stand on the nodes, as `score<Kind>`, so that the Neo4j Browser can size and colour by them. Up
to `AT_ONCE` of them are written in the transaction that finishes the run. More would need its memory several times
over; they follow in batches, so that a node shows its former value for a moment longer, and the next run goes on where
one was killed. The API reads scores by their run and never sees either.
"""

import json
import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any, Final

from cypher import query
from graph.client import Database, Transaction
from graph.errors import DatabaseError, UsageError

BATCH: Final = 5_000
AT_ONCE: Final = 200_000
KEEP: Final = 10
"""Runs of a job that are kept, unless told otherwise."""
_KIND: Final = re.compile(r"[a-z][A-Za-z]*")
_DELETED: Final = 10_000
_LEVELS: Final = (("Highest", 0.02), ("High", 0.1), ("Middle", 0.4))
"""The share of places that are at a level or above; all others are Low."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What is to be known of a run before it is written: `parameters` and `assumptions` are plain JSON values."""

    job: str
    as_of: date
    graph_version: int
    started_at: datetime
    program: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    assumptions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scores:
    """One kind's scores, the first place first: ids of parties or things, values, and the evidence of each.

    `insufficient` counts what could not be scored for want of data: it gets no score. `facts` say how the values were
    reached (tolerance, iterations, converged, engine …).
    """

    kind: str
    subjects: Sequence[str]
    values: Sequence[float]
    evidence: Sequence[Mapping[str, Any]]
    insufficient: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finished run: `latest` is False where the job has one of a later day, which readers go on to see."""

    id: str
    number: int
    latest: bool


def record(
    database: Database, run: Run, found: Sequence[Scores], *, keep: int = KEEP, progress: Progress = lambda *_: None
) -> Recorded:
    """Write a run and its scores, let readers see it, and delete runs beyond the `keep` that finished last.

    Raises UsageError for a `keep` below 1, DatabaseError where the run was lost to another process meanwhile (which
    takes that the connection which held the lock broke); nothing of it is then seen.
    """
    if keep < 1:
        raise UsageError(f"keep is {keep}; at least the run itself is kept: give 1 or more")
    _check(found)
    progress("Waiting for another run of this job to end", 0, 0)
    with database.holding(query("runs/hold_job"), job=run.job):
        _sweep(database, run.job)
        _complete_copies(database, run.job)
        run_id = _begin(database, run, found)
        _write(database, run_id, run, found, progress)
        recorded = _finish(database, run_id, run, found)
        if recorded.latest:
            _complete_copies(database, run.job)
        database.write(lambda tx: tx.run(query("runs/withdraw_old"), job=run.job, keep=keep))
        _sweep(database, run.job)
    return recorded


def property_of(kind: str) -> str:
    """Name of the property that holds a kind's newest value on the node itself."""
    return f"score{kind[0].upper()}{kind[1:]}"


def ranks(values: Sequence[float]) -> list[int]:
    """Rank of each of some falling values: equal values share one, and those behind them count on from their place."""
    found = [1] * min(len(values), 1)
    for place, (before, value) in enumerate(pairwise(values), start=2):
        found.append(found[-1] if value == before else place)
    return found


def _check(found: Sequence[Scores]) -> None:
    for scores in found:
        if not _KIND.fullmatch(scores.kind):
            raise ValueError(f"{scores.kind!r} is no kind of score: a word that begins with a small letter")
        if not len(scores.subjects) == len(scores.values) == len(scores.evidence):
            raise ValueError(f"{scores.kind}: subjects, values and evidence must be equally many")


def _begin(database: Database, run: Run, found: Sequence[Scores]) -> str:
    run_id = f"{time.time_ns() // 1_000_000:012x}{uuid.uuid4().hex[:20]}"  # sorts by when it began
    metrics = {
        scores.kind: {"scored": len(scores.subjects), "insufficient": scores.insufficient, **scores.facts}
        for scores in found
    }
    facts = {
        "job": run.job,
        "asOf": run.as_of,
        "graphVersion": run.graph_version,
        "program": run.program,
        "startedAt": run.started_at,
        "kinds": [scores.kind for scores in found],
        "scored": sum(len(scores.subjects) for scores in found),
        "insufficient": sum(scores.insufficient for scores in found),
        "converged": all(bool(scores.facts.get("converged", True)) for scores in found),
        "parameters": _json(run.parameters),
        "assumptions": _json(run.assumptions),
        "metrics": _json(metrics),
    }
    database.write(lambda tx: tx.run(query("runs/begin_run"), id=run_id, facts=facts))
    return run_id


def _write(database: Database, run_id: str, run: Run, found: Sequence[Scores], progress: Progress) -> None:
    total = sum(len(scores.subjects) for scores in found)
    done = 0
    for scores in found:
        rank = ranks(scores.values)
        for start in range(0, len(scores.subjects), BATCH):
            rows = [_row(scores, place, rank[place]) for place in range(start, min(start + BATCH, len(rank)))]
            values = {"run": run_id, "kind": scores.kind, "asOf": run.as_of, "rows": rows}
            if not database.write(partial(_write_batch, values=values, before=done)):
                raise _lost(run)
            done += len(rows)
            progress("Writing scores", done, total)


def _row(scores: Scores, place: int, rank: int) -> dict[str, Any]:
    return {
        "subject": scores.subjects[place],
        "value": float(scores.values[place]),
        "rank": rank,
        "place": place + 1,
        "level": _level(place, len(scores.subjects)),
        "evidence": _json(scores.evidence[place]),
    }


def _level(place: int, count: int) -> str:
    """Which part of a ranking a place is in: a label of the score, as the Neo4j Browser styles by labels alone."""
    return next((level for level, part in _LEVELS if place < part * count), "Low")


def _write_batch(tx: Transaction, values: Mapping[str, Any], before: int) -> bool:
    """Write one batch; False where its run is no more.

    It is counted with the run, so that one whose commit was not confirmed, and is tried again, is not written twice.
    """
    counted = tx.rows(query("runs/count_batch"), run=values["run"], before=before, after=before + len(values["rows"]))
    if counted and counted[0]["fresh"]:
        tx.run(query("runs/write_scores"), **values)
    return bool(counted)


def _finish(database: Database, run_id: str, run: Run, found: Sequence[Scores]) -> Recorded:
    former = _latest(database, run.job)
    latest = former is None or former["asOf"].to_native() <= run.as_of
    subjects: dict[str, Sequence[str]] = {kind: [] for kind in former["kinds"]} if former else {}
    subjects |= {scores.kind: scores.subjects for scores in found}
    copies = _copies(database, subjects) if latest else _Copies({}, {})
    at_once = copies.count <= AT_ONCE

    def work(tx: Transaction) -> int:
        for step in copies.steps(run_id) if at_once else ():
            step(tx)
        if latest:
            tx.run(query("runs/publish_run"), run=run_id, job=run.job)
        finished = tx.rows(query("runs/finish_run"), run=run_id, copied=at_once)
        if not finished:
            raise _lost(run)
        return int(finished[0]["number"])

    return Recorded(run_id, database.write(work), latest)


@dataclass(frozen=True, slots=True)
class _Copies:
    """Values to be put on nodes: how many places each kind has, and the nodes that lose one."""

    places: Mapping[str, int]
    lost: Mapping[str, Sequence[str]]

    @property
    def count(self) -> int:
        return sum(self.places.values()) + sum(map(len, self.lost.values()))

    def steps(self, run_id: str) -> list[Callable[[Transaction], None]]:
        """What is to be done, in pieces that each fit into a transaction and may be done again."""
        found: list[Callable[[Transaction], None]] = []
        for kind, ids in self.lost.items():
            found += [_removal(kind, ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]
        for kind, places in self.places.items():
            found += [_copying(run_id, kind, after) for after in range(0, places, BATCH)]
        return found


def _removal(kind: str, ids: Sequence[str]) -> Callable[[Transaction], None]:
    return lambda tx: tx.run(query("runs/delete_copies"), property=property_of(kind), ids=list(ids))


def _copying(run_id: str, kind: str, after: int) -> Callable[[Transaction], None]:
    values = {"run": run_id, "kind": kind, "property": property_of(kind), "after": after, "until": after + BATCH}
    return lambda tx: tx.run(query("runs/write_copies"), **values)


def _copies(database: Database, subjects: Mapping[str, Sequence[str]]) -> _Copies:
    """What makes the values on nodes those of a run, which gave each kind to these `subjects`."""
    lost: dict[str, list[str]] = {}
    for kind, ids in subjects.items():
        held = database.read(query("runs/read_copied"), property=property_of(kind))[0]["ids"]
        lost[kind] = sorted(set(held) - set(ids))
    return _Copies({kind: len(ids) for kind, ids in subjects.items()}, lost)


def _complete_copies(database: Database, job: str) -> None:
    """Put on the nodes what the latest run has not put there yet: it had too many, or was killed meanwhile."""
    latest = _latest(database, job)
    if latest is None or latest["copied"]:
        return
    run_id = latest["id"]
    subjects = {
        kind: database.read(query("runs/read_subjects"), run=run_id, kind=kind)[0]["subjects"]
        for kind in latest["kinds"]
    }
    for step in _copies(database, subjects).steps(run_id):
        database.write(step)
    database.write(lambda tx: tx.run(query("runs/mark_copied"), run=run_id))


def _latest(database: Database, job: str) -> dict[str, Any] | None:
    rows = database.read(query("runs/read_latest"), job=job)
    return rows[0] if rows else None


def _sweep(database: Database, job: str) -> None:
    """Delete runs that have no number, and their scores; under the job's lock they are nobody's."""
    for row in database.read(query("runs/list_unfinished"), job=job):
        _delete(database, row["id"])


def _delete(database: Database, run_id: str) -> None:
    def some(tx: Transaction) -> int:
        return int(tx.rows(query("runs/delete_scores"), run=run_id, size=_DELETED)[0]["deleted"])

    while database.write(some) == _DELETED:
        pass
    database.write(lambda tx: tx.run(query("runs/delete_run"), run=run_id))


def _lost(run: Run) -> DatabaseError:
    return DatabaseError(
        f"this run of {run.job} was taken for dead and swept by another: the connection that held its lock broke;"
        " run it again"
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
