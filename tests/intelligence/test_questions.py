"""The questions risk is asked for, on a company that is small enough to work the answers out on paper."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from graph.errors import UsageError
from graph.snapshot import Snapshot
from graph.snapshot_orders import OpenLine
from intelligence.alternatives import alternatives
from intelligence.dependencies import dependencies, hanging_on_one, key_person, single_sourced
from intelligence.reach import reach
from tests.intelligence.made import assumed, id_of, made

DAY = date(2026, 3, 31)


def company() -> Snapshot:
    """S supplies 80 % of M, V the rest; one M goes into a P. W supplies N of M's category. A and B buy P. 100 days.

    S and V are in one country and belong to one holding; S and W have one bank account. E alone deals with A.
    """
    supplier = {"labels": ["Supplier"]}
    nodes = {
        "M": {"labels": ["Material"], "stock": 16.0},
        "N": {"labels": ["Material"], "stock": 0.0},
        "P": {"labels": ["Product"], "stock": 8.0},
        "S": {**supplier, "country": "IT", "bank": "1"},
        "V": {**supplier, "country": "IT"},
        "W": {**supplier, "country": "FR", "bank": "1"},
        "H": {"labels": ["Investor"]}, "top": {"labels": ["Investor"]}, "metal": {"labels": ["Category"]},
        "A": {"labels": ["Customer"]}, "B": {"labels": ["Customer"]},
        "E": {"labels": ["Employee"]}, "F": {"labels": ["Employee"]},
    }  # fmt: skip
    ties = {
        "supplies": [
            ("M", "S", {"share": 0.8, "price": 2.0, "leadTimeDays": 5.0}),
            ("M", "V", {"share": 0.2, "price": 3.0, "leadTimeDays": 9.0}),
            ("N", "W", {"share": 1.0, "price": 1.0}),
        ],
        "purchases": [
            ("M", "S", {"amount": 160.0, "quantity": 80.0, "rejected": 8.0}),
            ("M", "V", {"amount": 60.0, "quantity": 20.0, "rejected": 1.0}),
            ("N", "W", {"amount": 40.0, "quantity": 40.0}),
        ],
        "material": [("P", "M", {"quantity": 1.0})],
        "demand": [("P", "A", {"amount": 750.0, "quantity": 75.0}), ("P", "B", {"amount": 250.0, "quantity": 25.0})],
        "category": [("M", "metal", {}), ("N", "metal", {})],
        "ownership": [("H", "S", {"share": 0.6}), ("top", "H", {"share": 1.0}), ("top", "V", {"share": 0.2})],
        "people": [("A", "E", {"orders": 4}), ("B", "E", {"contacts": 3}), ("B", "F", {"contacts": 1})],
    }
    return made(nodes, ties)


def line(key: str, required: date | None) -> OpenLine:
    return OpenLine(id_of(key), key, DAY, required, id_of("A"), id_of("P"), 1.0)


def test_when_a_supplier_reaches_goods_orders_and_customers() -> None:
    # One M a day is needed and 0.8 is lacking: 16 last 20 days. P lacks as much from then on, and has 8 more: 10 days.
    orders = [line("1", DAY + timedelta(29)), line("2", DAY + timedelta(30)), line("3", None)]

    def orders_of(goods: Sequence[str], day: date) -> list[OpenLine]:
        assert (set(goods), day) == ({id_of("M"), id_of("P")}, DAY)
        return orders

    found = reach(company(), id_of("S"), assumed(), orders_of)
    assert [(g.name, g.tier, g.lost, g.days, g.on) for g in found.goods] == [
        ("M", 1, 0.8, pytest.approx(20.0), DAY + timedelta(20)),
        ("P", 2, 0.8, pytest.approx(30.0), DAY + timedelta(30)),
    ]
    assert (found.goods[0].others, found.goods[0].lead_time_days) == (1, 9.0)
    assert [(o.key, o.customer_name, o.out_on) for o in found.orders] == [
        ("2", "A", DAY + timedelta(30)),
        ("3", "A", DAY + timedelta(30)),
    ]
    assert [(c.name, c.lost, c.value_per_day, c.on) for c in found.customers] == [
        ("A", 0.8, pytest.approx(6.0), DAY + timedelta(30)),
        ("B", 0.8, pytest.approx(2.0), DAY + timedelta(30)),
    ]


def test_who_could_replace_a_supplier_and_how_independent_it_is() -> None:
    found = alternatives(company(), id_of("S"), assumed(headroom=1.0, same_category=0.5))
    by_name = {each.supplier.name: each for each in found.alternatives}
    assert set(by_name) == {"V", "W"}
    (same,) = by_name["V"].offers
    # V has delivered 0.2 a day and could as much again, of the 0.8 that S did.
    assert (same.same, same.price, same.dearer, same.lead_time_days, same.quality) == (True, 3.0, 0.5, 9.0, 0.95)
    assert same.could_take == pytest.approx(0.25)
    assert {(tie.kind, tie.what) for tie in by_name["V"].shares} == {("same_owner", "top"), ("same_country", "IT")}
    assert by_name["V"].independence == pytest.approx(0.2 * 0.9)
    assert by_name["V"].score == pytest.approx(0.25 * 0.18)
    (near,) = by_name["W"].offers
    # W has delivered 0.4 a day of another metal and could as much again; half of it stands in.
    assert (near.same, near.good.name, near.category, near.dearer) == (False, "N", "metal", -0.5)
    assert near.could_take == pytest.approx((20 + 20) / 100 * 0.5 / 0.8)
    assert [(tie.kind, tie.factor) for tie in by_name["W"].shares] == [("same_bank_account", 0.5)]
    assert [each.supplier.name for each in found.alternatives] == ["W", "V"]
    assert {a.name for a in found.assumptions} >= {"headroom", "same_category", "independence.same_owner"}
    assert [good.name for good in alternatives(company(), id_of("W"), assumed(headroom=0.0)).without] == []


def test_which_parties_hang_on_one_employee() -> None:
    found = key_person(company(), id_of("E"), assumed())
    alone, shared = found.parties
    assert (alone.party.name, alone.share, alone.alone, alone.colleague, alone.value) == ("A", 1.0, True, None, 750.0)
    assert (shared.share, shared.alone, shared.colleague_share, shared.contacts) == (0.75, False, 0.25, 3)
    assert shared.colleague is not None
    assert shared.colleague.name == "F"
    assert (found.value, found.value_alone) == (750 + 0.75 * 250, 750.0)
    assert [hanging.party.name for hanging in hanging_on_one(company(), assumed())] == ["A"]
    with pytest.raises(UsageError, match="'A' is no employee"):
        key_person(company(), id_of("A"), assumed())


def test_what_depends_on_one_supplier_and_what_a_good_goes_through() -> None:
    assert [(s.good.name, s.supplier.name) for s in single_sourced(company(), assumed())] == [("N", "W")]
    good = dependencies(company(), id_of("P"), assumed())
    assert [node.name for node in good.passes_through] == ["M"]
    # P is made of M alone; a tier up, M comes from two: 0.8² + 0.2².
    assert [(t.tier, t.hhi, t.coverage) for t in good.tiers] == [(1, 1.0, 1.0), (2, pytest.approx(0.68), 1.0)]
    assert dependencies(company(), id_of("M"), assumed()).severed == 2
    customer = dependencies(company(), id_of("B"), assumed())
    assert [(h.employee.name, h.share) for h in customer.key_people] == [("E", 0.75), ("F", 0.25)]
    assert [s.good.name for s in dependencies(company(), id_of("W"), assumed()).single_sourced] == ["N"]


@pytest.mark.parametrize("question", [reach, alternatives])
def test_one_who_supplies_nothing_is_told(question: object) -> None:
    for node, message in (("A", "'A' supplies nothing"), ("nobody", "is no party of the graph")):
        with pytest.raises(UsageError, match=message):
            question(company(), id_of(node), assumed())  # type: ignore[operator]
