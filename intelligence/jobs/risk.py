"""Systemic risk: what is lost in the network when one party fails, each party in turn.

The network is that of the what-if (`intelligence.network`): a failure runs down (what is missing), up (what is not
wanted any more) and along money (what is not paid back). Every party fails whole, for the assumed days of recovery.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from algorithms.arrays import Float, Int64
from algorithms.risk import debtrank
from graph.errors import UsageError
from graph.model import ROLES
from graph.runs import Progress
from graph.snapshot import Snapshot
from intelligence.assumptions import Assumed, Assumptions, Ledger
from intelligence.esri_model import esri_losses
from intelligence.jobs.metric import Found, Metric, found, named
from intelligence.jobs.network import GOODS
from intelligence.links import Links
from intelligence.money import currency_of
from intelligence.network import DIRECTIONS, Network, network_of
from intelligence.spread import Options

TOLERANCE: Final = 1e-9
_ESRI_WORK: Final = 8_000_000_000
"""Parties × ties for which ESRI is worked out, some minutes; beyond, for those with the greatest systemic risk."""
FEWEST_ESRI: Final = 500
"""But never for fewer, where there are so many."""
_HELD: Final = 20_000_000
"""Losses held at once, 8 bytes each, for each direction."""
_TOLD: Final = 256
"""Parties after which ESRI's progress is told."""
_TOP: Final = 3
_FELT: Final = 1e-9
_COLUMNS: Final = ("sales", "credit", "share", "goods", "parties", "top", "top_value")


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """What fails with each of some parties: sales and credit in money, the share of all worth, and who feels it."""

    sales: Float
    credit: Float
    share: Float
    goods: Int64
    parties: Int64
    top: Int64
    top_value: Float
    converged: bool
    iterations: int


def systemic(
    snapshot: Snapshot, assumptions: Assumptions, progress: Progress
) -> tuple[list[Found], Sequence[Assumed], list[str]]:
    """Systemic risk, DebtRank and ESRI of every party that something hangs on; what was assumed; and notes."""
    network = network_of(snapshot, assumptions)
    ledger = Ledger()
    ledger.add(network.assumed)
    links = {**network.links, "down": network.links["down"].scaled(network.factor(assumptions.recovery_days))}
    parties = np.flatnonzero(snapshot.nodes.having(*ROLES))
    failing = parties[_matters(network, links, parties)]
    insufficient = len(parties) - len(failing)
    ledger.use("recovery_days", assumptions.recovery_days, len(failing))
    losses = _losses(snapshot, network, links, failing, assumptions.recovery_days, progress)
    facts = {
        "engine": "process",
        "tolerance": TOLERANCE,
        "iterations": losses.iterations,
        "converged": losses.converged,
    }
    evidence = _Evidence(snapshot, failing, losses)
    currency = currency_of(snapshot, assumptions)
    money = Metric(
        "systemicRisk",
        f"Systemic risk: sales and credit lost when a party fails for {assumptions.recovery_days:g} days",
        currency,
    )
    share = Metric("debtrank", "DebtRank: share of all worth that others lose when a party fails", "share of worth")
    value = losses.sales + losses.credit
    ranked = [
        found(money, snapshot.nodes, failing, value, evidence.money,
              insufficient=insufficient, currency=currency, **facts),
        found(share, snapshot.nodes, failing, losses.share, evidence.reach, insufficient=insufficient, **facts),
    ]  # fmt: skip
    chosen = failing[np.lexsort((failing, -value))][: max(_ESRI_WORK // max(snapshot.tie_count, 1), FEWEST_ESRI)]
    cut = len(chosen) < len(failing)
    try:
        ranked.append(_esri(snapshot, network, chosen, None if cut else insufficient, progress))
    except UsageError as error:
        return ranked, ledger.entries(), [f"ESRI was left out: {error}"]
    return ranked, ledger.entries(), []


def _matters(network: Network, links: dict[str, Links], parties: Int64) -> NDArray[np.bool_]:
    """Of which parties anything depends, in any direction."""
    count = len(network.place)
    felt = np.zeros(count, dtype=np.bool_)
    for direction in DIRECTIONS:
        felt |= np.diff(links[direction].onward.indptr) > 0
    nodes = np.zeros(int(network.place.max()) + 1, dtype=np.bool_)
    nodes[network.place[felt]] = True
    return nodes[parties]


def _losses(  # noqa: PLR0917
    snapshot: Snapshot, network: Network, links: dict[str, Links], failing: Int64, days: float, progress: Progress
) -> Losses:
    count = len(network.place)
    worth = network.worth * days
    goods = np.zeros(count, dtype=np.bool_)
    goods[: len(snapshot.nodes)] = snapshot.nodes.having(*GOODS) & (network.books.revenue > 0)
    size = max(_HELD // count, 1)
    parts = []
    for start in range(0, len(failing), size):
        progress("Letting each party fail", start, len(failing))
        parts.append(_fail(snapshot, network, links, failing[start : start + size], worth, goods))
    if not parts:
        parts = [_fail(snapshot, network, links, failing, worth, goods)]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    return replace(
        parts[0],
        converged=all(part.converged for part in parts),
        iterations=max(part.iterations for part in parts),
        **columns,
    )


def _fail(  # noqa: PLR0917
    snapshot: Snapshot,
    network: Network,
    links: dict[str, Links],
    failing: Int64,
    worth: Float,
    goods: NDArray[np.bool_],
) -> Losses:
    """Let some parties fail, each alone."""
    n, count, company = len(snapshot.nodes), len(network.place), snapshot.nodes.company
    shock = _each_alone(network, failing)
    spread = {d: debtrank(links[d].pairs.to_scipy(), np.ones(count), shock, tolerance=TOLERANCE) for d in DIRECTIONS}
    flow = np.maximum(spread["down"].loss, spread["up"].loss).reshape(len(failing), count)
    money = spread["money"].loss.reshape(len(failing), count)
    lost = np.where(shock > 0, 0.0, flow) * worth
    sales = lost * goods
    top = np.argsort(-sales, axis=1, kind="stable")[:, :_TOP]
    mine = (shock > 0) @ worth
    total = worth.sum() - mine
    buffer = np.nan_to_num(network.buffer[company])
    felt = np.where(shock > 0, 0.0, flow) > _FELT
    party = np.zeros(count, dtype=np.bool_)
    party[:n] = snapshot.nodes.having("Party")
    return Losses(
        sales=sales.sum(axis=1),
        credit=money[:, company] * buffer,
        share=np.divide(lost.sum(axis=1), total, out=np.zeros(len(failing)), where=total > 0),
        goods=(felt & goods).sum(axis=1),
        parties=(felt & party).sum(axis=1),
        top=network.place[top],
        top_value=np.take_along_axis(sales, top, axis=1),
        converged=all(s.converged for s in spread.values()),
        iterations=max(s.iterations for s in spread.values()),
    )


def _each_alone(network: Network, failing: Int64) -> Float:
    """A row for each of some parties, in which all its places fail whole."""
    shock = np.zeros((len(failing), len(network.place)))
    scenario = np.full(int(network.place.max()) + 1, -1)
    scenario[failing] = np.arange(len(failing))
    own = np.flatnonzero(scenario[network.place] >= 0)
    shock[scenario[network.place[own]], own] = 1.0
    return shock


class _Evidence:
    """What a value is made of."""

    def __init__(self, snapshot: Snapshot, failing: Int64, losses: Losses) -> None:
        self._snapshot, self._failing, self._losses = snapshot, failing, losses

    def money(self, i: int) -> dict[str, Any]:
        losses = self._losses
        count = int((losses.top_value[i] > 0).sum())
        names = named(self._snapshot.nodes, losses.top[i, :count].tolist(), most=count)
        values = losses.top_value[i, :count].round(2).tolist()
        return {
            "sales": round(float(losses.sales[i]), 2),
            "credit": round(float(losses.credit[i]), 2),
            "goods": int(losses.goods[i]),
            "parties": int(losses.parties[i]),
            "largest": [{**name, "value": value} for name, value in zip(names, values, strict=True)],
        }

    def reach(self, i: int) -> dict[str, Any]:
        return {"goods": int(self._losses.goods[i]), "parties": int(self._losses.parties[i])}


def _esri(snapshot: Snapshot, network: Network, failing: Int64, insufficient: int | None, progress: Progress) -> Found:
    """Share of all sales that is lost by ESRI when each of some parties fails.

    `insufficient` is None where those are only the foremost of all.
    """
    n, count = len(snapshot.nodes), len(network.place)
    goods = snapshot.nodes.having(*GOODS) & (network.books.revenue > 0)
    weight = np.where(goods, network.books.revenue, 0.0)
    total = weight.sum()
    values, down, up = (np.zeros(len(failing)) for _ in range(3))
    converged, iterations = True, 0
    size = min(max(_HELD // count, 1), _TOLD)
    for first in range(0, len(failing), size):
        progress("ESRI of each party", first, len(failing))
        part = slice(first, first + size)
        lost = esri_losses(snapshot, network, _each_alone(network, failing[part]), Options(TOLERANCE))
        if total > 0:
            losses = (lost.down[:, :n], lost.up[:, :n])
            down[part], up[part] = (loss @ weight / total for loss in losses)
            values[part] = np.maximum(*losses) @ weight / total
        converged, iterations = converged and lost.converged, max(iterations, lost.iterations)
    metric = Metric(
        "esri", "ESRI: share of all sales lost when a party fails, inputs being essential", "share of sales"
    )
    return found(
        metric, snapshot.nodes, failing, values,
        lambda i: {"downstream": round(float(down[i]), 9), "upstream": round(float(up[i]), 9)},
        insufficient=insufficient or 0,
        engine="process", tolerance=TOLERANCE, iterations=iterations, converged=converged,
        **({"most": len(failing)} if insufficient is None else {}),
    )  # fmt: skip
