"""Jobs on a company made by rule, beside networkx and plain Python."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import neo4j
import networkx as nx
import numpy as np
import pytest

from graph.client import Database
from graph.engines import Engine
from graph.errors import UsageError
from graph.gds import extent, measure, projected
from graph.snapshot import Snapshots
from intelligence.assumptions import load_assumptions
from intelligence.jobs import Found, Options, dependency, influence, people, risk, run_job
from intelligence.what_if import what_if
from intelligence.what_if_results import Scope, Shock

ASSUMPTIONS = load_assumptions()
Graph = "nx.DiGraph[str]"


def by_id(found: Found) -> dict[str, float]:
    return {found.directory.id(int(node)): float(value) for node, value in zip(found.nodes, found.values, strict=True)}


def evidence(found: Found) -> dict[str, Mapping[str, Any]]:
    return {found.directory.id(int(node)): found.evidence(place) for place, node in enumerate(found.nodes)}


@pytest.fixture(scope="module")
def ranked(snapshots: Snapshots) -> dict[str, Found]:
    return {found.metric.kind: found for found in influence.run(snapshots.get())}


@pytest.fixture(scope="module")
def structure(snapshots: Snapshots) -> dict[str, Found]:
    return {found.metric.kind: found for found in dependency.structure(snapshots.get())}


def test_influence_is_networkx_s(ranked: dict[str, Found], dependence: "nx.DiGraph[str]") -> None:
    tied = dependence.to_undirected()
    assert by_id(ranked["pagerank"]) == pytest.approx(nx.pagerank(dependence, tol=1e-12, max_iter=1000), abs=1e-9)
    assert by_id(ranked["betweenness"]) == pytest.approx(nx.betweenness_centrality(tied), abs=1e-12)
    assert by_id(ranked["core"]) == nx.core_number(tied)
    assert max(by_id(ranked["voterank"]).values()) == max(degree for _, degree in tied.degree)
    groups = defaultdict(set)
    for node, label in by_id(ranked["community"]).items():
        groups[label].add(node)
    modularity = nx.community.modularity(tied, groups.values(), weight=None)
    assert ranked["community"].facts["modularity"] == pytest.approx(modularity, abs=1e-9)
    assert {found.insufficient for found in ranked.values()} == {4}  # two idle employees, Nobody, Nothing


def test_the_evidence_of_a_rank_is_who_gives_it(ranked: dict[str, Found], dependence: "nx.DiGraph[str]") -> None:
    score = nx.pagerank(dependence, tol=1e-12, max_iter=1000)
    top, shown = next(iter(evidence(ranked["pagerank"]).items()))
    assert top == max(score, key=lambda node: score[node])
    gives = {n: 0.85 * score[n] / dependence.out_degree(n) / score[top] for n in dependence.predecessors(top)}
    assert shown["dependants"] == len(gives)
    assert [each["share"] for each in shown["largest"]] == pytest.approx(sorted(gives.values())[::-1][:3], abs=1e-6)


def test_places_fall_and_equal_values_go_by_id(ranked: dict[str, Found]) -> None:
    rows = ranked["core"].scores()
    assert list(zip((-v for v in rows.values), rows.subjects, strict=True)) == sorted(
        zip((-v for v in rows.values), rows.subjects, strict=True)
    )
    communities = ranked["community"].scores()
    assert communities.values[0] == 0
    assert communities.evidence[0]["members"] == list(communities.values).count(0)


def test_graph_data_science_says_the_same(
    company: Database, ranked: dict[str, Found], dependence: "nx.DiGraph[str]"
) -> None:
    with projected(company, extent(company, None, 365)) as name:
        figures = measure(company, name)
    inside = {found.metric.kind: found for found in influence.of_figures(figures)}
    for kind, tolerance in (("pagerank", 1e-8), ("betweenness", 1e-9), ("core", 0.0)):
        assert by_id(inside[kind]) == pytest.approx(by_id(ranked[kind]), abs=tolerance), kind
        assert inside[kind].insufficient == 4
    assert figures.facts["community"]["modularity"] == pytest.approx(ranked["community"].facts["modularity"], abs=0.02)
    parts = [len(part) for part in nx.weakly_connected_components(dependence)]
    assert sorted(np.bincount(figures.component), reverse=True) == sorted(parts, reverse=True)
    assert figures.facts["pagerank"]["converged"] is True


def test_no_projection_stays_whatever_happens(company: Database, driver: neo4j.Driver) -> None:
    def held() -> list[Any]:
        with driver.session() as session:
            return session.run("CALL gds.graph.list() YIELD graphName RETURN graphName").values()

    with pytest.raises(KeyboardInterrupt), projected(company, extent(company, None, 365)):
        raise KeyboardInterrupt
    assert held() == []
    with driver.session() as session:  # what a process that was killed leaves
        session.run("MATCH (a)-[:SUPPLIES]->(b) RETURN gds.graph.project('guanxi-dead', a, b)").consume()
    with projected(company, extent(company, None, 365)) as name:
        assert held() == [[name]]
    with projected(company, extent(company, date(1990, 1, 1), 1)) as name:
        assert len(measure(company, name).ids) > 0  # offers and components hold on any day


def test_cut_points_and_bridges_are_networkx_s(structure: dict[str, Found], dependence: "nx.DiGraph[str]") -> None:
    tied = dependence.to_undirected()
    assert by_id(structure["cut"]).keys() == set(nx.articulation_points(tied))
    for node, cut_off in by_id(structure["cut"]).items():
        part = nx.node_connected_component(tied, node) - {node}
        pieces = [len(piece) for piece in nx.connected_components(tied.subgraph(part))]
        assert cut_off == len(part) - max(pieces), node
    worst: dict[str, int] = defaultdict(int)
    for a, b in nx.bridges(tied):
        rest = tied.copy()
        rest.remove_edge(a, b)
        smaller = min(len(nx.node_connected_component(rest, a)), len(nx.node_connected_component(rest, b)))
        for end in (a, b):
            worst[end] = max(worst[end], smaller)
    assert by_id(structure["bridge"]) == {node: found for node, found in worst.items() if found > 1}


def test_sole_sources_are_those_without_whom_a_good_cannot_be_had(
    structure: dict[str, Found], company: Database, driver: neo4j.Driver
) -> None:
    with driver.session() as session:
        offers = session.run("MATCH (s)-[:SUPPLIES]->(g) RETURN s.id, g.id").values()
        parts = session.run("MATCH (c)-[:COMPONENT_OF]->(g) RETURN c.id, g.id").values()
    goods = {good for _, good in offers} | {good for _, good in parts}

    def lost(without: str) -> set[str]:
        left = {g for g in goods if any(good == g for _, good in offers)}
        gone = {g for g in left if all(s == without for s, good in offers if good == g)}
        while more := {good for part, good in parts if part in gone} - gone:
            gone |= more
        return gone

    wanted = {s: len(lost(s)) for s in {supplier for supplier, _ in offers} if lost(s)}
    assert by_id(structure["soleSource"]) == wanted
    assert structure["soleSource"].insufficient == 1


def test_concentration_goes_by_what_was_bought(structure: dict[str, Found]) -> None:
    found = by_id(structure["concentration"])
    # Good 6 comes from suppliers 6 and 1: 10 × 7 / 7 and 10 × 7 / 2 units.
    part = 10 / 45
    assert found["g06"] == pytest.approx(part**2 + (1 - part) ** 2)
    assert found["g07"] == 1
    shown = evidence(structure["concentration"])["g06"]
    assert shown["basis"] == "purchases"
    assert [(each["id"], each["share"]) for each in shown["largest"]] == [("s1", 0.777778), ("s6", 0.222222)]
    assert structure["concentration"].insufficient == 5  # four goods that are only made, and Nothing


def test_a_key_person_is_who_alone_knows_a_party(snapshots: Snapshots, company: Database, driver: neo4j.Driver) -> None:
    found = people.key_persons(snapshots.get(), ASSUMPTIONS)
    with driver.session() as session:
        rows = session.run(
            "MATCH (e:Employee)<-[:ASSIGNED_TO]-(o:Order)-[l:CONTAINS]->()"
            " RETURN e.id, sum(l.quantity * l.unitPriceMicros / 1e6 * (1 - l.discount))"
        ).values()
    # Each customer has one employee; the fifth serves a supplier, of which 4 goods are bought.
    assert {e: v for e, v in by_id(found).items() if e != "e4"} == pytest.approx(dict(rows))
    bought = sum(10 * (i + 1) / 1 * 5 for i in (8, 16, 21))
    assert by_id(found)["e4"] == pytest.approx(bought)
    shown = evidence(found)
    assert (shown["e4"]["parties"], shown["e4"]["alone"], shown["e4"]["nextColleague"]) == (1, 1, None)
    assert found.insufficient == 2


def test_systemic_risk_is_what_the_what_if_loses(snapshots: Snapshots) -> None:
    snapshot = snapshots.get()
    found, assumed, notes = risk.systemic(snapshot, ASSUMPTIONS, lambda *_: None)
    money, share, esri = found
    assert notes == []
    assert {each.name for each in assumed} >= {"recovery_days", "inventory.unknown_days"}
    for supplier, value in by_id(money).items():
        shocked = what_if(snapshot, [Shock(Scope.NODE, supplier)], ASSUMPTIONS)
        goods = [each for each in shocked.impacts() if "Product" in each.labels or "Material" in each.labels]
        sales = sum(each.value for each in goods if each.basis == "sales")
        assert value == pytest.approx(sales, abs=1e-6), supplier
    # Supplier 4 alone has good 20, of which goods 3 and 4 are made; both are sold.
    assert evidence(money)["s4"]["goods"] >= 3
    assert 0 < by_id(share)["s4"] < 1
    assert set(by_id(esri)) == set(by_id(money))
    assert by_id(esri)["s4"] > by_id(share)["s4"] / 10
    assert "most" not in esri.facts
    assert esri.insufficient == money.insufficient


def test_esri_is_worked_out_for_the_foremost_where_all_would_take_long(
    snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = snapshots.get()
    (money, _, whole), *_ = risk.systemic(snapshot, ASSUMPTIONS, lambda *_: None)
    monkeypatch.setattr(risk, "_ESRI_WORK", snapshot.tie_count)
    monkeypatch.setattr(risk, "FEWEST_ESRI", 2)
    (_, _, esri), *_ = risk.systemic(snapshot, ASSUMPTIONS, lambda *_: None)
    foremost = {place.id for place in money.top(2)}
    assert by_id(esri) == {party: value for party, value in by_id(whole).items() if party in foremost}
    assert (esri.facts["most"], esri.insufficient) == (2, 0)


def test_a_job_writes_what_it_found(company: Database, snapshots: Snapshots, driver: neo4j.Driver) -> None:
    report = run_job(company, snapshots, "influence", Options(ASSUMPTIONS, engine=Engine.PROCESS))
    assert report.run.latest
    top = report.outcome.found[0].top(1)[0]
    with driver.session() as session:
        rows = session.run(
            "MATCH (n)-[:SCORED]->(s:Score {kind: 'pagerank', rank: 1})-[:OF]->(r:Latest)"
            " RETURN n.id, s.value, s.evidence, n.scorePagerank, r.asOf, r.converged"
        ).values()
        session.run("MATCH (r:Run|Score) DETACH DELETE r").consume()
    [[node, value, shown, copied, as_of, converged]] = rows
    assert (node, value, json.loads(shown), copied) == (top.id, top.value, dict(top.evidence), top.value)
    assert (as_of.to_native(), converged) == (report.outcome.as_of, True)


def test_wrong_jobs_and_days_are_refused(company: Database, snapshots: Snapshots) -> None:
    with pytest.raises(UsageError, match="there are influence, dependency"):
        run_job(company, snapshots, "fame", Options(ASSUMPTIONS))
    with pytest.raises(UsageError, match="yet to come"):
        run_job(company, snapshots, "influence", Options(ASSUMPTIONS, as_of=date(9999, 1, 1)))
