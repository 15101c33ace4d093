"""The loops of ESRI: eight closures side by side, visiting only firms that something has reached.

Losses (1 − health) only grow from round to round, so it does not matter in which order firms are visited: all
orders end in the same greatest fixed point. A firm is visited when a partner has published a loss that it does
not know yet, and it publishes its own once that has grown by more than `held_back`. Where many wait and publish, a
round visits all and tells nobody, which costs less than to ask who waits and to tell whom. The eight lanes make one
cache line: an edge that is read serves eight closures.

A firm is visited in the loop of a round and not by a call: a call would hand over every array of the network.
"""

from typing import NamedTuple

import numpy as np

from algorithms.arrays import Bool, Float, Int32, Int64
from algorithms.jit import kernel
from algorithms.risk.esri_network import Network
from algorithms.risk.lanes import (
    LANES,
    Lanes,
    at_most_one,
    gathered,
    larger,
    largest,
    minus,
    row_of,
    scaled,
    set_row,
    times,
)

# A round visits all firms where more than one in so many waits, and one in so many published in the round before.
_MANY_WAITING = 4
_MANY_PUBLISHED = 40


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
    scale: Float  # one over it, infinite where it sells nothing
    market_stale: Bool
    stale: Bool  # firms that a partner's loss has reached
    lost: Bool  # firms that miss inputs


def new_workspace(network: Network) -> Workspace:
    """Allocate a workspace."""
    n, markets = len(network.out), len(network.market_out)
    return Workspace(
        np.zeros((n, LANES)), np.zeros((n, LANES)), np.zeros((n, LANES)),
        np.zeros((markets, LANES)), np.zeros((markets, LANES)),
        np.zeros(markets, dtype=np.bool_), np.zeros(n, dtype=np.bool_),
        np.zeros(n, dtype=np.bool_),
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
    rounds, published = 0, len(ws.stale)
    while True:
        _revisit_markets(net, ws, substitution, held_back)
        waiting = _count(ws.stale)
        if not waiting:
            return rounds
        if rounds == max_rounds:
            _fill(ws.stale, False)
            return -rounds
        rounds += 1
        broad = _is_broad(waiting, published, len(ws.stale))
        published = _suffer(net, ws, substitution, held_back, broad)
        if broad:
            _fill(ws.stale, published > 0)


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
            scale, loss = row_of(ws.scale, net.market[firm]), row_of(ws.down, firm)
            if _publish(firm, net.out[firm], scale, loss, ws.known, substitution, held_back):
                _tell(net.out_indptr, net.out_indices, firm, ws.stale)
    _fill(ws.market_stale, False)


@kernel
def _suffer(net: Network, ws: Workspace, substitution: bool, held_back: float, broad: bool) -> int:
    """Take in what suppliers have published, at all firms or those that wait; return how many had to publish more."""
    published = 0
    for firm in range(len(net.out)):
        if not (broad or ws.stale[firm]):
            continue
        ws.stale[firm] = False
        start, end = net.in_essential[firm], net.in_indptr[firm + 1]
        worst = gathered(net.in_indices, net.in_weights, net.in_indptr[firm], start, ws.known)
        while start < end:
            stop = start + 1
            while stop < end and net.in_slots[stop] == net.in_slots[start]:
                stop += 1
            worst = larger(worst, gathered(net.in_indices, net.in_weights, start, stop, ws.known))
            start = stop
        before = row_of(ws.down, firm)
        loss = larger(before, at_most_one(worst))
        grown = minus(loss, before)
        if largest(grown) <= 0.0:
            continue
        market, out = net.market[firm], net.out[firm]
        set_row(ws.down, firm, loss)
        set_row(ws.left, market, minus(row_of(ws.left, market), scaled(grown, out)))
        ws.lost[firm] = True
        if _publish(firm, out, row_of(ws.scale, market), loss, ws.known, substitution, held_back):
            published += 1
            if not broad:
                _tell(net.out_indptr, net.out_indices, firm, ws.stale)
    return published


@kernel
def _publish(
    firm: int, out: float, scale: Lanes, loss: Lanes, known: Float, substitution: bool, held_back: float
) -> bool:
    """Let customers know of a firm's loss, less what others of its market can replace, once it has grown enough."""
    missing = times(at_most_one(scaled(scale, out)), loss) if substitution else loss
    before = row_of(known, firm)
    fresh = largest(minus(missing, before)) > held_back
    if fresh:
        set_row(known, firm, larger(before, missing))
    return fresh


@kernel
def _settle_up(net: Network, ws: Workspace, held_back: float, max_rounds: int) -> int:
    for firm in range(len(net.out)):
        shocked = False
        for lane in range(LANES):
            shocked |= ws.up[firm, lane] > 0.0
        if shocked:
            _tell(net.bought_indptr, net.bought_indices, firm, ws.stale)
    rounds, published = 0, len(ws.stale)
    while True:
        waiting = _count(ws.stale)
        if not waiting:
            return rounds
        if rounds == max_rounds:
            _fill(ws.stale, False)
            return -rounds
        rounds += 1
        broad = _is_broad(waiting, published, len(ws.stale))
        published = _miss_demand(net, ws, held_back, broad)
        if broad:
            _fill(ws.stale, published > 0)


@kernel
def _miss_demand(net: Network, ws: Workspace, held_back: float, broad: bool) -> int:
    """Take in what customers lose, at all firms or those that wait; return how many lost more than is held back."""
    published = 0
    for firm in range(len(net.out)):
        if not (broad or ws.stale[firm]):
            continue
        ws.stale[firm] = False
        start, end = net.sales_indptr[firm], net.sales_indptr[firm + 1]
        before = row_of(ws.up, firm)
        loss = larger(before, at_most_one(gathered(net.sales_indices, net.sales_weights, start, end, ws.up)))
        grown = largest(minus(loss, before))
        if grown > held_back or (broad and grown > 0.0):
            set_row(ws.up, firm, loss)
            published += grown > held_back
            if not broad:
                _tell(net.bought_indptr, net.bought_indices, firm, ws.stale)
    return published


@kernel
def _tell(indptr: Int32, indices: Int32, firm: int, stale: Bool) -> None:
    for entry in range(indptr[firm], indptr[firm + 1]):
        stale[indices[entry]] = True


@kernel
def _is_broad(waiting: int, published: int, firms: int) -> bool:
    return waiting * _MANY_WAITING > firms and published * _MANY_PUBLISHED > firms


@kernel
def _count(flags: Bool) -> int:
    found = 0
    for flag in flags:
        found += flag
    return found


@kernel
def _fill(flags: Bool, value: bool) -> None:
    for index in range(len(flags)):
        flags[index] = value
