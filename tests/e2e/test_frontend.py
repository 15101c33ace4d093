"""docs/frontend.md: every query on it is answered, and what it says of limits, errors and hosting is so."""

import json
import re
from typing import Any

import httpx
import pytest

from tests.e2e.guanxi import PROJECT

PAGE = (PROJECT / "docs" / "frontend.md").read_text(encoding="utf-8")
SAMPLES = {
    name: text
    for text in re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
    for name in re.findall(r"^query (\w+)", text)
}
VARIABLES = re.compile(r"# variables: (.*)")


def ask(url: str, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    answer = httpx.post(f"{url}/graphql", json={"query": query, "variables": variables}, timeout=60)
    assert answer.status_code == 200
    return dict(answer.json())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_query_is_answered_with_something(name: str, demo_url: str) -> None:
    variables = json.loads(VARIABLES.findall(SAMPLES[name])[0])
    answer = ask(demo_url, SAMPLES[name], variables)
    assert "errors" not in answer
    (root,) = answer["data"].values()
    assert root
    assert root.get("edges", True), "the page shows a list, and this is empty"


def test_there_is_a_query_for_each_role_and_root() -> None:
    assert {"Customer", "Supplier", "Employee", "Partner", "Investor", "Product"} <= SAMPLES.keys()
    text = " ".join(SAMPLES.values())
    for root in ("search", "parties", "party", "partyByKey", "productByKey", "neighborhood", "path"):
        assert re.search(rf"\b{root}\(", text), root


def test_pages_go_on_where_one_ended_and_refuse_a_foreign_cursor(demo_url: str) -> None:
    variables = json.loads(VARIABLES.findall(SAMPLES["OlderOrders"])[0])
    keys: list[str] = []
    after = None
    while True:
        answer = ask(demo_url, SAMPLES["OlderOrders"], {**variables, "after": after})
        page = answer["data"]["party"]["customer"]["orders"]
        keys += [edge["node"]["key"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert keys == ["11011", "10952", "10835", "10702", "10692", "10643"]
    refused = ask(demo_url, SAMPLES["List"], {"after": after})
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["BAD_USER_INPUT"]
    assert refused["errors"][0]["extensions"]["requestId"]


def test_the_view_as_of_a_day_leaves_out_what_came_later(demo_url: str) -> None:
    answer = ask(demo_url, SAMPLES["ThatDay"], json.loads(VARIABLES.findall(SAMPLES["ThatDay"])[0]))
    party = answer["data"]["party"]
    assert party["asOf"] == "1998-03-31"
    assert party["customer"]["orders"]["totalCount"] == 5
    assert party["customer"]["orders"]["edges"] == [{"node": {"key": "10952", "at": "1998-03-16"}}]


def test_a_page_of_another_origin_is_given_no_leave(demo_url: str) -> None:
    body = {"query": "{ __typename }"}
    answer = httpx.post(f"{demo_url}/graphql", json=body, headers={"origin": "http://elsewhere.example"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    foreign = httpx.post(f"{demo_url}/graphql", json=body, headers={"host": "elsewhere.example"})
    assert foreign.json()["errors"][0]["extensions"]["code"] == "BAD_HOST"


def test_every_code_is_told_what_to_do_about() -> None:
    reference = (PROJECT / "docs" / "graphql.md").read_text(encoding="utf-8")
    table = PAGE[PAGE.index("## Errors") : PAGE.index("## Limits and cost")]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", reference, re.MULTILINE)) == set(
        re.findall(r"`([A-Z_]{5,})`", table)
    ) - {"GUANXI_DOCUMENTS"}
