"""What-ifs on companies that are small enough to work out on paper."""

from collections.abc import Sequence

import numpy as np
import pytest

from graph.errors import InvalidDataError, UsageError
from graph.snapshot import Snapshot
from intelligence import spread
from intelligence.what_if import WhatIf, what_if
from intelligence.what_if_results import Model, Scope, Shock
from tests.intelligence.made import assumed, id_of, made

SUPPLIER, PRODUCT, CUSTOMER = {"labels": ["Supplier"]}, {"labels": ["Product"]}, {"labels": ["Customer"]}
FLOWS = [Model.DEBTRANK, Model.INOPERABILITY, Model.ESRI, Model.TIME_TO_RECOVER]


def chain(**changes: object) -> Snapshot:
    """S supplies 80 % and T 20 % of P; A buys three quarters of P and all of Q, B the rest of P. 100 days."""
    nodes = {
        "S": {"labels": ["Supplier"], "country": "NO", "region": "Oslo"},
        "T": {"labels": ["Supplier"], "country": "SE"},
        "P": {**PRODUCT, "stock": 0.0, "price": 10.0},
        "Q": {**PRODUCT, "stock": 0.0},
        "A": {**CUSTOMER, "country": "NO"},
        "B": CUSTOMER,
        "food": {"labels": ["Category"]},
        "drink": {"labels": ["Category"]},
    }
    for name, facts in changes.items():
        nodes[name] = {**nodes[name], **facts}  # type: ignore[dict-item]
    ties = {
        "supplies": [("P", "S", {"share": 0.8, "leadTimeDays": 7.0}), ("P", "T", {"share": 0.2})],
        "purchases": [("P", "S", {"amount": 400.0, "quantity": 80.0, "lines": 1})],
        "demand": [
            ("P", "A", {"amount": 750.0, "quantity": 75.0, "lines": 3}),
            ("P", "B", {"amount": 250.0, "quantity": 25.0, "lines": 1}),
            ("Q", "A", {"amount": 250.0, "quantity": 10.0, "lines": 1}),
        ],
        "receivables": [("A", "", {"amount": 10_000, "invoices": 1})],
        "payables": [("S", "", {"amount": 5_000, "invoices": 1})],
        "category": [("P", "drink", {}), ("drink", "food", {})],
    }
    return made(nodes, ties)


def ask(
    snapshot: Snapshot,
    *names: str,
    model: Model = Model.DEBTRANK,
    size: float = 1.0,
    days: float = 10,
    **changes: object,
) -> WhatIf:
    shocks = [Shock(Scope.NODE, id_of(name), size, days) for name in names]
    return what_if(snapshot, shocks, assumed(**changes), model=model)


def figures(answer: WhatIf) -> dict[str, tuple[float, float, int, str]]:
    """Loss, value, tier and channel by name."""
    return {i.name: (round(i.loss, 6), round(i.value, 4), i.tier, i.channel) for i in answer.impacts()}


@pytest.mark.parametrize("model", FLOWS)
def test_a_supplier_fails(model: Model) -> None:
    spare = {"headroom": 0.0}
    answer = ask(chain(), "S", model=model, **spare)
    # Of 100 days' figures ten are lost: P loses 80 % of 1000 / 10; A has 750 of its 1000 in P, B all.
    assert figures(answer) == {
        "S": (1.0, 40.0, 0, "shock"),
        "P": (0.8, 80.0, 1, "supply"),
        "A": (0.6, 60.0, 2, "demand"),
        "B": (0.8, 20.0, 2, "demand"),
    }
    summary = answer.summary
    assert summary.value_at_risk == pytest.approx({"Supplier": 40.0, "Product": 80.0, "Customer": 80.0})
    assert (summary.currency, summary.horizon_days, summary.reached, summary.converged) == ("EUR", 10.0, 4, True)
    customers = [total for total in summary.totals if total.kind == "Customer"]
    assert [(t.channel, t.tier, t.nodes, round(t.value, 6)) for t in customers] == [("demand", 2, 2, 80.0)]


def test_the_paths_carry_the_facts() -> None:
    (path,) = ask(chain(), "S").paths(id_of("A"))
    assert path.strength == pytest.approx(0.8 * 0.75)
    assert [(step.source_name, step.target_name, step.channel) for step in path.steps] == [
        ("S", "P", "supply"),
        ("P", "A", "demand"),
    ]
    assert path.steps[0].facts == {"share": 0.8, "leadTimeDays": 7.0, "currency": "EUR"}
    assert path.steps[1].facts["amount"] == 750.0


def test_a_customer_fails_upward_and_by_what_it_owes() -> None:
    answer = ask(chain(), "A", buffers={"company": 200.0, "parties": {id_of("S"): 500.0}})
    found = figures(answer)
    assert found["A"] == (1.0, 100.0, 0, "shock")
    assert found["P"] == (0.75, 75.0, 1, "demand")
    assert found["Q"] == (1.0, 25.0, 1, "demand")
    # We owe S 50 and lose 100 of the 200 we can lose: half of what S has at stake is a twentieth of its 500.
    assert found["(the company itself)"] == (0.5, 100.0, 1, "credit")
    assert answer.impact(id_of("S")).by_channel == pytest.approx({"supply": 30.0, "credit": 25.0})  # type: ignore[union-attr]
    assert "T" not in found


@pytest.mark.parametrize(("stock", "loss"), [(4.0, 0.48), (5.0, 0.4), (10.0, 0.0), (99.0, 0.0)])
def test_stock_bridges_a_part_of_the_time(stock: float, loss: float) -> None:
    # One unit a day is needed for ten days.
    assert figures(ask(chain(P={"stock": stock}), "S")).get("P", (0.0,))[0] == pytest.approx(loss)


def test_stock_that_is_not_known_is_assumed_and_said() -> None:
    answer = ask(chain(P={"stock": float("nan")}), "S", inventory={"unknown_days": 5.0})
    assert figures(answer)["P"][0] == pytest.approx(0.4)
    used = {assumed.name: (assumed.value, assumed.nodes) for assumed in answer.summary.assumptions}
    assert used["inventory.unknown_days"] == (5.0, 1)
    assert "inventory.use" not in used


def test_durations_differ() -> None:
    shocks = [Shock(Scope.NODE, id_of("S"), 1.0, 5.0), Shock(Scope.NODE, id_of("Q"), 0.5, 10.0)]
    found = figures(what_if(chain(), shocks, assumed()))
    assert found["S"][:2] == (0.5, 20.0)
    assert found["P"][:2] == (0.4, 40.0)
    assert found["Q"][:2] == (0.5, 12.5)
    with pytest.raises(UsageError, match="one duration for all shocks"):
        what_if(chain(), shocks, assumed(), model=Model.TIME_TO_RECOVER)


def bill() -> Snapshot:
    """P needs two M and one N, N needs three M; S supplies M, T supplies N. Ten P are sold a day, at 5."""
    good = {"labels": ["Product"], "stock": 0.0}
    nodes = {"P": good, "M": {**good, "labels": ["Material"]}, "N": good, "S": SUPPLIER, "T": SUPPLIER, "A": CUSTOMER}
    ties = {
        "material": [("P", "M", {"quantity": 2.0}), ("P", "N", {"quantity": 1.0}), ("N", "M", {"quantity": 3.0})],
        "supplies": [("M", "S", {}), ("N", "T", {})],
        "purchases": [("M", "S", {"amount": 100.0, "quantity": 50.0}), ("N", "T", {"amount": 60.0, "quantity": 10.0})],
        "demand": [("P", "A", {"amount": 5_000.0, "quantity": 1_000.0})],
    }
    return made(nodes, ties)


@pytest.mark.parametrize("model", FLOWS)
def test_a_bill_of_materials_of_two_levels(model: Model) -> None:
    found = figures(ask(bill(), "S", model=model, size=0.5, headroom=0.0))
    assert {name: found[name][0] for name in "SMNPA"} == pytest.approx(
        # Both of P's inputs are half there. ESRI and the program take the scarcest, the others add them up.
        {"S": 0.5, "M": 0.5, "N": 0.5, "P": 1.0, "A": 1.0}
        if model in {Model.DEBTRANK, Model.INOPERABILITY}
        else {"S": 0.5, "M": 0.5, "N": 0.5, "P": 0.5, "A": 0.5},
        abs=1e-6,
    )


def test_needs_go_down_the_bill_of_materials() -> None:
    answer = ask(bill(), "A")
    assert answer.network.books.need[answer.snapshot.nodes.index(id_of("M"))] == 10 * 2 + 10 * 3
    assert {name: figures(answer)[name][0] for name in "PMNST"} == pytest.approx(dict.fromkeys("PMNST", 1.0))


def test_a_bill_of_materials_that_contains_itself_is_named() -> None:
    snapshot = made({"P": PRODUCT, "Q": PRODUCT}, {"material": [("P", "Q", {}), ("Q", "P", {})]})
    with pytest.raises(InvalidDataError, match=r"bill of materials of '[PQ]'.* contains the good itself"):
        ask(snapshot, "P")


def test_owners_employees_and_parties_of_two_roles() -> None:
    """X buys P and supplies Q; H owns 60 % of X; E handles three of the four dealings with X."""
    nodes = {
        "X": {"labels": ["Customer", "Supplier"]},
        "P": {**PRODUCT, "stock": 0.0}, "Q": {**PRODUCT, "stock": 0.0}, "A": CUSTOMER,
        "H": {"labels": ["Investor"]}, "E": {"labels": ["Employee"]}, "F": {"labels": ["Employee"]},
    }  # fmt: skip
    ties = {
        "demand": [("P", "X", {"amount": 100.0, "quantity": 1.0}), ("Q", "A", {"amount": 300.0, "quantity": 1.0})],
        "supplies": [("Q", "X", {"share": 1.0})],
        "purchases": [("Q", "X", {"amount": 200.0, "quantity": 1.0})],
        "ownership": [("H", "X", {"share": 0.6, "amount": 100_000})],
        "people": [("X", "E", {"orders": 2, "contacts": 1}), ("X", "F", {"contacts": 1})],
    }
    snapshot = made(nodes, ties)
    owner = figures(ask(snapshot, "H"))
    assert owner["X"] == (0.6, 0.6 * 30, 1, "ownership")  # both its sides: a tenth of 100 and of 200
    assert owner["Q"] == (0.6, 18.0, 2, "supply")
    assert owner["P"] == (0.6, 6.0, 2, "demand")
    employee = figures(ask(snapshot, "E"))
    assert employee["E"][:2] == (1.0, 0.75 * 30)
    assert employee["X"] == (0.75, 22.5, 1, "people")
    # X goes short of P as a customer, and goes on to supply Q.
    assert figures(ask(snapshot, "P"))["X"] == (1.0, 10.0, 1, "demand")
    assert "Q" not in figures(ask(snapshot, "P"))
    # H loses its stake of 1000 in X, which is all it has at stake.
    assert figures(ask(snapshot, "X"))["H"] == (1.0, 1000.0, 1, "ownership")


def test_the_cascade_passes_a_failure_on_by_chance() -> None:
    answer = ask(chain(), "S", model=Model.CASCADE)
    impact = answer.impact(id_of("B"))
    assert impact is not None
    assert abs(impact.loss - 0.8) < 4 * answer.summary.tolerance


@pytest.mark.parametrize(
    ("shock", "names"),
    [
        (Shock(Scope.COUNTRY, "no"), {"S", "A"}),
        (Shock(Scope.COUNTRY, "NO", roles=("Supplier",)), {"S"}),
        (Shock(Scope.REGION, "oslo"), {"S"}),
        (Shock(Scope.CATEGORY, id_of("food")), {"P"}),
        (Shock(Scope.NODE, id_of("drink")), {"P"}),
    ],
)
def test_countries_regions_and_categories(shock: Shock, names: set[str]) -> None:
    answer = what_if(chain(), [shock], assumed())
    assert {answer.snapshot.nodes.name[i] for i in answer.shocked.nodes} == names
    assert answer.summary.horizon_days == 30
    assert [a.nodes for a in answer.summary.assumptions if a.name == "recovery_days"] == [len(names)]


@pytest.mark.parametrize(
    ("shocks", "message"),
    [
        ([], "needs a shock"),
        ([Shock(Scope.NODE, "nobody")], "'nobody' is no party, product or category"),
        ([Shock(Scope.COUNTRY, "XX")], "no party is in country 'XX'; there are NO, SE"),
        ([Shock(Scope.NODE, id_of("S"), size=1.5)], r"size 1\.5; it must be in \[0, 1\]"),
        ([Shock(Scope.NODE, id_of("S"), size=float("nan"))], "size nan"),
        ([Shock(Scope.NODE, id_of("S"), days=0)], "lasts 0 days"),
        ([Shock(Scope.COUNTRY, "NO", roles=("Boss",))], "'Boss' is no role"),
    ],
)
def test_a_shock_that_cannot_be_used_is_told(shocks: Sequence[Shock], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        what_if(chain(), shocks, assumed())


def two_currencies() -> Snapshot:
    sales = [
        ("P", "A", {"amount": 100.0, "quantity": 1.0}),
        ("P", "A", {"amount": 50.0, "quantity": 1.0, "currency": "USD"}),
    ]
    return made({"P": PRODUCT, "A": CUSTOMER}, {"demand": sales})


def test_currencies_are_converted_and_never_added_as_they_stand() -> None:
    with pytest.raises(InvalidDataError, match="amounts are in EUR, USD: name the `currency`"):
        ask(two_currencies(), "P")
    with pytest.raises(InvalidDataError, match="1 amounts of channel demand are in USD, and no rate to EUR"):
        ask(two_currencies(), "P", currency="EUR")
    answer = ask(two_currencies(), "P", currency="EUR", rates={"USD": 0.8}, days=100)
    assert answer.summary.value_at_risk == pytest.approx({"Product": 140.0, "Customer": 140.0})


def test_what_is_missing_or_wrong_is_said() -> None:
    nodes = {"P": PRODUCT, "A": CUSTOMER, "B": CUSTOMER, "H": {"labels": ["Investor"]}}
    sales = [
        ("P", "A", {"amount": 100.0, "quantity": 1.0, "lines": 3, "missing": 2}),
        ("P", "B", {"amount": -5.0, "quantity": 1.0}),
    ]
    answer = ask(made(nodes, {"demand": sales, "ownership": [("H", "H", {"share": 0.1}), ("H", "A", {})]}), "P")
    assert {(gap.channel, gap.what): gap.facts for gap in answer.summary.gaps} == {
        ("demand", "order lines without quantity or price"): 2,
        ("demand", "returns exceed sales: counted as none"): 1,
        ("ownership", "holdings without a share"): 1,
        ("ownership", "parties that own themselves: left out"): 1,
        ("ownership", "holdings whose worth is not known"): 2,
    }
    assert "B" not in figures(answer)
    with pytest.raises(InvalidDataError, match="'H' owns a share of 60 of 'A'; a share is between 0 and 1"):
        ask(made(nodes, {"ownership": [("H", "A", {"share": 60.0})]}), "A")


def test_owners_that_own_each_other_whole_have_no_leak() -> None:
    """X owns Y and Y owns X: a loss goes round for ever. It ends at all there is, or is refused."""
    snapshot = made(
        {"X": SUPPLIER, "Y": SUPPLIER},
        {"ownership": [("X", "Y", {"share": 1.0}), ("Y", "X", {"share": 1.0})]},
    )
    assert figures(ask(snapshot, "X", size=0.5))["Y"][0] == pytest.approx(1.0)
    with pytest.raises(InvalidDataError, match=r"inoperability cannot answer this: .*spectral radius"):
        ask(snapshot, "X", model=Model.INOPERABILITY)


def test_inoperability_of_many_is_a_series_that_ends_in_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    solved = ask(chain(), "S", model=Model.INOPERABILITY)
    monkeypatch.setattr(spread, "MOST_SOLVED", 1)
    added_up = ask(chain(), "S", model=Model.INOPERABILITY)
    assert (solved.summary.iterations, solved.summary.tolerance) == (0, 0.0)
    assert (added_up.summary.converged, added_up.summary.tolerance) == (True, 1e-9)
    assert added_up.summary.iterations > 0
    np.testing.assert_allclose(added_up.accounts.loss, solved.accounts.loss, atol=1e-9)
    assert solved.accounts.loss.max() > 0.0


def test_scaling_money_scales_the_values_alone() -> None:
    plain, scaled = (ask(chain(), "S", currency="EUR", rates=rates) for rates in ({}, {"EUR": 1.0}))
    assert figures(plain) == figures(scaled)
    dear = made(
        {"P": PRODUCT, "A": CUSTOMER}, {"demand": [("P", "A", {"amount": 10.0, "quantity": 1.0, "currency": "USD"})]}
    )
    one, three = (ask(dear, "P", currency="EUR", rates={"USD": rate}) for rate in (1.0, 3.0))
    np.testing.assert_allclose(three.accounts.value, 3 * one.accounts.value)
    np.testing.assert_allclose(three.accounts.loss, one.accounts.loss)
