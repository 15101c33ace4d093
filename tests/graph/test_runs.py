"""Runs: what a reader sees before, while and after they are written, whatever ends them."""

import json
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cypher import query
from graph import runs
from graph.client import Database
from graph.errors import DatabaseError, UsageError
from graph.hashing import graph_hash
from graph.runs import Run, Scores, ranks, record
from ingest.resolve import resolve
from tests.conftest import Ask
from tests.graph.test_merging import company, same

DAY = date(2024, 3, 1)
LATEST = """MATCH (run:Latest {job: $job})<-[:OF]-(s:Score)<-[:SCORED]-(n)
RETURN n.name, s.kind, s.value, s.rank ORDER BY s.kind, s.place"""


def run(job: str = "influence", as_of: date = DAY) -> Run:
    return Run(job, as_of, 7, datetime(2024, 3, 2, tzinfo=UTC), "0", {"damping": 0.85}, {"buffer": "none"})


def scores(kind: str, insufficient: int = 0, **values: float) -> Scores:
    falling = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    evidence = [{"name": name} for name, _ in falling]
    return Scores(kind, [name for name, _ in falling], [value for _, value in falling], evidence, insufficient)


@pytest.fixture
def parties(database: Database, ask: Ask) -> Ask:
    ask("UNWIND ['a', 'b', 'c'] AS id CREATE (:Party {id: id, name: toUpper(id)})<-[:DESCRIBES]-(:Record {id: id})")
    ask("CREATE (:Thing:Product {id: 't', name: 'T'})")
    return ask


def test_equal_values_share_a_rank() -> None:
    assert ranks([9, 5, 5, 5, 1, 1]) == [1, 2, 2, 2, 5, 5]
    assert ranks([]) == []


def test_a_finished_run_is_whole(parties: Ask, database: Database) -> None:
    done = record(database, run(), [scores("pagerank", 2, a=0.2, b=0.5, t=0.2), scores("core", a=1)])
    assert (done.number, done.latest) == (1, True)
    found = parties(LATEST, job="influence")
    assert found == [
        ["A", "core", 1.0, 1],
        ["B", "pagerank", 0.5, 1],
        ["A", "pagerank", 0.2, 2],
        ["T", "pagerank", 0.2, 2],
    ]
    [[facts]] = parties("MATCH (r:Run) RETURN properties(r)")
    assert (facts["scored"], facts["insufficient"], facts["graphVersion"], facts["converged"]) == (4, 2, 7, True)
    assert json.loads(facts["metrics"])["pagerank"] == {"insufficient": 2, "scored": 3}
    assert (facts["asOf"].to_native(), json.loads(facts["assumptions"])) == (DAY, {"buffer": "none"})
    assert parties("MATCH (n:Party|Thing) RETURN n.id, n.scorePagerank, n.scoreCore ORDER BY n.id") == [
        ["a", 0.2, 1.0], ["b", 0.5, None], ["c", None, None], ["t", 0.2, None],
    ]  # fmt: skip
    assert parties("MATCH (s:Score {subject: 'b'}) RETURN s.evidence") == [['{"name":"b"}']]


def test_the_next_run_takes_over_and_a_value_without_evidence_goes(parties: Ask, database: Database) -> None:
    record(database, run(), [scores("pagerank", a=0.2, b=0.5), scores("core", a=1)])
    assert record(database, run(), [scores("pagerank", 1, a=0.9)]).number == 2
    assert parties(LATEST, job="influence") == [["A", "pagerank", 0.9, 1]]
    assert parties("MATCH (n:Party) RETURN n.scorePagerank, n.scoreCore ORDER BY n.id") == [
        [0.9, None], [None, None], [None, None],
    ]  # fmt: skip
    assert parties("MATCH (s:Score)-[:OF]->(r:Run) RETURN r.number, count(*) ORDER BY r.number") == [[1, 3], [2, 1]]


def test_a_run_of_an_earlier_day_is_history_only(parties: Ask, database: Database) -> None:
    record(database, run(), [scores("pagerank", a=0.2)])
    assert not record(database, run(as_of=date(2023, 1, 1)), [scores("pagerank", a=0.7)]).latest
    assert parties(LATEST, job="influence") == [["A", "pagerank", 0.2, 1]]
    assert parties("MATCH (n:Party {id: 'a'}) RETURN n.scorePagerank") == [[0.2]]


def test_a_run_that_breaks_off_is_not_seen_and_the_next_one_sweeps_it(
    parties: Ask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(database, run(), [scores("pagerank", a=0.2)])
    monkeypatch.setattr(runs, "BATCH", 1)
    batches = 0
    write = Database.write

    def breaking(self: Database, work: Any) -> Any:
        nonlocal batches
        batches += 1
        if batches == 4:  # begun, and two batches written
            raise KeyboardInterrupt
        return write(self, work)

    monkeypatch.setattr(Database, "write", breaking)
    with pytest.raises(KeyboardInterrupt):
        record(database, run(), [scores("pagerank", a=0.8, b=0.1, c=0.1)])
    assert parties("MATCH (s:Score) RETURN count(s)") == [[3]]
    assert parties(LATEST, job="influence") == [["A", "pagerank", 0.2, 1]]
    assert parties("MATCH (n:Party) WHERE n.scorePagerank IS NOT NULL RETURN n.id, n.scorePagerank") == [["a", 0.2]]
    record(database, run("risk"), [])  # another job's run leaves it alone: it may be alive
    assert parties("MATCH (r:Run) WHERE r.number IS NULL RETURN count(r)") == [[1]]
    assert record(database, run(), [scores("pagerank", b=0.6)]).number == 3
    assert parties("MATCH (r:Run {job: 'influence'}) RETURN count(r)") == [[2]]
    assert parties("MATCH (s:Score) RETURN s.subject, s.value ORDER BY s.value") == [["a", 0.2], ["b", 0.6]]


def test_copies_beyond_one_transaction_follow_and_are_completed_after_a_kill(
    parties: Ask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 1)
    monkeypatch.setattr(runs, "BATCH", 1)
    record(database, run(), [scores("pagerank", a=0.2, b=0.1)])
    assert parties("MATCH (n:Party) RETURN n.scorePagerank ORDER BY n.id") == [[0.2], [0.1], [None]]
    parties("MATCH (r:Run) SET r.copied = false WITH r MATCH (n:Party) SET n.scorePagerank = 0.9")
    record(database, run(as_of=date(2020, 1, 1)), [])
    assert parties("MATCH (n:Party) RETURN n.scorePagerank ORDER BY n.id") == [[0.2], [0.1], [None]]


def test_two_at_once_do_not_mix(parties: Ask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BATCH", 1)
    found: list[Sequence[Scores]] = [[scores("pagerank", a=v, b=v, c=v)] for v in (0.1, 0.2, 0.3)]
    threads = [threading.Thread(target=record, args=(database, run(), each)) for each in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = parties(
        "MATCH (s:Score)-[:OF]->(r:Run) RETURN r.number, collect(DISTINCT s.value), count(s) ORDER BY r.number"
    )
    assert [(number, len(values), count) for number, values, count in rows] == [(1, 1, 3), (2, 1, 3), (3, 1, 3)]
    assert parties("MATCH (r:Latest) RETURN r.number") == [[3]]
    newest = rows[-1][1]
    assert parties("MATCH (n:Party) RETURN DISTINCT n.scorePagerank") == [[newest[0]]]  # type: ignore[index]


def test_a_run_that_was_swept_while_it_wrote_says_so(
    parties: Ask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "BATCH", 1)
    monkeypatch.setattr(runs, "ranks", lambda values: (parties("MATCH (r:Run) DETACH DELETE r"), ranks(values))[1])
    with pytest.raises(DatabaseError, match="run it again"):
        record(database, run(), [scores("pagerank", a=1)])
    assert parties("MATCH (s:Score) RETURN count(s)") == [[0]]


def test_old_runs_go_but_never_the_latest(parties: Ask, database: Database) -> None:
    for value in (0.1, 0.2, 0.3):
        record(database, run(), [scores("pagerank", a=value)], keep=2)
    assert parties("MATCH (r:Run) RETURN r.number ORDER BY r.number") == [[2], [3]]
    record(database, run(as_of=date(2020, 1, 1)), [scores("pagerank", a=0.4)], keep=1)
    assert parties("MATCH (r:Run) RETURN r.number ORDER BY r.number") == [[3], [4]]
    assert parties("MATCH (s:Score) RETURN count(s)") == [[2]]
    with pytest.raises(UsageError, match="keep is 0"):
        record(database, run(), [], keep=0)


def test_scores_follow_their_record_through_merge_and_split_and_the_hash_leaves_them_out(
    database: Database, ask: Ask
) -> None:
    company(database)
    before = graph_hash(database)
    ids = dict(ask("MATCH (p:Party) RETURN p.name, p.id"))
    values = {str(ids["Ann Ltd"]): 0.7, str(ids["ANN"]): 0.3}
    record(database, run(), [scores("pagerank", **values)])
    assert graph_hash(database) == before
    same(database, ("srm", "suppliers", "7"), ("crm", "customers", "A"))
    resolve(database)
    held = "MATCH (p:Party)-[:SCORED]->(s:Score) RETURN p.name, s.subject = p.id, s.value ORDER BY s.value DESC"
    assert ask(held) == [["Ann Ltd", True, 0.7], ["Ann Ltd", False, 0.3]]
    assert ask("MATCH (p:Party) RETURN p.scorePagerank") == [[0.7]]
    ask("MATCH ()-[e:SAME_AS]->() DELETE e")
    resolve(database)
    assert ask(held) == [["Ann Ltd", True, 0.7], ["ANN", True, 0.3]]


def test_statements_seek_by_index(open_database: Database, driver: Any) -> None:
    for name in ("runs/read_subjects", "runs/write_copies"):
        with driver.session() as session:
            text = query(name).text
            plan = session.run(f"EXPLAIN {text}", dict.fromkeys(query(name).params)).consume().plan
        assert "score_place" in str(plan) or "RANGE INDEX score:Score(run, kind, place, id)" in str(plan)
