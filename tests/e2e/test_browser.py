"""What analysts are given for the Neo4j Browser: saved queries, a style, and the real Browser that takes both."""

import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from app.embedded import Connection
from cypher.header import parameters, split
from graph.model import EDGES, KINDS
from tests.api.test_graphiql import CHROMIUM, FLAGS, SECONDS
from tests.cypher.explain import READ, explain, writes
from tests.e2e.guanxi import PROJECT

FOLDER = PROJECT / "docs" / "browser"
QUERIES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "queries").glob("*.cypher"))}
STYLE = FOLDER / "guanxi.grass"
PARAM = re.compile(r"(?m)^// :param (\w+) => (.+)$")
DRAWABLE = 500
"""More nodes than this are no picture; the Browser draws 300 of them unless told otherwise."""

# The demo trades in finished goods, and all of its tables are loaded.
BEYOND_THE_DEMO = """
CREATE (:Record {id: 'b1', source: 'adventureworks', table: 'products', key: '750'})-[:DESCRIBES]->
         (bike:Thing:Product {id: 'b1', name: 'Road-150', sortName: 'road-150'}),
       (wheel:Thing:Product {id: 'b2', name: 'Wheel', sortName: 'wheel'})-[:COMPONENT_OF {quantity: 2.0}]->(bike),
       (spoke:Thing:Product {id: 'b3', name: 'Spoke', sortName: 'spoke'})-[:COMPONENT_OF {quantity: 32.0}]->(wheel),
       (:Party:Supplier {id: 'b4', name: 'Beaumont', sortName: 'beaumont'})-[:SUPPLIES]->(spoke),
       (:Record:Placeholder {id: 'w1', source: 'crm', table: 'customers', key: 'LATER'})-[:DESCRIBES]->
         (:Party:Customer:Placeholder {id: 'w1'})-[:PLACED]->(:Interaction:Order {id: 'w2', key: '1'})
"""

DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.querySelector("[data-testid=stream]")
      .dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def graph(demo: neo4j.Driver) -> Iterator[neo4j.Driver]:
    """The demo company, with the little that it lacks for as long as this file's tests run."""
    delete_added = "MATCH (n) WHERE n.id IN ['b1', 'b2', 'b3', 'b4', 'w1', 'w2'] DETACH DELETE n"
    with demo.session() as session:
        session.run(delete_added).consume()  # what an interrupted run has left
        session.run(BEYOND_THE_DEMO).consume()
    yield demo
    with demo.session() as session:
        session.run(delete_added).consume()


def test_there_are_queries_and_the_guide_tells_of_each() -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"\]\(queries/(\w+)\.cypher\)", guide))
    assert len(QUERIES) >= 15
    assert told == QUERIES.keys()


@pytest.mark.parametrize("name", QUERIES)
def test_the_header_says_what_it_is_for_and_gives_each_parameter(name: str) -> None:
    comments, body = split(QUERIES[name])
    title, purpose = comments[0], comments[1]
    assert re.fullmatch(r"// [A-Z][^.]+", title), "the Browser shows the first line as the favourite's name"
    assert purpose.endswith(".")
    assert any(line.startswith("// Reads: ") for line in comments)
    assert {found for found, _ in PARAM.findall(QUERIES[name])} == parameters(body)
    assert all(len(line) <= 120 for line in QUERIES[name].splitlines())


@pytest.mark.parametrize("name", QUERIES)
def test_it_only_reads_and_draws_something(name: str, graph: neo4j.Driver) -> None:
    values = example(graph, QUERIES[name])
    _, summary = explain(graph, QUERIES[name], **values)
    assert (summary.query_type, writes(summary)) == (READ, [])
    with graph.session() as session:
        result = session.run(QUERIES[name], values)
        drawn = result.graph()
        warned = [status.status_description for status in result.consume().gql_status_objects if status.is_notification]
    assert warned == []
    assert 2 <= len(drawn.nodes) <= DRAWABLE
    assert len(drawn.relationships) >= 1


def test_what_a_supplier_reaches_is_so(graph: neo4j.Driver) -> None:
    """Formaggi Fortini supplies three cheeses (docs/demo.md); who bought them is counted another way."""
    with graph.session() as session:
        drawn = session.run(QUERIES["supplier_reach"], example(graph, QUERIES["supplier_reach"])).graph()
        (bought,) = session.run(
            "MATCH (s:Supplier {sortName: 'formaggi fortini s.r.l.'})-[:SUPPLIES]->(:Product)<-[:CONTAINS]-(o:Order)"
            " WHERE o.at >= date('1998-03-01') MATCH (c)-[:PLACED]->(o) RETURN count(DISTINCT c)"
        ).single(strict=True)
    labels = [label for node in drawn.nodes for label in node.labels]
    assert (labels.count("Product"), labels.count("Supplier")) == (3, 1)
    assert labels.count("Customer") == bought > 5


def test_overdue_receivables_are_those_of_the_api(graph: neo4j.Driver) -> None:
    """Alfreds Futterkiste's disputed invoice (docs/demo.md) is among them, with what is left of it."""
    with graph.session() as session:
        rows = session.run(QUERIES["overdue_receivables"], example(graph, QUERIES["overdue_receivables"])).data()
    disputed = [
        row for row in rows if any(part.get("number") == "AR500721" for part in row["debt"] if part != "ISSUED_TO")
    ]
    assert {(row["openMinor"], row["currency"]) for row in disputed} == {(29674, "USD")}


def test_the_style_knows_every_kind_and_every_edge_of_the_model() -> None:
    rules = dict(re.findall(r"(?m)^([\w.]+) \{\n(.*?)^\}", STYLE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE))
    captions = {selector: re.search(r'caption: "(.+)";', body) for selector, body in rules.items()}
    found = {selector: caption[1] for selector, caption in captions.items() if caption}
    assert {f"node.{kind.label}": f"{{{kind.caption}}}" for kind in KINDS.values()}.items() <= found.items()
    assert {f"relationship.{edge.type}": edge.caption for edge in EDGES.values()}.items() <= found.items()
    assert all("color:" in rules[f"node.{label}"] for label in KINDS)


def test_the_real_browser_takes_the_style_and_draws_a_query(
    page: Page, graph: neo4j.Driver, connection: Connection, tmp_path: Path
) -> None:
    page.goto(f"{connection.http_url}/browser/?connectURL={connection.uri}", wait_until="commit")
    page.get_by_test_id("username").fill(connection.user)
    page.get_by_test_id("password").fill(connection.password)
    page.get_by_test_id("connect").click()
    expect(page.get_by_test_id("frameContents").first).to_contain_text("Getting started", timeout=SECONDS)

    page.evaluate(DROP, [STYLE.name, STYLE.read_text(encoding="utf-8")])
    shown = page.get_by_test_id("frameContents").first
    expect(shown).to_contain_text("node.Customer.Supplier", timeout=SECONDS)
    expect(shown).to_contain_text("was placed with")

    query = QUERIES["supplier_reach"]
    for name, value in PARAM.findall(query):
        run(page, f":param {name} => {value}")
        expect(page.get_by_test_id("frameStatusbar").first).to_contain_text("Successfully set", timeout=SECONDS)
    run(page, query)
    expect(page.locator("g.node").first).to_be_visible(timeout=SECONDS)
    with graph.session() as session:
        drawn = session.run(query, example(graph, query)).graph()
    expect(page.locator("g.node")).to_have_count(len(drawn.nodes))
    expect(page.locator("g.relationship")).to_have_count(len(drawn.relationships))
    expect(page.locator("g.node", has_text="Formaggi")).to_have_count(1)
    supplier = page.locator("g.node", has_text="Formaggi").locator("circle.b-outline")
    expect(supplier).to_have_attribute("fill", "#059669")
    page.screenshot(path=tmp_path / "browser.png")


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """Debian's Chromium; what the Browser would ask of hosts elsewhere is refused."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("CI tests the Neo4j Browser in a browser, and there is no chromium")
        warnings.warn("no chromium here: the Neo4j Browser is NOT tested", pytest.PytestWarning, stacklevel=1)
        pytest.skip("no chromium here: the Neo4j Browser is NOT tested")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, viewport={"width": 1400, "height": 900}
        )
        page = browser.pages[0]
        page.set_default_timeout(SECONDS)
        page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
        yield page
        browser.close()


def run(page: Page, text: str) -> None:
    """Type into the Browser's editor, run it, and wait until its frame is the first."""
    page.get_by_test_id("activeEditor").locator(".monaco-editor").first.click()
    page.keyboard.insert_text(text)
    page.get_by_test_id("editor-Run").click()
    expect(page.get_by_test_id("frameCommand").first).to_contain_text(text.splitlines()[0], timeout=SECONDS)


def example(driver: neo4j.Driver, query: str) -> dict[str, Any]:
    """The values of a query's `:param` lines, which the Browser too has Neo4j evaluate."""
    with driver.session() as session:
        return {name: session.run(f"RETURN {value}").single(strict=True)[0] for name, value in PARAM.findall(query)}
