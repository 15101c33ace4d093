import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from algorithms.errors import AlgorithmError
from algorithms.risk import debtrank
from tests.algorithms.support import seeds, shuffled, table

NETWORKS = {
    "chain": [[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]],
    "tree": [[0, 0.5, 0.5], [0, 0, 0], [0, 0, 0]],
    "cycle": [[0, 0.5, 0], [0, 0, 0.5], [0.5, 0, 0]],
}
ROWS = table("debtrank_3bank.csv")
CASES = sorted({(row["network"], row["scenario"]) for row in ROWS})


@pytest.mark.parametrize(("network", "scenario"), CASES)
def test_three_banks(network, scenario):
    rows = [row for row in ROWS if (row["network"], row["scenario"]) == (network, scenario)]
    equity = np.array([float(row["equity0"]) for row in rows])
    shock = np.array([float(row["shock"]) for row in rows]) / equity
    result = debtrank(NETWORKS[network], equity, shock)
    assert result.converged
    # The table has 12 digits.
    np.testing.assert_allclose(result.loss, [float(row["h_final"]) for row in rows], atol=1e-9, rtol=0)
    left = equity * (1 - result.loss)
    np.testing.assert_allclose(left, [float(row["equity_final"]) for row in rows], atol=1e-9, rtol=0)
    assert result.value == pytest.approx((equity * (result.loss - shock)).sum(), abs=1e-12)


def test_exact_cycle():
    left = 1 - debtrank(NETWORKS["cycle"], [1, 1, 1], [0, 0, 0.5]).loss
    np.testing.assert_allclose(left, [6 / 7, 5 / 7, 3 / 7], atol=1e-11, rtol=0)


def test_original_passes_on_once():
    # C hits B (0.25), B hits A (0.125), A hits C (0.0625): C has passed on already.
    result = debtrank(NETWORKS["cycle"], [1, 1, 1], [0, 0, 0.5], variant="original")
    assert result.loss.tolist() == [0.125, 0.25, 0.5625]


def test_original_takes_all_hits_of_a_round_before_passing_on():
    exposures = np.zeros((4, 4))
    exposures[2, 0] = exposures[2, 1] = exposures[3, 2] = 0.5
    result = debtrank(exposures, np.ones(4), [0.4, 0.6, 0, 0], variant="original")
    np.testing.assert_allclose(result.loss, [0.4, 0.6, 0.5, 0.25])


def test_original_caps_impact_at_one():
    exposures = [[0, 4.0], [0, 0]]
    assert debtrank(exposures, [1, 1], [0, 0.2], variant="original").loss.tolist() == [0.2, 0.2]
    assert debtrank(exposures, [1, 1], [0, 0.2]).loss.tolist() == [0.8, 0.2]


def reference(exposures, buffers, shock, rounds=20_000):
    rates = exposures / buffers[:, None]
    before, loss = np.zeros(len(shock)), shock.copy()
    for _ in range(rounds):
        before, loss = loss, np.minimum(1, loss + rates @ (loss - before))
        if np.abs(loss - before).max() < 1e-15:
            break
    return loss


def network(seed, n=25, strength=1.2):
    rng = np.random.default_rng(seed)
    exposures = rng.random((n, n)) * (rng.random((n, n)) < 0.15)
    buffers = exposures.sum(axis=1) / strength * (0.5 + rng.random(n)) + 0.01
    shock = rng.random(n) * (rng.random(n) < 0.15)
    return exposures, buffers, shock


@given(seeds)
def test_follows_the_formula(seed):
    exposures, buffers, shock = network(seed)
    result = debtrank(exposures, buffers, shock)
    np.testing.assert_allclose(result.loss, reference(exposures, buffers, shock), atol=1e-9, rtol=0)
    assert (result.loss >= shock).all()
    assert (result.loss <= 1).all()


@given(seeds, st.sampled_from(["linear", "original"]))
def test_does_not_depend_on_the_order_of_nodes(seed, variant):
    exposures, buffers, shock = network(seed)
    order = shuffled(seed, len(shock))
    plain = debtrank(exposures, buffers, shock, variant=variant)
    other = debtrank(exposures[np.ix_(order, order)], buffers[order], shock[order], variant=variant)
    np.testing.assert_allclose(other.loss, plain.loss[order], atol=1e-9, rtol=0)


@given(seeds, st.floats(1e-6, 1e9))
def test_money_can_be_counted_in_any_unit(seed, unit):
    exposures, buffers, shock = network(seed)
    plain = debtrank(exposures, buffers, shock)
    other = debtrank(exposures * unit, buffers * unit, shock)
    np.testing.assert_allclose(other.loss, plain.loss, atol=1e-9, rtol=0)
    assert other.value == pytest.approx(plain.value * unit, rel=1e-6, abs=1e-9 * unit)


@given(seeds)
def test_a_larger_shock_never_loses_less(seed):
    exposures, buffers, shock = network(seed)
    more = np.minimum(1, shock + 0.1)
    assert (debtrank(exposures, buffers, more).loss >= debtrank(exposures, buffers, shock).loss - 1e-9).all()


def test_many_scenarios_are_each_alone():
    exposures, buffers, _ = network(3)
    table_of_shocks = np.eye(len(buffers))
    joint = debtrank(sparse.csr_array(exposures), buffers, table_of_shocks)
    for node in range(len(buffers)):
        alone = debtrank(exposures, buffers, table_of_shocks[node])
        assert np.array_equal(joint.loss[node], alone.loss)
        assert joint.value[node] == pytest.approx(alone.value, abs=1e-12)


def test_weights():
    result = debtrank(NETWORKS["chain"], [1.5, 1, 0.5], [0, 0, 1], weights=[3, 2, 1])
    assert result.value == pytest.approx(3 / 6 + 2 / 2)


def test_without_damping_a_loss_circulates_until_it_is_total():
    result = debtrank([[0, 1], [1, 0]], [1, 1], [0.1, 0])
    assert result.loss.tolist() == [1, 1]


def test_giving_up_is_said():
    result = debtrank([[0, 1], [1, 0]], [1, 1], [1e-6, 0], max_iterations=10)
    assert not result.converged
    assert result.iterations == 10


def test_no_shock_and_no_nodes():
    assert debtrank(NETWORKS["cycle"], [1, 1, 1], [0, 0, 0]).value == 0
    assert debtrank(np.zeros((0, 0)), [], []).converged


def test_a_hub_of_many():
    n = 200_000
    hub = sparse.csr_array((np.ones(n - 1), (np.arange(1, n), np.zeros(n - 1, dtype=int))), shape=(n, n))
    result = debtrank(hub, np.full(n, 2.0), np.eye(1, n)[0])
    assert result.value == pytest.approx(n - 1)


@pytest.mark.parametrize(
    "change",
    [
        {"exposures": [[0, -1, 0], [0, 0, 1], [0, 0, 0]]},
        {"exposures": [[0, np.nan, 0], [0, 0, 1], [0, 0, 0]]},
        {"exposures": [[0, 1], [0, 0]]},
        {"exposures": [[0, 1, 0], [0, 0, 1]]},
        {"buffers": [0, 1, 1]},
        {"buffers": [1, -1, 1]},
        {"buffers": [1, np.nan, 1]},
        {"buffers": [1, np.inf, 1]},
        {"buffers": [1, 1]},
        {"shock": [0, 0, 1.5]},
        {"shock": [0, 0, -0.5]},
        {"shock": [0, 0, np.nan]},
        {"shock": [[0, 0]]},
        {"shock": 0.5},
        {"weights": [1, 1]},
        {"variant": "cubic"},
        {"tolerance": 0},
        {"max_iterations": 0},
    ],
)
def test_bad_input_is_refused(change):
    given_ = {"exposures": [[0, 1, 0], [0, 0, 1], [0, 0, 0]], "buffers": [1, 1, 1], "shock": [0, 0, 1]} | change
    with pytest.raises(AlgorithmError):
        debtrank(given_.pop("exposures"), given_.pop("buffers"), given_.pop("shock"), **given_)
