"""DebtRank beside one sparse product an iteration, ESRI beside a plain vectorised loop."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import sparse

from algorithms.risk import cascade, debtrank, esri
from benchmarks.algorithms.graphs import directed_graph, economy
from benchmarks.algorithms.plain_esri import PlainEsri
from benchmarks.algorithms.timing import Row, best_of


def rows(nodes: int, edges: int, firms: int, links: int) -> Iterator[Row]:
    """Yield all comparisons."""
    yield from debtrank_rows(nodes, edges)
    yield from esri_rows(firms, links)
    yield esri_sample(firms * 10, links * 10)


def debtrank_rows(nodes: int, edges: int) -> Iterator[Row]:
    """Compare one shock's time an iteration with one sparse product: the aim is a ratio above 0.1."""
    exposures = directed_graph(nodes, edges)
    buffers = np.asarray(exposures.sum(axis=1)).ravel() / 0.9 + 0.01
    shock = np.zeros(nodes)
    shock[:10] = 1.0
    result = debtrank(exposures, buffers, shock)
    spent = best_of(lambda: debtrank(exposures, buffers, shock))
    rates = sparse.csr_array(sparse.diags_array(1 / buffers) @ exposures)
    product = best_of(lambda: rates @ result.loss, 10)
    size = f"{nodes // 1000}k/{edges / 1e6:g}M"
    note = f"{result.iterations} iterations, {spent.wall:.3f} s in all, preparation included"
    yield Row(f"debtrank {size}, an iteration", "scipy, one product", spent / result.iterations, product, note)
    cascade(exposures, 0.02, seeds=[0], worlds=1)
    seconds = best_of(lambda: cascade(exposures, 0.02, seeds=range(10), worlds=1000))
    note = f"{seconds.wall:.3f} s"
    yield Row(f"cascade {size}, 1000 worlds, each", "scipy, one product", seconds / 1000, product, note)


def esri_rows(firms: int, links: int) -> Iterator[Row]:
    """Compare time a closure at equal tolerance, over a sample for the loop and over every firm for Guanxi."""
    arguments: dict[str, Any] = economy(firms, links)
    plain = PlainEsri(*arguments.values())
    esri(**arguments, closures=[0], health=False)
    sample = np.random.default_rng(1).choice(firms, 60, replace=False)
    exact = np.array([plain.close(int(firm), 1e-13) for firm in sample])
    for tolerance in (1e-2, 1e-4, 1e-6, 1e-9):
        values: list[float] = []

        def loop(tolerance: float = tolerance, values: list[float] = values) -> None:
            values[:] = [plain.close(int(firm), tolerance) for firm in sample]

        theirs = best_of(loop, 1) / len(sample)
        few = esri(**arguments, closures=sample, tolerance=tolerance, health=False).esri
        many: Any = "each" if tolerance >= 1e-2 else np.arange(0, firms, 10)
        count = firms if tolerance >= 1e-2 else len(many)

        def ours(tolerance: float = tolerance, many: Any = many) -> None:
            esri(**arguments, closures=many, tolerance=tolerance, health=False)

        spent = best_of(ours, 1)
        off = np.abs(few - exact).max(), np.abs(np.array(values) - exact).max()
        note = f"{count} closures in {spent.wall:.1f} s; error {off[0]:.0e}, loop {off[1]:.0e}"
        yield Row(f"esri {firms // 1000}k/{links // 1000}k at {tolerance:g}, a closure", "scipy loop",
                  spent / count, theirs, note)  # fmt: skip


def esri_sample(firms: int, links: int) -> Row:
    """Compare a few closures of a large economy at the default tolerance."""
    arguments: dict[str, Any] = economy(firms, links)
    plain = PlainEsri(*arguments.values())
    sample = np.random.default_rng(1).choice(firms, 64, replace=False)
    theirs = best_of(lambda: [plain.close(int(firm), 1e-9) for firm in sample[:3]], 1) / 3
    spent = best_of(lambda: esri(**arguments, closures=sample, health=False), 1)
    note = f"{len(sample)} closures in {spent.wall:.1f} s, preparation included"
    return Row(f"esri {firms // 1000}k/{links / 1e6:g}M at 1e-9, a closure", "scipy loop",
               spent / len(sample), theirs, note)  # fmt: skip
