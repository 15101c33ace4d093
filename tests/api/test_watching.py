"""What operators see: request ids, metrics, and the log of slow statements; and what they do not."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families

from api.http import HttpSettings
from api.statements import Ran, SlowLog
from api.tracing import request_id
from graph.client import Database
from tests.api.conftest import Recording, serving

SECRET = "xSECRETx"
ASK = {"query": "query($id: ID!) { party(id: $id) { id } }", "variables": {"id": SECRET}}


@pytest.fixture
def watched(recording: Recording, database: Database) -> Iterator[httpx.Client]:
    """A service of its own, so that its counters begin at nothing."""
    with serving(recording, HttpSettings(slow_ms=0)) as url, httpx.Client(base_url=url) as client:
        yield client


def samples(client: httpx.Client) -> dict[tuple[str, tuple[str, ...]], float]:
    page = client.get("/metrics")
    assert page.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(page.text)
        for sample in family.samples
    }


def test_requests_are_counted_by_what_came_of_them(watched: httpx.Client) -> None:
    for body in (ASK, ASK, {"query": "{ nothing }"}, {"query": "{ parties(first: 101) { totalCount } }"}):
        watched.post("/graphql", json=body)
    watched.post("/graphql", content=b"{")
    watched.get(f"/{SECRET}")
    found = samples(watched)
    codes = {key[1][0]: value for key, value in found.items() if key[0] == "guanxi_graphql_answers_total"}
    assert codes == {"OK": 2, "GRAPHQL_VALIDATION_FAILED": 1, "BAD_USER_INPUT": 1, "BAD_REQUEST": 2}
    assert found["guanxi_statement_duration_seconds_count", ("party",)] == 2
    assert found["guanxi_graphql_cost_count", ()] == 3
    assert found["guanxi_http_requests_total", ("/graphql", "200")] == 4
    assert found["guanxi_http_requests_total", ("/graphql", "415")] == 1
    assert found["guanxi_http_requests_total", ("other", "404")] == 1
    assert found["guanxi_http_request_duration_seconds_count", ("/graphql",)] == 5
    assert found["guanxi_database_up", ()] == 1
    assert found["guanxi_graph_version", ()] == 0
    assert found["guanxi_graph_nodes", ("Party",)] == 0
    assert found["process_open_fds", ()] > 0


def test_metrics_hold_nothing_of_a_request_and_few_labels(watched: httpx.Client) -> None:
    for n in range(20):
        watched.get(f"/{SECRET}{n}", headers={"host": "localhost"})
        watched.post("/graphql", json={"query": f'{{ {SECRET}{n}: party(id: "{SECRET}") {{ id }} }}'})
    page = watched.get("/metrics").text
    assert SECRET not in page
    assert len(re.findall("^guanxi_(?!graph_nodes)", page, re.MULTILINE)) < 120


def test_the_document_tells_of_every_metric(watched: httpx.Client, project: Path) -> None:
    families = text_string_to_metric_families(watched.get("/metrics").text)
    names = {f"{one.name}_total" if one.type == "counter" else one.name for one in families}
    text = (project / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert set(re.findall(r"guanxi_[a-z_]+", text)) == {name for name in names if name.startswith("guanxi_")}


def test_metrics_are_for_those_who_have_the_token(recording: Recording) -> None:
    with serving(recording, HttpSettings(token="t")) as url, httpx.Client(base_url=url) as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"authorization": "Bearer t"}).status_code == 200


def test_a_request_has_an_id_in_its_answer_and_its_errors(session_client: httpx.Client) -> None:
    given = {"x-request-id": "web-1.2_3"}
    answer = session_client.post("/graphql", json={"query": "{ nothing }"}, headers=given)
    assert answer.headers["x-request-id"] == "web-1.2_3"
    assert answer.json()["errors"][0]["extensions"]["requestId"] == "web-1.2_3"
    made = [session_client.get("/livez").headers["x-request-id"] for _ in range(2)]
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)
    assert made[0] != made[1]


@pytest.mark.parametrize("given", ["", "a b", "a\n", "é", "a" * 65, '{"a":1}', "<script>"])
def test_an_id_that_is_not_plain_is_replaced(given: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", request_id([given]))
    assert re.fullmatch("[0-9a-f]{32}", request_id(["a", "a"]))


def test_neo4j_knows_a_statement_by_the_id_of_its_request(database: Database) -> None:
    listing = "SHOW TRANSACTIONS YIELD metaData, currentQuery WHERE currentQuery STARTS WITH 'SHOW' RETURN metaData"
    with structlog.contextvars.bound_contextvars(request="web-7", other=SECRET):
        found = database.read_values(listing, {})
    assert [{"app": "guanxi", "request": "web-7"}] in found


def test_what_no_handler_caught_is_masked_too(
    session_client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("api.endpoint.read_request", fail)
    with structlog.testing.capture_logs() as log:
        answer = session_client.post("/graphql", json=ASK)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (500, "INTERNAL")
    assert SECRET not in answer.text + repr(log) + caplog.text
    assert answer.json()["errors"][0]["extensions"]["reference"] in repr(log)


TEXT = "MATCH (p:Party {id: $id})-[:PLACED]->(o:Order) RETURN o.key ORDER BY o.at LIMIT $n"


def logged(slow: SlowLog, work: Callable[[SlowLog], None], lines: int) -> list[Any]:
    """What is logged, once there are so many lines."""
    with structlog.testing.capture_logs() as log:
        work(slow)
        deadline = time.monotonic() + 30
        while len(log) < lines and time.monotonic() < deadline:
            time.sleep(0.05)
        return list(log)


def test_a_slow_statement_is_logged_with_its_plan_once(database: Database) -> None:
    def twice(slow: SlowLog) -> None:
        slow.note(Ran("party", TEXT, 1.5, "OK"))
        slow.note(Ran("party", TEXT, 2.5, "TIMEOUT"))
        slow.note(Ran("party", TEXT, 0.9, "OK"))
        slow.note(Ran("party", TEXT, 9.0, "DATABASE_UNAVAILABLE"))

    log = logged(SlowLog(database, 1_000), twice, 3)
    slow = [line for line in log if line["event"] == "slow statement"]
    [plan] = [line for line in log if line["event"] == "slow statement's plan"]
    assert [(line["milliseconds"], line["code"]) for line in slow] == [(1_500, "OK"), (2_500, "TIMEOUT")]
    assert (slow[0]["text"], "text" in slow[1]) == (TEXT, False)
    assert plan["statement"] == slow[0]["statement"] == slow[1]["statement"]
    operators = [line.split()[0] for line in plan["plan"].splitlines()]
    assert operators[0] == "ProduceResults"
    assert any(operator.startswith("NodeUniqueIndexSeek") for operator in operators)
    assert all("rows=" in line for line in plan["plan"].splitlines())


def test_slow_statements_do_not_fill_the_log(database: Database) -> None:
    def many(slow: SlowLog) -> None:
        for n in range(500):
            slow.note(Ran("party", f"RETURN {n}{' ' * 10_000}", 5.0, "OK"))

    log = logged(SlowLog(database, 1_000), many, 30)
    assert len([line for line in log if line["event"] == "slow statement"]) == 20
    assert max(len(repr(line)) for line in log) < 4_000


def test_nothing_is_slow_where_that_is_turned_off(database: Database) -> None:
    assert logged(SlowLog(database, 0), lambda slow: slow.note(Ran("party", TEXT, 100.0, "OK")), 0) == []
