"""What a shock names: the nodes that fail, by how much, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from algorithms.arrays import Bool, Float, Int64
from graph.errors import UsageError
from graph.model import ROLES
from graph.snapshot import Snapshot
from intelligence.assumptions import Assumptions, Ledger
from intelligence.what_if_results import Scope, Shock

_SAMPLES: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Shocked:
    """Nodes that fail: `size` in [0, 1] and `days` of each; `horizon` is the longest.

    `share` is the share of the horizon's business that is lost: size × days / horizon.
    """

    nodes: Int64
    size: Float
    days: Float
    horizon: float

    @property
    def share(self) -> Float:
        """Share of the horizon that each loses."""
        return self.size * self.days / self.horizon


def shocked(snapshot: Snapshot, shocks: Sequence[Shock], assumptions: Assumptions, ledger: Ledger) -> Shocked:
    """Find the nodes that shocks name; where two name one node, the greater size and the longer time count.

    Raises UsageError for a name that the graph does not know, a size outside [0, 1], and days that are not positive.
    """
    if not shocks:
        raise UsageError("a what-if needs a shock: name a party, a product, a category, a country or a region")
    n = len(snapshot.nodes)
    size, days = np.zeros(n), np.zeros(n)
    hit = np.zeros(n, dtype=np.bool_)
    for shock in shocks:
        _check(shock)
        which = _named(snapshot, shock)
        if shock.days is None:
            ledger.use("recovery_days", assumptions.recovery_days, int(which.sum()))
        lasts = assumptions.recovery_days if shock.days is None else shock.days
        size[which] = np.maximum(size[which], shock.size)
        days[which] = np.maximum(days[which], lasts)
        hit |= which
    nodes = np.flatnonzero(hit)
    return Shocked(nodes, size[nodes], days[nodes], float(days.max()))


def _check(shock: Shock) -> None:
    if not 0 <= shock.size <= 1:
        raise UsageError(f"the shock on {shock.value!r} has size {shock.size}; it must be in [0, 1], 1 for all of it")
    if shock.days is not None and not 0 < shock.days < np.inf:
        raise UsageError(f"the shock on {shock.value!r} lasts {shock.days} days; it must be a positive number")
    if unknown := [role for role in shock.roles if role not in ROLES]:
        raise UsageError(f"{unknown[0]!r} is no role; there are {', '.join(ROLES)}")


def _named(snapshot: Snapshot, shock: Shock) -> Bool:
    nodes = snapshot.nodes
    found = np.zeros(len(nodes), dtype=np.bool_)
    if shock.scope in {Scope.NODE, Scope.CATEGORY}:
        at = _index(snapshot, shock)
        if shock.scope is Scope.CATEGORY or nodes.having("Category")[at]:
            return _in_category(snapshot, at)
        found[at] = True
        return found
    column = nodes.country if shock.scope is Scope.COUNTRY else nodes.region
    sought = shock.value.casefold()
    parties = nodes.having(*(shock.roles or ("Party",)))
    found[[i for i in np.flatnonzero(parties) if column[i].casefold() == sought]] = True
    if not found.any():
        known = sorted({value for value in column[parties] if value})
        more = " …" if len(known) > _SAMPLES else ""
        there = f"{', '.join(known[:_SAMPLES]) or 'none'}{more}"
        raise UsageError(f"no party is in {shock.scope.value} {shock.value!r}; there are {there}")
    return found


def _index(snapshot: Snapshot, shock: Shock) -> int:
    try:
        return snapshot.nodes.index(shock.value)
    except KeyError:
        raise UsageError(f"{shock.value!r} is no party, product or category of the graph; give an id") from None


def _in_category(snapshot: Snapshot, category: int) -> Bool:
    """The goods of a category and of those within it."""
    ties = snapshot.tied("category")
    owner = ties.owner()
    within = np.zeros(len(snapshot.nodes), dtype=np.bool_)
    within[category] = True
    size = 0
    while size != within.sum():
        size = int(within.sum())
        within[owner[within[ties.target]]] = True
    goods: Bool = within & snapshot.nodes.having("Product", "Material")
    if not goods.any():
        raise UsageError(f"category {snapshot.nodes.name[category]!r} has no product")
    return goods
