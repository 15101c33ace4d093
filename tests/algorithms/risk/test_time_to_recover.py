import numpy as np
import pytest

from algorithms.errors import AlgorithmError, InvalidParameterError
from algorithms.risk import risk_exposure_index, time_to_recover, time_to_survive
from tests.algorithms.support import table

VALUES = {row["quantity"]: float(row["value"]) for row in table("ttr_tts_hand_case.csv")}
NEEDS = [[0, 2], [0, 0]]
PLAN = {"inventory": [40, 20], "demand": [0, 10], "capacity": [np.inf, 15]}


def test_published_hand_case():
    assert time_to_survive(NEEDS, disrupted=[0], **PLAN).duration == pytest.approx(VALUES["TTS_weeks"], abs=1e-9)
    for weeks in (2, 4, 6, 8):
        result = time_to_recover(NEEDS, disrupted=[0], duration=weeks, margin=[0, 5], **PLAN)
        assert result.lost_margin == pytest.approx(VALUES[f"lost_margin_TTR={weeks}"], abs=1e-9)
        assert result.production[0] == 0


def test_capacity_binds_without_any_disruption():
    plan = PLAN | {"capacity": [np.inf, 8]}
    result = time_to_recover(NEEDS, disrupted=[], duration=20, margin=[0, 5], **plan)
    assert result.lost_margin == pytest.approx((200 - 20 - 160) * 5)
    assert time_to_survive(NEEDS, disrupted=[], **plan).duration == pytest.approx(10)


def test_what_is_not_needed_can_be_down_for_ever():
    assert time_to_survive(NEEDS, disrupted=[], **PLAN).duration == np.inf
    lonely = time_to_survive(np.zeros((2, 2)), disrupted=[0], inventory=[0, 0], demand=[0, 10])
    assert lonely.duration == np.inf


def test_scarce_material_goes_where_it_earns_most():
    # One part, no more of it: 10 units for products with margins 3 and 7.
    needs = [[0, 1, 1], [0, 0, 0], [0, 0, 0]]
    result = time_to_recover(needs, disrupted=[0], duration=1, inventory=[10, 0, 0], demand=[0, 8, 8], margin=[0, 3, 7])
    np.testing.assert_allclose(result.lost, [0, 6, 0], atol=1e-7)
    assert result.lost_margin == pytest.approx(18)


def test_makers_of_one_part_replace_each_other():
    needs = [[0, 0, 1], [0, 0, 1], [0, 0, 0]]
    plan = {"duration": 2, "inventory": [0, 0, 0], "demand": [0, 0, 10], "margin": [0, 0, 1], "disrupted": [0]}
    assert time_to_recover(needs, **plan).lost_margin == pytest.approx(20)
    assert time_to_recover(needs, part=["x", "x", "y"], **plan).lost_margin == pytest.approx(0)
    limited = time_to_recover(needs, part=["x", "x", "y"], capacity=[np.inf, 4, np.inf], **plan)
    assert limited.lost_margin == pytest.approx(12)


def test_products_share_a_plant():
    plan = {"disrupted": [], "duration": 1, "inventory": [0, 0], "demand": [10, 10], "margin": [1, 2]}
    result = time_to_recover(np.zeros((2, 2)), plant=["a", "a"], plant_capacity=[15], **plan)
    np.testing.assert_allclose(result.lost, [5, 0], atol=1e-7)


def test_a_product_that_is_also_a_part():
    # 1 is sold and goes into 2, so stock of 1 serves one or the other.
    needs = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    plan = {"disrupted": [0], "duration": 1, "inventory": [0, 10, 0], "demand": [0, 6, 6], "margin": [0, 1, 5]}
    result = time_to_recover(needs, **plan)
    np.testing.assert_allclose(result.lost, [0, 2, 0], atol=1e-7)


def test_risk_exposure_index():
    result = risk_exposure_index(NEEDS, durations=[6, 3], margin=[0, 5], **PLAN)
    np.testing.assert_allclose(result.impact, [100, 50])
    np.testing.assert_allclose(result.index, [1, 0.5])
    np.testing.assert_allclose(result.survival, [4, 2])
    only = risk_exposure_index(NEEDS, durations=[6, 3], margin=[0, 5], nodes=[1], **PLAN)
    assert only.nodes.tolist() == [1]
    assert risk_exposure_index(NEEDS, durations=[0, 0], margin=[0, 5], **PLAN).index.tolist() == [0, 0]


def test_money_scales_and_longer_costs_more():
    costs = [
        time_to_recover(NEEDS, disrupted=[0], duration=weeks, margin=[0, 5], **PLAN).lost_margin for weeks in range(9)
    ]
    assert (np.diff(costs) >= -1e-9).all()
    double = time_to_recover(NEEDS, disrupted=[0], duration=8, margin=[0, 10], **PLAN).lost_margin
    assert double == pytest.approx(2 * costs[8])


@pytest.mark.parametrize(
    "change",
    [
        {"disrupted": [2]},
        {"disrupted": [0.5]},
        {"duration": -1},
        {"duration": np.inf},
        {"duration": np.nan},
        {"inventory": [1]},
        {"inventory": [-1, 0]},
        {"demand": [np.nan, 1]},
        {"margin": [0, -5]},
        {"capacity": [1]},
        {"capacity": [1, np.nan]},
        {"part": ["x"]},
        {"plant": ["a", "a"]},
        {"plant": ["a", "a"], "plant_capacity": [1, 2]},
    ],
)
def test_bad_input_is_refused(change):
    arguments = PLAN | {"disrupted": [0], "duration": 6, "margin": [0, 5]} | change
    with pytest.raises(AlgorithmError):
        time_to_recover(NEEDS, **arguments)


@pytest.mark.parametrize("unit", [1e-12, 1e-6, 1e6, 1e12])
def test_the_unit_of_goods_money_and_time_does_not_matter(unit):
    """The hand case of two parts: 4 weeks, then 10 a week at 5 each, however weeks, parts and money are counted."""
    large, small = [[0, 2], [0, 0]], [[0, 2 * unit], [0, 0]]
    counted = {"inventory": [40 * unit, 20 * unit], "demand": [0, 10 * unit], "capacity": [np.inf, 15 * unit]}
    finer = {"inventory": [40 * unit, 20], "demand": [0, 10], "capacity": [np.inf, 15]}
    slower = {"inventory": [40, 20], "demand": [0, 10 / unit], "capacity": [np.inf, 15 / unit]}
    for needs, plan, week, price in ((large, counted, 1, 5 / unit), (small, finer, 1, 5), (large, slower, unit, 5)):
        assert time_to_survive(needs, disrupted=[0], **plan).duration == pytest.approx(4 * week, rel=1e-9)
        for margin in (price, price * unit):
            found = time_to_recover(needs, disrupted=[0], duration=6 * week, margin=[0, margin], **plan)
            assert found.lost_margin == pytest.approx(100 * margin / price, rel=1e-9)


def test_large_numbers_end_in_an_answer_and_hopeless_ones_in_an_error():
    needs = [[0, 2], [0, 0]]
    assert time_to_survive(needs, disrupted=[0], inventory=[1e21, 0], demand=[0, 1e20]).duration == 5.0
    with pytest.raises(InvalidParameterError, match="out of proportion"):
        time_to_recover(needs, disrupted=[0], duration=1e308, inventory=[40, 20], demand=[0, 10], margin=[0, 5])


def test_no_node_loses_nothing():
    nothing = np.zeros((0, 0))
    assert time_to_recover(nothing, disrupted=[], duration=1, inventory=[], demand=[], margin=[]).lost_margin == 0.0
    assert time_to_survive(nothing, disrupted=[], inventory=[], demand=[]).duration == np.inf
