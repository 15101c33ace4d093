import numpy as np
import pytest
from hypothesis import given
from scipy import sparse

from algorithms.errors import AlgorithmError, InvalidIndexError, InvalidParameterError, NoLeakError
from algorithms.risk import esri
from tests.algorithms.support import column, seeds, shuffled, table

ROWS = table("esri_cpp6_mixed.csv")
FLOWS = np.array([[float(row[str(index)]) for index in range(6)] for row in ROWS])
INDUSTRY = column(ROWS, "industry").astype(int) - 1
ESSENTIAL = np.array([[2, 1, 0], [0, 2, 1], [1, 0, 2]])
DOWNSTREAM = 0.50687988214742541


def reference(flows, industry, essential, shock, *, revenue, costs=None, market=None, substitution=True):
    """The formulas of algorithms.md, as they stand there, in rounds over all firms."""
    n = len(flows)
    market = industry if market is None else market
    out, bought = flows.sum(axis=1), flows.sum(axis=0)
    kind = essential[industry[:, None], industry[None, :]]
    delivered = np.array([[flows[industry == industry[i], j].sum() for j in range(n)] for i in range(n)])
    with np.errstate(all="ignore"):
        strict = np.where(kind == 2, np.nan_to_num(flows / delivered), 0)
        loose = np.where(kind == 1, np.nan_to_num(flows / (bought if costs is None else costs)), 0)
        upward = np.nan_to_num(flows / revenue[:, None])
    down = up = np.ones(n)
    for _ in range(5_000):
        sold = np.array([(out * down)[market == market[i]].sum() for i in range(n)])
        with np.errstate(all="ignore"):
            share = np.where(sold > 0, np.minimum(1, out / sold), 1.0) if substitution else np.ones(n)
        missing = share * (1 - down)
        worst = np.max([(strict * missing[:, None])[industry == k].sum(axis=0) for k in range(len(essential))], axis=0)
        new_down = np.maximum(0, np.minimum.reduce([1 - worst, 1 - missing @ loose, 1 - shock]))
        new_up = np.maximum(0, np.minimum(1 - shock, 1 - upward @ (1 - up)))
        change = max(np.abs(new_down - down).max(), np.abs(new_up - up).max())
        down, up = new_down, new_up
        if change < 1e-14:
            break
    return down, up


def economy(seed, n=30, industries=5, density=0.12):
    rng = np.random.default_rng(seed)
    flows = rng.lognormal(0, 1, (n, n)) * (rng.random((n, n)) < density)
    np.fill_diagonal(flows, np.diag(flows) * (rng.random(n) < 0.3))
    industry = rng.integers(0, industries, n)
    essential = rng.integers(0, 3, (industries, industries))
    revenue = flows.sum(axis=1) * (1.2 + rng.random(n)) + 0.1
    return flows, industry, essential, revenue


def closing(n, *firms):
    return np.isin(np.arange(n), firms).astype(float)


def test_published_mixed_network():
    result = esri(FLOWS, INDUSTRY, ESSENTIAL, final_demand=0, closed=[0])
    assert result.converged
    assert result.tolerance == 1e-9
    np.testing.assert_allclose(result.downstream, [DOWNSTREAM], atol=1e-9, rtol=0)
    expected = column(ROWS, "expected_downstream_health_firm1_closed")
    np.testing.assert_allclose(result.health_downstream[0], expected, atol=1e-9, rtol=0)


@pytest.mark.parametrize("tolerance", [1e-2, 1e-9, 1e-12])
def test_without_a_leak_all_demand_is_lost_at_any_tolerance(tolerance):
    result = esri(FLOWS, INDUSTRY, ESSENTIAL, final_demand=0, closures="each", tolerance=tolerance)
    assert result.upstream.tolist() == [1.0] * 6
    assert result.esri.tolist() == [1.0] * 6
    assert result.leakless.tolist() == list(range(6))


def test_revenue_equal_to_sales_is_refused():
    with pytest.raises(NoLeakError, match="final_demand=0"):
        esri(FLOWS, INDUSTRY, ESSENTIAL, revenue=FLOWS.sum(axis=1), closed=[0])


def test_a_part_without_a_leak_is_found_among_others():
    flows = np.zeros((5, 5))
    flows[0, 1] = flows[1, 0] = 3.0  # these two live on each other
    flows[2, 3] = flows[3, 4] = 2.0
    result = esri(flows, np.zeros(5, dtype=int), [[1]], final_demand=[0, 0, 1, 0, 0], closures="each")
    assert result.leakless.tolist() == [0, 1]
    np.testing.assert_allclose(result.health_upstream[0], [0, 0, 1, 1, 1])
    np.testing.assert_allclose(result.health_upstream[4], [1, 1, 1 / 3, 0, 0])


def test_leontief_and_linear_by_hand():
    # 0 and 1 sell 6 and 2 to 2, from different industries; 2 sells nothing within the network.
    flows = [[0, 0, 6], [0, 0, 2], [0, 0, 0]]
    leontief = esri(flows, [0, 1, 2], np.full((3, 3), 2), revenue=[6, 2, 9], closed=[1])
    np.testing.assert_allclose(leontief.health_downstream[0], [1, 0, 0])
    linear = esri(flows, [0, 1, 2], np.full((3, 3), 1), revenue=[6, 2, 9], closed=[1])
    np.testing.assert_allclose(linear.health_downstream[0], [1, 0, 0.75])
    cheap = esri(flows, [0, 1, 2], np.full((3, 3), 1), revenue=[6, 2, 9], closed=[1], costs=[0, 0, 16])
    np.testing.assert_allclose(cheap.health_downstream[0], [1, 0, 0.875])
    needless = esri(flows, [0, 1, 2], np.zeros((3, 3)), revenue=[6, 2, 9], closed=[1])
    np.testing.assert_allclose(needless.health_downstream[0], [1, 0, 1])
    assert linear.downstream[0] == pytest.approx(2 / 8)


def test_small_suppliers_can_be_replaced():
    # One market: 0 sells 1 of 10, so the buyer misses a tenth of what it bought from 0.
    flows = [[0, 0, 1], [0, 0, 9], [0, 0, 0]]
    arguments = {"revenue": [2, 10, 1], "closed": [0]}
    result = esri(flows, [0, 0, 1], [[2, 2], [2, 2]], **arguments)
    # Once 0 has stopped, the market sells 9, so its share is 1 of 9.
    np.testing.assert_allclose(result.health_downstream[0, 2], 1 - 0.1 / 9)
    rigid = esri(flows, [0, 0, 1], [[2, 2], [2, 2]], substitution=False, **arguments)
    np.testing.assert_allclose(rigid.health_downstream[0, 2], 0.9)
    apart = esri(flows, [0, 0, 1], [[2, 2], [2, 2]], market=["a", "b", "c"], **arguments)
    np.testing.assert_allclose(apart.health_downstream[0, 2], 0.9)


@given(seeds)
def test_follows_the_formulas(seed):
    flows, industry, essential, revenue = economy(seed)
    costs = flows.sum(axis=0) * 1.5 + 0.1 if seed % 2 else None
    market = industry % 3 if seed % 3 else None
    substitution = bool(seed % 5)
    result = esri(
        sparse.csr_array(flows), industry, essential, revenue=revenue, costs=costs, market=market,
        substitution=substitution, closures=[[0], [1, 2], [3]],
    )  # fmt: skip
    out = flows.sum(axis=1)
    for row, firms in enumerate([[0], [1, 2], [3]]):
        down, up = reference(
            flows, industry, essential, closing(len(out), *firms),
            revenue=revenue, costs=costs, market=market, substitution=substitution,
        )  # fmt: skip
        np.testing.assert_allclose(result.health_downstream[row], down, atol=5e-9, rtol=0)
        np.testing.assert_allclose(result.health_upstream[row], up, atol=5e-9, rtol=0)
        lost = (out * (1 - np.minimum(down, up))).sum() / out.sum()
        np.testing.assert_allclose(result.esri[row], lost, atol=1e-9, rtol=0)


@pytest.mark.parametrize("seed", range(2))
def test_follows_the_formulas_where_a_closure_reaches_few(seed):
    flows, industry, essential, revenue = economy(seed, n=120, density=0.01)
    result = esri(flows, industry, essential, revenue=revenue, closures=range(16))
    downstream, upstream = result.health_downstream, result.health_upstream
    reached = ((downstream < 1) | (upstream < 1)).mean()
    assert 0.01 < reached < 0.25
    for firm in range(16):
        down, up = reference(flows, industry, essential, closing(120, firm), revenue=revenue)
        np.testing.assert_allclose(downstream[firm], down, atol=5e-9, rtol=0)
        np.testing.assert_allclose(upstream[firm], up, atol=5e-9, rtol=0)


@given(seeds)
def test_each_is_every_firm_alone(seed):
    flows, industry, essential, revenue = economy(seed, n=19)
    each = esri(flows, industry, essential, revenue=revenue, closures="each")
    listed = esri(flows, industry, essential, revenue=revenue, closures=list(range(19)))
    assert np.array_equal(each.esri, listed.esri)
    for firm in (0, 7, 18):
        alone = esri(flows, industry, essential, revenue=revenue, closed=[firm])
        np.testing.assert_allclose(alone.esri, each.esri[[firm]], atol=1e-9, rtol=0)
        np.testing.assert_allclose(alone.health[0], each.health[firm], atol=5e-9, rtol=0)
    assert (each.esri >= np.maximum(each.downstream, each.upstream) - 1e-12).all()
    assert (each.esri <= 1 + 1e-12).all()


@given(seeds)
def test_does_not_depend_on_the_order_of_firms(seed):
    flows, industry, essential, revenue = economy(seed)
    order = shuffled(seed, len(revenue))
    plain = esri(flows, industry, essential, revenue=revenue, closures="each")
    other = esri(flows[np.ix_(order, order)], industry[order], essential, revenue=revenue[order], closures="each")
    np.testing.assert_allclose(other.esri, plain.esri[order], atol=2e-9, rtol=0)


@given(seeds)
def test_money_can_be_counted_in_any_unit(seed):
    flows, industry, essential, revenue = economy(seed)
    plain = esri(flows, industry, essential, revenue=revenue, closures="each")
    other = esri(flows * 1e5, industry, essential, revenue=revenue * 1e5, closures="each")
    np.testing.assert_allclose(other.esri, plain.esri, atol=2e-9, rtol=0)


@given(seeds)
def test_more_closures_and_larger_shocks_never_lose_less(seed):
    flows, industry, essential, revenue = economy(seed)
    result = esri(flows, industry, essential, revenue=revenue, closures=[[0], [0, 1], [0, 1, 2]])
    assert (np.diff(result.esri) >= -2e-9).all()
    shock = np.linspace(0, 1, 5)[:, None] * closing(len(revenue), 0, 1)
    graded = esri(flows, industry, essential, revenue=revenue, shock=shock)
    assert graded.esri[0] == 0
    assert (np.diff(graded.esri) >= -2e-9).all()
    np.testing.assert_allclose(graded.esri[-1], result.esri[1], atol=2e-9, rtol=0)


def test_health_is_returned_on_request():
    flows, industry, essential, revenue = economy(1)
    few = esri(flows, industry, essential, revenue=revenue, closures="each")
    none = esri(flows, industry, essential, revenue=revenue, closures="each", health=False)
    assert few.health.shape == (30, 30)
    assert none.health is none.health_downstream is none.health_upstream is None
    np.testing.assert_array_equal(none.esri, few.esri)


def test_giving_up_is_said():
    result = esri(FLOWS, INDUSTRY, ESSENTIAL, revenue=FLOWS.sum(axis=1) * 1.01, closures="each", max_iterations=2)
    assert not result.converged
    assert result.iterations == 2


def test_a_hub_with_very_many_customers():
    n = 300_000
    spokes = np.arange(1, n)
    flows = sparse.csr_array((np.ones(n - 1), (np.zeros(n - 1, dtype=int), spokes)), shape=(n, n))
    result = esri(flows, np.r_[0, np.ones(n - 1, dtype=int)], [[2, 2], [2, 2]], final_demand=1, closures=[[0], [1]])
    assert result.health is not None
    np.testing.assert_allclose(result.health_downstream[0].sum(), 0)
    np.testing.assert_allclose(result.upstream, [1, 1 / n], rtol=1e-9)


def test_no_trade_and_no_closures():
    assert esri(np.zeros((2, 2)), [0, 0], [[2]], final_demand=0, closed=[0]).esri.tolist() == [0.0]
    assert esri(FLOWS, INDUSTRY, ESSENTIAL, final_demand=1, closures=[]).esri.shape == (0,)
    assert esri(FLOWS, INDUSTRY, ESSENTIAL, final_demand=1, closed=[]).esri.tolist() == [0.0]


@pytest.mark.parametrize("given_", [{}, {"revenue": np.full(6, 99), "final_demand": 0}])
def test_the_leak_is_never_guessed(given_):
    with pytest.raises(InvalidParameterError, match="revenue"):
        esri(FLOWS, INDUSTRY, ESSENTIAL, closed=[0], **given_)


def test_industries_count_from_zero():
    with pytest.raises(InvalidIndexError, match="industry holds 3"):
        esri(FLOWS, INDUSTRY + 1, ESSENTIAL, final_demand=0, closed=[0])


@pytest.mark.parametrize(
    "change",
    [
        {"flows": -FLOWS},
        {"flows": np.where(FLOWS == 5, np.nan, FLOWS)},
        {"flows": FLOWS[:5]},
        {"industry": INDUSTRY[:5]},
        {"industry": INDUSTRY + 0.5},
        {"industry": INDUSTRY - 1},
        {"essential": [[2, 1], [0, 2]]},
        {"essential": np.full((3, 3), 3)},
        {"essential": np.full((3, 3), 0.5)},
        {"essential": [2, 1, 0]},
        {"revenue": FLOWS.sum(axis=1) * 0.9},
        {"revenue": np.full(6, np.nan)},
        {"revenue": [100]},
        {"costs": FLOWS.sum(axis=0) * 0.9},
        {"costs": np.full(6, -1)},
        {"market": [0, 1]},
        {"closed": [6]},
        {"closed": [0.5]},
        {"closed": None},
        {"closures": "each"},
        {"closed": None, "closures": "all"},
        {"closed": None, "closures": [[0], [9]]},
        {"closed": None, "closures": [[True, False]]},
        {"closed": None, "shock": np.full(6, 2.0)},
        {"tolerance": -1},
    ],
)
def test_bad_input_is_refused(change):
    arguments = {"flows": FLOWS, "industry": INDUSTRY, "essential": ESSENTIAL, "closed": [0]}
    arguments |= {"revenue": FLOWS.sum(axis=1) * 2} | change
    positional = [arguments.pop(name) for name in ("flows", "industry", "essential")]
    with pytest.raises(AlgorithmError):
        esri(*positional, **arguments)
