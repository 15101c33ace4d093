"""GraphiQL in a real browser: its samples run by click, and nothing comes from anywhere else."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from api.http import HttpSettings
from app import embedded
from app.settings import Settings
from tests.api.conftest import Recording, serving
from tests.conftest import Ask

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 60_000

DEMO = """
CREATE (p:Party:Customer {id: '1', name: 'Alfreds Futterkiste', sortName: 'alfreds futterkiste', country: 'DE',
                            sortCountry: 'de\\u0001alfreds futterkiste'}),
       (:Record {id: '1', source: 'crm', table: 'customers', key: 'ALFKI'})-[:DESCRIBES]->(p),
       (s:Party:Supplier {id: '2', name: 'Exotic Liquids', sortName: 'exotic liquids'}),
       (:Record {id: '2', source: 'srm', table: 'suppliers', key: '1'})-[:DESCRIBES]->(s),
       (e:Party:Employee {id: '3', name: 'Steven Buchanan', sortName: 'steven buchanan'}),
       (:Record {id: '3', source: 'hr', table: 'employees', key: '5'})-[:DESCRIBES]->(e),
       (c:Party:Partner {id: '4', name: 'Speedy Express', sortName: 'speedy express'}),
       (:Record {id: '4', source: 'warehouse', table: 'carriers', key: '1'})-[:DESCRIBES]->(c),
       (i:Party:Investor {id: '5', name: 'Fjordland Invest', sortName: 'fjordland invest'}),
       (:Record {id: '5', source: 'finance', table: 'investors', key: 'I-3'})-[:DESCRIBES]->(i),
       (p)-[:PLACED]->(:Interaction:Order {id: 'o', source: 'sales', key: '10643', at: date('1997-08-25'),
                                           totalMinor: 81450, currency: 'EUR'})
"""


@pytest.fixture
def page(recording: Recording, database: object, ask: Ask, settings: Settings, tmp_path: Path) -> Iterator[Page]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("CI tests the page in a browser, and there is no chromium")
        warnings.warn("no chromium here: GraphiQL's page is NOT tested", pytest.PytestWarning, stacklevel=1)
        pytest.skip("no chromium here: GraphiQL's page is NOT tested")
    ask(DEMO)
    assets = embedded.graphiql_assets(settings.cache)
    with serving(recording, HttpSettings(assets=assets)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, viewport={"width": 1400, "height": 900}
        )
        page = browser.pages[0]
        page.set_default_timeout(SECONDS)
        page.goto(f"{url}/graphql", wait_until="commit")
        yield page
        browser.close()


def test_each_sample_runs_by_click_and_nothing_leaves_this_machine(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.reload()
    tabs = page.locator(".graphiql-tab")
    expect(tabs).to_contain_text(
        ["Customer", "Supplier", "Employee", "Partner", "Investor", "Parties", "Search", "Rankings", "WhatIf"],
        timeout=SECONDS,
    )
    told = (
        "Alfreds Futterkiste",
        "Exotic Liquids",
        "Steven Buchanan",
        "Speedy Express",
        "Fjordland Invest",
        '"totalCount": 1',
        '"ALFKI"',
        '"systemicRisk"',
    )
    for number, text in enumerate(told):
        tabs.nth(number).click()
        page.wait_for_timeout(1_000)  # GraphiQL reads the operation's name a moment later; no finger is faster
        page.locator(".graphiql-execute-button").click()
        expect(page.locator(".result-window")).to_contain_text(text, timeout=SECONDS)
        expect(page.locator(".result-window")).not_to_contain_text('"errors"')
    page.get_by_label("Show Documentation Explorer").click()
    expect(page.locator(".graphiql-doc-explorer")).to_contain_text("Query", timeout=SECONDS)
    page.screenshot(path=tmp_path / "graphiql.png")
    assert {urlsplit(url).hostname for url in asked if not url.startswith("data:")} == {"127.0.0.1"}
    assert problems == []
