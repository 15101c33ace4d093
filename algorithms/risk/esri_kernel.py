"""The loops of ESRI: one closure after another over reused workspaces, touching only what a shock reaches.

Losses (1 − health) only grow from round to round, so it does not matter in which order firms are visited: all
orders end in the same greatest fixed point. That allows a worklist instead of rounds over all firms, and a
running maximum for the worst essential input.
"""

from typing import NamedTuple

import numpy as np

from algorithms.arrays import Bool, Float, Int32, Int64
from algorithms.jit import kernel
from algorithms.risk.esri_network import Network


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
    """What one thread writes; at rest all zeros (`market_left` and `market_seen`: the market's sales)."""

    loss_down: Float
    loss_up: Float
    seen: Float  # loss that the market's sum knows of
    sent: Float  # loss that customers know of
    other: Float  # shortage of what is not essential
    sent_up: Float  # loss that suppliers know of
    gained: Float  # loss that customers brought
    slot: Float  # shortage of each essential input
    market_left: Float
    market_seen: Float
    market_head: Int32  # firms of a market that have lost something, as linked lists; 0 ends them
    market_next: Int32
    market_dirty: Bool
    dirty: Int32
    queued: Bool
    current: Int32
    following: Int32
    hit_down: Int32
    hit_up: Int32
    reached: Int32  # lengths of hit_down, hit_up and following


def new_workspace(network: Network) -> Workspace:
    """Allocate a workspace at rest."""
    n, markets = len(network.out), len(network.market_out)
    firms = [np.zeros(n) for _ in range(7)]
    lists = [np.zeros(n, dtype=np.int32) for _ in range(4)]
    return Workspace(
        *firms, np.zeros(network.slots), network.market_out.copy(), network.market_out.copy(),
        np.zeros(markets, dtype=np.int32), np.zeros(n, dtype=np.int32),
        np.zeros(markets, dtype=np.bool_), np.zeros(markets, dtype=np.int32), np.zeros(n, dtype=np.bool_),
        *lists, np.zeros(3, dtype=np.int32),
    )  # fmt: skip


@kernel
def run_scenarios(
    net: Network,
    ws: Workspace,
    scenarios: Scenarios,
    part: tuple[int, int],
    substitution: bool,
    held_back: float,
    max_rounds: int,
    totals: Totals,
    healths: tuple[Float, Float],
) -> None:
    """Run scenarios part[0] to part[1] − 1, writing totals and, where there is room, health."""
    total_out = net.out.sum()
    share = 1.0 / total_out if total_out > 0 else 0.0
    for scenario in range(part[0], part[1]):
        first, last = scenarios.indptr[scenario], scenarios.indptr[scenario + 1]
        firms, amounts = scenarios.firms[first:last], scenarios.amounts[first:last]
        rounds_down = _downstream(net, ws, firms, amounts, substitution, held_back, max_rounds)
        rounds_up = _upstream(net, ws, firms, amounts, held_back, max_rounds)
        late = rounds_down < 0 or rounds_up < 0
        rounds = max(abs(rounds_down), abs(rounds_up))
        totals.rounds[scenario] = -rounds if late else rounds
        _add_up(net, ws, scenario, share, totals)
        if scenario < len(healths[0]):
            for position in range(ws.reached[0]):
                firm = ws.hit_down[position]
                healths[0][scenario, firm] = 1.0 - ws.loss_down[firm]
            for position in range(ws.reached[1]):
                firm = ws.hit_up[position]
                healths[1][scenario, firm] = 1.0 - ws.loss_up[firm]
        _rest(net, ws)


@kernel
def _add_up(net: Network, ws: Workspace, scenario: int, share: float, totals: Totals) -> None:
    down = up = both = 0.0
    for position in range(ws.reached[0]):
        firm = ws.hit_down[position]
        down += net.out[firm] * ws.loss_down[firm]
        both += net.out[firm] * max(ws.loss_down[firm], ws.loss_up[firm])
    for position in range(ws.reached[1]):
        firm = ws.hit_up[position]
        up += net.out[firm] * ws.loss_up[firm]
        if ws.loss_down[firm] == 0.0:
            both += net.out[firm] * ws.loss_up[firm]
    totals.downstream[scenario] = down * share
    totals.upstream[scenario] = up * share
    totals.both[scenario] = both * share


@kernel
def _hit(loss: Float, hit: Int32, reached: Int32, side: int, firm: int, amount: float) -> None:
    if amount > loss[firm]:
        if loss[firm] == 0.0:
            hit[reached[side]] = firm
            reached[side] += 1
        loss[firm] = amount


@kernel
def _queue(ws: Workspace, firm: int) -> None:
    if not ws.queued[firm]:
        ws.queued[firm] = True
        ws.following[ws.reached[2]] = firm
        ws.reached[2] += 1


@kernel
def _next_round(ws: Workspace) -> int:
    count = ws.reached[2]
    for position in range(count):
        ws.current[position] = ws.following[position]
        ws.queued[ws.following[position]] = False
    ws.reached[2] = 0
    return count


@kernel
def _downstream(
    net: Network,
    ws: Workspace,
    firms: Int32,
    amounts: Float,
    substitution: bool,
    held_back: float,
    max_rounds: int,
) -> int:
    for position in range(len(firms)):
        _hit(ws.loss_down, ws.hit_down, ws.reached, 0, firms[position], amounts[position])
        _queue(ws, firms[position])
    rounds = 0
    count = _next_round(ws)
    while count:
        if rounds == max_rounds:
            return -rounds
        rounds += 1
        if substitution:
            _leave_markets(net, ws, count, held_back)
        for position in range(count):
            _pass_down(net, ws, ws.current[position], substitution, held_back)
        count = _next_round(ws)
    return rounds


@kernel
def _leave_markets(net: Network, ws: Workspace, count: int, held_back: float) -> None:
    """Take this round's new losses out of their markets, and revisit all losers of markets that shrank."""
    changed = 0
    for position in range(count):
        firm = ws.current[position]
        market = net.market[firm]
        if ws.seen[firm] == 0.0:
            ws.market_next[firm] = ws.market_head[market]
            ws.market_head[market] = firm + 1
        ws.market_left[market] -= net.out[firm] * (ws.loss_down[firm] - ws.seen[firm])
        ws.seen[firm] = ws.loss_down[firm]
        if not ws.market_dirty[market]:
            ws.market_dirty[market] = True
            ws.dirty[changed] = market
            changed += 1
    for position in range(changed):
        market = ws.dirty[position]
        ws.market_dirty[market] = False
        if ws.market_seen[market] - ws.market_left[market] <= held_back * ws.market_left[market]:
            continue
        ws.market_seen[market] = ws.market_left[market]
        member = ws.market_head[market]
        while member:
            _pass_down(net, ws, member - 1, True, held_back)
            member = ws.market_next[member - 1]


@kernel
def _pass_down(net: Network, ws: Workspace, firm: int, substitution: bool, held_back: float) -> None:
    missing = ws.loss_down[firm]
    left = ws.market_left[net.market[firm]]
    if substitution and left > net.out[firm]:
        missing *= net.out[firm] / left
    fresh = missing - ws.sent[firm]
    if fresh <= held_back:
        return
    ws.sent[firm] = missing
    for entry in range(net.down_indptr[firm], net.down_indptr[firm + 1]):
        customer = net.down_indices[entry]
        slot = net.down_slots[entry]
        if slot < 0:
            ws.other[customer] += fresh * net.down_weights[entry]
            shortage = ws.other[customer]
        else:
            ws.slot[slot] += fresh * net.down_weights[entry]
            shortage = ws.slot[slot]
        if shortage > ws.loss_down[customer]:
            _hit(ws.loss_down, ws.hit_down, ws.reached, 0, customer, min(1.0, shortage))
            known = ws.seen[customer] if substitution else ws.sent[customer]
            if ws.loss_down[customer] - known > held_back:
                _queue(ws, customer)


@kernel
def _upstream(
    net: Network, ws: Workspace, firms: Int32, amounts: Float, held_back: float, max_rounds: int
) -> int:
    for position in range(len(firms)):
        _stop_demand(net, ws, firms[position], amounts[position])
    rounds = 0
    count = _next_round(ws)
    while count:
        if rounds == max_rounds:
            return -rounds
        rounds += 1
        for position in range(count):
            _pass_up(net, ws, ws.current[position], held_back)
        count = _next_round(ws)
    return rounds


@kernel
def _stop_demand(net: Network, ws: Workspace, firm: int, amount: float) -> None:
    _hit(ws.loss_up, ws.hit_up, ws.reached, 1, firm, amount)
    _queue(ws, firm)
    group = net.group[firm]
    if group < 0:
        return
    for position in range(net.group_indptr[group], net.group_indptr[group + 1]):
        _hit(ws.loss_up, ws.hit_up, ws.reached, 1, net.group_members[position], amount)
        _queue(ws, net.group_members[position])


@kernel
def _pass_up(net: Network, ws: Workspace, firm: int, held_back: float) -> None:
    fresh = ws.loss_up[firm] - ws.sent_up[firm]
    ws.sent_up[firm] = ws.loss_up[firm]
    for entry in range(net.up_indptr[firm], net.up_indptr[firm + 1]):
        supplier = net.up_indices[entry]
        ws.gained[supplier] += fresh * net.up_weights[entry]
        if ws.gained[supplier] > ws.loss_up[supplier]:
            _hit(ws.loss_up, ws.hit_up, ws.reached, 1, supplier, min(1.0, ws.gained[supplier]))
            if ws.loss_up[supplier] - ws.sent_up[supplier] > held_back:
                _queue(ws, supplier)


@kernel
def _rest(net: Network, ws: Workspace) -> None:
    for position in range(ws.reached[0]):
        firm = ws.hit_down[position]
        if ws.sent[firm] > 0.0:
            for entry in range(net.down_indptr[firm], net.down_indptr[firm + 1]):
                ws.slot[max(0, net.down_slots[entry])] = 0.0
        ws.loss_down[firm] = ws.seen[firm] = ws.sent[firm] = ws.other[firm] = 0.0
        market = net.market[firm]
        ws.market_left[market] = ws.market_seen[market] = net.market_out[market]
        ws.market_head[market] = 0
    for position in range(ws.reached[1]):
        firm = ws.hit_up[position]
        ws.loss_up[firm] = ws.sent_up[firm] = ws.gained[firm] = 0.0
    ws.reached[:] = 0
