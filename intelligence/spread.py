"""Spreading a shock: each model over the network's links, direction by direction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy import sparse

from algorithms.arrays import Csr, Float
from algorithms.risk import cascade, debtrank, inoperability
from intelligence.kernels import levels
from intelligence.links import By, Links

MOST_SOLVED: Final = 20_000
"""Reached nodes up to which the inoperability model's linear system is factorised; beyond, its series is added up."""


@dataclass(frozen=True, slots=True)
class Options:
    """How exactly a model is run: `worlds` and `seed` are the cascade's."""

    tolerance: float = 1e-9
    worlds: int = 1_000
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Loss of every place by direction, in [0, 1], the shock included; and how it was reached."""

    loss: Mapping[str, Float]
    iterations: int
    converged: bool
    tolerance: float
    notes: tuple[str, ...] = field(default=())


def by_debtrank(links: Mapping[str, Links], shock: Mapping[str, Float], options: Options) -> Spread:
    """Linear DebtRank: losses add up, and a place loses at most all it has."""

    def run(pairs: Csr, start: Float) -> tuple[Float, int, bool, float]:
        found = debtrank(pairs.to_scipy(), np.ones(len(start)), start, tolerance=options.tolerance)
        return np.asarray(found.loss), found.iterations, found.converged, found.tolerance

    return _each(links, shock, run)


def by_cascade(links: Mapping[str, Links], shock: Mapping[str, Float], options: Options) -> Spread:
    """Independent cascade: the size is the chance of failing, a rate the chance of passing a failure on."""

    def run(pairs: Csr, start: Float) -> tuple[Float, int, bool, float]:
        chances = pairs.scaled(np.minimum(pairs.data, 1.0)).transposed().to_scipy()
        seeds = {int(at): float(start[at]) for at in np.flatnonzero(start)}
        found = cascade(chances, chances, seeds=seeds, worlds=options.worlds, seed=options.seed)
        return found.probability, found.iterations, found.converged, found.tolerance

    return _each(links, shock, run)


def by_inoperability(links: Mapping[str, Links], shock: Mapping[str, Float], options: Options) -> Spread:
    """Inoperability input-output over what the shock reaches.

    Raises algorithms' DivergenceError where a loss would come back as strong as it went, or, among more than
    `MOST_SOLVED` places, so nearly as strong that nothing shows the opposite.
    """

    def run(pairs: Csr, start: Float) -> tuple[Float, int, bool, float]:
        onward = pairs.transposed()
        at = np.flatnonzero(levels(onward.indptr, onward.indices, np.flatnonzero(start).astype(np.int32)) >= 0)
        tolerance = options.tolerance if len(at) > MOST_SOLVED else None
        found = inoperability(pairs.to_scipy()[at][:, at], start[at], tolerance=tolerance)
        loss = np.zeros(len(start))
        loss[at] = found.inoperability
        return loss, found.iterations, found.converged, found.tolerance

    return _each(links, shock, run)


def along(links: Links, shock: Float, options: Options) -> Float:
    """The shock with what owners and employees pass on, for models that have no place for them; or one row each."""
    which = (links.by == By.OWNERSHIP) | (links.by == By.PEOPLE)
    n = shock.shape[-1]
    ties = sparse.csr_array((links.rate[which], (links.owner[which], links.other[which])), shape=(n, n))
    return np.asarray(debtrank(ties, np.ones(n), shock, tolerance=options.tolerance).loss).reshape(shock.shape)


def _each(
    links: Mapping[str, Links],
    shock: Mapping[str, Float],
    run: Callable[[Csr, Float], tuple[Float, int, bool, float]],
) -> Spread:
    losses: dict[str, Float] = {}
    iterations, converged, tolerance = 0, True, 0.0
    for direction in links:
        start, pairs = shock[direction], links[direction].pairs
        onward = links[direction].onward.indptr
        if not (np.diff(onward)[start > 0] > 0).any():
            losses[direction] = start.copy()  # nobody depends on what fails
            continue
        losses[direction], rounds, settled, bound = run(pairs, start)
        iterations, converged, tolerance = max(iterations, rounds), converged and settled, max(tolerance, bound)
    return Spread(losses, iterations, converged, tolerance)
