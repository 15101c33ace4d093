"""Rankings, scores and runs as they were written; a what-if whose losses were worked out by hand."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.operations import Operations
from api.requests import Request
from api.schema import schema
from graph.client import Database
from graph.runs import Run, Scores, record
from tests.api.conftest import Query
from tests.api.graphs import TRADE
from tests.conftest import Ask

OLD, NEW = date(2024, 2, 1), date(2024, 3, 1)

WHAT_IF = """
CREATE (g:Graph {id: 'graph', version: $version}),
  (tea:Thing:Product {id: 'tea', name: 'Tea'}), (leaf:Thing:Material {id: 'leaf', name: 'Leaf'}),
  (s:Party:Supplier {id: 's', name: 'Sam', country: 'DE'}), (t:Party:Supplier {id: 't', name: 'Tom', country: 'NO'}),
  (c:Party:Customer {id: 'c', name: 'Cem'}), (d:Party:Customer {id: 'd', name: 'Dan'}),
  (leaf)-[:COMPONENT_OF {quantity: 2.0}]->(tea),
  (s)-[:SUPPLIES {share: 0.75, leadTimeDays: 9.0}]->(leaf), (t)-[:SUPPLIES {share: 0.25}]->(leaf),
  (c)-[:PLACED]->(a:Interaction:Order {id: 'a', key: 'A', at: date('2024-02-01')})
    -[:CONTAINS {quantity: 3.0, unitPriceMicros: 10000000, currency: 'EUR'}]->(tea),
  (d)-[:PLACED]->(:Interaction:Order {id: 'b', key: 'B', at: date('2024-03-01')})
    -[:CONTAINS {quantity: 1.0, unitPriceMicros: 10000000, currency: 'EUR'}]->(tea)
"""

ASKED = """query($input: ShockInput!) { propagateRisk(input: $input) {
  model currency horizonDays shocked reached converged tolerance asOf graphVersion
  valueAtRisk { kind value { amount currency } }
  impacts { totalCount edges { node { id kinds loss tier channel basis value { amount }
    paths(first: 1) { strength steps { source target channel rate facts } } } } }
  assumptions { name value nodes } } }"""


@pytest.fixture(scope="module")
def operations(open_database: Database) -> Operations:
    """Answers without HTTP, and with time enough for a first what-if on a busy machine."""
    return Operations(schema._schema, open_database, 120.0)


@pytest.fixture
def query(operations: Operations, database: Database) -> Query:
    def ask(text: str, **variables: Any) -> dict[str, Any]:
        return operations.answer(Request(text, variables, None)).body

    return ask


@pytest.fixture
def scored(query: Query, database: Database, ask: Ask) -> Ask:
    """Two runs of influence, of which the first is of an earlier day, and one of risk."""

    ask(TRADE)

    def run(job: str, day: date, *found: Scores) -> None:
        record(database, Run(job, day, 3, datetime(2024, 3, 2, tzinfo=UTC), "0", {"damping": 0.85}), found)

    run("influence", OLD, _scores("pagerank", ben=0.9))
    run("influence", NEW, _scores("pagerank", emma=0.5, ann=0.3, tea=0.3, ben=0.1), _scores("core", ann=2, ben=2))
    run("risk", NEW, _scores("systemicRisk", ann=12.5))
    run("dependency", NEW, _scores("keyPerson", emma=7), _scores("concentration", tea=0.5))
    return ask


def _scores(kind: str, **values: float) -> Scores:
    evidence = [{"of": name} for name in values]
    return Scores(kind, list(values), list(values.values()), evidence, 1, {"tolerance": 1e-9, "converged": True})


def test_a_ranking_comes_in_pages(scored: Ask, query: Query) -> None:
    text = """query($after: String, $role: Role) { influence(metric: PAGERANK, role: $role, first: 2, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { rank value asOf evidence party { id name } run { number } } } } }"""
    first = query(text)["data"]["influence"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    assert [edge["node"] for edge in first["edges"]] == [
        {"rank": 1, "value": 0.5, "asOf": "2024-03-01", "evidence": {"of": "emma"},
         "party": {"id": "emma", "name": "Emma"}, "run": {"number": 2}},
        {"rank": 2, "value": 0.3, "asOf": "2024-03-01", "evidence": {"of": "ann"},
         "party": {"id": "ann", "name": "Änn AG"}, "run": {"number": 2}},
    ]  # fmt: skip
    second = query(text, after=first["pageInfo"]["endCursor"])["data"]["influence"]
    assert [(edge["node"]["rank"], edge["node"]["party"]["id"]) for edge in second["edges"]] == [(4, "ben")]
    assert second["pageInfo"]["hasNextPage"] is False
    customers = query(text, role="CUSTOMER")["data"]["influence"]
    assert [edge["node"]["party"]["id"] for edge in customers["edges"]] == ["ann", "ben"]
    assert query(text, after="nonsense")["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_scores_of_a_party_are_the_latest_unless_history_is_asked_for(scored: Ask, query: Query) -> None:
    text = """query($id: ID!, $kind: ScoreKind, $history: Boolean) { party(id: $id) {
      scores(kind: $kind, history: $history) { kind value rank asOf run { job number } }
      supplier { risk { value } } employee { keyPerson { kind value evidence } } } }"""
    ann = query(text, id="ann", history=False)["data"]["party"]
    assert [(s["kind"], s["value"], s["rank"], s["run"]["job"]) for s in ann["scores"]] == [
        ("CORE", 2.0, 1, "influence"), ("PAGERANK", 0.3, 2, "influence"), ("SYSTEMIC_RISK", 12.5, 1, "risk"),
    ]  # fmt: skip
    assert (ann["supplier"], ann["employee"]) == ({"risk": {"value": 12.5}}, None)
    ben = query(text, id="ben", kind="PAGERANK", history=True)["data"]["party"]
    assert [(s["value"], s["asOf"]) for s in ben["scores"]] == [(0.1, "2024-03-01"), (0.9, "2024-02-01")]
    emma = query(text, id="emma", kind="CORE", history=False)["data"]["party"]
    assert emma["scores"] == []
    assert emma["employee"] == {"keyPerson": {"kind": "KEY_PERSON", "value": 7.0, "evidence": {"of": "emma"}}}


def test_products_have_scores_and_risk_ranks_parties(scored: Ask, query: Query) -> None:
    answer = query("""{
      party(id: "ann") { supplier { supplies { edges { node {
        product { scores(kind: CONCENTRATION) { value } } } } } } }
      systemicRisk(role: SUPPLIER) { totalCount edges { node { value party { name } } } } }""")["data"]
    assert answer["systemicRisk"] == {
        "totalCount": 1,
        "edges": [{"node": {"value": 12.5, "party": {"name": "Änn AG"}}}],
    }
    offers = answer["party"]["supplier"]["supplies"]["edges"]
    assert {offer["node"]["product"]["scores"][0]["value"] for offer in offers} == {0.5}


def test_runs_tell_how_they_came_to_their_numbers(scored: Ask, query: Query) -> None:
    scored("CREATE (:Run {id: 'half', job: 'influence', written: 3})")
    text = """query($job: String) { runs(job: $job) { totalCount edges { node {
      number job asOf latest scored insufficient converged graphVersion parameters metrics } } } }"""
    found = query(text)["data"]["runs"]
    assert [(e["node"]["number"], e["node"]["job"], e["node"]["latest"]) for e in found["edges"]] == [
        (4, "dependency", True), (3, "risk", True), (2, "influence", True), (1, "influence", False),
    ]  # fmt: skip
    newest = query(text, job="influence")["data"]["runs"]["edges"][0]["node"]
    assert (newest["scored"], newest["insufficient"], newest["converged"], newest["graphVersion"]) == (6, 2, True, 3)
    assert newest["parameters"] == {"damping": 0.85}
    assert newest["metrics"]["core"] == {"scored": 2, "insufficient": 1, "tolerance": 1e-9, "converged": True}


def test_a_what_if_loses_what_was_worked_out_by_hand(query: Query, ask: Ask) -> None:
    ask(WHAT_IF, version=9001)
    answer = query(ASKED, input={"shocks": [{"id": "s", "days": 73}]})["data"]["propagateRisk"]
    # Sam has 0.75 of the leaf, without which there is no tea; a year's sales of tea are 40.00, of 73 days 8.00.
    assert (answer["currency"], answer["horizonDays"], answer["shocked"], answer["reached"]) == ("EUR", 73.0, 1, 5)
    assert (answer["asOf"], answer["graphVersion"], answer["converged"]) == ("2024-03-01", 9001, True)
    assert answer["tolerance"] <= 1e-9
    impacts = {edge["node"]["id"]: edge["node"] for edge in answer["impacts"]["edges"]}
    assert {node: impact["loss"] for node, impact in impacts.items()} == pytest.approx(
        {"s": 1.0, "leaf": 0.75, "tea": 0.75, "c": 0.75, "d": 0.75}
    )
    assert {n: i["value"]["amount"] for n, i in impacts.items() if n in {"tea", "c", "d"}} == {
        "tea": "6.00", "c": "4.50", "d": "1.50",
    }  # fmt: skip
    assert {n: i["tier"] for n, i in impacts.items()} == {"s": 0, "leaf": 1, "tea": 2, "c": 3, "d": 3}
    [path] = impacts["c"]["paths"]
    assert path["strength"] == pytest.approx(0.75)
    assert [(s["source"], s["target"], s["channel"], s["rate"]) for s in path["steps"]] == [
        ("s", "leaf", "supply", 0.75), ("leaf", "tea", "material", 1.0), ("tea", "c", "demand", 1.0),
    ]  # fmt: skip
    assert path["steps"][0]["facts"] == {"share": 0.75, "leadTimeDays": 9.0}
    assumed: Mapping[str, Any] = {each["name"]: each["value"] for each in answer["assumptions"]}
    assert assumed["pass_on.supply"] == 1.0


def test_a_what_if_pages_narrows_and_takes_countries_and_models(query: Query, ask: Ask) -> None:
    ask(WHAT_IF, version=9002)
    text = """query($input: ShockInput!, $after: String) { propagateRisk(input: $input) { model reached
      impacts(kind: "Customer", first: 1, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { id loss } } } } }"""
    given = {"shocks": [{"country": "no", "roles": ["SUPPLIER"], "size": 0.5, "days": 30}], "model": "ESRI"}
    first = query(text, input=given)["data"]["propagateRisk"]
    assert (first["model"], first["impacts"]["totalCount"]) == ("ESRI", 2)
    [edge] = first["impacts"]["edges"]
    assert (edge["node"]["id"], edge["node"]["loss"]) == ("c", pytest.approx(0.125))
    second = query(text, input=given, after=first["impacts"]["pageInfo"]["endCursor"])["data"]["propagateRisk"]
    assert [edge["node"]["id"] for edge in second["impacts"]["edges"]] == ["d"]
    assert second["impacts"]["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize(
    ("shocks", "message"),
    [
        ([{"id": "nobody"}], "'nobody' is no party, product or category"),
        ([{"id": "s", "country": "DE"}], "exactly one of"),
        ([{"id": "s", "size": 2}], "must be in"),
        ([{"id": "s", "days": 0}], "must be a positive number"),
        ([{"country": "FR"}], "no party is in country 'FR'"),
        ([], "needs a shock"),
        ([{"id": "s"}] * 101, "at most 100"),
    ],
)
def test_a_what_if_that_names_nothing_is_told_so(
    query: Query, ask: Ask, shocks: list[dict[str, Any]], message: str
) -> None:
    ask(WHAT_IF, version=9003)
    [error] = query(ASKED, input={"shocks": shocks})["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert message in error["message"]


def test_the_three_questions_are_each_one_query(query: Query, ask: Ask) -> None:
    ask(WHAT_IF, version=9004)
    ask("MATCH (c:Party {id: 'c'}) CREATE (:Party:Employee {id: 'e', name: 'Eva'})-[:SERVES]->(c)")
    answer = query("""{
      reach(supplierId: "s") { goodCount goods(first: 5) { good { id } tier lost days on others valuePerDay { amount } }
        orderCount orders { key customer { name } good { id } outOn } customers { customer { id } lost } }
      alternatives(supplierId: "s") { supplier { id } independence offers { insteadOf { id } same } }
      employee: dependencies(id: "e") { valueHanging { amount currency } valueAlone { amount }
        hangingParties { party { id } share alone value { amount } colleague { id } } }
      tea: dependencies(id: "tea") { passesThrough { id } tiers { tier hhi coverage } assumptions { name } } }""")[
        "data"
    ]
    goods = {each["good"]["id"]: each for each in answer["reach"]["goods"]}
    assert {node: (each["tier"], each["lost"], each["days"], each["on"]) for node, each in goods.items()} == {
        "leaf": (1, 0.75, 0.0, "2024-03-01"), "tea": (2, 0.75, 0.0, "2024-03-01"),
    }  # fmt: skip
    assert goods["tea"]["valuePerDay"]["amount"] == "0.08"  # 0.75 × 40 / 365
    assert answer["reach"]["orderCount"] == len(answer["reach"]["orders"]) == 2
    assert [(each["customer"]["id"], each["lost"]) for each in answer["reach"]["customers"]] == [
        ("c", 0.75),
        ("d", 0.75),
    ]
    assert [(each["supplier"]["id"], each["independence"]) for each in answer["alternatives"]] == [("t", 1.0)]
    assert answer["alternatives"][0]["offers"] == [{"insteadOf": {"id": "leaf"}, "same": True}]
    assert answer["employee"] == {
        "valueHanging": {"amount": "30.00", "currency": "EUR"},
        "valueAlone": {"amount": "30.00"},
        "hangingParties": [
            {"party": {"id": "c"}, "share": 1.0, "alone": True, "value": {"amount": "30.00"}, "colleague": None}
        ],
    }
    assert answer["tea"]["passesThrough"] == [{"id": "leaf"}]
    assert [(tier["tier"], tier["hhi"]) for tier in answer["tea"]["tiers"]] == [(1, 1.0), (2, 0.625)]


@pytest.mark.parametrize("asked", ["reach(supplierId: $id) { asOf }", "alternatives(supplierId: $id) { score }",
                                   "dependencies(id: $id) { severed }"])  # fmt: skip
def test_questions_about_nobody_are_told_so(query: Query, ask: Ask, asked: str) -> None:
    ask(WHAT_IF, version=9005)
    [error] = query(f"query($id: ID!) {{ {asked} }}", id="nobody")["errors"]
    assert (error["extensions"]["code"], "'nobody' is no party" in error["message"]) == ("BAD_USER_INPUT", True)
