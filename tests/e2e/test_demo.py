"""The main job as a newcomer meets it; tests run in order and go on with one another's home."""

import json

import pytest

from tests.e2e.demo_figures import DemoFigures
from tests.e2e.guanxi import Guanxi, await_true, interrupt

ALFKI = """{ partyByKey(source: "crm", key: "ALFKI") { name roles customer {
  servedBy { name }
  orders(first: 10) { totalCount edges { node { key
    lines { edges { node { quantity product { name suppliers { edges { node { supplier { name } } } } } } } }
    deliveries { at } invoices { number } } } }
  deliveries { totalCount } invoices { totalCount }
  complaints { edges { node { subject assignedTo { name } } } } } } }"""


def test_killed_in_the_middle_and_run_again_the_demo_is_whole(guanxi: Guanxi) -> None:
    first = guanxi.start("demo")
    await_true(lambda: "Loading sales.orders" in guanxi.progress("demo") or first.poll() is not None, "no load began")
    assert first.poll() is None
    first.kill()
    first.wait()
    second = guanxi.start("demo")
    await_true(lambda: "Ctrl-C ends it." in guanxi.progress("demo") or second.poll() is not None, "it does not answer")
    assert second.poll() is None, guanxi.progress("demo")
    assert len(guanxi.servers()) == 1
    assert interrupt(second) == 0
    assert second.stdout is not None
    assert "Alfreds Futterkiste" in second.stdout.read()
    guanxi.await_no_server()


def test_a_second_run_finds_all_of_it_there(guanxi: Guanxi) -> None:
    assert "nothing has changed since" in guanxi.run("demo", "--detach")
    assert len(guanxi.servers()) == 1


def test_one_statement_shows_a_customer_in_the_round(guanxi: Guanxi) -> None:
    party = guanxi.graphql(ALFKI)["partyByKey"]
    assert (party["name"], party["roles"]) == ("Alfreds Futterkiste", ["CUSTOMER"])
    customer = party["customer"]
    assert customer["servedBy"] == [{"name": "Nancy Davolio"}]
    orders = [edge["node"] for edge in customer["orders"]["edges"]]
    assert [order["key"] for order in orders] == ["11011", "10952", "10835", "10702", "10692", "10643"]
    products = {line["node"]["product"]["name"] for order in orders for line in order["lines"]["edges"]}
    assert {"Rössle Sauerkraut", "Vegie-spread", "Escargots de Bourgogne"} <= products
    suppliers = {
        offer["node"]["supplier"]["name"]
        for order in orders
        for line in order["lines"]["edges"]
        for offer in line["node"]["product"]["suppliers"]["edges"]
    }
    assert "Escargots Nouveaux" in suppliers
    assert all(order["deliveries"] and order["invoices"] for order in orders)
    assert (customer["deliveries"]["totalCount"], customer["invoices"]["totalCount"]) == (6, 6)
    assert all(edge["node"]["assignedTo"] for edge in customer["complaints"]["edges"])
    assert len(customer["complaints"]["edges"]) == 2


def test_a_party_that_is_customer_and_supplier_shows_both_facets(guanxi: Guanxi) -> None:
    party = guanxi.graphql(
        """{ partyByKey(source: "srm", key: "12") { name roles records { source table }
          customer { invoices { totalCount } } supplier { purchaseOrders { totalCount } } employee { jobTitle } } }"""
    )["partyByKey"]
    assert party["name"] == "Plutzer Lebensmittelgroßmärkte AG"
    assert party["roles"] == ["CUSTOMER", "SUPPLIER"]
    assert party["customer"]["invoices"]["totalCount"] > 0
    assert party["supplier"]["purchaseOrders"]["totalCount"] > 0
    assert party["employee"] is None
    assert {record["source"] for record in party["records"]} == {"srm", "finance"}


def test_figures_are_those_that_the_files_give(guanxi: Guanxi) -> None:
    told = DemoFigures(guanxi.home / "demo")
    habits = "buyingHabits { orders recencyDays { value } frequency { value } medianInterval { value } spending {"
    for key in ("ALFKI", "SAVEA"):
        found = guanxi.graphql(
            f'{{ partyByKey(source: "crm", key: "{key}") {{ customer {{ {habits} average {{ amount }} }} }} }} }} }}'
        )["partyByKey"]["customer"]["buyingHabits"]
        own = told.habits(key)
        assert (found["orders"], found["recencyDays"]["value"]) == (own["orders"], own["recency"])
        assert found["frequency"]["value"] == pytest.approx(own["frequency"])
        assert found["medianInterval"]["value"] == own["interval"]
        assert found["spending"] == [{"average": {"amount": own["average"]}}]
    alfki = guanxi.graphql(
        """{ partyByKey(source: "crm", key: "ALFKI") { customer { receivables { open { amount } overdue { amount } }
          preferredProducts(first: 1) { edges { node { product { records { key } } lift { value } } } } } } }"""
    )["partyByKey"]["customer"]
    (owed,) = alfki["receivables"]
    assert (owed["open"]["amount"], owed["overdue"]["amount"]) == told.owed("D10057") == ("1231.45", "296.74")
    (best,) = alfki["preferredProducts"]["edges"]
    assert best["node"]["lift"]["value"] == pytest.approx(
        told.lift("ALFKI", best["node"]["product"]["records"][0]["key"])
    )
    for key in ("14", "18", "24"):
        supplier = guanxi.graphql(
            f"""{{ partyByKey(source: "srm", key: "{key}") {{ supplier {{
              deliveryPerformance {{ onTimeRate {{ value }} }} quality {{ passRate {{ value }} }}
              supplies {{ edges {{ node {{ product {{ records {{ key }} }} priceVolatility {{ value }} }} }} }}
            }} }} }}"""
        )["partyByKey"]["supplier"]
        assert supplier["deliveryPerformance"]["onTimeRate"]["value"] == pytest.approx(told.on_time(key))
        assert supplier["quality"]["passRate"]["value"] == pytest.approx(told.pass_rate(key))
        offers = [edge["node"] for edge in supplier["supplies"]["edges"]]
        assert {offer["product"]["records"][0]["key"]: offer["priceVolatility"]["value"] for offer in offers} == {
            product: pytest.approx(told.volatility(key, product), rel=1e-6)
            for product in (offer["product"]["records"][0]["key"] for offer in offers)
        }
    carrier = guanxi.graphql(
        """{ partyByKey(source: "warehouse", key: "2", table: "carriers") {
          partner { deliveryPerformance { onTime due } } } }"""
    )["partyByKey"]["partner"]["deliveryPerformance"]
    assert (carrier["onTime"], carrier["due"]) == told.carried_on_time("2")


def test_the_demo_is_analysed_and_a_what_if_answers(guanxi: Guanxi) -> None:
    answer = guanxi.graphql("""{ runs { edges { node { job latest converged scored } } }
      influence(metric: PAGERANK, role: EMPLOYEE, first: 1) { edges { node { party { name } evidence } } }
      systemicRisk(first: 1) { edges { node { rank value } } }
      partyByKey(source: "srm", key: "14") { id supplier { risk { value } } } }""")
    assert {(run["node"]["job"], run["node"]["latest"]) for run in answer["runs"]["edges"]} == {
        ("influence", True), ("dependency", True), ("risk", True),
    }  # fmt: skip
    assert all(run["node"]["converged"] and run["node"]["scored"] > 100 for run in answer["runs"]["edges"])
    # One buyer deals with most suppliers, alone.
    assert answer["influence"]["edges"][0]["node"]["party"]["name"] == "Marcus Okafor"
    assert answer["systemicRisk"]["edges"][0]["node"]["value"] > 0
    # Formaggi Fortini supplies three cheeses: 70, 80 and 65 of 100, by srm.second_sourcing.
    supplier = answer["partyByKey"]["id"]
    reached = guanxi.graphql(
        f'{{ reach(supplierId: "{supplier}") {{ goods {{ good {{ name }} lost }} orderCount }} }}'
    )["reach"]
    assert {good["good"]["name"]: good["lost"] for good in reached["goods"]} == {
        "Gorgonzola Telino": 0.7, "Mozzarella di Giovanni": 0.8, "Mascarpone Fabioli": 0.65,
    }  # fmt: skip
    assert reached["orderCount"] == 2


def test_loading_each_system_again_changes_nothing(guanxi: Guanxi) -> None:
    before = guanxi.run("graph", "hash")
    for system in ("hr", "crm", "srm", "warehouse", "sales", "finance"):
        accounts = json.loads(guanxi.run("ingest", str(guanxi.home / "demo" / system / f"{system}.yaml"), "--json"))
        assert accounts["read"] == accounts["unchanged"] > 0, accounts
        assert accounts["waiting"] == []
    assert json.loads(guanxi.run("resolve", "--json"))["moved"] == 0
    assert guanxi.run("graph", "hash") == before


def test_an_interrupted_demo_says_how_the_same_graph_is_reached_undisturbed(guanxi: Guanxi) -> None:
    interrupted = guanxi.run("graph", "hash")
    assert "Ended." not in guanxi.run("down")
    guanxi.await_no_server()
    other = Guanxi(guanxi.home.parent / "undisturbed")
    try:
        other.run("demo", "--detach")
        assert other.run("graph", "hash") == interrupted
    finally:
        other.end()


def test_nothing_is_left_running(guanxi: Guanxi) -> None:
    assert guanxi.servers() == []
    assert json.loads(guanxi.run("neo4j", "status", "--json"))["phase"] == "stopped"
