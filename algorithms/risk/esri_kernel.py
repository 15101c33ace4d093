"""The loops of ESRI: eight closures side by side, visiting only firms that something has reached.

Losses (1 − health) only grow from round to round, so it does not matter in which order firms are visited: all
orders end in the same greatest fixed point. A firm is visited when a partner has published a loss that it does
not know yet, and it publishes its own once that has grown by more than `held_back`. The eight lanes make one
cache line: an edge that is read serves eight closures.
"""

from typing import NamedTuple

import numpy as np

from algorithms.arrays import Bool, Float, Int32, Int64
from algorithms.jit import kernel
from algorithms.risk.esri_network import Network

LANES = 8


class Scenarios(NamedTuple):
    """Which firms each scenario shocks, and by how much."""

    indptr: Int64
    firms: Int32
    amounts: Float


class Totals(NamedTuple):
    """One figure a scenario; rounds are negative where the limit came first."""

    both: Float
    downstream: Float
    upstream: Float
    rounds: Int32


class Workspace(NamedTuple):
    """What one thread writes; the first three are firms × lanes, the next two markets × lanes."""

    down: Float  # loss by missing inputs
    known: Float  # the part of it, after substitution, that customers know of
    up: Float  # loss by missing demand
    left: Float  # what a market still sells
    scale: Float  # one over it, or 0 where it sells nothing
    market_stale: Bool
    stale: Bool  # firms that a partner's loss has reached
    lost: Bool  # firms that miss inputs
    sums: Float  # two rows of lanes


def new_workspace(network: Network) -> Workspace:
    """Allocate a workspace."""
    n, markets = len(network.out), len(network.market_out)
    return Workspace(
        np.zeros((n, LANES)), np.zeros((n, LANES)), np.zeros((n, LANES)),
        np.zeros((markets, LANES)), np.zeros((markets, LANES)),
        np.zeros(markets, dtype=np.bool_), np.zeros(n, dtype=np.bool_),
        np.zeros(n, dtype=np.bool_), np.zeros((2, LANES)),
    )  # fmt: skip


def run_batch(
    net: Network,
    ws: Workspace,
    scenarios: Scenarios,
    first: int,
    last: int,
    *,
    substitution: bool,
    held_back: float,
    max_rounds: int,
    totals: Totals,
    healths: tuple[Float, Float] | None,
) -> None:
    """Run scenarios first to last − 1 (at most `LANES`), writing totals and, where it is wanted, health."""
    # Whole arrays are filled and read here and not in a kernel: numpy does it as fast, and compiles nothing.
    for array in (ws.down, ws.known, ws.up, ws.lost, ws.scale):
        array.fill(0)
    ws.left[:] = net.market_out[:, None]
    ws.market_stale.fill(True)
    totals.rounds[first:last] = _settle(net, ws, scenarios, first, last, substitution, held_back, max_rounds, totals)
    if healths is not None:
        for health, loss in zip(healths, (ws.down, ws.up), strict=True):
            np.subtract(1.0, loss.T[: last - first], out=health[first:last])


@kernel
def _settle(
    net: Network,
    ws: Workspace,
    scenarios: Scenarios,
    first: int,
    last: int,
    substitution: bool,
    held_back: float,
    max_rounds: int,
    totals: Totals,
) -> int:
    _shock(net, ws, scenarios, first, last)
    down_rounds = _settle_down(net, ws, substitution, held_back, max_rounds)
    up_rounds = _settle_up(net, ws, held_back, max_rounds)
    total_out = 0.0
    for firm in range(len(net.out)):
        total_out += net.out[firm]
    if total_out > 0.0:
        for scenario in range(first, last):
            _add_up(net, ws, scenario - first, total_out, scenario, totals)
    rounds = max(abs(down_rounds), abs(up_rounds))
    return -rounds if min(down_rounds, up_rounds) < 0 else rounds


@kernel
def _add_up(net: Network, ws: Workspace, lane: int, total_out: float, scenario: int, totals: Totals) -> None:
    down = up = both = 0.0
    for firm in range(len(net.out)):
        down += net.out[firm] * ws.down[firm, lane]
        up += net.out[firm] * ws.up[firm, lane]
        both += net.out[firm] * max(ws.down[firm, lane], ws.up[firm, lane])
    totals.downstream[scenario] = down / total_out
    totals.upstream[scenario] = up / total_out
    totals.both[scenario] = both / total_out


@kernel
def _shock(net: Network, ws: Workspace, scenarios: Scenarios, first: int, last: int) -> None:
    for scenario in range(first, last):
        lane = scenario - first
        for position in range(scenarios.indptr[scenario], scenarios.indptr[scenario + 1]):
            firm, amount = scenarios.firms[position], scenarios.amounts[position]
            ws.down[firm, lane] = amount
            ws.lost[firm] = True
            ws.left[net.market[firm], lane] -= net.out[firm] * amount
            ws.up[firm, lane] = max(ws.up[firm, lane], amount)
            group = net.group[firm]
            if group >= 0:  # demand cannot leave the group, so all of it loses what its worst firm loses
                for index in range(net.group_indptr[group], net.group_indptr[group + 1]):
                    member = net.group_members[index]
                    ws.up[member, lane] = max(ws.up[member, lane], amount)


@kernel
def _settle_down(net: Network, ws: Workspace, substitution: bool, held_back: float, max_rounds: int) -> int:
    rounds = 0
    while True:
        _revisit_markets(net, ws, substitution, held_back)
        if not _any(ws.stale):
            return rounds
        if rounds == max_rounds:
            _clear(ws.stale)
            return -rounds
        rounds += 1
        for firm in range(len(net.out)):
            if ws.stale[firm]:
                ws.stale[firm] = False
                if _suffer(net, ws, firm):
                    ws.lost[firm] = True
                    _publish(net, ws, firm, substitution, held_back)


@kernel
def _revisit_markets(net: Network, ws: Workspace, substitution: bool, held_back: float) -> None:
    """Publish anew for all firms of markets that have shrunk."""
    for market in range(len(net.market_out)):
        for lane in range(LANES):
            left = ws.left[market, lane]
            before = ws.scale[market, lane]
            if before * left < 1.0 - held_back or ws.market_stale[market]:
                ws.market_stale[market] = True
                break
        if ws.market_stale[market]:
            for lane in range(LANES):
                left = ws.left[market, lane]
                ws.scale[market, lane] = 1.0 / left if left > 0.0 else np.inf
    for firm in range(len(net.out)):
        if ws.lost[firm] and ws.market_stale[net.market[firm]]:
            _publish(net, ws, firm, substitution, held_back)
    _clear(ws.market_stale)


@kernel
def _any(flags: Bool) -> bool:
    for flag in flags:  # noqa: SIM110 - generators are not compiled
        if flag:
            return True
    return False


@kernel
def _clear(flags: Bool) -> None:
    for index in range(len(flags)):
        flags[index] = False


@kernel
def _gather(indices: Int32, weights: Float, start: int, end: int, values: Float, into: Float) -> None:
    """Add up values[indices] · weights, lane by lane.

    Eight scalars and not a loop over lanes: only so does the compiler keep the sums in vector registers, for it
    cannot know that `into` and `values` do not overlap. This is where ESRI spends its time.
    """
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    for entry in range(start, end):
        weight = weights[entry]
        row = np.uint32(indices[entry])
        s0 += weight * values[row, 0]
        s1 += weight * values[row, 1]
        s2 += weight * values[row, 2]
        s3 += weight * values[row, 3]
        s4 += weight * values[row, 4]
        s5 += weight * values[row, 5]
        s6 += weight * values[row, 6]
        s7 += weight * values[row, 7]
    into[0], into[1], into[2], into[3] = s0, s1, s2, s3
    into[4], into[5], into[6], into[7] = s4, s5, s6, s7


@kernel
def _suffer(net: Network, ws: Workspace, firm: int) -> bool:
    """Take in what suppliers have published; tell whether the loss has grown."""
    short, worst = ws.sums[0], ws.sums[1]
    start, end = net.in_essential[firm], net.in_indptr[firm + 1]
    _gather(net.in_indices, net.in_weights, net.in_indptr[firm], start, ws.known, worst)
    while start < end:
        stop = start + 1
        while stop < end and net.in_slots[stop] == net.in_slots[start]:
            stop += 1
        _gather(net.in_indices, net.in_weights, start, stop, ws.known, short)
        for lane in range(LANES):
            worst[lane] = max(worst[lane], short[lane])
        start = stop
    grown = False
    market = net.market[firm]
    for lane in range(LANES):
        loss = min(1.0, worst[lane])
        if loss > ws.down[firm, lane]:
            ws.left[market, lane] -= net.out[firm] * (loss - ws.down[firm, lane])
            ws.down[firm, lane] = loss
            grown = True
    return grown


@kernel
def _publish(net: Network, ws: Workspace, firm: int, substitution: bool, held_back: float) -> None:
    market = net.market[firm]
    fresh = False
    missing = ws.sums[0]
    for lane in range(LANES):
        share = min(1.0, net.out[firm] * ws.scale[market, lane]) if substitution else 1.0
        missing[lane] = share * ws.down[firm, lane]
        fresh |= missing[lane] - ws.known[firm, lane] > held_back
    if fresh:
        for lane in range(LANES):
            ws.known[firm, lane] = max(ws.known[firm, lane], missing[lane])
        for entry in range(net.out_indptr[firm], net.out_indptr[firm + 1]):
            ws.stale[net.out_indices[entry]] = True


@kernel
def _settle_up(net: Network, ws: Workspace, held_back: float, max_rounds: int) -> int:
    for firm in range(len(net.out)):
        shocked = False
        for lane in range(LANES):
            shocked |= ws.up[firm, lane] > 0.0
        if shocked:
            _tell_suppliers(net, ws, firm)
    rounds = 0
    while _any(ws.stale):
        if rounds == max_rounds:
            _clear(ws.stale)
            return -rounds
        rounds += 1
        for firm in range(len(net.out)):
            if ws.stale[firm]:
                ws.stale[firm] = False
                if _miss_demand(net, ws, firm, held_back):
                    _tell_suppliers(net, ws, firm)
    return rounds


@kernel
def _miss_demand(net: Network, ws: Workspace, firm: int, held_back: float) -> bool:
    """Take in what customers have published; tell whether the loss has grown enough to publish it."""
    gained = ws.sums[0]
    start, end = net.sales_indptr[firm], net.sales_indptr[firm + 1]
    _gather(net.sales_indices, net.sales_weights, start, end, ws.up, gained)
    fresh = False
    for lane in range(LANES):
        fresh |= min(1.0, gained[lane]) - ws.up[firm, lane] > held_back
    if fresh:
        for lane in range(LANES):
            ws.up[firm, lane] = max(ws.up[firm, lane], min(1.0, gained[lane]))
    return fresh


@kernel
def _tell_suppliers(net: Network, ws: Workspace, firm: int) -> None:
    for entry in range(net.bought_indptr[firm], net.bought_indptr[firm + 1]):
        ws.stale[net.bought_indices[entry]] = True
