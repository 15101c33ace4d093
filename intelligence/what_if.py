"""What if: how far a shock on parties, goods, categories, countries or regions spreads, and what that is worth.

    answer = what_if(snapshot, [Shock(Scope.NODE, supplier_id, days=60)], load_assumptions())
    answer.summary.value_at_risk              # money by kind: Product, Customer, Supplier, Company …
    for impact in answer.impacts(first=20):   # by value, then loss; `after` goes on, `kind` narrows
        answer.paths(impact.id)               # the strongest ways the loss came, with the facts on each tie

The snapshot must hold all channels (the default projection). What is worked out from it is kept with it: the first
what-if on a snapshot builds the network, those after only spread over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np

from algorithms.arrays import Float, Int32, Int64, summed
from algorithms.errors import AlgorithmError
from algorithms.risk import StrongestPaths, strongest_paths
from graph.errors import InvalidDataError, UsageError
from graph.snapshot import Snapshot
from intelligence.accounts import CHANNEL_WORDS, KINDS, Accounts, account
from intelligence.assumptions import Assumptions, Ledger
from intelligence.esri_model import by_esri
from intelligence.links import By, Links
from intelligence.money import currency_of
from intelligence.network import DIRECTIONS, Network, network_of
from intelligence.recovery_model import by_time_to_recover
from intelligence.shocks import Shocked, shocked
from intelligence.spread import Options, by_cascade, by_debtrank, by_inoperability
from intelligence.what_if_results import Impact, Model, Path, Shock, Step, Summary, Total

_DURATIONS: Final = 4
_WAYS: Final = 12
_SPREADS: Final = MappingProxyType(
    {Model.DEBTRANK: by_debtrank, Model.CASCADE: by_cascade, Model.INOPERABILITY: by_inoperability}
)


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """The answer: `summary` as data, nodes by `impacts`, and the ways that losses came by `paths`."""

    summary: Summary
    snapshot: Snapshot
    network: Network
    links: dict[str, Links]
    shocked: Shocked
    accounts: Accounts
    _order: Int64
    _of: tuple[object, ...]
    """What the links depend on."""

    def impacts(self, first: int | None = None, *, after: int = 0, kind: str | None = None) -> list[Impact]:
        """Reached nodes, those that were shocked included, by value and then loss, greatest first.

        `kind` is a label such as Product or Customer; raises UsageError for another word.
        """
        order = self._order
        if kind is not None:
            try:
                order = order[self.snapshot.nodes.having(kind)[order]]
            except KeyError:
                raise UsageError(f"{kind!r} is no kind of node; give one like Product, Customer or Supplier") from None
        until = None if first is None else after + first
        return [self._impact(int(node)) for node in order[after:until]]

    def impact(self, node_id: str) -> Impact | None:
        """What the shock does to one node; None where it does not reach it."""
        node = self._index(node_id)
        return self._impact(node) if self.accounts.loss[node] > 0 else None

    def paths(self, node_id: str, count: int = 3) -> list[Path]:
        """The strongest ways by which a loss came to a node, one for each of the `count` strongest last ties.

        Strength is the product of rates: of all single ways, what this one passes on. Losses by several ways add up.
        """
        node = self._index(node_id)
        found: dict[tuple[tuple[str, str, str], ...], Path] = {}
        for direction in DIRECTIONS:
            for place in self.network.places(np.array([node])).tolist():
                for path in self._paths(direction, place, count):
                    # An employee's tie to a party stands in both directions.
                    found.setdefault(tuple((s.source, s.target, s.channel) for s in path.steps), path)
        return sorted(found.values(), key=lambda path: -path.strength)[:count]

    def _index(self, node_id: str) -> int:
        try:
            return self.snapshot.nodes.index(node_id)
        except KeyError:
            raise UsageError(f"{node_id!r} is no node of the snapshot; give an id") from None

    def _impact(self, node: int) -> Impact:
        accounts, nodes = self.accounts, self.snapshot.nodes
        by_channel = {
            word: float(value) for word, value in zip(CHANNEL_WORDS, accounts.by_channel[node], strict=True) if value
        }
        return Impact(
            id=nodes.id(node),
            name=nodes.name[node],
            labels=nodes.labels_of(node),
            loss=float(accounts.loss[node]),
            value=float(accounts.value[node]),
            tier=int(accounts.tier[node]),
            channel=CHANNEL_WORDS[accounts.channel[node]],
            by_channel=by_channel,
            basis=accounts.basis(node),
        )

    def _paths(self, direction: str, place: int, count: int) -> list[Path]:
        links = self.links[direction]
        ways = self._strongest(direction)
        row = slice(int(links.pairs.indptr[place]), int(links.pairs.indptr[place + 1]))
        others, rates = links.pairs.indices[row], np.minimum(links.pairs.data[row], 1.0)
        strength = ways.strength[others] * rates
        found = []
        for at in np.argsort(-strength, kind="stable")[:count].tolist():
            if strength[at] > 0:
                way = [*ways.path(int(others[at])), place]
                if place not in way[:-1]:
                    steps = tuple(self._step(links, a, b) for a, b in pairwise(way))
                    found.append(Path(float(strength[at]), steps))
        return found

    def _strongest(self, direction: str) -> StrongestPaths:
        sources = tuple(self.network.places(self.shocked.nodes).tolist())
        # Every shock has its own, as long as the network: a few are kept for pages of the same answer.
        return self.snapshot.remember(
            ("ways", direction, self._of, sources),
            lambda: strongest_paths(self.links[direction].onward.to_scipy(), sources),
            most=_WAYS,
        )

    def _step(self, links: Links, source: int, target: int) -> Step:
        which = links.between(source, target)
        at = which.start + int(np.argmax(links.rate[which]))
        table = links.tables[links.table[at]]
        nodes, place = self.snapshot.nodes, self.network.place
        return Step(
            source=nodes.id(int(place[source])),
            source_name=nodes.name[place[source]],
            target=nodes.id(int(place[target])),
            target_name=nodes.name[place[target]],
            channel=By(int(links.by[at])).word,
            rate=float(links.rate[which].sum()),
            facts=MappingProxyType(self.snapshot.ties[table].facts(int(links.entry[at]))),
        )


def what_if(
    snapshot: Snapshot,
    shocks: Sequence[Shock],
    assumptions: Assumptions,
    *,
    model: Model = Model.DEBTRANK,
    options: Options | None = None,
) -> WhatIf:
    """Spread shocks by a model and account for every node they reach.

    Parameters
    ----------
    snapshot : Snapshot
        All channels of the graph.
    shocks : sequence of Shock
        What fails, by how much, for how long; all at once.
    assumptions : Assumptions
        What the data lack; the answer repeats what was used.
    model : Model
        DebtRank unless named otherwise.
    options : Options, optional
        Tolerance, and the cascade's worlds and seed.

    Raises
    ------
    UsageError
        A shock that names nothing known or is out of range; a snapshot without the channels.
    InvalidDataError
        Facts that the models cannot work with: a currency without a rate, a bill of materials that contains itself,
        a share outside [0, 1], a network in which losses would grow without end.

    """
    options, ledger = options or Options(), Ledger()
    hit = shocked(snapshot, shocks, assumptions, ledger)
    network = network_of(snapshot, assumptions)
    links = _bridged(snapshot, assumptions, network, hit.horizon)
    shock = _by_direction(network, hit)
    try:
        if model is Model.ESRI:
            spread = by_esri(snapshot, network, shock, options)
        elif model is Model.TIME_TO_RECOVER:
            spread = by_time_to_recover(snapshot, network, hit, assumptions, ledger=ledger, options=options)
        else:
            spread = _SPREADS[model](links, shock, options)
    except AlgorithmError as error:
        raise InvalidDataError(f"{model.value} cannot answer this: {error}") from error
    ways = links if model in _SPREADS else network.links
    accounts = account(snapshot, network, links=ways, shock=shock, spread=spread, hit=hit)
    ledger.add(network.assumed)
    totals = _totals(accounts)
    at_risk: dict[str, float] = {}
    for total in totals:
        at_risk[total.kind] = at_risk.get(total.kind, 0.0) + total.value
    summary = Summary(
        model=model,
        version=snapshot.version,
        as_of=snapshot.as_of,
        currency=currency_of(snapshot, assumptions),
        horizon_days=hit.horizon,
        shocked=len(hit.nodes),
        reached=int((accounts.loss > 0).sum()),
        value_at_risk=MappingProxyType(at_risk),
        totals=totals,
        iterations=spread.iterations,
        converged=spread.converged,
        tolerance=spread.tolerance,
        assumptions=ledger.entries(),
        gaps=network.gaps,
        notes=spread.notes,
    )
    of = (assumptions.digest, hit.horizon if model in _SPREADS else None)
    return WhatIf(summary, snapshot, network, ways, hit, accounts, _order(accounts), of)


def _bridged(snapshot: Snapshot, assumptions: Assumptions, network: Network, days: float) -> dict[str, Links]:
    """Links for a duration: stock bridges a part of what goods miss."""

    def make() -> dict[str, Links]:
        return {**network.links, "down": network.links["down"].scaled(network.factor(days))}

    # Whoever asks chooses the duration, so not all of them are kept.
    return snapshot.remember(("links", assumptions.digest, days), make, most=_DURATIONS)


def _by_direction(network: Network, hit: Shocked) -> dict[str, Float]:
    """The shock of every place: flows lose a share of the horizon, debtors fail once for all."""
    share, size = np.zeros(int(network.place.max()) + 1), np.zeros(int(network.place.max()) + 1)
    share[hit.nodes], size[hit.nodes] = hit.share, hit.size
    flow, money = share[network.place], size[network.place]
    return {"down": flow, "up": flow, "money": money}


def _order(accounts: Accounts) -> Int64:
    reached = np.flatnonzero(accounts.loss > 0)
    order: Int64 = reached[np.lexsort((reached, -accounts.loss[reached], -accounts.value[reached]))]
    return order


def _totals(accounts: Accounts) -> tuple[Total, ...]:
    width = len(CHANNEL_WORDS)
    places, channels = np.nonzero(accounts.place_parts)
    depth = int(accounts.place_tier.max(initial=0)) + 1
    kind: Int32 = accounts.place_kind[places]
    key = (kind.astype(np.int64) * depth + accounts.place_tier[places]) * width + channels
    keys, group = np.unique(key, return_inverse=True)
    value = summed(group, accounts.place_parts[places, channels] * accounts.place_value[places])
    nodes = np.bincount(group)
    return tuple(
        Total(KINDS[k // width // depth], CHANNEL_WORDS[k % width], k // width % depth, int(count), float(amount))
        for k, count, amount in zip(keys.tolist(), nodes.tolist(), value.tolist(), strict=True)
    )
